import math

import matplotlib.pyplot as plt
import pytest
import torch

from snippets import pytorch_cases as cases
from snippets.panels import panel


@pytest.fixture
def drawn():
    figures = []

    def draw(*arguments):
        figures.append(panel(*arguments))
        return figures[-1].axes[0]

    yield draw
    for figure in figures:
        plt.close(figure)


def points(ax, colour, marker, *, is_open=False):
    return [
        (line.get_xdata()[0], line.get_ydata()[0])
        for line in ax.lines
        if len(line.get_xdata()) == 1
        and line.get_color() == colour
        and line.get_marker() == marker
        and (line.get_markerfacecolor() == "#ffffff") == is_open
    ]


def legend(ax):
    return [text.get_text() for text in ax.figure.legends[0].get_texts()]


def sides(ax, colour):
    return [line for line in ax.lines if len(line.get_xdata()) > 1 and line.get_color() == colour]


def test_a_jump_is_two_half_lines_and_a_point(drawn):
    ax = drawn(cases.jump_by_sign, "sign")
    assert points(ax, "C0", "o") == [(0, 0)]
    ends = points(ax, "C0", "o", is_open=True)
    assert [x for x, _ in ends] == [0, 0]
    assert [y for _, y in ends] == pytest.approx([-1, 1])
    left, right = sides(ax, "C0")
    assert (left.get_xdata()[-1], left.get_ydata()[-1]) == pytest.approx((-2, -5))
    assert (right.get_xdata()[-1], right.get_ydata()[-1]) == pytest.approx((2, 5))
    assert ax.get_title() == "sign"


@pytest.mark.parametrize(
    ("f", "slope", "open_circles"),
    [
        (cases.jump_by_sign, 0, 2),
        (cases.jump_by_branch, 2, 0),
        (cases.jump_with_slope(-3), -3, 2),
        (cases.line_by_sign, 0, 2),
        (cases.line_plain, 2, 0),
    ],
)
def test_the_derivative_at_zero_is_the_one_that_pytorch_reports(drawn, f, slope, open_circles):
    ax = drawn(f, "f")
    assert points(ax, "C1", "x") == [(0, slope)]
    assert len(points(ax, "C1", "o", is_open=True)) == open_circles
    assert {y for line in sides(ax, "C1") for y in line.get_ydata()} == {2.0}
    assert legend(ax) == ["function", f"PyTorch's derivative: {slope} at 0".replace("-", "−")]


def test_what_is_drawn_can_be_told_apart_and_fits_beside_another(drawn):
    ax = drawn(cases.jump_by_sign, "sign")
    assert {line.get_linestyle() for line in sides(ax, "C0")} == {"-"}
    assert {line.get_linestyle() for line in sides(ax, "C1")} == {"--"}
    single = [line for line in ax.lines if len(line.get_xdata()) == 1]
    is_open = [line.get_markerfacecolor() == "#ffffff" for line in single]
    circles = [line.zorder for line, yes in zip(single, is_open, strict=True) if yes]
    marks = [line.zorder for line, yes in zip(single, is_open, strict=True) if not yes]
    curves = [line.zorder for line in sides(ax, "C0") + sides(ax, "C1")]
    assert max(curves) < min(circles) <= max(circles) < min(marks)
    width, height = ax.figure.get_size_inches()
    assert 3 < width <= 3.5
    assert 2.5 < height <= 3


def test_the_legend_is_not_cut_off(drawn):
    figure = drawn(cases.jump_with_slope(-3), "f").figure
    figure.canvas.draw()
    words = figure.legends[0].get_window_extent()
    assert figure.bbox.x0 <= words.x0 < words.x1 <= figure.bbox.x1


def test_a_continuous_function_has_no_open_circle(drawn):
    ax = drawn(torch.abs, "abs", 1.0)
    assert points(ax, "C0", "o", is_open=True) == []
    assert sides(ax, "C0")[1].get_xdata()[-1] == 1


def test_nan_at_zero_is_said(drawn):
    ax = drawn(lambda x: torch.sqrt(x * x), "nan")
    assert legend(ax)[1].endswith(": nan at 0")


def test_minus_zero_is_written_as_zero(drawn):
    assert legend(drawn(torch.cos, "cos"))[1].endswith(": 0 at 0")


@pytest.mark.parametrize("reach", [0, -1.0, math.nan, math.inf])
def test_a_reach_that_is_no_distance(reach):
    with pytest.raises(ValueError, match="reach must be finite and positive"):
        panel(torch.sin, "sin", reach)
