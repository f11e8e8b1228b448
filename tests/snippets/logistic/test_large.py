import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from snippets.logistic import large, multiclass


def data(N=1000, D=8, R=4, sharpness=1.0, seed=547):
    """Correlated features, and labels drawn from the model or, without a bound, separable ones."""
    rng = np.random.default_rng(seed)
    X = (
        rng.normal(size=(N, D))
        @ np.linalg.cholesky(0.7 ** np.abs(np.subtract.outer(*[range(D)] * 2))).T
    )
    scores = np.column_stack([X @ rng.normal(size=(D, R - 1)) / np.sqrt(D), np.zeros(N)])
    noise = 0 if np.isinf(sharpness) else rng.gumbel(size=scores.shape) / sharpness
    return X, np.argmax(scores + noise, axis=1)


def quick(X, labels, lam, start=None):
    """The fit from gradients alone, and how many it took."""
    points = []

    def gradient(W):
        points.append(W)
        return -multiclass.gradient(W, X, labels, lam)

    W = np.zeros((labels.max(), X.shape[1])) if start is None else start
    return large.fit(gradient, X, labels, lam, W), len(points)


def careful(X, labels, lam, monkeypatch):
    """The fit by Newton's method with the whole Hessian."""
    monkeypatch.setattr(large, "ENTRIES", np.inf)
    W = multiclass.fit(X, labels, lam)
    monkeypatch.undo()
    return W


@pytest.mark.parametrize("lam", [1e-8, 1e-3, 1.0, 1e3, 1e8])
@pytest.mark.parametrize("sharpness", [1.0, 5.0])
def test_it_agrees_with_newton_and_takes_few_gradients(lam, sharpness, monkeypatch):
    X, labels = data(sharpness=sharpness)
    W, gradients = quick(X, labels, lam)
    exact = careful(X, labels, lam, monkeypatch)
    assert np.abs(W - exact).max() < 1e-8 * np.abs(exact).max()
    assert np.abs(multiclass.gradient(W, X, labels, lam)).max() / len(X) < 1e-10
    assert gradients < (20 if sharpness == 1 else 60)


@pytest.mark.parametrize(
    ("N", "lam", "quickly"), [(1000, 1.0, False), (1001, 1.0, True), (1001, 0.0, False)]
)
def test_a_hundred_thousand_entries_of_the_square_root_are_newtons(N, lam, quickly, monkeypatch):
    X, labels = data(N=N, D=4, R=6)  # 5 rows for each observation, of 20 entries each
    used = []
    monkeypatch.setattr(large, "fit", lambda *_: used.append(True))
    W = multiclass.fit(X, labels, lam)
    assert bool(used) == quickly
    assert np.abs(multiclass.gradient(W, X, labels, lam)).max() < 1e-9


def test_many_observations_are_fitted_from_gradients(monkeypatch):
    X, labels = data(N=2000, D=100, R=10)
    monkeypatch.setattr(multiclass, "minimise", None)  # Newton's method is not needed
    W = multiclass.fit(X, labels, 1.0)
    assert np.abs(multiclass.gradient(W, X, labels, 1.0)).max() / len(X) < 1e-10
    start = np.random.default_rng(1).normal(size=W.shape)
    assert np.abs(multiclass.fit(X, labels, 1.0, start=start) - W).max() < 1e-8
    V = torch.tensor(W, requires_grad=True)
    scores = torch.nn.functional.pad(torch.tensor(X) @ V.T, (0, 1))
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(labels), reduction="sum")
    (slope,) = torch.autograd.grad(loss + (V**2).sum() / 2, V)
    assert slope.abs().max() / len(X) < 1e-8


def test_it_agrees_with_scipy():
    X, labels = data()
    W, _ = quick(X, labels, 1.0)

    def value_and_gradient(w):
        V = w.reshape(W.shape)
        value = -multiclass.objective(V, X, labels, 1.0)
        return value, -multiclass.gradient(V, X, labels, 1.0).ravel()

    options = {"gtol": 1e-6, "ftol": 0, "maxiter": 5000, "maxfun": 5000, "maxcor": 50}
    other = minimize(
        value_and_gradient, 0 * W.ravel(), jac=True, method="L-BFGS-B", options=options
    )
    assert np.abs(other.x.reshape(W.shape) - W).max() < 1e-5


@pytest.mark.parametrize("size", [0.01, 1])
def test_the_metric_is_the_hessian_where_the_classes_are_equally_frequent(size):
    X, _ = data(N=60, D=3)
    X = size * X
    labels = np.arange(60) % 4
    W = np.zeros((3, 3))
    H = -multiclass.hessian(W, X, labels, 0.3)
    slope = np.random.default_rng(2).normal(size=W.shape)
    divide = large.metric(X, labels, 0.3)
    assert np.allclose(divide(slope).ravel(), np.linalg.solve(H, slope.ravel()), rtol=1e-10)


@pytest.mark.parametrize("lam", [0.5, 1e-3])
def test_an_absent_class_and_dependent_columns(lam, monkeypatch):
    X, labels = data(N=300, D=3, R=3)
    X = np.c_[X, X[:, 0], np.zeros(300)]
    W, _ = quick(X, 2 * labels, lam, start=np.ones((4, 5)))
    assert np.abs(W - careful(X, 2 * labels, lam, monkeypatch)).max() < 1e-8


def test_what_it_cannot_do_newton_does(monkeypatch):
    X, labels = data(N=300, D=3, R=3, sharpness=np.inf)
    assert quick(X, labels, 1e-8)[0] is None
    monkeypatch.setattr(large, "ENTRIES", 0)
    W = multiclass.fit(X, labels, 1e-8)
    monkeypatch.undo()
    assert np.array_equal(W, multiclass.fit(X, labels, 1e-8))


