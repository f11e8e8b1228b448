import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.logistic import binary, multiclass

CASES = st.tuples(st.integers(0, 10_000), st.integers(1, 10), st.integers(1, 4), st.integers(2, 5))


def data(seed=547, N=40, D=3, R=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(R - 1, D)), rng.normal(size=(N, D)), rng.integers(0, R, N)


def torch_objective(X, labels, lam):
    X, labels = torch.tensor(X), torch.tensor(labels)

    def objective(W):
        scores = torch.cat([X @ W.T, torch.zeros(len(X), 1, dtype=W.dtype)], dim=1)
        fidelity = -torch.nn.functional.cross_entropy(scores, labels, reduction="sum")
        return fidelity - lam / 2 * (W * W).sum()

    return objective


def test_one_observation_by_hand():
    W, X = [[np.log(2)], [np.log(3)]], [[1.0]]
    assert np.allclose(multiclass.probabilities(W, X), [[2 / 6, 3 / 6, 1 / 6]])
    for label, probability in enumerate((2 / 6, 3 / 6, 1 / 6)):
        value = multiclass.log_likelihood(W, X, [label])
        assert value == pytest.approx(np.log(probability))
    assert np.allclose(multiclass.log_likelihood_gradient(W, X, [1]), [[-2 / 6], [3 / 6]])
    assert np.allclose(multiclass.log_likelihood_gradient(W, X, [2]), [[-2 / 6], [-3 / 6]])
    assert np.allclose(multiclass.hessian(W, X, [1], 0), [[-8 / 36, 6 / 36], [6 / 36, -9 / 36]])
    assert multiclass.objective([[2.0]], [[0.0]], [1], 0.5) == pytest.approx(np.log(0.5) - 1)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(CASES, st.sampled_from([0.0, 0.5, 20.0]))
def test_value_gradient_and_hessian_agree_with_pytorch(case, lam):
    W, X, labels = data(*case)
    F, point = torch_objective(X, labels, lam), torch.tensor(W)
    assert multiclass.objective(W, X, labels, lam) == pytest.approx(F(point).item(), rel=1e-12)
    slope = torch.func.grad(F)(point)
    assert np.allclose(multiclass.gradient(W, X, labels, lam), slope, atol=1e-12)
    bend = torch.autograd.functional.hessian(F, point).reshape(W.size, W.size)
    assert np.allclose(multiclass.hessian(W, X, labels, lam), bend, atol=1e-12)
    L = torch_objective(X, labels, 0.0)
    assert multiclass.log_likelihood(W, X, labels) == pytest.approx(L(point).item(), rel=1e-12)
    slope = torch.func.grad(L)(point)
    assert np.allclose(multiclass.log_likelihood_gradient(W, X, labels), slope, atol=1e-12)


def test_gradient_and_hessian_agree_with_central_differences():
    W, X, labels = data()
    h, lam = 1e-5, 0.7
    slope, bend = multiclass.gradient(W, X, labels, lam), multiclass.hessian(W, X, labels, lam)
    for k, e in enumerate(np.eye(W.size) * h):
        up, down = W + e.reshape(W.shape), W - e.reshape(W.shape)
        rise = multiclass.objective(up, X, labels, lam) - multiclass.objective(down, X, labels, lam)
        assert slope.ravel()[k] == pytest.approx(rise / (2 * h), abs=1e-7)
        turn = multiclass.gradient(up, X, labels, lam) - multiclass.gradient(down, X, labels, lam)
        assert np.allclose(bend[k], turn.ravel() / (2 * h), atol=1e-7)


@pytest.mark.parametrize("score", [1e3, 1e6, 1e100])
def test_scores_far_out_neither_overflow_nor_vanish(score):
    W, X = [[score], [-score]], [[1.0], [1.0]]
    assert multiclass.log_likelihood(W, X, [0, 0]) == 0
    assert multiclass.log_likelihood(W, X, [0, 2]) == pytest.approx(-score, rel=1e-12)
    assert multiclass.log_likelihood(W, X, [1, 0]) == pytest.approx(-2 * score, rel=1e-12)
    assert np.array_equal(multiclass.gradient(W, X, [0, 1], 0), [[-1], [1]])
    assert np.array_equal(multiclass.hessian(W, X, [0, 1], 0), np.zeros((2, 2)))
    assert np.array_equal(multiclass.probabilities(W, X), [[1, 0, 0]] * 2)


def test_a_step_spreads_the_scores_by_the_difference_of_its_furthest_two():
    X = np.array([[1.0, 0.0], [2.0, 3.0]])
    assert multiclass._spread(np.array([[1.0, 1.0], [-2.0, 0.0]]), X) == 5 + 4
    assert multiclass._spread(np.array([[1.0, 1.0], [2.0, 0.0]]), X) == 5  # the reference's: 0


@settings(max_examples=30, deadline=None, derandomize=True)
@given(CASES)
def test_probabilities_sum_to_one_and_make_up_the_likelihood(case):
    W, X, labels = data(*case)
    P = multiclass.probabilities(W, X)
    assert P.shape == (len(X), len(W) + 1)
    assert np.allclose(P.sum(axis=1), 1)
    picked = P[np.arange(len(X)), labels]
    assert multiclass.log_likelihood(W, X, labels) == pytest.approx(np.log(picked).sum())


