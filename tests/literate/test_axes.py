import re
from itertools import accumulate

import pytest

from literate.axes import Axes, round_numbers

AXES = Axes(372, 162, (-4, 2), (-2, 0))


def places(svg: str) -> list[tuple[float, float]]:
    """Where the points of a curve are: it holds the steps from each to the next."""
    path = re.search(r'd="m([^"]*)"', svg)
    assert path
    steps = [map(float, pair.split(",")) for pair in path[1].split()]
    across, down = zip(*steps, strict=True)
    return list(zip(accumulate(across), accumulate(down), strict=True))


def test_corners_have_their_places() -> None:
    left, top, width, height = AXES.inside
    assert AXES.place(-4, 0) == (left, top)
    assert AXES.place(2, -2) == (left + width, top + height)
    assert AXES.place(-1, -1) == (left + width / 2, top + height / 2)
    assert 0 < left < left + width < 372
    assert 0 < top < top + height < 162


def test_place_is_given_to_a_tenth() -> None:
    assert AXES.place(-3.93, -0.51) == (49.6, 37.1)


def test_curve_goes_through_the_places() -> None:
    points = [(-4, -2.0), (-3.9, -0.51), (-1, -0.5), (2, 0.0), (2, -0.001)]
    svg = AXES.curve(points, "curve train")
    assert 'class="curve train"' in svg
    found = [(round(x, 1), round(y, 1)) for x, y in places(svg)]
    assert found == [AXES.place(*point) for point in points]


def test_whole_frame() -> None:
    assert AXES.frame({-4: "a", 2: "b"}, {-2: "c"}, "X", "Y") == (
        '<path class="grid" d="M46 8V122M358 8V122M46 122H358"/>'
        '<path class="axis" d="M46 8V122H358"/>'
        '<text class="tick" x="46" y="138" text-anchor="middle">a</text>'
        '<text class="tick" x="358" y="138" text-anchor="middle">b</text>'
        '<text class="tick" x="41" y="125.5" text-anchor="end">c</text>'
        '<text class="label" x="202" y="157" text-anchor="middle">X</text>'
        '<text class="label" x="11" y="65" text-anchor="middle" transform="rotate(-90 11 65)">Y'
        "</text>"
    )


def test_frame_writes_ticks_and_labels() -> None:
    svg = AXES.frame({-4: "0.0001", 2: "<100"}, {-2: "−2"}, "λ", "log & more")
    texts = re.findall(r">([^<>]+)</text>", svg)
    assert texts == ["0.0001", "&lt;100", "−2", "λ", "log &amp; more"]
    (grid,) = re.findall(r'class="grid" d="([^"]*)"', svg)
    assert grid.count("V") == 2
    assert grid.count("H") == 1


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-1.78, 0.0, [-2, -1.5, -1, -0.5, 0]),
        (-0.02, 18.7, [-5, 0, 5, 10, 15, 20]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 1.0001, [0, 0.5, 1, 1.5]),
        (-3e-7, 4e-7, [-4e-7, -2e-7, 0, 2e-7, 4e-7]),
        (99, 101, [99, 99.5, 100, 100.5, 101]),
        (0, 5, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_round_numbers(low: float, high: float, ticks: list[float]) -> None:
    assert round_numbers(low, high) == ticks


def test_round_numbers_of_which_few_fit() -> None:
    assert round_numbers(0, 99, 4) == [0, 50, 100]


@pytest.mark.parametrize("low", [-7.3, 0.0, 0.123])
@pytest.mark.parametrize("span", [1.0, 2.3, 5.1, 9.99, 1e-3, 777.0])
@pytest.mark.parametrize("most", [4, 6, 10])
def test_round_numbers_enclose_and_are_few(low: float, span: float, most: int) -> None:
    ticks = round_numbers(low, low + span, most)
    assert ticks[0] <= low + 1e-9 * span
    assert ticks[-1] >= low + span * (1 - 1e-9)
    assert 2 <= len(ticks) <= most
