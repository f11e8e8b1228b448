import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.logistic import binary

CASES = st.tuples(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 4))
LAMBDAS = [0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0]


def data(seed=547, N=40, D=3):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(N, D))
    return rng.normal(size=D), X, np.where(rng.random(N) < binary.sigmoid(X[:, 0]), 1, -1)


def torch_objective(X, y, lam):
    X, y = torch.tensor(X), torch.tensor(y)
    return lambda w: -torch.nn.functional.logsigmoid(y * (X @ w)).sum() + lam * (w @ w)


def test_one_observation_by_hand():
    assert binary.log_likelihood([np.log(3)], [[1.0]], [1]) == pytest.approx(np.log(3 / 4))
    assert binary.log_likelihood([np.log(3)], [[1.0]], [-1]) == pytest.approx(np.log(1 / 4))
    assert binary.objective([2.0], [[0.0]], [1], 0.5) == pytest.approx(np.log(2) + 2)
    assert np.allclose(binary.gradient([0.0], [[3.0]], [1], 9), -1.5)
    assert np.allclose(binary.hessian([0.0], [[3.0]], [1], 9), 9 / 4 + 18)
    assert np.allclose(binary.probabilities([np.log(3)], [[1.0], [-1.0]]), [3 / 4, 1 / 4])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(CASES, st.sampled_from([0.0, 0.5, 20.0]))
def test_value_gradient_and_hessian_agree_with_pytorch(case, lam):
    w, X, y = data(*case)
    J, point = torch_objective(X, y, lam), torch.tensor(w)
    assert binary.objective(w, X, y, lam) == pytest.approx(J(point).item(), rel=1e-12)
    assert np.allclose(binary.gradient(w, X, y, lam), torch.func.grad(J)(point), atol=1e-12)
    assert np.allclose(
        binary.hessian(w, X, y, lam), torch.autograd.functional.hessian(J, point), atol=1e-12
    )


def test_gradient_and_hessian_agree_with_central_differences():
    w, X, y = data()
    h = 1e-5
    for k, e in enumerate(np.eye(3) * h):
        up, down = binary.objective(w + e, X, y, 0.7), binary.objective(w - e, X, y, 0.7)
        assert binary.gradient(w, X, y, 0.7)[k] == pytest.approx((up - down) / (2 * h), abs=1e-7)
        slopes = binary.gradient(w + e, X, y, 0.7) - binary.gradient(w - e, X, y, 0.7)
        assert np.allclose(binary.hessian(w, X, y, 0.7)[k], slopes / (2 * h), atol=1e-7)


@pytest.mark.parametrize("score", [1e3, 1e6, 1e150])
def test_scores_far_out_neither_overflow_nor_vanish(score):
    X, y = [[score**0.5], [score**0.5]], [1, -1]
    w = [score**0.5]
    assert binary.log_likelihood(w, X, y) == pytest.approx(-score, rel=1e-12)
    assert binary.gradient(w, X, y, 0)[0] == pytest.approx(score**0.5, rel=1e-12)
    assert binary.hessian(w, X, y, 0)[0, 0] == 0
    assert np.array_equal(binary.probabilities(w, X), [1, 1])
    assert binary.log_likelihood([700.0], [[1.0]], [1]) == pytest.approx(-np.exp(-700), rel=1e-12)


def test_the_order_of_observations_does_not_matter_and_repeating_them_doubles_l():
    w, X, y = data()
    assert np.allclose(binary.fit(X[::-1], y[::-1], 1), binary.fit(X, y, 1), atol=1e-12)
    assert np.allclose(binary.fit(np.r_[X, X], np.r_[y, y], 2), binary.fit(X, y, 1), atol=1e-12)
    twice = binary.log_likelihood(w, np.r_[X, X], np.r_[y, y])
    assert twice == pytest.approx(2 * binary.log_likelihood(w, X, y))


def test_fit_without_penalty_finds_the_frequency():
    w = binary.fit(np.ones((10, 1)), [1] * 7 + [-1] * 3, 0)
    assert w[0] == pytest.approx(np.log(7 / 3), rel=1e-14)


@pytest.mark.parametrize("lam", [0, 1e-6, 0.5, 100])
def test_fit_is_the_minimum(lam):
    _, X, y = data()
    w = binary.fit(X, y, lam)
    assert np.abs(binary.gradient(w, X, y, lam)).max() < 1e-12
    rng = np.random.default_rng(547)
    for step in rng.normal(size=(50, 3)) * 0.1:
        assert binary.objective(w + step, X, y, lam) > binary.objective(w, X, y, lam)


