import math
import sys

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import pytorch_cases as cases

SHAPES = [(), (1,), (3,), (3, 1), (1, 3), (0,), (2, 3, 2), (0, 3), (2, 0), (1, 1)]
JUMPS = [cases.jump_by_sign, cases.jump_by_branch, cases.jump_with_slope(-3)]
LINES = [cases.line_by_sign, cases.line_plain]
ALL = [*JUMPS, *LINES, cases.jump_recursive]


def tensor(values, dtype=torch.float64):
    return torch.tensor(values, dtype=dtype)


def filled(shape):
    size = math.prod(shape)
    return (torch.arange(size, dtype=torch.float64) - size // 2).reshape(shape)


def jump(x):
    return 2 * x + math.copysign(1, x) if x else 0.0


@pytest.mark.parametrize("shape", SHAPES)
def test_values_and_derivatives_in_every_shape(shape):
    x = filled(shape)
    expected = tensor([jump(v) for v in x.reshape(-1).tolist()]).reshape(shape)
    two = torch.full(shape, 2.0, dtype=torch.float64)
    for f, at_zero in zip(JUMPS, (0, 2, -3), strict=True):
        assert torch.equal(f(x), expected)
        slopes = cases.derivative(f, x)
        assert slopes.dtype == torch.float64
        assert torch.equal(slopes, torch.where(x == 0, at_zero, two))
    for f, at_zero in zip(LINES, (0, 2), strict=True):
        assert torch.equal(f(x), 2 * x)
        assert torch.equal(cases.derivative(f, x), torch.where(x == 0, at_zero, two))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.floats(-1e300, 1e300, allow_subnormal=False), min_size=1, max_size=5))
def test_the_codings_are_the_same_function(values):
    x = tensor(values)
    assert torch.equal(cases.jump_by_sign(x), cases.jump_by_branch(x))
    assert torch.equal(cases.jump_by_sign(x), cases.jump_with_slope(7.5)(x))
    assert torch.equal(cases.line_by_sign(x), cases.line_plain(x))


def test_minus_zero_is_zero():
    for f, slope in ((cases.jump_by_sign, 0), (cases.jump_by_branch, 2), (cases.line_by_sign, 0)):
        assert f(tensor(-0.0)).item() == 0
        assert cases.derivative(f, tensor(-0.0)).item() == slope


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_dtypes_are_kept(dtype):
    x = tensor([-1.5, 0.0, 2.0], dtype)
    for f in ALL:
        assert f(x).dtype == dtype
        assert cases.derivative(f, x).dtype == dtype


@pytest.mark.parametrize(
    "slope", [-3, 0, 0.1, 1e10, sys.float_info.max, np.float64(2.5), np.int64(4)]
)
def test_any_slope(slope):
    f = cases.jump_with_slope(slope)
    assert cases.derivative(f, tensor([-1.0, 0.0, 1.0])).tolist() == [2, float(slope), 2]
    assert f(tensor([-1.0, 0.0, 1.0])).tolist() == [-3, 0, 3]


@pytest.mark.parametrize(
    ("slope", "error"),
    [(math.nan, ValueError), (-math.inf, ValueError), ("3", TypeError), (True, TypeError)],
)
def test_a_slope_that_is_no_finite_number(slope, error):
    with pytest.raises(error, match=r"^slope must be"):
        cases.jump_with_slope(slope)


RECURSION = {
    (): ([0.0], 0.0, 1.0),
    (1,): ([0.0], [0.0], [2.0]),
    (3,): ([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [1.0, 1.0, 1.0]),
    (3, 1): ([-1.0, 0.0, 1.0], [[-3.0], [0.0], [3.0]], [[2.0], [2.0], [2.0]]),
    (1, 3): ([-1.0, 0.0, 1.0], [[-1.0, 0.0, 1.0]], [[1.0, 1.0, 1.0]]),
    (1, 1): ([0.5], [[2.0]], [[2.0]]),
    (2, 2): ([-1.0, 0.0, 1.0, 2.0], [[-1.0, 0.0], [1.0, 2.0]], [[1.0, 1.0], [1.0, 1.0]]),
}


@pytest.mark.parametrize("shape", RECURSION)
def test_the_recursion_of_2018_as_it_behaves_today(shape):
    entries, values, slopes = RECURSION[shape]
    x = tensor(entries).reshape(shape)
    assert cases.jump_recursive(x).tolist() == values
    assert cases.derivative(cases.jump_recursive, x).tolist() == slopes


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 3)])
def test_the_recursion_of_2018_raises_on_an_empty_tensor(shape):
    with pytest.raises(RuntimeError, match="non-empty TensorList"):
        cases.jump_recursive(torch.zeros(shape))
    with pytest.raises(RuntimeError, match="non-empty TensorList"):
        cases.derivative(cases.jump_recursive, torch.zeros(shape))


def test_nan_stays_nan_in_the_value_and_is_refused_in_the_derivative():
    x = tensor([1.0, math.nan])
    for f in [*JUMPS, *LINES, cases.jump_with_slope(0)]:
        assert f(x).isnan().tolist() == [False, True]
        with pytest.raises(ValueError, match="x must have no nan"):
            cases.derivative(f, x)


