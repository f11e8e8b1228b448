"""How each elemental continues a series where Taylor's theorem does not: kinks, roots, edges.

What is smooth at a finite limit, `snippets.taylor.smooth` continues there.
"""

import functools
import itertools
import math
from collections.abc import Callable
from fractions import Fraction

from snippets import elementals as e
from snippets.elementals import Elemental
from snippets.series import RULES, Power, Series, UndecidedError, sign_of
from snippets.taylor import compose, first_power, known, smooth, split, taylor
from snippets.variable import Value, primal

_FLAT = 10**9  # more orders than anybody asks for: where exp(-1/t) and its like begin

Rule = Callable[..., Series]


# --8<-- [start:rules]
def add(x: Series, y: Series) -> Series:
    """The sum, power by power."""
    return Series(x.small, (*x.terms, *y.terms), min(x.end, y.end))


def multiply(x: Series, y: Series) -> Series:
    """The product, every term with every term."""
    if not (x.terms and y.terms) and (_infinite(x) or _infinite(y)):
        return x.lift(math.nan)
    products = [(p + q, a * b) for p, a in x.terms for q, b in y.terms]
    return Series(x.small, products, min(first_power(x) + y.end, first_power(y) + x.end))


def maximum(x: Series, y: Series) -> Series:
    """The one that is larger to the side of the point; where they agree in all terms, either."""
    apart = x - y
    if not apart.terms:
        return known(x, apart.end)
    sign = sign_of(apart)
    return apart if sign != sign else x if sign > 0 else y


def absolute(x: Series) -> Series:
    """The one of x and -x that is positive to the side of the point."""
    return x if not x.terms or sign_of(x) > 0 else -x


# --8<-- [end:rules]
def _infinite(x: Series) -> bool:
    """Whether it grows faster than every power of 1/t."""
    limit = dict(x.terms).get(0)
    return type(limit) is float and math.isinf(limit)


def _power(x: Series, y: Series) -> Series:
    if len(y.terms) > 1 or y.end < math.inf or (y.terms and y.terms[0][0]):
        return _moving_power(x, y)
    exponent = y.primal
    if not isinstance(exponent, float):
        return _moving_power(x, y)
    if not x.terms:
        return _power_of_zero(x, exponent)
    if _infinite(x) and exponent < 0:
        return Series(x.small, [], _FLAT)
    first, c, u = split(x)
    power = _rational(exponent) * first if first else 0
    scale = Series(x.small, [(power, e.power(c, exponent))])
    return multiply(compose(functools.partial(_binomial, exponent), u), scale)


def _power_of_zero(x: Series, exponent: float) -> Series:
    if x.end == math.inf:
        return x.lift(e.power(0.0, exponent))
    if exponent < 0:
        raise UndecidedError
    return Series(x.small, [], x.end * _rational(exponent)) if exponent else x.lift(1.0)


def _moving_power(x: Series, y: Series) -> Series:
    """The exponent moves as well, or belongs to another infinitesimal."""
    if not x.terms and x.end == math.inf:
        return x.lift(e.power(0.0, sign_of(y)))
    return x.lift(e.exp(y * e.log(x)))


def _rational(exponent: float) -> Power:
    """An exponent as the fraction it was meant as: 1/3, and not its float, is the cube root's."""
    near = Fraction(exponent).limit_denominator(1000)
    exact = near if float(near) == exponent else Fraction(exponent)
    return int(exact) if exact.denominator == 1 else exact


def _binomial(exponent: float, count: int) -> list[float]:
    """Coefficients of (1 + u)^exponent, to the last that is not 0."""
    factors = ((exponent - k) / (k + 1) for k in range(count - 1))
    every = itertools.accumulate(factors, lambda c, factor: c * factor, initial=1.0)
    return list(itertools.takewhile(bool, every))


def _log(x: Series) -> Series:
    if not x.terms:
        if x.end < math.inf:
            raise UndecidedError
        return x.lift(-math.inf)
    power, c, u = split(x)
    result = compose(functools.partial(taylor, e.log, x.level, 1.0), u) + e.log(c)
    if not power:
        return x.lift(result)
    if x.small.log is None:
        raise ValueError("log: log(log(x)) is not covered where both logarithms are infinite.")
    return x.lift(result - x.small.log * float(power))


def _exp(x: Series) -> Series:
    if not math.isinf(primal(x.primal)):
        return smooth(e.exp, x)
    log, first = x.small.log, dict(x.terms).get(0)
    if log is not None and x.terms[0][0] == 0 and isinstance(first, Series):
        power, factor = first.terms[0]
        if power > -1 or not isinstance(factor, float):
            raise ValueError("exp: its argument is infinite as no multiple of a logarithm is.")
        if power == -1:
            return multiply(
                Series(x.small, [(-_rational(factor), 1.0)]), _exp(x.lift(x - factor * log))
            )
    return x.lift(math.inf) if sign_of(x) > 0 else Series(x.small, [], _FLAT)


