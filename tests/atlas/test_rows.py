"""A row says in words and marks what its numbers say."""

import math
from typing import Any

import pytest

from atlas.case import Case
from atlas.cases import CASES
from atlas.frameworks import Answer
from atlas.mathematics import mathematics
from atlas.page import AtlasTable, by_framework, counts
from atlas.record import changes, read, same, source, write
from atlas.rows import Row, written

NAMED = {case.name: case for case in CASES}


def row(name: str, **answers: Any) -> Row:
    """A row whose frameworks return these numbers: one list, or one a mode."""
    modes = {
        framework: answer if isinstance(answer, dict) else {"reverse": answer, "forward": answer}
        for framework, answer in answers.items()
    }
    return Row(NAMED[name], mathematics(NAMED[name]), modes)


@pytest.mark.parametrize(
    ("answers", "marks"),
    [
        ({"torch": [0.0], "jax": [0.0]}, []),
        ({"torch": [0.0], "jax": [1.0]}, ["frameworks"]),
        ({"torch": [2.0], "jax": [2.0]}, ["outside"]),
        ({"torch": [math.nan], "jax": [math.nan]}, ["outside"]),
        ({"torch": {"reverse": [0.0], "forward": [1.0]}}, ["modes"]),
        ({"torch": {"reverse": [0.0], "forward": [3.0]}}, ["outside", "modes"]),
        ({"torch": {"reverse": [0.0], "forward": "TypeError"}}, []),
        ({"torch": "TypeError", "jax": [0.0]}, []),
        ({"torch": "TypeError"}, []),
        ({"tinygrad": {"reverse": [0.0]}}, []),
    ],
)
def test_marks(answers: dict[str, Any], marks: list[str]) -> None:
    assert row("abs", **answers).marks == marks


def test_number_at_a_jump_is_marked() -> None:
    assert row("sign", torch=[0.0]).marks == ["no derivative"]
    assert row("sign", torch=[math.nan]).marks == []


@pytest.mark.parametrize(
    ("name", "point", "truth"),
    [
        ("abs", "0", "[−1, 1]"),
        ("relu6-upper", "6", "[0, 1]"),
        ("sign", "0", "none: jump"),
        ("log", "0", "none: no value"),
        ("sqrt", "0", "∞ from the right"),
        ("asin", "1", "∞ from the left"),
        ("elu", "0", "1"),
        ("maximum", "(1, 1)", "hull of (1, 0), (0, 1)"),
        ("norm", "(0, 0)", "the vectors no longer than 1"),
        ("logsumexp-one", "(−∞, 0)", "(0, 1)"),
        ("sinc-second", "0", "−3.29"),
    ],
)
def test_words(name: str, point: str, truth: str) -> None:
    assert (row(name).point, row(name).truth) == (point, truth)


def test_slopes_in_words() -> None:
    assert row("abs").slopes == "−1 on the left, 1 on the right"
    assert row("sqrt").slopes == "∞ on the right"
    assert row("sign").slopes == ""
    assert row("maximum").slopes.startswith("1 along (1, 0), 1 along (0, 1), 0 along ")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.0, "0"), (-0.5, "−0.5"), (1 / 3, "0.333"), (1e12, "1e12"), (-math.inf, "−∞")],
)
def test_numbers(number: float, text: str) -> None:
    assert written(number) == text
    assert written(math.nan) == "nan"


def test_same() -> None:
    one: Answer = [1.0, math.nan]
    assert same(one, [1.0 + 1e-12, math.nan])
    assert not same(one, [1.0, 0.0])
    assert not same(one, "TypeError")
    assert not same([math.inf], [-math.inf])
    assert same("TypeError", "TypeError")


def test_counts() -> None:
    some = [row("abs", torch=[0.0]), row("abs", torch=[2.0]), row("sign", torch=[0.0])]
    assert counts(some) == {
        "all": 3, "unmarked": 1, "outside": 1, "no derivative": 1, "frameworks": 0, "modes": 0,
    }  # fmt: skip
    (torch, *others) = by_framework(some)
    assert (torch["asked"], torch["inside"], torch["✗ outside"]) == (3, 1, 1)
    assert {other["asked"] for other in others} == {0}


def test_table_says_marks_in_words_and_escapes_code() -> None:
    markup = AtlasTable([row("relu-by-where", torch=[2.0], jax=[0.0])], "Cap")._repr_html_()
    assert 'data-marks="outside,frameworks"' in markup
    assert '✗<span class="unseen">outside</span></span> 2</td>' in markup
    assert "torch.where(x &gt; 0, x, 0.0)" in markup
    assert '<span class="unseen">no such operation</span>' in markup
    assert "jax #37821</a>" in markup


def test_what_is_written_is_read_again_and_compared(tmp_path: Any) -> None:
    file = tmp_path / "results.json"
    cases: list[Case] = [NAMED["abs"], NAMED["log"], NAMED["norm"]]
    answers = {
        "abs": {"torch": {"reverse": [0.0], "forward": [math.nan]}},
        "log": {"torch": {"reverse": [math.inf], "forward": "TypeError"}},
        "norm": {"torch": {"reverse": [0.0, -math.inf], "forward": [0.1, 0.2]}},
    }
    write(
        {"date": "today", "commit": "commit 1", "versions": {"Python": "3"}}, cases, answers, file
    )
    again = read(file)
    assert again["cases"]["norm"]["mathematics"] == mathematics(NAMED["norm"])
    assert again["cases"]["norm"]["torch"] == answers["norm"]["torch"]
    assert source(again) == "Measured on today from commit 1, with Python 3."
    assert changes(answers, file) == []
    answers["abs"]["torch"]["reverse"] = [1.0]
    answers["log"]["jax"] = {"reverse": [0.5]}
    assert changes(answers, file) == [
        "abs, PyTorch, reverse mode: recorded [0.0], now [1.0].",
        "log, JAX, reverse mode: recorded nothing, now [0.5].",
    ]
