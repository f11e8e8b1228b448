import itertools
import re

import pytest

from literate.figuredata import data_link
from literate.graphs import Edge, Graph, graph
from literate.maths import mathml

TEXTS = {"title": "Title", "description": "Seen.", "caption": "Point."}
# A node's box is 96 × 44, neighbours are 124 apart, layers 92, and 4 are left at each edge.
LEFT, TOP, RIGHT_NEIGHBOUR, NEXT_LAYER = 52, 26, 124, 92


def drawn(names: str, edges: list[Edge] | None = None) -> str:
    return graph(dict.fromkeys(names.split(), ""), edges or [], **TEXTS).svg


def edge(start: str, end: str, label: str = "") -> Edge:
    return start, end, label


def places(svg: str) -> dict[str, tuple[float, float]]:
    """Centre of each box."""
    found = re.findall(r'<g data-node="([^"]+)"><rect x="([\d.]+)" y="([\d.]+)"', svg)
    return {name: (float(x) + 48, float(y) + 22) for name, x, y in found}


def size(svg: str) -> tuple[float, float]:
    found = re.search(r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert found is not None
    assert found[1] == found[3]
    assert found[2] == found[4]
    return float(found[1]), float(found[2])


def paths(svg: str) -> list[str]:
    return re.findall(r'<path class="edge" d="([^"]+)"', svg)


def labels(svg: str) -> list[tuple[str, str, str]]:
    return re.findall(r'<text class="edge" x="([\d.]+)" y="([\d.]+)">([^<]*)</text>', svg)


def test_html_holds_the_drawing_and_its_caption() -> None:
    made = Graph("<svg/>", "t", "d", "On $x$ & y.")
    assert made._repr_html_() == (
        '<figure class="output figure graph"><div class="panels"><svg/></div>'
        f"<figcaption>On {mathml('x')} &amp; y. {data_link('t', [('from', 'to', 'text')])}"
        "</figcaption></figure>"
    )


def test_data_are_the_nodes_and_the_edges() -> None:
    made = Graph("<svg/>", "t", "d", "C.", (("a", "1.5"), ("b", "")), (("a", "b", "2"),))
    rows = [("from", "to", "text"), ("a", "", "1.5"), ("b", "", ""), ("a", "b", "2")]
    assert data_link("t", rows) in made._repr_html_()


def test_whole_drawing_of_two_nodes() -> None:
    made = graph(
        {"w_1": "-0.7 < 0", "z": "2"},
        [("w_1", "z", "a & b")],
        title="T & t",
        description="<D>",
        caption="C.",
    )
    svg = re.sub(r"g[0-9a-f]{8}-", "KEY-", made.svg)
    assert svg == (
        '<svg role="img" aria-labelledby="KEY-title" aria-describedby="KEY-description" '
        'width="104" height="144" viewBox="0 0 104 144">'
        '<title id="KEY-title">T &amp; t</title><desc id="KEY-description">&lt;D&gt;</desc>'
        '<defs><marker id="KEY-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>'
        '<path class="edge" d="M52 48C52 72 52 72 52 96" marker-end="url(#KEY-tip)"/>'
        '<text class="edge" x="52" y="76">a &amp; b</text>'
        '<g data-node="w_1"><rect x="4" y="4" width="96" height="44" rx="8"/>'
        '<text class="name" x="52" y="22">w₁</text>'
        '<text class="value" x="52" y="40">−0.7 &lt; 0</text></g>'
        '<g data-node="z"><rect x="4" y="96" width="96" height="44" rx="8"/>'
        '<text class="name" x="52" y="114">z</text>'
        '<text class="value" x="52" y="132">2</text></g></svg>'
    )
    assert (made.title, made.description, made.caption) == ("T & t", "<D>", "C.")


def test_nodes_without_edges_stand_side_by_side() -> None:
    svg = drawn("a b c")
    assert places(svg) == {"a": (52, 26), "b": (176, 26), "c": (300, 26)}
    assert size(svg) == (352, 52)


def test_node_lies_below_the_lowest_of_its_operands() -> None:
    edges = [edge("c", "d"), edge("a", "d"), edge("b", "c"), edge("a", "b")]
    rows = {
        name: (y - TOP) / NEXT_LAYER for name, (_, y) in places(drawn("d c b a", edges)).items()
    }
    assert rows == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_shorter_layers_are_centred() -> None:
    found = places(drawn("a b c", [edge("a", "c"), edge("b", "c")]))
    assert found["c"] == ((found["a"][0] + found["b"][0]) / 2, TOP + NEXT_LAYER)


def test_layers_are_ordered_so_that_edges_do_not_cross() -> None:
    edges = [edge("a", "y"), edge("b", "x")]
    found = places(drawn("a b x y", edges))
    assert (found["a"][0] < found["b"][0]) == (found["y"][0] < found["x"][0])


def crossings(svg: str) -> int:
    """How many pairs of stretches between the same two layers cross."""
    stretches = []
    for path in paths(svg):
        numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
        stops = [tuple(numbers[:2])] + [
            tuple(numbers[n : n + 2]) for n in range(6, len(numbers), 6)
        ]
        stretches += list(itertools.pairwise(stops))
    return sum(
        a[1] == c[1] and b[1] == d[1] and (a[0] - c[0]) * (b[0] - d[0]) < 0
        for (a, b), (c, d) in itertools.combinations(stretches, 2)
    )


@pytest.mark.parametrize("pairs", ["ac ae be cg ah gh ai di ei gi", "de bg ah eh fh gh ei ej"])
def test_larger_graphs_are_drawn_without_crossings_too(pairs: str) -> None:
    names = " ".join(letter for letter in "abcdefghij" if letter <= max(pairs))
    svg = drawn(names, [edge(start, end) for start, end in pairs.split()])
    assert crossings(svg) == 0


def test_crossings_are_counted() -> None:
    both_ways = [edge(start, end) for start, end in ("ac", "ad", "bc", "bd")]
    assert crossings(drawn("a b c d", both_ways)) == 1


def test_long_edge_passes_beside_the_boxes_that_it_skips() -> None:
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("a", "d", "long")]
    svg = drawn("a b c d", edges)
    found = places(svg)
    long = paths(svg)[3]
    assert long.startswith("M")
    assert long.count("C") == 5  # down to, along and between two skipped layers, and to the end
    stops = [tuple(map(float, stop)) for stop in re.findall(r"([\d.]+) ([\d.]+)(?=C|$)", long)]
    assert stops[0] == (found["a"][0], found["a"][1] + 22)
    assert stops[-1] == (found["d"][0], found["d"][1] - 22)
    for name, at in (("b", stops[1:3]), ("c", stops[3:5])):
        x, y = found[name]
        assert [stop[1] for stop in at] == [y - 22, y + 22]
        assert all(abs(stop[0] - x) >= RIGHT_NEIGHBOUR for stop in at)
    assert size(svg) == (104 + RIGHT_NEIGHBOUR, 52 + 3 * NEXT_LAYER)