def test_an_observation_that_occurs_twice_counts_twice():
    W, X, labels = data(N=5)
    X, labels = np.r_[X, X[:1]], np.r_[labels, labels[:1]]
    P = multiclass.probabilities(W, X)
    by_index = [X[labels == k].sum(axis=0) - P[:, k] @ X for k in range(3)]
    slope = multiclass.log_likelihood_gradient(W, X, labels)
    assert np.allclose(slope, by_index)
    assert np.allclose(slope, torch.func.grad(torch_objective(X, labels, 0.0))(torch.tensor(W)))
    k = labels[0] if labels[0] < 3 else 0
    as_set = np.unique(X[labels == k], axis=0).sum(axis=0) - P[:, k] @ X
    assert labels[0] == 3 or not np.allclose(slope[k], as_set)


def test_with_a_plus_sign_the_penalised_likelihood_has_no_upper_bound():
    W, X, labels = data()
    lam = 0.5

    def plus(t):
        return multiclass.log_likelihood(t * W, X, labels) + lam / 2 * np.sum((t * W) ** 2)

    along = [plus(t) for t in 10.0 ** np.arange(2, 8)]
    assert along == sorted(along)
    assert along[-1] > 1e12
    flipped = multiclass.hessian(W, X, labels, 0) + lam * np.eye(9)
    assert np.linalg.eigvalsh(flipped)[0] < 0 < np.linalg.eigvalsh(flipped)[-1]


def test_the_penalised_likelihood_is_strongly_concave():
    W, X, labels = data()
    for size in (0, 1, 100):
        top = np.linalg.eigvalsh(multiclass.hessian(size * W, X, labels, 0.3))[-1]
        assert top <= -0.3 * (1 - 1e-12)


@pytest.mark.parametrize("lam", [0, 1e-6, 0.5, 100])
def test_fit_is_the_maximum_from_any_start(lam):
    _, X, labels = data()
    W = multiclass.fit(X, labels, lam)
    assert W.shape == (3, 3)
    assert np.abs(multiclass.gradient(W, X, labels, lam)).max() < 1e-12
    rng = np.random.default_rng(547)
    for step in rng.normal(size=(20, 3, 3)):
        other = multiclass.objective(W + 0.1 * step, X, labels, lam)
        assert other < multiclass.objective(W, X, labels, lam)
        assert np.allclose(multiclass.fit(X, labels, lam, start=20 * step), W, atol=1e-10)


def test_fit_without_penalty_finds_the_frequencies():
    W = multiclass.fit(np.ones((10, 1)), [0] * 5 + [1] * 3 + [2] * 2, 0)
    assert np.allclose(W[:, 0], np.log([5 / 2, 3 / 2]), rtol=1e-13)


@pytest.mark.parametrize("lam", [0.0, 0.01, 0.5, 10.0])
def test_two_classes_agree_with_the_binary_fit_after_doubling_lambda(lam):
    _, X, labels = data(R=2)
    y = np.where(labels == 0, 1, -1)
    two = multiclass.fit(X, labels, 2 * lam)
    assert np.allclose(two, [binary.fit(X, y, lam)], atol=1e-12)
    if lam:
        assert not np.allclose(multiclass.fit(X, labels, lam), [binary.fit(X, y, lam)], rtol=1e-4)
    w = two[0]
    assert -multiclass.objective(two, X, labels, 2 * lam) == pytest.approx(
        binary.objective(w, X, y, lam)
    )
    assert np.allclose(-multiclass.gradient(two, X, labels, 2 * lam), binary.gradient(w, X, y, lam))
    assert np.allclose(-multiclass.hessian(two, X, labels, 2 * lam), binary.hessian(w, X, y, lam))
    assert np.allclose(multiclass.probabilities(two, X)[:, 0], binary.probabilities(w, X))


def test_the_reference_class_matters_with_a_penalty_and_only_then():
    _, X, labels = data(R=3)
    swapped = 2 - labels

    def difference(lam):
        P = multiclass.probabilities(multiclass.fit(X, labels, lam), X)
        Q = multiclass.probabilities(multiclass.fit(X, swapped, lam), X)
        return np.abs(P - Q[:, ::-1]).max()

    assert difference(0) < 1e-12
    assert difference(5) > 1e-3


def test_a_class_that_is_absent_keeps_its_row():
    _, X, labels = data(R=2)
    W = multiclass.fit(X, 2 * labels, 0.5)
    assert W.shape == (2, 3)
    assert np.abs(multiclass.gradient(W, X, 2 * labels, 0.5)).max() < 1e-12
    with pytest.raises(ValueError, match="no finite optimum exists"):
        multiclass.fit(np.c_[np.ones(len(X)), X], 2 * labels, 0)


def test_one_class_only_is_refused():
    for lam in (0, 1):
        with pytest.raises(ValueError, match="at least two classes"):
            multiclass.fit([[1.0], [2.0]], [0, 0], lam)
