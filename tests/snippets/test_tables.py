import math_core
import pytest

from snippets.elementals import atan2, logistic, logsumexp, maximum, sqrt, tanh
from snippets.example import f, step
from snippets.trace import trace

POINT = (-0.7, 1.3)


def formulas(rows):
    return [row["formula"].strip("$") for row in rows]


def parses(rows):
    reader = math_core.LatexToMathML()
    for row in rows:
        for cell in row.values():
            if isinstance(cell, str):
                assert cell[0] == cell[-1] == "$"
                reader.convert_with_local_state(cell[1:-1], displaystyle=True)
    return True


def test_the_steps():
    rows = trace(f, *POINT).table()
    assert parses(rows)
    assert [(row["step"], row["formula"]) for row in rows] == [
        ("$z_1$", r"$\frac{w_1}{w_2}$"),
        ("$z_2$", r"$\sin(2\pi z_1)$"),
        ("$z_3$", r"$\exp(2 w_2)$"),
        ("$z_4$", "$3 z_1 - z_3$"),
        ("$z_5$", "$z_2 + z_4$"),
        ("$z_6$", "$z_4 z_5$"),
    ]


def test_the_twelve_forward_steps_of_the_source():
    recorded = trace(f, *POINT)
    rows = recorded.forward_table((1, 0))
    assert parses(rows)
    assert formulas(rows) == [
        r"z_1 = \frac{w_1}{w_2}",
        r"\dot z_1 = \frac{1}{w_2}\,\dot w_1",
        r"z_2 = \sin(2\pi z_1)",
        r"\dot z_2 = 2\pi \cos(2\pi z_1)\,\dot z_1",
        r"z_3 = \exp(2 w_2)",
        r"\dot z_3 = 0",
        r"z_4 = 3 z_1 - z_3",
        r"\dot z_4 = 3\,\dot z_1 - \dot z_3",
        r"z_5 = z_2 + z_4",
        r"\dot z_5 = \dot z_2 + \dot z_4",
        r"z_6 = z_4 z_5",
        r"\dot z_6 = z_5\,\dot z_4 + z_4\,\dot z_5",
    ]
    assert [row["step"] for row in rows] == list(range(1, 13))
    assert [row["value"] for row in rows[0::2]] == list(recorded.values.values())
    assert [row["value"] for row in rows[1::2]] == list(recorded.tangents((1, 0)).values())


def test_other_directions():
    second = formulas(trace(f, *POINT).forward_table((0, 1)))
    assert second[1] == r"\dot z_1 = -\frac{w_1}{w_2^{2}}\,\dot w_2"
    assert second[5] == r"\dot z_3 = 2 \exp(2 w_2)\,\dot w_2"
    both = formulas(trace(f, *POINT).forward_table((0.6, 0.8)))
    assert both[1] == r"\dot z_1 = \frac{1}{w_2}\,\dot w_1 - \frac{w_1}{w_2^{2}}\,\dot w_2"


def test_the_eight_reverse_steps_of_the_source():
    recorded = trace(f, *POINT)
    rows = recorded.reverse_table()
    assert parses(rows)
    assert formulas(rows) == [
        r"\bar z_6 = 1",
        r"\bar z_5 = z_4\,\bar z_6",
        r"\bar z_4 = \bar z_5 + z_5\,\bar z_6",
        r"\bar z_3 = -\bar z_4",
        r"\bar z_2 = \bar z_5",
        r"\bar z_1 = 2\pi \cos(2\pi z_1)\,\bar z_2 + 3\,\bar z_4",
        r"\bar w_1 = \frac{1}{w_2}\,\bar z_1",
        r"\bar w_2 = -\frac{w_1}{w_2^{2}}\,\bar z_1 + 2 \exp(2 w_2)\,\bar z_3",
    ]
    adjoints = recorded.adjoints()
    order = ["z_6", "z_5", "z_4", "z_3", "z_2", "z_1", "w_1", "w_2"]
    assert [row["value"] for row in rows] == [adjoints[name] for name in order]


def test_formulas_of_other_functions():
    def g(alpha, learning_rate, w12):
        a = step(logistic(alpha * -0.5) / sqrt(1 + learning_rate**2))
        b = step(maximum(a, w12) ** w12 - (a - w12) * abs(w12))
        return step(logsumexp(a, b, w12) * tanh(atan2(a, b)) - 1e-7 * a / 3e20)

    recorded = trace(g, 0.3, 0.2, 1.5)
    rows = recorded.table() + recorded.forward_table((1, 1, 1)) + recorded.reverse_table()
    assert parses(rows)
    assert any(r"\bar \mathrm{learning\_rate}" in row["formula"] for row in rows)
    assert any(r"\dot w_{12}" in row["formula"] for row in rows)


def test_the_seed_is_shown():
    assert formulas(trace(f, *POINT).reverse_table(2.5))[0] == r"\bar z_6 = 2.5"


def test_wrong_seeds():
    with pytest.raises(ValueError, match="seed: expected 2, one for each of w_1, w_2, got 1"):
        trace(f, *POINT).forward_table((1,))
    with pytest.raises(TypeError, match="the one for the output in seed: expected a real number"):
        trace(f, *POINT).reverse_table("a")