def _log1p(x: Series) -> Series:
    inside = -1.0 < primal(x.primal) < math.inf
    return smooth(e.log1p, x) if inside else x.lift(e.log(1.0 + x))


def _xlogy(x: Series, y: Series) -> Series:
    return x.lift(x * e.log(y)) if x.terms or x.end < math.inf else x


def _hypot(x: Series, y: Series) -> Series:
    size = maximum(absolute(x), absolute(y))
    return size * e.sqrt((x / size) ** 2 + (y / size) ** 2) if size.terms else size


def _atan2(y: Series, x: Series) -> Value:
    if not (x.terms or y.terms) and x.end == y.end == math.inf:
        return 0.0
    steep = absolute(y) - absolute(x)
    if steep.terms and sign_of(steep) > 0:
        return math.copysign(math.pi / 2, sign_of(y)) - e.atan(x / y)
    if sign_of(x) > 0:
        return e.atan(y / x)
    return e.atan(y / x) + math.copysign(math.pi, sign_of(y))


def _at_edges(elemental: Elemental, edge: Callable[[Series], Value]) -> Rule:
    """Arcus functions: smooth inside of (-1, 1), and by the angle in a triangle at its ends."""

    def rule(x: Series) -> Series:
        inside = -1.0 < primal(x.primal) < 1.0
        return smooth(elemental, x) if inside else x.lift(edge(x))

    return rule


def _cathetus(x: Series) -> Value:
    return e.sqrt((1.0 - x) * (1.0 + x))


def _logsumexp(*xs: Series) -> Series:
    top = functools.reduce(maximum, xs)
    return top.lift(top + e.log(sum(e.exp(x - top) for x in xs)))


def _unless_infinite(elemental: Elemental, formula: Callable[[Series], Value]) -> Rule:
    """Smooth at a finite limit; elsewhere by a formula with exp, whose growth is known."""

    def rule(x: Series) -> Series:
        return x.lift(formula(x)) if math.isinf(primal(x.primal)) else smooth(elemental, x)

    return rule


def _decay(x: Series) -> Value:
    return e.exp(-absolute(x))


def _dot(*xs: Series) -> Series:
    half = len(xs) // 2
    return functools.reduce(add, map(multiply, xs[:half], xs[half:]))


def _negative(x: Series) -> Series:
    return Series(x.small, [(power, -c) for power, c in x.terms], x.end)


def _sign(x: Series) -> Series:
    return x.lift(sign_of(x))


_AT_INFINITY: list[tuple[Elemental, Callable[[Series], Value]]] = [
    (e.expm1, lambda x: e.exp(x) - 1.0),
    (e.sinh, lambda x: (e.exp(x) - e.exp(-x)) * 0.5),
    (e.cosh, lambda x: (e.exp(x) + e.exp(-x)) * 0.5),
    (e.tanh, lambda x: sign_of(x) * (1.0 - _decay(2.0 * x)) / (1.0 + _decay(2.0 * x))),
    (e.logistic, lambda x: (1.0 if x > 0 else _decay(x)) / (1.0 + _decay(x))),
    (e.softplus, lambda x: maximum(x, x.lift(0.0)) + e.log(1.0 + _decay(x))),
    (e.atan, lambda x: math.copysign(math.pi / 2, sign_of(x)) - e.atan(1.0 / x)),
    (e.sin, lambda _: math.nan),
    (e.cos, lambda _: math.nan),
    (e.tan, lambda _: math.nan),
]
RULES.update(
    {
        **{each.name: _unless_infinite(each, formula) for each, formula in _AT_INFINITY},
        "exp": _exp,
        "+": add,
        "-": lambda x, y: add(x, _negative(y)),
        "*": multiply,
        "/": lambda x, y: multiply(x, _power(y, y.lift(-1.0))),
        "**": _power,
        "negative": _negative,
        "sqrt": lambda x: _power(x, x.lift(0.5)),
        "log": _log,
        "log1p": _log1p,
        "xlogy": _xlogy,
        "hypot": _hypot,
        "atan2": lambda y, x: x.lift(_atan2(y, x)),
        "asin": _at_edges(e.asin, lambda x: e.atan2(x, _cathetus(x))),
        "acos": _at_edges(e.acos, lambda x: e.atan2(_cathetus(x), x)),
        "logsumexp": _logsumexp,
        "dot": _dot,
        "abs": absolute,
        "sign": _sign,
        "maximum": maximum,
        "minimum": lambda x, y: _negative(maximum(_negative(x), _negative(y))),
        "exceeds": lambda x, y: (_sign(x - y) + 1.0) * 0.5,
    }
)
