import math
from collections.abc import Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from literate.figures import figure
from literate.plotted import KEPT, Panel, Series, number
from literate.sections import ROOT


@pytest.fixture
def ax() -> Iterator[Axes]:
    mpl.rc_file(ROOT / "literate" / "matplotlibrc")
    _, axes = plt.subplots()
    yield axes
    plt.close("all")


def panel(ax: Axes) -> Panel:
    (found,) = figure(ax.figure, title="T", description="D", caption="C").panels
    return found


def only(ax: Axes) -> Series:
    (found,) = panel(ax).series
    return found


def test_line_keeps_its_data_and_its_style(ax: Axes) -> None:
    ax.plot([0, 1, 2], [0.5, 1.5, -1], "C1--s", label="curve $f$")
    assert only(ax) == Series("line", "curve $f$", "#b8430a", "--", "s", (0, 1, 2), (0.5, 1.5, -1))


def test_marks_without_a_line_and_lines_without_marks(ax: Axes) -> None:
    ax.plot([0], [0], "o")
    ax.plot([0, 1], [0, 1], "-")
    assert [(s.dash, s.marker) for s in panel(ax).series] == [("", "o"), ("-", "")]


def test_mark_with_a_white_inside_is_open(ax: Axes) -> None:
    ax.plot([0], [1], "o", markerfacecolor="#ffffff")
    ax.plot([0], [1], "o")
    assert [s.marker for s in panel(ax).series] == ["o open", "o"]


def test_interrupted_line_keeps_its_gap(ax: Axes) -> None:
    ax.plot([0, None, 1], [2, None, 3])
    assert only(ax).x[0::2] == (0, 1)
    assert math.isnan(only(ax).x[1])


def test_lines_across_the_panel_are_in_data_coordinates(ax: Axes) -> None:
    ax.set(xlim=(-3, 5), ylim=(10, 20))
    ax.axhline(12)
    ax.axvline(4)
    across, down = panel(ax).series
    assert (across.x, across.y) == ((-3, 5), (12, 12))
    assert (down.x, down.y) == ((4, 4), (10, 20))


def test_scatter_contour_area_and_bar(ax: Axes) -> None:
    ax.scatter([1, 2], [3, 4], label="dots")
    ax.contour([0, 1], [0, 1], [[0, 1], [0, 1]], [0.5], colors="C1", linestyles="--")
    ax.fill_between([0, 1], [0, 0], [1, 2], label="below", facecolor="#0b6e4f")
    ax.bar([2], [5], width=1)
    dots, contour, area, bar = panel(ax).series
    assert [s.kind for s in panel(ax).series] == ["points", "contour", "area", "area"]
    assert (dots.label, dots.x, dots.y) == ("dots", (1, 2), (3, 4))
    assert (contour.colour, contour.dash, set(contour.x)) == ("#b8430a", "--", {0.5})
    assert (area.label, area.colour) == ("below", "#0b6e4f")
    assert {(1, 2), (0, 0), (1, 0)} <= set(zip(area.x, area.y, strict=True))
    assert (min(bar.x), max(bar.x), min(bar.y), max(bar.y)) == (1.5, 2.5, 0, 5)


def test_a_short_series_is_written_out_and_of_a_longer_one_some_points() -> None:
    for points, shown in ((KEPT + 3, KEPT + 3), (KEPT + 4, KEPT)):
        ramp = tuple(map(float, range(points)))
        lines = Series("line", "", "#000000", "-", "", ramp, ramp).as_text().split("\n")
        assert sum(line.startswith("  ") and "mean" not in line for line in lines) == shown


def test_image_is_refused(ax: Axes) -> None:
    ax.imshow([[0, 1]])
    with pytest.raises(ValueError, match="may hold lines, points, contours and areas"):
        panel(ax)


