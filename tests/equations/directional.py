"""Checks of the equations on derivatives at a kink."""

from itertools import product

from snippets.directional import directional
from snippets.elementals import maximum
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks

AROUND = (-2.0, -1e-12, 0.0, 1e-12, 0.7)


@checks("eq:N1")
def larger_of_two(formula: Formula) -> Errors:
    """`directional` of max(u, v), at ties and beside them; at ties also difference quotients"""
    step = 2.0**-60
    for u, du, dv in product(AROUND, (-1.5, 0.0, 1.0, 2.0), (-1.5, 0.0, 1.0, 2.0)):
        quotient = (max(u + step * du, step * dv) - max(u, 0.0)) / step
        names = {"u": u, "v": 0.0, r"\dot u": du, r"\dot v": dv, r"\max": max}
        yield formula.error(names | {r"\dot z": directional(maximum, (u, 0.0), (du, dv))[1]})
        if u == 0.0:
            yield formula.error(names | {r"\dot z": quotient})
