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


def test_an_operation_knows_where_its_operands_are_from():
    log = watch(lambda x, y: y * torch.sin(x) + 3, (1.0, 2.0))
    assert [operation.sources for operation in log.operations] == [(-1,), (-2, 0), (1, None)]
    assert log.operations[1].operands == (2.0, np.sin(1.0))
    assert log.output == 2
    assert log.value == pytest.approx(2 * np.sin(1.0) + 3)


def test_a_value_that_does_not_depend_on_the_input_has_no_source():
    assert watch(lambda _: torch.tensor(3.0), (1.0,)).output is None
    assert watch(lambda x: x, (1.0,)).output == -1
    assert watch(lambda _: 3.0, (1.0,)).value == 3.0


def test_a_tensor_that_is_written_into_depends_on_what_is_written():
    def f(x, y):
        z = x.clone()
        z[0] = y
        return z.sum()

    clone, store, total = watch(f, ([1.0, 2.0], 5.0)).operations
    assert clone.sources == (-1,)
    assert store.sources == (0, None, -2)
    assert store.results[0].tolist() == [5.0, 2.0]
    _, store, _ = watch(f, ([1.0, 2.0], 5.0), rules=True).operations
    # The entry that is written over has no part in what comes of it.
    assert store.rule((np.array([2.0, 3.0]), None, 5.0), [np.array([1.0, 10.0])]) == 35
    assert total.sources == (1,)


DIAGONAL = np.diag([2.0, 4.0])


@pytest.mark.parametrize(
    ("f", "points", "slopes", "weights", "expected"),
    [
        # 2·(1/2·1 − 3/4·10)
        (lambda x, y: x / y, (3.0, 2.0), (1.0, 10.0), [2.0], -14.0),
        (lambda x, y: x / y, (3.0, 2.0), (None, 10.0), [2.0], -15.0),
        (lambda y: 6.0 / y, (2.0,), (10.0, None), [1.0], -15.0),
        (lambda x, y: x.expand_as(y), (3.0, [1.0, 1.0]), (5.0, np.array([7.0, 7.0])),
         [np.array([1.0, 10.0])], 55.0),
        (lambda x, y: torch.mul(x, other=y), (3.0, 2.0), (1.0, 10.0), [1.0], 32.0),
        # Its sign stands still; the slope of log |det X| is that of tr(X⁻¹ dX)
        (torch.linalg.slogdet, (DIAGONAL,), (np.array([[1.0, 9.0], [9.0, 3.0]]),), [7.0, 2.0], 2.5),
        (lambda x: x.max(0), ([1.0, 5.0],), (np.array([2.0, 3.0]), None), [1.0, 1.0], 3.0),
        (lambda x: x.sum(), ([1.0, 5.0],), (np.array([2.0, 3.0]),), [10.0], 50.0),
        (lambda x: x * torch.tensor([1, 2]), ([1.0, 5.0],), (np.array([2.0, 3.0]), None),
         [np.array([1.0, 10.0])], 62.0),
    ],
)  # fmt: skip
def test_a_rule_adds_up_slopes_and_weights(f, points, slopes, weights, expected):
    operation = watch(f, points, rules=True).operations[-1]
    weights = [np.asarray(one) for one in weights]
    assert operation.rule(slopes, weights) == pytest.approx(expected)


def test_the_rule_of_a_derivative_in_the_function():
    def f(x, y):
        return torch.autograd.grad(x**2 * y**3, (x, y), create_graph=True)

    (operation,) = [o for o in watch(f, (2.0, 3.0), rules=True).operations if o.name == "grad"]
    # 2xy³ and 3x²y² have the partials (54, 108) and (108, 72)
    slopes = [None] * (len(operation.operands) - 2) + [1.0, 10.0]
    weights = [np.array(1.0), np.array(100.0)]
    for _ in range(2):
        assert operation.rule(slopes, weights) == pytest.approx(54 + 1080 + 100 * (108 + 720))


