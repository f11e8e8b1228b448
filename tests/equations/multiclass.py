"""Checks of the equations on logistic regression with R classes."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch

from snippets.logistic import multiclass
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks
from tests.equations.values import At, column

N, D, R = 6, 2, 4
WEIGHTS = r"w_1, \dots, w_{R-1}"


class Case(NamedTuple):
    """A data set with a point: X (6, 2), labels 0 … 3, W (3, 2)."""

    X: np.ndarray
    labels: np.ndarray
    W: np.ndarray
    lam: float


def cases() -> Iterator[Case]:
    rng = np.random.default_rng(547)
    for lam in (0.0, 3.0):
        X, labels = rng.normal(size=(N, D)), rng.integers(0, R, size=N)
        X[1], labels[1] = X[0], labels[0]  # an observation that occurs twice
        for W in (rng.normal(size=(R - 1, D)), np.zeros((R - 1, D)), 30 * rng.normal(size=(3, D))):
            yield Case(X, labels, W, lam)


def names_of(case: Case) -> dict[str, object]:
    """The symbols of the chapter, whose classes and observations count from 1."""
    X, labels, W, lam = case
    rows = np.vstack([W, np.zeros(D)])
    P = multiclass.probabilities(W, X)
    return {
        "N": N,
        "R": R,
        "I": np.eye(D),
        r"\lambda": lam,
        "x^j": At("j", lambda j: column(X[j - 1])),
        "w_k": At("k", lambda k: column(rows[k - 1])),
        "w_m": At("m", lambda m: column(rows[m - 1])),
        "w_{c_j}": At("j", lambda j: column(rows[labels[j - 1]])),
        r"j \in \mathcal{J}_k": At("k", lambda k: [j + 1 for j in range(N) if labels[j] == k - 1]),
        r"P(y^j \mid x^j, w)": At("j", lambda j: P[j - 1, labels[j - 1]]),
        r"P(Y = y_k \mid X = x^j)": At("j k", lambda j, k: P[j - 1, k - 1]),
        "P_k^j": At("j k", lambda j, k: P[j - 1, k - 1]),
        "P_m^j": At("j m", lambda j, m: P[j - 1, m - 1]),
        "P^j": At("j", lambda j: P[j - 1]),
        r"\delta_{km}": At("k m", lambda k, m: float(k == m)),
    }


def in_torch(case: Case, W: torch.Tensor) -> torch.Tensor:
    """The objective, by PyTorch."""
    scores = torch.nn.functional.pad(torch.tensor(case.X) @ W.T, (0, 1))
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(case.labels), reduction="sum")
    return -loss - case.lam / 2 * (W**2).sum()


def torch_gradient(case: Case) -> np.ndarray:
    W = torch.tensor(case.W, requires_grad=True)
    return torch.autograd.grad(in_torch(case, W), W)[0].numpy()


def points() -> Iterator[tuple[Case, np.ndarray, np.ndarray]]:
    """Weights, an observation, and its R probabilities by the implementation and by PyTorch."""
    for case in cases():
        case = case._replace(X=case.X[1:4], labels=case.labels[1:4])
        scores = torch.nn.functional.pad(torch.tensor(case.X @ case.W.T), (0, 1))
        for of_all in (
            multiclass.probabilities(case.W, case.X),
            torch.softmax(scores, dim=1).numpy(),
        ):
            for x, P in zip(case.X, of_all, strict=True):
                yield case, x, P


@checks("eq:7")
def probability(formula: Formula) -> Errors:
    """`probabilities` and PyTorch's softmax: each class but the last"""
    for case, x, P in points():
        for k in range(1, R):
            names = names_of(case) | {r"P(Y = y_k \mid X = x)": P[k - 1], "k": k, "x": column(x)}
            yield formula.error(names, floor=0.0)


@checks("eq:8")
def reference_probability(formula: Formula) -> Errors:
    """`probabilities` and PyTorch's softmax: the last class"""
    for case, x, P in points():
        names = names_of(case) | {r"P(Y = y_R \mid X = x)": P[-1], "x": column(x)}
        yield formula.error(names, floor=0.0)


@checks("eq:M1")
def log_odds(formula: Formula) -> Errors:
    """`probabilities` and PyTorch's softmax: the difference of scores, the last being 0 or not"""
    shift = np.array([0.3, -1.1])
    for case, x, P in points():
        if np.abs(case.W).max() > 10:
            continue  # a probability that rounds to 0 has no logarithm
        for common in (np.zeros(D), shift):
            for k in range(1, R + 1):
                yield formula.error(
                    {
                        r"P(Y = y_k \mid x)": P[k - 1],
                        r"P(Y = y_R \mid x)": P[-1],
                        "w_k": column(np.vstack([case.W, np.zeros(D)])[k - 1] + common),
                        "w_R": column(common),
                        "x": column(x),
                    }
                )


