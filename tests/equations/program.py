"""Checks of the equations on generated programs."""

import math

import numpy as np

from snippets import elementals as e
from snippets.program import compile_gradient
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks

ANGLES = (-7.3, -1.0, 0.0, 0.3, math.pi / 2, 2.0, 3.1)


@checks("eq:P1", relations="= = =")
def half_angle(formula: Formula) -> Errors:
    """sine and cosine of a program on arrays: both fractions of the tangent, at seven angles"""
    sine, (cosine,) = compile_gradient(e.sin, np.array(ANGLES))(np.array(ANGLES))
    for x, s, c in zip(ANGLES, sine.tolist(), cosine.tolist(), strict=True):
        names = {"x": x, "t": math.tan(x / 2)}
        yield formula.error(names)
        yield formula.error(names | {r"\sin": lambda _, s=s: s, r"\cos": lambda _, c=c: c})
