import mpmath
import numpy as np
import pytest

from snippets.logistic import binary, multiclass, newton


def data(N=60, D=3, seed=547):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return X, np.where(rng.random(N) < 0.5, 1, -1), rng.integers(0, 4, N)


@pytest.mark.parametrize("curvature", [0.0, 1e-3, 1e30])
def test_newton_step_solves_the_newton_equations(curvature):
    rng = np.random.default_rng(547)
    B, r, w = rng.normal(size=(20, 4)), rng.normal(size=20), rng.normal(size=4)
    H = B.T @ B + curvature * np.eye(4)
    step = newton.newton_step(B, r, w, curvature)
    assert np.allclose(step, np.linalg.solve(H, B.T @ r - curvature * w), rtol=1e-10, atol=0)


def test_the_square_root_multiplies_out_to_hessian_and_gradient():
    X, _, labels = data()
    W = np.random.default_rng(1).normal(size=(3, 3))
    B, r = multiclass._model(W, X, labels)
    assert np.allclose(B.T @ B, -multiclass.hessian(W, X, labels, 0), atol=1e-12)
    slope = multiclass.log_likelihood_gradient(W, X, labels)
    assert np.allclose(B.T @ r, slope.ravel(), atol=1e-12)


@pytest.mark.parametrize("lam", [1e-4, 1e-8, 1e-12, 1e-20])
def test_separable_data_with_a_tiny_penalty(lam):
    X, _, _ = data()
    y = np.sign(X @ [1, 2, 3])
    w = binary.fit(X, y, lam)
    assert np.abs(binary.gradient(w, X, y, lam)).max() < 1e-8 * lam * np.abs(w).max()


@pytest.mark.parametrize("lam", [1e-4, 1e-8, 1e-12])
def test_separable_classes_with_a_tiny_penalty(lam):
    X, _, _ = data()
    labels = np.argmax(X @ np.random.default_rng(2).normal(size=(3, 4)), axis=1)
    W = multiclass.fit(X, labels, lam)
    B, r = multiclass._model(W, X, labels)  # without the rounding of 1 - P(own class)
    assert np.abs(B.T @ r - lam * W.ravel()).max() < 1e-8 * lam * np.abs(W).max()


@pytest.mark.parametrize("lam", [1e3, 1e8, 1e16, 1e50, 1e100])
def test_a_huge_penalty_gives_the_first_order_answer(lam):
    X, y, labels = data()
    assert np.allclose(binary.fit(X, y, lam) * 4 * lam, X.T @ y, rtol=100 / lam + 1e-10, atol=0)
    slope = multiclass.log_likelihood_gradient(np.zeros((3, 3)), X, labels)
    assert np.allclose(multiclass.fit(X, labels, lam) * lam, slope, rtol=300 / lam + 1e-10, atol=0)


def test_scaling_a_column_rescales_its_weight():
    X, y, labels = data()
    scales = np.array([1e-6, 1.0, 1e6])
    assert np.allclose(binary.fit(X * scales, y, 0) * scales, binary.fit(X, y, 0), rtol=1e-9)
    W = multiclass.fit(X * scales, labels, 0) * scales
    assert np.allclose(W, multiclass.fit(X, labels, 0), rtol=1e-9)


@pytest.mark.parametrize("lam", [1.0, 1e-6, 1e-12, 1e-16])
def test_repeated_columns_share_their_weight(lam):
    X, y, _ = data()
    w = binary.fit(np.c_[X, X[:, 0], 0 * X[:, 0]], y, lam)
    assert np.isclose(w[0], w[3], rtol=1e-12)
    assert w[4] == 0
    if lam < 1e-3:
        assert np.isclose(w[0] + w[3], binary.fit(X, y, 0)[0], rtol=1e-5)


def test_what_changes_no_score_is_zero_wherever_the_search_starts():
    X, y, labels = data()
    X = np.c_[X, X[:, 0]]
    assert np.allclose(binary.fit(X, y, 1e-9, start=[1, 2, 3, 4]), binary.fit(X, y, 1e-9))
    W = multiclass.fit(X, labels, 1e-9, start=np.arange(12.0).reshape(3, 4))
    assert np.allclose(W, multiclass.fit(X, labels, 1e-9))


