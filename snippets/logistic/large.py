"""The fit to many observations: from gradients alone, with a metric that costs next to nothing.

Newton's method needs ((R - 1)D)² numbers a step, each of them a sum over the observations; for
N = 10⁵, D = 100 and R = 10 a step takes as long as a hundred gradients. L-BFGS needs gradients
only, and as many of them as its first guess at the Hessian is bad.

Here is a good one. If the features told nothing about the class, every observation would have the
same probabilities f, the frequencies of the classes, and the Hessian of -L would be

    Σ_j (diag(f) - f fᵀ) ⊗ x_j x_jᵀ = C ⊗ G,    C = diag(f) - f fᵀ,    G = XᵀX,

which is the Hessian at W = 0 when the classes are equally frequent. With C = U diag(c) Uᵀ and
G = V diag(g) Vᵀ, to divide by C ⊗ G + λI is to divide the entries of Uᵀ W V by c_k g_d + λ.

Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed. (2006), section 7.2, for
L-BFGS; the metric is that of D. Böhning, "Multinomial logistic regression algorithm", Annals of
the Institute of Statistical Mathematics 44 (1992), with C for his bound (I - 1 1ᵀ/R) / 2.
"""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from snippets.logistic.checks import Array, Labels
from snippets.logistic.rows import total

ENTRIES = 10**5  # of the square root of the Hessian: with fewer, Newton's method is as quick
MOST_STEPS = 200
MOST_CUTS = 30
REMEMBERED = 20
CLOSE = 1e-8  # in standard errors of the estimate, nearly
WORST_CONDITION = 10.0**12


def fit(
    gradient: Callable[[Array], Array], X: Array, labels: Labels, lam: float, start: Array
) -> Array | None:
    """Return the weights that maximise the penalised likelihood, of the shape of ``start``.

    Args:
        gradient: From the weights to the gradient of -L + (λ/2)‖W‖², both of that shape.
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).
        lam: The penalty's factor λ, above 0.
        start: Where the search starts, shape (R - 1, D).

    Returns:
        The weights; None if they are not to be had this way, which says nothing about whether
        they exist.
    """
    divide = metric(X, labels, lam)
    return None if divide is None else descend(gradient, divide, start)


def metric(X: Array, labels: Labels, lam: float) -> Callable[[Array], Array] | None:
    """Return how to divide a gradient by C ⊗ XᵀX + λI, both of the shape (R - 1, D).

    Args:
        X: One observation a row, shape (N, D).
        labels: The class of each observation, 0 … R - 1, shape (N,).
        lam: The penalty's factor λ, above 0.

    Returns:
        The division; None if float64 has too few digits for it.
    """
    f = np.bincount(labels)[:-1] / len(X)
    c, U = np.linalg.eigh(np.diag(f) - np.outer(f, f))
    g, V = np.linalg.eigh(total(lambda x, _: x.T @ x, X, labels, X.shape[1] ** 2))
    curvatures = np.outer(np.maximum(c, 0), np.maximum(g, 0)) + lam
    if curvatures.max() > WORST_CONDITION * curvatures.min():
        return None
    return lambda slope: U @ ((U.T @ slope @ V) / curvatures) @ V.T


class Pair(NamedTuple):
    """A step, and by how much it changed the gradient: what it showed of the Hessian."""

    step: Array
    change: Array
    product: float


def descend(
    gradient: Callable[[Array], Array], divide: Callable[[Array], Array], W: Array
) -> Array | None:
    """Minimise a strictly convex function by L-BFGS.

    A step is cut short if the function rises at its end more than half as steeply as it fell at
    the beginning. That takes no values, whose rounding would hide the last digits. The search ends
    with a step that is short, and at whose end the slope has at least halved: a step that is short
    only because the curvature was overestimated does not pass.

    Args:
        gradient: From a point to the gradient there, both of the shape of ``W``.
        divide: Divides a gradient by a first guess at the Hessian.
        W: Where to start, of any shape.

    Returns:
        The minimum, of the shape of ``W``; None if it was not reached.

    Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed. (2006), algorithm 7.5.
    """
    slope, pairs = gradient(W), deque[Pair](maxlen=REMEMBERED)
    for _ in range(MOST_STEPS):
        step = -divided(slope, divide, pairs)
        fall = whole = -float(np.vdot(step, slope))
        if not fall > 0:
            return None if slope.any() else W
        for _ in range(MOST_CUTS):
            new = gradient(W + step)
            rise = float(np.vdot(step, new))
            if rise <= fall / 2:
                break
            cut = fall / (fall + rise)  # there the slope would be 0 if it changed evenly
            step, fall = cut * step, cut * fall
        else:
            return W if whole <= CLOSE**2 else None  # only rounding is left, or no way down
        W, change, slope = W + step, new - slope, new
        if fall <= CLOSE**2 and abs(rise) <= fall / 2:
            return W
        product = float(np.vdot(step, change))
        if product > 0:
            pairs.append(Pair(step, change, product))
    return None


def divided(slope: Array, divide: Callable[[Array], Array], pairs: deque[Pair]) -> Array:
    """Divide a gradient by the Hessian, as far as the pairs tell; the rest is left to ``divide``.

    Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed. (2006), algorithm 7.4.
    """
    shares = []
    for step, change, product in reversed(pairs):
        shares.append(float(np.vdot(step, slope)) / product)
        slope = slope - shares[-1] * change
    quotient = divide(slope)
    for (step, change, product), share in zip(pairs, reversed(shares), strict=True):
        quotient = quotient + (share - float(np.vdot(change, quotient)) / product) * step
    return quotient
