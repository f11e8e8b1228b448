r"""Traces as tables: rows whose formulas are generated from the trace that they explain.

Text in a row may hold LaTeX between dollar signs. ``\dot z`` is the tangent dz, ``\bar z`` the
adjoint, the derivative of the output with respect to z.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from snippets.notation import latex_name
from snippets.variable import Value
from snippets.walks import Walk, forward_walk, reverse_walk

if TYPE_CHECKING:
    from snippets.trace import Trace

Rows = list[dict[str, object]]


def value_rows(trace: "Trace") -> Rows:
    """A row a step: its name, what is computed, its value."""
    return [
        {"step": f"${latex_name(s.name)}$", "formula": f"${s.latex}$", "value": s.value}
        for s in trace.steps
    ]


def forward_rows(trace: "Trace", seed: Sequence[Value]) -> Rows:
    """Two rows a step: its value, then its tangent from the tangents of its operands.

    An input whose tangent is 0 is a constant, and is left out of the formulas.

    Raises:
        TypeError: `seed` is no sequence of real numbers.
        ValueError: It does not have one number an input.

    Source: the course text, problem 2, forward mode, steps 1 to 12.
    """
    return _numbered(forward_walk(trace, seed))


def reverse_rows(trace: "Trace", seed: Any = None) -> Rows:
    """A row for each adjoint, each from the adjoints of its children: last step first, inputs last.

    Raises:
        TypeError: There are several outputs and no seed, or the seed is no real number.
        ValueError: There is not one number an output.

    Source: the course text, problem 2, reverse mode, steps 1 to 8, and Eq. 2.
    """
    return _numbered(reverse_walk(trace, seed))


def _numbered(walk: Walk) -> Rows:
    return [
        {"step": count, "formula": f"${move.symbol} = {move.formula}$", "value": move.value}
        for count, move in enumerate(walk.moves, start=1)
    ]
