import numpy as np
import torch

from snippets.profiles import branching, profile
from snippets.recorders import watch
from snippets.slopes import KINK, SMOOTH, steps
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
    assert found.kinds[-1] == KINK
    assert np.allclose([found.left.slope[-1], found.right.slope[-1]], [-1, 1], atol=1e-3)


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
