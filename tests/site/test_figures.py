"""What the figures of the site show: their data, not their pixels."""

import itertools
import math

import numpy as np
import pytest

from literate.figures import Figure
from literate.plotted import Panel, Series
from literate.record import pages
from tests.site.pages import figures

# Value and derivative share the axis of these panels, and the legend says which is which.
WITHOUT_Y_LABEL = {"index.md", "pytorch/jump.md", "pytorch/line.md", "labs/crazy-answer.ipynb"}

DRAWING = [
    "atlas/diagnose.md",
    "atlas/directional.md",
    "atlas/theory.md",
    "both-modes.md",
    "cost.md",
    "forward.md",
    "index.md",
    "labs/crazy-answer.ipynb",
    "logistic/binary.md",
    "logistic/live.md",
    "logistic/multiclass.md",
    "pytorch/jump.md",
    "pytorch/line.md",
    "second.md",
]


def only(page: str) -> Figure:
    (figure,) = figures(page)
    return figure


def named(panel: Panel, label: str) -> Series:
    (found,) = (series for series in panel.series if series.label == label)
    return found


def panel_of(figure: Figure, title: str, x: str, y: str) -> Panel:
    """The only panel of a figure that is headed like this."""
    (panel,) = figure.panels
    assert (figure.title, panel.x.label, panel.y.label) == (title, x, y)
    return panel


def all_of(panel: Panel, *labels: str) -> list[Series]:
    """All that the legend names."""
    assert panel.legend == labels
    return [named(panel, label) for label in labels]


def points(series: Series) -> list[tuple[float, float]]:
    return list(zip(series.x, series.y, strict=True))


def test_pages_with_figures() -> None:
    assert [page for page in pages() if figures(page)] == DRAWING


@pytest.mark.parametrize("page", DRAWING)
def test_figures_say_what_they_show(page: str) -> None:
    for figure in figures(page):
        assert figure.title.strip()
        assert len(figure.description) > 60, "for those who cannot see it, a sentence at least"
        assert len(figure.caption) > 40
        assert figure.panels
        for panel in figure.panels:
            assert panel.x.label.strip()
            assert panel.y.label.strip() or (page in WITHOUT_Y_LABEL and len(panel.legend) > 1)
            assert len(panel.x.ticks) >= 3
            assert len(panel.y.ticks) >= 3
            assert any(series.x for series in panel.series)
        names = [(panel.title, panel.y.label) for panel in figure.panels]
        assert len(set(names)) == len(names), "two panels cannot be told apart"


@pytest.mark.parametrize("page", DRAWING)
def test_series_differ_by_more_than_colour(page: str) -> None:
    for panel in (panel for figure in figures(page) for panel in figure.panels):
        series = [s for s in panel.series if s.label]
        for one, other in itertools.combinations(series, 2):
            assert (one.dash, one.marker) != (other.dash, other.marker), (one.label, other.label)


@pytest.mark.parametrize("page", DRAWING)
def test_legend_names_every_series_with_a_label(page: str) -> None:
    for figure in figures(page):
        legends = {entry for panel in figure.panels for entry in panel.legend}
        for panel in figure.panels:
            assert {series.label for series in panel.series if series.label} <= legends


def test_home_shows_one_function_with_two_derivatives() -> None:
    assert only("index.md").title == "One function, two codings, two derivatives"