def test_label_stands_in_the_middle_of_the_first_stretch() -> None:
    svg = drawn("a b c", [edge("a", "c", "left"), edge("b", "c", "")])
    found = places(svg)
    x = (found["a"][0] + found["c"][0]) / 2
    assert labels(svg) == [(f"{x:g}", "76", "left")]


def test_operand_used_twice_is_one_edge_with_both_labels() -> None:
    edges = [edge("w", "z", "z_1"), edge("v", "z", "v"), edge("w", "z", ""), edge("w", "z", "z_2")]
    svg = drawn("w v z", edges)
    assert len(paths(svg)) == 2
    assert [text for _, _, text in labels(svg)] == ["z_1, z_2", "v"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("z_1", "z₁"),
        ("w_10", "w₁₀"),
        ("x", "x"),
        ("lam_x", "lam_x"),
        ("x_", "x_"),
        ("a&b", "a&amp;b"),
    ],
)
def test_name_has_its_subscript(name: str, shown: str) -> None:
    assert f">{shown}</text>" in drawn(name)


def test_drawing_is_the_same_again_and_its_ids_are_its_own() -> None:
    edges = [edge("a", "b", "1")]
    first = drawn("a b", edges)
    assert drawn("a b", edges) == first
    others = [
        drawn("a b", [edge("a", "b", "2")]),
        drawn("a c", [edge("a", "c", "1")]),
        graph({"a": "", "b": ""}, edges, **(TEXTS | {"title": "Other"})).svg,
    ]
    found = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, *others)]
    assert all(len(names) == 3 for names in found)
    assert len(set.union(*found)) == 12


@pytest.mark.parametrize(
    "edges",
    [
        [edge("a", "a")],
        [edge("a", "b"), edge("b", "a")],
        [edge("a", "b"), edge("b", "c"), edge("c", "b")],
    ],
)
def test_cycle_is_refused(edges: list[Edge]) -> None:
    with pytest.raises(ValueError, match="cycle") as caught:
        drawn("a b c", edges)
    assert str(caught.value) == "the edges of the graph form a cycle, expected none."


def test_longest_chain_in_the_worst_order_is_no_cycle() -> None:
    names = "a b c d e f g h"
    steps = list(zip(names.split(), names.split()[1:], strict=False))
    svg = drawn(names, [edge(*step) for step in reversed(steps)])
    assert places(svg)["h"] == (LEFT, TOP + 7 * NEXT_LAYER)


@pytest.mark.parametrize("unknown", [edge("a", "x"), edge("x", "a")])
def test_unknown_node_is_named(unknown: Edge) -> None:
    with pytest.raises(ValueError, match="not a node") as caught:
        drawn("a b", [edge("a", "b"), unknown])
    assert str(caught.value) == "an edge of the graph names 'x', which is not a node."


def test_graph_without_nodes_is_refused() -> None:
    with pytest.raises(ValueError, match="node") as caught:
        graph({}, [], **TEXTS)
    assert str(caught.value) == "a graph needs at least one node, this one has none."


@pytest.mark.parametrize("kind", ["title", "description", "caption"])
def test_empty_text_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=kind) as caught:
        graph({"a": ""}, [], **(TEXTS | {kind: " "}))
    assert str(caught.value) == f"a graph needs a {kind}, this one's is empty."


def test_text_of_a_graph_has_its_nodes_and_edges() -> None:
    made = graph(
        {"w": "1.5", "z_1": ""},
        [("w", "z_1", "2"), ("w", "z_1", "3")],
        title="T",
        description="D",
        caption="C $w$",
    )
    assert made.nodes == (("w", "1.5"), ("z_1", ""))
    assert made.edges == (("w", "z_1", "2, 3"),)
    assert made.as_text() == (
        "graph: T\ndescription: D\ncaption: C $w$\nnode w: 1.5\nnode z_1: \nedge w -> z_1: 2, 3"
    )