def test_an_observation_far_out():
    X, y, labels = data()
    X[0] *= 1e6
    for lam in (0, 1e-3):
        w, W = binary.fit(X, y, lam), multiclass.fit(X, labels, lam)
        assert np.abs(binary.gradient(w, X, y, lam)).max() < 1e-8
        assert np.abs(multiclass.gradient(W, X, labels, lam)).max() < 1e-8


def test_a_hundred_columns():
    X, y, _ = data(N=400, D=100)
    for lam in (1e-6, 0.1):
        w = binary.fit(X, y, lam)
        assert np.abs(binary.gradient(w, X, y, lam)).max() < 1e-10
    wide = X[:20]
    assert np.abs(binary.gradient(binary.fit(wide, y[:20], 1e-8), wide, y[:20], 1e-8)).max() < 1e-14


def test_columns_dependent_to_the_last_digits_are_refused_not_guessed():
    X, y, _ = data()
    X = np.c_[X[:, 0] * 1e-6, X[:, 2] * 1e6, X[:, 0] * 1e-6 + X[:, 2] * 1e6]
    with pytest.raises(ValueError, match="badly conditioned"):
        binary.fit(X, y, 1e-12)


@pytest.mark.parametrize("curvature", [0.0, 1e-22, 1e-16, 1e-12])
@pytest.mark.parametrize("size", [1.0, 1e4])
def test_newton_step_keeps_its_digits_in_directions_of_little_curvature(curvature, size):
    rng = np.random.default_rng(547)
    Q, V = (np.linalg.qr(rng.normal(size=shape)).Q for shape in ((20, 3), (3, 3)))
    B = Q * [1.0, 1e-3, 1e-6] @ V.T
    r, w = rng.normal(size=20), size * rng.normal(size=3)
    with mpmath.workdps(60):
        exact = mpmath.matrix(B.tolist())
        H = exact.T * exact + mpmath.mpf(curvature) * mpmath.eye(3)
        slope = exact.T * mpmath.matrix(r) - mpmath.mpf(curvature) * mpmath.matrix(w)
        expected = np.array([float(entry) for entry in mpmath.lu_solve(H, slope)])
    error = newton.newton_step(B, r, w, curvature) - expected
    assert np.linalg.norm(error) < 1e-9 * np.linalg.norm(expected)


def test_a_well_conditioned_step_takes_the_normal_equations_alone(monkeypatch):
    rng = np.random.default_rng(547)
    B, r, w = rng.normal(size=(20, 4)), rng.normal(size=20), rng.normal(size=4)
    expected = newton.newton_step(B, r, w, 0.5)
    monkeypatch.setattr(np.linalg, "lstsq", None)  # which takes several times as long
    assert np.array_equal(newton.newton_step(B, r, w, 0.5), expected)
    scales = np.array([1e-20, 1, 1, 1e20])  # the columns' sizes make no difference
    step, plain = newton.newton_step(B * scales, r, w, 0.0), newton.newton_step(B, r, w, 0.0)
    assert np.allclose(step * scales, plain, rtol=1e-12, atol=0)


class Search:
    """Newton's method on one or more parameters, and the points that it goes through."""

    def __init__(self, value, model, spread, start):
        self.points = []

        def recorded(w):
            self.points.append(w)
            return model(w)

        self.found = newton.minimise(value, recorded, spread, 0.0, np.array(start), lambda w: w)


def poisson(count, value=float):
    """Of the loss exp(w) - count * w, from w = 0: the first step is count - 1."""
    return Search(
        value=lambda w: value(np.exp(w[0]) - count * w[0]),
        model=lambda w: (np.exp(w / 2)[:, None], (count - np.exp(w)) / np.exp(w / 2)),
        spread=lambda step: float(np.abs(step[0])),
        start=[0.0],
    )


