"""The computational graph of a stepper: each node with its value and its derivative.

Everything is drawn once. What lights up at which step is said by attributes: ``data-lit`` holds the
places of the steps that light a part, ``data-from`` and ``data-until`` bound those that show it.
"""

import hashlib
import html
from collections.abc import Mapping, Sequence
from typing import Any

from literate import svg
from literate.layers import Point, Size, arranged, curve
from literate.moments import Moment, short
from literate.tables import decimals

_LINE, _GAP = 25, 42  # height of a line in a box, room between layers
_BESIDE = 32  # room between neighbours
_MARGIN = 10  # within a box, beside what is written
_DIGIT, _LETTER, _WIDE_LETTER = 7.5, 8, 11  # widths of characters, about
_APART = 30  # between arrows at one side of a box
_TIP = 9  # length of a lit arrow's tip
_WAYS = 4  # looks of lit arrows and terms; a fifth looks as the first
_MARKS = {
    "tangent": '<circle class="accent" cx="{x:g}" cy="{y:g}" r="1.2"/>',
    "adjoint": '<path class="accent" d="M{left:g} {y:g}H{right:g}"/>',
}


def way(place: int) -> int:
    """Which look a term and its arrow have, from 1."""
    return place % _WAYS + 1


def places(found: Sequence[int]) -> str:
    """An attribute's value: places apart from one another, for ``[data-lit~="3"]``."""
    return " ".join(map(str, found))


def drawing(walk: Any, moments: Sequence[Moment], title: str, digits: int) -> str:
    """The SVG of the graph, with what it shows as its description.

    Args:
        walk: What is computed, of `snippets.walks`.
        moments: Its moments.
        title: A few words that name the drawing.
        digits: Decimals of the numbers that the table has.
    """
    back = walk.derivative == "adjoint"
    texts = {name: _texts(walk, moments, name, digits) for name in walk.nodes}
    longest = max(len(text) for both in texts.values() for one in both for text, *_ in one)
    names = max(_width(name) for name in walk.nodes)
    width = max(96, 3 * _MARGIN + names + _DIGIT * longest)
    size = Size(width, 2 * _LINE, width + _BESIDE, 2 * _LINE + _GAP)
    ends = [(edge.operand, edge.step, short(edge.value, digits)) for edge in walk.edges]
    centres, routes, (right, below) = arranged(walk.nodes, ends, size)
    routes = _spread(routes)
    key = "s" + hashlib.sha256(f"{title}{texts}{ends}".encode()).hexdigest()[:8]
    arrows = "".join(
        _arrow(route, edge, moments, key, size, back)
        for route, edge in zip(routes, ends, strict=True)
    )
    boxes = "".join(
        _box(name, texts[name], centres[name], moments, walk.derivative, size)
        for name in walk.nodes
    )
    tips = "".join(
        f'<marker id="{key}-{name}" viewBox="0 0 8 8" refX="{reach}" refY="4" '
        f'markerUnits="userSpaceOnUse" markerWidth="{long}" markerHeight="{long}" orient="auto">'
        f'<path class="tip {name}" d="M0 0L8 4L0 8z"/></marker>'
        for name, reach, long in [
            ("tip", 7, 9),
            *((f"way-{number}", 0.5, _TIP + 2) for number in range(_WAYS + 1)),
        ]
    )
    content = f"<defs>{tips}</defs>{arrows}{boxes}"
    return svg.drawing(right, below, key, title, _description(walk, texts, ends), content)


Text = tuple[str, int | None, int | None]  # with the first moment that shows it, and the one after


def _texts(
    walk: Any, moments: Sequence[Moment], name: str, digits: int
) -> tuple[list[Text], list[Text]]:
    """What a node shows as its value and as its derivative; sums that grow are several texts."""
    value: list[Text] = []
    slope: list[Text] = []
    if name in walk.known:
        given = name in walk.inputs
        number = walk.known[name]
        value.append((short(number, digits) if given else decimals(number, digits), None, None))
    if name in walk.seeds:
        slope.append((short(walk.seeds[name], digits), None, None))
    own = [(at, moment) for at, moment in enumerate(moments) if moment.node == name]
    for at, moment in own:
        until = None if moment.whole else at + 1
        (value if moment.kind == "value" else slope).append((moment.shown, at, until))
    return value, slope


def _description(
    walk: Any, texts: Mapping[str, tuple[list[Text], list[Text]]], ends: Sequence[tuple[str, ...]]
) -> str:
    nodes = "; ".join(
        f"{name}, {value[-1][0]} and {slope[-1][0]}" for name, (value, slope) in texts.items()
    )
    arrows = "; ".join(f"{start} to {end}, {label}" for start, end, label in ends)
    return (
        f"The computational graph. Each box holds a value and its {walk.derivative}: {nodes}. "
        f"Each arrow carries its local partial: {arrows}."
    )


