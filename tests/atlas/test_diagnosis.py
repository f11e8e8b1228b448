"""`snippets.kinks.diagnose` finds what the mathematics says of every case."""

import math
from dataclasses import replace

import pytest

from atlas.cases import CASES
from atlas.frameworks import pytorch
from atlas.mathematics import directions, mathematics
from snippets.kinks import diagnose

ENGINE = pytorch()
CODED = {case.name: case for case in CASES if "torch" in case.codings}

# What PyTorch computes is another function than the case's: these are the kinds of that one.
OTHERWISE = {
    "abs-second": {"jump"},  # of a kink PyTorch has a derivative at 0: its derivative jumps there
    "relu-second": {"jump"},
    "normalise": {"smooth"},  # its denominator has a floor of 1e-12
    "cosine": {"smooth"},  # its norms have a floor of 1e-8
    "zero-to-x": {"edge"},  # left of 0 the power is infinite
    "power-at-0-0": {"edge", "smooth"},  # left of 0 the power is infinite or nan
    "eigenvector": {"jump", "smooth"},  # among all eigenvectors LAPACK returns one
}


def expected(found, direction):
    """Kind and slopes by the mathematics."""
    right = found.slopes.get(direction)
    left = found.slopes.get(tuple(-d for d in direction))
    if found.reason == "no value":
        return "edge", None, None
    if left is None or right is None:
        return ("jump" if found.reason == "jump" else "edge"), None, None
    left = -left
    if math.isinf(left) or math.isinf(right):
        return "vertical", left, right
    return ("smooth" if abs(left - right) < 1e-9 else "kink"), left, right


def diagnosed(case, direction):
    f = eval(f"lambda x: {case.codings['torch']}", dict(ENGINE.names))
    if case.order == 2:
        f = ENGINE.gradient(f)
    x = ENGINE.array(case.point)
    return diagnose(f, x, direction if x.dim() else None)


def rays(case):
    """One of each pair of directions; of many entries those that move at most two."""
    found = [d for d in directions(len(case.point)) if next(filter(None, d)) > 0]
    return [d for d in found if len(d) < 3 or sum(map(abs, d)) < 3]


@pytest.mark.parametrize("name", CODED)
def test_every_case_is_found(name):
    case = CODED[name]
    truth = mathematics(case)
    for direction in rays(case):
        found = diagnosed(case, direction)
        kind, left, right = expected(truth, direction)
        assert found.kind in OTHERWISE.get(name, {kind}), (direction, found)
        if left is not None and name not in OTHERWISE:
            assert found.left == pytest.approx(left, rel=1e-4, abs=1e-5), direction
            assert found.right == pytest.approx(right, rel=1e-4, abs=1e-5), direction
        if found.kind != "smooth" or found.inside is False:
            assert found.culprits, (direction, found)


@pytest.mark.parametrize("name", OTHERWISE)
def test_an_exception_is_one(name):
    truth = mathematics(CODED[name])
    kinds = {expected(truth, direction)[0] for direction in rays(CODED[name])}
    assert not kinds <= OTHERWISE[name] or truth.reason == "no first derivative"


@pytest.mark.parametrize("name", [n for n, c in CODED.items() if len(c.point) == c.order == 1])
def test_a_step_beside_the_point_there_is_no_alarm(name):
    case = CODED[name]
    found = diagnosed(replace(case, point=(case.point[0] + 0.37,)), (1,))
    if found.kind != "edge":  # outside of the domain of f
        assert found.kind == "smooth"
        assert found.inside or math.isnan(found.reported)  # a masked nan leaks on the whole side
        assert found.inside or found.culprits
