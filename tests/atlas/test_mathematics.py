"""The mathematics column, held against derivatives that are known on paper."""

import math
from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from atlas.case import family
from atlas.cases import CASES
from atlas.mathematics import Mathematics, directions, mathematics, verdict
from atlas.record import read

case = family("Codings")
RECORDED = read()["cases"]
NAMED = {c.name: c for c in CASES}


def of(value: Callable[..., Any], *point: float, order: int = 1) -> Mathematics:
    return mathematics(case("x", "", point, value, order))


def test_what_the_page_shows_is_what_is_computed() -> None:
    assert [c.name for c in CASES if RECORDED[c.name]["mathematics"] != mathematics(c)] == []


@pytest.mark.parametrize(
    ("value", "left", "right"),
    [
        (abs, -1, 1),
        (lambda x: max(x, 0), 0, 1),
        (lambda x: max(x, x / 4), 0.25, 1),
        (lambda x: mpmath.sqrt(abs(x)), -math.inf, math.inf),
        (lambda x: mpmath.sqrt(x) if x > 0 else 0 * x, 0, math.inf),
    ],
)
def test_kink_has_the_slopes_of_both_sides(
    value: Callable[..., Any], left: float, right: float
) -> None:
    found = of(value, 0.0)
    assert found.kind == "subdifferential"
    assert found.slopes == {(-1,): -left, (1,): right}


@pytest.mark.parametrize(
    ("value", "derivative"),
    [
        (mpmath.sin, 1),
        (lambda x: x * abs(x), 0),
        (lambda x: mpmath.exp(-1 / x**2) if x else x, 0),
        (lambda x: abs(x) ** mpmath.mpf(1.5), 0),
        (lambda x: x * mpmath.log(x) if x else x, -math.inf),  # from the right, as x < 0 has none
        (mpmath.sqrt, math.inf),
    ],
)
def test_derivative_is_found(value: Callable[..., Any], derivative: float) -> None:
    found = of(value, 0.0)
    assert (found.kind, found.gradient) == ("derivative", (derivative,))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (mpmath.sign, "jump"),
        (mpmath.floor, "jump"),
        (lambda x: mpmath.mpf(0) ** x, "jump"),
        (lambda x: x / x, "no value"),
        (mpmath.log, "no value"),
        (lambda x: mpmath.sqrt(x - 1), "no value"),
    ],
)
def test_where_there_is_no_derivative_the_reason_is_named(
    value: Callable[..., Any], reason: str
) -> None:
    found = of(value, 0.0)
    assert (found.kind, found.reason, found.gradient) == ("none", reason, ())


def test_slopes_without_a_limit_are_an_error() -> None:
    with pytest.raises(ValueError, match="have no limit"):
        of(lambda x: x * mpmath.sin(mpmath.log(abs(x))) if x else x, 0.0)


def test_second_derivatives() -> None:
    assert of(mpmath.sincpi, 0.0, order=2).gradient == pytest.approx((-(math.pi**2) / 3,))
    assert of(lambda x: x * abs(x), 0.0, order=2).slopes == {(1,): 2, (-1,): 2}
    assert of(lambda x: max(x, 0) ** 2, 0.0, order=2).slopes == {(1,): 2, (-1,): 0}
    assert of(abs, 0.0, order=2).reason == "no first derivative"


def test_gradients_of_several_entries() -> None:
    assert of(lambda x, y: x * y, 2.0, 3.0).gradient == (3, 2)
    assert of(lambda x, y: mpmath.log(mpmath.exp(x) + mpmath.exp(y)), -math.inf, 0.0).gradient == (
        0,
        1,
    )
    tie = of(max, 1.0, 1.0)
    assert set(tie.vertices) == {(1, 0), (0, 1)}
    assert tie.slopes[1, 1] == 1
    assert tie.slopes[-1, 1] == 1
    ball = of(lambda x, y: mpmath.sqrt(x * x + y * y), 0.0, 0.0)
    assert ball.kind == "subdifferential"
    assert ball.vertices == ()
    assert ball.slopes[1, 1] == pytest.approx(math.sqrt(2))