def _spread(routes: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Routes that leave and enter a box apart from one another, so that each can be followed."""
    moved = [list(route) for route in routes]
    alone: list[tuple[list[Point], int]] = []
    for end, beside in ((0, 1), (-1, -2)):
        boxes: dict[Point, list[tuple[float, int]]] = {}
        for number, route in enumerate(routes):
            boxes.setdefault(route[end], []).append((route[beside][0], number))
        for (x, y), found in boxes.items():
            for place, (_, number) in enumerate(sorted(found)):
                moved[number][end] = (x + (place - (len(found) - 1) / 2) * _APART, y)
                if len(found) == 1:
                    alone.append((moved[number], end))
    for route in moved:
        for place in range(1, len(route) - 1):
            _straighten(route, place, place - 1)
    for route, end in alone:
        _straighten(route, end, 1 if end == 0 else -2)
    return moved


def _straighten(route: list[Point], place: int, beside: int) -> None:
    """Let a point that need not stand where it does stand right above or below its neighbour."""
    x, y = route[place]
    if abs(route[beside][0] - x) <= _APART / 2:
        route[place] = (route[beside][0], y)


def _width(name: str) -> float:
    """How wide a name is drawn, about; browsers differ in their fonts."""
    letters, _, digits = name.partition("_")
    wide = sum(_WIDE_LETTER if letter in "mw" else _LETTER for letter in letters)
    return wide + 6 * len(digits)


def _arrow(
    route: Sequence[Point],
    edge: tuple[str, str, str],
    moments: Sequence[Moment],
    key: str,
    size: Size,
    back: bool,
) -> str:
    """An arrow, its label, and over it how it looks when it is lit: by the way of its term."""
    start, end, label = edge
    path, (x, y) = curve(route, size)
    lit: dict[int, list[int]] = {}
    for at, moment in enumerate(moments):
        if (start, end) in moment.arrows:
            number = 0 if moment.kind == "value" else way(moment.arrows[start, end])
            lit.setdefault(number, []).append(at)
    over, _ = curve(route, size, back, _TIP)
    drawn = "".join(
        f'<path class="lit-edge way-{number}" data-lit="{places(found)}" d="{over}" '
        f'marker-end="url(#{key}-way-{number})"/>'
        for number, found in lit.items()
    )
    told = max(lit, default=0)  # of a value, the local partial is no part
    look, found = (f" way-{told}", lit[told]) if told else ("", [])
    return (
        f'<g data-edge="{html.escape(start)}&gt;{html.escape(end)}">'
        f'<path class="edge" d="{path}" marker-end="url(#{key}-tip)"/>{drawn}'
        f'<text class="edge{look}" data-lit="{places(found)}" x="{x:g}" y="{y + 4:g}">'
        f"{html.escape(label)}</text></g>"
    )


def _box(
    name: str,
    texts: tuple[list[Text], list[Text]],
    centre: Point,
    moments: Sequence[Moment],
    derivative: str,
    size: Size,
) -> str:
    x, y = centre
    left, top = x - size.width / 2, y - size.height / 2
    kinds = ("value", derivative)
    cells = "".join(
        _cell(name, kind, shown, (left, top + place * _LINE), moments, size)
        for place, (kind, shown) in enumerate(zip(kinds, texts, strict=True))
    )
    frame = (
        f'<rect class="frame" x="{left:g}" y="{top:g}" width="{size.width:g}" '
        f'height="{size.height:g}" rx="8"/>'
    )
    return f'<g data-node="{html.escape(name)}">{frame}{cells}</g>'


def _cell(
    name: str,
    kind: str,
    shown: Sequence[Text],
    corner: Point,
    moments: Sequence[Moment],
    size: Size,
) -> str:
    """One line of a box: the symbol, and the number on the right."""
    x, y = corner
    lit = [at for at, one in enumerate(moments) if one.node == name and one.kind == kind]
    letters, _, digits = name.partition("_")
    wide, base = _width(letters), y + 17.5
    right = x + _MARGIN + wide
    # Drawn, not written: few fonts set a dot or a bar over a letter where it belongs.
    mark = _MARKS.get(kind, "").format(
        x=right - wide / 2 + 0.8,
        left=right - wide / 2 - 3,
        right=right - wide / 2 + 4.6,
        y=base - 11,
    )
    subscript = f'<text class="subscript" x="{right + 0.5:g}" y="{base + 3:g}">{digits}</text>'
    numbers = "".join(
        f'<text class="value"{_bounds(start, until)} x="{x + size.width - _MARGIN:g}" '
        f'y="{base:g}">{html.escape(text)}</text>'
        for text, start, until in shown
    )
    return (
        f'<g class="cell {kind}" data-lit="{places(lit)}">'
        f'<rect x="{x + 2.5:g}" y="{y + 2.5:g}" width="{size.width - 5:g}" height="{_LINE - 5}" '
        f'rx="5"/><text class="name" x="{right:g}" y="{base:g}">{html.escape(letters)}</text>'
        f"{subscript if digits else ''}{mark}{numbers}</g>"
    )


def _bounds(start: int | None, until: int | None) -> str:
    first = "" if start is None else f' data-from="{start}"'
    return first if until is None else f'{first} data-until="{until}"'
