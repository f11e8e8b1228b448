"""Two classes: logistic regression with the penalty λ‖w‖².

The model is P(y | x, w) = σ(y⟨w, x⟩) with y ∈ {-1, +1} and σ(s) = 1 / (1 + exp(-s)).

Source: Eqs. 5 and 6.
"""

import numpy as np
from numpy.typing import ArrayLike

from snippets.logistic import checks
from snippets.logistic.checks import Array
from snippets.logistic.existence import column_space, require_independent, require_overlap
from snippets.logistic.newton import floored, minimise


# --8<-- [start:log_likelihood]
def sigmoid(scores: Array) -> Array:
    """Return σ(s) = 1 / (1 + exp(-s)), which neither overflows nor loses its small values."""
    probabilities: Array = np.exp(-np.logaddexp(0.0, -scores))
    return probabilities


def log_likelihood(w: ArrayLike, X: ArrayLike, y: ArrayLike) -> float:
    """Return l(w), the sum over the observations of log P(y | x, w).

    Args:
        w: The weights, shape (D,).
        X: One observation a row, shape (N, D).
        y: The labels, each -1 or +1, shape (N,).

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape or a label is wrong, or an entry not finite or beyond 1e100.

    Source: Eq. 6.
    """
    X = checks.features(X)
    w, y = checks.weights(w, X.shape[1]), checks.signs(y, len(X))
    return float(-np.logaddexp(0.0, -y * (X @ w)).sum())


# --8<-- [end:log_likelihood]


def probabilities(w: ArrayLike, X: ArrayLike) -> Array:
    """Return P(y = +1 | x, w) for each row of X, shape (N,).

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape is wrong, or an entry not finite or beyond 1e100.

    Source: the model that Eq. 6 leaves unsaid; see the errata.
    """
    X = checks.features(X)
    return sigmoid(X @ checks.weights(w, X.shape[1]))


# --8<-- [start:objective]
def objective(w: ArrayLike, X: ArrayLike, y: ArrayLike, lam: float) -> float:
    """Return J(w) = -l(w) + λ‖w‖², which `fit` minimises.

    Args:
        w: The weights, shape (D,).
        X: One observation a row, shape (N, D).
        y: The labels, each -1 or +1, shape (N,).
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 5.
    """
    lam = checks.penalty(lam)
    return -log_likelihood(w, X, y) + lam * float(np.sum(np.asarray(w, dtype=np.float64) ** 2))


# --8<-- [end:objective]


# --8<-- [start:gradient]
def gradient(w: ArrayLike, X: ArrayLike, y: ArrayLike, lam: float) -> Array:
    """Return the gradient of the objective J at w, shape (D,).

    Args:
        w: The weights, shape (D,).
        X: One observation a row, shape (N, D).
        y: The labels, each -1 or +1, shape (N,).
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 5, differentiated.
    """
    X, lam = checks.features(X), checks.penalty(lam)
    w, y = checks.weights(w, X.shape[1]), checks.signs(y, len(X))
    return -X.T @ (y * sigmoid(-y * (X @ w))) + 2 * lam * w


# --8<-- [end:gradient]


# --8<-- [start:hessian]
def hessian(w: ArrayLike, X: ArrayLike, y: ArrayLike, lam: float) -> Array:
    """Return the Hessian of the objective J at w, shape (D, D).

    Args:
        w: The weights, shape (D,).
        X: One observation a row, shape (N, D).
        y: The labels, each -1 or +1, shape (N,).
        lam: The penalty's factor λ, at least 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: Eq. 5, differentiated twice.
    """
    X, lam = checks.features(X), checks.penalty(lam)
    w, y = checks.weights(w, X.shape[1]), checks.signs(y, len(X))
    variances = sigmoid(X @ w) * sigmoid(-X @ w)
    H: Array = X.T @ (variances[:, None] * X) + 2 * lam * np.eye(X.shape[1])
    return H


# --8<-- [end:hessian]


# --8<-- [start:fit]
def fit(X: ArrayLike, y: ArrayLike, lam: float, *, start: ArrayLike | None = None) -> Array:
    """Return the weights that minimise J, shape (D,).

    With λ > 0 the optimum exists and is unique. With λ = 0 it does so only where the columns of X
    are linearly independent and no hyperplane through the origin separates the classes.

    Args:
        X: One observation a row, shape (N, D), N at least 1.
        y: The labels, each -1 or +1, shape (N,).
        lam: The penalty's factor λ, at least 0.
        start: Where the search starts, shape (D,); the origin if not given.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, an entry not finite, or no single
            finite optimum exists.

    Source: Eq. 5 and the problem's claims 1 and 3.
    """
    X, lam = checks.features(X), checks.penalty(lam)
    y = checks.signs(y, len(X))
    w = np.zeros(X.shape[1]) if start is None else checks.weights(start, X.shape[1], "start")
    checks.some_data(len(X))
    basis, idle = column_space(X)
    if lam == 0:
        require_independent(basis, X.shape[1])
        require_overlap(y[:, None] * basis)

    def model(w: Array) -> tuple[Array, Array]:
        chance_of_error = sigmoid(-y * (X @ w))
        root = np.sqrt(chance_of_error * sigmoid(y * (X @ w)))
        root = floored(root, chance_of_error)
        return (root * y)[:, None] * X, chance_of_error / root

    return minimise(
        value=lambda w: objective(w, X, y, lam),
        model=model,
        spread=lambda step: float(np.abs(X @ step).max()),
        curvature=2 * lam,
        start=w,
        project=lambda w: w - idle @ (idle.T @ w),
    )


# --8<-- [end:fit]
