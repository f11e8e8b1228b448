import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from literate import stepper, table
from literate.figuredata import data_link
from literate.maths import mathml, spoken
from literate.searching import searchable
from literate.stepper import Stepper
from snippets.example import f
from snippets.trace import trace

RUN = trace(f, -0.7, 1.3)
TEXTS = {"title": "A sweep", "caption": "At $(-0.7, 1.3)$."}
FORWARD = stepper(RUN.forward_walk((1, 0)), **TEXTS)
REVERSE = stepper(RUN.reverse_walk(), **TEXTS)
both = pytest.mark.parametrize("made", [FORWARD, REVERSE], ids=["forward", "reverse"])


class Parts(HTMLParser):
    """The elements of a page that have attributes, each with its tag and its text."""

    VOID = ("input", "path", "circle", "rect")

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.open: list[dict[str, str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part = {"tag": tag, "text": ""} | {key: value or "" for key, value in attrs}
        self.found.append(part)
        if tag not in self.VOID:
            self.open.append(part)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag, "text": ""} | {key: value or "" for key, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop()["tag"] == tag, "the markup is not well-formed"

    def handle_data(self, data: str) -> None:
        if not any(part["tag"] == "annotation" for part in self.open):
            for part in self.open:
                part["text"] += data


def parts(made: Stepper, **having: str) -> list[dict[str, str]]:
    """The elements whose attributes have these values or, for a class, hold it."""
    return [
        part
        for part in Parts(made._repr_html_()).found
        if all(
            value in part.get("class", "").split() if key == "kind" else part.get(key) == value
            for key, value in having.items()
        )
    ]


def lit(made: Stepper, at: int) -> list[dict[str, str]]:
    return [part for part in parts(made) if str(at) in part.get("data-lit", "").split()]


@both
def test_every_step_lights_a_row_a_node_and_a_term(made: Stepper) -> None:
    for at, moment in enumerate(made.moments):
        here = lit(made, at)
        (row,) = (part for part in here if part["tag"] == "tr")
        assert row["text"].startswith(str(moment.row + 1))
        (cell,) = (part for part in here if "cell" in part.get("class", ""))
        assert moment.kind in cell["class"]
        assert moment.shown in cell["text"]
        arrows = [part for part in here if "lit-edge" in part.get("class", "")]
        assert len(arrows) == len(moment.arrows)
        (shown,) = parts(made, **{"data-step": moment.name})
        assert shown["data-said"] == moment.said
        assert spoken(f"${moment.left}$") in shown["text"]


@both
def test_terms_look_as_their_arrows(made: Stepper) -> None:
    for at, moment in enumerate(made.moments):
        if moment.kind == "value":
            continue
        arrows = {part["class"].split()[1] for part in lit(made, at) if part["tag"] == "path"}
        block = made._repr_html_().split(f'data-step="{moment.name}"')[1].split('class="moment"')[0]
        terms = set(re.findall(r'class="term (way-\d)"', block))
        assert terms == arrows


@both
def test_numbers_are_those_of_the_table_and_of_the_trace(made: Stepper) -> None:
    rows = made.rows.as_text().split("\n")[2:]
    texts = [row.split("|")[-1].strip() for row in rows]
    moves = made.walk.moves
    assert [text.replace("−", "-") for text in texts] == [f"{move.value:.6f}" for move in moves]
    for moment in made.moments:
        if not moment.whole:
            continue
        assert moment.shown == texts[moment.row]
        (shown,) = parts(made, **{"data-step": moment.name})
        assert shown["text"].endswith(texts[moment.row])
        assert moment.said.endswith(f"{texts[moment.row]}.")


def test_table_is_the_one_without_a_stepper() -> None:
    plain = table(RUN.forward_table((1, 0)), caption="A sweep")
    cells = [part["text"] for part in parts(FORWARD) if part["tag"] in ("td", "th")]
    expected = [
        part["text"] for part in Parts(plain._repr_html_()).found if part["tag"] in ("td", "th")
    ]
    assert cells == expected
    rows = [part for part in parts(FORWARD) if "data-row" in part]
    assert [row["data-row"] for row in rows[:3]] == ["z_1", "dot-z_1", "z_2"]


def texts_of(made: Stepper, node: str, kind: str) -> list[tuple[str, str, str]]:
    markup = made._repr_html_().split(f'data-node="{node}"')[1].split("data-node")[0]
    cell = markup.split(f'class="cell {kind}"')[1].split("</g>")[0]
    found = [part for part in Parts(cell[cell.index(">") + 1 :]).found if part["tag"] == "text"]
    return [
        (part["text"], part.get("data-from", ""), part.get("data-until", ""))
        for part in found
        if part.get("class") == "value"
    ]


def test_node_shows_its_number_from_its_step_on() -> None:
    assert texts_of(FORWARD, "w_1", "value") == [("−0.7", "", "")]
    assert texts_of(FORWARD, "w_1", "tangent") == [("1", "", "")]
    assert texts_of(FORWARD, "z_4", "value") == [("−15.079123", "6", "")]
    assert texts_of(FORWARD, "z_4", "tangent") == [("2.307692", "7", "")]


def test_adjoint_of_a_shared_node_grows() -> None:
    assert texts_of(REVERSE, "z_4", "value") == [("−15.079123", "", "")]
    assert texts_of(REVERSE, "z_4", "adjoint") == [
        ("−15.079123", "2", "3"),
        ("−29.918930", "3", "4"),
        ("−29.918930", "4", ""),
    ]


@both
def test_every_arrow_has_its_local_partial(made: Stepper) -> None:
    found = [p for p in parts(made) if "data-edge" in p]
    assert [part["data-edge"] for part in found] == [f"{e.operand}>{e.step}" for e in RUN.edges]
    for part, edge in zip(found, RUN.edges, strict=True):
        assert float(part["text"].replace("−", "-")) == pytest.approx(edge.value, abs=5e-7)


@both
def test_drawing_is_described(made: Stepper) -> None:
    (picture,) = parts(made, role="img")
    (title,) = parts(made, id=picture["aria-labelledby"])
    (words,) = parts(made, id=picture["aria-describedby"])
    assert title["text"] == "A sweep"
    last = made.moments[-1]
    assert f"{last.node}, " in words["text"]
    assert last.shown in words["text"]
    assert "w_1 to z_1, 0.769231" in words["text"]


@both
def test_controls_have_names_and_the_slider_has_a_place_for_each_step(made: Stepper) -> None:
    buttons = parts(made, tag="button")
    assert [button["aria-label"] for button in buttons] == [
        "First step",
        "Previous step",
        "Play",
        "Next step",
        "Last step",
    ]
    (slider,) = parts(made, tag="input")
    assert (slider["type"], slider["min"], slider["max"]) == (
        "range",
        "0",
        f"{len(made.moments) - 1}",
    )
    (figure,) = parts(made, id="stepper")
    assert json.loads(figure["data-steps"]) == [moment.name for moment in made.moments]
    assert len(parts(made, role="status")) == 1


@both
def test_what_a_script_alone_uses_is_marked_and_not_searched(made: Stepper) -> None:
    assert len(parts(made, kind="scripted")) == 3
    found = searchable(made._repr_html_())
    assert "Step 1 of" not in found
    assert "arrow keys" not in found
    assert "</figcaption></figure>" in found
    for move in made.walk.moves:
        assert f"{move.value:.6f}".replace("-", "−") in found
    Parts(found)
    markup = made._repr_html_()
    assert "on" not in {name[:2] for name in re.findall(r"\s([a-z]+)=", markup)}
    assert "style=" not in markup


@both
def test_record_has_every_step(made: Stepper) -> None:
    text = made.as_text()
    assert text.startswith("stepper: A sweep\ncaption: At $(-0.7, 1.3)$.\nstep | formula")
    for moment in made.moments:
        assert f"{moment.title} | {moment.left} = " in text
        assert f"    node {moment.node}: {moment.shown}; arrows: " in text


def test_record_says_what_is_a_part_and_what_no_arrow_brings() -> None:
    assert REVERSE.as_text().split("\n")[11:17] == [
        r"Step 1 of 8: adjoint of $z_6$, the seed | \bar z_6 = 1 = 1.000000",
        "    node z_6: 1.000000; arrows: none",
        r"Step 2 of 8: adjoint of $z_5$, through $z_6$ | \bar z_5 = z_4\,\bar z_6 "
        r"= -15.079123 \cdot 1.000000 = -15.079123",
        "    node z_5: −15.079123; arrows: z_5 -> z_6",
        r"Step 3a of 8: adjoint of $z_4$, path through $z_5$ | \bar z_4 "
        r"= \bar z_5 + z_5\,\bar z_6 = -15.079123 + \cdots = -15.079123 so far",
        "    node z_4: −15.079123; arrows: z_4 -> z_5",
    ]


def block(made: Stepper, name: str) -> str:
    """What stands over the table at one step."""
    return made._repr_html_().split(f'data-step="{name}"')[1].split('<div class="moment"')[0]


def test_terms_of_every_line_but_the_result_are_told_apart() -> None:
    assert re.findall(r'class="(term|term [^"]+)"', block(REVERSE, "3")) == [
        *("term way-1", "term way-2") * 2,
        "term",
    ]
    assert mathml(r"{}+ z_5\,\bar z_6") in block(REVERSE, "3")


def test_part_of_a_sum_is_no_equation() -> None:
    part, whole = block(REVERSE, "3a"), block(REVERSE, "3")
    result = f'<span class="term">{mathml("-15.079123")}</span><span class="word">so far</span>'
    assert f'<span></span><span class="terms">{result}</span></div>' in part
    assert (part.count(mathml("=")), whole.count(mathml("="))) == (2, 3)
    assert "so far" not in whole


def test_data_are_the_rows_of_the_table() -> None:
    rows = [("step", "quantity", "formula", "value")]
    rows += [
        (str(count), move.symbol, move.formula, repr(move.value))
        for count, move in zip("12345678", REVERSE.walk.moves, strict=True)
    ]
    assert data_link("A sweep", rows) in REVERSE._repr_html_()


def test_slider_begins_at_the_first_step_and_playing_can_be_paused() -> None:
    (slider,) = parts(REVERSE, tag="input")
    assert slider["aria-valuetext"] == "Step 1"
    buttons = REVERSE._repr_html_().split("<button")[1:]
    assert ['class="pause"' in button for button in buttons] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("digits", "shown"),
    [(2, ["−15.08", "−29.92", "−29.92"]), (0, ["−15", "−30", "−30"])],
)
def test_fewer_digits(digits: int, shown: list[str]) -> None:
    made = stepper(RUN.reverse_walk(), digits=digits, **TEXTS)
    assert [moment.shown for moment in made.moments[2:5]] == shown


def test_names_are_escaped() -> None:
    made = stepper(RUN.reverse_walk(), title='<b> & "', caption="<i>")
    assert "<b>" not in made._repr_html_()
    assert "<i>" not in made._repr_html_()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "a stepper needs a title, this one's is empty."),
        ({"caption": ""}, "a stepper needs a caption, this one's is empty."),
        ({"digits": -1}, "the digits of a stepper are -1, expected 0 or more."),
    ],
)
def test_bad_input_is_refused(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match="stepper") as caught:
        stepper(RUN.reverse_walk(), **(TEXTS | changes))
    assert str(caught.value) == sentence


def test_what_is_no_walk_is_refused() -> None:
    with pytest.raises(TypeError, match="walk") as caught:
        stepper(RUN, **TEXTS)
    assert str(caught.value) == (
        "a stepper shows a walk, as Trace.forward_walk or Trace.reverse_walk returns it, got Trace."
    )
