"""What logistic regression on large data costs: `python -m bench.logistic`.

A fit is done when the largest entry of the gradient of the mean loss, penalty included, is at
most 1e-8 in magnitude: that is what `tol` of scikit-learn and `tolerance_grad` of PyTorch mean.
`fit` has no such setting and goes on until it is done; what each has reached is a figure too. All
minimise the same loss of the same model, without an intercept and with λ = 1, from the origin.
Only scikit-learn's penalty differs: it has R weight vectors and penalises all of them, so its
gradient is that of its own objective.
"""

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch

from bench.peers import installed
from bench.record import Figure, show
from bench.timing import WALL, compared, timed
from snippets.logistic import multiclass
from snippets.logistic.checks import Array, Labels

N, D, R = 10**5, 100, 10
SIZE = "N = 10⁵, D = 100, R = 10"
LAM = 1.0
CORRELATION = 0.5  # of neighbouring features
ROUNDS, FITS = 11, 7  # a fit takes seconds
GOAL = 1e-8


class Data(NamedTuple):
    """Features, labels, and weights to take a gradient at."""

    X: Array
    labels: Labels
    W: Array


def drawn(rows: int = N, columns: int = D, classes: int = R) -> Data:
    """Correlated features, and labels drawn with the probabilities of the model."""
    rng = np.random.default_rng(547)
    X = rng.normal(size=(rows, columns))
    for d in range(1, columns):
        X[:, d] = CORRELATION * X[:, d - 1] + np.sqrt(1 - CORRELATION**2) * X[:, d]
    true = rng.normal(size=(classes - 1, columns)) / np.sqrt(columns)
    scores = np.column_stack([X @ true.T, np.zeros(rows)])
    labels = np.argmax(scores + rng.gumbel(size=scores.shape), axis=1)
    return Data(X, labels, 0.5 * true)


def closed_form(data: Data) -> Array:
    """Eq. 14 in NumPy, as a textbook writes it."""
    X, labels, W = data
    scores = np.column_stack([X @ W.T, np.zeros(len(X))])
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    P = exponentials / exponentials.sum(axis=1, keepdims=True)
    difference = np.eye(len(W) + 1)[labels] - P
    return difference[:, :-1].T @ X - LAM * W


def products(data: Data) -> Array:
    """The two matrix products of Eq. 14 and nothing between them."""
    return (data.X @ data.W.T).T @ data.X


def gradient(data: Data) -> Array:
    """Eq. 14 by `snippets`, its inputs checked."""
    return multiclass.gradient(data.W, data.X, data.labels, LAM)


def torch_objective(X: Any, labels: Any) -> Callable[[Any], Any]:
    """Eq. 13, turned round to be minimised, in PyTorch."""

    def objective(W: Any) -> Any:
        scores = torch.nn.functional.pad(X @ W.T, (0, 1))
        loss = torch.nn.functional.cross_entropy(scores, labels, reduction="sum")
        return loss + LAM / 2 * (W**2).sum()

    return objective


def torch_gradient(data: Data) -> Array:
    """Eq. 14 by PyTorch's reverse mode."""
    X, labels, W = map(torch.from_numpy, data)
    W.requires_grad_()
    (slope,) = torch.autograd.grad(torch_objective(X, labels)(W), W)
    return -slope.numpy()


def jax_gradient(data: Data) -> Callable[[], Array]:
    """Eq. 14 by JAX, compiled, the data its own from the beginning."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def objective(W: Any, X: Any, labels: Any) -> Any:
        scores = jnp.pad(X @ W.T, ((0, 0), (0, 1)))
        own = jnp.take_along_axis(scores, labels[:, None], axis=1)[:, 0]
        loss = (jax.scipy.special.logsumexp(scores, axis=1) - own).sum()
        return loss + LAM / 2 * (W**2).sum()

    compiled = jax.jit(jax.grad(objective))
    X, labels, W = map(jnp.asarray, data)
    return lambda: -np.asarray(compiled(W, X, labels))


def fit(data: Data) -> Array:
    """The weights by `snippets`."""
    return multiclass.fit(data.X, data.labels, LAM)


def torch_fit(data: Data) -> Array:
    """The weights by PyTorch's L-BFGS."""
    X, labels, W = map(torch.from_numpy, data)
    V = torch.zeros_like(W, requires_grad=True)
    objective = torch_objective(X, labels)
    search = torch.optim.LBFGS(
        [V],
        max_iter=10_000,
        tolerance_grad=GOAL,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
    )

    def closure() -> Any:
        search.zero_grad()
        mean = objective(V) / len(X)
        mean.backward()
        return mean

    search.step(closure)
    return V.detach().numpy()