def test_panel_keeps_title_axes_legends_and_notes(ax: Axes) -> None:
    ax.semilogy([1, 2], [1, 100], label="one")
    ax.plot([1, 2], [1, 50], label="_hidden")
    ax.plot([1, 2], [1, 50], label="two")
    ax.legend()
    ax.set(title="A title", xlabel="step", ylabel="error")
    ax.set_xticks([0, 1, 2, 9], ["none", "one", "two", "outside"])
    ax.set(xlim=(0, 3), ylim=(0.1, 1000))
    ax.text(1.5, 2, "here")
    found = panel(ax)
    assert (found.title, found.x.label, found.y.label) == ("A title", "step", "error")
    assert (found.x.scale, found.y.scale) == ("linear", "log")
    assert (found.x.limits, found.y.limits) == ((0, 3), (0.1, 1000))
    assert found.x.ticks == ("none", "one", "two"), "the tick outside is not seen"
    assert found.legend == ("one", "two")
    assert [s.label for s in found.series] == ["one", "", "two"]
    assert found.notes == (("here", 1.5, 2),)


def test_legend_of_the_drawing_counts_too(ax: Axes) -> None:
    ax.plot([0], [0], "o", label="origin")
    ax.figure.legend()
    assert panel(ax).legend == ("origin",)


def test_panels_of_all_drawings_in_order() -> None:
    first, (one, two) = plt.subplots(1, 2)
    second, three = plt.subplots()
    for name, axes in (("1", one), ("2", two), ("3", three)):
        axes.set_title(name)
    found = figure(first, second, title="T", description="D", caption="C").panels
    assert [p.title for p in found] == ["1", "2", "3"]


def test_text_of_a_figure(ax: Axes) -> None:
    ax.plot([0, 1], [2, 3.25], "C0-", label="line")
    ax.plot([0.5], [2], "C1x")
    ax.legend()
    ax.set(xlabel="$x$", xlim=(0, 1), ylim=(2, 4), xticks=[0, 1], yticks=[2, 4])
    made = figure(ax.figure, title="A figure", description="Seen.", caption="On $x$.")
    assert made.as_text() == (
        "figure: A figure\n"
        "description: Seen.\n"
        "caption: On $x$.\n"
        "panel 1\n"
        "x axis: $x$ (linear, 0.0 to 1.0; ticks 0, 1)\n"
        "y axis: (no label) (linear, 2.0 to 4.0; ticks 2, 4)\n"
        "legend: line\n"
        "line 'line': #1756a9 -; 2 points\n"
        "  0.0, 2.0\n"
        "  1.0, 3.25\n"
        "line without label: #b8430a x; 1 point\n"
        "  0.5, 2.0"
    )


def series(y: list[float]) -> list[str]:
    x = tuple(float(k) for k in range(len(y)))
    return Series("line", "", "#000000", "-", "", x, tuple(y)).as_text().split("\n")


def test_short_series_is_written_whole() -> None:
    assert len(series([0.0] * 15)) == 1 + 15


def test_long_series_keeps_ends_extremes_and_mean() -> None:
    y = [0.0] * 101
    y[33], y[66], y[5] = 7.0, -7.0, math.nan
    lines = series(y)
    assert lines[0] == "line without label: #000000 -; 101 points"
    for line in ("  0.0, 0.0", "  100.0, 0.0", "  33.0, 7.0", "  66.0, -7.0"):
        assert line in lines
    assert len(lines) == 1 + 12 + 2 + 1
    assert lines[-1] == "  mean of all: 50.0, 0.0"


def test_mean_tells_of_a_point_that_is_not_written() -> None:
    y = [math.sin(k) for k in range(101)]
    before, (y[50], y[51]) = series(y), (y[51], y[50] + 0.001)
    assert series(y)[:-1] == before[:-1]
    assert series(y)[-1] != before[-1]


def test_noise_does_not_choose_the_extreme_of_a_plateau() -> None:
    y = [1.0] * 50
    y[20] += 1e-12
    assert "  20.0, 1.0" not in series(y)


def test_series_of_nan_alone_can_be_written() -> None:
    assert series([math.nan] * 20)[-1] == "  mean of all: 9.5, nan"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2.0"), (-3, "-3.0"), (0.1, "0.1"), (1 / 3, "0.33333333"), (1e-16, "1e-16"),
        (1e300, "1e+300"), (math.nan, "nan"), (-math.inf, "-inf"), (123456789.0, "1.2345679e+08"),
    ],
)  # fmt: skip
def test_number(value: float, text: str) -> None:
    assert number(value) == text