def test_claim_1_one_optimum_from_many_starts_on_separable_data():
    _, X, _ = data()
    y = np.sign(X @ [1, -2, 1])
    w = binary.fit(X, y, 0.1)
    starts = (
        np.random.default_rng(547).normal(size=(20, 3))
        * 10.0 ** np.arange(-3, 2).repeat(4)[:, None]
    )
    for start in starts:
        assert np.allclose(binary.fit(X, y, 0.1, start=start), w, rtol=1e-10)
    assert np.allclose(binary.fit(X, y, 0.1, start=[1e5, -1e5, 1e6]), w, rtol=1e-10)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(CASES, st.floats(1e-3, 1e3), st.floats(0, 100))
def test_claim_1_strong_convexity(case, lam, size):
    w, X, y = data(*case)
    smallest = np.linalg.eigvalsh(binary.hessian(size * w, X, y, lam))[0]
    assert smallest >= 2 * lam * (1 - 1e-12) - 1e-12


def test_claim_1_without_penalty_a_repeated_column_has_many_optima():
    _, X, y = data()
    w = binary.fit(X, y, 0)
    X = np.c_[X, X[:, 0]]
    for share in (-5, 0, 0.5, 7):
        split = [w[0] * (1 - share), w[1], w[2], w[0] * share]
        assert np.abs(binary.gradient(split, X, y, 0)).max() < 1e-12
    with pytest.raises(ValueError, match="linearly independent"):
        binary.fit(X, y, 0)


def test_claim_2_the_optimum_is_not_sparse():
    for seed in range(20):
        _, X, y = data(seed, N=30, D=10)
        for lam in (0.1, 1, 100):
            assert np.count_nonzero(binary.fit(X, y, lam)) == 10


def test_claim_3_the_weights_grow_without_bound_on_separable_data():
    X, y = [[1.0, 0.5], [2.0, -1.0], [-1.5, 0.2]], [1, 1, -1]
    sizes = [np.linalg.norm(binary.fit(X, y, lam)) for lam in 10.0 ** -np.arange(0, 41, 4)]
    assert np.all(np.diff(sizes) > 1)
    w = binary.fit(X, y, 1)
    along = [binary.log_likelihood(t * w, X, y) for t in (1, 10, 100)]
    assert along == sorted(along)
    assert along[-1] == pytest.approx(0, abs=1e-10)
    with pytest.raises(ValueError, match="no finite optimum exists"):
        binary.fit(X, y, 0)


def test_claim_4_the_log_likelihood_falls_as_lambda_rises():
    _, X, y = data()
    fits = [binary.fit(X, y, lam) for lam in LAMBDAS]
    assert np.all(np.diff([binary.log_likelihood(w, X, y) for w in fits]) < 0)
    assert np.all(np.diff([np.linalg.norm(w) for w in fits]) < 0)


@pytest.mark.parametrize("lam", LAMBDAS)
def test_claim_4_the_derivative_along_the_optimum(lam):
    _, X, y = data()
    w = binary.fit(X, y, lam)
    exact = -4 * lam * w @ np.linalg.solve(binary.hessian(w, X, y, lam), w)
    h = 1e-4 * lam
    up = binary.log_likelihood(binary.fit(X, y, lam + h), X, y)
    down = binary.log_likelihood(binary.fit(X, y, lam - h), X, y)
    assert exact < 0
    assert (up - down) / (2 * h) == pytest.approx(exact, rel=1e-5)


def test_claim_4_the_log_likelihood_is_constant_where_the_optimum_is_zero():
    X, y = [[1.0, 2.0], [1.0, 2.0], [-3.0, 1.0], [-3.0, 1.0]], [1, -1, 1, -1]
    for lam in [0, *LAMBDAS]:
        w = binary.fit(X, y, lam)
        assert np.abs(w).max() < 1e-15
        assert binary.log_likelihood(w, X, y) == pytest.approx(4 * np.log(0.5), rel=1e-15)


def test_claim_4_no_weights_of_at_most_that_norm_do_better():
    _, X, y = data()
    w = binary.fit(X, y, 1)
    best = binary.log_likelihood(w, X, y)
    directions = np.random.default_rng(547).normal(size=(500, 3))
    for other in directions / np.linalg.norm(directions, axis=1, keepdims=True):
        assert binary.log_likelihood(other * np.linalg.norm(w), X, y) <= best


def test_claim_5_the_test_log_likelihood_falls_or_rises_or_both():
    one = np.ones((10, 1))
    train = [1] * 9 + [-1]
    fits = [binary.fit(one, train, lam) for lam in LAMBDAS]

    def changes(ups):
        y = [1] * ups + [-1] * (10 - ups)
        return np.diff([binary.log_likelihood(w, one, y) for w in fits])

    assert np.all(changes(9) < 0)
    assert np.all(changes(2) > 0)
    there_and_back = changes(7)
    assert there_and_back[0] > 0
    assert there_and_back[-1] < 0
    assert np.count_nonzero(np.diff(np.sign(there_and_back))) == 1
