"""Checks of the equations on second derivatives."""

import mpmath
import numpy as np
import torch

from snippets.elementals import exp, sin
from snippets.example import f
from snippets.higher import hessian, hvp
from snippets.logistic import binary
from snippets.reverse import grad
from snippets.trace import trace
from tests.equations.binary import cases
from tests.equations.latex import Formula
from tests.equations.modes import DIRECTIONS, POINTS
from tests.equations.register import Errors, checks
from tests.equations.values import Operator, always, column

TURN = 2 * np.pi
STEPS = {  # steps of the running example that curve, as functions of its inputs
    "z_1": lambda w1, w2: w1 / w2,
    "z_4": lambda w1, w2: 3 * (w1 / w2) - exp(2 * w2),
    "z_5": lambda w1, w2: sin(TURN * (w1 / w2)) + 3 * (w1 / w2) - exp(2 * w2),
}


def by_torch(point: tuple[float, ...]) -> np.ndarray:
    at = torch.tensor(point, dtype=torch.float64)
    return torch.autograd.functional.hessian(lambda w: f(*w), at).numpy()


@checks("eq:S1")
def quotient(formula: Formula) -> Errors:
    """`grad` and `hessian` of the first step"""
    for w1, w2 in POINTS:
        z1 = STEPS["z_1"]
        yield formula.error(
            {
                "w_1": w1,
                "w_2": w2,
                r"\nabla z_1": column(grad(z1)(w1, w2)),
                r"\nabla^2 z_1": np.array(hessian(z1, w1, w2)),
            }
        )


@checks("eq:S2")
def three_rules(formula: Formula) -> Errors:
    """`hessian` of the steps and of `example.f`, and PyTorch's: the rules"""
    for point in POINTS:
        names = dict(trace(f, *point).values) | {"e_2": column([0.0, 1.0])}
        for name, step in STEPS.items():
            names[rf"\nabla {name}"] = column(grad(step)(*point))
            names[rf"\nabla^2 {name}"] = np.array(hessian(step, *point))
        for of_f in (np.array(hessian(f, *point)), by_torch(point)):
            yield formula.error(names | {r"\nabla^2 f": of_f})


def by_hand(w: np.ndarray) -> np.ndarray:
    """The gradient of the running example, written out, for complex inputs too."""
    w1, w2 = w.ravel()
    z1, z3 = w1 / w2, np.exp(2 * w2)
    z4 = 3 * z1 - z3
    dz1 = np.array([1 / w2, -w1 / w2**2])
    dz4 = 3 * dz1 - np.array([0, 2 * z3])
    dz5 = dz4 + TURN * np.cos(TURN * z1) * dz1
    return column(z4 * dz5 + (z4 + np.sin(TURN * z1)) * dz4)


@checks("eq:S3")
def product(formula: Formula) -> Errors:
    """`hvp`, `hessian` and PyTorch's Hessian times v: complex step of the gradient along v"""

    def derivative(body, scope):
        return body(scope | {("s",): scope[("s",)] + 1e-200j}).imag / 1e-200

    for point in POINTS:
        for v in DIRECTIONS:
            names = {
                r"\frac{\mathrm{d}}{\mathrm{d} s}": Operator(derivative),
                r"\nabla f": by_hand,
                "w": column(point),
                "v": column(v),
                "s": 0.0,
            }
            ours = column(hvp(f, point, v))
            yield formula.error(names | {r"\nabla^2 f(w) v": ours})
            for matrix in (np.array(hessian(f, *point)), by_torch(point)):
                yield formula.error(names | {r"\nabla^2 f": always(matrix)})


@checks("eq:S4", tolerance=1e-9)
def error_of_second_differences(formula: Formula) -> Errors:
    """the worst error of the quotient in 80 digits, values off by ε either way, and its bottom"""
    for function, fourth in ((mpmath.exp, mpmath.exp), (mpmath.sin, mpmath.sin)):
        with mpmath.workdps(80):
            x, epsilon = mpmath.mpf("0.7"), mpmath.mpf("1e-48")
            second = function(x) if function is mpmath.exp else -function(x)

            def worst(h, function=function, x=x, second=second, epsilon=epsilon):
                sides, middle = function(x + h) + function(x - h), 2 * function(x)
                return max(
                    abs((sides * (1 + s * epsilon) - middle * (1 - s * epsilon)) / h**2 - second)
                    for s in (1, -1)
                )

            best = _bottom(worst, mpmath.mpf("1e-14"), mpmath.mpf("1e-10"))
            for h in (best / 30, best, best * 30):
                yield float(
                    formula.error(
                        {
                            "E_3": worst,
                            "h_3": best,
                            "h": h,
                            r"\varepsilon": epsilon,
                            "f": function(x),
                            "D^4 f": fourth(x),
                        },
                        floor=0.0,
                    )
                )


def _bottom(curve, low, high):
    """Where a curve with one bottom has it, by thirds of the logarithm."""
    for _ in range(150):
        a, b = (low**2 * high) ** (mpmath.mpf(1) / 3), (low * high**2) ** (mpmath.mpf(1) / 3)
        low, high = (low, b) if curve(a) < curve(b) else (a, high)
    return low


@checks("eq:S5", relations=r"\le")
def newton(formula: Formula) -> Errors:
    """Newton steps on the logistic objective, and on a cubic, where the bound is attained"""
    rng = np.random.default_rng(547)
    for X, y, _, lam in cases((0.1, 0.7)):
        best = binary.fit(X, y, lam)
        # σ(s)σ(-s) has a slope of at most 1/(6√3).
        third = (np.linalg.norm(X, axis=1) ** 3).sum() / (6 * np.sqrt(3))
        for size in (1e-3, 0.1, 3.0):
            w = best + size * rng.normal(size=3)
            move = np.linalg.solve(binary.hessian(w, X, y, lam), binary.gradient(w, X, y, lam))
            yield formula.error(
                {
                    "w^+": column(w - move),
                    r"\hat w": column(best),
                    "w": column(w),
                    "M": third,
                    r"\mu": 2 * lam,
                }
            )
    for best, third, curvature in ((1.5, 2.0, 3.0), (-0.4, 0.7, 5.0)):
        # slope (w - best) (curvature + third/2 (w - best)), least curved where the step starts
        w = best - 0.6
        least = curvature - third * 0.6
        slope = -0.6 * (curvature - third / 2 * 0.6)
        yield formula.error(
            {
                "w^+": column(w - slope / least),
                r"\hat w": column(best),
                "w": column(w),
                "M": third,
                r"\mu": least,
            },
            tight=True,
        )
