"""Checks of the equations on PyTorch at a jump and at a kink."""

import numpy as np
import torch

from snippets.elementals import exp, sin
from snippets.forward import jvp
from snippets.pytorch_cases import (
    derivative,
    jump_by_branch,
    jump_by_sign,
    jump_with_slope,
    line_plain,
)
from snippets.reverse import grad
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks

POINTS = [-3.7, -1.0, -1e-3, -1e-12, -0.0, 0.0, 1e-12, 1e-3, 0.4, 2.0]
CODINGS = (jump_by_sign, jump_by_branch, jump_with_slope(-3.0))


def tensor(x: float) -> torch.Tensor:
    return torch.tensor(x, dtype=torch.float64)


def on_floats(function):
    return lambda x: function(tensor(x)).item()


@checks("eq:4")
def jump(formula: Formula) -> Errors:
    """three codings in PyTorch: the one case that holds, at 0 and at −0 too"""
    for coding in CODINGS:
        for x in POINTS:
            yield formula.error({"f": on_floats(coding), "x": x})


@checks("eq:J1")
def quotients(formula: Formula) -> Errors:
    """difference quotients of three codings at 0, from either side"""
    for coding in CODINGS:
        for h in POINTS:
            if h:
                yield formula.error({"f": on_floats(coding), "h": h})


@checks("eq:J2")
def rules_of_the_coding(formula: Formula) -> Errors:
    """values and derivatives of each step in PyTorch, at 0 too"""
    steps = {
        "s": torch.sign,
        "p": lambda x: 2 * torch.sign(x) * x,
        "q": lambda x: 2 * torch.sign(x) * x + 1,
        "f": jump_by_sign,
    }
    for x in POINTS:
        names = {"x": x}
        for name, step in steps.items():
            names[name] = on_floats(step)(x)
            names[rf"\dot {name}"] = derivative(step, tensor(x)).item()
        yield formula.error(names)


@checks("eq:D1")
def product_rule(formula: Formula) -> Errors:
    """reverse mode on the product, forward mode on the factors, at 0"""
    rng = np.random.default_rng(547)
    for a, b, c in [*rng.normal(size=(4, 3)).tolist(), [0.0, 1.0, -2.0]]:

        def u(x, a=a, b=b):
            return a + sin(b * x)

        def v(x, b=b, c=c):
            return b * x + exp(c * x) - 1 + c

        yield formula.error(
            {
                "u": u,
                "v": v,
                "f'": lambda x, u=u, v=v: grad(lambda x: u(x) * v(x))(x)[0],
                "u'": lambda x, u=u: jvp(u, [x], [1.0])[1],
                "v'": lambda x, v=v: jvp(v, [x], [1.0])[1],
            }
        )


@checks("eq:D2")
def added_and_subtracted(formula: Formula) -> Errors:
    """the difference quotient of the page's 2x · sign(x)², and of other pairs"""
    pairs = [
        (line_plain, lambda x: torch.sign(x) ** 2),
        (torch.cos, torch.exp),
        (lambda x: x - 3, jump_by_sign),
    ]
    for u, v in pairs:
        for h in (-2.0, -0.5, 0.125, 0.7):
            yield formula.error({"u": on_floats(u), "v": on_floats(v), "h": h})
