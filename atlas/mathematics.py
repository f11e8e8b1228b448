"""What the mathematics says of a case: one-sided slopes, and what follows from them.

No automatic differentiation takes part: a slope is the limit of difference quotients, taken with
steps of 1e-30 and 1e-60 in arithmetic that is longer than these.
"""

import itertools
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath
from mpmath import mp, mpf

from atlas.case import Case

NEAR, NEARER = mpf("1e-30"), mpf("1e-60")
STEP = mpf("1e-90")  # of central differences, far smaller than the distance they are taken at
DIGITS = 330
_MOST = 6  # vertices that a generalised gradient is listed by

Direction = tuple[int, ...]
Number = Any


class NoSlopeError(Exception):
    """There is no slope, for this reason."""


@dataclass(frozen=True)
class Mathematics:
    """What is true of a case.

    Attributes:
        kind: "derivative", "subdifferential" or "none".
        reason: Why there is none: "jump", "no value" or "no first derivative"; else "".
        slopes: Direction → the slope of that ray, f'(x; d); "outside" of the domain is missing.
            Where there is none for a jump, the rays that do have one.
        gradient: The derivative; empty where there is none.
        vertices: What gradients of several entries tend to along rays, if these are few: their
            hull is Clarke's generalised gradient.
    """

    kind: str
    reason: str
    slopes: dict[Direction, float]
    gradient: tuple[float, ...] = ()
    vertices: tuple[tuple[float, ...], ...] = ()


def mathematics(case: Case) -> Mathematics:
    """The mathematics of a case."""
    with mp.workdps(DIGITS):
        point = [mpf(entry) for entry in case.point]
        f = _derivative(case.value, point[0]) if case.order == 2 else case.value
        return _classified(f, point)


def directions(entries: int) -> list[Direction]:
    """Unit vectors and diagonals, of both signs."""
    signs = itertools.product((1, 0, -1), repeat=entries)
    return sorted((d for d in signs if any(d)), key=lambda d: sum(map(abs, d)))


def _classified(f: Callable[..., Number], point: list[Number]) -> Mathematics:
    value = _value(f, point)
    if value is None:
        return Mathematics("none", "no value", {})
    if isinstance(value, str):
        return Mathematics("none", value, {})
    slopes, jumps = {}, False
    for direction in directions(len(point)):
        found = _slope(f, point, value, direction)
        if found == "jump":
            jumps = True
        elif found is not None:
            slopes[direction] = float(found)
    if jumps:
        return Mathematics("none", "jump", slopes)
    gradient = _gradient(slopes, len(point))
    if gradient:
        return Mathematics("derivative", "", slopes, gradient)
    vertices = _vertices(f, point) if len(point) > 1 else ()  # of a number, the slopes tell all
    return Mathematics("subdifferential", "", slopes, (), vertices)


def _value(f: Callable[..., Number], point: Sequence[Number]) -> Number:
    """The function's value; None outside of its domain, a reason where there is no slope."""
    try:
        value = f(*point)
    except (ValueError, ZeroDivisionError):
        return None
    except NoSlopeError as reason:
        return str(reason)
    if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
        return None
    return mpf(value)


def _slope(
    f: Callable[..., Number], point: Sequence[Number], value: Number, direction: Direction
) -> float | str | None:
    """The slope along a ray, "jump", or None where the ray is outside of the domain."""
    near, nearer = (
        _value(f, [entry + step * d for entry, d in zip(point, direction, strict=True)])
        for step in (NEAR, NEARER)
    )
    if near is None or nearer is None:
        return None
    if isinstance(nearer, str):
        raise ValueError(f"beside the point there is no slope: {nearer}")
    if abs(nearer - value) > mpf("1e-3"):
        return "jump"
    first, second = (near - value) / NEAR, (nearer - value) / NEARER
    if abs(second - first) <= mpf("1e-12") * max(1, abs(second)):
        return _float(second)
    if abs(second) > 1.5 * abs(first) and abs(second) > 100:  # log 1e-60 is −138
        return math.copysign(math.inf, second)
    raise ValueError(f"the slopes along {direction} have no limit.")