@pytest.mark.parametrize(
    ("page", "codings", "jump", "at_zero"),
    [
        ("index.md", ("2 * x", "2 * x * sign(x) * sign(x)"), 0.0, (2, 0)),
        ("pytorch/jump.md", ("coded by the sign", "coded by a branch"), 1.0, (0, 2)),
        ("pytorch/line.md", ("coded by the sign", "coded plainly"), 0.0, (0, 2)),
    ],
)
def test_two_codings_of_one_function(
    page: str, codings: tuple[str, str], jump: float, at_zero: tuple[int, int]
) -> None:
    figure = only(page)
    assert f"at {at_zero[0]} in the left panel and at {at_zero[1]} in the right" in (
        figure.description
    )
    assert "$x_0 = 0$" in figure.caption
    for panel, coding, slope in zip(figure.panels, codings, at_zero, strict=True):
        assert (panel.title, panel.x.label) == (coding, "$x$")
        name = f"PyTorch's derivative: {slope} at 0"
        assert panel.legend == ("function", name)
        assert (named(panel, "function").dash, named(panel, "function").marker) == ("-", "o")
        assert (named(panel, name).dash, named(panel, name).marker) == ("--", "x")
        function, derivative = named(panel, "function").colour, named(panel, name).colour
        marked = [s for s in panel.series if len(s.x) == 1]
        kinds = [(s.colour, s.marker, points(s)) for s in marked]
        # The point that counts: the function's dot at the origin, and PyTorch's cross above 0.
        assert (function, "o", [(0, 0)]) in kinds
        assert (derivative, "x", [(0, slope)]) in kinds
        circles = sorted(s.y[0] for s in marked if (s.colour, s.marker) == (function, "o open"))
        assert circles == pytest.approx([-jump, jump] if jump else [], abs=1e-8)
        circles = [s.y[0] for s in marked if (s.colour, s.marker) == (derivative, "o open")]
        assert circles == ([2, 2] if slope != 2 else [])
        sides = [s for s in panel.series if len(s.x) > 1]
        assert [(s.colour, s.dash) for s in sides] == [(function, "-")] * 2 + [
            (derivative, "--")
        ] * 2
        for side in sides:
            sign = math.copysign(1, side.x[0])
            assert all(x * sign > 0 for x in side.x)
            assert [abs(side.x[0]), abs(side.x[-1])] == [1e-9, 2]
            expected = [2 * x + sign * jump if side in sides[:2] else 2 for x in side.x]
            assert side.y == pytest.approx(expected)


def test_error_against_step_size() -> None:
    figure = only("both-modes.md")
    assert figure.title == "Error against step size"
    ways = ("forward difference", "central difference", "complex step")
    modes = ("forward mode", "reverse mode")
    assert figure.panels[0].legend == (*ways, *modes)
    assert [panel.title for panel in figure.panels] == [
        "Derivative by $w_1$", "Derivative by $w_2$",
    ]  # fmt: skip
    for panel in figure.panels:
        assert (panel.x.label, panel.x.scale) == ("step $h$", "log")
        assert (panel.y.label, panel.y.scale) == ("relative error", "log")
        forward, central, complex_step = (named(panel, way) for way in ways)
        steps = forward.x
        assert steps == central.x == complex_step.x
        assert steps == tuple(2.0**-k for k in range(1, len(steps) + 1))
        assert min(steps) < 1e-16
        # Differences form a V whose bottom is far above rounding, the central one's lower.
        for way, order, lowest in ((forward, 1, 1e-10), (central, 2, 1e-12)):
            assert lowest < min(way.y) < 1e-5
            bottom = way.y.index(min(way.y))
            assert way.y[0] > 100 * way.y[bottom] < way.y[-1]
            assert way.y[8] / way.y[12] == pytest.approx(16**order, rel=0.1)
        assert min(central.y) < min(forward.y)
        # The complex step falls and stays; the modes know no step.
        assert complex_step.y[8] / complex_step.y[12] == pytest.approx(256, rel=0.1)
        assert all(error < 1e-14 for x, error in points(complex_step) if x < 1e-9)
        for mode in modes:
            line = named(panel, mode)
            assert line.x == panel.x.limits
            assert line.y[0] == line.y[1] < 1e-14


def slope(series: Series, first: int, last: int) -> float:
    """Slope between two points on logarithmic axes."""
    (x, y), (later, higher) = points(series)[first], points(series)[last]
    return math.log(higher / y) / math.log(later / x)


