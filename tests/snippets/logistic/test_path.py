import numpy as np
import pytest
from scipy.optimize import minimize

from snippets.logistic.binary import fit, log_likelihood, objective
from snippets.logistic.path import drift, regularisation_path

LAMBDAS = np.geomspace(1e-4, 1e2, 25)


def data(N=16, D=2, seed=547):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return X, np.where(X[:, 0] + rng.normal(size=N) > 0, 1, -1)


def separable():
    X, _ = data()
    return X, np.where(X @ [1.0, 2.0] > 0, 1, -1)


@pytest.mark.parametrize("X_y", [data(), separable(), data(60, 5)])
def test_the_path_consists_of_the_fits(X_y):
    path = regularisation_path(*X_y, LAMBDAS)
    for lam, w_hat in zip(LAMBDAS, path, strict=True):
        assert np.allclose(w_hat, fit(*X_y, lam), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("lam", [1e-3, 0.237, 20.0])
@pytest.mark.parametrize("X_y", [data(), separable()])
def test_scipy_finds_the_same(X_y, lam):
    (w_hat,) = regularisation_path(*X_y, [lam])
    found = minimize(
        objective, np.zeros(2), args=(*X_y, lam), method="BFGS", options={"gtol": 1e-7}
    )
    assert np.allclose(w_hat, found.x, rtol=1e-4)


def test_each_fit_starts_nearer_to_its_optimum_than_the_one_before_ended(monkeypatch):
    X_y = data()
    starts = []

    def noted(X, y, lam, start):
        starts.append(start)
        return fit(X, y, lam, start=start)

    monkeypatch.setattr("snippets.logistic.path.fit", noted)
    path = regularisation_path(*X_y, LAMBDAS)[::-1]
    assert starts[0] is None
    for start, before, after in zip(starts[1:], path[:-1], path[1:], strict=True):
        assert np.linalg.norm(start - after) < 0.5 * np.linalg.norm(before - after)


def test_the_order_of_the_penalties_is_kept_and_one_may_be_repeated():
    X_y = data()
    mixed = [1.0, 1e-3, 50.0, 1.0, 0.1]
    path = regularisation_path(*X_y, mixed)
    assert np.allclose(path, [fit(*X_y, lam) for lam in mixed], rtol=1e-9)
    assert np.allclose(path[0], path[3], rtol=1e-12)
    assert np.allclose(regularisation_path(*X_y, mixed[::-1]), path[::-1], rtol=1e-9)


def test_the_path_may_end_without_a_penalty_where_the_data_overlap():
    X_y = data()
    assert np.allclose(regularisation_path(*X_y, [1.0, 0.0])[1], fit(*X_y, 0.0), rtol=1e-9)
    with pytest.raises(ValueError, match="the data must overlap"):
        regularisation_path(*separable(), [1.0, 0.0])


def test_no_penalty_gives_no_fit():
    assert regularisation_path(*data(), []).shape == (0, 2)


@pytest.mark.parametrize("lam", [1e-3, 1.0, 100.0])
def test_drift_is_the_derivative_by_the_logarithm(lam):
    X_y = data()
    before, here, after = regularisation_path(*X_y, lam * np.exp([-1e-4, 0, 1e-4]))
    assert np.allclose(drift(here, *X_y, lam), (after - before) / 2e-4, rtol=1e-6)


def test_the_prediction_errs_by_the_square_of_the_step():
    X_y = separable()
    here = fit(*X_y, 0.1)

    def error(step):
        return np.linalg.norm(here + step * drift(here, *X_y, 0.1) - fit(*X_y, 0.1 * np.exp(step)))

    assert error(0.02) / error(0.01) == pytest.approx(4, rel=0.05)


def test_repeated_columns_and_tiny_penalties_are_followed():
    X, y = data()
    path = regularisation_path(np.column_stack([X, X[:, 0]]), y, np.geomspace(1e-20, 1.0, 21))
    assert np.allclose(path[:, 0], path[:, 2], rtol=1e-6)
    # Two equal weights share what one would do, at half the penalty.
    assert np.allclose(path[0, 0] + path[0, 2], fit(X, y, 0.0)[0], rtol=1e-6)


def test_norm_and_training_likelihood_fall_along_the_path():
    X_y = separable()
    path = regularisation_path(*X_y, LAMBDAS)
    assert np.all(np.diff(np.linalg.norm(path, axis=1)) < 0)
    assert np.all(np.diff([log_likelihood(w, *X_y) for w in path]) < 0)


@pytest.mark.parametrize(
    ("lambdas", "error", "words"),
    [
        ([1.0, -1.0], ValueError, "lam must be at least 0"),
        ([[1.0]], ValueError, r"lambdas must be real numbers of shape \(K,\)"),
        (["a"], TypeError, "lambdas must be real numbers"),
        ([np.nan], ValueError, "lambdas must have finite entries"),
    ],
)
def test_bad_penalties_are_named(lambdas, error, words):
    with pytest.raises(error, match=words):
        regularisation_path(*data(), lambdas)


def test_weights_of_a_wrong_length_go_by_their_name():
    with pytest.raises(ValueError, match=r"^w_hat must"):
        drift([1.0, 2.0], np.eye(3), [1, -1, 1], 1.0)


def test_penalties_whose_quotient_leaves_the_range():
    X, y = np.array([[1.0], [2.0], [-1.0], [0.5]]), [1, -1, -1, 1]
    weights = regularisation_path(X, y, [1e100, 1e-300])
    assert np.isfinite(weights).all()
