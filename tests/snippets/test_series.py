"""Numbers infinitely close to a number: their order, their terms, and what they tend to."""

import math
import operator
from fractions import Fraction

import numpy as np
import pytest

from snippets import series_rules  # noqa: F401  (fills the table of rules)
from snippets.series import Infinitesimal, Series, UndecidedError, limit_and_slope, limit_of

RELATIONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
inf, nan = math.inf, math.nan


def small(count=4):
    return Infinitesimal.new(count)


def variable(count=4):
    return small(count).times(1.0)


PAIRS = {
    "both the same": (lambda t: t, lambda t: t),
    "sums of the same terms": (lambda t: 1 + t * t, lambda t: t * t + 1),
    "with 0": (lambda t: t, lambda _: 0.0),
    "with a negative number": (lambda t: -t, lambda _: 0.0),
    "with a positive number": (lambda t: 1000 * t, lambda _: 1e-3),
    "with an integer": (lambda t: 2 + t, lambda _: 2),
    "tied limits": (lambda t: 1 + t, lambda t: 1 + 2 * t),
    "tied to the second order": (lambda t: 1 + t + t * t, lambda t: 1 + t - t * t),
    "root and square": (lambda t: t**0.5, lambda t: 50 * t * t),
    "two that are infinite": (lambda t: -1 / t, lambda t: 10 / t**0.5),
}


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
@pytest.mark.parametrize("name", PAIRS)
def test_a_comparison_answers_as_for_a_small_positive_number(name, relation):
    left, right = PAIRS[name]
    t, number = variable(), 2.0**-24
    expected = relation(left(number), right(number))
    assert relation(left(t), right(t)) is expected
    assert bool(getattr(np, UFUNCS[relation])(left(t), right(t))) is expected


UFUNCS = {
    operator.lt: "less", operator.le: "less_equal", operator.gt: "greater",
    operator.ge: "greater_equal", operator.eq: "equal", operator.ne: "not_equal",
}  # fmt: skip


def test_the_logarithm_of_1_over_t_belongs_to_t():
    assert str(small().log) == "1·(1/log(1/t))^-1"


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
def test_a_number_of_numpy_may_stand_first(relation):
    t = variable()
    assert relation(np.float64(0.0), t) is relation(0, 1)
    assert relation(np.float64(1e-300), t) is relation(1, 0)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
def test_a_later_infinitesimal_is_smaller_than_all_powers_of_an_earlier_one(relation):
    s, t = variable(), variable()
    assert relation(t, s**3) is relation(0, 1)
    assert relation(s**3, t) is relation(1, 0)


def test_the_truth_of_a_number_is_that_it_is_not_0():
    t = variable()
    assert t
    assert t * t
    assert not t - t


@pytest.mark.parametrize(
    ("count", "terms", "end", "text"),
    [
        (4, [], inf, "0"),
        (4, [(0, 0.0)], inf, "0"),
        (4, [(2, 3.0), (0, 1.0)], inf, "1 + 3·t^2"),
        (4, [(1, 2.0), (1, -5.0)], inf, "-3·t"),
        (4, [(0, 1.0), (1, -0.25)], inf, "1 - 0.25·t"),
        (4, [(Fraction(1, 3), 1.0), (-1, 1.0)], inf, "1·t^-1 + 1·t^(1/3)"),
        # The first unknown power hides what stands there, and all after it.
        (4, [(0, 1.0), (1, 5.0), (2, 7.0)], 2, "1 + 5·t + O(t^2)"),
        (4, [(0, 1.0), (2, 7.0), (3, nan)], 2, "1 + O(t^2)"),
        (4, [], 1, "O(t)"),
        (4, [(0, 1.0)], Fraction(1, 2), "1 + O(t^(1/2))"),
        # So many orders are kept, from the first term on.
        (2, [(0, 1.0), (1, 5.0), (2, 7.0)], inf, "1 + 5·t + O(t^2)"),
        (2, [(0, 1.0), (1, 5.0), (3, 7.0)], inf, "1 + 5·t + O(t^3)"),
        (2, [(3, 1.0), (4, 5.0), (5, 7.0)], inf, "1·t^3 + 5·t^4 + O(t^5)"),
        (2, [(-1, 1.0), (0, 5.0), (1, 7.0)], inf, "1·t^-1 + 5 + O(t)"),
        # What is infinite or nan at the beginning is so altogether.
        (4, [(0, inf), (1, 1.0)], inf, "inf"),
        (4, [(1, -inf), (2, 1.0)], inf, "-inf"),
        (4, [(0, 1.0), (1, nan)], inf, "nan"),
    ],
)
def test_terms_are_kept_in_order_as_far_as_they_are_known(count, terms, end, text):
    assert str(Series(small(count), terms, end)) == text


