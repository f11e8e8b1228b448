"""Checks of the equation on slopes from one side."""

import numpy as np

from snippets.slopes import richardson
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks


@checks("eq:K1")
def extrapolation(formula: Formula) -> Errors:
    """columns of the tableau, and quotients with random powers of h of which one is removed"""
    rng = np.random.default_rng(547)
    for j in range(1, 6):
        powers = np.arange(j, j + 3)
        weights = rng.normal(size=3)

        def before(h, powers=powers, weights=weights):
            return 2.5 + float(weights @ np.asarray(h) ** powers)

        def after(h, j=j, powers=powers, weights=weights):
            left = weights * (2.0 ** (j - powers) - 1) / (2.0**j - 1)
            return 2.5 + float(left @ np.asarray(h) ** powers)

        for h in (0.5, -0.25, 1.0):
            yield formula.error({"R_{j}": after, "R_{j-1}": before, "h": h, "j": j})
    for f in (np.sin, np.expm1, lambda h: h / (1 - h)):
        grid = 0.5 ** np.arange(1, 8.0)
        columns = richardson((f(grid) / grid)[:, None])
        for j in range(1, 6):
            found = [dict(zip(grid, column[:, 0], strict=False)) for column in columns]
            yield formula.error(
                {"R_{j}": found[j].get, "R_{j-1}": found[j - 1].get, "h": 0.5, "j": j}
            )
