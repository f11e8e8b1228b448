"""Taylor coefficients from the table of elementals, against long arithmetic."""

from fractions import Fraction

import mpmath
import pytest

from snippets.elementals import sin
from snippets.series import Infinitesimal, Series, UndecidedError
from snippets.series_rules import RULES
from snippets.taylor import compose, smooth, split, taylor
from snippets.variable import TABLE, new_level

IN_MPMATH = {
    "exp": mpmath.exp, "expm1": mpmath.expm1, "log": mpmath.log, "log1p": mpmath.log1p,
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "asin": mpmath.asin,
    "acos": mpmath.acos, "atan": mpmath.atan, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
    "tanh": mpmath.tanh, "sqrt": mpmath.sqrt,
    "logistic": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_MPMATH)
@pytest.mark.parametrize("at", [0.3, 0.9])
def test_coefficients(name, at):
    found = taylor(TABLE[name], new_level(), at, 9)
    with mpmath.workdps(60):
        expected = [float(c) for c in mpmath.taylor(IN_MPMATH[name], mpmath.mpf(at), 8)]
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_every_elemental_of_numbers_has_a_rule_for_series():
    assert set(TABLE) == set(RULES)


def series(*terms, end=float("inf")):
    return Series(Infinitesimal.new(4), terms, end)


def test_split_takes_out_the_first_term():
    power, first, rest = split(series((-1, 2.0), (1, 6.0), end=2))
    assert (power, first, str(rest)) == (-1, 2.0, "3·t^2 + O(t^3)")
    power, first, rest = split(series((Fraction(1, 2), 4.0), (1, 2.0)))
    assert (power, first, str(rest)) == (Fraction(1, 2), 4.0, "0.5·t^(1/2)")


@pytest.mark.parametrize(
    ("u", "text"),
    [
        (series((1, 1.0)), "1 + 2·t + 3·t^2 + 4·t^3 + O(t^4)"),
        (series((2, 1.0)), "1 + 2·t^2 + O(t^4)"),
        (series((3, 1.0)), "1 + 2·t^3 + O(t^6)"),
        (series((Fraction(3, 2), 1.0)), "1 + 2·t^(3/2) + 3·t^3 + O(t^(9/2))"),
        (series((1, 1.0), (2, -1.0)), "1 + 2·t + 1·t^2 - 2·t^3 + O(t^4)"),
        (series((1, 1.0), end=2), "1 + 2·t + O(t^2)"),
        (series(), "1"),
        (series(end=1), "1 + O(t)"),
    ],
)
def test_compose_puts_a_series_into_another(u, text):
    """1 / (1 - u)², whose coefficients are 1, 2, 3, …"""
    assert str(compose(lambda n: [1.0 + k for k in range(n)], u)) == text


def test_a_polynomial_is_known_in_all_orders():
    assert str(compose(lambda _: (1.0, 2.0, 1.0), series((1, 1.0)))) == "1 + 2·t + 1·t^2"


@pytest.mark.parametrize("end", [0, -1])
def test_a_smooth_elemental_needs_a_limit(end):
    with pytest.raises(UndecidedError):
        smooth(sin, series(end=end))
    assert str(smooth(sin, series(end=1))) == "O(t)"
