"""Where the nodes and the edges of a directed acyclic graph stand, in layers.

The method is Sugiyama's: each node goes one layer below the lowest of its operands, an edge that
skips layers passes through invisible points, and each layer is ordered by the mean position of its
neighbours (Sugiyama, Tagawa & Toda 1981).
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

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
