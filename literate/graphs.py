"""Drawing a directed acyclic graph, such as the computational graph of a trace, in layers.

The method is Sugiyama's: each node goes one layer below the lowest of its operands, an edge that
skips layers passes through invisible points, and each layer is ordered by the mean position of its
neighbours (Sugiyama, Tagawa & Toda 1981).
"""

import hashlib
import html
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from literate.figuredata import data_link
from literate.maths import with_formulas, with_minus_signs

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

Point = tuple[float, float]
Edge = tuple[str, str, str]


class Size(NamedTuple):
    """Lengths of a drawing, in SVG units: 1 unit is 1 px at full width.

    Attributes:
        width: Of a node's box.
        height: The same.
        column: Distance between neighbours.
        row: Distance between layers.
    """

    width: float = 96
    height: float = 44
    column: float = 124
    row: float = 92


PLAIN = Size()


@dataclass(frozen=True)
class Graph:
    """A drawing with its texts; build it with `graph`.

    Attributes:
        nodes: The name and the second line of each node.
        edges: What is drawn between them: from, to, label.
    """

    svg: str
    title: str
    description: str
    caption: str
    nodes: tuple[tuple[str, str], ...] = ()
    edges: tuple[Edge, ...] = ()

    def as_text(self) -> str:
        """What the graph shows, for the record of its page."""
        lines = [
            f"graph: {self.title}",
            f"description: {self.description}",
            f"caption: {self.caption}",
        ]
        lines += [f"node {name}: {text}" for name, text in self.nodes]
        lines += [f"edge {start} -> {end}: {label}" for start, end, label in self.edges]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [("from", "to", "text")]
        rows += [(name, "", text) for name, text in self.nodes]
        rows += list(self.edges)
        return (
            f'<figure class="output figure graph"><div class="panels">{self.svg}</div>'
            f"<figcaption>{with_formulas(self.caption)} "
            f"{data_link(self.title, rows)}</figcaption></figure>"
        )


def graph(
    nodes: Mapping[str, str], edges: Sequence[Edge], *, title: str, description: str, caption: str
) -> Graph:
    """Draw a directed acyclic graph, operands above what is computed from them.

    Args:
        nodes: Name → the second line of its box, such as a value.
        edges: (from, to, label); the label may be empty. Edges between the same two nodes (an
            operand used twice) are drawn as one, with their labels side by side.
        title: A few words that name the drawing.
        description: What can be seen, for readers who cannot see it.
        caption: What the drawing shows, as a sentence.

    Raises:
        ValueError: There is no node, an edge names an unknown node, the edges form a cycle, or a
            text is empty.
    """
    if not nodes:
        raise ValueError("a graph needs at least one node, this one has none.")
    for start, end, _ in edges:
        for name in (start, end):
            if name not in nodes:
                raise ValueError(f"an edge of the graph names '{name}', which is not a node.")
    for kind, text in (("title", title), ("description", description), ("caption", caption)):
        if not text.strip():
            raise ValueError(f"a graph needs a {kind}, this one's is empty.")
    edges = _merged(edges)
    places, routes, (width, height) = arranged(list(nodes), edges)
    key = (
        "g" + hashlib.sha256(f"{list(nodes.items())}{list(edges)}{title}".encode()).hexdigest()[:8]
    )
    marks = "".join(
        _arrow(route, label, key) for route, (_, _, label) in zip(routes, edges, strict=True)
    ) + "".join(_box(name, nodes[name], places[name]) for name in nodes)
    svg = (
        f'<svg role="img" aria-labelledby="{key}-title" aria-describedby="{key}-description" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
        f'<title id="{key}-title">{html.escape(title)}</title>'
        f'<desc id="{key}-description">{html.escape(description)}</desc>'
        f'<defs><marker id="{key}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
        f"{marks}</svg>"
    )
    return Graph(svg, title, description, caption, tuple(nodes.items()), tuple(edges))


def arranged(
    nodes: Sequence[str], edges: Sequence[Edge], size: Size = PLAIN
) -> tuple[dict[str, Point], list[list[Point]], Point]:
    """Where all stands: the centre of each node, the points that each edge passes, the far corner.

    Raises:
        ValueError: The edges form a cycle.
    """
    layers = _layers(nodes, edges)
    routes = [_route(start, end, layers) for start, end, _ in edges]
    places = _places(layers, routes, size)
    width = max(x for x, _ in places.values()) + size.width / 2 + 4
    height = max(y for _, y in places.values()) + size.height / 2 + 4
    centres = {name: places[name] for name in nodes}
    return centres, [[places[point] for point in route] for route in routes], (width, height)


