import functools
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.logistic import binary
from snippets.newton_cg import conjugate_gradients, newton_cg

repeatable = settings(deadline=None, derandomize=True, max_examples=25)


def positive_definite(rng, D, kinds):
    """A matrix with this many different eigenvalues."""
    Q, _ = np.linalg.qr(rng.normal(size=(D, D)))
    return Q * rng.choice(np.linspace(1, 9, kinds), size=D) @ Q.T


@repeatable
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 1000))
def test_conjugate_gradients_solve_with_a_product_for_each_eigenvalue(D, kinds, seed):
    rng = np.random.default_rng(seed)
    H, b = positive_definite(rng, D, kinds), rng.normal(size=D)
    x, products = conjugate_gradients(lambda p: H @ p, b, 1e-10)
    assert np.linalg.norm(b - H @ x) <= 2e-10 * np.linalg.norm(b)
    assert products <= min(D, kinds) + 1


def test_a_coarse_solution_takes_fewer_products():
    rng = np.random.default_rng(547)
    H, b = positive_definite(rng, 30, 30), rng.normal(size=30)
    x, few = conjugate_gradients(lambda p: H @ p, b, 0.5)
    assert 0.01 < np.linalg.norm(b - H @ x) / np.linalg.norm(b) <= 0.5
    assert few < conjugate_gradients(lambda p: H @ p, b, 1e-8)[1]


@pytest.mark.parametrize("tolerance", [0.5, 1e-2, 1e-6])
def test_the_first_solution_that_is_good_enough_is_taken(tolerance):
    rng = np.random.default_rng(547)
    H, b = positive_definite(rng, 30, 30), rng.normal(size=30)
    x, products = conjugate_gradients(lambda p: H @ p, b, tolerance)
    reached = float(np.linalg.norm(b - H @ x) / np.linalg.norm(b))
    assert reached <= tolerance
    assert conjugate_gradients(lambda p: H @ p, b, 1.001 * reached)[1] == products
    assert conjugate_gradients(lambda p: H @ p, b, 0.999 * reached)[1] == products + 1


def test_it_is_given_up_after_ten_products_an_entry():
    calls = []
    turning = np.array([[1.0, 10.0], [-10.0, 1.0]])  # pᵀHp > 0, but no Hessian
    with pytest.raises(ValueError, match="product: conjugate gradients do not settle"):
        conjugate_gradients(lambda p: calls.append(1) or turning @ p, np.ones(2), 1e-6)
    assert len(calls) == 20


def test_nothing_to_solve():
    x, products = conjugate_gradients(lambda p: p, np.zeros(3), 0.1)
    assert x.tolist() == [0.0] * 3
    assert products == 0


@pytest.mark.parametrize("curvature", [-1.0, 0.0, math.nan])
def test_a_direction_that_does_not_curve_upwards(curvature):
    with pytest.raises(ValueError, match="product: expected a positive definite matrix"):
        conjugate_gradients(lambda p: curvature * p, np.ones(2), 0.1)


def logistic(lam):
    rng = np.random.default_rng(547)
    X, y = rng.normal(size=(60, 8)), rng.choice([-1, 1], size=60)
    return (
        X,
        y,
        lambda w: binary.gradient(w, X, y, lam),
        lambda w, p: binary.hessian(w, X, y, lam) @ p,
    )


@pytest.mark.parametrize("lam", [0.1, 3.0])
def test_logistic_optimum(lam):
    X, y, gradient, product = logistic(lam)
    w, steps = newton_cg(gradient, product, np.zeros(8), 1e-12)
    assert np.allclose(w, binary.fit(X, y, lam), rtol=1e-9, atol=1e-10)
    slopes = [step.slope for step in steps]
    assert slopes == sorted(slopes, reverse=True)
    assert slopes[-1] <= 1e-12 * slopes[0]
    assert steps[-1].products == 0 < min(step.products for step in steps[:-1])


def test_steps_become_ever_shorter_than_linear():
    _, _, gradient, product = logistic(0.5)
    slopes = [step.slope for step in newton_cg(gradient, product, np.zeros(8), 1e-12)[1]]
    factors = [after / before for before, after in itertools.pairwise(slopes)]
    assert factors[-1] < factors[0] / 100


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_a_step_is_as_precise_as_the_slope_that_is_left_asks(scale):
    _, _, gradient, product = logistic(0.05)
    points = []
    w, steps = newton_cg(
        lambda w: points.append(w) or scale * gradient(w),
        lambda w, p: scale * product(w, p),
        np.zeros(8),
        1e-9,
    )
    assert points[-1] is w
    for at, step in zip(points[:-1], steps[:-1], strict=True):
        asked = min(0.5, math.sqrt(step.slope / steps[0].slope))
        hessian_times = functools.partial(product, at)
        assert step.products == conjugate_gradients(hessian_times, -gradient(at), asked)[1]


def test_start_at_the_optimum_takes_no_step():
    w, steps = newton_cg(lambda w: 2 * w, lambda _, p: 2 * p, [0, 0])
    assert w.tolist() == [0, 0]
    assert steps == [(0.0, 0)]


def test_bad_input():
    def gradient(w):
        return w / np.sqrt(1 + w**2)  # of sqrt(1 + w²): whole steps from far off diverge

    def product(w, p):
        return p / (1 + w**2) ** 1.5

    points = []
    assert newton_cg(gradient, product, [0.5])[0] == pytest.approx([0.0], abs=1e-9)
    with pytest.raises(ValueError, match="start must have finite entries"):
        newton_cg(gradient, product, [math.nan])
    with pytest.raises(TypeError, match="start must be real numbers"):
        newton_cg(gradient, product, ["a"])
    with (
        pytest.raises(ValueError, match=r"no optimum within 100 steps|positive definite"),
        np.errstate(all="ignore"),
    ):
        newton_cg(gradient, product, [3.0])
    with pytest.raises(ValueError, match="no optimum within 100 steps"):
        newton_cg(lambda w: points.append(w) or np.ones(1), lambda _, p: p, [0.0])
    assert len(points) == 100


def test_sizes_whose_squares_leave_the_range():
    for size in (1e200, 1e-170):
        x, _ = conjugate_gradients(lambda p: p, np.array([size, 0.0]), 1e-10)
        assert x.tolist() == [size, 0.0]
    w, _ = newton_cg(lambda w: 2e-200 * (w - 3), lambda _, p: 2e-200 * p, [0.0])
    assert w == pytest.approx([3.0])


def test_a_gradient_without_numbers_is_named():
    with pytest.raises(ValueError, match="gradient: expected finite numbers"):
        newton_cg(lambda w: w * np.nan, lambda _, p: p, [1.0])
    with pytest.raises(ValueError, match="b: expected finite numbers"):
        conjugate_gradients(lambda p: p, np.array([np.inf]), 1e-10)
