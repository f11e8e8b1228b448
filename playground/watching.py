"""A run of a function that counts its steps, carries a tangent, and sees what stands at a kink."""

import operator
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.mistakes import FILE
from snippets.elementals import Elemental
from snippets.forward import Dual
from snippets.inputs import checked_outputs
from snippets.variable import Value, Variable, new_level, primal

MOST = 2000  # steps of a trace; a page could not show more, and a phone would be long at it

# Where an elemental has no derivative, or an infinite one: a test of its operands, and the words.
KINKS: dict[str, tuple[Callable[..., bool], str]] = {
    "abs": (lambda x: x == 0, "the absolute value of 0"),
    "sign": (lambda x: x == 0, "the sign of 0, where it jumps"),
    "maximum": (operator.eq, "the maximum of two equal numbers"),
    "minimum": (operator.eq, "the minimum of two equal numbers"),
    "exceeds": (operator.eq, "a comparison of two equal numbers"),
    "sqrt": (lambda x: x == 0, "the square root of 0"),
    "hypot": (lambda x, y: x == y == 0, "hypot of (0, 0)"),
    "atan2": (lambda y, x: x == y == 0, "atan2 of (0, 0)"),
    "asin": (lambda x: abs(x) == 1, "asin at an end of its domain"),
    "acos": (lambda x: abs(x) == 1, "acos at an end of its domain"),
    "log": (lambda x: x == 0, "the logarithm of 0"),
    "log1p": (lambda x: x == -1, "log1p of −1"),
    "xlogy": (lambda _, y: y == 0, "xlogy with the logarithm of 0"),
    "/": (lambda _, y: y == 0, "a division by 0"),
    "**": (lambda x, y: x == 0 and (y < 1 or y != int(y)), "a broken or negative power of 0"),
}


class TooLongError(BaseException):
    """The trace has too many steps. No `except Exception` of the typed code shall swallow it."""


@dataclass
class Tally:
    """What was seen in a run.

    Attributes:
        left: How many more steps are allowed.
        count: Steps so far.
        kinks: What stood at a kink, in order: words, and the line of the typed text.
    """

    left: int = MOST
    count: int = 0
    kinks: list[tuple[str, int]] = field(default_factory=list)

    def step(self, elemental: Elemental, args: Sequence[Value]) -> None:
        """Count one step, and look at its operands."""
        self.count += 1
        if self.count > self.left:
            raise TooLongError
        test, words = KINKS.get(elemental.name, (None, ""))
        if test is not None and test(*map(primal, args)):
            self.note(words)

    def note(self, words: str) -> None:
        """Write down what stands at a kink, once a line."""
        frame: Any = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != FILE:
            frame = frame.f_back
        found = (words, frame.f_lineno if frame is not None else 0)
        if found not in self.kinks:
            self.kinks.append(found)


class Watched(Dual):
    """A value with its tangent whose operations are tallied."""

    __slots__ = ("tally",)

    def __init__(self, level: int, primal: Value, tangent: Value, tally: Tally) -> None:
        super().__init__(level, primal, tangent)
        self.tally = tally

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> "Watched":
        """Compute as forward mode does, and tally."""
        self.tally.step(elemental, args)
        z = super().apply(elemental, args)
        return Watched(z.level, z.primal, z.tangent, self.tally)


def _comparison(name: str) -> Callable[[Watched, object], Any]:
    plain = getattr(Variable, name)

    def compare(self: Watched, other: object) -> Any:
        self.tally.count += 1  # or a loop that only compares would never end
        if self.tally.count > self.tally.left:
            raise TooLongError
        if primal(self) == primal(other):
            self.tally.note("a branch at the very point where it changes")
        return plain(self, other)

    return compare


for _name in ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"):
    setattr(Watched, _name, _comparison(_name))
Watched.__hash__ = Variable.__hash__  # type: ignore[method-assign]


def watched(
    f: Callable[..., Value], point: Sequence[float], direction: Sequence[float], left: int = MOST
) -> tuple[float, float, Tally]:
    """Value and tangent of f, and what was seen on the way.

    Args:
        f: A function of numbers with one output.
        point: Its inputs.
        direction: One number an input.
        left: How many steps are allowed.

    Raises:
        TypeError: The result is no number, or f uses an operation that is no elemental.
        ValueError: f returns several numbers.
        TooLongError: There are more steps.

    Source: forward mode, as `snippets.forward`.
    """
    level, tally = new_level(), Tally(left)
    # An input that stands still is a constant: its tangent 0 must not meet an infinite partial.
    inputs = [Watched(level, x, dx or None, tally) for x, dx in zip(point, direction, strict=True)]
    outputs, several = checked_outputs(f, f(*inputs))
    if several:
        raise ValueError(f"expected one number, it returned {len(outputs)} in a tuple or list")
    z = outputs[0]
    if isinstance(z, Watched) and z.level == level:
        return float(z.primal), float(z.tangent or 0.0), tally
    return float(primal(z)), 0.0, tally
