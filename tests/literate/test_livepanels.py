import math
import re

import pytest

from literate.livepanels import ODDS, PLANE, REACH, Fit, lengths, likelihoods, over_penalty, plane
from tests.literate.test_axes import places

FITS = [
    Fit(0.01, (3.0, 4.0), -0.1, -0.9, 1),
    Fit(0.1, (0.6, -0.8), -0.25, -0.4, 0),
    Fit(1.0, (0.0, 0.1), -0.68, -0.685, 12),
]
ROWS = [fit.row() for fit in FITS]
CLASSES = (((-1.0, 0.5),), ((1.0, 2.0), (0.5, 3.0)))


def curve(svg: str, name: str) -> list[tuple[float, float]]:
    found = re.search(rf'<path class="curve {name}"[^>]*>', svg)
    assert found
    return [(round(x, 1), round(y, 1)) for x, y in places(found[0])]


def mark(svg: str, name: str) -> tuple[float, ...]:
    found = re.search(rf'<circle class="mark {name}" cx="([^"]*)" cy="([^"]*)"', svg)
    assert found
    return tuple(map(float, found.groups()))


def test_row_writes_numbers_as_tables_do() -> None:
    assert FITS[1].row() == {
        "lambda": "0.1", "train": "−0.2500", "test": "−0.4000", "norm": "1.0000",
        "first": "0.6000", "second": "−0.8000", "mistakes": "0", "turn": "143.13", "doubt": "50.4",
    }  # fmt: skip


@pytest.mark.parametrize("fit", FITS)
def test_turn_takes_up_to_where_the_weights_point(fit: Fit) -> None:
    angle = math.radians(float(fit.row()["turn"]))
    first, second = fit.weights
    # What points up is turned clockwise; on the screen up is negative.
    assert math.sin(angle) == pytest.approx(first / fit.norm, abs=1e-3)
    assert math.cos(angle) == pytest.approx(second / fit.norm, abs=1e-3)


@pytest.mark.parametrize("fit", FITS)
def test_zone_of_doubt_ends_at_the_odds(fit: Fit) -> None:
    units = PLANE.inside[2] / (2 * REACH)
    distance = float(fit.row()["doubt"]) / units
    score = distance * fit.norm  # of a point that far along the weights
    assert math.exp(score) == pytest.approx(ODDS, rel=0.02)


def test_plane_has_one_scale() -> None:
    _, _, width, height = PLANE.inside
    assert width == height


@pytest.mark.parametrize("chosen", range(3))
def test_marks_stand_on_the_curves_and_on_the_line(chosen: int) -> None:
    for svg, names in (
        (likelihoods(FITS, ROWS, chosen, 1), ("train", "test")),
        (lengths(FITS, ROWS, chosen), ("norm", "first", "second")),
    ):
        line = re.search(
            r'class="now" d="M0 [\d.]+v[\d.]+" transform="translate\(([\d.]+) 0\)"', svg
        )
        assert line
        for name in names:
            points = curve(svg, name)
            assert len(points) == 3
            assert mark(svg, name) == points[chosen]
            assert float(line[1]) == points[chosen][0]


def test_curves_show_the_numbers() -> None:
    series = {"train": [f.train for f in FITS], "test": [f.test for f in FITS]}
    axes = over_penalty(FITS, series)
    assert axes.x == (-2, 0)
    assert axes.y == (-1, 0)
    svg = likelihoods(FITS, ROWS, 0, 1)
    assert curve(svg, "test") == [axes.place(math.log10(fit.lam), fit.test) for fit in FITS]
    assert "its highest value, at λ = 0.1," in svg


def test_points_are_drawn_by_class() -> None:
    svg = plane(CLASSES, CLASSES, ROWS, 0)
    for kind in ("train", "test"):
        (crosses,) = re.findall(rf'<path class="{kind} minus" d="([^"]*)"', svg)
        (discs,) = re.findall(rf'<path class="{kind} plus" d="([^"]*)"', svg)
        assert crosses.count("M") == 1
        assert re.findall(r"M([\d.]+) ([\d.]+)h0", discs) == [
            tuple(f"{place:g}" for place in PLANE.place(*point)) for point in CLASSES[1]
        ]
    assert "3 training and 3 test points" in svg
    assert '<span data-value="mistakes">1</span> of 3 test points' in svg


def test_sides_of_the_zone_are_as_far_as_it_is_wide() -> None:
    svg = plane(CLASSES, CLASSES, ROWS, 1)
    sides = dict(re.findall(r'class="side (\w+)" transform="translate\(0 ([-\d.]+)\)"', svg))
    assert {name: float(y) for name, y in sides.items()} == {"plus": -50.4, "minus": 50.4}