def test_a_coefficient_that_is_not_known_hides_what_comes_after_it():
    s, t = small(2), small(4)
    unknown = Series(s, [], 1)
    assert str(Series(t, [(0, 1.0), (1, unknown), (2, 5.0)])) == "1 + O(t)"
    assert str(Series(t, [(0, 1.0), (1, Series(s, [])), (2, 5.0)])) == "1 + 5·t^2"


@pytest.mark.parametrize(
    ("terms", "end", "limit"),
    [
        ([], inf, 0.0),
        ([(0, 3.0), (1, 2.0)], inf, 3.0),
        ([(Fraction(1, 2), 2.0)], inf, 0.0),
        ([(1, 2.0)], inf, 0.0),
        ([(-1, 2.0)], inf, inf),
        ([(-1, -2.0), (0, 5.0)], inf, -inf),
        ([(-2, 1.0)], -1, inf),  # it is known well enough to be infinite
        ([], 1, 0.0),
        ([], Fraction(1, 2), 0.0),
    ],
)
def test_limit(terms, end, limit):
    series = Series(small(), terms, end)
    assert limit_of(series) == series.primal == limit


@pytest.mark.parametrize("end", [0, -1])
def test_limit_of_what_is_not_known(end):
    with pytest.raises(UndecidedError, match="too few of them are known"):
        limit_of(Series(small(), [], end))


@pytest.mark.parametrize(
    ("terms", "end", "limit", "slope"),
    [
        ([(0, 3.0), (1, 2.0)], inf, 3.0, 2.0),
        ([(2, 2.0)], inf, 0.0, 0.0),
        ([(Fraction(1, 2), 2.0), (1, -7.0)], inf, 0.0, inf),
        ([(Fraction(1, 2), -2.0)], 1, 0.0, -inf),
        ([(-1, 1.0), (1, 2.0)], inf, inf, 2.0),
        ([(0, 3.0)], inf, 3.0, 0.0),
    ],
)
def test_limit_and_slope(terms, end, limit, slope):
    t = small()
    assert limit_and_slope(Series(t, terms, end), t) == (limit, slope)


def test_limit_and_slope_of_a_number():
    assert limit_and_slope(3.0, small()) == (3.0, 0.0)


@pytest.mark.parametrize(("terms", "end"), [([], 1), ([(0, 3.0)], 1), ([], 0)])
def test_limit_and_slope_that_are_not_known(terms, end):
    t = small()
    with pytest.raises(UndecidedError):
        limit_and_slope(Series(t, terms, end), t)


def in_logarithms(t, terms, end=inf):
    """A sum of powers of 1/log(1/t), which falls to 0 more slowly than every power of t."""
    return Series(t.log.small, terms, end)


@pytest.mark.parametrize(
    ("terms", "limit", "slope"),
    [
        ([(0, 3.0)], 3.0, 0.0),
        ([(0, 3.0), (1, 1.0)], 3.0, inf),
        ([(0, 3.0), (1, -1.0), (2, 9.0)], 3.0, -inf),
        ([(-1, 1.0)], inf, 0.0),
    ],
)
def test_limit_and_slope_where_a_logarithm_moves_the_value(terms, limit, slope):
    t = small()
    assert limit_and_slope(in_logarithms(t, terms), t) == (limit, slope)


@pytest.mark.parametrize(
    ("terms", "end", "slope"),
    [
        ([(-1, 1.0)], inf, inf),  # as of t·log(1/t)
        ([(-1, -1.0)], 0, -inf),
        ([(1, 1.0)], inf, 0.0),
        ([(0, 5.0), (1, 1.0)], 2, 5.0),
    ],
)
def test_slope_with_a_logarithm_in_it(terms, end, slope):
    t = small()
    value = Series(t, [(0, 2.0), (1, in_logarithms(t, terms, end)), (2, 1.0)], 3)
    assert limit_and_slope(value, t) == (2.0, slope)


@pytest.mark.parametrize("end", [0, 1])
def test_a_limit_whose_logarithms_are_not_known(end):
    t = small()
    with pytest.raises(UndecidedError):
        limit_and_slope(in_logarithms(t, [], end), t)


def test_what_is_no_number_is_named():
    with pytest.raises(TypeError, match="a series: expected numbers, got"):
        variable() + np.ones(2)
    with pytest.raises(ValueError, match="a series: expected finite numbers"):
        variable().lift(10**400)