def rule_of_grad(f, *points):
    (operation,) = [o for o in watch(f, points, rules=True).operations if o.name == "grad"]
    return operation.rule


def test_a_derivative_that_does_not_depend_on_an_input_has_the_slope_0_along_it():
    rule = rule_of_grad(
        lambda x, y: torch.autograd.grad(x**3 + y, (x, y), create_graph=True), 2.0, 3.0
    )
    assert rule((1.0, 10.0), [np.array(1.0), np.array(1.0)]) == pytest.approx(12)


def test_a_derivative_without_a_graph_is_a_constant():
    rule = rule_of_grad(lambda x: torch.autograd.grad(x**3, x)[0], 2.0)
    assert rule((1.0,), [np.array(1.0)]) == 0


def test_what_leaves_the_record_is_a_constant():
    _, steering = watch(lambda x: x if x > 0 else -x, (2.0,), rules=True).operations
    assert steering.rule((1.0,), [np.array(1.0)]) == 0


def test_only_numbers_are_operands_and_those_with_a_name_too():
    def f(x, y):
        return torch.mul(torch.linalg.norm(x, ord=None, dtype=torch.float64), other=y)

    norm, product = watch(f, ([3.0, 4.0], 2.0)).operations
    assert (len(norm.operands), norm.sources) == (1, (-1,))
    assert (product.operands, product.sources) == ((5.0, 2.0), (0, -2))


def test_numbers_that_cannot_be_read_do_not_stop_the_record():
    log = watch(lambda x: torch.func.grad(lambda y: x * y * y)(x), (3.0,))
    assert log.value == 18


def test_no_derivative_is_0():
    operation = watch(lambda x: torch.floor(x).long() + 1, (2.5,), rules=True).operations[-1]
    assert operation.rule((1.0, None), [np.array(1.0)]) == 0


def test_complex_numbers_are_not_recorded():
    names = [one.name for one in watch(lambda x: torch.complex(x, x).abs(), (1.0,)).operations]
    assert "complex" not in names


def test_the_gradient_of_several_values_is_that_of_their_sum():
    (found,) = gradient(lambda x: x * x, ([1.0, 2.0],))
    assert found.tolist() == [2.0, 4.0]


def test_an_input_that_has_no_part_gets_0():
    found = gradient(lambda x, _: 2 * x, (1.0, [1.0, 1.0]))
    assert [one.tolist() for one in found] == [2.0, [0.0, 0.0]]


def test_a_value_that_is_no_tensor_has_no_gradient():
    with pytest.raises(TypeError, match="not connected to x"):
        gradient(lambda _: 3.0, (2.0,))


def changed_through_a_view(x):
    y = x.clone()
    y[0:1].abs_()
    return y.sum()


def changed_under_a_view(x):
    y = x.clone()
    view = y[0:1]
    y.abs_()
    return view.sum()


def changed_through_another_view(x):
    y = x.clone()
    one, other = y[0:1], y.view(-1)
    one.abs_()
    return other.sum()


def changed_behind_the_back_of_autograd(x):
    y = x.clone()
    y.data[0:1].abs_()
    return y.sum()


@pytest.mark.parametrize(
    "f",
    [
        changed_through_a_view,
        changed_under_a_view,
        changed_through_another_view,
        changed_behind_the_back_of_autograd,
    ],
)
def test_a_change_in_place_is_followed_through_views(f):
    log = watch(f, ([-3.0, 2.0],))
    names = [operation.name for operation in log.operations]
    view, total = log.operations[-2:]
    assert (view.name, total.name) == ("view", "sum")
    assert total.sources == (len(names) - 2,)
    assert view.sources[1] == names.index("abs")
    assert (view.parts, total.parts) == ((0, 0), (0,))
    assert view.results[0].ravel()[0] == 3.0


def test_what_was_changed_in_place_is_read_once():
    def f(x):
        y = x.clone()
        y[0:1].abs_()
        return y.sum() + y.prod()

    assert names(f, [-3.0, 2.0]) == ["clone", "[]", "abs", "view", "sum", "prod", "+"]
