"""Smooth elementals on series: Taylor polynomials, made from the table of elementals.

Source: Griewank and Walther (2008), section 13.2, on propagating Taylor coefficients.
"""

import functools
import math
from collections.abc import Callable, Sequence

from snippets.elementals import Elemental, divide
from snippets.series import Infinitesimal, Power, Series, coefficient, limit_of
from snippets.variable import Value


def known(x: Series, end: Power) -> Series:
    """The series x, where no more is known than up to a power."""
    return Series(x.small, x.terms, min(x.end, end))


def first_power(x: Series) -> Power:
    """The power of the first term, or of the first unknown one."""
    return x.terms[0][0] if x.terms else x.end


def split(x: Series) -> tuple[Power, Value, Series]:
    """The parts of c·t^p·(1 + u): p, c, and the infinitesimal u."""
    power, first = x.terms[0]
    rest = [(other - power, divide(c, first)) for other, c in x.terms[1:]]
    return power, first, Series(x.small, rest, x.end - power)


def compose(taylor: Callable[[int], Sequence[Value]], u: Series) -> Series:
    """Taylor's polynomial at an infinitesimal u, with as many terms as count.

    Args:
        taylor: The first n Taylor coefficients; fewer if all others are 0.
        u: What it is evaluated at.
    """
    step = first_power(u)
    n = 1 if step == math.inf else math.ceil(u.small.count / step)
    result, coefficients = u.lift(0.0), taylor(n)
    for c in reversed(coefficients):
        result = result * u + c
    return known(result, n * step if len(coefficients) == n else math.inf)


# --8<-- [start:smooth]
def smooth(elemental: Elemental, x: Series) -> Series:
    """A smooth elemental of one argument: its Taylor polynomial at the finite limit of x.

    Raises:
        UndecidedError: The limit is not known.
    """
    at, u = limit_of(x), Series(x.small, [term for term in x.terms if term[0] > 0], x.end)
    return compose(lambda n: taylor(elemental, x.level, at, n), u)


@functools.lru_cache(maxsize=4096)
def taylor(elemental: Elemental, level: int, at: Value, count: int) -> tuple[Value, ...]:
    """The first Taylor coefficients of an elemental, from the rule for its partial in the table.

    The rule, applied to one coefficient fewer, is a series for the derivative z'. The coefficient
    after those known is found by integrating it.
    """
    if count == 1:
        return (elemental(at),)
    so_far = taylor(elemental, level, at, count - 1)
    small = Infinitesimal(level, count - 1, None)
    x = Series(small, [(0, at), (1, 1.0)])
    slope = x.lift(elemental.partials[0](Series(small, enumerate(so_far), count - 1), x))
    return (*so_far, coefficient(slope, count - 2) / (count - 1))


# --8<-- [end:smooth]
