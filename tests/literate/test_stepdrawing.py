import re
from collections.abc import Sequence
from typing import Any

import pytest

from literate.moments import moments
from literate.stepdrawing import drawing, places, way
from snippets.elementals import exp, sin
from snippets.example import f
from snippets.trace import trace

FORWARD = trace(lambda w_1: exp(w_1), 0.5).forward_walk((1,))
REVERSE = trace(lambda m_1: 2 * m_1, 0.5).reverse_walk()


def drawn(walk: Any, digits: int = 2) -> str:
    """A drawing with a plain key in its ids."""
    svg = drawing(walk, moments(walk, digits), "T & t", digits)
    return re.sub(r"\bs[0-9a-f]{8}-", "KEY-", svg)


def marker(name: str, reach: str, long: str) -> str:
    return (
        f'<marker id="KEY-{name}" viewBox="0 0 8 8" refX="{reach}" refY="4" '
        f'markerUnits="userSpaceOnUse" markerWidth="{long}" markerHeight="{long}" orient="auto">'
        f'<path class="tip {name}" d="M0 0L8 4L0 8z"/></marker>'
    )


def test_whole_drawing_of_a_sweep_down() -> None:
    ways = "".join(marker(f"way-{number}", "0.5", "11") for number in range(5))
    assert drawn(FORWARD) == (
        '<svg role="img" aria-labelledby="KEY-title" aria-describedby="KEY-description" '
        'width="104" height="150" viewBox="0 0 104 150">'
        '<title id="KEY-title">T &amp; t</title><desc id="KEY-description">'
        "The computational graph. Each box holds a value and its tangent: w_1, 0.5 and 1; "
        "z_1, 1.65 and 1.65. Each arrow carries its local partial: w_1 to z_1, 1.65.</desc>"
        f"<defs>{marker('tip', '7', '9')}{ways}</defs>"
        '<g data-edge="w_1&gt;z_1">'
        '<path class="edge" d="M52 54C52 75 52 75 52 96" marker-end="url(#KEY-tip)"/>'
        '<path class="lit-edge way-0" data-lit="0" d="M52 54C52 75 52 75 52 87" '
        'marker-end="url(#KEY-way-0)"/>'
        '<path class="lit-edge way-1" data-lit="1" d="M52 54C52 75 52 75 52 87" '
        'marker-end="url(#KEY-way-1)"/>'
        '<text class="edge way-1" data-lit="1" x="52" y="79">1.65</text></g>'
        '<g data-node="w_1"><rect class="frame" x="4" y="4" width="96" height="50" rx="8"/>'
        '<g class="cell value" data-lit="">'
        '<rect x="6.5" y="6.5" width="91" height="20" rx="5"/>'
        '<text class="name" x="25" y="21.5">w</text>'
        '<text class="subscript" x="25.5" y="24.5">1</text>'
        '<text class="value" x="90" y="21.5">0.5</text></g>'
        '<g class="cell tangent" data-lit="">'
        '<rect x="6.5" y="31.5" width="91" height="20" rx="5"/>'
        '<text class="name" x="25" y="46.5">w</text>'
        '<text class="subscript" x="25.5" y="49.5">1</text>'
        '<circle class="accent" cx="20.3" cy="35.5" r="1.2"/>'
        '<text class="value" x="90" y="46.5">1</text></g></g>'
        '<g data-node="z_1"><rect class="frame" x="4" y="96" width="96" height="50" rx="8"/>'
        '<g class="cell value" data-lit="0">'
        '<rect x="6.5" y="98.5" width="91" height="20" rx="5"/>'
        '<text class="name" x="22" y="113.5">z</text>'
        '<text class="subscript" x="22.5" y="116.5">1</text>'
        '<text class="value" data-from="0" x="90" y="113.5">1.65</text></g>'
        '<g class="cell tangent" data-lit="1">'
        '<rect x="6.5" y="123.5" width="91" height="20" rx="5"/>'
        '<text class="name" x="22" y="138.5">z</text>'
        '<text class="subscript" x="22.5" y="141.5">1</text>'
        '<circle class="accent" cx="18.8" cy="127.5" r="1.2"/>'
        '<text class="value" data-from="1" x="90" y="138.5">1.65</text></g></g></svg>'
    )


