"""Reverse mode: record the evaluation, then sweep back over the record and add up adjoints.

Source: the course text, problem 2, "The reverse mode of AD", Eqs. 2 and 3; Griewank and Walther
(2008), section 3.2.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from snippets.broadcasting import fit
from snippets.elementals import Elemental
from snippets.ieee import quiet
from snippets.inputs import Function, checked_directions, checked_outputs, checked_points
from snippets.variable import Value, Variable, describe, new_level, shape

Gradient = tuple[Value, ...]


# --8<-- [start:record]
class Record:
    """Everything that was computed, in order: flat lists with one entry an operation.

    Its memory grows linearly. In CPython 3.11 an operation on floats takes 180 to 200 bytes, and 32
    more during the sweep: that is what reverse mode pays for needing one sweep only.

    Attributes:
        floats: Whether all values are floats so far, no arrays and no variables.
        finished: Whether the function has returned.
        elementals: What was applied; None for an input.
        operands: For each argument its position in the record, None for a constant.
        arguments: The values it was applied to.
        values: The value that came out.
        marked: Positions that the function named as statements, see `snippets.example.step`.
    """

    def __init__(self) -> None:
        self.level = new_level()
        self.floats, self.finished = True, False
        self.elementals: list[Elemental | None] = []
        self.operands: list[tuple[int | None, ...]] = []
        self.arguments: list[tuple[Value, ...]] = []
        self.values: list[Value] = []
        self.marked: set[int] = set()

    def append(
        self,
        value: Value,
        elemental: Elemental | None = None,
        operands: tuple[int | None, ...] = (),
        arguments: tuple[Value, ...] = (),
    ) -> "Recorded":
        """Write one more line; without an elemental it is an input."""
        self.elementals.append(elemental)
        self.operands.append(operands)
        self.arguments.append(arguments)
        self.values.append(value)
        if type(value) is not float:
            self.floats = False
        return Recorded(self, len(self.values) - 1, value)

    def position(self, value: Value) -> int | None:
        """Where `value` stands in this record, None if it is a constant to it."""
        return value.index if isinstance(value, Recorded) and value.record is self else None


class Recorded(Variable):
    """A value that a record has a line for."""

    __slots__ = ("index", "record")

    def __init__(self, record: Record, index: int, value: Value) -> None:
        self.level = record.level
        self.record = record
        self.index = index
        self.primal = value

    def mark(self) -> None:
        """Let this value end a statement, here and in the records below."""
        self.record.marked.add(self.index)
        if type(self.primal) is not float:
            super().mark()

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> "Recorded":
        """Compute at the level below, and write it down.

        Raises:
            ValueError: The function that the record is of has returned.
        """
        record = self.record
        if record.finished:
            raise ValueError(
                f"{elemental.name}: {describe(self)} belongs to a trace that is finished; "
                "hand it to the function as one of its inputs."
            )
        operands: list[int | None] = []
        arguments: list[Value] = []
        floats = True
        for arg in args:
            if type(arg) is Recorded and arg.record is record:
                operands.append(arg.index)
                arg = arg.primal
            else:
                operands.append(None)
            arguments.append(arg)
            floats = floats and type(arg) is float
        z = elemental.value(*arguments) if floats else elemental(*arguments)
        return record.append(z, elemental, tuple(operands), tuple(arguments))


# --8<-- [end:record]
# --8<-- [start:sweep]
def sweep(record: Record, seeds: Mapping[int, Value]) -> list[Value | None]:
    """Adjoint of every line of a record, from the last to the first; None where none arrives.

    Args:
        record: What was computed.
        seeds: Position → adjoint that it starts with.

    Source: the course text, Eq. 2; a child c of t is an operation that has z_t among its arguments.
    """
    adjoints: list[Value | None] = [None] * len(record.values)
    for position, seed in seeds.items():
        adjoints[position] = seed
    for child in range(len(adjoints) - 1, -1, -1):
        adjoint, elemental = adjoints[child], record.elementals[child]
        if adjoint is None or elemental is None:
            continue
        z, arguments = record.values[child], record.arguments[child]
        for place, t in enumerate(record.operands[child]):
            if t is not None:
                partial = elemental.partials[place](z, *arguments)
                term = adjoint * partial
                if not type(term) is type(arguments[place]) is float:
                    term = fit(term, shape(arguments[place]))
                known = adjoints[t]
                adjoints[t] = term if known is None else known + term
    return adjoints


# --8<-- [end:sweep]
def run(f: Function, points: Sequence[Value]) -> tuple[Record, list[Value], bool]:
    """Record f at a point: the record, the outputs, and whether f returned a tuple or list."""
    record = Record()
    inputs = [record.append(x) for x in points]
    results, several = checked_outputs(f, f(*inputs))
    record.finished = True
    return record, results, several


def seeded(record: Record, outputs: Sequence[Value], several: bool, seed: Any) -> dict[int, Value]:
    """Position → seed for the outputs that depend on the inputs.

    Raises:
        TypeError: f returned a tuple and there is no seed, or a seed is no real number.
        ValueError: There is not one seed an output, or a seed is not finite.
    """
    if several and seed is None:
        raise TypeError(
            f"seed: f returned {len(outputs)} outputs, expected a seed with one number for each."
        )
    if seed is None and not shape(outputs[0]):
        return {} if (end := record.position(outputs[0])) is None else {end: 1.0}
    names = [f"output {n}" for n in range(1, len(outputs) + 1)] if several else ["the output"]
    given = seed if several else (1.0 if seed is None else seed,)
    if seed is None and shape(outputs[0]) and _sums(record, record.position(outputs[0])):
        raise ValueError(
            "seed: f sums over entries and returns an array, so its derivative is no array of the "
            "same shape; expected a seed, one number an entry."
        )
    return placed(record, outputs, checked_directions("seed", names, outputs, given))


def _sums(record: Record, end: int | None) -> bool:
    """Whether a line is computed from a sum over entries."""
    needed = {end}
    for at in range(-1 if end is None else end, -1, -1):
        if at in needed:
            if (elemental := record.elementals[at]) and elemental.name == "sum":
                return True
            needed.update(record.operands[at])
    return False


def placed(record: Record, outputs: Sequence[Value], given: Sequence[Value]) -> dict[int, Value]:
    """Position → what its outputs are given as seeds, added up."""
    seeds: dict[int, Value] = {}
    for output, one in zip(outputs, given, strict=True):
        position = record.position(output)
        if position is None or (type(one) is float and one == 0.0):
            continue
        one = fit(one, shape(output))
        seeds[position] = seeds[position] + one if position in seeds else one
    return seeds


# --8<-- [start:vjp]
def vjp(f: Function, *primals: Value) -> tuple[Value, Callable[..., Gradient]]:
    """Value of f, and its pullback: from a seed for the output to the adjoints of the inputs.

    Args:
        f: A function of numbers or arrays; it returns one, or a tuple of them.
        primals: The point, one number or array an input.

    Returns:
        The value, and a function `pullback(seed)` that returns one adjoint an input, the vector
        `seed` times the Jacobian. The seed is a number, or a sequence with one an output where f
        returns a tuple; for a single output it may be left out and is 1.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite.

    Source: the course text, problem 2, reverse mode, steps 1 to 8.
    """
    points = checked_points(f, primals)
    record, outputs, several = run(f, points)

    def pullback(seed: Any = None) -> Gradient:
        return pulled_back(record, points, seeded(record, outputs, several, seed))

    values = below(record, outputs)
    return values if several else values[0], pullback


# --8<-- [end:vjp]
def pulled_back(record: Record, points: Sequence[Value], seeds: Mapping[int, Value]) -> Gradient:
    """Adjoints of the inputs of a record, 0 where none arrives."""
    with quiet(not record.floats):
        return tuple(map(_arrived, points, sweep(record, seeds)))


def _arrived(x: Value, adjoint: Value | None) -> Value:
    return fit(0.0, shape(x)) if adjoint is None else adjoint


def below(record: Record, outputs: Sequence[Value]) -> tuple[Value, ...]:
    """Values of the outputs at the level below the record's, the caller's own to change."""
    return tuple(
        output if record.position(output) is None else copy(output.primal) for output in outputs
    )


# --8<-- [start:grad]
def value_and_grad(f: Function) -> Callable[..., tuple[Value, Gradient]]:
    """The function that returns the value of f and all its partial derivatives, from one sweep.

    On arrays it goes entry by entry, as f does; an input that was broadcast gets the sum.

    Args:
        f: A function of numbers or arrays with one output.

    Raises:
        TypeError: When called, if an input is no real number, or f uses an operation that is no
            elemental.
        ValueError: When called, if an input is not finite, or f returns several outputs.

    Source: the course text, Eq. 3.
    """

    def evaluate(*primals: Value) -> tuple[Value, Gradient]:
        value, pullback = vjp(f, *primals)
        if isinstance(value, tuple):
            raise ValueError(
                f"grad: expected one output, f returned {len(value)} in a tuple; "
                "use vjp with a seed."
            )
        return value, pullback()

    return evaluate


def grad(f: Function) -> Callable[..., Gradient]:
    """The function that returns the partial derivatives of f, one an input.

    Args:
        f: A function of numbers or arrays with one output.

    Raises:
        TypeError: When called, as in `value_and_grad`.
        ValueError: When called, as in `value_and_grad`.

    Source: the course text, Eq. 3.
    """
    return lambda *primals: value_and_grad(f)(*primals)[1]


# --8<-- [end:grad]
