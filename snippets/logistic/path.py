"""The regularisation path: the optimum of the two-class model for one λ after the other.

Source: E. L. Allgower and K. Georg, "Introduction to Numerical Continuation Methods" (2003),
chapter 2, for prediction and correction.
"""

import numpy as np
from numpy.typing import ArrayLike

from snippets.logistic import checks
from snippets.logistic.binary import fit, hessian
from snippets.logistic.checks import Array


# --8<-- [start:regularisation_path]
def drift(w_hat: ArrayLike, X: ArrayLike, y: ArrayLike, lam: float) -> Array:
    """Return dŵ/d(log λ) = -2λ (∇²J)⁻¹ ŵ, how the optimum moves as λ grows, shape (D,).

    Args:
        w_hat: The optimum for ``lam``, shape (D,).
        X: One observation a row, shape (N, D).
        y: The labels, each -1 or +1, shape (N,).
        lam: The penalty's factor λ, above 0.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or ``lam`` is wrong, or an entry not finite.

    Source: the condition ∇J(ŵ) = 0, differentiated by λ.
    """
    w_hat = checks.weights(w_hat, checks.features(X).shape[1], "w_hat")
    H = hessian(w_hat, X, y, lam)
    # Where a column is repeated and λ tiny, rounding makes H singular; least squares go on.
    return np.asarray(np.linalg.lstsq(H, -2 * lam * w_hat)[0])


def regularisation_path(X: ArrayLike, y: ArrayLike, lambdas: ArrayLike) -> Array:
    """Return the optimum ŵ for each λ, shape (K, D), in the order of ``lambdas``.

    The largest λ comes first, for its optimum is the nearest to 0. From one λ to the next, the
    drift predicts the optimum, and `fit` starts there and corrects it.

    Args:
        X: One observation a row, shape (N, D), N at least 1.
        y: The labels, each -1 or +1, shape (N,).
        lambdas: The penalty's factors, each at least 0, shape (K,), in any order.

    Raises:
        TypeError: If an argument does not consist of real numbers.
        ValueError: If a shape, a label or a λ is wrong, an entry not finite, or there is no
            single finite optimum for λ = 0.

    Source: the objective of `fit` and the equation of `drift`.
    """
    X, lambdas = checks.features(X), checks.numbers("lambdas", lambdas, "(K,)", 1)
    path = np.empty((len(lambdas), X.shape[1]))
    start, last = None, 0.0
    for place in np.argsort(-lambdas):
        lam = float(lambdas[place])
        if start is not None and lam > 0:
            start = start + (np.log(lam) - np.log(last)) * drift(start, X, y, last)
        start = path[place] = fit(X, y, lam, start=start)
        last = lam
    return path


# --8<-- [end:regularisation_path]
