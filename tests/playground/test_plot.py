import math
import re

import pytest

from playground.plot import Drawing, Mark, broken, ticks


def drawn(lines: list[list[tuple[float, float]]], mark: Mark) -> str:
    parts = tuple(lines)
    return Drawing("f", "x", parts, (-1.0, 1.0), mark).svg("p10000000", "A line.")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (-0.7, 3.3, [0, 1, 2, 3]),
        (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-1e-7, 1e-7, [-1e-7, -5e-8, 0, 5e-8, 1e-7]),
        (1e9, 4e9, [k * 5e8 for k in range(2, 9)]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected, abs=1e-12 * (high - low))


def test_curve_is_broken_where_it_has_no_value_and_where_it_jumps() -> None:
    xs = [k / 10 for k in range(-10, 11)]
    hole = [(x, math.nan if x == 0 else x) for x in xs]
    assert [len(part) for part in broken(hole)] == [10, 10]
    jump = [(x, 1.0 if x > 0 else 0.0) for x in xs]
    assert [len(part) for part in broken(jump, [0.0] * 21)] == [11, 10]


def test_steep_curve_is_not_broken() -> None:
    xs = [k / 10 for k in range(-10, 11)]
    steep = [(x, math.tanh(8 * x)) for x in xs]
    slopes = [8 / math.cosh(8 * x) ** 2 for x in xs]
    assert len(broken(steep, slopes)) == 1
    assert broken([(0.0, math.nan)]) == []


def test_what_grows_beyond_bounds_is_cut_off() -> None:
    xs = [k / 80 - 1 for k in range(161) if k != 80]
    pole = [(x, 1 / x) for x in xs]
    svg = drawn(broken(pole, [-1 / x**2 for x in xs]), Mark(0.5, 2.0, -4.0))
    heights = [float(y) for y in re.findall(r"[ML]\d[\d.]* ([\d.]+)", svg)]
    assert len(heights) > 100
    assert min(heights) >= 22
    assert max(heights) <= 223 - 36


def test_point_and_its_slope_are_drawn() -> None:
    line = [(-1.0, -1.0), (1.0, 1.0)]
    svg = drawn([line], Mark(0.0, 0.0, 1.0))
    assert svg.count('class="mark series-1"') == svg.count('class="tangent"') == 1
    assert 'class="tangent"' not in drawn([line], Mark(0.0, 0.0, math.inf))
    assert 'class="mark' not in drawn([line], Mark(0.0, math.nan))


def test_constant_and_nothing_can_be_drawn() -> None:
    assert "<path" in drawn([[(-1.0, 3.0), (1.0, 3.0)]], Mark(0.0, 3.0, 0.0))
    assert "<svg" in drawn([], Mark(0.0, math.nan, math.nan))


def test_drawing_says_what_it_is() -> None:
    svg = drawn([], Mark(0.0, 0.0))
    assert '<title id="p10000000-title">f</title>' in svg
    assert '<desc id="p10000000-description">A line.</desc>' in svg
