"""One-sided slopes by lexicographic tangents: is a point smooth, a kink, or a jump?

`snippets.kinks.diagnose` asks values of the function and needs NumPy; this asks the engine's own
series, and looks along one input at a time.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.request import unit
from snippets.directional import directional
from snippets.variable import Value

_CLOSE = 1e-9  # relative; two slopes that differ by rounding alone are one
_ROUNDED = 1e-14  # a slope that is a sum of rounding errors is as good as 0
_UNSETTLED = "cannot be told"


@dataclass(frozen=True)
class Sides:
    """What a function does along one input at a point.

    Attributes:
        kind: "smooth", "kink", "vertical" (an infinite slope), "jump", "edge" (no limit on a
            side), or "unsettled" (the engine cannot tell).
        left: The slope on the left; None where there is none.
        right: The slope on the right.
        limits: What the function tends to on the left and on the right; None likewise.
        reported: What automatic differentiation returns.
        inside: Whether that lies between the slopes; None if that cannot be judged.
    """

    kind: str
    left: float | None
    right: float | None
    limits: tuple[float | None, float | None]
    reported: float
    inside: bool | None


def sides(
    f: Callable[..., Value],
    point: Sequence[float],
    place: int,
    value: float,
    reported: float,
) -> Sides:
    """Look at a function to both sides of a point, along one input.

    Args:
        f: A function of numbers with one output.
        point: Its inputs.
        place: Which input moves, from 0.
        value: The function at the point.
        reported: Its derivative by that input, as automatic differentiation returns it.

    Source: Griewank (2013), as `snippets.directional`.
    """
    right, right_limit, told_right = _one(f, point, place, 1.0)
    left, left_limit, told_left = _one(f, point, place, -1.0)
    left = None if left is None else -left + 0.0
    limits = (left_limit, right_limit)
    if not math.isfinite(value):
        return Sides("edge", left, right, limits, reported, False)
    if left is None or right is None:
        kind = "edge" if told_left and told_right else "unsettled"
        return Sides(kind, left, right, limits, reported, None)
    if not all(_alike(limit, value) for limit in limits if limit is not None):
        return Sides("jump", left, right, limits, reported, False)
    if math.isinf(left) or math.isinf(right):
        kind = "vertical"
    else:
        kind = "smooth" if _alike(left, right) else "kink"
    low, high = min(left, right), max(left, right)
    inside = low <= reported <= high or _alike(reported, low) or _alike(reported, high)
    return Sides(kind, left, right, limits, reported, inside)


def _one(
    f: Callable[..., Value], point: Sequence[float], place: int, sign: float
) -> tuple[float | None, float | None, bool]:
    """Slope and limit to one side, and whether the engine could tell."""
    try:
        limit, slope = directional(f, point, unit(len(point), place, sign))
    except Exception as error:  # what typed code may raise there is not known
        return None, None, _UNSETTLED not in str(error)
    return (slope, limit, True) if slope == slope else (None, limit, True)


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE, abs_tol=_ROUNDED)
