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


def described(svg: str) -> str:
    found = re.search(r"<desc[^>]*>([^<]*)</desc>", svg)
    assert found
    return found[1]


def test_drawings_are_described_from_the_least_penalty_to_the_greatest() -> None:
    assert described(plane(CLASSES, CLASSES, ROWS, 1)) == (
        "3 training and 3 test points of two classes. The boundary is a line through 0, with a "
        "zone of doubt around it. From the least λ to the greatest it turns from 36.87 to 0.00 "
        "degrees, clockwise from level, and the zone widens by a factor of 50."
    )
    assert described(likelihoods(FITS, ROWS, 1, 1)) == (
        "Over λ, training falls from −0.1000 to −0.6800; test goes from −0.9000 to −0.4000, its "
        "highest value, at λ = 0.1, and ends at −0.6850."
    )
    assert described(lengths(FITS, ROWS, 1)) == (
        "Over λ, the norm falls from 5.0000 to 0.1000; the weights go from 3.0000 and 4.0000 to "
        "0.0000 and 0.1000."
    )


def test_boundary_goes_through_0_and_the_sides_fill_the_plane() -> None:
    svg = plane(CLASSES, CLASSES, ROWS, 1)
    x, y = PLANE.place(0, 0)
    assert f'<g transform="translate({x:g} {y:g})"><g class="turn"' in svg
    assert '<path class="boundary" d="M-1000 0H1000"/>' in svg
    for name, top in (("plus", -1000), ("minus", 0)):
        side = svg.split(f'<g class="side {name}"')[1].split("</g>")[0]
        assert side.endswith(
            f'<rect x="-1000" y="{top}" width="2000" height="1000"/>'
            '<path class="doubt" d="M-1000 0H1000"/>'
        )
    ticks = {-2.0: "−2", 0.0: "0", 2.0: "2"}
    assert PLANE.frame(ticks, ticks, "first feature", "second feature") in svg


@pytest.mark.parametrize(("kind", "half", "whole"), [("test", 2.6, 5.2), ("train", 4.6, 9.2)])
def test_crosses_have_their_middle_at_the_point(kind: str, half: float, whole: float) -> None:
    svg = plane(CLASSES, CLASSES, ROWS, 0)
    x, y = PLANE.place(*CLASSES[0][0])
    assert (
        f'<path class="{kind} minus" d="M{x:g} {y:g}m-{half} -{half}l{whole} {whole}'
        f'm0 -{whole}l-{whole} {whole}"/>'
    ) in svg


def test_whole_drawing_of_the_likelihoods() -> None:
    svg = likelihoods(FITS, ROWS, 1, 1)
    axes = over_penalty(FITS, {"train": [f.train for f in FITS], "test": [f.test for f in FITS]})
    assert (axes.width, axes.height) == (372, 162)
    yticks = {-1.0: "−1", -0.8: "−0.8", -0.6: "−0.6", -0.4: "−0.4", -0.2: "−0.2", 0.0: "0"}
    frame = axes.frame(
        {-2.0: "0.01", -1.0: "", 0.0: "1"}, yticks, "λ, logarithmic", "log-likelihood"
    )
    assert f'{frame}<path class="level"' in svg
    left, _, width, _ = axes.inside
    _, half = axes.place(0, -math.log(2))
    assert f'<path class="level" d="M{left:g} {half:g}h{width:g}"/>' in svg
    assert (
        f'<text x="{left + width - 4:g}" y="{half + 14:g}" text-anchor="end">−log 2: a guess</text>'
    ) in svg
    x, y = axes.place(-1, -0.4)
    assert (
        f'<path class="peak" d="M{x:g} {y + 18:g}v-11m-3 4l3 -4l3 4"/>'
        f'<text x="{x:g}" y="{y + 29:g}" text-anchor="middle">best</text>'
    ) in svg


def test_weights_are_drawn_each_by_itself_over_a_level_at_0() -> None:
    svg = lengths(FITS, ROWS, 0)
    axes = over_penalty(FITS, {"all": [5.0, 1.0, 0.1, 3.0, 4.0, 0.6, -0.8, 0.0]})
    powers = (-2, -1, 0)
    for name, values in (("first", (3.0, 0.6, 0.0)), ("second", (4.0, -0.8, 0.1))):
        assert curve(svg, name) == [
            axes.place(*point) for point in zip(powers, values, strict=True)
        ]
    assert f'<path class="level" d="M46 {axes.place(0, 0)[1]:g}h312"/>' in svg


@pytest.mark.parametrize(
    ("least", "greatest", "texts"),
    [
        (1e-4, 1e2, ["0.0001", "", "0.01", "", "1", "", "100"]),
        (0.02, 50.0, ["", "1", ""]),
    ],
)
def test_every_power_of_ten_has_a_line_and_every_second_its_number(
    least: float, greatest: float, texts: list[str]
) -> None:
    fits = [Fit(lam, (1.0, 1.0), -0.5, -0.5, 0) for lam in (least, greatest)]
    svg = lengths(fits, [fit.row() for fit in fits], 0)
    assert re.findall(r'text-anchor="middle">([^<]*)</text>', svg)[: len(texts) + 1] == [
        *texts,
        "λ, logarithmic",
    ]