def log_likelihoods(case: Case) -> Iterator[float]:
    """By the implementation and by PyTorch."""
    yield multiclass.log_likelihood(case.W, case.X, case.labels)
    yield in_torch(case._replace(lam=0.0), torch.tensor(case.W)).item()


@checks("eq:9")
def log_likelihood(formula: Formula) -> Errors:
    """`log_likelihood` and PyTorch's cross-entropy: the sum of log-probabilities"""
    for case in cases():
        if np.abs(case.W).max() > 10:
            continue  # a probability that rounds to 0 has no logarithm
        for value in log_likelihoods(case):
            yield formula.error(names_of(case) | {f"L({WEIGHTS})": value})


@checks("eq:10")
def log_probability(formula: Formula) -> Errors:
    """the implementation's log-probability of each observation's class"""
    for case in cases():
        logs = multiclass.log_probabilities(case.W, case.X)
        for j in range(1, N + 1):
            value = logs[j - 1, case.labels[j - 1]]
            yield formula.error(names_of(case) | {r"\log P(y^j \mid x^j, w)": value, "j": j})


@checks("eq:11")
def log_likelihood_of_weights(formula: Formula) -> Errors:
    """`log_likelihood` and PyTorch's cross-entropy: the sum of differences"""
    for case in cases():
        for value in log_likelihoods(case):
            yield formula.error(names_of(case) | {f"L({WEIGHTS})": value})


@checks("eq:12")
def likelihood_gradient(formula: Formula) -> Errors:
    """`log_likelihood_gradient` and PyTorch: each class, one observation occurring twice"""
    for case in cases():
        X, labels, W, _ = case
        for slope in (
            multiclass.log_likelihood_gradient(W, X, labels),
            torch_gradient(case._replace(lam=0.0)),
        ):
            for k in range(1, R):
                names = {r"\frac{\partial L}{\partial w_k}": column(slope[k - 1]), "k": k}
                yield formula.error(names_of(case) | names)


@checks("eq:13")
def objective(formula: Formula) -> Errors:
    """`objective` and PyTorch: the log-likelihood minus the penalty"""
    for case in cases():
        X, labels, W, lam = case
        logs = multiclass.log_probabilities(W, X)
        for value in (
            multiclass.objective(W, X, labels, lam),
            in_torch(case, torch.tensor(W)).item(),
        ):
            yield formula.error(
                names_of(case)
                | {
                    rf"L_\lambda({WEIGHTS})": value,
                    r"\log P(y^j \mid x^j, w)": At(
                        "j", lambda j, logs=logs, labels=labels: logs[j - 1, labels[j - 1]]
                    ),
                }
            )


@checks("eq:14")
def gradient(formula: Formula) -> Errors:
    """`gradient` and PyTorch: each class"""
    for case in cases():
        X, labels, W, lam = case
        for slope in (multiclass.gradient(W, X, labels, lam), torch_gradient(case)):
            for k in range(1, R):
                names = {r"\frac{\partial L_\lambda}{\partial w_k}": column(slope[k - 1]), "k": k}
                yield formula.error(names_of(case) | names)


def blocks(case: Case) -> Iterator[np.ndarray]:
    """The Hessian as an array (class, feature, class, feature), by us and by PyTorch."""
    X, labels, W, lam = case
    yield multiclass.hessian(W, X, labels, lam).reshape(R - 1, D, R - 1, D)
    yield torch.autograd.functional.hessian(
        lambda W: in_torch(case, W), torch.tensor(case.W)
    ).numpy()


SECOND = r"\frac{\partial^2 L_\lambda}{\partial w_k \, \partial w_m}"


@checks("eq:M2")
def hessian(formula: Formula) -> Errors:
    """`hessian` and PyTorch: each block"""
    for case in list(cases())[3:]:
        for H in blocks(case):
            for k in range(1, R):
                for m in range(1, R):
                    names = {SECOND: H[k - 1, :, m - 1, :], "k": k, "m": m}
                    yield formula.error(names_of(case) | names)


@checks("eq:M3", relations=r"= \le")
def curvature(formula: Formula) -> Errors:
    """`hessian` in random directions, and where the bound is attained"""
    rng = np.random.default_rng(547)
    for case in cases():
        v = rng.normal(size=(R - 1, D))
        idle = case._replace(X=case.X * [1.0, 0.0])
        for one, direction, tight in ((case, v, False), (idle, v * [0.0, 1.0], True)):
            rows = np.vstack([direction, np.zeros(D)])
            H = next(blocks(one))
            names = {
                SECOND: At("k m", lambda k, m, H=H: H[k - 1, :, m - 1, :]),
                "v_k": At("k", lambda k, rows=rows: column(rows[k - 1])),
                "v_m": At("m", lambda m, rows=rows: column(rows[m - 1])),
                "k": list(range(1, R)),
                "m": list(range(1, R)),
            }
            yield formula.error(names_of(one) | names, tight=tight)
