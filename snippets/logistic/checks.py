"""What the logistic models demand of their inputs, each demand with one sentence when unmet."""

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_CLASSES = 1000
LARGEST = 1e100  # squares, and sums of them, still fit into float64


def numbers(name: str, value: ArrayLike, shape: str, dimensions: int) -> Array:
    """Turn ``value`` into a float64 array of the wanted number of dimensions.

    Raises:
        TypeError: If ``value`` does not consist of real numbers.
        ValueError: If it has another number of dimensions, or an entry that is not finite or
            beyond 1e100 in magnitude.
    """
    expected = f"{name} must be real numbers of shape {shape}"
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{expected}, but its rows differ in length.") from None
    except (TypeError, RuntimeError) as error:
        raise TypeError(f"{expected}, but NumPy cannot read it: {error}") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{expected}, but its entries are of type {array.dtype}.")
    if array.ndim != dimensions:
        raise ValueError(f"{expected}, but its shape is {array.shape}.")
    array = array.astype(np.float64, copy=False)
    entries = array.ravel(order="K")
    if np.einsum("i,i->", entries, entries) <= LARGEST**2:
        return array  # none can be wrong, and large data are read once only
    wrong = np.argwhere(~(np.abs(array) <= LARGEST))
    if wrong.size:
        place = tuple(int(index) for index in wrong[0])
        raise ValueError(
            f"{name} must have finite entries of at most {LARGEST:g} in magnitude, "
            f"but the one at {place} is {array[place]}."
        )
    return array


def features(X: ArrayLike) -> Array:
    """Check the data matrix, one observation a row.

    Raises:
        TypeError: If ``X`` does not consist of real numbers.
        ValueError: If ``X`` is not of shape (N, D) with D at least 1, or not finite.
    """
    X = numbers("X", X, "(N, D)", 2)
    if X.shape[1] == 0:
        raise ValueError(f"X must have at least one column, but its shape is {X.shape}.")
    return X


def weights(w: ArrayLike, D: int, name: str = "w") -> Array:
    """Check the weights of the two-class model: one number a column of X.

    Raises:
        TypeError: If ``w`` does not consist of real numbers.
        ValueError: If ``w`` is not of shape (D,), or not finite.
    """
    w = numbers(name, w, "(D,)", 1)
    if w.shape != (D,):
        raise ValueError(f"{name} must have one entry a column of X, {D}, but it has {w.size}.")
    return w


def weight_rows(W: ArrayLike, D: int, name: str = "W") -> Array:
    """Check the weights of the many-class model: one row a class, without the reference class.

    Raises:
        TypeError: If ``W`` does not consist of real numbers.
        ValueError: If ``W`` is not of shape (R - 1, D) with R at least 2, or not finite.
    """
    W = numbers(name, W, "(R - 1, D)", 2)
    if len(W) == 0 or W.shape[1] != D:
        raise ValueError(
            f"{name} must have at least one row and one column for each of the {D} of X, "
            f"but its shape is {W.shape}."
        )
    return W


def signs(y: ArrayLike, N: int) -> Array:
    """Check two-class labels.

    Raises:
        TypeError: If ``y`` does not consist of real numbers.
        ValueError: If ``y`` is not of shape (N,), or has an entry other than -1 and +1.
    """
    y = numbers("y", y, "(N,)", 1)
    if y.shape != (N,):
        raise ValueError(f"y must have one label a row of X, {N}, but it has {y.size}.")
    wrong = np.flatnonzero(np.abs(y) != 1)
    if wrong.size:
        place = int(wrong[0])
        raise ValueError(f"y must contain only -1 and +1, but y[{place}] is {y[place]:g}.")
    return y


def class_labels(labels: ArrayLike, N: int, R: int | None = None) -> Labels:
    """Check many-class labels; whole numbers stored as floats are accepted.

    Raises:
        TypeError: If ``labels`` does not consist of real numbers.
        ValueError: If ``labels`` is not of shape (N,), or has an entry outside 0 … R - 1, where R
            is at most 1000 if it is not given.
    """
    values = numbers("labels", labels, "(N,)", 1)
    if values.shape != (N,):
        raise ValueError(f"labels must have one entry a row of X, {N}, but it has {values.size}.")
    allowed = (values >= 0) & (values == np.floor(values)) & (values < (R or MOST_CLASSES))
    wrong = np.flatnonzero(~allowed)
    if wrong.size:
        place = int(wrong[0])
        span = f"0 … {MOST_CLASSES - 1}" if R is None else f"0 … {R - 1} (W has {R - 1} rows)"
        raise ValueError(
            f"labels must be whole numbers among {span}, "
            f"but labels[{place}] is {values[place]:.15g}."
        )
    return values.astype(np.int64)


def penalty(lam: float) -> float:
    """Check the penalty's factor.

    Raises:
        TypeError: If ``lam`` is not a real number.
        ValueError: If ``lam`` is negative, not finite or beyond 1e100.
    """
    if isinstance(lam, bool) or not isinstance(lam, Real):
        raise TypeError(f"lam must be a real number, but it is of type {type(lam).__name__}.")
    try:
        lam = float(lam)
    except OverflowError:
        lam = np.inf
    if not 0 <= lam <= LARGEST:
        raise ValueError(f"lam must be at least 0 and at most {LARGEST:g}, but it is {lam}.")
    return lam


def some_data(N: int) -> None:
    """Refuse to fit to nothing.

    Raises:
        ValueError: If there is no observation.
    """
    if N == 0:
        raise ValueError("X must have at least one row to fit to, but it has none.")