def test_cost_against_inputs_and_outputs() -> None:
    figure = figures("cost.md")[0]
    assert figure.title == "All derivatives, by either mode"
    inputs, outputs = figure.panels
    assert (inputs.title, outputs.title) == ("Many inputs", "Many outputs")
    assert inputs.x.label == "inputs $n$, one output"
    assert outputs.x.label == "outputs $m$, one input"
    assert inputs.legend == ("forward", "reverse", "forward, generated", "reverse, generated")
    for panel, repeats, level in ((inputs, "forward", "reverse"), (outputs, "reverse", "forward")):
        assert (panel.x.scale, panel.y.scale) == ("log", "log")
        assert panel.y.label == "time, relative to the value"
        for way in ("", ", generated"):
            rising, flat = named(panel, repeats + way), named(panel, level + way)
            assert rising.x == flat.x
            assert (rising.x[0], rising.x[-1]) == (1, 1024)
            assert 0.7 < slope(rising, 4, -1) < 1.3
            assert abs(slope(flat, 4, -1)) < 0.3
            assert rising.y[-1] > 50 * flat.y[-1]
        by_engine, generated = (named(panel, level + way) for way in ("", ", generated"))
        assert all(a > 10 * b for a, b in zip(by_engine.y, generated.y, strict=True))
        assert max(generated.y) < 5, "the cheap gradient principle, and its mirror image"


def test_memory_against_time() -> None:
    figure = figures("cost.md")[1]
    assert figure.title == "Memory against time"
    depth, trade = figure.panels
    assert (depth.x.label, depth.y.label) == ("rounds $n$", "bytes held")
    assert (trade.x.label, trade.y.label) == ("bytes held", "evaluations a round")
    for label, expected in (("all recorded", 1), ("every √n rounds", 0.5), ("8 snapshots", 0)):
        assert slope(named(depth, label), 1, -1) == pytest.approx(expected, abs=0.06)
    bargain = named(trade, "$s$ snapshots")
    assert list(bargain.x) == sorted(bargain.x)
    assert list(bargain.y) == sorted(bargain.y, reverse=True)
    ((most, once),) = points(named(trade, "all recorded"))
    ((some, twice),) = points(named(trade, "every √n rounds"))
    assert once == 1 < twice < 2
    assert most > 5 * some > 5 * bargain.x[0]
    assert 1.9 < bargain.y[-1] < 2.1


def test_balls_of_claim_2() -> None:
    circle, diamond = figures("logistic/binary.md")[0].panels
    assert (circle.title, diamond.title) == ("ℓ₂: a circle", "ℓ₁: a diamond")
    for panel in (circle, diamond):
        assert (panel.x.label, panel.y.label) == ("first weight", "second weight")
        assert panel.legend == ("ball", "level line", "optimum")
        (level,) = (s for s in panel.series if s.kind == "contour")
        ((first, second),) = points(named(panel, "optimum"))
        near = min(math.hypot(x - first, y - second) for x, y in points(level))
        assert near < 0.1, "the level line passes the optimum"
    ((first, second),) = points(named(circle, "optimum"))
    assert abs(first) > 0.01 < abs(second)
    radii = [math.hypot(x, y) for x, y in points(named(circle, "ball"))]
    assert radii == pytest.approx([math.hypot(first, second)] * len(radii))
    ((first, second),) = points(named(diamond, "optimum"))
    assert second == 0 < first
    assert points(named(diamond, "ball"))[0] == (first, 0)


