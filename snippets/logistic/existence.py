"""Without a penalty, is there a finite optimum at all? Decided before the search for it."""

import numpy as np

from snippets.logistic.checks import Array

TOLERANCE = 1e-10  # what is separable up to rounding counts as separable


def column_space(X: Array) -> tuple[Array, Array]:
    """Return orthonormal bases of two spaces: X's columns, and the weights that change no score.

    For the first, each row of X is scaled by some positive number. Neither that nor the change of
    basis alters which observations a direction separates; both make the question well conditioned.

    Returns:
        The bases, of shapes (N, rank) and (D, D - rank), one vector a column.
    """
    columns = _or_one(np.abs(X).max(axis=0))
    scaled = X / columns
    scaled /= _or_one(np.abs(scaled).max(axis=1, keepdims=True))
    triangle = np.linalg.qr(scaled).R
    _, sizes, directions = np.linalg.svd(triangle)
    rank = int(np.sum(sizes > sizes.max() * max(X.shape) * np.finfo(np.float64).eps))
    basis = scaled @ directions[:rank].T / sizes[:rank]
    return basis, np.linalg.qr(directions[rank:].T / columns[:, None]).Q


def _or_one(sizes: Array) -> Array:
    return np.where(sizes == 0, 1.0, sizes)


def require_independent(basis: Array, D: int) -> None:
    """Refuse a data matrix whose D columns are linearly dependent, given a basis of their span.

    Raises:
        ValueError: If the basis has fewer than D vectors.
    """
    rank = basis.shape[1]
    if rank < D:
        raise ValueError(
            f"with lam = 0 the columns of X must be linearly independent, but X has {D} columns "
            f"and rank {rank}, so that no single finite optimum exists; choose lam > 0."
        )


# --8<-- [start:recession_direction]
def recession_direction(A: Array) -> Array | None:
    """Find v with A v ≥ 0 and A v ≠ 0, or show that there is none.

    Either such a v exists, or positive numbers u with Aᵀu = 0 do, never both (Stiemke's lemma).
    So look for the shortest Aᵀu with every u at least 1. If its length is 0, there is no v. If
    not, then v = Aᵀu is one: no row of A has a negative product with it, or more of that row
    would make it shorter.

    Args:
        A: One row for each way an observation can be classified wrongly, shape (M, P): the row's
            product with the parameters is positive where that mistake is the less likely class.

    Returns:
        The direction, shape (P,), along which the log-likelihood rises for ever, or None.

    Source: the search is that of Lawson & Hanson, Solving Least Squares Problems, chapter 23.
    """
    lengths = np.linalg.norm(A, axis=1)
    A = A[lengths > 0] / lengths[lengths > 0, None]
    free, extra, tried = np.zeros(len(A), dtype=bool), np.zeros(len(A)), set[bytes]()
    while free.tobytes() not in tried:
        tried.add(free.tobytes())
        v = A.T @ (1 + extra)
        if np.linalg.norm(v) <= TOLERANCE * np.sum(1 + extra):
            return None
        products = np.where(free, np.inf, A @ v)
        worst = products.argmin()
        if products[worst] >= -TOLERANCE * np.linalg.norm(v):
            return v
        free[worst] = True
        extra = _shortest(A, extra, free)
    return None  # rounding makes the search go in circles: leave it to Newton's method


# --8<-- [end:recession_direction]


def _shortest(A: Array, extra: Array, free: np.ndarray[tuple[int], np.dtype[np.bool]]) -> Array:
    """Shorten Aᵀ(1 + extra) over the free entries of ``extra``, all kept positive."""
    while True:
        best = np.zeros(len(A))
        best[free] = np.linalg.lstsq(A[free].T, -A.sum(axis=0))[0]
        if best.min() >= 0:
            return best
        shares = np.divide(extra, extra - best, out=np.ones(len(A)), where=best < 0)
        first = shares.argmin()
        extra = extra + shares[first] * (best - extra)
        free[first] = False


def require_overlap(A: Array) -> None:
    """Refuse data that some direction separates, wholly or with observations on the boundary.

    Raises:
        ValueError: If `recession_direction` finds one.
    """
    if recession_direction(A) is not None:
        raise ValueError(
            "with lam = 0 the data must overlap, but a hyperplane separates them (some "
            "observations may lie on it), so that the log-likelihood rises for ever and no "
            "finite optimum exists; choose lam > 0."
        )
