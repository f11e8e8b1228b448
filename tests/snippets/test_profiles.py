import math

import numpy as np
import pytest
import torch

from snippets.elementals import sin, sqrt, tanh
from snippets.profiles import Profile, branching, profile
from snippets.recorders import watch
from snippets.slopes import EDGE, KINK, SMOOTH, Side, steps
from snippets.torch_recorder import watch as watch_torch


def seen(f, recorder=watch, at=0.0):
    return profile(recorder(f, [at]), lambda t: recorder(f, [at + t]), steps(1.0, at == 0))


def test_a_column_an_operation_and_one_for_the_value():
    found = seen(lambda x: abs(x) * abs(x) + 3 * x)
    assert found.kinds.tolist() == [KINK, KINK, SMOOTH, SMOOTH, SMOOTH, SMOOTH]
    assert np.allclose(found.left.slope, [-1, -1, 0, 3, 3, 3], atol=1e-12)
    assert np.allclose(found.right.slope, [1, 1, 0, 3, 3, 3], atol=1e-12)
    assert found.places == [[0], [1], [2], [3], [4]]
    assert found.settles()


def test_a_value_that_stands_still_in_rounding_is_not_taken_for_a_slope():
    found = seen(lambda x: torch.acos(torch.cos(x)), watch_torch)
    assert found.kinds.tolist() == [SMOOTH, KINK, KINK]
    assert np.allclose([found.left.slope[1:], found.right.slope[1:]], [[-1] * 2, [1] * 2])


def test_what_is_made_of_it_is_not_either():
    found = seen(lambda x: 3 * np.arccos((np.cos(x) + 1e6) - 1e6))
    assert found.kinds.tolist() == [SMOOTH, SMOOTH, SMOOTH, KINK, KINK, KINK]
    assert np.allclose(found.right.slope[-3:], [1, 3, 3], rtol=1e-3)


@pytest.mark.parametrize(
    ("f", "slope"), [(lambda x: sqrt(x * x + 1e-16), 0), (lambda x: tanh(1e7 * x), 1e7)]
)
def test_a_factor_that_stands_still_hides_nothing_narrow(f, slope):
    found = seen(lambda x: f(x) * (1 + x * x))
    assert found.kinds[-2:].tolist() == [SMOOTH, SMOOTH]
    assert np.allclose(found.right.slope[-2:], slope, rtol=1e-6, atol=1e-6)


def test_where_records_part():
    one = watch(lambda x: x + 1 if x > 0 else x * 2, [1.0])
    other = watch(lambda x: x + 1 if x > 0 else x * 2, [-1.0])
    assert branching(one, one) is None
    assert branching(one, other) == 2
    more = watch(lambda x: (x + 1 if x > 0 else x * 2) * x, [1.0])
    assert branching(one, more) == 3
    other_constant = watch(lambda x: x + 2 if x > 0 else x * 2, [1.0])
    assert branching(one, other_constant) == 2
    assert branching(one, other_constant, constants=False) is None


def test_what_lies_behind_a_branch_is_not_compared():
    found = seen(lambda x: abs(x) + 1 if x > 0 else 2 * x)
    assert found.splits
    assert len(found.places) == 2  # the comparison, and what came of it


def test_a_branch_beside_the_point_is_none_at_it():
    found = seen(lambda x: 2 * x if x < 1e-6 else 2 * x + 0 * sin(x))
    assert not found.splits
    assert len(found.places) == 3
    assert found.left.slope.tolist() == [0, 0, 2, 2]
    assert found.right.slope.tolist() == [0, 0, 2, 2]


def test_a_branch_beside_the_point_hides_none_at_it():
    found = seen(lambda x: x * (2.0 if x > 0 else 3.0) + (0.0 * x if x < 1e-6 else 1 * x))
    assert found.splits
    assert len(found.places) == 2


def test_more_operations_at_some_steps_are_no_others_at_the_point():
    def doubled(x):
        while x < 10:
            x = 2 * x
        return x

    found = seen(doubled, at=0.3)
    assert found.right.slope[-1] == pytest.approx(64)
    assert set(found.kinds.tolist()) == {SMOOTH}


def test_a_constant_that_moves_with_the_point_is_no_other_operation():
    found = seen(lambda x: float(x) * x, at=1.0)
    assert found.kinds.tolist() == [SMOOTH] * 3
    assert not found.splits


def test_a_function_may_return_its_input_or_a_constant():
    found = seen(lambda x: x, at=1.0)
    assert (found.kinds.tolist(), found.places) == ([SMOOTH], [])
    assert found.settles()
    found = seen(lambda x: (sin(x), math.cos(x))[1])
    assert (len(found.kinds), found.kinds[-1]) == (3, SMOOTH)


@pytest.mark.parametrize(
    ("kind", "slope", "error", "settles"),
    [
        (SMOOTH, 2.0, 1e-3, True),
        (SMOOTH, 2.0, 1e-2, False),
        (SMOOTH, 0.0, 0.0, False),  # 0 has no digits
        (EDGE, math.nan, 0.0, True),
    ],
)
def test_a_slope_settles_if_the_value_has_digits_of_it(kind, slope, error, settles):
    before = (SMOOTH, 0.0, math.inf)
    kinds, slopes, errors = np.array([before, (kind, slope, error)]).T
    one = Side(slopes, errors, np.zeros(2), kinds.astype(int))
    found = Profile(one, one, one.kind, [[0]], False, one.kind > 0, steps(1.0, True))
    assert found.settles() == settles
