"""R classes: logistic regression with one weight vector a class, the last one's held at 0.

Classes are numbered 0 … R - 1 here, where the source counts 1 … R. The last is the reference
class, so W holds the other R - 1 weight vectors, one a row: (R - 1)D parameters.

Source: Eqs. 7 to 14.
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from snippets.logistic import checks, large, rows
from snippets.logistic.checks import Array, Labels
from snippets.logistic.existence import column_space, require_independent, require_overlap
from snippets.logistic.newton import floored, minimise


# --8<-- [start:probabilities]
def log_probabilities(W: Array, X: Array) -> Array:
    """Return log P(Y = y_k | x) for each row of X and each of the R classes, shape (N, R)."""
    scores = np.column_stack([X @ W.T, np.zeros(len(X))])
    scores -= scores.max(axis=1, keepdims=True)
    log_probs: Array = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return log_probs


def probabilities(W: ArrayLike, X: ArrayLike) -> Array:
    """Return P(Y = y_k | x) for each row of X and each of the R classes, shape (N, R).

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape is wrong, or an entry not finite or beyond 1e100.

    Source: Eqs. 7 and 8.
    """
    X = checks.features(X)
    return np.exp(log_probabilities(checks.weight_rows(W, X.shape[1]), X))


# --8<-- [end:probabilities]


# --8<-- [start:log_likelihood]
def log_likelihood(W: ArrayLike, X: ArrayLike, labels: ArrayLike) -> float:
    """Return L(W), the sum over the observations of log P(label | x).

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape or a label is wrong, or an entry not finite or beyond 1e100.

    Source: Eq. 11.
    """
    W, X, labels = _checked(W, X, labels)
    return float(log_probabilities(W, X)[np.arange(len(X)), labels].sum())


# --8<-- [end:log_likelihood]


# --8<-- [start:log_likelihood_gradient]
def log_likelihood_gradient(W: ArrayLike, X: ArrayLike, labels: ArrayLike) -> Array:
    """Return the gradient of the log-likelihood L at W, shape (R - 1, D).

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape or a label is wrong, or an entry not finite or beyond 1e100.

    Source: Eq. 12.
    """
    W, X, labels = _checked(W, X, labels)
    return _slope(W, X, labels)


def _slope(W: Array, X: Array, labels: Labels) -> Array:
    return rows.total(partial(_slope_of, W), X, labels, W.size)


def _slope_of(W: Array, X: Array, labels: Labels) -> Array:
    """Return what some of the rows add to the gradient."""
    scores = W @ X.T
    largest = scores.max(axis=0, initial=0.0)  # of the reference class the score is 0
    scores -= largest
    chances = np.exp(scores, out=scores)
    chances /= chances.sum(axis=0) + np.exp(-largest)
    surprise = (labels == np.arange(len(W))[:, None]) - chances
    return np.asarray(surprise @ X)


# --8<-- [end:log_likelihood_gradient]


# --8<-- [start:objective]
def objective(W: ArrayLike, X: ArrayLike, labels: ArrayLike, lam: float) -> float:
    """Return L(W) - (λ/2) Σ‖w_k‖², which `fit` maximises.

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 13 with the penalty's sign corrected; see the errata.
    """
    lam = checks.penalty(lam)
    fidelity = log_likelihood(W, X, labels)
    return fidelity - lam / 2 * float(np.sum(np.asarray(W, dtype=np.float64) ** 2))


def gradient(W: ArrayLike, X: ArrayLike, labels: ArrayLike, lam: float) -> Array:
    """Return the gradient of the objective at W, shape (R - 1, D).

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 14 with the penalty's sign corrected; see the errata.
    """
    lam = checks.penalty(lam)
    return log_likelihood_gradient(W, X, labels) - lam * np.asarray(W, dtype=np.float64)


# --8<-- [end:objective]


# --8<-- [start:hessian]
def hessian(W: ArrayLike, X: ArrayLike, labels: ArrayLike, lam: float) -> Array:
    """Return the Hessian of the objective at W, shape ((R - 1)D, (R - 1)D).

    Row and column k * D + d belong to the entry W[k, d], as in ``W.ravel()``.

    Args:
        W: The weights, one row for each class but the last, shape (R - 1, D).
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,); the result does not
            depend on them.
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 14, differentiated once more.
    """
    W, X, _ = _checked(W, X, labels)
    lam = checks.penalty(lam)
    P = np.exp(log_probabilities(W, X))[:, :-1]
    variances = P[:, :, None] * np.eye(len(W)) - P[:, :, None] * P[:, None, :]
    blocks = np.einsum("jkm,jd,je->kdme", variances, X, X, optimize=True)
    H: Array = -blocks.reshape(W.size, W.size) - lam * np.eye(W.size)
    return H


# --8<-- [end:hessian]


# --8<-- [start:fit]
def fit(X: ArrayLike, labels: ArrayLike, lam: float, *, start: ArrayLike | None = None) -> Array:
    """Return the weights that maximise the objective, shape (R - 1, D).

    R is the largest label plus one, so the reference class must occur. Another class may be
    absent; it keeps its row, which the penalty holds finite. With λ > 0 the optimum exists, is
    unique, and depends on which class is the reference. With λ = 0 it exists and is unique only
    where the columns of X are linearly independent and no direction separates the classes.

    Many observations are fitted with a penalty by L-BFGS, and by Newton's method where that does
    not arrive: see `snippets.logistic.large`.

    Args:
        X: One observation a row, shape (N, D), N at least 1.
        labels: The class of each observation, 0 … R - 1 with R at least 2, shape (N,).
        lam: The penalty's factor λ, at least 0.
        start: Where the search starts, shape (R - 1, D); the origin if not given.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, an entry not finite, there is one
            class only, or no single finite optimum exists.

    Source: Eq. 13 with the penalty's sign corrected; see the errata.
    """
    X, lam = checks.features(X), checks.penalty(lam)
    labels = checks.class_labels(labels, len(X))
    checks.some_data(len(X))
    shape = (int(labels.max()), X.shape[1])
    if shape[0] == 0:
        raise ValueError("labels must name at least two classes, but all of them are 0.")
    W = np.zeros(shape) if start is None else checks.weight_rows(start, X.shape[1], "start")
    if W.shape != shape:
        raise ValueError(f"start must have the shape {shape}, but its shape is {W.shape}.")
    if lam > 0 and len(X) * len(W) * W.size > large.ENTRIES:
        found = large.fit(lambda W: lam * W - _slope(W, X, labels), X, labels, lam, W)
        if found is not None:
            return found
    basis, idle = column_space(X)
    if lam == 0:
        require_independent(basis, X.shape[1])
        require_overlap(_contrasts(basis, labels))
    solution = minimise(
        value=lambda w: -objective(w.reshape(shape), X, labels, lam),
        model=lambda w: _model(w.reshape(shape), X, labels),
        spread=lambda step: _spread(step.reshape(shape), X),
        curvature=lam,
        start=W.ravel(),
        project=lambda w: w - (w.reshape(shape) @ idle @ idle.T).ravel(),
    )
    return solution.reshape(shape)


# --8<-- [end:fit]


def _checked(W: ArrayLike, X: ArrayLike, labels: ArrayLike) -> tuple[Array, Array, Labels]:
    X = checks.features(X)
    W = checks.weight_rows(W, X.shape[1])
    return W, X, checks.class_labels(labels, len(X), len(W) + 1)


def _contrasts(X: Array, labels: Labels) -> Array:
    """Return, for each observation and each class not its own, what its own score has over it."""
    N, R = len(X), int(labels.max()) + 1
    ahead = np.eye(R)[labels][:, None, :] - np.eye(R)[None, :, :]
    others = np.arange(R)[None, :] != labels[:, None]
    A: Array = np.einsum("jkm,jd->jkmd", ahead[:, :, :-1], X)[others]
    return A.reshape(N * (R - 1), (R - 1) * X.shape[1])


def _spread(step: Array, X: Array) -> float:
    changes = np.column_stack([X @ step.T, np.zeros(len(X))])
    return float((changes.max(axis=1) - changes.min(axis=1)).max())


def _model(W: Array, X: Array, labels: Labels) -> tuple[Array, Array]:
    """Return B with BᵀB minus the Hessian of L, and r with Bᵀr the gradient of L.

    Choosing among R classes is R - 1 choices of two in turn: class k, or a later one? Each has a
    variance and a residual made of products of probabilities alone. No difference is formed, so
    no digit is lost where a probability is close to 1.
    """
    log_probs = log_probabilities(W, X)
    N, R = log_probs.shape
    at_least = np.logaddexp.accumulate(log_probs[:, ::-1], axis=1)[:, ::-1]
    now, later, reached = log_probs[:, :-1], at_least[:, 1:], at_least[:, :-1]
    own, k = labels[:, None], np.arange(R - 1)
    residual = np.where(k < own, -np.exp(now - reached), np.exp(later - reached))
    residual[k > own] = 0.0
    root = floored(np.exp((now + later - reached) / 2), residual)
    log_shares = log_probs[:, None, :-1] - later[:, :, None]
    contrast = np.eye(R - 1) - np.exp(np.where(k[:, None] < k, log_shares, -np.inf))
    B: Array = np.einsum("jk,jkm,jd->jkmd", root, contrast, X)
    return B.reshape(N * (R - 1), W.size), (residual / root).ravel()
