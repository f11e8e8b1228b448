"""A diagnosis of a function at a point: smooth, kink or jump, and who answers for it.

It knows nothing of derivative rules. The one-sided slopes come from values of the function, and
what automatic differentiation reports is judged by them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from snippets.culprits import Culprit, culprits, overflows, wrong_rules
from snippets.profiles import Profile, loses, profile
from snippets.recorders import Log, number
from snippets.slopes import KINDS, Array, steps
from snippets.ways import Function, checked_point, reported_along, way_to_run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TINY = 2.0**-20  # entries below may be closer to a kink than the steps around 1 can tell


# --8<-- [start:diagnosis]
@dataclass(frozen=True)
class Diagnosis:
    """What a function is at a point, along a direction.

    Attributes:
        kind: "smooth"; "kink" (two slopes); "vertical" (an infinite slope); "jump"; "edge" (no
            value at the point or on one side of it); "unsettled" (rounding or oscillation hides
            the slope).
        left: Slope on the left, in the direction of the point; ±inf or nan if there is none.
        right: Slope on the right.
        errors: Estimates of the errors of the two slopes.
        value: The function's value at the point.
        limits: Where its values tend to from the left and from the right.
        reported: What automatic differentiation returned; None if it refused.
        by: Who reported, or the reason of the refusal.
        inside: Whether that lies between the two slopes; None if that cannot be told.
        culprits: The operations at fault, in the order of the evaluation.
    """

    kind: str
    left: float
    right: float
    errors: tuple[float, float]
    value: float
    limits: tuple[float, float]
    reported: float | None
    by: str
    inside: bool | None
    culprits: tuple[Culprit, ...]
    _at: Callable[[float], float]
    _reach: float

    # --8<-- [end:diagnosis]

    def __str__(self) -> str:
        slopes = f"slope {_short(self.left)} on the left, {_short(self.right)} on the right"
        if self.kind == "unsettled":
            slopes = "the difference quotients do not settle"
        if self.kind == "smooth":
            slopes = f"slope {_short((self.left + self.right) / 2)}"
        if self.kind == "jump":
            low, high = map(_short, self.limits)
            slopes = f"from {low} on the left over {_short(self.value)} to {high} on the right"
        lines = [f"{self.kind}: {slopes}"]
        if self.reported is None:
            lines.append(f"reported: nothing; {self.by}")
        else:
            lines.append(f"reported: {_short(self.reported)} by {self.by}, {self._verdict()}")
        heading = "at fault" if self.kind != "smooth" or self.inside is False else "in passing"
        lines += [f"{heading}: {culprit}" for culprit in self.culprits]
        wrong = self.inside is False or self.kind not in ("smooth", "unsettled")
        if wrong and not self.culprits:
            lines.append("at fault: no operation that is recorded")
        return "\n".join(lines)

    __repr__ = __str__

    def _verdict(self) -> str:
        if self.inside is None:
            return "which cannot be judged"
        if self.kind == "smooth":
            return "right" if self.inside else "wrong"
        if self.kind == "kink":
            return f"{'inside' if self.inside else 'outside'} the interval of slopes"
        return "a slope that it has" if self.inside else "and there is no such slope"

    def figure(self) -> "Figure":
        """A drawing of the function near the point, with the slopes and what was reported.

        Source: own.
        """
        from snippets.kink_figure import drawing

        return drawing(self, self._at, self._reach)


# --8<-- [start:diagnose]
def diagnose(f: Function, x: Any, direction: Any = None) -> Diagnosis:
    """Say what f is at x, what automatic differentiation makes of it, and why.

    Args:
        f: A function of PyTorch, of NumPy, or of the elementals of our engine, with one number as
            its value. It is run a few hundred times.
        x: The point: a number, or an array of several entries. If it is a tensor, f is run by
            PyTorch; else by our engine and NumPy, or by PyTorch where they cannot. A function with
            several inputs gets the entries one by one.
        direction: For a point of several entries the direction to look along, of the same shape.

    Raises:
        TypeError: f is no function or runs on neither, or x or the direction has no real numbers.
        ValueError: x or the direction is not finite or has the wrong shape, or f returns several
            numbers, or not the same ones each time.

    Source: Richardson (1911) for the slopes; the course text, problem 4, for the question.
    """
    point, along = checked_point(f, x, direction)
    way, first = way_to_run(f, x, point, along)
    zero = way.watch(f, way.inputs(point), rules=True)
    if not np.array_equal(number(zero), number(first), equal_nan=True):
        raise ValueError("f: expected the same value each time at the same point, got two.")

    def at(t: float) -> Log:
        try:
            return way.watch(f, way.inputs(point + t * along))
        except (ArithmeticError, ValueError, RuntimeError):  # outside of the domain of f
            return Log(value=math.nan)

    seen = _finest(zero, at, point, along)
    kind = KINDS[int(seen.kinds[-1])] if math.isfinite(number(zero)) else "edge"
    slopes = (float(seen.left.slope[-1]), float(seen.right.slope[-1]))
    if not math.isfinite(number(zero)):
        slopes = (math.nan, math.nan)
    errors = (float(seen.left.error[-1]), float(seen.right.error[-1]))
    if kind == "smooth" and math.inf in errors:
        kind = "unsettled"
    given, by = reported_along(f, way, way.inputs(point), along)
    inside = None if given is None else _inside(kind, slopes, errors, zero, given)
    found = culprits(zero, seen)
    if not found and not math.isfinite(number(zero)):
        found = overflows(zero)
    if not found and inside is False:
        found = wrong_rules(zero, seen, way.inputs(along))
    return Diagnosis(
        kind,
        slopes[0] + 0.0,  # mirrored, a slope of 0 is -0
        slopes[1],
        errors,
        number(zero),
        (float(seen.left.limit[-1]), float(seen.right.limit[-1])),
        given,
        by,
        inside,
        tuple(found),
        lambda t: number(at(t)),
        float(seen.at.halving[0]),
    )


# --8<-- [end:diagnose]
def _finest(zero: Log, at: Callable[[float], Log], point: Array, along: Array) -> Profile:
    """What is found; next to 0, if it can be told there, at the scale of the entries themselves."""
    sizes, speed = abs(point[(along != 0) & np.isfinite(point)]), abs(along).max()
    scale = sizes.max(initial=1.0) / speed
    seen = profile(zero, at, steps(scale, not sizes.any()))
    least = sizes[sizes > 0].min(initial=math.inf)
    if least < _TINY:
        closer = profile(zero, at, steps(least / speed, False))
        # A kink beside the point: nothing moves close by, and not because rounding swallows it.
        beside = seen.kinds[-1] and closer.still[-1] and not loses(closer, seen)
        if beside or closer.settles():
            return closer
    return seen


def _inside(
    kind: str, slopes: tuple[float, float], errors: tuple[float, float], zero: Log, given: float
) -> bool | None:
    if kind == "unsettled":
        return None
    known = [slope for slope in slopes if not math.isnan(slope)]
    if kind == "jump" or not known or not math.isfinite(number(zero)):
        return False
    finite = [abs(slope) for slope in known if math.isfinite(slope)]
    slack = 8 * max(errors) + 1e-6 * max(finite, default=0.0) + 16 * zero.grain()
    return min(known) - slack <= given <= max(known) + slack


def _short(value: float) -> str:
    return f"{round(value, 9) + 0:.6g}" if abs(value) < 1e-3 else f"{value:.6g}"
