"""One-sided slopes of functions of one number t at t = 0, from their values alone.

A slope is extrapolated from difference quotients at steps that halve, and it comes with an
estimate of its error, made of what the extrapolation still changed and of the rounding noise of
the values. Where there is no slope, the values say what there is instead: a jump, a vertical
tangent, or no value at all. All arrays hold one function a column.

Source: L. F. Richardson, "The approximate arithmetical solution by finite differences of physical
problems involving differential equations, with an application to the stresses in a masonry dam",
Philosophical Transactions of the Royal Society A 210 (1911); J. J. Moré and S. M. Wild,
"Estimating computational noise", SIAM Journal on Scientific Computing 33 (2011).
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

KINDS = ("smooth", "kink", "vertical", "jump", "edge")  # by how much each lacks
SMOOTH, KINK, VERTICAL, JUMP, EDGE = range(5)

_MANTISSA = 717 / 1024  # about 0.7: few bits, so that x + h is exact; no whole fraction of a period
_ORDER = 6
_APART = 10  # steps between the two that tell how fast a value is approached
_PRECISION = 2.0**-52

_SPREAD = np.round(2.0**26 * (np.arange(12) * (math.sqrt(5) - 1) / 2 % 1)) / 2**26  # uneven
_BASIS = np.linalg.qr(np.vander(2 * _SPREAD - 1, 5))[0]
_BEYOND_DEGREE_4 = np.eye(12) - _BASIS @ _BASIS.T


class Steps(NamedTuple):
    """Where a function is evaluated on one side of 0.

    Attributes:
        halving: Falling distances from 0, each half of the one before.
        cluster: Neighbours of one another, at uneven spacing, from which rounding noise is read.
            They keep away from 0, where values may change more than a polynomial follows.
    """

    halving: Array
    cluster: Array


def steps(scale: float, at_zero: bool) -> Steps:
    """The steps for a point whose entries are of size `scale`.

    All of them are multiples of the spacing of floats there, so that adding them rounds nothing.

    Args:
        scale: A size within which the function may change its character, a positive number.
        at_zero: Whether the moving entries are 0, where floats are closer.
    """
    size = 2.0 ** math.ceil(math.log2(scale))
    spacing = size * _PRECISION / (16 if at_zero else 1)
    cluster = size * 2.0**-14 + spacing * 2**26 * _SPREAD
    halving = size * _MANTISSA * 2.0 ** -np.arange(3.0, 43.0)
    return Steps(halving, np.asarray(cluster, float))


# --8<-- [start:richardson]
def richardson(quotients: Array) -> list[Array]:
    """Extrapolate to h = 0 what was computed at steps that halve.

    Column j has lost the terms up to the power j of h; column 0 are the quotients.

    Args:
        quotients: Shape (steps, functions), from the largest step to the smallest.

    Returns:
        The columns of the tableau. Row i of column j rests on rows i to i + j of the quotients.

    Source: Richardson (1911); Eq. K1 of the chapter on diagnosis.
    """
    columns = [quotients]
    for order in range(1, _ORDER + 1):
        coarse, fine = columns[-1][:-1], columns[-1][1:]
        columns.append(fine + (fine - coarse) / (2**order - 1))
    return columns


def best(columns: list[Array], noise: Array) -> tuple[Array, Array]:
    """The entry of the tableau with the least estimated error, and that estimate.

    The estimate adds how much the last extrapolation changed, the noise, and what the quotients at
    smaller steps say against the entry: they must be no farther from it, but for their noise.

    Args:
        columns: The tableau, see `richardson`.
        noise: Shape (steps, functions): the rounding error of each quotient.

    Source: the choice by the last change is C. J. F. Ridders, "Accurate computation of F'(x) and
    F'(x)F''(x)", Advances in Engineering Software 4 (1982).
    """
    limits, errors = [], []
    least = _from_below(columns[0] - 2 * noise, np.maximum)
    most = _from_below(columns[0] + 2 * noise, np.minimum)
    grown = 1.0
    for order in range(1, len(columns)):
        grown *= (2**order + 1) / (2**order - 1)
        entries, before = columns[order], columns[order - 1]
        changed = np.maximum(abs(entries - before[1:]), abs(entries - before[:-1]))
        against = np.maximum(least[order:] - entries, entries - most[order:])
        surplus = np.maximum(0, against - abs(columns[0][order:] - entries))
        limits.append(entries)
        errors.append(changed + grown * noise[order:] + surplus)
    limit, error = np.concatenate(limits), np.concatenate(errors)
    error = np.where(np.isfinite(limit + error), error, np.inf)
    row, column = error.argmin(axis=0), np.arange(error.shape[1])
    limit, error = limit[row, column], error[row, column]
    top = np.concatenate([np.arange(len(one)) for one in columns[1:]])[row]
    return limit, error + _denied(columns[0], noise, limit, top)


def _denied(quotients: Array, noise: Array, limit: Array, top: NDArray[np.int64]) -> Array:
    """By how much quotients at smaller steps miss a limit more than their step has shrunk."""
    behind = np.arange(len(quotients))[:, None] - top
    apart = abs(quotients - limit)
    used = (behind >= 0) & (behind <= _ORDER)
    pace = np.where(used, apart * 2.0**behind, 0.0).max(axis=0)
    excess = apart - 2 * noise - 2 * pace * 0.5**behind
    missed: Array = np.where((behind > 0) & (excess > 0) & np.isfinite(excess), excess, 0.0)
    found: Array = missed.max(axis=0)
    return found


def _from_below(rows: Array, extreme: np.ufunc) -> Array:
    found: Array = extreme.accumulate(rows[::-1], axis=0)[::-1]
    return found


# --8<-- [end:richardson]
# --8<-- [start:noise]
def rounding_noise(cluster: Array) -> Array:
    """How far rounding throws the values of a function, read from neighbouring values.

    So close together, a smooth function is a polynomial of degree 4. What a fit of it leaves over
    is noise.

    Args:
        cluster: Shape (neighbours, functions).

    Returns:
        Four standard deviations, of shape (functions,).

    Source: the idea of Moré and Wild (2011), who take differences at equal spacing; but rounding
    can keep step with that.
    """
    with np.errstate(all="ignore"):
        left_over = _BEYOND_DEGREE_4 @ (cluster - cluster[0])
        noise: Array = 4 / math.sqrt(len(cluster) - 5) * np.hypot.reduce(left_over, axis=0)
    return noise


# --8<-- [end:noise]
class Side(NamedTuple):
    """What a function does on one side of 0; every field has the shape (functions,).

    Attributes:
        slope: The one-sided slope away from 0; ±inf if vertical or at a jump, nan if there is none.
        error: Estimate of its error; inf if the quotients do not settle, and the slope is nan.
        limit: Where the values tend to; the value at 0 unless there is a jump.
        kind: SMOOTH, VERTICAL, JUMP or EDGE.
    """

    slope: Array
    error: Array
    limit: Array
    kind: NDArray[np.int64]


def side(
    at_zero: Array,
    halving: Array,
    cluster: Array,
    at: Steps,
    grain: float,
    levels: NDArray[np.int64] | None = None,
) -> Side:
    """Find the one-sided slope, or what there is instead.

    Args:
        at_zero: Shape (functions,): the values at 0.
        halving: Shape (steps, functions): the values at `at.halving`.
        cluster: Shape (neighbours, functions): the values at `at.cluster`.
        at: The steps.
        grain: How far the largest number that the computation meets may be rounded.
        levels: Shape (functions,): how many of the halving steps to trust; by default all.
    """
    count = len(halving)
    trusted = np.full(at_zero.shape, count) if levels is None else levels
    final = np.maximum(trusted - 1, _APART)
    each, order = np.arange(len(at_zero)), np.arange(count)[:, None]
    with np.errstate(all="ignore"):
        h = at.halving[:, None]
        rise = halving - at_zero
        noise = np.nan_to_num(rounding_noise(cluster)) + _PRECISION * abs(at_zero)
        noise += np.minimum(stair(rise), grain)
        unsure = noise + _PRECISION * np.nan_to_num(abs(halving))
        unsure[order >= np.maximum(trusted, _ORDER)] = np.inf
        slope, error = best(richardson(rise / h), 2 * unsure / h)
        last, before = abs(rise[final, each]), abs(rise[final - _APART, each])
        # The rise behaves as a power of h: 1 where there is a slope, less if vertical, 0 at a jump.
        power = np.log2(before / last) / _APART
        settled = error <= 1e-3 * abs(slope)
        fine = final > 2 * _APART  # a curve may be steep at coarse steps
        tail = rise[final - np.arange(_APART + 1)[:, None], each] / rise[final, each]
        stays = ((tail > 0.5) & (tail < 2)).all(axis=0)
        grows = (tail[:-1] > 1.001 * tail[1:]).all(axis=0) & (tail[-1] > 0)  # to infinity
        steady = (tail[1:] > 0.99 * tail[:-1]).all(axis=0)
        jump = fine & (last > 50 * noise) & (power < 0.03) & (stays | grows)
        bent = np.log2(tail[3]) / 3 > 0.99  # by a kink beside the point
        vertical = fine & ~settled & (last > 1000 * noise) & (power < 0.985) & ~bent & steady
        drifts = ~settled & ~vertical & ~jump & _drifts(rise, noise, final)
        edge = ~np.isfinite(halving[-1]) | ~np.isfinite(at_zero)
        constant = edge & (halving[-1] == at_zero)
        largest = np.fmax.reduce(abs(halving))
        lost = (error > 0.1 * np.fmax.reduce(abs(rise / h))) & (error > 1e-6 * largest / h[0])
        spread = np.fmax.reduce(abs(rise))
        lost |= (noise > 0.01 * spread) & (noise > 1e-9 * largest)
        lost &= error * h[0] > 64 * _PRECISION  # a sum of rounding errors is as good as 0
        lost |= drifts
        limit = np.where(jump, best(richardson(halving), unsure)[0], at_zero)
        limit = np.where(jump & grows, np.copysign(np.inf, rise[final, each]), limit)
    kind = np.select([constant, edge, jump, vertical], [SMOOTH, EDGE, JUMP, VERTICAL], SMOOTH)
    slope = np.select(
        [constant, edge, jump | vertical, lost],
        [0.0, np.nan, np.copysign(np.inf, rise[final, each]), np.nan],
        slope,
    )
    error = np.where(lost, np.inf, error)
    return Side(slope, np.where((kind == SMOOTH) & ~constant, error, 0.0), limit, kind)


def _drifts(rise: Array, noise: Array, final: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where the rise is a power of h so near 1 that the quotients only seem to settle."""
    clear = (abs(rise) > 1000 * noise).sum(axis=0) - 1
    row, each = np.clip(clear, _APART, final), np.arange(len(final))
    power, near = (
        np.log2(abs(rise[row - apart, each] / rise[row, each])) / apart for apart in (_APART, 3)
    )
    beside = (abs(power - 1) > 1e-4) & (power > 0.9) & (power < 1.2)
    found: NDArray[np.bool_] = (clear > 2 * _APART) & (abs(power - near) < 1e-3) & beside
    return found


def stair(rise: Array) -> Array:
    """The smallest step that values take on their way, where in the end they take none; else 0.

    Args:
        rise: Shape (steps, functions): how far the values are from those at 0.
    """
    seen = np.fmin.reduce(np.where(rise != 0, abs(rise), np.inf))  # past what is nan
    return np.where((rise[-1] == 0) & np.isfinite(seen), seen, 0.0)


def kinds(left: Side, right: Side, least: float | Array = 1e-7) -> NDArray[np.int64]:
    """What each function is at 0: SMOOTH, KINK, VERTICAL, JUMP or EDGE.

    Args:
        left: The side of negative t, its slope counted in the direction of growing t.
        right: The side of positive t.
        least: The difference of slopes, relative to them, from which on they are two.
    """
    worst = np.maximum(left.kind, right.kind)
    with np.errstate(all="ignore"):
        gap = abs(right.slope - left.slope)
        size = np.maximum(abs(left.slope), abs(right.slope))
        sure = gap > 8 * (left.error + right.error) + least * size
    return np.where((worst == SMOOTH) & sure, KINK, worst)


def mirrored(one: Side) -> Side:
    """The side as seen from the other direction."""
    return Side(-one.slope, one.error, one.limit, one.kind)
