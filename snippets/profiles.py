"""What every number of an evaluation does along a line: the table that a diagnosis is read from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from snippets.recorders import Log, Operation, number
from snippets.slopes import KINK, Array, Side, Steps, kinds, mirrored, side, stair

_QUANTA = 1e4  # a rise of fewer rounding steps than these has too few digits


@dataclass(frozen=True)
class Profile:
    """All results of an evaluation along a line, a column each; the last is the function's value.

    Attributes:
        left: The side of negative t, slopes counted in the direction of growing t.
        right: The side of positive t.
        kinds: What each column is at 0, such as `snippets.slopes.KINK`.
        places: For each operation the column that each of its results starts at.
        splits: Whether the sides carry out other operations than the point, behind those listed.
        still: Which columns have the same value at all steps as at the point.
        at: The steps.
    """

    left: Side
    right: Side
    kinds: NDArray[np.int64]
    places: list[list[int]]
    splits: bool
    still: NDArray[np.bool_]
    at: Steps

    def settles(self) -> bool:
        """Whether the function has slopes with a few digits, or something else than slopes."""
        both = (self.left, self.right)
        return all(one.kind[-1] or one.error[-1] < 1e-3 * abs(one.slope[-1]) for one in both)

    def of(self, columns: NDArray[Any], operation: Operation, position: int) -> list[NDArray[Any]]:
        """What a row of the table says of the results of an operation, in their shapes."""
        starts = zip(self.places[position], operation.results, strict=True)
        return [columns[at : at + one.size].reshape(one.shape) for at, one in starts]


def profile(zero: Log, at: Callable[[float], Log], where: Steps) -> Profile:
    """Evaluate at all steps, to both sides, and find every one-sided slope.

    Args:
        zero: The record at the point.
        at: From the step along the line to the record there.
        where: The steps.
    """
    logs = [[at(sign * t) for t in (*where.halving, *where.cluster)] for sign in (-1.0, 1.0)]
    finest, count = len(where.halving) - 1, len(where.halving)
    escaped = any(branching(one[finest], one[finest - 1]) is not None for one in logs)
    found = [branching(zero, one[finest], constants=not escaped) for one in logs]
    splits = [position for position in found if position is not None]
    common = min(splits, default=len(zero.operations))
    middle, places, grain = _row(zero, zero, common), _places(zero, common), zero.grain()
    sides, still = [], np.full(len(middle), True)
    for one in logs:
        rows = np.array([_row(log, zero, common) for log in one])
        with np.errstate(all="ignore"):
            levels = _levels(zero, rows[:count] - middle, middle, places)
        sides.append(side(middle, rows[:count], rows[count:], where, grain, levels))
        still &= (rows == middle).all(axis=0)
    left, right = mirrored(sides[0]), sides[1]
    least = np.full(len(middle), 1e-4)  # the kink of an operation is no subtle thing
    least[-1] = 1e-7
    of_columns = kinds(left, right, least)
    return Profile(left, right, of_columns, places, bool(splits), still, where)


def loses(fine: Profile, coarse: Profile) -> bool:
    """Whether some number stands still at fine steps that has slopes on both sides at coarse ones.

    Then the fine ones are lost in rounding, as tiny x are in 1 + x.
    """
    moves = coarse.kinds <= KINK
    for one in (coarse.left, coarse.right):
        moves &= abs(one.slope) > 8 * one.error
    columns = min(len(fine.still), len(moves)) - 1  # what the records have in common
    return bool((fine.still[:columns] & moves[:columns]).any())


def branching(one: Log, other: Log, constants: bool = True) -> int | None:
    """Where the second record stops being the same list of operations; None if nowhere.

    Args:
        one: A record.
        other: Another one.
        constants: Whether operations with other constants are other operations.
    """
    pairs = zip(one.operations, other.operations, strict=False)
    for position, (a, b) in enumerate(pairs):
        if _signature(a, constants) != _signature(b, constants):
            return position
    shorter, longer = sorted((len(one.operations), len(other.operations)))
    return None if shorter == longer else shorter


def _signature(operation: Operation, constants: bool) -> tuple[Any, ...]:
    fixed = [
        np.asarray(one).tobytes()
        for one, source in zip(operation.operands, operation.sources, strict=True)
        if source is None and constants
    ]
    shapes = [result.shape for result in operation.results]
    return operation.name, operation.sources, shapes, fixed


def _places(zero: Log, common: int) -> list[list[int]]:
    places: list[list[int]] = []
    column = 0
    for operation in zero.operations[:common]:
        places.append([])
        for result in operation.results:
            places[-1].append(column)
            column += result.size
    return places


def _row(log: Log, like: Log, common: int) -> Array:
    """All results of the first operations, and the value; nan if they are other operations."""
    same = None if log is like else branching(like, log, constants=False)
    source = log if same is None or same >= common else like
    results = [one.ravel() for o in source.operations[:common] for one in o.results]
    row = np.concatenate([*results, [number(log)]])
    if source is not log:
        row[:-1] = np.nan
    return row


def _levels(zero: Log, rise: Array, middle: Array, places: list[list[int]]) -> NDArray[np.int64]:
    """How many of the steps, from the largest on, tell something about each column.

    A number beside which the rise is too small stands still at small steps, as cos(x) does near 0.
    What is made of it and stands still there, too, says nothing, nor does what is made of that.
    """
    steps = stair(rise)
    own = (steps > 0) & (steps <= 4 * zero.precision * abs(middle))
    clear = np.where(own, (abs(rise) >= _QUANTA * steps).sum(axis=0), len(rise))
    levels = np.full(rise.shape[1], len(rise))
    bounds: dict[int | None, int] = {}
    silent: set[int | None] = set()
    for position, columns in enumerate(places):
        operation = zero.operations[position]
        bound = min((bounds[s] for s in operation.sources if s in bounds), default=len(rise))
        ends = [(at, at + one.size) for at, one in zip(columns, operation.results, strict=True)]
        made_of_it = not silent.isdisjoint(operation.sources)
        for first, last in ends:
            still = (steps[first:last] > 0) | made_of_it
            levels[first:last] = np.where(still, bound, len(rise))
            if bound < len(rise) and still.any():
                silent.add(position)
        bounds[position] = min([bound, *(int(clear[a:b].min(initial=bound)) for a, b in ends)])
    if zero.output in silent:
        levels[-1] = bounds[zero.output]
    return levels
