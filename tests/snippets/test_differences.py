# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import math

import pytest

from snippets import elementals as e
from snippets.differences import central_differences, complex_step
from snippets.example import f

POINT = (-0.7, 1.3)
GRADIENT = (1.7192444112365133, 806.5670088172321)


def test_central_differences_leave_about_nine_digits():
    assert central_differences(f, *POINT) == pytest.approx(GRADIENT, rel=1e-7)


def test_complex_step_is_exact_to_rounding():
    assert complex_step(f, *POINT) == pytest.approx(GRADIENT, rel=1e-14)
    assert complex_step(f, *POINT, step=1e-200) == pytest.approx(GRADIENT, rel=1e-14)


def test_the_error_of_differences_falls_with_the_square_of_the_step_and_then_rises():
    def error(step):
        return abs(central_differences(math.exp, 1.0, step=step)[0] - math.e)

    assert error(1e-2) / error(1e-3) == pytest.approx(100, rel=1e-3)
    assert error(1e-13) > error(1e-6)


@pytest.mark.parametrize(("x", "h"), [(0.5, 0.01), (1.0, 0.01), (-10.0, 0.1)])
def test_the_step_is_relative_to_an_input_larger_than_one(x, h):
    (slope,) = central_differences(lambda x: x * x * x, x, step=0.01)
    assert slope - 3 * x * x == pytest.approx(h * h, rel=1e-6)


def test_a_step_below_the_spacing_of_floats_sees_no_change():
    assert central_differences(f, *POINT, step=1e-30) == (0.0, 0.0)


def test_functions_of_one_and_of_no_input():
    assert central_differences(e.sin, 0.5) == pytest.approx((math.cos(0.5),), rel=1e-9)
    assert complex_step(e.sin, 0.5) == pytest.approx((math.cos(0.5),), rel=1e-15)
    assert central_differences(lambda: 1.0) == complex_step(lambda: 1.0) == ()


def test_constants():
    assert complex_step(lambda x: 3.0, 1.0) == central_differences(lambda x: 3.0, 1.0) == (0.0,)


@pytest.mark.parametrize("method", [central_differences, complex_step])
@pytest.mark.parametrize("step", [0.0, -1e-6, math.nan])
def test_a_step_that_is_not_positive(method, step):
    with pytest.raises(ValueError, match="step: expected a positive number"):
        method(f, *POINT, step=step)


@pytest.mark.parametrize("method", [central_differences, complex_step])
def test_bad_points(method):
    with pytest.raises(ValueError, match="w_1: expected finite"):
        method(f, math.inf, 1.0)
    with pytest.raises(TypeError, match="w_2: expected a real number"):
        method(f, 1.0, "a")
    with pytest.raises(TypeError, match="takes 2 inputs"):
        method(f, 1.0)
