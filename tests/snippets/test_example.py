import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.example import f, step
from snippets.trace import trace

repeatable = settings(deadline=None, derandomize=True, max_examples=100)
away_from_zero = st.floats(0.2, 5).flatmap(lambda x: st.sampled_from([x, -x]))


def closed_form(w1, w2):
    inner = 3 * w1 / w2 - math.exp(2 * w2)
    return (math.sin(2 * math.pi * w1 / w2) + inner) * inner


def test_value_at_the_running_point():
    assert f(-0.7, 1.3) == pytest.approx(223.7712696514426, rel=1e-15)


@repeatable
@given(st.floats(-5, 5), away_from_zero)
def test_floats_arrays_tensors_and_traced_values_agree(w1, w2):
    expected = pytest.approx(closed_form(w1, w2), rel=1e-12, abs=1e-12)
    assert f(w1, w2) == expected
    assert f(np.array([w1]), np.array([w2]))[0] == expected
    assert f(*torch.tensor([w1, w2], dtype=torch.float64)).item() == expected
    assert trace(f, w1, w2).value == expected
    assert f(complex(w1), complex(w2)).real == expected


def test_arrays_broadcast():
    assert f(np.ones((3, 1)), np.array([1.0, 2.0])).shape == (3, 2)


@pytest.mark.parametrize(
    "zero", [0, 0.0, -0.0, np.array([1.0, 0.0]), torch.tensor([0.0, 1.0]), 0j], ids=repr
)
def test_w2_zero_is_refused_by_name(zero):
    with pytest.raises(ValueError, match=r"w2: expected w2 ≠ 0, where Eq\. 1 is defined"):
        f(1.0, zero)


def test_w2_zero_is_refused_while_traced():
    with pytest.raises(ValueError, match="w2: expected w2 ≠ 0"):
        trace(f, 1.0, 0.0)


@pytest.mark.parametrize(
    "kind", [np.float16, np.float32, np.int64, np.longdouble, np.complex64, Fraction, np.array]
)
def test_numbers_of_other_kinds(kind):
    assert f(kind(1), kind(2)) == pytest.approx(closed_form(1, 2), rel=2e-3)
    assert f(kind(1), 2.0) == pytest.approx(closed_form(1, 2), rel=2e-3)
    assert f(1.0, kind(2)) == pytest.approx(closed_form(1, 2), rel=2e-3)


@pytest.mark.parametrize(("w1", "w2"), [(1e308, 1e-308), (1.0, 5e-324), (-1e300, -1e-100)])
def test_a_quotient_that_overflows_is_refused_and_makes_no_nan(w1, w2):
    with pytest.raises(ValueError, match=r"w1, w2: expected \|w1/w2\| of at most 1e\+307, lest"):
        f(w1, w2)
    with pytest.raises(ValueError, match=r"w1, w2: expected \|w1/w2\| of at most 1e\+307, lest"):
        trace(f, np.array([1.0, w1]), w2)


@pytest.mark.parametrize(("w1", "w2"), [(5e-324, 5e-324), (1e307, 1.0), (1e-300, 1e-300)])
def test_extreme_points_with_a_quotient_in_range(w1, w2):
    assert math.isfinite(trace(f, w1, w2).values["z_2"])
    assert np.isfinite(trace(f, np.array([w1]), w2).values["z_2"]).all()


def test_arrays_that_do_not_broadcast_are_refused_by_the_division():
    with pytest.raises(ValueError, match=r"/: arrays of the shapes \(3,\) and \(2,\)"):
        trace(f, np.ones(3), np.ones(2))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 10**400])
def test_points_that_are_not_finite_are_refused(bad):
    with pytest.raises(ValueError, match="w1: expected finite numbers"):
        f(bad, 1.0)
    with pytest.raises(ValueError, match="w2: expected finite numbers"):
        f(1.0, bad)
    with pytest.raises(ValueError, match="w2: expected finite numbers"):
        f(1.0, np.array([1.0, bad]))


@pytest.mark.parametrize("bad", ["1", None, [1.0], Decimal(1)])
def test_what_is_no_number_is_refused(bad):
    with pytest.raises(TypeError, match="w2: expected a number, array or tensor, got"):
        f(1.0, bad)


def test_step_returns_what_it_is_given():
    for value in (1.5, "text", None, [1]):
        assert step(value) is value


def test_the_pure_modules_import_only_the_standard_library():
    code = (
        "import sys, snippets, snippets.trace, snippets.higher, snippets.differences;"
        "from snippets.example import f; snippets.higher.hessian(f, 1, 2);"
        "print([m for m in ('numpy', 'torch', 'matplotlib', 'sympy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
