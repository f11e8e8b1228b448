"""The evaluation trace: what a function computes, step by step, each with a name.

Source: the course text, problem 2; Griewank and Walther (2008), section 2.2.
"""

from collections.abc import Sequence
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from snippets import tables
from snippets.broadcasting import fit
from snippets.expression import written
from snippets.forward import push
from snippets.ieee import quiet
from snippets.inputs import Function, checked_directions, checked_primals
from snippets.reverse import Record, below, run, seeded, sweep
from snippets.statements import Step, fold
from snippets.variable import Value, primal, shape
from snippets.walks import Walk, forward_walk, reverse_walk

_SHOWN = 40  # steps of a printed trace; of a longer one its two ends


class Edge(NamedTuple):
    """An arrow of the computational graph: `operand` enters `step`.

    Attributes:
        operand: Name of an input or step.
        step: Name of the step that uses it.
        latex: The local partial ∂step/∂operand in LaTeX.
        value: The value of the local partial.
        text: The local partial in plain text.
    """

    operand: str
    step: str
    latex: str
    value: Value
    text: str


# --8<-- [start:trace]
def trace(f: Function, *inputs: Value) -> "Trace":
    """Evaluate f and record how.

    Args:
        f: A function of numbers or arrays; it returns one, or a tuple of them. Statements that it
            names with `step` are the steps; everything else is recorded elemental by elemental.
        inputs: The point, one number or array an input.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite.

    Source: the course text, problem 2, the evaluation trace.
    """
    names, points = checked_primals(f, inputs)
    record, outputs, several = run(f, points)
    return Trace(names, record, outputs, several)