def test_infinity():
    x = tensor([-math.inf, math.inf])
    for f in [*JUMPS, *LINES]:
        assert torch.equal(f(x), x)
        assert cases.derivative(f, x).tolist() == [2, 2]


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (torch.tensor([1, 2]), "x must be of a floating-point dtype.*int64"),
        (torch.tensor([True]), "floating-point dtype.*bool"),
        (torch.tensor([1j]), "floating-point dtype.*complex64"),
        (1.0, "x must be a PyTorch tensor.*float"),
        ([1.0], "x must be a PyTorch tensor.*list"),
        (np.ones(2), "x must be a PyTorch tensor.*ndarray"),
        (None, "x must be a PyTorch tensor.*NoneType"),
    ],
)
def test_input_of_the_wrong_kind(x, message):
    for f in ALL:
        with pytest.raises(TypeError, match=message):
            f(x)
    with pytest.raises(TypeError, match=message):
        cases.derivative(torch.sin, x)


def test_derivative_of_smooth_functions():
    x = torch.linspace(-2, 2, 7, dtype=torch.float64)
    assert torch.allclose(cases.derivative(torch.sin, x), torch.cos(x), rtol=1e-15)
    assert torch.allclose(cases.derivative(lambda t: t**3, x), 3 * x**2, rtol=1e-15)
    assert torch.equal(cases.derivative(lambda t: t, x), torch.ones_like(x))
    assert torch.equal(cases.derivative(lambda t: 0 * t + 5, x), torch.zeros_like(x))
    assert torch.equal(cases.derivative(torch.sign, x), torch.zeros_like(x))


def test_derivative_hands_on_what_pytorch_says_even_nan_and_infinity():
    def safe_looking(t):
        return torch.where(t > 0, torch.sqrt(t), 0 * t)

    assert cases.derivative(safe_looking, tensor([4.0, -1.0]))[1].isnan()
    assert cases.derivative(torch.sqrt, tensor([0.0, 4.0])).tolist() == [math.inf, 0.25]


def test_derivative_leaves_its_argument_alone():
    x = tensor([-1.0, 0.0, 1.0]).requires_grad_()
    (x * x).sum().backward()
    before, gradient = x.detach().clone(), x.grad.clone()
    slopes = cases.derivative(cases.jump_by_sign, x)
    assert slopes.tolist() == [2, 0, 2]
    assert not slopes.requires_grad
    assert x.requires_grad
    assert torch.equal(x.detach(), before)
    assert torch.equal(x.grad, gradient)
    plain = tensor([1.0])
    cases.derivative(torch.sin, plain)
    assert not plain.requires_grad
    assert plain.grad is None
    middle = x * 2
    assert cases.derivative(torch.sin, middle).shape == (3,)


def test_derivative_where_gradients_are_switched_off():
    with torch.no_grad():
        assert cases.derivative(cases.line_plain, tensor(3.0)).item() == 2
    with torch.inference_mode():
        x = tensor([3.0, 0.0])
        assert cases.derivative(cases.jump_by_sign, x).tolist() == [2, 0]
    assert cases.derivative(cases.jump_by_sign, x).tolist() == [2, 0]


def test_a_function_may_work_in_place():
    x = tensor([-1.0, 0.0, 2.0])
    assert cases.derivative(lambda x: x.mul_(3), x).tolist() == [3.0, 3.0, 3.0]
    assert x.tolist() == [-1.0, 0.0, 2.0]


@pytest.mark.parametrize("f", [3, None, "sin"])
def test_what_is_no_function_has_no_derivative(f):
    with pytest.raises(TypeError, match="f must be a function from tensor to tensor, but it is of"):
        cases.derivative(f, tensor([1.0]))


