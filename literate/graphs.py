"""Drawing a directed acyclic graph, such as the computational graph of a trace."""

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from literate.figuredata import data_link
from literate.layers import PLAIN, Edge, Point, arranged, curve
from literate.maths import with_formulas, with_minus_signs
from literate.svg import drawing

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


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
    tip = (
        f'<defs><marker id="{key}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
    )
    svg = drawing(width, height, key, title, description, tip + marks)
    return Graph(svg, title, description, caption, tuple(nodes.items()), tuple(edges))


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    labels: dict[tuple[str, str], list[str]] = {}
    for start, end, label in edges:
        labels.setdefault((start, end), []).append(label)
    return [(*ends, ", ".join(filter(None, texts))) for ends, texts in labels.items()]


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
