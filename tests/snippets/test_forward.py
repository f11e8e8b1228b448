# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.differences import central_differences, complex_step
from snippets.example import f
from snippets.forward import jvp
from snippets.higher import hvp

repeatable = settings(deadline=None, derandomize=True, max_examples=100)
POINT = (-0.7, 1.3)
away_from_zero = st.floats(0.2, 4).flatmap(lambda x: st.sampled_from([x, -x]))


def by_hand(u, v):
    """∂f/∂w1 and ∂f/∂w2, differentiated on paper."""
    s, p = math.sin(2 * math.pi * u / v), 3 * u / v - math.exp(2 * v)
    ds1, dp1 = 2 * math.pi / v * math.cos(2 * math.pi * u / v), 3 / v
    ds2 = -2 * math.pi * u / v**2 * math.cos(2 * math.pi * u / v)
    dp2 = -3 * u / v**2 - 2 * math.exp(2 * v)
    return (ds1 + dp1) * p + (s + p) * dp1, (ds2 + dp2) * p + (s + p) * dp2


@repeatable
@given(st.floats(-4, 4), away_from_zero, st.floats(-2, 2), st.floats(-2, 2))
def test_any_direction_three_ways(w1, w2, a, b):
    value, slope = jvp(f, (w1, w2), (a, b))
    assert value == f(w1, w2)
    first, second = by_hand(w1, w2)
    size = abs(a * first) + abs(b * second) + 1e-6
    assert slope == pytest.approx(a * first + b * second, abs=1e-12 * size + 1e-11)
    tensors = [torch.tensor(x, dtype=torch.float64) for x in (w1, w2)]
    directions = [torch.tensor(x, dtype=torch.float64) for x in (a, b)]
    _, theirs = torch.autograd.functional.jvp(f, tuple(tensors), tuple(directions))
    assert slope == pytest.approx(theirs.item(), abs=1e-12 * size + 1e-11)
    exact = complex_step(f, w1, w2)
    assert slope == pytest.approx(a * exact[0] + b * exact[1], abs=1e-12 * size + 1e-11)


def test_running_point_against_differences():
    slopes = [jvp(f, POINT, unit)[1] for unit in ((1, 0), (0, 1))]
    assert slopes == pytest.approx(central_differences(f, *POINT), rel=1e-7)
    assert slopes == pytest.approx(by_hand(*POINT), rel=1e-13)


@pytest.mark.parametrize("w1", [0.0, -0.0, 1e-300, 1e5, -1e5, 1.5, 3.0])
@pytest.mark.parametrize("w2", [0.5, -2.0, 1e-3, 3.0, 100.0])
def test_awkward_points(w1, w2):
    slopes = [jvp(f, (w1, w2), unit)[1] for unit in ((1, 0), (0, 1))]
    exact = complex_step(f, w1, w2)
    assert slopes == pytest.approx(exact, rel=1e-9)


def test_a_function_with_several_outputs():
    values, slopes = jvp(lambda x, y: (x * y, x, 3.0), (2.0, 5.0), (1.0, 10.0))
    assert values == (10.0, 2.0, 3.0)
    assert slopes == (25.0, 1.0, 0.0)
    assert jvp(lambda x: [x], (2.0,), (1.0,)) == ((2.0,), (1.0,))


def test_constant_outputs_and_unused_inputs():
    assert jvp(lambda x: 4, (1.0,), (1.0,)) == (4.0, 0.0)
    assert jvp(lambda x, y: y, (1.0, 2.0), (7.0, 3.0)) == (2.0, 3.0)
    assert jvp(lambda: 4.0, (), ()) == (4.0, 0.0)


def test_an_input_that_stands_still_makes_no_nan():
    assert jvp(lambda x, y: e.sqrt(x) + y, (0.0, 1.0), (0.0, 1.0)) == (1.0, 1.0)


def test_no_rule_is_applied_where_no_moving_input_enters():
    applied = []

    def rule(z, x):  # noqa: ARG001
        applied.append(x)
        return 3.0

    triple = e.Elemental("triple", lambda x: 3.0 * x, [rule], "{}".format, "{}".format)
    assert jvp(lambda x, y: triple(x) + triple(y), (2.0, 5.0), (0.0, 1.0)) == (21.0, 3.0)
    assert applied == [5.0]


def test_arrays():
    x = np.linspace(0.5, 2, 4)
    value, slope = jvp(lambda x, y: x * y, (x, 3.0), (np.ones(4), 2.0))
    assert np.array_equal(value, 3 * x)
    assert np.allclose(slope, 3 + 2 * x)
    _, slope = jvp(lambda x, c: c * x, (np.ones((2, 1)), np.arange(3)), (1.0, 0.0))
    assert slope.tolist() == [[0.0, 1.0, 2.0]] * 2
    assert jvp(lambda x: 1.0, (x,), (1.0,)) == (1.0, 0.0)


def test_no_warnings_on_arrays_at_the_edge():
    value, slope = jvp(lambda x: e.log(x) / x, (np.array([0.0, 1.0]),), (1.0,))
    assert value.tolist() == [-np.inf, 0.0]
    assert slope[1] == 1.0


def test_wrong_tangents():
    with pytest.raises(ValueError, match="tangents: expected 2, one for each of w_1, w_2, got 1"):
        jvp(f, POINT, (1.0,))
    with pytest.raises(TypeError, match="tangents: expected a sequence"):
        jvp(f, POINT, 1.0)
    with pytest.raises(ValueError, match="the one for w_2 in tangents: expected finite"):
        jvp(f, POINT, (1.0, math.nan))
    with pytest.raises(ValueError, match=r"for w_1 has the shape \(2,\), expected \(\)"):
        jvp(f, POINT, (np.ones(2), 1.0))


@pytest.mark.parametrize("bad", [1.0, None, "ab", {1.0, 2.0}, iter((1.0, 2.0)), np.array(2.0)])
def test_a_point_that_is_no_sequence(bad):
    with pytest.raises(TypeError, match="primals: expected a sequence, one number an input, got"):
        jvp(f, bad, (1.0, 0.0))
    with pytest.raises(TypeError, match="primals: expected a sequence, one number an input, got"):
        hvp(f, bad, (1.0, 0.0))


def test_the_inputs_stay_as_they_are():
    x = np.array([1.0, 2.0])
    value, _ = jvp(lambda x: x, (x,), (1.0,))
    value[0] = 9.0
    assert x.tolist() == [1.0, 2.0]


def test_an_input_that_stands_still_follows_ieee_like_the_others():
    assert jvp(lambda x, y: y + 1 / x, (0.0, 1.0), (0.0, 1.0)) == (math.inf, 1.0)
    assert jvp(lambda x, y: y + x**3, (1e200, 1.0), (0.0, 1.0)) == (math.inf, 1.0)
    value, slope = jvp(lambda x, y: y + x**0.5, (-1.0, 1.0), (0.0, 1.0))
    assert math.isnan(value)
    assert slope == 1.0


def test_bytes_are_no_point():
    with pytest.raises((TypeError, ValueError)):
        jvp(lambda x, y: x * y, b"12", (1, 0))
