# ruff: noqa: ARG005  (rules are said of two inputs, whichever they need)
import math

import pytest

from snippets import elementals as e
from snippets.nodes import Graph, Node, half_angle, simpler
from snippets.plan import OtherBranchError


def inputs(*values, rules=(simpler,)):
    graph = Graph(rules)
    return graph, *map(graph.input, values)


def test_an_operation_on_the_same_arguments_is_one_node():
    graph, x, y = inputs(2.0, 3.0)
    assert x * y is y * x
    assert x + y is y + x
    assert x - y is not y - x
    assert e.sin(x * y) is e.sin(y * x)
    assert x / 0.0 is not x / -0.0
    assert [float(node.primal) for node in graph.nodes[2:5]] == [6.0, 5.0, -1.0]


@pytest.mark.parametrize(
    ("said", "simpler_form"),
    [
        (lambda x, y: 1.0 * x, lambda x, y: x),
        (lambda x, y: x * -1.0, lambda x, y: -x),
        (lambda x, y: 0.0 + x, lambda x, y: x),
        (lambda x, y: x - 0.0, lambda x, y: x),
        (lambda x, y: 0.0 - x, lambda x, y: -x),
        (lambda x, y: x / 1.0, lambda x, y: x),
        (lambda x, y: e.negative(-x), lambda x, y: x),
        (lambda x, y: -(x - y), lambda x, y: y - x),
        (lambda x, y: x + -y, lambda x, y: x - y),
        (lambda x, y: -x + y, lambda x, y: y - x),
        (lambda x, y: x - -y, lambda x, y: x + y),
        (lambda x, y: -x * -y, lambda x, y: x * y),
        (lambda x, y: -x / y, lambda x, y: -(x / y)),
        (lambda x, y: x / -y, lambda x, y: -(x / y)),
        (lambda x, y: 2.0 * (x * 3.0), lambda x, y: 6.0 * x),
        (lambda x, y: (x * y) * (1.0 / y), lambda x, y: (x * y) / y),
        (lambda x, y: (x / y + x / y) * (x / y / y), lambda x, y: (x / y) * ((x / y + x / y) / y)),
        (lambda x, y: (x * y) * (x / y), lambda x, y: (x / y) * (x * y)),
        (lambda x, y: x * (x / y), lambda x, y: (x / y) * x),
        (lambda x, y: x**1.0, lambda x, y: x),
        (lambda x, y: x**2.0, lambda x, y: x * x),
        (lambda x, y: 1e200 * (1e200 * x), lambda x, y: (1e200 * x) * 1e200),
        (lambda x, y: 1e-200 * (1e-200 * x), lambda x, y: (1e-200 * x) * 1e-200),
        (lambda x, y: 0.0 * (2.0 * x), lambda x, y: 0.0 * x),
    ],
)  # fmt: skip
def test_rules(said, simpler_form):
    graph, x, y = inputs(2.0, 3.0)
    expected = simpler_form(x, y)
    assert said(x, y) is expected
    _, x, y = inputs(2.0, 3.0, rules=())
    assert float(said(x, y).primal) == float(expected.primal)
    assert x**0.0 is not x
    assert graph.input(5.0) ** 0.0 == 1.0


def test_without_rules_every_operation_is_kept():
    graph, x = inputs(2.0, rules=())
    assert isinstance(1.0 * x, Node)
    assert len(graph.nodes) == 2


def test_half_angle():
    graph, x = inputs(0.8, rules=(half_angle, simpler))
    assert float(e.sin(x).primal) == pytest.approx(math.sin(0.8), rel=1e-15)
    assert float(e.cos(x).primal) == pytest.approx(math.cos(0.8), rel=1e-15)
    names = [node.elemental.name for node in graph.nodes[1:]]
    assert names.count("tan") == 1
    assert not {"sin", "cos"} & set(names)


def test_comparisons_are_written_down_once_and_in_order():
    graph, x, y = inputs(2.0, 3.0)
    assert x < y
    z = x * y
    assert not z <= 5.0
    assert x < y
    assert z
    said = [(guard.place, guard.symbol, guard.truth) for guard in graph.guards]
    assert said == [(2, "<", True), (3, "<=", False), (3, "!=", True)]
    assert graph.guards[0].right is y
    assert graph.guards[1].right == 5.0
    assert (x == "text") is False
    assert len(graph.guards) == 3


def test_the_error_says_what_was_and_what_is():
    error = OtherBranchError("x > 0.0", False)
    assert str(error).startswith("x > 0.0 is True at this input, but the program was traced on")
    assert isinstance(error, ValueError)
