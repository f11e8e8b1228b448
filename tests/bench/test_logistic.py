"""What is compared computes the same."""

import numpy as np
import pytest

from bench import logistic
from bench.peers import installed

DATA = logistic.drawn(rows=500, columns=6, classes=4)


def test_gradients_agree():
    truth = logistic.closed_form(DATA)
    assert np.allclose(logistic.gradient(DATA), truth, rtol=1e-11)
    assert np.allclose(logistic.torch_gradient(DATA), truth, rtol=1e-11)
    if installed("jax"):
        assert np.allclose(logistic.jax_gradient(DATA)(), truth, rtol=1e-11)


def test_fits_agree_and_reach_the_goal():
    W = logistic.fit(DATA)
    assert logistic.reached(DATA, W) < logistic.GOAL / 100
    assert logistic.reached(DATA, W + 1e-3) > 100 * logistic.GOAL
    assert np.allclose(logistic.torch_fit(DATA), W, atol=1e-4)
    assert logistic.reached(DATA, logistic.torch_fit(DATA)) < logistic.GOAL


def test_gradient_of_the_model_with_a_vector_for_every_class():
    torch = pytest.importorskip("torch")
    V = torch.tensor(np.random.default_rng(547).normal(size=(4, 6)), requires_grad=True)
    scores = torch.tensor(DATA.X) @ V.T
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(DATA.labels), reduction="sum")
    (slope,) = torch.autograd.grad(loss + logistic.LAM / 2 * (V**2).sum(), V)
    largest = float(slope.abs().max()) / len(DATA.X)
    assert logistic.reached(DATA, V.detach().numpy()) == pytest.approx(largest, rel=1e-10)
    if installed("sklearn"):
        assert logistic.reached(DATA, logistic.sklearn_fit(DATA)) < 2 * logistic.GOAL