@pytest.mark.parametrize(
    ("count", "length"),
    [
        (1.5, 1.0),
        (2.0, 1.0),
        (2.55, 1.0),  # brings 0.1004 of the decrement's square
        (2.57, 0.5),  # would bring 0.093 of it
        (2.6, 0.5),
    ],
)
def test_a_step_is_halved_until_it_brings_a_tenth_of_what_it_should(count, length):
    search = poisson(count)
    assert search.points[1][0] == pytest.approx(length * (count - 1), rel=1e-14)
    assert search.found[0] == pytest.approx(np.log(count), rel=1e-14)


def test_a_short_step_needs_no_test_that_rounding_could_fail():
    search = poisson(2.0, value=round)  # the first step changes the score by 1
    assert search.points[1][0] == 1
    assert search.found[0] == pytest.approx(np.log(2), rel=1e-14)


@pytest.mark.parametrize(("left", "second"), [(40.0, 0.0), (40.5, 5.0)])
def test_a_tenth_is_enough(left, second):
    # From w = 10 the whole step leads to 0, where a tenth of 10² less than 50 is asked for.
    search = Search(
        value=lambda w: left if w[0] == 0 else w[0] ** 2 / 2,
        model=lambda w: (np.ones((1, 1)), -w),
        spread=lambda step: float(np.abs(step[0])),
        start=[10.0],
    )
    assert search.points[1][0] == second


def nothing(_):
    """What a step adds to the scores where curvature does not depend on them."""
    return 0.0


def quadratic(rows):
    """Of 1 + w² / 2 with a curvature that is taken for the number of rows."""
    return Search(
        value=lambda w: 1 + w[0] ** 2 / 2,
        model=lambda w: (np.ones((rows, 1)), np.full(rows, -w[0] / rows)),
        spread=nothing,
        start=[1.0],
    )


def test_the_search_ends_at_the_first_step_that_is_not_less_than_half_of_the_one_before():
    exact = quadratic(1)
    assert [w[0] for w in exact.points] == [1, 0, 0]
    halving = quadratic(2)
    lasts = [w[0] for w in halving.points[-2:]]
    assert lasts[1] == lasts[0] / 2
    assert 1e-10 < lasts[1] < 1e-8  # flat up to rounding
    assert len(quadratic(3).points) < 60


def test_while_steps_shrink_faster_the_search_goes_on_for_the_last_digits():
    search = Search(
        value=lambda w: 1 + w[0] ** 2 / 2,
        model=lambda w: (np.full((1, 1), 0.6**-0.5), -w * 0.6**0.5),  # to 0.4 w
        spread=nothing,
        start=[1.0],
    )
    assert abs(search.found[0]) < 1e-100


def test_a_loss_that_is_zero_at_its_minimum():
    search = Search(
        value=lambda w: float((w - 3) @ (w - 3)) / 2,
        model=lambda w: (np.eye(2), 3 - w),
        spread=nothing,
        start=[0.0, 8.0],
    )
    assert search.found.tolist() == [3, 3]


def test_a_search_that_does_not_settle_is_given_up_after_a_thousand_steps():
    points = []

    def falls_for_ever(w):
        points.append(w[0])
        return np.ones((1, 1)), np.ones(1)

    with pytest.raises(ValueError, match="does not settle"):
        newton.minimise(
            lambda w: 1 - w[0] / 1000, falls_for_ever, nothing, 0.0, np.zeros(1), lambda w: w
        )
    assert points == list(range(1000))


def test_newtons_method_takes_few_steps(monkeypatch):
    steps = []

    def counted(*arguments, step=newton.newton_step):
        steps[-1] += 1
        return step(*arguments)

    monkeypatch.setattr(newton, "newton_step", counted)
    X, y, labels = data()
    for lam in (1.0, 1e-3):
        steps.append(0)
        binary.fit(X, y, lam)
    steps.append(0)
    multiclass.fit(X, labels, 0.1)
    steps.append(0)
    binary.fit(X, np.sign(X @ [1, 2, 3]), 1e-8)
    assert all(a <= b for a, b in zip(steps, (7, 7, 8, 26), strict=True))
