"""From a record of elementals to the statements that a reader is shown.

A function may say where its statements end, with `snippets.example.step`. Whatever was computed for
one such statement alone belongs to it; every other operation is a statement of its own.
Source: "statement" is used as in Griewank and Walther (2008), section 2.1.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from snippets.expression import Expression, Symbol, written
from snippets.ieee import quiet
from snippets.reverse import Record, sweep
from snippets.variable import Value


def fold(record: Record, inputs: int, outputs: Collection[int]) -> list[list[int]]:
    """Positions in the record that make up each statement; its last is where it ends.

    Args:
        record: What was computed.
        inputs: How many lines of it are inputs.
        outputs: Positions of the outputs.
    """
    size = len(record.values)
    shared = size  # the position of no line
    user: list[int | None] = [None] * size  # the statement that uses a line, if it is only one
    members: dict[int, list[int]] = {}
    for position in range(size - 1, inputs - 1, -1):
        end = user[position]
        if position in record.marked or position in outputs or end not in record.marked:
            end = position
            members[end] = []
        assert end is not None
        members[end].append(position)
        for operand in record.operands[position]:
            if operand is not None:
                user[operand] = end if user[operand] in (None, end) else shared
    return [members[end][::-1] for end in sorted(members)]


class Step:
    """One statement of a trace.

    Attributes:
        name: z_1, z_2, …
        value: What it evaluated to.
        operands: Names of the inputs and steps that it is computed from, in order of appearance.
    """

    __slots__ = ("__dict__", "_members", "_record", "_used", "name", "operands", "value")

    def __init__(
        self, record: Record, members: Sequence[int], name: str, used: dict[int, str]
    ) -> None:
        self._record = record
        self._members = members
        self._used = used
        self.name = name
        self.operands = tuple(used.values())
        self.value = record.values[members[-1]]

    @cached_property
    def expression(self) -> Expression:
        """What is computed, as it is computed."""
        lines: dict[int | None, Value] = {at: Symbol(name) for at, name in self._used.items()}
        for at in self._members:
            lines[at] = Expression(self._record.elementals[at], self._arguments(at, lines))
        result: Expression = lines[self._members[-1]]
        return result

    @cached_property
    def partials(self) -> dict[str, Value]:
        """Operand → local partial, an expression or a number: reverse mode run on symbols."""
        return self._partials({at: Symbol(name) for at, name in self._used.items()})

    @cached_property
    def partial_values(self) -> dict[str, Value]:
        """Operand → value of the local partial."""
        with quiet():
            return self._partials({at: self._record.values[at] for at in self._used})

    @property
    def latex(self) -> str:
        """What is computed, in LaTeX."""
        return written(self.expression)[0]

    def filled(self, numbers: Mapping[str, str]) -> str:
        """What is computed, in LaTeX with these numbers in place of the operands' names."""
        return written(self.expression, numbers=numbers)[0]

    @property
    def text(self) -> str:
        """What is computed, in plain text."""
        return str(self.expression)

    def _arguments(self, at: int, lines: dict[int | None, Value]) -> tuple[Value, ...]:
        record = self._record
        return tuple(
            lines.get(operand, argument)
            for operand, argument in zip(record.operands[at], record.arguments[at], strict=True)
        )

    def _partials(self, inputs: dict[int, Value]) -> dict[str, Value]:
        small = Record()
        lines: dict[int | None, Value] = {at: small.append(x) for at, x in inputs.items()}
        for at in self._members:
            elemental = self._record.elementals[at]
            assert elemental is not None
            lines[at] = elemental(*self._arguments(at, lines))
        end = small.position(lines[self._members[-1]])
        assert end is not None
        adjoints = sweep(small, {end: 1.0})
        return dict(zip(self._used.values(), adjoints, strict=False))
