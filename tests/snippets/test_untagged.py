import pytest

from snippets.forward import jvp
from snippets.untagged import Untagged, derivative


def test_one_derivative_is_right():
    assert derivative(lambda x: 3 * x * x + x + 1, 2.0) == 13.0
    assert derivative(lambda _: 4.0, 2.0) == 0.0


def test_a_derivative_of_a_derivative_is_right():
    assert derivative(lambda x: derivative(lambda y: y * y * y, x), 3.0) == 18.0


@pytest.mark.parametrize(
    ("inner", "right", "wrong"),
    [
        (lambda x, y: x + y, 1.0, 2.0),
        (lambda x, y: x * y, 6.0, 4.0),
        (lambda _, y: y * y, 2.0, 2.0),  # without the outer variable nothing is confused
    ],
)
def test_a_variable_of_the_derivative_around_is_confused(inner, right, wrong):
    """d/dx [x · d/dy inner(x, y)] at x = 3 and y = 1, in this exhibit and in the engine."""

    def outer(x):
        return x * derivative(lambda y: inner(x, y), 1.0)

    def tagged(x):
        return x * jvp(lambda y: inner(x, y), (1.0,), (1.0,))[1]

    assert derivative(outer, 3.0) == wrong
    assert jvp(tagged, (3.0,), (1.0,))[1] == right


def test_arithmetic():
    z = 2 * Untagged(3.0, 1.0) + 1
    assert (z.value, z.tangent) == (7.0, 2.0)
