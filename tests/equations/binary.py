"""Checks of the equations on logistic regression with two classes."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import torch

from snippets.logistic import binary
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks
from tests.equations.values import At, Operator, always, column

INDEX = range(1, 9)


class Case(NamedTuple):
    """A data set with a point: X has the shape (8, 3), labels are −1 or +1."""

    X: np.ndarray
    y: np.ndarray
    w: np.ndarray
    lam: float


def cases(lams: tuple[float, ...] = (0.0, 0.7)) -> Iterator[Case]:
    rng = np.random.default_rng(547)
    for lam in lams:
        X, y = rng.normal(size=(8, 3)), rng.choice([-1, 1], size=8)
        for w in (rng.normal(size=3), np.zeros(3), 20 * rng.normal(size=3)):
            yield Case(X, y, w, lam)


def names_of(case: Case) -> dict[str, object]:
    """The symbols of the chapter; the score s_j follows w, so that ∇ can move it."""
    X, y, w, lam = case
    return {
        "j": list(INDEX),
        "x^j": At("j", lambda j: column(X[j - 1])),
        "y^j": At("j", lambda j: float(y[j - 1])),
        "s_j": At("j w", lambda j, w: y[j - 1] * (X[j - 1] @ w[:, 0])),
        "w": column(w),
        r"\lambda": lam,
        "I": np.eye(3),
        "J": lambda u: binary.objective(u[:, 0], X, y, lam),
        r"\nabla J": lambda u: column(binary.gradient(u[:, 0], X, y, lam)),
        r"\nabla^2 J": lambda u: binary.hessian(u[:, 0], X, y, lam),
        r"\nabla": Operator(_gradient),
    }


def _gradient(body, scope) -> np.ndarray:
    """∇ of the formula behind it, by complex steps of w."""
    return column(
        [
            body(scope | {("w",): scope[("w",)] + 1e-200j * column(unit)}).imag / 1e-200
            for unit in np.eye(3)
        ]
    )


def torch_sigmoid(s: float) -> float:
    return torch.sigmoid(torch.tensor(s, dtype=torch.float64)).item()


def torch_objective(case: Case, w: torch.Tensor) -> torch.Tensor:
    scores = torch.tensor(case.y) * (torch.tensor(case.X) @ w)
    return -torch.nn.functional.logsigmoid(scores).sum() + case.lam * (w**2).sum()


@checks("eq:L1", relations=r"= \in =")
def model(formula: Formula) -> Errors:
    """`probabilities` for either label; `sigmoid` and PyTorch's: the quotient"""
    for X, _, w, _ in cases((0.0,)):
        plus = binary.probabilities(w, X)
        for j, x in enumerate(X):
            for y, p in ((1.0, plus[j]), (-1.0, binary.probabilities(-w, X)[j])):
                for sigma in (binary.sigmoid, torch_sigmoid):
                    yield formula.error(
                        {
                            "P": always(p),
                            "y": y,
                            "x": column(x),
                            "w": column(w),
                            r"\sigma": sigma,
                            "s": float(y * x @ w),
                        },
                        floor=0.0,
                    )
        yield float(np.abs(plus + binary.probabilities(-w, X) - 1).max())


@checks("eq:6")
def log_likelihood(formula: Formula) -> Errors:
    """`log_likelihood`: the sum of logarithms of PyTorch's probabilities"""
    for case in cases():
        X, y, _, _ = case
        yield formula.error(
            names_of(case)
            | {
                r"\mathcal{D}": (X, y),
                "l": lambda w, data: binary.log_likelihood(w[:, 0], *data),
                "P": lambda y, x, w: torch_sigmoid(y * (x * w).sum()),
            }
        )


@checks("eq:5", relations=r"= \ge")
def objective(formula: Formula) -> Errors:
    """`objective` and PyTorch: the loss plus the penalty"""
    for case in cases():
        names = names_of(case) | {
            r"\mathcal{D}_{\text{train}}": (case.X, case.y),
            "l": lambda w, data: binary.log_likelihood(w[:, 0], *data),
        }
        yield formula.error(names)
        in_torch = torch_objective(case, torch.tensor(case.w)).item()
        yield formula.error(names | {"J": always(in_torch)})
        negative = torch_objective(case._replace(lam=-1.0), torch.tensor(case.w)).item()
        names |= {r"\lambda": -1.0, "J": always(negative)}
        yield 0.0 if formula.error(names) > 0.0 else math.inf  # the formula must rule this out


@checks("eq:L2")
def gradient(formula: Formula) -> Errors:
    """`gradient` and PyTorch: each line, the gradients in it by complex step"""
    for case in cases():
        yield formula.error(names_of(case))
        w = torch.tensor(case.w, requires_grad=True)
        (slope,) = torch.autograd.grad(torch_objective(case, w), w)
        yield formula.error(names_of(case) | {r"\nabla J": always(column(slope.numpy()))})


