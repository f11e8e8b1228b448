"""Which operations of a function are at fault where it has a kink or a jump.

An operation is at fault if what goes into it is smooth along a line through the point, and what
comes out is not. What happens later to its result is a consequence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from snippets.recorders import STEERING, Log, Operation
from snippets.slopes import JUMP, KINDS, SMOOTH, Array, Steps, kinds, mirrored, side

Codes = list[np.ndarray]  # for each result of an operation, what each entry is at the point


# --8<-- [start:culprit]
@dataclass(frozen=True)
class Culprit:
    """An elementary operation at fault.

    Attributes:
        name: Such as "relu"; "branch" if the program went another way and no comparison of
            recorded numbers says why.
        operands: The numbers it was applied to at the point; of arrays the entries at fault.
        value: What came out, likewise.
        kind: "kink", "vertical", "jump" or "edge".
        position: Its place in the record, counted from 0.
    """

    name: str
    operands: tuple[Any, ...]
    value: Any
    kind: str
    position: int

    def __str__(self) -> str:
        shown = [_shown(one) for one in self.operands]
        if len(shown) == 2 and not self.name[0].isalpha() and self.name != "[]":
            return f"{shown[0]} {self.name} {shown[1]}: {self.kind}"
        return f"{self.name}({', '.join(shown)}): {self.kind}"


# --8<-- [end:culprit]
def _shown(value: Any) -> str:
    array = np.asarray(value)
    if array.dtype == object:
        return "…"
    entries = [f"{float(one) + 0:.6g}" for one in array.ravel()[:3]]
    text = ", ".join(entries) + (", …" if array.size > 3 else "")
    return text if array.ndim == 0 else f"[{text}]"


def culprits(zero: Log, left: Sequence[Log], right: Sequence[Log], at: Steps) -> list[Culprit]:
    """The operations at fault, in the order of the record.

    Args:
        zero: The record at the point.
        left: The records at `-at.halving` and then at `-at.cluster`.
        right: The records at `at.halving` and then at `at.cluster`.
        at: The steps.
    """
    finest = len(at.halving) - 1
    ends = (left[finest], right[finest])
    escaped = any(_branches(one[finest], one[finest - 1]) is not None for one in (left, right))
    splits = [n for end in ends if (n := _branches(zero, end, constants=not escaped)) is not None]
    common = min(splits, default=len(zero.operations))
    codes = _codes(zero, left, right, at, common)
    used = _ancestors(zero)
    found = [
        culprit
        for position in range(common)
        if position in used and (culprit := _judged(zero.operations, codes, position))
    ]
    if splits and not any(c.position in used for c in found if _steers(zero, c.position)):
        asked = [n for n in range(common) if zero.operations[n].name in STEERING]
        operands = zero.operations[asked[-1]].operands if asked else ()
        if not found or asked:
            found.append(Culprit("branch", operands, None, KINDS[JUMP], common))
    return found


def _steers(log: Log, position: int) -> bool:
    return log.operations[position].results[0].dtype == float


def _branches(one: Log, other: Log, constants: bool = True) -> int | None:
    """Where the second record stops being the same list of operations; None if nowhere."""
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


def _flat(log: Log, like: Log, common: int) -> Array:
    """All results of the first operations in one row; nan if they are other operations."""
    results = [result.ravel() for one in like.operations[:common] for result in one.results]
    row = np.concatenate([*results, np.empty(0)])
    same = _branches(like, log, constants=False)
    if log is like or same is None or same >= common:
        own = [result.ravel() for one in log.operations[:common] for result in one.results]
        return np.concatenate([*own, np.empty(0)])
    return np.full_like(row, np.nan)


def _codes(
    zero: Log, left: Sequence[Log], right: Sequence[Log], at: Steps, common: int
) -> list[Codes]:
    """What each entry of each result is at the point, such as KINK."""
    middle, count = _flat(zero, zero, common), len(at.halving)
    sides = []
    for logs in (left, right):
        rows = np.array([_flat(log, zero, common) for log in logs])
        sides.append(side(middle, rows[:count], rows[count:], at, zero.size()))
    found = kinds(mirrored(sides[0]), sides[1])
    codes: list[Codes] = []
    start = 0
    for operation in zero.operations[:common]:
        codes.append([])
        for result in operation.results:
            codes[-1].append(found[start : start + result.size].reshape(result.shape))
            start += result.size
    return codes


def _judged(operations: Sequence[Operation], codes: list[Codes], position: int) -> Culprit | None:
    """The operation as a culprit, if a result of it is worse than all that went into it."""
    operation = operations[position]
    for result, code in zip(operation.results, codes[position], strict=True):
        before = np.zeros_like(code)
        for source in operation.sources:
            if source is not None and source >= 0:
                before = np.maximum(before, _matching(codes[source], code.shape))
        fault = code > before
        if fault.any():
            operands = tuple(_entries(one, fault) for one in operation.operands)
            kind = KINDS[int(code[fault].max())]
            return Culprit(operation.name, operands, _entries(result, fault), kind, position)
    return None


def _matching(codes: Codes, shape: tuple[int, ...]) -> np.ndarray:
    """Entry by entry where the shapes agree, else the worst."""
    same = [code for code in codes if code.shape == shape]
    if same:
        return same[0]
    return np.asarray(max((int(code.max(initial=SMOOTH)) for code in codes), default=SMOOTH))


def _entries(value: Any, fault: np.ndarray) -> Any:
    array = np.asarray(value)
    if array.shape != fault.shape or not fault.shape:
        return value if array.ndim else array.item() if array.dtype != object else value
    chosen = array[fault]
    return chosen.item() if chosen.size == 1 else chosen


def _ancestors(log: Log) -> set[int]:
    """Positions of the operations that the value or the way of the program depends on."""
    wanted = [n for n, one in enumerate(log.operations) if one.name in STEERING]
    wanted += [] if log.output is None else [log.output]
    seen: set[int] = set()
    while wanted:
        position = wanted.pop()
        if position >= 0 and position not in seen:
            seen.add(position)
            wanted += [s for s in log.operations[position].sources if s is not None]
    return seen