def test_sweep_up_draws_a_lit_arrow_from_its_end_and_bars_over_adjoints() -> None:
    svg = drawn(REVERSE)
    assert (
        '<path class="lit-edge way-1" data-lit="1" d="M52 96C52 75 52 75 52 63" '
        'marker-end="url(#KEY-way-1)"/>'
    ) in svg
    assert re.findall(r'<path class="accent" d="([^"]*)"/>', svg) == [
        "M16.5 35.5H24.1",
        "M15 127.5H22.6",
    ]


def frames(svg: str) -> dict[str, tuple[float, ...]]:
    """Of each box its left and upper edge and its width."""
    form = r'data-node="([^"]+)"><rect class="frame" x="([^"]+)" y="([^"]+)" width="([^"]+)"'
    return {name: tuple(map(float, numbers)) for name, *numbers in re.findall(form, svg)}


def test_sum_is_shown_until_it_has_grown() -> None:
    svg = drawn(trace(lambda x: x * exp(x), 0.5).reverse_walk())
    cell = svg.split('data-node="x"')[1].split('class="cell adjoint"')[1]
    # After the moments of z_2 and z_1: of one child, of the other, and of both.
    assert re.findall(r'class="value"( data-[^x]*) x=', cell) == [
        ' data-from="2" data-until="3"',
        ' data-from="3" data-until="4"',
        ' data-from="4"',
    ]


def test_boxes_are_wide_enough_for_a_long_name_beside_a_long_number() -> None:
    run = trace(lambda speed_12, m: exp(speed_12) * m, 0.5, 2.0)
    found = frames(drawn(run.forward_walk((1, 1)), 10))
    # Three margins of 10, five letters of 8 and two digits of 6, 12 characters of 7.5.
    assert found["speed_12"] == (4, 4, 30 + 40 + 12 + 90)
    assert found["m"][0] - found["speed_12"][0] == 172 + 32


def ends(run: Any) -> dict[str, list[float]]:
    """Of each arrow where it leaves, where it passes layers and where it enters, across."""
    walk = run.forward_walk([1.0] * len(run.inputs))
    found = re.findall(
        r'data-edge="([^"]+)&gt;([^"]+)"><path class="edge" d="([^"]+)"', drawn(walk)
    )
    return {f"{a}>{b}": _stops(path) for a, b, path in found}


def _stops(path: str) -> list[float]:
    numbers = [float(one) for one in re.findall(r"[\d.]+", path)]
    return [numbers[0], *numbers[6::6]]


def test_arrows_at_one_side_of_a_box_stand_apart_in_the_order_of_their_other_ends() -> None:
    found = ends(trace(lambda x, y: (x * y) * sin(x), 0.5, 2.0))
    assert found == {
        "x>z_1": [165, 67],
        "y>z_1": [37, 37],
        "x>z_2": [195, 195],
        "z_1>z_3": [52, 101],
        "z_2>z_3": [180, 131],
    }


def test_arrow_past_layers_is_straight_where_nothing_is_beside_it() -> None:
    found = ends(trace(lambda x: exp(sin(x)) * x, 0.5))
    assert found["x>z_3"] == [131, 180, 180, 180, 180, 131]
    assert ends(trace(f, 0.5, 2.0))["z_4>z_6"] == [211.5, 211.5, 211.5, 142]


def test_arrow_that_carries_nothing_is_never_lit() -> None:
    svg = drawn(trace(lambda x, y: 2 * x + 0 * y, 1.0, 2.0).reverse_walk())
    arrow = svg.split('data-edge="y&gt;z_2"')[1].split("</g>")[0]
    assert "lit-edge" not in arrow
    assert '<text class="edge" data-lit=""' in arrow


@pytest.mark.parametrize(("place", "look"), [(0, 1), (3, 4), (4, 1)])
def test_fifth_way_looks_as_the_first(place: int, look: int) -> None:
    assert way(place) == look


@pytest.mark.parametrize(("found", "text"), [([], ""), ([3, 12], "3 12")])
def test_places_are_words(found: Sequence[int], text: str) -> None:
    assert places(found) == text


def test_name_without_a_number_has_no_subscript_and_a_value_given_no_zeros() -> None:
    svg = drawn(trace(lambda x: exp(x), 0.5).forward_walk((1,)))
    cell = svg.split('class="cell value"')[1].split("</g>")[0]
    assert "subscript" not in cell
    assert '<text class="value" x="90" y="21.5">0.5</text>' in cell
    # What a sweep up starts from is written as in the table that it comes from.
    assert ">1.00<" in drawn(REVERSE).split('data-node="z_1"')[1].split('class="cell adjoint"')[0]
