"""Numbers infinitely close to a number: x + c·t + …, where t is smaller than every positive number.

A series stands for what a program computes a little to one side of a point. It is the value at x
followed by tangents of every order, and it is compared in that order: by value, on a tie by
tangent, on a tie again by the second tangent. A kink's rule is then never asked for, since no two
different series are tied. Powers of t may be negative (1/x at 0) or fractions (the root at 0).

Source: A. Griewank, "On stable piecewise linearization and generalized algorithmic
differentiation", Optimization Methods and Software 28 (2013).
"""

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from snippets import ieee
from snippets.elementals import Elemental
from snippets.variable import (
    Value,
    Variable,
    constant,
    describe,
    new_level,
    primal,
    shape,
)

Power = int | float | Fraction
_COMPARISONS = {
    "less": operator.lt, "less_equal": operator.le, "greater": operator.gt,
    "greater_equal": operator.ge, "equal": operator.eq, "not_equal": operator.ne,
}  # fmt: skip


class UndecidedError(ValueError):
    """Too few terms are known to tell."""

    def __init__(self) -> None:
        super().__init__("the terms that are known cancel, and too few of them are known.")


@dataclass(frozen=True, slots=True)
class Infinitesimal:
    """A positive number t smaller than all those of lower levels.

    Attributes:
        level: The level of its series.
        count: How many orders a series keeps, from its first term on.
        log: The logarithm of 1/t. It is infinite, but smaller than each power of 1/t.
    """

    level: int
    count: int
    log: "Series | None"

    @classmethod
    def new(cls, count: int) -> "Infinitesimal":
        """One that is smaller than every one before it."""
        log = cls(new_level(), count, None)
        return cls(new_level(), count, Series(log, [(-1, 1.0)]))

    def times(self, factor: Value) -> "Series":
        """The series factor·t."""
        return Series(self, [(1, factor)])


# --8<-- [start:order]
def sign_of(value: Value) -> float:
    """The sign a little to the side: that of the first term.

    Raises:
        UndecidedError: All known terms cancel.
    """
    while isinstance(value, Series) and value.terms:
        value = value.terms[0][1]
    if isinstance(value, Series):
        if value.end < math.inf:
            raise UndecidedError
        return 0.0
    return float(ieee.sign(primal(value)))


class Ordered(Variable):
    """A value whose comparisons look to the side of the point, and not at the limit alone."""

    __slots__ = ()

    def __lt__(self, other: Value) -> bool:
        return self._difference(other) < 0

    def __le__(self, other: Value) -> bool:
        return self._difference(other) <= 0

    def __gt__(self, other: Value) -> bool:
        return self._difference(other) > 0

    def __ge__(self, other: Value) -> bool:
        return self._difference(other) >= 0

    def __eq__(self, other: object) -> bool:
        return self._difference(other) == 0

    def __ne__(self, other: object) -> bool:
        return self._difference(other) != 0

    def __bool__(self) -> bool:
        return sign_of(self) != 0

    __hash__ = Variable.__hash__

    def _difference(self, other: Value) -> float:
        """The sign of self - other, where higher levels have no part."""
        while isinstance(other, Variable) and other.level > self.level:
            other = other.primal
        return sign_of(self - other)


