"""A pair of axes as SVG in the page's own colours, for drawings that a script moves.

What matplotlib draws is still; here a place on the page is known for every number, and the style
sheet gives each part its colour, dash and letters.
"""

import html
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 8, 40  # room around the axes, for numbers and labels

Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """A rectangle in which numbers have places; 1 unit is about 1 px.

    Attributes:
        width: Of the whole drawing, letters included.
        height: Likewise.
        x: The least and the greatest abscissa.
        y: The least and the greatest ordinate.
    """

    width: float
    height: float
    x: Point
    y: Point

    def place(self, x: float, y: float) -> Point:
        """Where a pair of numbers stands in the drawing, to a tenth of a unit."""
        left, top, width, height = self.inside
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return round(left + across * width, 1), round(top + (1 - up) * height, 1)

    @property
    def inside(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the rectangle."""
        return _LEFT, _TOP, self.width - _LEFT - _RIGHT, self.height - _TOP - _BOTTOM

    def frame(
        self, xticks: Mapping[float, str], yticks: Mapping[float, str], xlabel: str, ylabel: str
    ) -> str:
        """Grid, numbers and labels, as SVG.

        Args:
            xticks: Abscissa → what is written below it.
            yticks: Ordinate → what is written beside it.
            xlabel: What the abscissa is.
            ylabel: What the ordinate is.
        """
        left, top, width, height = self.inside
        bottom, right = top + height, left + width
        lines, texts = "", ""
        for x, text in xticks.items():
            at, _ = self.place(x, self.y[0])
            lines += f"M{at:g} {top:g}V{bottom:g}"
            texts += _text(at, bottom + 16, text, "middle")
        for y, text in yticks.items():
            _, at = self.place(self.x[0], y)
            lines += f"M{left:g} {at:g}H{right:g}"
            texts += _text(left - 5, at + 3.5, text, "end")
        texts += _text(left + width / 2, self.height - 5, xlabel, "middle", "label")
        middle = top + height / 2
        turned = f' transform="rotate(-90 11 {middle:g})"'
        texts += _text(11, middle, ylabel, "middle", "label", turned)
        sides = f"M{left:g} {top:g}V{bottom:g}H{right:g}"
        return f'<path class="grid" d="{lines}"/><path class="axis" d="{sides}"/>{texts}'

    def curve(self, points: Iterable[Point], kind: str) -> str:
        """A line through points, as SVG, each by how far it is from the one before.

        So written it takes a third of the bytes, compressed, and a script can still read the
        place of each.
        """
        places = [self.place(*point) for point in points]
        steps = zip([(0.0, 0.0), *places], places, strict=False)
        path = " ".join(f"{x - a:.1f},{y - b:.1f}".replace(".0", "") for (a, b), (x, y) in steps)
        return f'<path class="{kind}" d="m{path}"/>'


def round_numbers(low: float, high: float, most: int = 6) -> list[float]:
    """Ticks at 1, 2 or 5 times a power of ten that enclose an interval: the first and the last do.

    Args:
        low: The least number to be enclosed.
        high: The greatest, above it.
        most: How many ticks there may be, at least 4.
    """
    power = 10.0 ** math.floor(math.log10(high - low) - 1)
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power, 50 * power):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [float(f"{k * step:.12g}") for k in range(first, last + 1)]


def _text(x: float, y: float, text: str, anchor: str, kind: str = "tick", more: str = "") -> str:
    return (
        f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}"{more}>'
        f"{html.escape(text)}</text>"
    )
