"""A curve as SVG in the style of the site's figures, without matplotlib."""

import html
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from literate.svg import drawing

WIDTH, HEIGHT = 331, 223  # as the site's figures
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 22, 36  # what axes and labels take
_LARGEST = 1e300  # of what is drawn: the room for it must be finite
_LETTER = 5.6  # the mean width of a letter, about

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Mark:
    """A point of its own: its place, and a line through it if it has a slope."""

    x: float
    y: float
    slope: float | None = None


@dataclass(frozen=True)
class Drawing:
    """One panel.

    Attributes:
        title: What is drawn.
        label: What the x axis is.
        lines: The curve, in parts where it is broken.
        span: The ends of the x axis.
        mark: The point of interest.
        series: Which of the site's colours and dashes, from 1.
    """

    title: str
    label: str
    lines: tuple[Points, ...]
    span: tuple[float, float]
    mark: Mark
    series: int = 1

    def svg(self, key: str, description: str) -> str:
        """The drawing, with a title and a description under a key of its own."""
        low, high = self._heights()
        frame = _Frame(self.span, (low, high))
        parts = [_axes(frame, self.label)]
        if self.mark.slope is not None and math.isfinite(self.mark.slope):
            ends = [
                (x, self.mark.y + self.mark.slope * (x - self.mark.x)) for x in self.span
            ]  # the tangent at the point
            parts += [f'<path class="tangent" d="{d}"/>' for d in _paths(ends, frame)]
        for line in self.lines:
            parts += [
                f'<path class="curve series-{self.series}" d="{d}"/>' for d in _paths(line, frame)
            ]
        if low <= self.mark.y <= high:
            x, y = frame.place(self.mark.x, self.mark.y)
            parts.append(f'<circle class="mark series-{self.series}" cx="{x}" cy="{y}" r="4"/>')
        parts.append(f'<text class="head" x="{LEFT}" y="13">{html.escape(self.title)}</text>')
        content = f'<g class="plot">{"".join(parts)}</g>'
        return drawing(WIDTH, HEIGHT, key, self.title, description, content)

    def _heights(self) -> tuple[float, float]:
        """Ends of the y axis: nearly all points, and not what grows beyond all bounds."""
        ys = sorted(y for line in self.lines for _, y in line)
        ys = ys or [0.0]
        cut = len(ys) // 25
        ys = [min(max(y, -_LARGEST), _LARGEST) for y in ys]
        low, high = ys[cut], ys[-1 - cut]
        room = (high - low) or max(abs(high), 1.0) * 0.5
        # What is cut off must be far outside: a bound on a curve that merely bends is kept.
        low = ys[0] if ys[0] > low - 0.6 * room else low
        high = ys[-1] if ys[-1] < high + 0.6 * room else high
        if math.isfinite(self.mark.y):
            y = min(max(self.mark.y, -_LARGEST), _LARGEST)
            low, high = min(low, y), max(high, y)
        room = (high - low) or max(abs(high), 1.0)
        return low - 0.06 * room, high + 0.06 * room


class _Frame:
    """From numbers to places in the drawing."""

    def __init__(self, xs: tuple[float, float], ys: tuple[float, float]) -> None:
        self.xs, self.ys = xs, ys

    def place(self, x: float, y: float) -> tuple[float, float]:
        (x0, x1), (y0, y1) = self.xs, self.ys
        across = (x - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT)
        up = (y - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM)
        return round(LEFT + across, 1), round(HEIGHT - BOTTOM - up, 1)


def broken(points: Sequence[tuple[float, float]], slopes: Sequence[float] = ()) -> list[Points]:
    """A curve in parts: broken where it has no value, and where it jumps.

    Args:
        points: Its points, from left to right.
        slopes: Its derivative at each, which tells a jump from a steep piece.
    """
    known = sorted(y for _, y in points if math.isfinite(y))
    if not known:
        return []
    cut = len(known) // 25
    size = known[-1 - cut] - known[cut]
    parts: list[Points] = [[]]
    for at, (point, after) in enumerate(itertools.pairwise([*points, (math.nan, math.nan)])):
        if not math.isfinite(point[1]):
            parts.append([])
            continue
        parts[-1].append(point)
        rise, run = after[1] - point[1], after[0] - point[0]
        steep = max(abs(slope) for slope in slopes[at : at + 2]) * run if slopes else 0.0
        if abs(rise) > 0.2 * size and not abs(rise) < 4 * steep:
            parts.append([])
    return [part for part in parts if part]


def _paths(line: Points, frame: _Frame) -> list[str]:
    """The pieces of a line between the ends of the y axis, as SVG paths."""
    paths: list[list[tuple[float, float]]] = [[]]
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        inside = _clipped(y0, y1, frame.ys)
        if inside is None:
            paths.append([])
            continue
        first, last = (frame.place(x0 + part * (x1 - x0), y0 + part * (y1 - y0)) for part in inside)
        if not paths[-1] or paths[-1][-1] != first:
            paths.append([first])
        paths[-1].append(last)
    return ["M" + "L".join(f"{x:g} {y:g}" for x, y in path) for path in paths if len(path) > 1]


def _clipped(y0: float, y1: float, ys: tuple[float, float]) -> tuple[float, float] | None:
    """Which part of the way from y0 to y1 lies within bounds."""
    if y0 == y1:
        return (0.0, 1.0) if ys[0] <= y0 <= ys[1] else None
    one, other = sorted(((ys[0] - y0) / (y1 - y0), (ys[1] - y0) / (y1 - y0)))
    start, end = max(0.0, one), min(1.0, other)
    return (start, end) if start < end else None


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers between two ends."""
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((f * power for f in (1, 2, 5) if f * power >= raw * 0.999), 10 * power)
    first = math.ceil(low / step - 1e-9)
    count = min(math.floor(high / step + 1e-9) - first + 1, 12)
    return [(first + k) * step + 0.0 for k in range(count)]


def _axes(frame: _Frame, label: str) -> str:
    parts = []
    for x in ticks(*frame.xs):
        at, foot = frame.place(x, frame.ys[0])
        parts.append(f'<path class="grid" d="M{at:g} {foot:g}V{TOP}"/>')
        parts.append(f'<text class="x" x="{at:g}" y="{foot + 13:g}">{_text(x)}</text>')
    for y in ticks(*frame.ys, most=5):
        left, at = frame.place(frame.xs[0], y)
        parts.append(f'<path class="grid" d="M{left:g} {at:g}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="y" x="{left - 5:g}" y="{at + 3.5:g}">{_text(y)}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text class="x" x="{middle:g}" y="{HEIGHT - 6}">{html.escape(label)}</text>')
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>')
    return "".join(parts)


def _text(number: float) -> str:
    text = f"{number:.4g}" if abs(number) < 1e5 else f"{number:.1e}"
    return text.replace("-", "−").replace("e+0", "e").replace("e−0", "e−")
