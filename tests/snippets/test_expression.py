import itertools

import pytest

from snippets import variable
from snippets.elementals import divide, exp, negative, sin, sqrt
from snippets.expression import Expression, Symbol, term, written
from snippets.forward import jvp

x, y = Symbol("x"), Symbol("w_2")


@pytest.mark.parametrize(
    ("formula", "latex"),
    [
        (0 * x, "0"),
        (1 * x, "x"),
        (x + 0, "x"),
        (0 + x, "x"),
        (x - 0, "x"),
        (0 / x, "0"),
        (x / 1, "x"),
        (x + 0.5, "x + 0.5"),
        (-2 / x, r"-\frac{2}{x}"),
        (y + -2 * x, "w_2 - 2 x"),
        (0 - x, "-x"),
        (x - -y, "x + w_2"),
        (negative(-x), "x"),
        (-(x - y), "w_2 - x"),
        (x + x, "2 x"),
        (x - x, "0"),
        (x * 2 * 3, "6 x"),
        (x * (-2) * y, "-2 x w_2"),
        (x + -3, "x - 3"),
        (x * x, "x^{2}"),
        (x / y / y, r"\frac{x}{w_2^{2}}"),
        (x * (y / 3), r"\frac{x w_2}{3}"),
        (x / (y / 3), r"\frac{3 x}{w_2}"),
        (-x / y, r"-\frac{x}{w_2}"),
        (x**1, "x"),
        (x**0, "1"),
        ((x + y) ** 2, "(x + w_2)^{2}"),
        (sin(x) ** 2, r"(\sin(x))^{2}"),
        (2 ** (x + 1), "2^{x + 1}"),
        ((x + y) * (x - y), "(x + w_2) (x - w_2)"),
        (exp(x / y), r"\exp\left(\frac{x}{w_2}\right)"),
        (sqrt(x / y), r"\sqrt{\frac{x}{w_2}}"),
        (x - (y - 1), "x - (w_2 - 1)"),
        (-(x + y) * 2, "-2 (x + w_2)"),
    ],
)
def test_formulas_come_out_as_one_would_write_them(formula, latex):
    assert written(formula)[0] == latex


def test_plain_text():
    assert str(divide(x, x + y) * sin(3.141592653589793 * x)) == "x·sin(π·x) / (x + w_2)"


@pytest.mark.parametrize(
    ("partial", "first", "later"),
    [
        (1.0, r"\dot x", r" + \dot x"),
        (-1.0, r"-\dot x", r" - \dot x"),
        (2.5, r"2.5\,\dot x", r" + 2.5\,\dot x"),
        (0.5, r"0.5\,\dot x", r" + 0.5\,\dot x"),
        (0.0, r"0\,\dot x", r" + 0\,\dot x"),
        (-2 * y, r"-2 w_2\,\dot x", r" - 2 w_2\,\dot x"),
        (1 - y, r"(1 - w_2)\,\dot x", r" + (1 - w_2)\,\dot x"),
    ],
)
def test_terms_of_a_sum(partial, first, later):
    assert term(partial, r"\dot x", first=True) == first
    assert term(partial, r"\dot x", first=False) == later


def test_a_symbol_is_a_constant_to_every_derivative(monkeypatch):
    monkeypatch.setattr(variable, "_LEVELS", itertools.count(1))  # as in a process that starts
    assert jvp(lambda t: x * t, (2.0,), (1.0,))[1] is x


def test_no_depth_is_too_deep():
    deep = x
    for _ in range(5_000):
        deep = Expression(sin, (deep,))
    assert written(deep)[0].startswith(r"\sin(\sin(")