def test_the_gram_matrix_is_summed_in_blocks_for_products_of_its_size(monkeypatch):
    X, labels = data(D=8)
    widths = []

    def total(share, X, labels, width):
        widths.append(width)
        return share(X, labels)

    monkeypatch.setattr(large, "total", total)
    large.metric(X, labels, 1.0)
    assert widths == [64]


@pytest.mark.parametrize(
    ("roots", "possible"),
    [
        ([999999, 1414, 24, 5, 1, 0], True),  # their squares sum up to 10¹² - 1
        ([10**6, 0, 0, 0, 0, 0], False),
        ([0, 0, 0, 0, 0, 0], True),
    ],
)
def test_a_condition_of_a_million_millions_is_the_worst(roots, possible):
    X = np.c_[2.0 * np.array(roots), np.zeros(6)]  # curvatures 1 and 1 + Σ (2 root)² / 4
    assert (large.metric(X, np.arange(6) % 2, 1.0) is not None) == possible


def test_columns_of_very_different_size_are_left_to_newton():
    X, labels = data(N=300, D=3, R=3)
    assert large.metric(X * [1, 1, 1e-4], labels, 1e-2) is not None
    assert large.metric(X * [1, 1, 1e7], labels, 1e-2) is None
    assert quick(X * [1, 1, 1e7], labels, 1e-2)[0] is None


def test_without_a_penalty_separable_data_are_refused_however_many(monkeypatch):
    X, labels = data(N=200, D=2, R=2, sharpness=np.inf)
    monkeypatch.setattr(large, "ENTRIES", 0)
    with pytest.raises(ValueError, match="no finite optimum exists"):
        multiclass.fit(X, labels, 0)


def test_a_quadratic_function_is_minimised_with_a_poor_guess_and_a_bad_one():
    curvatures = np.array([1.0, 10.0, 1000.0])
    for guess in (1.0, 1e-4, 1e4):
        W = large.descend(lambda w: curvatures * (w - 3), lambda g, q=guess: g / q, np.zeros(3))
        assert np.allclose(W, 3, rtol=1e-7)


def descent(gradient, divide, W):
    """The search's answer, and the points at which it asked for a gradient."""
    points = []

    def recorded(w):
        points.append(w)
        return gradient(w)

    return large.descend(recorded, divide, np.array(W)), points


@pytest.mark.parametrize(
    ("curvatures", "start", "kept"),
    [
        ((2.0, 1.0), (1.0, 2.0), True),  # it rises half as steeply as it fell
        ((1.45, 0.1), (1.0, 1.0), True),  # 0.44 times
        ((2.1, 1.0), (1.0, 2.0), False),  # 0.57 times
    ],
)
def test_a_step_that_goes_too_far_up_again_is_cut(curvatures, start, kept):
    _, points = descent(lambda w: curvatures * w, lambda g: g, start)
    first, second = points[1] - points[0], points[2] - points[0]
    across = first[0] * second[1] - first[1] * second[0]
    assert (abs(across) > 1e-3) == kept  # a cut step leads in the same direction
    assert kept or np.linalg.norm(second) < np.linalg.norm(first)


@pytest.mark.parametrize(
    ("rest", "size", "ends"),
    [(0.5, 1.0, True), (0.75, 1.0, False), (0.5, 1.1, False), (-0.5, 1.0, True)],
)
def test_the_search_ends_with_a_short_step_at_whose_end_the_slope_has_halved(rest, size, ends):
    short = size * large.CLOSE**2
    found, points = descent(lambda w: np.where(w == 0, 1.0, rest), lambda g: short * g, [0.0])
    assert (len(points) == 2) == ends
    assert (found is not None) == ends


@pytest.mark.parametrize(("size", "found"), [(1.0, True), (1.1, False), (1e6, False)])
def test_where_nothing_is_lower_a_short_step_means_the_minimum_is_here(size, found):
    short = size * large.CLOSE**2
    W, points = descent(lambda w: np.where(w == 0, 1.0, -1.0), lambda g: short * g, [0.0])
    assert len(points) == 1 + 30
    assert (W is not None and W[0] == 0) == found


def test_a_search_that_does_not_end_is_given_up_after_two_hundred_steps():
    W, points = descent(lambda w: 0 * w - 1, lambda g: g, [0.0])
    assert W is None
    assert len(points) == 1 + 200


def test_the_last_twenty_steps_are_remembered(monkeypatch):
    remembered = []

    def divided(slope, divide, pairs, divided=large.divided):
        remembered.append(len(pairs))
        return divided(slope, divide, pairs)

    monkeypatch.setattr(large, "divided", divided)
    curvatures = np.geomspace(1, 100, 60)
    W = large.descend(lambda w: curvatures * (w - 3), lambda g: g / 10, np.zeros(60))
    assert np.allclose(W, 3, rtol=1e-7)
    assert remembered[:21] == list(range(21))
    assert set(remembered[21:]) == {20}


def test_a_start_at_the_minimum_stays_there():
    start = np.full(3, 2.0)
    assert np.array_equal(large.descend(lambda w: w - 2, lambda g: g, start), start)


@pytest.mark.parametrize(
    "gradient",
    [
        lambda w: w + np.nan,
        lambda w: 0 * w - 1,  # falls for ever
        lambda w: -w - 1,  # curves downwards
        lambda w: np.where(w > 1e-40, 1.0, -1.0),  # a kink at the minimum
    ],
)
def test_where_there_is_no_minimum_none_is_made_up(gradient):
    assert large.descend(gradient, lambda g: g, np.zeros(3)) is None


def test_a_step_that_vanishes_is_no_minimum():
    assert large.descend(lambda w: w - 1, lambda g: 0 * g, np.zeros(3)) is None