def curve(
    points: Sequence[Point], size: Size = PLAIN, back: bool = False, gap: float = 0
) -> tuple[str, Point]:
    """The path of an edge, from the foot of its first box to the head of the last.

    Args:
        points: The centre of its first box, the points that it passes, the centre of the last.
        size: Of the boxes.
        back: Whether the path is drawn from its end to its start.
        gap: How much of its last stretch is left out.

    Returns:
        The path, and the middle of its first stretch, where a label has room.
    """
    half = size.height / 2
    stops = [(points[0][0], points[0][1] + half)]
    for x, y in points[1:-1]:
        stops += [(x, y - half), (x, y + half)]
    stops.append((points[-1][0], points[-1][1] - half))
    (x0, y0), (x1, y1) = stops[0], stops[1]
    label = (x0 + x1) / 2, (y0 + y1) / 2
    if back:
        stops.reverse()
    path = f"M{stops[0][0]:g} {stops[0][1]:g}"
    for (x0, y0), (x1, y1) in itertools.pairwise(stops):
        middle = (y0 + y1) / 2
        short = (gap if back else -gap) if (x1, y1) == stops[-1] else 0
        path += f"C{x0:g} {middle:g} {x1:g} {middle:g} {x1:g} {y1 + short:g}"
    return path, label


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    labels: dict[tuple[str, str], list[str]] = {}
    for start, end, label in edges:
        labels.setdefault((start, end), []).append(label)
    return [(*ends, ", ".join(filter(None, texts))) for ends, texts in labels.items()]


def _layers(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Layer of each node: the longest path that leads to it."""
    layers = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for start, end, _label in edges:
            if layers[end] <= layers[start]:
                layers[end] = layers[start] + 1
                moved = True
        if not moved:
            return layers
    raise ValueError("the edges of the graph form a cycle, expected none.")


def _route(start: str, end: str, layers: Mapping[str, int]) -> list[str]:
    """The points that an edge passes: its ends, and one name for each layer it skips."""
    skipped = range(layers[start] + 1, layers[end])
    return [start, *(f"{start}>{end}@{layer}" for layer in skipped), end]


def _places(
    layers: Mapping[str, int], routes: Sequence[Sequence[str]], size: Size
) -> dict[str, Point]:
    """Centre of each node and of each point on a long edge."""
    rows: list[list[str]] = [[] for _ in range(max(layers.values()) + 1)]
    for name, layer in layers.items():
        rows[layer].append(name)
    neighbours: dict[str, list[str]] = {name: [] for name in layers}
    for route in routes:
        for offset, point in enumerate(route[1:-1], start=layers[route[0]] + 1):
            rows[offset].append(point)
            neighbours[point] = []
        for one, other in itertools.pairwise(route):
            neighbours[one].append(other)
            neighbours[other].append(one)
    widest = max(len(row) for row in rows)
    x: dict[str, float] = {}

    def spread(row: list[str]) -> None:
        for index, name in enumerate(row):
            x[name] = (index + (widest - len(row)) / 2) * size.column + size.width / 2 + 4

    for row in rows:
        spread(row)
    for sweep in range(8):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            row.sort(
                key=lambda name: (
                    sum(x[n] for n in neighbours[name]) / len(neighbours[name])
                    if neighbours[name]
                    else x[name]
                )
            )
            spread(row)
    return {
        name: (x[name], layer * size.row + size.height / 2 + 4)
        for layer, row in enumerate(rows)
        for name in row
    }


def _arrow(points: Sequence[Point], label: str, key: str) -> str:
    """The line of an edge, with its label."""
    path, (x, y) = curve(points)
    text = (
        f'<text class="edge" x="{x:g}" y="{y + 4:g}">{html.escape(with_minus_signs(label))}</text>'
        if label
        else ""
    )
    return f'<path class="edge" d="{path}" marker-end="url(#{key}-tip)"/>{text}'


def _box(name: str, text: str, place: Point) -> str:
    x, y = place
    left, top = x - PLAIN.width / 2, y - PLAIN.height / 2
    value = html.escape(with_minus_signs(text))
    return (
        f'<g data-node="{html.escape(name)}">'
        f'<rect x="{left:g}" y="{top:g}" width="{PLAIN.width}" height="{PLAIN.height}" rx="8"/>'
        f'<text class="name" x="{x:g}" y="{y - 4:g}">{html.escape(_plain(name))}</text>'
        f'<text class="value" x="{x:g}" y="{y + 14:g}">{value}</text></g>'
    )


def _plain(name: str) -> str:
    """`z_1` as z₁: text in an SVG has no subscripts of its own that all browsers draw."""
    letter, _, digits = name.partition("_")
    return letter + digits.translate(_SUBSCRIPTS) if digits.isdecimal() else name
