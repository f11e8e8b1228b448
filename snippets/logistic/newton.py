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
    are the normal equations of a least-squares problem. Where they keep half of the digits they
    are solved as they stand, which takes the least time. Elsewhere the problem itself is solved:
    in directions of little curvature it keeps twice as many digits.

    Args:
        B: A square root of the loss's Hessian, shape (M, P).
        r: What the step should achieve in each row of B, shape (M,).
        w: The current parameters, shape (P,).
        curvature: The second derivative of the penalty along any axis, above 0 where B has a
            column of zeros.
    """
    root = np.sqrt(curvature)
    rows = np.vstack([B, root * np.eye(w.size)])
    scale: Array = np.abs(rows).max(axis=0)
    rows /= scale
    H = rows.T @ rows
    if np.linalg.matrix_rank(H, rtol=1e-8) == w.size:
        step = np.linalg.solve(H, (B.T @ r - curvature * w) / scale)
    else:
        target = np.concatenate([r, -root * w])
        step = np.linalg.lstsq(rows, target, rcond=np.finfo(np.float64).eps)[0]
    return np.asarray(step / scale)


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
    step with ε ≤ 1 always goes downhill, by more than a quarter of the decrement's square, and
    needs no test that rounding could fail. A longer one is halved until it brings a tenth.

    The search ends where the gradient is 0 up to rounding, with a step whose decrement is no
    longer less than half of the one before: nearer to the optimum there is rounding only.

    Args:
        value: The function to minimise, penalty included.
        model: Returns ``B`` and ``r`` of `newton_step` at given parameters.
        spread: The most that a step changes any score, ε.
        curvature: The second derivative of the penalty along any axis.
        start: Where to start.
        project: Takes out of the parameters what changes no score: rounding would blow it up
            where the penalty is tiny.

    Raises:
        ValueError: If rounding keeps the steps from settling: there are at most 1000.

    Source: the bound on the curvature is from Bach, Self-concordant analysis for logistic
    regression, Electronic Journal of Statistics 4 (2010).
    """
    norm, root = np.linalg.norm, np.sqrt(curvature)
    w, previous = project(start), np.inf
    for _ in range(MOST_STEPS):
        (B, r), here = model(w), value(w)
        step = project(newton_step(B, r, w, curvature))
        decrement = float(np.hypot(norm(B @ step), root * norm(step)))
        slope = np.abs(B.T @ r - curvature * w)
        flat = slope <= 1e-9 * np.sqrt(here) * np.hypot(norm(B, axis=0), root)
        if decrement >= previous / 2 and flat.all():
            return w
        previous, epsilon, length = decrement, spread(step), 1.0
        while length * epsilon > 1 and value(w + length * step) > here - length * decrement**2 / 10:
            length /= 2
        w = w + length * step
    raise ValueError(
        "X is too badly conditioned for float64: Newton's method does not settle at an optimum; "
        "rescale X, drop almost dependent columns, or raise lam."
    )