def sklearn_fit(data: Data) -> Array:
    """The weights by scikit-learn, one vector for each of the R classes."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / LAM, tol=GOAL, max_iter=10_000, fit_intercept=False)
    return np.asarray(model.fit(data.X, data.labels).coef_)


def sklearn_fit_on_one_thread(data: Data) -> Array:
    """The same with the BLAS pools limited to one thread."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        return sklearn_fit(data)


def reached(data: Data, W: Array) -> float:
    """The largest entry of the gradient of the mean loss, penalty included, at W.

    R - 1 rows are the weights of the model with a reference class, R rows those of the other. The
    gradient of that one follows from Eq. 14 by adding the last row, which is minus the sum of the
    others before the penalty.
    """
    X, labels, _ = data
    classes = int(labels.max()) + 1
    free = W[:-1] - W[-1] if len(W) == classes else W
    slope = multiclass.log_likelihood_gradient(free, X, labels)
    if len(W) == classes:
        slope = np.vstack([slope, -slope.sum(axis=0)])
    return float(np.abs(slope - LAM * W).max() / len(X))


def measured() -> list[Figure]:
    """Every figure with its target."""
    data = drawn()
    return [*_of_the_gradient(data), *_of_the_fit(data)]


def _of_the_gradient(data: Data) -> list[Figure]:
    contenders = {
        "plain": partial(closed_form, data),
        "ours": partial(gradient, data),
        "products": partial(products, data),
        "torch": partial(torch_gradient, data),
    }
    if installed("jax"):
        contenders["jax"] = jax_gradient(data)
    times = timed(contenders, ROUNDS, clock=WALL)
    return [
        *compared(f"multi-class gradient, {SIZE} / closed form", times, "ours", "plain", 0.6),
        *compared("  the two matrix products alone", times, "products", "plain"),
        *compared("  PyTorch", times, "torch", "plain"),
        *compared("  JAX, compiled", times, "jax", "plain"),
    ]


def _of_the_fit(data: Data) -> list[Figure]:
    fits: dict[str, Callable[[Data], Array]] = {"ours": fit, "torch": torch_fit}
    if installed("sklearn"):
        fits |= {"sklearn": sklearn_fit, "one thread": sklearn_fit_on_one_thread}
    times = timed(fits | {"plain": closed_form}, FITS, [data], clock=WALL)
    work = f"full fit, {SIZE}"
    ends = {name: reached(data, fits[name](data)) for name in fits if name != "one thread"}
    names = {"ours": "", "torch": " by PyTorch", "sklearn": " by scikit-learn"}
    return [
        *compared(f"{work} / scikit-learn as installed", times, "ours", "sklearn", 0.30),
        *compared("  / scikit-learn, BLAS on one thread", times, "ours", "one thread", 0.65),
        *compared("  PyTorch's L-BFGS / scikit-learn as installed", times, "torch", "sklearn"),
        *compared("  scikit-learn on one thread / as installed", times, "one thread", "sklearn"),
        *compared(f"{work} / PyTorch's L-BFGS", times, "ours", "torch"),
        *compared("  / one gradient by the closed form", times, "ours", "plain"),
        Figure("  median of the rounds", statistics.median(times["ours"]), unit="s"),
        *(
            Figure(f"  gradient at the end of the fit{names[name]}", end / GOAL, 1, unit="10⁻⁸")
            for name, end in ends.items()
        ),
    ]


if __name__ == "__main__":
    show(measured())