def test_growth_of_claim_3() -> None:
    figure = figures("logistic/binary.md")[1]
    losses, norms = figure.panels
    assert figure.title == "Gradient descent without a penalty"
    assert (losses.x.label, losses.y.label) == ("step (logarithmic)", "loss")
    assert (norms.x.label, norms.y.label) == ("step (logarithmic)", "norm of the weights")
    assert norms.legend == ("separable", "overlapping")
    for panel in figure.panels:
        assert panel.x.ticks == ("1", "10", "100", "1000"), "powers of ten, as the axis counts"
        assert [s.x[0] for s in panel.series] == [0, 0]
        assert [s.x[-1] for s in panel.series] == [3, 3]
        assert panel.y.limits[0] == 0
    for label in ("separable", "overlapping"):
        loss, norm = named(losses, label), named(norms, label)
        assert list(loss.y) == sorted(loss.y, reverse=True)
        assert list(norm.y) == sorted(norm.y)
    late = min(k for k, x in enumerate(named(norms, "separable").x) if x >= 2.5)
    separable, overlapping = named(norms, "separable").y, named(norms, "overlapping").y
    assert separable[-1] > 1.3 * separable[late] > 1.3 * overlapping[late]
    assert overlapping[-1] == pytest.approx(overlapping[late], rel=1e-3)
    falling, settled = named(losses, "separable").y, named(losses, "overlapping").y
    assert falling[-1] < 0.7 * falling[late] < 0.7 * settled[late]
    assert settled[-1] == pytest.approx(settled[late], rel=1e-6)
    assert f"to {separable[-1]:.1f} after 1000 steps" in figure.description
    assert f"{overlapping[-1]:.2f}." in figure.description


def test_training_curve_of_claim_4() -> None:
    figure = figures("logistic/binary.md")[2]
    title = "Training log-likelihood against the penalty"
    panel = panel_of(figure, title, "λ (logarithmic)", "log-likelihood")
    assert panel.x.ticks == ("0.001", "0.01", "0.1", "1", "10", "100", "1000")
    curve, most, least = all_of(
        panel, "at the optimum, training data", "its maximum, without penalty", "at zero weights"
    )
    assert curve.x == pytest.approx(np.linspace(-3, 3, 19))
    assert list(curve.y) == sorted(curve.y, reverse=True)
    assert len(set(curve.y)) == len(curve.y), "strictly"
    assert most.y[0] == most.y[1] > curve.y[0] == pytest.approx(most.y[0], abs=0.01)
    assert least.y[0] == least.y[1] < curve.y[-1] == pytest.approx(least.y[0], abs=0.2)
    assert least.y[0] / math.log(0.5) == pytest.approx(round(least.y[0] / math.log(0.5)))
    assert panel.y.limits[0] < least.y[0]
    assert f"{curve.y[0]:.2f}" in figure.description
    assert f"{curve.y[-1]:.2f}" in figure.description


def test_test_curves_of_claim_5() -> None:
    figure = figures("logistic/binary.md")[3]
    title = "Test log-likelihood against the penalty, three data sets"
    panel = panel_of(figure, title, "λ (logarithmic)", "log-likelihood per test observation")
    falls, both, rises = all_of(panel, "falls", "rises, then falls", "only rises")
    assert list(falls.y) == sorted(falls.y, reverse=True)
    assert list(rises.y) == sorted(rises.y)
    top = both.y.index(max(both.y))
    assert 0 < top < len(both.y) - 1
    assert list(both.y[: top + 1]) == sorted(both.y[: top + 1])
    assert list(both.y[top:]) == sorted(both.y[top:], reverse=True)
    # Each dot is the best point of its curve.
    dots = [points(s)[0] for s in panel.series if s.marker == "o" and not s.label]
    assert dots == [max(points(s), key=lambda point: point[1]) for s in (falls, both, rises)]
    assert all(s.y[-1] == pytest.approx(-math.log(2), abs=0.05) for s in (falls, both, rises))
    assert f"near a penalty of {10 ** both.x[top]:.1f}" in figure.description


