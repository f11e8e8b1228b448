"""What a drawing shows, as plain data: its axes, its legend, its series.

An SVG says where the ink is. A test, and a person who reads a diff, want to know what was plotted.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # importing matplotlib takes half a second, and most pages draw nothing
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis as DrawnAxis
    from matplotlib.figure import Figure as Drawing

KEPT = 12  # points of a long series that its text names, besides its extremes
_DIGITS = 8  # in texts; two more than the comparison of records looks at


@dataclass(frozen=True)
class Axis:
    """One axis: its label, "linear" or "log", what it spans, and the texts at its ticks."""

    label: str
    scale: str
    limits: tuple[float, float]
    ticks: tuple[str, ...]

    def as_text(self) -> str:
        """One line."""
        low, high = (number(limit) for limit in self.limits)
        label = self.label or "(no label)"
        return f"{label} ({self.scale}, {low} to {high}; ticks {', '.join(self.ticks)})"


@dataclass(frozen=True)
class Series:
    """One plotted series.

    Attributes:
        kind: "line" (markers alone are one without a dash), "points", "contour" or "area".
        label: Its name in the legend, "" where it has none.
        colour: As in ``PALETTE`` of `literate.figures`, "#rrggbb".
        dash: "-", "--", "-.", ":", or "" where no line is drawn.
        marker: matplotlib's mark, such as "o", with " open" where its inside is white; or "".
        x: Abscissae in data coordinates; nan where a line is interrupted.
        y: Ordinates.
    """

    kind: str
    label: str
    colour: str
    dash: str
    marker: str
    x: tuple[float, ...]
    y: tuple[float, ...]

    def as_text(self) -> str:
        """A heading, then one line a point; of a long series some points and the mean of all."""
        name = f"'{self.label}'" if self.label else "without label"
        style = " ".join(part for part in (self.colour, self.dash, self.marker) if part)
        total = len(self.x)
        chosen = _chosen(self.x, self.y)
        lines = [f"{self.kind} {name}: {style}; {total} point{'' if total == 1 else 's'}"]
        lines += [f"  {number(self.x[i])}, {number(self.y[i])}" for i in chosen]
        if len(chosen) < total:
            lines.append(f"  mean of all: {number(_mean(self.x))}, {number(_mean(self.y))}")
        return "\n".join(lines)


@dataclass(frozen=True)
class Panel:
    """One pair of axes: its title, its axes, the entries of its legend, its series, its notes."""

    title: str
    x: Axis
    y: Axis
    legend: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[tuple[str, float, float], ...]

    def as_text(self) -> str:
        """Title, axes, legend and every series, on lines of their own."""
        lines = [f"title: {self.title}"] if self.title else []
        lines += [f"x axis: {self.x.as_text()}", f"y axis: {self.y.as_text()}"]
        lines += [f"legend: {'; '.join(self.legend)}"] if self.legend else []
        lines += [f"note '{text}' at {number(x)}, {number(y)}" for text, x, y in self.notes]
        return "\n".join([*lines, *(series.as_text() for series in self.series)])


def panels(drawing: "Drawing") -> tuple[Panel, ...]:
    """The panels of a drawing, one for each of its axes.

    Raises:
        ValueError: The drawing holds an image, whose data could not be written down.
    """
    outside = [text.get_text() for legend in drawing.legends for text in legend.get_texts()]
    return tuple(_panel(axes, outside) for axes in drawing.axes)


def number(value: float) -> str:
    """A number of a series as text: never an integer, so that it is compared with tolerance."""
    text = f"{value:.{_DIGITS}g}"
    return text if not text.lstrip("-").isdecimal() else f"{text}.0"


def _panel(axes: "Axes", outside: list[str]) -> Panel:
    if axes.images:
        raise ValueError("a figure may hold lines, points, contours and areas, this one an image.")
    legend = axes.get_legend()
    inside = [text.get_text() for text in legend.get_texts()] if legend else []
    notes = [(text.get_text(), *text.get_position()) for text in axes.texts]
    return Panel(
        axes.get_title(),
        _axis(axes.xaxis),
        _axis(axes.yaxis),
        tuple(inside + outside),
        (
            *(_line(line, axes) for line in axes.lines),
            *(_collection(collection) for collection in axes.collections),
            *(_patch(patch, axes) for patch in axes.patches),
        ),
        tuple((text, float(x), float(y)) for text, x, y in notes),
    )


def _axis(axis: "DrawnAxis") -> Axis:
    low, high = (float(limit) for limit in axis.get_view_interval())
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
    seen = [label.get_text() for place, label in ticks if low <= place <= high]
    return Axis(axis.get_label_text(), axis.get_scale(), (low, high), tuple(filter(None, seen)))


def _line(line: Any, axes: "Axes") -> Series:
    x, y = (_numbers(values) for values in (line.get_xdata(False), line.get_ydata(False)))
    # Of a line across the panel one coordinate counts in parts of the panel, from 0 to 1.
    in_x, in_y = line.get_transform().contains_branch_seperately(axes.transData)
    x = x if in_x else _numbers(axes.get_xlim())
    y = y if in_y else _numbers(axes.get_ylim())
    dash, marker = (
        "" if style in ("None", "none", " ") else str(style)
        for style in (line.get_linestyle(), line.get_marker())
    )
    if marker and _colour(line.get_markerfacecolor()) == "#ffffff":
        marker += " open"
    return Series("line", _label(line), _colour(line.get_color()), dash, marker, x, y)


def _collection(collection: Any) -> Series:
    from matplotlib.collections import PathCollection
    from matplotlib.contour import ContourSet

    edges = collection.get_edgecolor()
    colours = edges if len(edges) else collection.get_facecolor()
    colour = _colour(colours[0]) if len(colours) else ""
    if isinstance(collection, PathCollection):
        points = collection.get_offsets()
        return Series("points", _label(collection), colour, "", "o", *_columns(points))
    kind = "contour" if isinstance(collection, ContourSet) else "area"
    points = [point for path in collection.get_paths() for point in path.vertices]
    dash = "--" if any(dashes for _, dashes in collection.get_linestyle()) else "-"
    return Series(kind, _label(collection), colour, dash, "", *_columns(points))


def _patch(patch: Any, axes: "Axes") -> Series:
    path = (patch.get_transform() - axes.transData).transform_path(patch.get_path())
    colour = _colour(patch.get_facecolor())
    return Series("area", _label(patch), colour, "", "", *_columns(path.vertices))


def _label(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _colour(colour: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(colour)


def _columns(points: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return _numbers([x for x, _ in points]), _numbers([y for _, y in points])


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def _chosen(x: Sequence[float], y: Sequence[float]) -> list[int]:
    """Places of the points that a text names: all of a short series, else some and the extremes."""
    if len(x) <= KEPT + 3:
        return list(range(len(x)))
    even = {round(k * (len(x) - 1) / (KEPT - 1)) for k in range(KEPT)}
    # Rounded, so that noise does not choose among the points of a plateau: its first is named.
    finite = {i: float(f"{y[i]:.6g}") for i in range(len(y)) if math.isfinite(y[i])}
    extremes = {pick(finite, key=finite.__getitem__) for pick in (min, max) if finite}
    return sorted(even | extremes)


def _mean(values: Sequence[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    return math.fsum(finite) / len(finite) if finite else math.nan
