import numpy as np
import pytest

from snippets.broadcasting import fit, total
from snippets.forward import jvp
from snippets.reverse import grad


@pytest.mark.parametrize(
    "shape", [(), (1,), (4,), (1, 4), (3, 1), (3, 4), (1, 1), (1, 1, 4), (2, 3, 1), (2, 3, 4)]
)
def test_fit_is_the_transpose_of_broadcasting(shape):
    rng = np.random.default_rng(547)
    big = (2, 3, 4)
    x, y = rng.normal(size=shape), rng.normal(size=big)
    x = x if shape else float(x)
    stretched, summed = fit(x, big), fit(y, shape)
    assert np.array_equal(stretched, np.broadcast_to(x, big))
    assert np.shape(summed) == shape
    assert np.sum(stretched * y) == pytest.approx(np.sum(x * summed))


def test_zero_sized_arrays():
    assert fit(np.ones((0, 3)), (3,)).tolist() == [0.0, 0.0, 0.0]
    assert grad(lambda x: x * 2)(np.ones(0))[0].shape == (0,)


def test_the_sum_has_both_modes_and_second_derivatives():
    x = np.array([1.0, 2.0, 4.0])
    assert jvp(lambda x: total(x * x), (x,), (x,)) == (21.0, 42.0)
    assert grad(lambda c: total(c * x))(2.0) == (7.0,)
    second = grad(lambda c: grad(lambda b: total(b * b * c * x))(3.0)[0])(1.0)
    assert second == (42.0,)
    curvature = jvp(lambda x: grad(lambda y: total(y * y * y))(x), (x,), (1.0,))[1]
    assert curvature[0].tolist() == [6.0, 12.0, 24.0]