def test_error_of_second_derivatives() -> None:
    figure = figures("second.md")[0]
    assert figure.title == "Error of a second derivative against step size"
    of_values, of_gradients, nested = figure.panels[0].legend
    assert (of_values, of_gradients) == ("difference of values", "difference of gradients")
    assert nested == "forward over reverse"
    assert [panel.title for panel in figure.panels] == ["By $w_1$ twice", "By $w_2$ twice"]
    for panel in figure.panels:
        assert (panel.x.label, panel.x.scale) == ("step $h$", "log")
        assert (panel.y.label, panel.y.scale) == ("relative error", "log")
        values, gradients = named(panel, of_values), named(panel, of_gradients)
        assert values.x == gradients.x == tuple(2.0**-k for k in range(1, len(values.x) + 1))
        # Two V's of slope 2 on the right; that of values turns near 1e-4 with half of the digits.
        for way in (values, gradients):
            assert way.y[4] / way.y[8] == pytest.approx(256, rel=0.15)
            assert way.y[0] > 1e5 * min(way.y)
        bottom = values.y.index(min(values.y))
        assert 1e-5 < values.x[bottom] < 1e-3
        assert 1e-10 < values.y[bottom] < 1e-6
        assert max(values.y[-5:]) > 0.1, "at last no digit is left"
        assert min(gradients.y) < min(values.y) / 10
        assert gradients.x[gradients.y.index(min(gradients.y))] < values.x[bottom]
        line = named(panel, nested)
        assert line.x == panel.x.limits
        assert line.y[0] == line.y[1] < min(1e-14, min(gradients.y))
    assert "near $h = 10^{-4}$, with about half of the digits" in figure.caption


def test_newton_and_gradient_descent() -> None:
    figure = figures("second.md")[1]
    title = "Newton's method and gradient descent"
    panel = panel_of(figure, title, "step", "distance to the optimum")
    assert panel.y.scale == "log"
    descent, newton = all_of(panel, "gradient descent", "Newton's method")
    for way in (descent, newton):
        assert way.x == tuple(range(len(way.x)))
        assert way.y[0] == pytest.approx(1), "both start at 0, and distances are relative"
    late = [after / before for before, after in itertools.pairwise(descent.y[20:])]
    assert max(late) - min(late) < 1e-3, "a straight line"
    squared = [after / before**2 for before, after in itertools.pairwise(newton.y)]
    assert max(squared) < 1.5 * min(squared), "each distance is about the square of the last"
    assert newton.y[-1] < 1e-9 < descent.y[len(newton.x)]
    low, high = panel.y.limits
    assert all(low < y < high for way in (descent, newton) for y in way.y)
    assert f"to {descent.y[-1]:.0e} after {len(descent.x) - 1} steps" in figure.description
    assert f"after {len(newton.x) - 1} steps" in figure.description


def test_slopes_in_all_directions() -> None:
    panel = panel_of(
        only("atlas/directional.md"),
        "Slopes at a kink in all directions",
        r"angle $\theta$ of the direction",
        "slope",
    )
    true, ours, theirs = all_of(panel, "true slope", "lexicographic gradient", "PyTorch's gradient")
    for theta, slope in points(true):
        x, y = math.cos(theta), math.sin(theta)
        assert slope == pytest.approx(abs(x - y) + x, abs=1e-12)
    for theta, slope in points(ours):
        x, y = math.cos(theta), math.sin(theta)
        assert slope == pytest.approx(2 * x - y, abs=1e-12)
    assert set(theirs.y) == {0.0}


def test_descent_from_a_false_critical_point_and_from_beside_it() -> None:
    (panel,) = figures("atlas/theory.md")[0].panels
    stays, falls = all_of(panel, "from $w$ = 0", "from $w$ = 1e-30")
    assert set(stays.y) == {1}
    assert falls.y[0] == 1
    assert all(after < before for before, after in itertools.pairwise(falls.y))
    assert falls.y[-1] < 1e-3


def test_pixels_with_a_gradient_by_relu_are_some_of_those_by_clamp() -> None:
    by_relu, by_clamp = figures("atlas/theory.md")[1].panels
    assert [panel.title for panel in (by_relu, by_clamp)] == ["relu", "clamp"]
    (stroke, few), (same, many) = ([set(points(s)) for s in p.series] for p in (by_relu, by_clamp))
    assert stroke == same < few < many
    assert len(many) == 100
