import math
from fractions import Fraction

import numpy as np
import pytest

from snippets import elementals
from snippets.expression import Expression, written
from snippets.notation import latex_name, named, number


@pytest.mark.parametrize(
    ("value", "latex", "text"),
    [
        (3.0, "3", "3"),
        (-0.5, "-0.5", "-0.5"),
        (0.0, "0", "0"),
        (-0.0, "-0", "-0"),
        (2 * math.pi, r"2\pi", "2π"),
        (math.pi, r"\pi", "π"),
        (-math.pi / 2, r"-\frac{\pi}{2}", "-π/2"),
        (3 * math.pi / 4, r"\frac{3\pi}{4}", "3π/4"),
        (math.pi / 3, r"\frac{\pi}{3}", "π/3"),
        (math.pi / 6, r"\frac{\pi}{6}", "π/6"),
        (math.pi / 8, r"\frac{\pi}{8}", "π/8"),
        (5 * math.pi / 12, r"\frac{5\pi}{12}", "5π/12"),
        (31 * math.pi, r"31\pi", "31π"),
        (32 * math.pi, "100.531", "100.531"),
        (3.14159, "3.14159", "3.14159"),
        (3.141593, "3.141593", "3.141593"),
        (1234.5678, "1234.57", "1234.57"),
        (0.1 + 0.2, "0.3", "0.3"),
        (1e-5, "10^{-5}", "1e-05"),
        (1.5e300, r"1.5 \times 10^{300}", "1.5e+300"),
        (math.inf, r"\infty", "inf"),
        (math.nan, r"\mathrm{nan}", "nan"),
        (np.ones(3), r"[\ldots]", "[…]"),
        (123456.0, "123456", "123456"),
    ],
)
def test_numbers(value, latex, text):
    assert number(value)[0] == latex
    assert number(value, latex=False)[0] == text


@pytest.mark.parametrize(
    ("value", "power"),
    [(math.pi, r"\pi^{2}"), (2 * math.pi, r"(2\pi)^{2}"), (3.0, "3^{2}"), (-3.0, "(-3)^{2}")],
)
def test_a_constant_is_put_in_brackets_where_it_must_be(value, power):
    assert written(Expression(elementals.power, (value, 2.0)))[0] == power


@pytest.mark.parametrize(
    ("parameter", "name"),
    [("w1", "w_1"), ("w12", "w_12"), ("w_3", "w_3"), ("x", "x"), ("x2y", "x2y"), ("θ1", "θ_1")],
)
def test_names_of_inputs(parameter, name):
    assert named(parameter) == name


def test_names_in_latex():
    assert latex_name("w_1") == "w_1"
    assert latex_name("z_12", r"\dot") == r"\dot z_{12}"
    assert latex_name("alpha_2") == r"\alpha_2"
    assert latex_name("lr") == r"\mathrm{lr}"
    assert latex_name("learning_rate") == r"\mathrm{learning\_rate}"


def test_a_fraction_is_a_number():
    assert number(Fraction(1, 2), latex=False) == number(0.5, latex=False)
