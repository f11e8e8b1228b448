"""Which operations of a function are at fault where it has a kink or a jump.

An operation is at fault if what goes into it is smooth along a line through the point, and what
comes out is not. What happens later to its result is a consequence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from snippets.profiles import Profile
from snippets.recorders import STEERING, Log, Operation, numbers
from snippets.slopes import JUMP, KINDS, SMOOTH, Array

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
        kind: "kink", "vertical", "jump" or "edge"; "rule" if the operation is smooth there, and
            its derivative rule does not give its derivative.
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
    if array.dtype.kind not in "fiub":
        return value if isinstance(value, str) else "…"
    entries = [f"{float(one) + 0:.6g}" for one in array.ravel()[:3]]
    text = ", ".join(entries) + (", …" if array.size > 3 else "")
    return text if array.ndim == 0 else f"[{text}]"


def culprits(zero: Log, seen: Profile) -> list[Culprit]:
    """The operations at fault, in the order of the record.

    Args:
        zero: The record at the point.
        seen: What its numbers do along the line.
    """
    used = [n for n in sorted(_ancestors(zero)) if n < len(seen.places)]
    codes = [seen.of(seen.kinds, zero.operations[n], n) for n in range(len(seen.places))]
    found = [one for n in used if (one := _judged(zero.operations[n], codes, n))]
    if seen.splits and not found:
        asked = [n for n in range(len(codes)) if zero.operations[n].name in STEERING]
        operands = zero.operations[asked[-1]].operands if asked else ()
        kind = KINDS[max(int(seen.kinds[-1]), JUMP)]  # "edge" where it raised
        found.append(Culprit("branch", operands, None, kind, len(codes)))
    return found


def overflows(zero: Log) -> list[Culprit]:
    """The first operation of which finite numbers come out infinite, or none; at most one."""
    for position in sorted(_ancestors(zero)):
        operation = zero.operations[position]
        arrays = [one for one in map(numbers, operation.operands) if one is not None]
        if not all(np.isfinite(one).all() for one in arrays):
            continue
        for result in operation.results:
            fault = ~np.isfinite(result)
            if fault.any():
                operands = tuple(_entries(one, fault) for one in operation.operands)
                return [
                    Culprit(operation.name, operands, _entries(result, fault), "edge", position)
                ]
    return []


def _judged(operation: Operation, codes: list[Codes], position: int) -> Culprit | None:
    """The operation as a culprit, if a result of it is worse than all that went into it."""
    for place, (result, code) in enumerate(zip(operation.results, codes[position], strict=True)):
        before = np.zeros_like(code)
        for source, part in zip(operation.sources, operation.parts, strict=True):
            if source is not None and source >= 0:
                before = np.maximum(before, _matching(codes[source][part], code.shape))
        fault = code > before
        if fault.any():
            fault &= ~_handed_on(operation, codes, place, code, fault)
        if fault.any():
            operands = tuple(_entries(one, fault) for one in operation.operands)
            kind = KINDS[int(code[fault].max())]
            return Culprit(operation.name, operands, _entries(result, fault), kind, position)
    return None


# --8<-- [start:rules]
def wrong_rules(zero: Log, seen: Profile, inputs: Sequence[Any]) -> list[Culprit]:
    """The smooth operations whose own derivative rule disagrees with their slopes.

    Args:
        zero: The record at the point, with rules.
        seen: What its numbers do along the line, with no operation at fault.
        inputs: The slope of each input, the direction.
    """
    slopes = [seen.of(seen.right.slope, zero.operations[n], n) for n in range(len(seen.places))]
    errors = [seen.of(seen.right.error, zero.operations[n], n) for n in range(len(seen.places))]
    slack, found = 16 * zero.grain(), []
    for position in sorted(_ancestors(zero)):
        operation = zero.operations[position]
        if operation.rule is None:
            continue
        operands = [
            None if source is None else inputs[-1 - source] if source < 0 else slopes[source][part]
            for source, part in zip(operation.sources, operation.parts, strict=True)
        ]
        with np.errstate(all="ignore"):
            fits = _fits(operation, operands, slopes[position], errors[position], slack)
        if not fits:
            first = operation.results[0]
            value = first.item() if first.size == 1 else first
            found.append(Culprit(operation.name, operation.operands, value, "rule", position))
    return found


# --8<-- [end:rules]
def _fits(
    operation: Operation,
    operands: Sequence[Any],
    slopes: Sequence[Array],
    errors: Sequence[Array],
    slack: float,
) -> bool:
    """Whether the rule gives the slopes of the results, in a weighted sum."""
    assert operation.rule is not None
    weights = [np.random.default_rng(547).uniform(1, 2, one.shape) for one in operation.results]
    terms = [w * slope for w, slope in zip(weights, slopes, strict=True)]
    slack += sum(float(np.sum(1e-6 * abs(one))) for one in terms)
    slack += sum(float(np.sum(16 * one)) for one in errors)
    try:
        given = operation.rule(operands, weights)
    except RuntimeError:  # it has no derivative of its own
        return False
    return abs(given - sum(float(np.sum(one)) for one in terms)) <= slack


def _handed_on(
    operation: Operation, codes: list[Codes], place: int, code: np.ndarray, fault: np.ndarray
) -> np.ndarray:
    """Which entries of a result have their kink from another entry of an operand.

    The operation's own rule tells, as in a matrix product; without a rule any worse entry may.
    """
    into = [
        None if source is None or source < 0 else codes[source][part]
        for source, part in zip(operation.sources, operation.parts, strict=True)
    ]
    worst = max((int(one.max(initial=SMOOTH)) for one in into if one is not None), default=SMOOTH)
    found = code <= worst
    if operation.rule is None:
        return found
    chance = np.random.default_rng(547)
    for index in map(tuple, np.argwhere(fault & found)):
        slopes = [
            None if one is None else (one >= code[index]) * chance.uniform(1, 2, one.shape)
            for one in into
        ]
        weights = [np.zeros(one.shape) for one in operation.results]
        weights[place][index] = 1.0
        try:
            found[index] = operation.rule(slopes, weights) != 0
        except RuntimeError:  # it has no derivative of its own
            found[index] = False
    return found


def _matching(code: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Entry by entry where the shapes agree, else the worst."""
    return code if code.shape == shape else np.asarray(code.max(initial=SMOOTH))


def _entries(value: Any, fault: np.ndarray) -> Any:
    array = np.asarray(value)
    if array.shape != fault.shape:
        return value if array.ndim else array.item()
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
