import math
import sys

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.artificial import zero_with_slope
from snippets.pytorch_cases import derivative

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def tensor(values, dtype=torch.float64):
    return torch.tensor(values, dtype=dtype)


@pytest.mark.parametrize("slope", [0, 1, -3, 0.1, 1e10])
def test_derivative_at_zero_is_the_one_asked_for_and_zero_elsewhere(slope):
    zero = zero_with_slope(slope)
    assert derivative(zero, tensor([-1e300, -1.0, -5e-324, 5e-324, 2.0])).tolist() == [0] * 5
    assert derivative(zero, tensor([0.0, -0.0])).tolist() == [slope, slope]


def test_the_largest_number_is_finite():
    largest = sys.float_info.max
    assert derivative(zero_with_slope(largest), tensor(0.0)).item() == largest


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.floats(-1e100, 1e100), FINITE)
def test_it_is_zero_at_every_number(slope, x):
    assert zero_with_slope(slope)(tensor(x)).item() == 0


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32, torch.float64])
def test_shape_and_dtype_are_kept(dtype):
    x = torch.zeros(2, 0, 3, dtype=dtype)
    assert zero_with_slope(2)(x).shape == x.shape
    assert zero_with_slope(2)(x).dtype == dtype
    assert derivative(zero_with_slope(2), torch.zeros((), dtype=dtype)).item() == 2


def test_not_finite_is_nan():
    assert zero_with_slope(1)(tensor([math.inf, -math.inf, math.nan])).isnan().all()


@pytest.mark.parametrize(
    ("slope", "error"),
    [("1", TypeError), (True, TypeError), (None, TypeError), (math.nan, ValueError),
     (-math.inf, ValueError), (10**400, ValueError)],
)  # fmt: skip
def test_slope_that_is_no_finite_number(slope, error):
    with pytest.raises(error, match=r"^slope must be"):
        zero_with_slope(slope)