# --8<-- [end:trace]
class Trace:
    """The record of an evaluation; build it with `trace`.

    Attributes:
        inputs: Input name → value.
        value: What the function returned.
        outputs: Names of what it returned; None for a constant.
    """

    def __init__(
        self, names: list[str], record: Record, outputs: Sequence[Value], several: bool
    ) -> None:
        self._record, self._outputs, self._several = record, outputs, several
        ends = {at for output in outputs if (at := record.position(output)) is not None}
        self._statements = fold(record, len(names), ends)
        letter = next(
            one
            for one in (*"zvutsrqponmlk", "step")
            if not any(name == one or name.startswith(one + "_") for name in names)
        )
        self._names = dict(enumerate(names))
        for count, members in enumerate(self._statements, start=1):
            self._names[members[-1]] = f"{letter}_{count}"
        self.inputs: dict[str, Value] = dict(zip(names, record.values, strict=False))
        values = below(record, outputs)
        self.value: Value = values if several else values[0]
        self.outputs: tuple[str | None, ...] = tuple(
            None if (at := record.position(output)) is None else self._names[at]
            for output in outputs
        )

    @cached_property
    def steps(self) -> list[Step]:
        """The steps in order, with what each computes and its local partials."""
        steps = []
        for members in self._statements:
            inside = set(members)
            used = {
                operand: self._names[operand]
                for at in members
                for operand in self._record.operands[at]
                if operand is not None and operand not in inside
            }
            steps.append(Step(self._record, members, self._names[members[-1]], used))
        return steps

    @cached_property
    def values(self) -> dict[str, Value]:
        """Step name → value."""
        return self._by_name(self._record.values, inputs=False)

    @property
    def kept(self) -> int:
        """How many numbers are kept for the sweep back: one a line of the record, an array's all.

        That is what reverse mode pays in memory, and it grows with every operation carried out.
        """
        return sum(prod(shape(value)) for value in self._record.values)

    def tangents(self, seed: Sequence[Value]) -> dict[str, Value]:
        """Step name → derivative in the direction `seed`, by one sweep forward.

        Args:
            seed: The direction, one number an input.

        Raises:
            TypeError: `seed` is no sequence of real numbers.
            ValueError: It does not have one number an input.

        Source: the course text, problem 2, forward mode, the even ones of its steps 1 to 12.
        """
        direction = self._direction(seed)
        return self._by_name(direction, inputs=False)

    def adjoints(self, seed: Any = None) -> dict[str, Value]:
        """Input and step names → derivative of the output with respect to it, by one sweep back.

        Args:
            seed: Adjoint of the output, 1 by default; for several outputs one number for each.

        Raises:
            TypeError: There are several outputs and no seed, or the seed is no real number.
            ValueError: There is not one number an output.

        Source: the course text, Eq. 2; problem 2, reverse mode, steps 1 to 8.
        """
        with quiet():
            seeds = seeded(self._record, self._outputs, self._several, seed)
            return self._by_name(sweep(self._record, seeds), inputs=True)

    def table(self) -> list[dict[str, object]]:
        """A row a step: its name, what is computed, its value."""
        return tables.value_rows(self)

    def forward_table(self, seed: Sequence[Value]) -> list[dict[str, object]]:
        """Two rows a step, the value and then the tangent in the direction `seed`."""
        return tables.forward_rows(self, seed)

    def reverse_table(self, seed: Any = None) -> list[dict[str, object]]:
        """A row for each adjoint, from the last step's to those of the inputs."""
        return tables.reverse_rows(self, seed)

    def forward_walk(self, seed: Sequence[Value]) -> Walk:
        """What `forward_table` shows, term by term: for a stepper."""
        return forward_walk(self, seed)

    def reverse_walk(self, seed: Any = None) -> Walk:
        """What `reverse_table` shows, term by term: for a stepper."""
        return reverse_walk(self, seed)

    @cached_property
    def nodes(self) -> dict[str, Value]:
        """Nodes of the computational graph: input and step names → value."""
        return self.inputs | self.values

    @cached_property
    def edges(self) -> list[Edge]:
        """Arrows of the computational graph, from each operand to the step that uses it."""
        return [
            Edge(
                name,
                step.name,
                written(partial)[0],
                step.partial_values[name],
                written(partial, latex=False)[0],
            )
            for step in self.steps
            for name, partial in step.partials.items()
        ]

    def __str__(self) -> str:
        lines = [(name, "", value) for name, value in self.inputs.items()]
        skipped = max(0, len(self.steps) - _SHOWN)
        head = _SHOWN // 2 if skipped else len(self.steps)
        lines += [(s.name, s.text, s.value) for s in self.steps[:head]]
        if skipped:
            lines.append(("…", f"{skipped} more steps", None))
            lines += [(s.name, s.text, s.value) for s in self.steps[-_SHOWN // 2 :]]
        widths = [max((len(line[column]) for line in lines), default=0) for column in (0, 1)]
        body = "".join(
            f"{name:<{widths[0]}} = {_right(text, widths[1], value)}\n"
            if value is not None
            else f"{name}  {text}\n"
            for name, text, value in lines
        )
        returned = ", ".join(
            name or _short(value)
            for name, value in zip(
                self.outputs, self.value if self._several else [self.value], strict=True
            )
        )
        return f"{body}return {returned}"

    __repr__ = __str__

    def _direction(self, seed: Sequence[Value]) -> list[Value | None]:
        """Tangent of each line of the record, None where it stands still."""
        record = self._record
        points = list(self.inputs.values())
        given = checked_directions("seed", list(self.inputs), points, seed)
        tangents: list[Value | None] = []
        with quiet():
            for at, elemental in enumerate(record.elementals):
                if elemental is None:
                    one = given[at]
                    still = type(one) is float and one == 0.0
                    tangents.append(None if still else fit(one, shape(points[at])))
                    continue
                dx = [
                    None if operand is None else tangents[operand]
                    for operand in record.operands[at]
                ]
                tangents.append(push(elemental, record.values[at], record.arguments[at], dx))
        return tangents

    def _by_name(self, lines: Sequence[Value | None], inputs: bool) -> dict[str, Value]:
        """Name → value of its line, 0 for None."""
        return {
            name: fit(0.0, shape(self._record.values[at])) if lines[at] is None else lines[at]
            for at, name in self._names.items()
            if inputs or self._record.elementals[at] is not None
        }


def _right(text: str, width: int, value: Value) -> str:
    """The right-hand side of a printed line: what is computed, and its value."""
    return f"{text:<{width}} = {_short(value)}" if text else _short(value)


def _short(value: Value) -> str:
    plain = primal(value)
    return f"{plain:.6g}" if isinstance(plain, float) else str(plain)
