from fractions import Fraction

import numpy as np
import pytest

from snippets.inputs import checked_outputs, checked_points, checked_primals, input_names
from snippets.reverse import grad


def test_numbers_of_every_kind_become_floats():
    given = (1, 2.5, Fraction(1, 4), np.float32(0.5), np.int64(3), np.array(7))
    names, values = checked_primals(lambda *x: x, given)
    assert names == ["x_1", "x_2", "x_3", "x_4", "x_5", "x_6"]
    assert values == [1.0, 2.5, 0.25, 0.5, 3.0, 7.0]
    assert {type(v) for v in values} == {float}


def with_defaults(x, y=2.0):
    return x * y


def with_keyword(x, *, y):
    return x * y


def with_rest(x, *rest):
    return x * rest[0]


CALLS = [
    (with_defaults, (1.0, 3.0)), (with_defaults, (1.0,)), (with_rest, (1.0, 2.0)),
    (lambda x: x, (1,)), (lambda x: x, (np.ones(2),)), (grad, (1.0,)), (max, (1.0, 2.0)),
    (lambda: 0.0, ()),
]  # fmt: skip


@pytest.mark.parametrize(("f", "primals"), CALLS)
def test_inputs_that_pass_at_once_are_those_that_pass_when_looked_at(f, primals):
    at_once, looked_at = checked_points(f, primals), checked_primals(f, primals)[1]
    assert list(map(np.ndarray.tolist, map(np.asarray, at_once))) == [
        np.asarray(x).tolist() for x in looked_at
    ]
    assert list(map(type, at_once)) == list(map(type, looked_at))


@pytest.mark.parametrize(
    ("f", "primals", "message"),
    [
        (with_defaults, (), r"takes 1 to 2 inputs \(x, y\), but 0 came in"),
        (with_keyword, (1.0,), "needs the keyword y"),
        (with_rest, (), "takes at least 1 inputs"),
        (lambda x: x, (float("nan"),), "x: expected finite numbers, got nan"),
        (lambda x: x, (float("-inf"),), "x: expected finite numbers, got -inf"),
        (lambda x: x, (True,), "x: expected a real number"),
        (3, (1.0,), "f: expected a function"),
    ],
)
def test_nothing_wrong_passes_at_once(f, primals, message):
    with pytest.raises((TypeError, ValueError), match=message):
        checked_points(f, primals)


def test_arrays_are_copied_as_float64():
    array = np.array([1, 2], dtype=np.int32)
    _, (value,) = checked_primals(lambda x: x, (array,))
    assert value.dtype == np.float64
    array[0] = 9
    assert value.tolist() == [1.0, 2.0]


def test_methods_and_callables_are_named_by_their_own_parameters():
    class Model:
        def __call__(self, w1, w2):
            return w1 * w2

    assert input_names(Model(), 2) == ["w_1", "w_2"]
    assert input_names(Model().__call__, 2) == ["w_1", "w_2"]
    with pytest.raises(TypeError, match=r"Model takes 2 inputs \(w1, w2\), but 1 came in"):
        input_names(Model(), 1)


@pytest.mark.parametrize("bad", [True, np.True_, np.array([True, False])])
def test_truth_values_are_no_outputs(bad):
    with pytest.raises(TypeError, match="the result of len: expected a real number, got"):
        checked_outputs(len, bad)


def test_tuples_and_lists_are_several_outputs():
    assert checked_outputs(len, (1, 2)) == ([1.0, 2.0], True)
    assert checked_outputs(len, [1]) == ([1.0], True)
    assert checked_outputs(len, 1) == ([1.0], False)