def test_slopes_along_all_axes_do_not_make_a_derivative() -> None:
    """x y² / (x² + y²) has slope 0 along both axes and ½ along the diagonal."""
    found = of(lambda x, y: x * y * y / (x * x + y * y) if x or y else x, 0.0, 0.0)
    assert found.slopes[1, 0] == found.slopes[0, 1] == 0
    assert found.slopes[1, 1] == 0.5
    assert found.kind == "subdifferential"


def test_directions() -> None:
    assert directions(1) == [(1,), (-1,)]
    assert len(directions(2)) == 8
    assert len(set(directions(4))) == 80


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("abs", [0.0], "inside"),
        ("abs", [-1.0], "inside"),
        ("abs", [1.01], "outside"),
        ("abs", [math.nan], "outside"),
        ("abs", "TypeError", ""),
        ("x-abs", [0.0], "inside"),
        ("x-abs", [1e-6], "outside"),
        ("sign", [0.0], "no such derivative"),
        ("sign", [math.nan], "inside"),
        ("log", [math.inf], "inside"),
        ("sqrt", [math.inf], "inside"),
        ("sqrt", [1e12], "outside"),
        ("maximum", [0.5, 0.5], "inside"),
        ("maximum", [1.0, 0.0], "inside"),
        ("maximum", [1.0, 1.0], "outside"),
        ("maximum", [0.0, 0.0], "outside"),
        ("maximum", [1.5, -0.5], "outside"),
        ("median", [0.0, 1.0, 0.0], "inside"),
        ("median", [0.5, 0.5, 0.5], "outside"),
        ("norm", [0.6, 0.8], "inside"),
        ("norm", [1.0, 1.0], "outside"),
        ("norm-1", [1.0, 1.0], "inside"),
        ("power-at-0-1", [1.0, math.nan], "outside"),
        ("logsumexp-one", [0.0, 1.0], "inside"),
    ],
)
def test_verdict(name: str, answer: list[float] | str, expected: str) -> None:
    assert verdict(mathematics(NAMED[name]), answer) == expected


@pytest.mark.parametrize("name", [c.name for c in CASES if c.gradients])
def test_set_in_words_stands_only_where_no_vertices_are_known(name: str) -> None:
    found = mathematics(NAMED[name])
    assert found.kind == "subdifferential"
    assert found.vertices == ()


# Members of the sets that the atlas has in words, and vectors beside them.
MEMBERS = {
    "norm": ([(0.6, 0.8), (0, 0)], [(0.8, 0.8)]),
    "norm-by-root": ([(-1, 0)], [(0, 1.01)]),
    "hypot": ([(0.5, 0.5)], [(1, 0.5)]),
    "masked-norm": ([(0, 0)], [(1.1, 0)]),
    "distance": ([(0.6, 0.8, -0.6, -0.8)], [(0.6, 0.8, 0, 0), (1, 1, -1, -1)]),
    "deviation": (
        [(0, 0, 0), (1 / math.sqrt(6), -1 / math.sqrt(6), 0)],
        [(0.1, 0.1, 0.1), (0.5, -0.5, 0)],
    ),
    "eigenvalue": ([(1, 0, 0), (0.5, 1, 0.5), (0.5, 0, 0.5)], [(1, 1, 0), (0.5, 0, 0)]),
    "singular-value": ([(1, 0, 0, 0), (0.5, 0.5, 0.5, 0.5)], [(1, 0, 0, 1), (0.5, 0.5, -0.5, 0.5)]),
    "nuclear-norm": ([(1, 0, 0, 1), (0, 1, -1, 0), (0, 0, 0, 0)], [(1.1, 0, 0, 0), (1, 1, 1, 1)]),
}


def test_sets_in_words_are_all_tried() -> None:
    assert set(MEMBERS) == {c.name for c in CASES if c.gradients}


@pytest.mark.parametrize("name", MEMBERS)
def test_members_of_a_set_in_words_lie_among_the_slopes(name: str) -> None:
    inside, outside = MEMBERS[name]
    found = mathematics(NAMED[name])
    assert [verdict(found, answer) for answer in inside] == ["inside"] * len(inside)
    assert [verdict(found, answer) for answer in outside] == ["outside"] * len(outside)
