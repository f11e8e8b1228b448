import cmath
import math
from fractions import Fraction

import numpy as np
import pytest
import torch

from snippets import ieee


@pytest.mark.parametrize("name", ["log", "sqrt", "sin", "tanh", "exp"])
def test_the_same_function_on_every_kind_of_value(name):
    function = ieee.function(name)
    expected = pytest.approx(getattr(math, name)(0.7), rel=1e-14)
    assert function(0.7) == expected
    assert function(np.array([0.7]))[0] == expected
    assert function(torch.tensor(0.7, dtype=torch.float64)).item() == expected
    assert function(0.7 + 0j).real == expected
    for real in (Fraction(7, 10), np.float64(0.7)):
        assert function(real) == expected
        assert type(function(real)) is float


@pytest.mark.parametrize("x", [-40.0, -1.0, 0.0, 1.0, 40.0])
def test_softplus_and_logistic_on_every_kind_of_value(x):
    soft, share = math.log1p(math.exp(-abs(x))) + max(x, 0), 1 / (1 + math.exp(-x))
    for value, kind in [(x, float), (np.array(x), float), (torch.tensor(x).double(), float)]:
        assert kind(ieee.softplus(value)) == pytest.approx(soft, rel=1e-14)
        assert kind(ieee.logistic(value)) == pytest.approx(share, rel=1e-14)
    assert ieee.softplus(complex(x)).real == pytest.approx(soft, rel=1e-12, abs=1e-15)
    assert ieee.logistic(complex(x)).real == pytest.approx(share, rel=1e-12)


def test_pytorch_differentiates_softplus_rightly_where_its_parts_have_kinks():
    x = torch.tensor(
        [-math.inf, -40.0, 0.0, 40.0, math.inf], dtype=torch.float64, requires_grad=True
    )
    (slopes,) = torch.autograd.grad(ieee.softplus(x).sum(), x)
    assert slopes.tolist() == pytest.approx([0.0, math.exp(-40), 0.5, 1.0, 1.0], rel=1e-12)


def test_expm1_of_small_complex_numbers():
    assert ieee.expm1(1e-12 + 0j).real == pytest.approx(math.expm1(1e-12), rel=1e-14)
    assert ieee.expm1(1 + 2j) == pytest.approx(cmath.exp(1 + 2j) - 1)


def test_nan_is_passed_on():
    for function in (ieee.maximum, ieee.minimum, ieee.logsumexp, ieee.divide):
        assert math.isnan(function(math.nan, 1.0))
        assert math.isnan(function(1.0, math.nan))
    assert math.isnan(ieee.sign(math.nan))
    assert math.isnan(ieee.softplus(math.nan))


def test_complex_numbers_far_out_and_at_the_edges():
    assert ieee.softplus(1000 + 0j) == 1000
    assert ieee.softplus(-1000 + 0j) == 0
    assert ieee.sign(-3 + 0j) == -1
    for quotient in (ieee.divide(1 + 1j, 0.0), ieee.divide(1.0, 0j)):
        assert cmath.isnan(quotient)


def test_of_equal_entries_neither_exceeds_the_other():
    assert ieee.exceeds(np.array([2.0, 2.0, 2.0]), np.array([1.0, 2.0, 3.0])).tolist() == [
        1,
        0.5,
        0,
    ]


def test_an_array_over_a_number_overflows_without_a_warning():
    assert ieee.divide(np.array([1e308, -1e308]), 0.1).tolist() == [math.inf, -math.inf]


@pytest.mark.parametrize("function", [ieee.exp, ieee.sign])
def test_what_is_no_number_is_refused(function):
    with pytest.raises(TypeError, match=r"^\w+: expected a number, an array or a tensor, got 'a'"):
        function("a")
