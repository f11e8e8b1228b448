import math

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from snippets.kink_figure import drawing
from snippets.kinks import Diagnosis, diagnose

inf, nan = math.inf, math.nan


@pytest.fixture
def lines(request):
    drawn = diagnose(request.param, 0.0).figure()
    yield drawn.axes[0].get_lines()
    plt.close(drawn)


@pytest.mark.parametrize("lines", [torch.abs], indirect=True)
def test_function_slopes_and_what_was_reported(lines):
    reach = max(line.get_xdata()[-1] for line in lines if len(line.get_xdata()))
    slopes = [line for line in lines if line.get_linestyle() == ":" and len(line.get_xdata())]
    assert [list(line.get_xdata()) for line in slopes] == [[0, -reach], [0, reach]]
    assert np.allclose([line.get_ydata() for line in slopes], [[0, reach], [0, reach]])
    (reported,) = (one for one in lines if one.get_linestyle() == "--" and len(one.get_xdata()))
    assert np.allclose(reported.get_ydata(), 0)
    labels = [one.get_label() for one in lines if not one.get_label().startswith("_")]
    assert labels == ["function", "slopes", "reported: 0"]


@pytest.mark.parametrize("lines", [torch.sign, lambda x: x + torch.floor(x)], indirect=True)
def test_a_jump_has_open_ends(lines):
    open_ends = [one for one in lines if one.get_markerfacecolor() == "#ffffff"]
    assert open_ends
    assert all(list(one.get_xdata()) == [0.0] for one in open_ends)


@pytest.mark.parametrize("lines", [torch.sqrt, torch.log, lambda x: 1 / x], indirect=True)
def test_where_there_is_no_value_nothing_is_drawn(lines):
    for line in lines:
        assert all(abs(y) < 1e30 for y in line.get_ydata())


@pytest.fixture
def drawn():
    """A function that draws a diagnosis, and gives its lines by what they look like."""
    figures = []

    def draw(kind, slopes, value, limits, reported, at, reach=2.0):
        said = (reported, "a test", None, ())
        found = Diagnosis(kind, *slopes, (0.0, 0.0), value, limits, *said, at, reach)
        figures.append(drawing(found, at, reach))
        lines = figures[-1].axes[0].get_lines()
        return {
            "labels": [line.get_label() for line in lines if line.get_label()[0] != "_"],
            "function": _data(lines, lambda line: line.get_linestyle() == "-"),
            "slopes": _data(lines, lambda line: line.get_linestyle() == ":"),
            "reported": _data(lines, lambda line: line.get_linestyle() == "--"),
            "open": _data(lines, lambda line: line.get_markerfacecolor() == "#ffffff"),
            "dots": _data(
                lines,
                lambda line: line.get_marker() == "o" and line.get_markerfacecolor() != "#ffffff",
            ),
        }

    yield draw
    for figure in figures:
        plt.close(figure)


def _data(lines, belongs):
    every = (line.get_xydata().tolist() for line in lines if belongs(line))
    return [points for points in every if points]


def test_a_kink_is_drawn_with_its_slopes_and_what_was_reported(drawn):
    def bent(t):
        return 3 * t + 1 if t < 0 else 0.5 * t + 1

    shown = drawn("kink", (3.0, 0.5), 1.0, (1.0, 1.0), 0.25, bent)
    assert shown["slopes"] == [[[0, 1], [-2, -5]], [[0, 1], [2, 2]]]
    assert np.allclose(shown["reported"], [[[-1.2, 0.7], [1.2, 1.3]]])
    assert shown["dots"] == [[[0, 1]]]
    assert shown["open"] == []
    assert shown["labels"] == ["function", "slopes", "reported: 0.25"]


def test_the_function_is_drawn_from_the_point_to_both_ends_and_finer_near_the_point(drawn):
    shown = drawn("smooth", (0.0, 0.0), 0.0, (0.0, 0.0), 0.0, lambda t: t * t)
    for side, points in zip((-1, 1), shown["function"], strict=True):
        steps = [side * t for t, _ in points]
        assert (steps[0], steps[-1]) == (0, 2)
        assert steps == sorted(steps)
        assert 1 / 1000 < steps[1] < 1 / 500
        assert [value for _, value in points] == [t * t for t in steps]


def test_at_a_jump_an_end_is_open_where_the_function_is_not(drawn):
    shown = drawn("jump", (inf, 0.0), 2.0, (1.0, 2.0), 0.0, lambda t: 1.0 if t < 0 else 2.0)
    assert shown["open"] == [[[0, 1]]]
    assert shown["dots"] == [[[0, 2]]]
    assert shown["slopes"] == [[[0, 2], [2, 2]]]
    assert shown["labels"][1] == "slopes"


def test_where_there_is_no_jump_no_end_is_open(drawn):
    noisy = drawn("unsettled", (0.0, 0.0), 0.0, (0.125, 0.125), None, lambda _: 0.125)
    assert noisy["open"] == []
    assert noisy["labels"][-1] == "reported: nothing"


def test_where_there_is_no_value_no_curve_and_no_dot_are_drawn(drawn):
    shown = drawn("edge", (nan, inf), nan, (nan, 0.0), 7.0, lambda t: nan if t < 0 else t**0.5)
    ((first, *_, last),) = shown["function"]
    assert first == [0, 0]
    assert last == [2, 2**0.5]
    assert shown["dots"] == shown["reported"] == shown["slopes"] == []
    assert shown["labels"] == ["function", "reported: 7"]


@pytest.mark.parametrize(("reported", "text"), [(-0.0, "0"), (-1.5, "−1.5"), (nan, "nan")])
def test_what_was_reported_is_named(drawn, reported, text):
    shown = drawn("smooth", (0.0, 0.0), 0.0, (0.0, 0.0), reported, lambda _: 0.0)
    assert shown["labels"][-1] == f"reported: {text}"
    assert bool(shown["reported"]) is not math.isnan(reported)
