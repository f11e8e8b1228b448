"""The three drawings of `literate.live`: the plane of the features, and two curves over λ.

Each is drawn for one λ. What moves has a class that docs/assets/live.js knows, and the curves go
through the very places that their marks take.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from literate.axes import Axes, Point, round_numbers
from literate.maths import with_minus_signs
from literate.svg import drawing
from literate.tables import decimals

DIGITS = 4  # of numbers
ODDS = 3  # to one: where the zone of doubt ends
REACH = 3.4  # of the plane that is shown, from 0 to each side
PLANE = Axes(372, 360, (-REACH, REACH), (-REACH, REACH))
_FAR = 1000  # units, beyond every corner of the plane

Classes = tuple[tuple[Point, ...], tuple[Point, ...]]  # the points of -1, then those of +1
Row = dict[str, str]


@dataclass(frozen=True)
class Fit:
    """What one λ comes to.

    Attributes:
        lam: The penalty's factor λ, above 0.
        weights: The two weights.
        train: Log-likelihood per observation of the training data.
        test: The same of the test data.
        mistakes: How many test points lie on the wrong side of the boundary.
    """

    lam: float
    weights: tuple[float, float]
    train: float
    test: float
    mistakes: int

    @property
    def norm(self) -> float:
        """Length of the weight vector."""
        return math.hypot(*self.weights)

    def row(self) -> Row:
        """All that is shown for this λ, as text; numbers as the tables of the site write them."""
        first, second = self.weights
        numbers = {"train": self.train, "test": self.test, "norm": self.norm}
        numbers |= {"first": first, "second": second}
        written = {name: decimals(float(value), DIGITS) for name, value in numbers.items()}
        scale = PLANE.inside[2] / (2 * REACH)
        return {
            "lambda": f"{self.lam:.3g}",
            **written,
            "mistakes": str(int(self.mistakes)),
            "turn": f"{math.degrees(math.atan2(first, second)):.2f}",  # of the side of +1, from up
            "doubt": f"{scale * math.log(ODDS) / self.norm:.1f}",  # units on either side
        }


def plane(train: Classes, test: Classes, rows: Sequence[Row], chosen: int) -> str:
    """The points, the boundary, the zone of doubt on both sides of it, with their key."""
    row, (x, y) = rows[chosen], PLANE.place(0, 0)
    left, top, width, height = PLANE.inside
    sides = "".join(
        f'<g class="side {name}" transform="translate(0 {sign * float(row["doubt"]):g})">'
        f'<rect x="{-_FAR}" y="{-_FAR * (sign < 0)}" width="{2 * _FAR}" height="{_FAR}"/>'
        f'<path class="doubt" d="M{-_FAR} 0H{_FAR}"/></g>'
        for name, sign in (("plus", -1), ("minus", 1))
    )
    ticks = {float(tick): with_minus_signs(str(tick)) for tick in (-2, 0, 2)}
    content = (
        f'<clipPath id="live-inside"><rect x="{left:g}" y="{top:g}" width="{width:g}" '
        f'height="{height:g}"/></clipPath><g clip-path="url(#live-inside)">'
        f'<g transform="translate({x:g} {y:g})"><g class="turn" '
        f'transform="rotate({row["turn"]})">{sides}'
        f'<path class="boundary" d="M{-_FAR} 0H{_FAR}"/></g></g></g>'
        f"{PLANE.frame(ticks, ticks, 'first feature', 'second feature')}"
        f"{_points(test, 'test', 2.6)}{_points(train, 'train', 4.6)}"
    )
    trained, tested = (sum(map(len, classes)) for classes in (train, test))
    description = (
        f"{trained} training and {tested} test points of two classes. The boundary is a line "
        "through 0, with a zone of doubt around it. From the least λ to the greatest it turns from "
        f"{rows[0]['turn']} to {rows[-1]['turn']} degrees, clockwise from level, and the zone "
        f"widens by a factor of {float(rows[-1]['doubt']) / float(rows[0]['doubt']):.0f}."
    )
    return (
        f'<p class="key">{value(row, "mistakes")} of {tested} test points on the wrong side for '
        f"<strong>λ = {value(row, 'lambda')}</strong><br>"
        '<span class="plus">● +1</span> <span class="minus">✕ −1</span> (large: trained on) '
        '<span class="item"><i class="boundary"></i>boundary</span> '
        f'<span class="item"><i class="doubt"></i>odds {ODDS} to 1</span></p>'
    ) + drawing(
        PLANE.width,
        PLANE.height,
        "live-plane",
        "The boundary among the points",
        description,
        content,
    )


def likelihoods(fits: Sequence[Fit], rows: Sequence[Row], chosen: int, best: int) -> str:
    """The log-likelihoods over λ, with their key and an arrow at the best one of the test data."""
    series = {"train": [fit.train for fit in fits], "test": [fit.test for fit in fits]}
    axes = over_penalty(fits, series)
    x, y = axes.place(math.log10(fits[best].lam), fits[best].test)
    right, (_, half) = sum(axes.inside[::2]), axes.place(0, -math.log(2))
    notes = (
        f'<text x="{right - 4:g}" y="{half + 14:g}" text-anchor="end">−log 2: a guess</text>'
        f'<path class="peak" d="M{x:g} {y + 18:g}v-11m-3 4l3 -4l3 4"/>'
        f'<text x="{x:g}" y="{y + 29:g}" text-anchor="middle">best</text>'
    )
    description = (
        f"Over λ, training falls from {rows[0]['train']} to {rows[-1]['train']}; test goes from "
        f"{rows[0]['test']} to {rows[best]['test']}, its highest value, at λ = "
        f"{rows[best]['lambda']}, and ends at {rows[-1]['test']}."
    )
    content = _curves(axes, fits, series, "log-likelihood", -math.log(2), chosen) + notes
    return _key("Log-likelihood per observation", series, rows[chosen]) + drawing(
        axes.width, axes.height, "live-likelihood", "Log-likelihood over λ", description, content
    )


def lengths(fits: Sequence[Fit], rows: Sequence[Row], chosen: int) -> str:
    """The norm and both weights over λ, with their key."""
    series = {
        "norm": [fit.norm for fit in fits],
        "first": [fit.weights[0] for fit in fits],
        "second": [fit.weights[1] for fit in fits],
    }
    axes = over_penalty(fits, series)
    start, end = (f"{row['first']} and {row['second']}" for row in (rows[0], rows[-1]))
    description = (
        f"Over λ, the norm falls from {rows[0]['norm']} to {rows[-1]['norm']}; the weights go "
        f"from {start} to {end}."
    )
    content = _curves(axes, fits, series, "norm, weights", 0.0, chosen)
    return _key("Norm and weights", series, rows[chosen]) + drawing(
        axes.width, axes.height, "live-weights", "Norm and weights over λ", description, content
    )


def value(row: Row, name: str) -> str:
    """One number of a row, where the script finds it."""
    return f'<span data-value="{name}">{row[name]}</span>'


def over_penalty(fits: Sequence[Fit], series: dict[str, list[float]]) -> Axes:
    """Axes over the power of ten of λ that hold some series, and 0."""
    numbers = [0.0, *(number for values in series.values() for number in values)]
    ticks = round_numbers(min(numbers), max(numbers))
    powers = (math.log10(fits[0].lam), math.log10(fits[-1].lam))
    return Axes(372, 162, powers, (ticks[0], ticks[-1]))


def _curves(
    axes: Axes,
    fits: Sequence[Fit],
    series: dict[str, list[float]],
    ylabel: str,
    level: float,
    chosen: int,
) -> str:
    """Axes with a level, a curve for each series, its mark, and a line that joins the marks."""
    powers = [math.log10(fit.lam) for fit in fits]
    whole = range(math.ceil(powers[0] - 1e-9), math.floor(powers[-1] + 1e-9) + 1)
    xticks = {float(k): f"{10.0**k:g}" if k % 2 == 0 else "" for k in whole}
    yticks = {y: with_minus_signs(f"{y:g}") for y in round_numbers(*axes.y)}
    lines, marks = "", ""
    for name, values in series.items():
        points = list(zip(powers, values, strict=True))
        lines += axes.curve(points, f"curve {name}")
        x, y = axes.place(*points[chosen])
        marks += f'<circle class="mark {name}" cx="{x:g}" cy="{y:g}" r="4.5"/>'
    left, top, width, height = axes.inside
    _, y = axes.place(0, level)
    across = f'<path class="level" d="M{left:g} {y:g}h{width:g}"/>'
    now = f'<path class="now" d="M0 {top:g}v{height:g}" transform="translate({x:g} 0)"/>'
    frame = axes.frame(xticks, yticks, "λ, logarithmic", ylabel)
    return f"{frame}{across}{now}{lines}{marks}"


def _points(classes: Classes, kind: str, size: float) -> str:
    """Crosses for -1 and discs, which are lines of no length, for +1: one path for all of each."""
    minus, plus = ([PLANE.place(*point) for point in points] for points in classes)
    cross = f"m{-size:g} {-size:g}l{2 * size:g} {2 * size:g}m0 {-2 * size:g}l{-2 * size:g} "
    crosses = "".join(f"M{x:g} {y:g}{cross}{2 * size:g}" for x, y in minus)
    discs = "".join(f"M{x:g} {y:g}h0" for x, y in plus)
    return f'<path class="{kind} minus" d="{crosses}"/><path class="{kind} plus" d="{discs}"/>'


def _key(title: str, series: dict[str, list[float]], row: Row) -> str:
    """How each curve is drawn, what it is, its value now."""
    items = " ".join(
        f'<span class="item"><i class="{name}"></i>{name} {value(row, name)}</span>'
        for name in series
    )
    return f'<p class="key">{title}<br>{items}</p>'