def _gradient(slopes: dict[Direction, float], entries: int) -> tuple[float, ...]:
    """The gradient whose products all slopes are; empty where there is none."""
    found = []
    for place in range(entries):
        unit = tuple(int(place == other) for other in range(entries))
        back = tuple(-d for d in unit)
        if unit not in slopes and back not in slopes:
            return ()
        found.append(slopes[unit] if unit in slopes else -slopes[back])
    for direction, slope in slopes.items():
        terms = [g * d for g, d in zip(found, direction, strict=True) if d]
        if not any(map(math.isinf, terms)) or len(terms) == 1:
            expected = sum(terms)
            if expected != slope and not abs(expected - slope) <= 1e-12:
                return ()
    return tuple(found)


def _vertices(f: Callable[..., Number], point: Sequence[Number]) -> tuple[tuple[float, ...], ...]:
    """The gradients beside the point, on rays in general position, where these are few."""
    chance = random.Random(547)
    found: set[tuple[float, ...]] = set()
    for _ in range(40):
        ray = [mpf(chance.gauss(0, 1)) for _ in point]
        beside = [entry + NEAR * d for entry, d in zip(point, ray, strict=True)]
        gradient = []
        for place in range(len(point)):
            up, down = list(beside), list(beside)
            up[place] += STEP
            down[place] -= STEP
            high, low = _value(f, up), _value(f, down)
            if high is None or low is None:
                break
            gradient.append(_float((high - low) / (2 * STEP)))
        else:
            found.add(tuple(gradient))
        if len(found) > _MOST:
            return ()
    return tuple(sorted(found, reverse=True))


def _derivative(f: Callable[..., Number], point: Number) -> Callable[[Number], Number]:
    """The derivative of a function of a number, as a function; at the point it may have none."""

    def derivative(x: Number) -> Number:
        if x != point:
            high, low = _value(f, [x + STEP]), _value(f, [x - STEP])
            if high is None or low is None:
                raise ValueError("outside of the domain")
            return (high - low) / (2 * STEP)
        here = _classified(f, [x])
        if here.kind != "derivative" or math.isinf(here.gradient[0]):
            raise NoSlopeError("no first derivative")
        return mpf(here.gradient[0])

    return derivative


def _float(number: Number) -> float:
    """Rounded to fifteen digits, as steps are not quite zero."""
    return float(mpmath.nstr(number, 15)) if abs(number) > mpf("1e-14") else 0.0


def verdict(found: Mathematics, answer: Sequence[float] | str) -> str:
    """How an answer stands to the mathematics.

    Returns:
        "inside": it is the derivative, or lies among the slopes; or it is nan or infinite where
        there is none. "outside": there is a derivative or an interval of slopes, and it is not in
        there. "no such derivative": a number where the mathematics has none. "": no answer.
    """
    if isinstance(answer, str):
        return ""
    if found.kind == "none":
        finite = all(map(math.isfinite, answer))
        return "no such derivative" if finite else "inside"
    if any(map(math.isnan, answer)):
        return "outside"
    return "inside" if all(_within(found, d, answer) for d in found.slopes) else "outside"


def _within(found: Mathematics, d: Direction, answer: Sequence[float]) -> bool:
    terms = [g * sign for g, sign in zip(answer, d, strict=True) if sign]
    if len(terms) > 1 and any(map(math.isinf, terms)):
        return True  # the unit vectors decide
    along = sum(terms)
    slopes, back = found.slopes, tuple(-sign for sign in d)
    ends = sorted((slopes[d], -slopes[back] if back in slopes else slopes[d]))
    if len(d) > 1 and found.vertices:
        # A median is as smooth along some lines as no vector can be along all of them: an answer
        # is held against the generalised gradient where that is known.
        ends = sorted(sum(map(math.prod, zip(v, d, strict=True))) for v in found.vertices)
    slack = 1e-9 * max(1.0, abs(along) if math.isfinite(along) else 1.0)
    return ends[0] - slack <= along <= ends[-1] + slack


def value_at(case: Case, point: Sequence[float]) -> float | None:
    """The function's value at a point, None outside of its domain."""
    value = _value(case.value, [mpf(entry) for entry in point])
    return None if value is None else float(value)
