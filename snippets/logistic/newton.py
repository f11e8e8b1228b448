"""Newton's method for a sum of logistic losses, each step a least-squares problem."""

from collections.abc import Callable

import numpy as np

from snippets.logistic.checks import Array

MOST_STEPS = 1000


def floored(root: Array, coefficient: Array) -> Array:
    """Keep ``coefficient / root`` below 1e7, so that no single row drowns the others' digits.

    Where the floor acts, an observation is misclassified by a score of more than 30; the step is
    then taken with a little more curvature than there is, and still goes downhill.
    """
    return np.maximum(root, np.maximum(1e-7 * np.abs(coefficient), 1e-100))


def newton_step(B: Array, r: Array, w: Array, curvature: float) -> Array:
    """Return the Newton step.

    The Hessian is ``BᵀB + curvature * I`` and minus the gradient ``Bᵀr - curvature * w``: these
    are the normal equations of a least-squares problem. Where they are well conditioned they are
    solved as they stand, which takes the least time. Elsewhere, in directions of little curvature,
    the problem keeps twice as many digits as its normal equations; in the others they do better
    where the penalty is large.

    Args:
        B: A square root of the loss's Hessian, shape (M, P).
        r: What the step should achieve in each row of B, shape (M,).
        w: The current parameters, shape (P,).
        curvature: The second derivative of the penalty along any axis.
    """
    root = np.sqrt(curvature)
    rows = np.vstack([B, root * np.eye(w.size)])
    scale: Array = np.abs(rows).max(axis=0)
    scale[scale == 0] = 1.0
    rows /= scale
    downhill = (B.T @ r - curvature * w) / scale
    H = rows.T @ rows
    curvatures = np.linalg.eigvalsh(H)
    if curvatures[0] > 1e-8 * curvatures[-1]:
        return np.asarray(np.linalg.solve(H, downhill) / scale)
    Q, R = np.linalg.qr(rows)
    U, sizes, Vt = np.linalg.svd(R)
    sizes = np.maximum(sizes, 1e-15 * sizes[0])
    squares = U.T @ (Q.T @ np.concatenate([r, -root * w])) / sizes
    normal = Vt @ downhill / sizes**2
    solution: Array = Vt.T @ np.where(sizes > 1e-4 * sizes[0], normal, squares)
    return solution / scale


def minimise(
    value: Callable[[Array], float],
    model: Callable[[Array], tuple[Array, Array]],
    spread: Callable[[Array], float],
    curvature: float,
    start: Array,
    project: Callable[[Array], Array],
) -> Array:
    """Minimise a convex loss plus ``curvature / 2 * ‖w‖²`` by damped Newton steps.

    Where scores change by at most ε, curvature changes by a factor of at most exp(ε). Hence a
    step of length log(1 + ε) / ε always goes downhill, and needs no test that rounding could fail.

    Args:
        value: The function to minimise, penalty included.
        model: Returns ``B`` and ``r`` of `newton_step` at given parameters.
        spread: The most that a step changes any score, ε.
        curvature: The second derivative of the penalty along any axis.
        start: Where to start.
        project: Takes out of the parameters what changes no score: rounding would blow it up
            where the penalty is tiny.

    Raises:
        ValueError: If rounding keeps the steps from settling.

    Source: the bound on the curvature is from Bach, Self-concordant analysis for logistic
    regression, Electronic Journal of Statistics 4 (2010).
    """
    norm, root = np.linalg.norm, np.sqrt(curvature)
    w, epsilon, decrement, best, waited = project(start), np.inf, np.inf, np.inf, 0
    for _ in range(MOST_STEPS):
        B, r = model(w)
        step = project(newton_step(B, r, w, curvature))
        previous, decrement = decrement, float(np.hypot(norm(B @ step), root * norm(step)))
        best, waited = (decrement, 0) if decrement < best / 2 else (best, waited + 1)
        here = value(w)
        if (epsilon < 0.1 and decrement >= previous / 2) or waited >= 10:
            slope = B.T @ r - curvature * w
            if np.all(np.abs(slope) <= 1e-9 * np.sqrt(here) * np.hypot(norm(B, axis=0), root)):
                return w  # only rounding is left
        epsilon = spread(step)
        length, safe = 1.0, np.log1p(epsilon) / epsilon if epsilon > 0 else 1.0
        while length > safe and value(w + length * step) > here - length * decrement**2 / 10:
            length /= 2
        w = w + max(length, safe) * step
    raise ValueError(
        "X is too badly conditioned for float64: Newton's method does not settle at an optimum; "
        "rescale X, drop almost dependent columns, or raise lam."
    )
