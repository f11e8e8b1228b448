"""One-sided directional derivatives, and a true gradient next to a kink.

The function is evaluated not at a point, but infinitely close to it: at x + t·d, with a t smaller
than every positive number. There no two values are tied, so no rule for a kink is needed.

Source: A. Griewank, "On stable piecewise linearization and generalized algorithmic
differentiation", Optimization Methods and Software 28 (2013); K. A. Khan and P. I. Barton, "A
vector forward mode of automatic differentiation for generalized derivative evaluation",
Optimization Methods and Software 30 (2015).
"""

import math
from collections.abc import Sequence

from snippets import series_rules  # noqa: F401  (fills the table of rules)
from snippets.inputs import Function, called, checked_directions, checked_outputs, checked_primals
from snippets.reverse import Gradient
from snippets.series import Infinitesimal, UndecidedError, limit_and_slope
from snippets.variable import Value, describe, primal

_COUNTS = (2, 4, 8, 16)  # terms of a series: as few as will do
_MOST = 10_000  # terms of nested series together


# --8<-- [start:directional]
def directional(
    f: Function, primals: Sequence[Value], direction: Sequence[Value]
) -> tuple[float, float]:
    """Value and derivative of f to one side of a point: the limits of f(x + t·d) as t falls to 0.

    Args:
        f: A function of numbers with one output.
        primals: The point, one number an input.
        direction: The direction d, one number an input.

    Returns:
        The limit, which at a jump need not be f(x), and the one-sided derivative f'(x; d), which
        is infinite where the graph is vertical.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite, there is not one number of the direction an input, or
            f has no finite limit on that side, or none that the terms of its series can tell.

    Source: Griewank (2013), with a tie decided by the tangents; higher tangents by series.
    """
    value, (slope,) = lexicographic_derivative(f, primals, [direction])
    return value, slope


# --8<-- [end:directional]
def expansion(
    f: Function, primals: Sequence[Value], direction: Sequence[Value], count: int = 4
) -> Value:
    """The series of f(x + t·d) in t, for t > 0.

    Args:
        f: A function of numbers with one output.
        primals: The point, one number an input.
        direction: The direction d, one number an input.
        count: How many orders to keep, from the first term on.

    Raises:
        TypeError: As `directional`.
        ValueError: As `directional`, or f makes a choice that so few terms cannot tell.

    Source: Griewank and Walther (2008), section 13.2, with powers that may be negative or broken.
    """
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"count: expected an integer of at least 1, got {describe(count)}.")
    names, points = _numbers(f, primals)
    seed = checked_directions("direction", names, points, direction)
    t = Infinitesimal.new(count)
    return _output(f, f(*(t.times(d) + x for x, d in zip(points, seed, strict=True))))


# --8<-- [start:lexicographic]
def lexicographic_derivative(
    f: Function, primals: Sequence[Value], directions: Sequence[Sequence[Value]]
) -> tuple[float, Gradient]:
    """Value of f, and its derivatives along several directions, where earlier ones decide ties.

    The function is evaluated at x + t·(d_1 + s_2·d_2 + s_3·d_3 + …): each s is infinitely smaller
    than the one before, and t than all of them.

    Args:
        f: A function of numbers with one output.
        primals: The point, one number an input.
        directions: The directions, the most important first, each with one number an input.

    Returns:
        The limit of f, and one derivative a direction. The first is f'(x; d_1), the second the
        derivative of f'(x; ·) at d_1 in the direction d_2, and so on.

    Raises:
        TypeError: As `directional`.
        ValueError: As `directional`, or there are no directions.

    Source: Khan and Barton (2015), the LD-derivative; Nesterov (2005).
    """
    names, points = _numbers(f, primals)
    seeds = [checked_directions("direction", names, points, d) for d in directions]
    if not seeds:
        raise ValueError("directions: expected at least one, got none.")

    return _with_enough_terms(f, points, seeds)


def lexicographic_gradient(f: Function, *primals: Value) -> Gradient:
    """The limit of gradients of f on a way to the point on which f is differentiable.

    It is the gradient where f has one, and at a kink an element of the B-subdifferential, whose
    convex hull is Clarke's generalised gradient.

    Args:
        f: A function of numbers with one output, continuous at the point.
        primals: The point, one number an input.

    Raises:
        TypeError: As `directional`.
        ValueError: As `directional`.

    Source: Nesterov (2005), Khan and Barton (2015), with the unit vectors as directions.
    """
    size = range(len(primals))
    return lexicographic_derivative(f, primals, [[float(i == j) for i in size] for j in size])[1]


def _evaluated(
    f: Function, points: Sequence[float], seeds: Sequence[Sequence[float]], count: int
) -> tuple[float, Gradient]:
    """What `lexicographic_derivative` returns, from series of so many terms.

    Raises:
        ValueError: f has no finite limit, or the terms do not suffice (`UndecidedError`).
    """
    *others, t = (Infinitesimal.new(count) for _ in seeds)
    toward: list[Value] = list(seeds[0])
    for s, seed in zip(others, seeds[1:], strict=True):
        toward = [s.times(dx) + d if dx else d for d, dx in zip(toward, seed, strict=True)]
    inputs = [t.times(d) + x for x, d in zip(points, toward, strict=True)]
    limit, slope = limit_and_slope(_output(f, f(*inputs)), t)
    slopes = []
    for s in reversed(others):
        slope, further = limit_and_slope(slope, s)
        slopes.append(further)
    return _finite(f, primal(limit)), tuple(map(primal, (slope, *reversed(slopes))))


# --8<-- [end:lexicographic]
def _numbers(f: Function, primals: Sequence[Value]) -> tuple[list[str], list[Value]]:
    names, points = checked_primals(f, primals)
    for name, x in zip(names, points, strict=True):
        if type(x) is not float:
            raise TypeError(f"{name}: expected a real number, got {describe(x)}.")
    return names, points


def _output(f: Function, result: object) -> Value:
    outputs, several = checked_outputs(f, result)
    if several:
        raise ValueError(
            f"f: expected one output, {called(f)} returned {len(outputs)} in a tuple or list."
        )
    return outputs[0]


def _finite(f: Function, limit: float) -> float:
    if not math.isfinite(limit):
        raise ValueError(
            f"directional: {called(f)} has no finite limit that a series shows to this side of "
            f"the point, but {limit}."
        )
    return limit


def _with_enough_terms(
    f: Function, points: Sequence[float], seeds: Sequence[Sequence[float]]
) -> tuple[float, Gradient]:
    """What `_evaluated` returns, with as few terms as will do."""
    for count in _COUNTS:
        if count == _COUNTS[0] or count ** len(seeds) <= _MOST:
            try:
                return _evaluated(f, points, seeds, count)
            except UndecidedError:
                continue
    raise ValueError(
        f"directional: {called(f)} compares or divides numbers that cancel in all "
        "terms of their series, so it cannot be told which is larger."
    )
