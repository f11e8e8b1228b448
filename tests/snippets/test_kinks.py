import math

import numpy as np
import pytest
import torch

from snippets.elementals import exp, maximum, sqrt
from snippets.kinks import diagnose
from snippets.pytorch_cases import (
    jump_by_branch,
    jump_by_sign,
    jump_with_slope,
    line_by_sign,
    line_plain,
)

inf, nan, relu = math.inf, math.nan, torch.relu


def names(found):
    return [culprit.name for culprit in found.culprits]


def close(found, expected):
    return found == pytest.approx(expected, rel=1e-6, abs=1e-6)


# function, point, kind, left, right, reported, inside, culprits
AT_A_NUMBER = {
    "abs": (torch.abs, 0.0, "kink", -1, 1, 0, True, ["abs"]),
    "abs of NumPy": (np.abs, 0.0, "kink", -1, 1, 0, True, ["abs"]),
    "abs, shifted": (lambda x: abs(x - 3), 3.0, "kink", -1, 1, 0, True, ["abs"]),
    "relu": (relu, 0.0, "kink", 0, 1, 0, True, ["relu"]),
    "clamp": (lambda x: x.clamp(min=0), 0.0, "kink", 0, 1, 1, True, ["clamp"]),
    "clamp from above": (lambda x: x.clamp(max=2), 2.0, "kink", 1, 0, 1, True, ["clamp"]),
    "identity by relu": (lambda x: relu(x) - relu(-x), 0.0, "smooth", 1, 1, 0, False, ["relu"] * 2),
    "zero by relu": (lambda x: relu(-x) + x - relu(x), 0.0, "smooth", 0, 0, 1, False, ["relu"] * 2),
    "line by sign": (line_by_sign, 0.0, "smooth", 2, 2, 0, False, ["sign"]),
    "line": (line_plain, 0.0, "smooth", 2, 2, 2, True, []),
    "jump by sign": (jump_by_sign, 0.0, "jump", inf, inf, 0, False, ["sign"]),
    "jump by branch": (jump_by_branch, 0.0, "jump", inf, inf, 2, False, [">"]),
    "jump with slope": (jump_with_slope(-3), 0.0, "jump", inf, inf, -3, False, [">"]),
    "floor": (torch.floor, 2.0, "jump", inf, 0, 0, False, ["floor"]),
    "root of a square": (lambda x: sqrt(x * x), 0.0, "kink", -1, 1, nan, False, ["sqrt"]),
    "root": (torch.sqrt, 0.0, "edge", nan, inf, inf, True, ["sqrt"]),
    "logarithm": (torch.log, 0.0, "edge", nan, nan, inf, False, ["log"]),
    "x log x": (lambda x: torch.xlogy(x, x), 0.0, "edge", nan, -inf, nan, False, ["xlogy"]),
    "cusp": (lambda x: sqrt(abs(x)), 0.0, "vertical", -inf, inf, nan, False, ["abs", "sqrt"]),
    "where trap": (
        lambda x: torch.where(x > 0, torch.sqrt(x), 0), -1.0,
        "smooth", 0, 0, nan, False, ["sqrt"],
    ),
    "the other side": (
        lambda x: 2 * x if x > 0 else 3 * x, 0.0, "kink", 3, 2, 3, True, [">"],
    ),
    "early return": (lambda x: 0 * x if x == 0 else x, 0.0, "smooth", 1, 1, 0, False, ["=="]),
    "branch out of sight": (
        lambda x: 2 * x if x.item() > 0 else 3 * x, 0.0, "kink", 3, 2, 3, True, ["branch"],
    ),
    "by luck": (lambda x: relu(x) + relu(-x), 0.0, "kink", -1, 1, 0, True, ["relu"] * 2),
    "smooth by kinks": (lambda x: x * abs(x), 0.0, "smooth", 0, 0, 0, True, ["abs"]),
    "steep kink": (lambda x: 1e6 * x + abs(x), 0.0, "kink", 999999, 1000001, 1e6, True, ["abs"]),
    "steep on one side": (
        lambda x: exp(20 * maximum(x, 3.0)), 3.0,
        "kink", 0, 20 * math.exp(60), 10 * math.exp(60), True, ["maximum"],
    ),
    "nearby kink": (relu, 1e-9, "smooth", 1, 1, 1, True, []),
    "kink next to 0": (lambda x: relu(x) - relu(-x), 1e-30, "smooth", 1, 1, 1, True, []),
    "far side": (relu, -1e-30, "smooth", 0, 0, 0, True, []),
    "power": (lambda x: abs(x) ** 1.5, 0.0, "smooth", 0, 0, 0, True, ["abs"]),
}  # fmt: skip


@pytest.mark.parametrize("name", AT_A_NUMBER)
def test_a_function_of_a_number(name):
    f, x, kind, left, right, reported, inside, at_fault = AT_A_NUMBER[name]
    found = diagnose(f, x)
    assert found.kind == kind
    for slope, expected in ((found.left, left), (found.right, right)):
        assert slope == pytest.approx(expected, rel=1e-6, abs=1e-5, nan_ok=True)
    assert found.reported == pytest.approx(reported, rel=1e-6, abs=1e-5, nan_ok=True)
    assert found.inside is inside
    assert names(found) == at_fault
