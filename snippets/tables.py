r"""Traces as tables: rows whose formulas are generated from the trace that they explain.

Text in a row may hold LaTeX between dollar signs. ``\dot z`` is the tangent dz, ``\bar z`` the
adjoint, the derivative of the output with respect to z.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from snippets.expression import term
from snippets.notation import latex_name, number
from snippets.variable import Value, is_array

if TYPE_CHECKING:
    from snippets.trace import Trace

DOT, BAR = r"\dot", r"\bar"
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
    tangents = trace.tangents(seed)
    still = {
        name for name, one in zip(trace.inputs, seed, strict=True) if not is_array(one) and one == 0
    }
    lines: list[tuple[str, Value]] = []
    for step in trace.steps:
        terms = [
            (partial, latex_name(name, DOT))
            for name, partial in step.partials.items()
            if name not in still
        ]
        lines.append((f"{latex_name(step.name)} = {step.latex}", step.value))
        lines.append((f"{latex_name(step.name, DOT)} = {_sum(terms)}", tangents[step.name]))
    return _numbered(lines)


def reverse_rows(trace: "Trace", seed: Any = None) -> Rows:
    """A row for each adjoint, each from the adjoints of its children: last step first, inputs last.

    Raises:
        TypeError: There are several outputs and no seed, or the seed is no real number.
        ValueError: There is not one number an output.

    Source: the course text, problem 2, reverse mode, steps 1 to 8, and Eq. 2.
    """
    adjoints = trace.adjoints(seed)
    given = seed if isinstance(trace.value, tuple) else [seed]
    seeds: dict[str, list[Value]] = {}
    for name, one in zip(trace.outputs, given, strict=True):
        if name is not None:
            seeds.setdefault(name, []).append(1.0 if one is None else one)
    children: dict[str, list[tuple[Value, str]]] = {name: [] for name in adjoints}
    reached = set(seeds)
    for step in reversed(trace.steps):
        if step.name in reached:
            for name, partial in step.partials.items():
                children[name].append((partial, latex_name(step.name, BAR)))
                reached.add(name)
    order = [step.name for step in reversed(trace.steps)] + list(trace.inputs)
    return _numbered(
        [
            (
                f"{latex_name(name, BAR)} = "
                + _sum(children[name][::-1], [number(one)[0] for one in seeds.get(name, [])]),
                adjoints[name],
            )
            for name in order
        ]
    )


def _sum(terms: Sequence[tuple[Value, str]], seeds: Sequence[str] = ()) -> str:
    """The seeds and the terms ``partial · symbol`` added up, 0 if there is none."""
    text = " + ".join(seeds)
    for partial, symbol in terms:
        if not (isinstance(partial, float) and partial == 0.0):
            text += term(partial, symbol, first=not text)
    return text or "0"


def _numbered(lines: Sequence[tuple[str, Value]]) -> Rows:
    return [
        {"step": count, "formula": f"${formula}$", "value": value}
        for count, (formula, value) in enumerate(lines, start=1)
    ]
