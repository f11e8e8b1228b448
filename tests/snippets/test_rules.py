import math

import pytest
import torch
from torch.autograd import forward_ad

from snippets.pytorch_cases import derivative
from snippets.rules import rectifier


def points(dtype=torch.float64):
    return torch.tensor([-2.0, -0.0, 0.0, 5e-324, 3.0], dtype=dtype)


# PyTorch itself, the first time that it runs forward mode.
@pytest.mark.filterwarnings("ignore:.torch.jit.script. is deprecated:DeprecationWarning")
@pytest.mark.parametrize("slope", [0, 0.5, 1])
def test_both_modes_have_the_slope_at_zero(slope):
    f, x = rectifier(slope), points()
    expected = [0, slope, slope, 1, 1]
    assert derivative(f, x).tolist() == expected
    with forward_ad.dual_level():
        dual = f(forward_ad.make_dual(x, torch.ones_like(x)))
        value, tangent = forward_ad.unpack_dual(dual)
    assert tangent.tolist() == expected
    assert torch.equal(value, torch.relu(x))


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_dtype_and_shape_are_kept(dtype):
    x = points(dtype).reshape(5, 1)
    assert torch.equal(rectifier(0.5)(x), torch.relu(x))
    assert derivative(rectifier(0.5), x).dtype == dtype


def test_the_second_derivative_of_its_square_is_two_on_the_right():
    x = torch.tensor([-1.0, 1.0], dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad((rectifier(0.5)(x) ** 2).sum(), x, create_graph=True)
    (second,) = torch.autograd.grad(first.sum(), x)
    assert second.tolist() == [0, 2]


def test_an_infinite_adjoint_of_what_is_off_is_no_nan():
    x = torch.tensor(-1.0, requires_grad=True)
    rectifier(0.5)(x).backward(torch.tensor(math.inf))
    assert x.grad == 0


@pytest.mark.parametrize(
    ("slope", "error"),
    [("1", TypeError), (True, TypeError), (-0.1, ValueError), (1.5, ValueError),
     (math.nan, ValueError)],
)  # fmt: skip
def test_slope_that_no_side_has(slope, error):
    with pytest.raises(error, match=r"^slope must be"):
        rectifier(slope)
