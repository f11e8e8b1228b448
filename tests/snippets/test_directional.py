"""One-sided values and derivatives, known on paper, of functions with kinks, jumps and 0/0."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.directional import (
    directional,
    expansion,
    lexicographic_derivative,
    lexicographic_gradient,
)
from snippets.elementals import (
    absolute,
    acos,
    asin,
    atan,
    atan2,
    cos,
    cosh,
    exp,
    expm1,
    hypot,
    log,
    log1p,
    logistic,
    logsumexp,
    maximum,
    minimum,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    tanh,
    xlogy,
)
from snippets.example import f as example
from snippets.forward import jvp
from snippets.reverse import grad

inf = math.inf
repeatable = settings(deadline=None, derandomize=True, max_examples=60)


def relu(x):
    return maximum(x, 0.0)


def step(x):
    return 1.0 if x > 0 else 0.0


# name: (function, point, value and derivative in the direction 1, the same in the direction -1)
BY_HAND = {
    "abs": (abs, 0.0, (0, 1), (0, 1)),
    "relu": (relu, 0.0, (0, 1), (0, 0)),
    "clamp, lower": (lambda x: minimum(maximum(x, 0.0), 1.0), 0.0, (0, 1), (0, 0)),
    "clamp, upper": (lambda x: minimum(maximum(x, 0.0), 1.0), 1.0, (1, 0), (1, -1)),
    "relu - relu": (lambda x: relu(x) - relu(-x), 0.0, (0, 1), (0, -1)),
    "zero": (lambda x: (relu(-x) + x) - relu(x), 0.0, (0, 0), (0, 0)),
    "x sign": (lambda x: x * sign(x), 0.0, (0, 1), (0, 1)),
    "2x sign²": (lambda x: 2 * x * sign(x) ** 2, 0.0, (0, 2), (0, -2)),
    "root of a square": (lambda x: sqrt(x * x), 0.0, (0, 1), (0, 1)),
    "root of two powers": (lambda x: sqrt(x**2 + x**4), 0.0, (0, 1), (0, 1)),
    "root of a fourth power": (lambda x: sqrt(x**4), 0.0, (0, 0), (0, 0)),
    "cube of a cube root": (lambda x: (abs(x) ** (1 / 3)) ** 3, 0.0, (0, 1), (0, 1)),
    "branch": (lambda x: x if x > 0 else 3 * x, 0.0, (0, 1), (0, -3)),
    "early return": (lambda x: 0.0 if x == 0 else 5 * x, 0.0, (0, 5), (0, -5)),
    "branch by curvature": (lambda x: 2 * x if 1 - cos(x) > 0 else x, 0.0, (0, 2), (0, -2)),
    "root": (sqrt, 0.0, (0, inf), None),
    "root of abs": (lambda x: sqrt(abs(x)), 0.0, (0, inf), (0, inf)),
    "minus root of abs": (lambda x: -sqrt(abs(x)), 0.0, (0, -inf), (0, -inf)),
    "x / x": (lambda x: x / x, 0.0, (1, 0), (1, 0)),
    "sinc": (lambda x: sin(x) / x, 0.0, (1, 0), (1, 0)),
    "(exp - 1) / x": (lambda x: (exp(x) - 1) / x, 0.0, (1, 0.5), (1, -0.5)),
    "cancels four times": (
        lambda x: (sin(x) - x + x**3 / 6) / x**4, 0.0, (0, 1 / 120), (0, -1 / 120),
    ),
    "x log x": (lambda x: x * log(x), 0.0, (0, -inf), None),
    "x log x by xlogy": (lambda x: xlogy(x, x), 0.0, (0, -inf), None),
    "x² log x": (lambda x: xlogy(x * x, x), 0.0, (0, 0), None),
    "1 / log": (lambda x: 1 / log(x), 0.0, (0, -inf), None),
    "moved by a logarithm only": (lambda x: hypot(1 / log(x), 1.0), 0.0, (1, inf), None),
    "exp of log": (lambda x: exp(2 * log(x) + x), 0.0, (0, 0), None),
    "logistic of log": (lambda x: logistic(log(x)), 0.0, (0, 1), None),
    "tanh of log": (lambda x: tanh(0.5 * log(x)), 0.0, (-1, 2), None),
    "cosh of log": (lambda x: x * cosh(log(x)), 0.0, (0.5, 0), None),
    "sinh of log": (lambda x: x * sinh(log(x)), 0.0, (-0.5, 0), None),
    "expm1 of log": (lambda x: expm1(log(x)), 0.0, (-1, 1), None),
    "log1p at its edge": (lambda x: (1 + x) * log1p(x), -1.0, (0, -inf), None),
    "arctan at infinity": (lambda x: atan(1 / x), 0.0, (math.pi / 2, -1), (-math.pi / 2, 1)),
    "x / log": (lambda x: x / log(x), 0.0, (0, 0), None),
    "x**x": (lambda x: x**x, 0.0, (1, -inf), None),
    "0**x": (lambda x: 0.0**x, 0.0, (0, 0), None),
    "x**0": (lambda x: x**0, 0.0, (1, 0), (1, 0)),
    "arcsin at 1": (asin, 1.0, None, (math.pi / 2, -inf)),
    "arccos of a parabola": (
        lambda x: acos(1 - x * x), 0.0, (0, math.sqrt(2)), (0, math.sqrt(2)),
    ),
    "x arctan(1/x)": (lambda x: x * atan(1 / x), 0.0, (0, math.pi / 2), (0, math.pi / 2)),
    "flat": (lambda x: exp(-1 / x**2), 0.0, (0, 0), (0, 0)),
    "x logistic(1/x)": (lambda x: x * logistic(1 / x), 0.0, (0, 1), (0, 0)),
    "x softplus(1/x)": (lambda x: x * softplus(1 / x), 0.0, (1, 0), (0, 0)),
    "jump by sign": (lambda x: x + sign(x), 0.0, (1, 1), (-1, -1)),
    "jump by branch": (step, 0.0, (1, 0), (0, 0)),
    "angle": (lambda x: atan2(x, -1.0), 0.0, (math.pi, -1), (-math.pi, 1)),
    "angle at the origin": (lambda x: atan2(x, -abs(x)), 0.0,
                            (0.75 * math.pi, 0), (-0.75 * math.pi, 0)),
    "soft maximum": (lambda x: logsumexp(x, 3 * x), 0.0, (math.log(2), 2), (math.log(2), -2)),
    "a constant": (lambda _: 7.0, 0.0, (7, 0), (7, 0)),
    "derivative of abs": (lambda x: grad(absolute)(x)[0], 0.0, (1, 0), (-1, 0)),
    "a branch inside a derivative": (
        lambda x: grad(lambda y: y if y > 0 else 3 * y)(x)[0], 0.0, (1, 0), (3, 0),
    ),
    "NumPy's functions": (lambda x: np.sin(x) if np.less(0.0, x) else np.abs(x), 0.0,
                          (0, 1), (0, 1)),
    "NumPy's number first": (lambda x: x if np.float64(0.0) < x else 2 * x, 0.0, (0, 1), (0, -2)),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_one_sided_derivative_is_the_one_on_paper(name):
    f, point, *sides = BY_HAND[name]
    for direction, expected in zip((1.0, -1.0), sides, strict=True):
        if expected is None:
            with pytest.raises(ValueError, match="no finite limit that a series shows"):
                directional(f, (point,), (direction,))
        else:
            assert directional(f, (point,), (direction,)) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("name", BY_HAND)
def test_derivative_grows_in_proportion_to_the_direction(name):
    f, point, right, _ = BY_HAND[name]
    if right is not None:
        value, slope = directional(f, (point,), (4.0,))  # a power of 2, which rounds nothing
        assert (value, slope) == pytest.approx((right[0], 4 * right[1]), abs=1e-14)


# name: (function, point, direction, derivative)
OF_SEVERAL = {
    "norm": (hypot, (0, 0), (3, -4), 5),
    "norm by a root": (lambda x, y: sqrt(x * x + y * y), (0, 0), (3, -4), 5),
    "scaled": (lambda x, y: x * x * y / (x * x + y * y), (0, 0), (1, 2), 0.4),
    "maximum": (maximum, (2, 2), (1, -3), 1),
    "minimum": (minimum, (2, 2), (1, -3), -3),
    "maximum along the tie": (maximum, (2, 2), (4, 4), 4),
    "product of abs": (lambda x, y: abs(x) * abs(y), (0, 0), (1, 1), 0),
    "product of abs, one at 0": (lambda x, y: abs(x) * abs(y), (0, -2), (-1, 1), 2),
    "nested": (lambda x, y: abs(abs(x) - abs(y)), (0, 0), (1, -3), 2),
    "bent kink": (lambda x, y: maximum(0.0, y - x * x), (0, 0), (1, 0), 0),
    "middle of three": (
        lambda x, y, z: maximum(minimum(x, y), minimum(maximum(x, y), z)), (1, 1, 1), (5, 2, 3), 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_SEVERAL)
def test_of_several_inputs(name):
    f, point, direction, slope = OF_SEVERAL[name]
    value = 0.0 if name == "scaled" else f(*map(float, point))
    assert directional(f, point, direction) == pytest.approx((value, slope))


def test_where_the_function_is_smooth_it_is_forward_mode():
    for direction in ((1, 0), (0, 1), (0.3, -2)):
        value, slope = directional(example, (-0.7, 1.3), direction)
        assert (value, slope) == pytest.approx(jvp(example, (-0.7, 1.3), direction), rel=1e-14)


small = st.integers(-3, 3).map(float)


@repeatable
@given(st.lists(st.tuples(small, small), min_size=4, max_size=4), small, small)
def test_piecewise_linear_functions_against_a_step(rows, dx, dy):
    """At 0, where everything is tied, a step of 1 is as good as an infinitesimal one."""

    def f(x, y):
        a, b, c, d = (u * x + v * y for u, v in rows)
        return maximum(minimum(a, abs(b)), c) - abs(minimum(a, d) - abs(c))

    assert directional(f, (0, 0), (dx, dy)) == (0, f(dx, dy))


@repeatable
@given(st.lists(st.tuples(small, small), min_size=4, max_size=4))
def test_lexicographic_gradient_is_the_gradient_of_a_piece(rows):
    """The piece is that of a point a little along e_1, and much less along e_2."""

    def f(x, y):
        a, b, c, d = (u * x + v * y for u, v in rows)
        return maximum(minimum(a, abs(b)), c) - abs(minimum(a, d) - abs(c))

    near = (1.0, 2.0**-20)
    partials = [f(1.0 + 2.0**-30, near[1]) - f(*near), f(1.0, near[1] + 2.0**-30) - f(*near)]
    assert lexicographic_gradient(f, 0, 0) == tuple(2.0**30 * each for each in partials)


def test_lexicographic_gradient_at_ties():
    assert lexicographic_gradient(maximum, 1, 1) == (1, 0)
    assert lexicographic_gradient(minimum, 1, 1) == (0, 1)
    assert lexicographic_gradient(hypot, 0, 0) == (1, 0)
    assert lexicographic_gradient(lambda x, y: relu(x - y) + y, 1, 1) == (1, 0)
    assert lexicographic_gradient(lambda x, y: maximum(x, y) + minimum(x, y), 1, 1) == (1, 1)
    assert lexicographic_gradient(lambda *x: max(x), 1, 1, 1, 1) == (1, 0, 0, 0)
    assert lexicographic_gradient(lambda *x: sorted(x)[1], 1, 1, 1) == (0, 1, 0)


def test_lexicographic_gradient_is_the_gradient_where_there_is_one():
    assert lexicographic_gradient(example, -0.7, 1.3) == pytest.approx(grad(example)(-0.7, 1.3))
    ours = lexicographic_gradient(lambda *x: logsumexp(*x), 0.1, 0.2, 0.3, 0.4, 0.5)
    assert ours == pytest.approx(grad(logsumexp)(0.1, 0.2, 0.3, 0.4, 0.5))


def test_where_the_function_is_smooth_all_derivatives_are_along_the_directions():
    point, directions = (-0.7, 1.3), [(1, 2), (3, -1), (0, 1), (-2, -2)]
    value, slopes = lexicographic_derivative(example, point, directions)
    expected = [jvp(example, point, direction) for direction in directions]
    assert value == pytest.approx(expected[0][0], rel=1e-14)
    assert slopes == pytest.approx([slope for _, slope in expected], rel=1e-13)


def test_first_derivative_is_directional_and_later_ones_refine_it():
    f = OF_SEVERAL["nested"][0]
    assert lexicographic_derivative(f, (0, 0), [(1, 1), (0, 1)]) == (0, (0, 1))
    assert lexicographic_derivative(f, (0, 0), [(1, 1), (1, 0)]) == (0, (0, 1))
    assert lexicographic_derivative(f, (0, 0), [(1, 1), (2, 2), (0, -1)]) == (0, (0, 0, 1))
    bent = OF_SEVERAL["bent kink"][0]  # the curvature of a kink is smaller than any direction
    assert lexicographic_derivative(bent, (0, 0), [(1, 0), (0, 1)]) == (0, (0, 1))
    assert lexicographic_derivative(bent, (0, 0), [(1, 0), (0, -1)]) == (0, (0, 0))


def test_every_vertex_of_a_maximum_is_reached_by_the_order_of_directions():
    found = set()
    for first, second, third in itertools.permutations(np.eye(3).tolist()):
        rows = (first, second, third)
        _, slopes = lexicographic_derivative(lambda *x: max(x), (2, 2, 2), rows)
        found.add(tuple(np.linalg.solve(rows, slopes).tolist()))
    assert found == {(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)}


def test_expansion_reads_like_a_series():
    assert str(expansion(cos, (0,), (1,), count=6)) == "1 - 0.5·t^2 + 0.0416667·t^4 + O(t^6)"
    assert str(expansion(lambda x: sqrt(x) - 1 / x, (0,), (2,))) == "-0.5·t^-1 + 1.41421·t^(1/2)"
    assert str(expansion(lambda x: x - x, (0,), (1,))) == "0"
    assert str(expansion(log, (0,), (1,))) == "(-1·(1/log(1/t))^-1)"


def test_expansion_beside_0_and_along_any_direction():
    geometric = expansion(lambda x: 1 / x, (2,), (1,))  # 1 / (2 + t)
    assert str(geometric) == "0.5 - 0.25·t + 0.125·t^2 - 0.0625·t^3 + O(t^4)"
    assert str(expansion(lambda x, y: x * y, (3, 5), (1, -2))) == "15 - 1·t - 2·t^2"


@pytest.mark.parametrize("inputs", range(1, 8))
def test_how_far_a_tie_is_followed(inputs):
    """The more directions are nested, the fewer orders each series has."""
    orders = {4: 8, 5: 4, 6: 4, 7: 2}.get(inputs, 16)

    def moved_by(order):
        def f(*xs):
            return xs[0] if 1 + xs[0] ** order > 1 else 2 * xs[0]

        return lexicographic_gradient(f, *[0.0] * inputs)

    assert moved_by(orders - 1) == (1.0, *[0.0] * (inputs - 1))
    with pytest.raises(ValueError, match="cancel in all terms"):
        moved_by(orders)


def test_a_direction_of_zeros_gives_the_value_itself():
    assert directional(lambda x: 5.0 if x == 0 else x, (0,), (0,)) == (5, 0)


def test_what_cannot_be_told_is_said():
    with pytest.raises(ValueError, match="cancel in all terms"):
        directional(lambda x: 1.0 if sin(x) > sin(x) else 2.0, (0,), (1,))
    with pytest.raises(ValueError, match="cancel in all terms"):
        directional(lambda x: 1.0 / (sin(x) - sin(x)), (0,), (1,))
    with pytest.raises(ValueError, match="cancel in all terms"):
        directional(lambda x: 1.0 if exp(-1 / x**2) > 0 else 2.0, (0,), (1,))
    with pytest.raises(ValueError, match=r"log\(log\(x\)\) is not covered"):
        directional(lambda x: x * log(-log(x)), (0,), (1,))
    assert directional(lambda x: maximum(sin(x), sin(x)), (0,), (1,)) == (0, 1)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: directional(abs, (inf,), (1,)), ValueError, "x: expected finite numbers"),
        (lambda: directional(abs, (0,), (1, 2)), ValueError, "direction: expected 1"),
        (lambda: directional(abs, (np.zeros(2),), (1,)), TypeError, "x: expected a real number"),
        (lambda: directional(lambda x: (x, x), (0,), (1,)), ValueError, "expected one output"),
        (lambda: directional(lambda x: x * np.ones(2), (0,), (1,)), TypeError, "expected numbers"),
        (lambda: directional(lambda x: math.sin(x), (0,), (1,)), TypeError, "no elemental"),
        (lambda: directional(lambda x: 1 / x, (0,), (1,)), ValueError, "but inf"),
        (lambda: directional(lambda x: 1 / x, (0,), (-1,)), ValueError, "but -inf"),
        (lambda: directional(lambda x: sin(1 / x), (0,), (1,)), ValueError, "but nan"),
        (lambda: lexicographic_derivative(abs, (0,), []), ValueError, "at least one, got none"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, error, words):
    with pytest.raises(error, match=words):
        call()


@pytest.mark.parametrize("count", [0, -1, 1.5])
def test_a_series_has_at_least_one_term(count):
    with pytest.raises(ValueError, match="count: expected an integer of at least 1"):
        expansion(exp, [0.0], [1.0], count=count)


def test_a_series_may_be_its_first_term():
    assert str(expansion(exp, [0.0], [1.0], count=1)) == "1 + O(t)"


def test_an_elemental_goes_by_its_name():
    with pytest.raises(ValueError, match="directional: sqrt has no finite limit"):
        directional(sqrt, [0.0], [-1.0])
