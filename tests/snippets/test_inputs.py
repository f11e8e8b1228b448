from fractions import Fraction

import numpy as np
import pytest

from snippets.inputs import checked_outputs, checked_primals, input_names


def test_numbers_of_every_kind_become_floats():
    given = (1, 2.5, Fraction(1, 4), np.float32(0.5), np.int64(3), np.array(7))
    names, values = checked_primals(lambda *x: x, given)
    assert names == ["x_1", "x_2", "x_3", "x_4", "x_5", "x_6"]
    assert values == [1.0, 2.5, 0.25, 0.5, 3.0, 7.0]
    assert {type(v) for v in values} == {float}


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
