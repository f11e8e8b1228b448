"""What is shown is what is computed: the formulas, evaluated, give the numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.example import f, step
from snippets.expression import Expression, Symbol
from snippets.trace import trace

repeatable = settings(deadline=None, derandomize=True)
moderate = st.floats(0.2, 2)


def evaluated(formula, values):
    if isinstance(formula, Symbol):
        return values[formula.name]
    if isinstance(formula, Expression):
        return formula.elemental(*(evaluated(arg, values) for arg in formula.args))
    return formula


def g(x, y):
    a = step(e.logistic(x * y) / (1 + x * x) - 2 * y)
    b = step(-(e.tan(a / 9) ** 2) * e.sqrt(x) * (3 * y) / (2 / x))
    c = step(e.logsumexp(a, b, x) * e.tanh(b) + e.asin(x / 5) - -y)
    return step(
        (c - a) * (c + -1 * a) * e.dot((a, b), (x, c)) / -(x**y) + e.atan2(x, y) + x * x * x
    )


@pytest.mark.parametrize("function", [f, g])
@repeatable
@given(moderate, moderate)
def test_formulas_and_numbers_agree(function, x, y):
    recorded = trace(function, x, y)
    values = recorded.nodes
    for shown in recorded.steps:
        assert evaluated(shown.expression, values) == pytest.approx(shown.value, rel=1e-13)
        for name, partial in shown.partials.items():
            number = shown.partial_values[name]
            assert evaluated(partial, values) == pytest.approx(number, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("function", [f, g])
def test_the_partials_add_up_to_tangents_and_adjoints(function):
    recorded = trace(function, 0.7, 1.3)
    tangents = {"x": 0.6, "y": 0.8, "w_1": 0.6, "w_2": 0.8} | recorded.tangents((0.6, 0.8))
    adjoints = recorded.adjoints()
    sums = dict.fromkeys(adjoints, 0.0) | {recorded.outputs[0]: 1.0}
    for shown in recorded.steps:
        partials = shown.partial_values
        assert tangents[shown.name] == pytest.approx(
            sum(partial * tangents[name] for name, partial in partials.items())
        )
    for edge in recorded.edges:
        sums[edge.operand] += edge.value * adjoints[edge.step]
    assert sums == pytest.approx(adjoints)
