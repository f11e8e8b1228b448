"""Taylor coefficients from the table of elementals, against long arithmetic."""

import mpmath
import pytest

from snippets.series_rules import RULES
from snippets.taylor import taylor
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
