import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from snippets.torch_recorder import gradient, watch


def names(f, *points):
    return [operation.name for operation in watch(f, points).operations]


def store(x):
    y = x.clone()
    y[0] = 0.0
    y.relu_()
    return y.sum()


@pytest.mark.parametrize(
    ("f", "x", "expected"),
    [
        (lambda x: 2 * torch.sin(x), 1.0, ["sin", "*"]),
        (lambda x: F.relu(x) + x.abs(), 1.0, ["relu", "abs", "+"]),
        (lambda x: torch.nn.ReLU()(x), 1.0, ["relu"]),
        (lambda x: x if x > 0 else -x, 1.0, [">", "bool"]),
        (lambda x: torch.where(x > 0, x, 0), 1.0, [">", "where"]),
        (lambda x: x * x.item(), 1.0, ["item", "*"]),
        (store, [1.0, 2.0], ["clone", "[]=", "relu", "sum"]),
        (lambda x: x.T.mT.data, [[1.0]], ["T", "mT", "data"]),
        (lambda x: torch.ones(3).sum() * x, 1.0, ["*"]),
        (lambda x: torch.stack([x, x]).max(dim=0).values, 1.0, ["stack", "max"]),
    ],
)
def test_what_is_called_is_noted(f, x, expected):
    assert names(f, x) == expected


def test_operands_are_those_before_the_operation_changed_them():
    operation = watch(lambda x: x.clone().neg_(), [1.0]).operations[1]
    assert (operation.operands[0], operation.results[0]) == (1.0, -1.0)


def test_the_precision_is_that_of_the_coarsest_tensor():
    assert watch(lambda x: x.float().double(), [1.0]).precision == 2.0**-23
    assert watch(torch.sin, [1.0]).precision == 2.0**-52


@pytest.mark.parametrize(
    ("f", "x", "slopes", "expected"),
    [
        (torch.sin, 0.5, (1.0,), np.cos(0.5)),
        (lambda x: x * x, 3.0, (1.0, 1.0), 6.0),
        (torch.detach, 3.0, (1.0,), 0.0),
        (lambda x: x > 0, 3.0, (1.0, None), 0.0),
        (lambda x: torch.autograd.grad(x**3, x, create_graph=True)[0], 2.0, (12.0, 1.0), 12.0),
        (lambda x: x.clone().exp_(), 0.0, (1.0,), 1.0),
    ],
)
def test_each_operation_brings_its_rule(f, x, slopes, expected):
    operation = watch(f, [x], rules=True).operations[-1]
    weights = [np.ones(one.shape) for one in operation.results]
    assert operation.rule(slopes, weights) == pytest.approx(expected)
    assert watch(f, [x]).operations[-1].rule is None or "grad" in operation.name


def test_the_gradient_by_each_input():
    found = gradient(lambda x, y: x * y, (2.0, 3.0))
    assert [float(one) for one in found] == [3.0, 2.0]
    with pytest.raises(TypeError, match="not connected to x"):
        gradient(lambda x: x.detach(), (2.0,))