def test_entries_that_mix_are_found_at_every_scale():
    with pytest.raises(ValueError, match="f must work entry by entry"):
        cases.derivative(lambda x: 1e-30 * x * x.sum(), tensor([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("size", range(2, 20))
def test_entries_that_change_places_are_found(size):
    x = torch.linspace(-1, 1, size, dtype=torch.float64)
    with pytest.raises(ValueError, match="f must work entry by entry"):
        cases.derivative(lambda x: x.flip(0), x)


def test_neighbours_that_change_places_far_behind_are_found():
    places = torch.arange(1000)
    places[998:] = torch.tensor([999, 998])
    with pytest.raises(ValueError, match="f must work entry by entry"):
        cases.derivative(lambda x: x[places], torch.ones(1000, dtype=torch.float64))


def test_a_hundredth_of_the_others_is_found():
    with pytest.raises(ValueError, match="f must work entry by entry"):
        cases.derivative(lambda x: x + 0.01 * x.sum(), tensor([1.0, 2.0, 3.0]))


def test_strided_and_expanded_tensors():
    x = filled((3, 4)).T[::2]
    spread = tensor(0.0).expand(2, 2)
    assert not x.is_contiguous()
    for f in JUMPS:
        assert torch.equal(f(x), f(x.contiguous()))
        assert torch.equal(cases.derivative(f, x), cases.derivative(f, x.contiguous()))
    assert cases.derivative(cases.jump_by_branch, spread).tolist() == [[2, 2], [2, 2]]


@pytest.mark.parametrize(
    ("f", "error", "message"),
    [
        (lambda t: 3.0, TypeError, "f must return a floating-point tensor.*float"),  # noqa: ARG005
        (lambda t: t > 0, TypeError, "f must return a floating-point tensor.*bool"),
        (lambda t: t.detach().numpy(), TypeError, "returned ndarray"),
        (lambda t: t * 1j, TypeError, "complex"),
        (lambda t: t.sum(), ValueError, r"shape of x, \(3,\).*shape \(\)"),
        (lambda t: t[:2], ValueError, r"shape \(2,\)"),
        (lambda t: t.detach() ** 2, ValueError, "not connected to x"),
        (torch.ones_like, ValueError, "not connected to x"),
        (
            lambda t: torch.ones_like(t).requires_grad_() * 2,
            ValueError,
            "not connected to x",
        ),
        (lambda t: t.cumsum(0), ValueError, "entry by entry"),
        (lambda t: t.softmax(0), ValueError, "entry by entry"),
        (lambda t: t.flip(0), ValueError, "entry by entry"),
        (lambda t: t - t.mean(), ValueError, "entry by entry"),
    ],
)
def test_functions_that_have_no_derivative_at_each_entry(f, error, message):
    with pytest.raises(error, match=message):
        cases.derivative(f, tensor([-1.0, 0.5, 1.0]))


def test_sign_squared_is_one_but_for_zero():
    x = tensor([-1.0, 0.0, 1.0])
    assert (torch.sign(x) ** 2).tolist() == [1, 0, 1]
    assert cases.derivative(lambda t: torch.sign(t) ** 2, x).tolist() == [0, 0, 0]


def test_gradcheck_speaks_up_at_zero_only():
    rng = np.random.default_rng(547)
    away = torch.tensor(rng.uniform(0.1, 1, 5) * [1, -1, 1, -1, 1]).requires_grad_()
    zero = tensor([0.0]).requires_grad_()
    assert torch.autograd.gradcheck(cases.line_by_sign, away)
    assert not torch.autograd.gradcheck(cases.line_by_sign, zero, raise_exception=False)
    assert torch.autograd.gradcheck(cases.line_plain, zero)


def test_gradient_is_what_pytorch_says():
    assert cases.gradient(lambda x: x[0] * x[1] ** 2, 2.0, 3.0) == [9.0, 12.0]
    assert cases.gradient(lambda x: x.amax(0), 1, 1.0) == [0.5, 0.5]
    assert cases.gradient(lambda x: torch.logsumexp(x, dim=0), -math.inf, 0.0) == [0.0, 1.0]
    assert math.isnan(cases.gradient(lambda x: (x * x).sum().sqrt(), 0.0, 0.0)[0])


@pytest.mark.parametrize("off", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("create_graph", [False, True])
def test_gradient_where_gradients_are_switched_off(off, create_graph):
    with off():
        slopes = cases.gradient(lambda x: x[0] * x[1] ** 2, 2.0, 3.0, create_graph=create_graph)
    assert slopes == [9.0, 12.0]


def test_gradient_of_a_function_that_works_in_place():
    assert cases.gradient(lambda x: x.mul_(3).sum(), 1.0, 2.0) == [3.0, 3.0]


def test_gradient_by_the_formula_that_can_be_differentiated_again():
    def determinant(x):
        return torch.linalg.det(x.reshape(2, 2))

    right = cases.gradient(determinant, 1.0, 2.0, 2.0, 4.0, create_graph=True)
    assert right == pytest.approx([4, -2, -2, 1])
    assert cases.gradient(determinant, 1.0, 2.0, 2.0, 4.0) != pytest.approx(right)


@pytest.mark.parametrize(
    ("f", "entries", "error", "message"),
    [
        (3, (1.0,), TypeError, "f must be a function from tensor to tensor, but it is of type int"),
        (torch.sum, ("1",), TypeError, "an entry must be a real number, but one is of type str"),
        (torch.sum, (1.0, True), TypeError, "must be a real number, but one is of type bool"),
        (torch.sum, (0.0, math.nan), ValueError, "no entry may be nan"),
        (lambda x: x[0].item(), (1.0,), TypeError, "must return a tensor, but it returned float"),
        (torch.sin, (1.0,), ValueError, r"of shape \(\), but it has the shape \(1,\)"),
        (lambda x: x[0].detach(), (1.0,), ValueError, "not connected to x"),
        (lambda _: torch.ones((), requires_grad=True), (1.0,), ValueError, "not connected to x"),
    ],
)
def test_gradient_says_what_is_wrong(f, entries, error, message):
    with pytest.raises(error, match=message):
        cases.gradient(f, *entries)