# --8<-- [end:order]
class Series(Ordered):
    """A sum of terms c·t^p with rising p, each infinitely smaller than the one before.

    Attributes:
        small: What t is.
        terms: Pairs of a power and its coefficient, which is not 0.
        end: The first power that nothing is known of; infinite where there are no more terms.
        primal: The limit as t goes to 0.
    """

    __slots__ = ("end", "small", "terms")

    def __init__(
        self, small: Infinitesimal, terms: Iterable[tuple[Power, Value]], end: Power = math.inf
    ) -> None:
        self.small, self.level = small, small.level
        self.terms, self.end = _tidy(list(terms), end, small.count)
        self.primal = self._limit()

    def _limit(self) -> Value:
        if not self.terms or self.terms[0][0] > 0:
            return 0.0
        power, first = self.terms[0]
        return first if power == 0 else math.copysign(math.inf, sign_of(first))

    def __repr__(self) -> str:
        """Such as 1·t + 0.5·t^2 + O(t^3)."""
        name = "t" if self.small.log else "(1/log(1/t))"
        terms = [f"{_text(c)}·{_power(name, p)}" if p else _text(c) for p, c in self.terms]
        rest = [f"O({_power(name, self.end)})"] if self.end < math.inf else []
        return " + ".join(terms + rest).replace("+ -", "- ") or "0"

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> Value:
        """Compute with all terms."""
        series = [self.lift(arg) for arg in args]
        return RULES[elemental.name](*series)

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Value, **options: Any) -> Value:
        """As for every variable; but comparisons look at all terms."""
        compare = _COMPARISONS.get(ufunc.__name__) if method == "__call__" else None
        if compare is None:
            return super().__array_ufunc__(ufunc, method, *args, **options)
        left, right = (x if isinstance(x, Variable) else self.lift(x) for x in args)
        return compare(left, right)

    def lift(self, value: Value) -> "Series":
        """A value of a lower level as a series with one term.

        Raises:
            TypeError: It is an array, or no number.
            ValueError: It is a number too large for float64.
        """
        if isinstance(value, Series) and value.level == self.level:
            return value
        if shape(value):
            raise TypeError(f"a series: expected numbers, got {describe(value)}.")
        plain = value if isinstance(value, Variable) else constant(value, "a series")
        return Series(self.small, [(0, plain)])


def _text(coefficient: Value) -> str:
    return f"{coefficient:g}" if type(coefficient) is float else f"({coefficient!r})"


def _power(name: str, power: Power) -> str:
    return name if power == 1 else f"{name}^{power}" if power == int(power) else f"{name}^({power})"


def _tidy(
    terms: list[tuple[Power, Value]], end: Power, count: int
) -> tuple[tuple[tuple[Power, Value], ...], Power]:
    """Terms in order and without zeros, and where they end."""
    sums: dict[Power, Value] = {}
    for power, term in terms:
        sums[power] = sums[power] + term if power in sums else term
    kept: list[tuple[Power, Value]] = []
    for power, term in sorted(sums.items(), key=operator.itemgetter(0)):
        if primal(term) != primal(term):
            return ((0, math.nan),), math.inf
        if isinstance(term, Series) and not term.terms and term.end < math.inf:
            end = min(end, power)
        if power >= end or (kept and power >= kept[0][0] + count):
            end = min(end, power)
            break
        if not (isinstance(term, Series) and not term.terms) and not (
            type(term) is float and term == 0.0
        ):
            kept.append((power, term))
    if kept and type(kept[0][1]) is float and math.isinf(kept[0][1]):
        return ((0, kept[0][1]),), math.inf
    return tuple(kept), end


def coefficient(value: Series, power: Power) -> Value:
    """The coefficient of a power of t.

    Raises:
        UndecidedError: It is not known.
    """
    if power >= value.end:
        raise UndecidedError
    return dict(value.terms).get(power, 0.0)


def limit_of(value: Series) -> Value:
    """What a series tends to as t falls to 0.

    Raises:
        UndecidedError: It is not known.
    """
    if not value.terms and value.end <= 0:
        raise UndecidedError
    return value.primal


def limit_and_slope(value: Value, t: Infinitesimal) -> tuple[Value, Value]:
    """What a value tends to as t falls to 0, and its one-sided derivative there.

    Raises:
        UndecidedError: They are not known.
    """
    limit, slope = value, 0.0
    if isinstance(value, Series) and value.small is t:
        between = [c for power, c in value.terms if 0 < power < 1]
        limit = limit_of(value)
        slope = math.copysign(math.inf, sign_of(between[0])) if between else coefficient(value, 1)
    if t.log and isinstance(limit, Series) and limit.small is t.log.small:
        between = [c for power, c in limit.terms if power > 0]
        if not between and limit.end < math.inf:
            raise UndecidedError
        limit = _settled(limit, t)
        slope = math.copysign(math.inf, sign_of(between[0])) if between else slope
    return limit, _settled(slope, t)


def _settled(value: Value, t: Infinitesimal) -> Value:
    """The limit of a value that may hold the logarithm of 1/t."""
    if t.log and isinstance(value, Series) and value.small is t.log.small:
        return limit_of(value)
    return value


RULES: dict[str, Callable[..., Series]] = {}  # name → rule, filled by `snippets.series_rules`
