import json
import re
from html.parser import HTMLParser

import pytest

from literate.sections import ROOT
from playground.answer import answer
from playground.examples import EXAMPLES
from snippets.reverse import value_and_grad
from tests.playground.typed import FINE, MISTAKES


def asked(source: object, **rest: object) -> dict[str, str]:
    told = json.loads(answer(json.dumps({"source": source, **rest})))
    assert isinstance(told, dict)
    return told


class Elements(HTMLParser):
    """The elements and the values of attributes of an answer; every one opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.values: set[tuple[str, str]] = set()
        self.classes: set[str] = set()
        self.open: list[str] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.values |= {(name, value or "") for name, value in attrs}
        self.classes |= {
            c for name, value in attrs if name == "class" for c in (value or "").split()
        }
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(("source", "inputs", "said"), FINE, ids=range(len(FINE)))
def test_what_can_be_computed_is(source: str, inputs: dict[str, str], said: str) -> None:
    told = asked(source, inputs=inputs)
    assert "error" not in told, told["error"]
    assert told["said"].startswith(said)
    found = Elements(told["html"]).found
    assert {"p", "figure", "svg", "table", "h3"} <= found
    assert not found & {"script", "img", "iframe", "b", "style"}


@pytest.mark.parametrize(("source", "inputs", "words"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_gives_one_sentence(source: str, inputs: dict[str, str], words: str) -> None:
    told = asked(source, inputs=inputs)
    assert words in told["error"]
    assert "html" not in told
    assert "\n" not in told["error"]
    assert told["error"].endswith(".")
    assert len(told["error"]) < 500


def test_there_are_more_than_fifty() -> None:
    assert len(FINE) + len(MISTAKES) > 60
    assert len({source + str(inputs) for source, inputs, _ in FINE + MISTAKES}) == len(
        FINE + MISTAKES
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_examples_show_what_they_promise(example: object) -> None:
    told = asked(example.source, inputs=example.inputs)  # type: ignore[attr-defined]
    assert "error" not in told
    assert told["names"] == {n: repr(x) for n, x in example.inputs.items()}  # type: ignore[attr-defined]


def test_numbers_are_those_of_the_engine() -> None:
    from snippets.elementals import sin

    value, gradient = value_and_grad(lambda x, y: sin(x * y) / x)(1.3, 0.7)
    told = asked("sin(x*y)/x", inputs={"x": 1.3, "y": 0.7})["html"].replace("−", "-")
    for number in (value, *gradient):
        assert f"{number:.10g}" in told


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", '{"source": 3}', '{"source": null}', "{}"]
)
def test_a_question_that_is_none_is_told_so(text: str) -> None:
    assert json.loads(answer(text))["error"].endswith(".")


@pytest.mark.parametrize(
    ("step", "words"),
    [("0", "expected a number from 1e-16 to 1"), ("-1", "to 1, got -1"), ("h", "got “h”")],
)
def test_a_step_out_of_range_is_refused(step: str, words: str) -> None:
    assert words in asked("x", step=step)["error"]


def test_inputs_start_at_numbers_of_their_own() -> None:
    assert asked("a*b*c*d")["names"] == {"a": "1.3", "b": "0.7", "c": "-0.4", "d": "0.9"}
    assert asked("a", inputs={"b": "oops"})["names"] == {"a": "1.3"}


def test_names_are_told_with_a_mistake_in_a_number() -> None:
    """The page needs fields for the inputs to mend it in."""
    assert asked("a*b", inputs={"a": "?"})["names"] == {"a": "", "b": ""}


def test_input_to_look_along_is_told() -> None:
    assert asked("x*y", along="y")["along"] == "y"
    assert asked("x*y", along="z")["along"] == "x"
    assert "derivative by y" in asked("x*y", along="y")["html"]


def test_what_was_typed_comes_out_escaped() -> None:
    told = asked("def f(x):\n    raise ValueError('<script>')")
    assert "<script>" in told["error"], "a text, which the page shows as a text"
    assert "<script>" not in asked("def f(x):\n    return x * len('<script>')")["html"]


def test_long_traces_are_computed_and_not_listed() -> None:
    told = asked("def f(x):\n    for _ in range(70):\n        x = sin(x)\n    return x")["html"]
    assert "The trace has 70 steps. Up to 60 are shown one by one" in told
    assert "The program is as long as the trace" in told
    assert "<svg" in told


@pytest.mark.parametrize(
    ("source", "inputs", "verdict"),
    [
        ("x*x", {"x": 1}, "smooth"),
        ("abs(x)", {"x": 0}, "between the slopes"),
        ("2*x*sign(x)*sign(x)", {"x": 0}, "no such slope"),
        ("sign(x)", {"x": 0}, "the function jumps"),
        ("sqrt(x)", {"x": 0}, "no finite limit on one side"),
        ("x**(1/3)", {"x": 0}, "no finite limit on one side"),
        ("abs(x)**0.5", {"x": 0}, "the graph is vertical"),
        ("1/x", {"x": 0}, "no finite limit on either side"),
        ("x*abs(x)", {"x": 0}, "In passing: the absolute value of 0"),
        ("minimum(abs(x), abs(y))", {"x": 0, "y": 0}, "Along each input both slopes agree"),
    ],
)
def test_point_is_judged(source: str, inputs: dict[str, float], verdict: str) -> None:
    text = re.sub(r"<[^>]*>", "", asked(source, inputs=inputs)["html"])
    assert verdict in text


def test_culprit_is_named_with_its_line() -> None:
    told = asked("def f(x):\n    y = x - 1\n    return abs(y) if y <= 0 else y", inputs={"x": 1})
    assert "a branch at the very point where it changes (line 3)" in told["html"]
    assert "the absolute value of 0 (line 3)" in told["html"]


def test_page_lets_through_what_answers_hold() -> None:
    """But for the link to a figure's data, which a browser's page has no file for."""
    allowed = (ROOT / "docs/assets/playground/clean.js").read_text(encoding="utf-8")
    known = set(re.findall(r"[\w-]+", allowed.partition("const NUMBERS")[0]))
    for source, inputs, _ in FINE:
        elements = Elements(asked(source, inputs=inputs)["html"])
        assert elements.found - {"a"} <= known
        assert elements.classes - {"data"} <= known


@pytest.mark.parametrize(
    ("source", "inputs", "words"),
    [
        ("sin(x*y)/x", {"x": "0", "y": "0.7"}, "has no value at the point"),
        ("1e-10*abs(x)", {"x": "0"}, "kink"),
        ("1e-10*sign(x)", {"x": "0"}, "jumps"),
    ],
)
def test_the_point_is_judged_at_every_scale(
    source: str, inputs: dict[str, str], words: str
) -> None:
    told = asked(source, inputs=inputs)
    assert words in told["said"] + told["html"]
    assert "from 0.7" not in told["said"]


@pytest.mark.parametrize("source", ["1e308*sin(x)", "exp(x + 709)"])
def test_values_near_the_end_of_the_range_are_drawn(source: str) -> None:
    told = asked(source, inputs={"x": "0.5"})
    assert "error" not in told, told["error"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("log(x, 2)", "in line 1: log: expected 1 argument, got 2."),
        ("maximum(x, y, 0)", "in line 1: maximum: expected 2 arguments, got 3."),
        ("hypot(x)", "in line 1: hypot: expected 2 arguments, got 1."),
        ("round(x)", "Only the functions listed on this page can be"),
    ],
)
def test_a_call_that_cannot_be_is_told_in_the_page_s_words(source: str, words: str) -> None:
    assert words in asked(source)["error"]