@checks("eq:L3")
def hessian(formula: Formula) -> Errors:
    """`hessian` and PyTorch: each line, the gradients in it by complex step"""
    for case in cases():
        yield formula.error(names_of(case))
        second = torch.autograd.functional.hessian(
            lambda w, case=case: torch_objective(case, w), torch.tensor(case.w)
        ).numpy()
        yield formula.error(names_of(case) | {r"\nabla^2 J": always(second)})


def flat(case: Case) -> Case:
    """The same without the last feature: along its weight only the penalty curves."""
    return case._replace(X=case.X * [1.0, 1.0, 0.0])


@checks("eq:L4", relations=r"= \ge")
def curvature(formula: Formula) -> Errors:
    """`hessian` in random directions, and where the bound is attained"""
    rng = np.random.default_rng(547)
    for case in cases():
        yield formula.error(names_of(case) | {"v": column(rng.normal(size=3))})
        idle = column(np.array([0.0, 0.0, rng.normal()]))
        yield formula.error(names_of(flat(case)) | {"v": idle}, tight=True)


@checks("eq:L5", relations=r"\ge")
def strong_convexity(formula: Formula) -> Errors:
    """`objective` and `gradient` at random pairs, and where the bound is attained"""
    rng = np.random.default_rng(547)
    for case in cases():
        for size in (1e-3, 1.0, 30.0):
            u = column(case.w + size * rng.normal(size=3))
            yield formula.error(names_of(case) | {"u": u})
        u = column(case.w + np.array([0.0, 0.0, rng.normal()]))
        yield formula.error(names_of(flat(case)) | {"u": u}, tight=True)


@checks("eq:L6", tolerance=1e-9)
def a_weight_of_zero(formula: Formula) -> Errors:
    """fits whose second weight is 0 because its column was drawn onto the hyperplane"""
    for case in cases((0.7, 25.0)):
        X, y = case.X.copy(), case.y
        others = binary.fit(X[:, [0, 2]], y, case.lam)
        normal = y * binary.sigmoid(-y * (X[:, [0, 2]] @ others))
        X[:, 1] -= normal * (normal @ X[:, 1]) / (normal @ normal)
        w = binary.fit(X, y, case.lam)
        yield abs(w[1])
        names = names_of(Case(X, y, w, case.lam))
        yield formula.error(names | {"x^j_d": At("j", lambda j, X=X: X[j - 1, 1])})


@checks("eq:L7", tolerance=1e-9, relations=r"\le")
def best_in_its_ball(formula: Formula) -> Errors:
    """`log_likelihood` of a fit against weights in its ball, the fit itself and longer ones"""
    rng = np.random.default_rng(547)
    for X, y, _, lam in cases((0.7, 25.0)):
        best = binary.fit(X, y, lam)
        names = {
            "l": lambda w, X=X, y=y: binary.log_likelihood(w[:, 0], X, y),
            r"\hat w": column(best),
        }
        for direction in rng.normal(size=(20, 3)):
            w = direction / np.linalg.norm(direction) * np.linalg.norm(best)
            yield formula.error(names | {"w": column(w * rng.uniform())})
            yield formula.error(names | {"w": column(w * (1 - 1e-12))})
            yield formula.error(names | {"w": column(best + direction)})
        yield formula.error(names | {"w": column(1.1 * best)})  # longer, and better
        yield formula.error(names | {"w": column(best)}, tight=True)
        less, most = formula.sides(names | {"w": column(best / 2)})
        yield abs(most - binary.log_likelihood(best, X, y)) if less < most else math.inf


@checks("eq:L8", tolerance=1e-7, relations=r"= = \le")
def rate(formula: Formula) -> Errors:
    """differences over refitted optima: the scalar product, and the solution with `hessian`"""
    for X, y, w, lam in cases((0.1, 25.0)):

        def best(lam, X=X, y=y):
            return column(binary.fit(X, y, lam))

        def by_differences(body, scope):
            lam = scope[(r"\lambda",)]
            return _slope(lambda at: body(scope | {(r"\lambda",): at}), lam)

        names = names_of(Case(X, y, w, lam)) | {
            r"\frac{d}{d\lambda}": Operator(by_differences),
            r"\frac{d \hat w}{d \lambda}": _slope(best, lam),
            r"\hat w": At(r"\lambda", best),
            r"\mathcal{D}_{\text{train}}": (X, y),
            "l": lambda w, data: binary.log_likelihood(w[:, 0], *data),
            r"\nabla l": lambda w, X=X, y=y: column(-binary.gradient(w[:, 0], X, y, 0.0)),
        }
        yield formula.error(names)
    still = Case(np.zeros((8, 3)), y, w, lam)  # without features the optimum is 0
    names |= names_of(still) | {r"\hat w": column(np.zeros(3))}
    names |= {r"\frac{d \hat w}{d \lambda}": column(np.zeros(3))}
    yield formula.error(names, tight=True)


def _slope(function, lam: float):
    """Derivative by λ from four values, off by the fourth power of the step."""
    h = 2e-3 * lam
    near = (function(lam + h) - function(lam - h)) / (2 * h)
    far = (function(lam + 2 * h) - function(lam - 2 * h)) / (4 * h)
    return (4 * near - far) / 3
