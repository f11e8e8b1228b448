import pytest

from literate.equations import Equation, Register, equations
from literate.errors import ChapterError
from literate.maths import mathml


def found(text: str) -> list[Equation]:
    return equations(text, "trace.md", "docs/trace.md")


def refusal(text: str) -> str:
    with pytest.raises(ChapterError) as caught:
        found(text)
    return str(caught.value)


def equation(
    label: str | None, number: str | None, page: str = "trace.md", line: int = 5
) -> Equation:
    return Equation(page, line, line, "x", label, number)


def register(*known: Equation) -> Register:
    result = Register()
    result.add(list(known), "docs/trace.md")
    return result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$x$$", Equation("trace.md", 1, 1, "x", None, None)),
        ("a\n\n$$ x $$\n", Equation("trace.md", 3, 3, "x", None, None)),
        ("$$\nx\n$$", Equation("trace.md", 1, 3, "x", None, None)),
        ("$$x\n+ ü$$", Equation("trace.md", 1, 2, "x\n+ ü", None, None)),
        ("  $$\n  x\n  y\n  $$  ", Equation("trace.md", 1, 4, "x\ny", None, None)),
        ("$$x \\label{eq:4} \\tag{4}$$", Equation("trace.md", 1, 1, "x", "eq:4", "4")),
        ("$$\nx.\n\\tag{F1}\n\\label{eq:F1}\n$$", Equation("trace.md", 1, 5, "x.", "eq:F1", "F1")),
        ("$$x \\label{eq:4} + y$$", Equation("trace.md", 1, 1, "x + y", "eq:4", None)),
        ("$$x \\tag{4}$$", Equation("trace.md", 1, 1, "x", None, "4")),
    ],
)
def test_displayed_formula_is_read(text: str, expected: Equation) -> None:
    assert found(text) == [expected]


def test_formulas_come_in_order_and_code_holds_none() -> None:
    text = "$$a$$\n```text\n$$b$$\n```\n$$\nc\n$$\n`$$` is written twice, `$$d$$`.\n"
    assert [(e.line, e.end, e.latex) for e in found(text)] == [(1, 1, "a"), (5, 7, "c")]


@pytest.mark.parametrize(
    "text",
    [
        "text\n$$\nx",
        "text\n$$\nx\n\ny\n$$\n",
        "text\n$$\nx\n```python\n1 / 0\n```\n$$\n",
        "text\n$$",
        "text\n$$x\n",
    ],
)
def test_formula_that_is_not_closed_is_refused_where_it_begins(text: str) -> None:
    assert refusal(text) == "docs/trace.md:2: this displayed formula is never closed by '$$'."


@pytest.mark.parametrize(
    "line", ["so $$x$$", "$$x$$ and so on", "$$x$$ and $$y$$", "- $$x$$", "x$$"]
)
def test_dollars_inside_a_line_are_refused(line: str) -> None:
    assert refusal(f"text\n\n{line}\n") == "docs/trace.md:3: '$$' must begin or end a line."


def test_anchor_is_the_label_without_its_colon() -> None:
    assert equation("eq:4", "4").anchor == "eq-4"
    assert equation(None, None).anchor is None


def test_html_of_a_formula_without_number() -> None:
    expected = '<div class="equation"><div class="formula" tabindex="0">{}</div></div>'
    assert equation(None, None).to_html("p") == expected.format(mathml("x", display=True))


def test_html_of_a_numbered_formula_links_to_itself() -> None:
    assert equation("eq:F1", "F1").to_html("p") == (
        '<div class="equation" id="eq-F1"><div class="formula" tabindex="0">'
        f"{mathml('x', display=True)}</div>"
        '<a class="tag" href="#eq-F1" title="Permanent link to equation F1">(F1)</a></div>'
    )


def test_formula_that_does_not_parse_names_its_line() -> None:
    broken = Equation("trace.md", 12, 14, r"\frac", None, None)
    with pytest.raises(ChapterError) as caught:
        broken.to_html("docs/trace.md")
    assert str(caught.value).startswith(r"docs/trace.md:12: the formula '\frac' does not parse: ")
    assert str(caught.value).endswith(".")


def test_register_takes_numbered_equations_only() -> None:
    known = register(equation(None, None), equation("eq:1", "1"), equation("eq:2", "2"))
    assert list(known.by_label) == ["eq:1", "eq:2"]
    assert known.by_label["eq:2"] == equation("eq:2", "2")


@pytest.mark.parametrize(
    ("label", "number", "missing"), [("eq:1", None, r"\tag"), (None, "1", r"\label")]
)
def test_label_and_number_belong_together(
    label: str | None, number: str | None, missing: str
) -> None:
    with pytest.raises(ChapterError) as caught:
        register(equation(label, number, line=9))
    assert str(caught.value) == f"docs/trace.md:9: this equation needs a {missing} as well."


@pytest.mark.parametrize(("label", "number"), [("eq:1", "2"), ("eq:2", "1"), ("eq:1", "1")])
def test_doubled_label_or_number_names_both_places(label: str, number: str) -> None:
    known = register(equation("eq:1", "1"))
    with pytest.raises(ChapterError) as caught:
        known.add([equation(label, number, "forward.md", 7)], "docs/forward.md")
    assert str(caught.value) == (
        f"docs/forward.md:7: the label '{label}' or the number ({number}) is used already, "
        "in trace.md, line 5."
    )


def test_doubled_number_on_one_page_is_refused() -> None:
    with pytest.raises(ChapterError, match=r"\(1\) is used already, in trace\.md, line 3"):
        register(equation("eq:1", "1", line=3), equation("eq:2", "1", line=9))


LINKS = {
    r"Eq. \eqref{eq:1}.": "Eq. [(1)](#eq-1){ .eqref }.",
    r"$\eqref{eq:1}$": "[(1)](#eq-1){ .eqref }",
    r"$x$\eqref{eq:1}, $y$": "$x$[(1)](#eq-1){ .eqref }, $y$",
    r"\eqref{eq:1}\eqref{eq:F1}": "[(1)](#eq-1){ .eqref }[(F1)](sub/forward.md#eq-F1){ .eqref }",
    r"`\eqref{eq:9}` and ``\eqref{eq:9}``": r"`\eqref{eq:9}` and ``\eqref{eq:9}``",
    r"`a` \eqref{eq:1} `b`": "`a` [(1)](#eq-1){ .eqref } `b`",
    "no reference": "no reference",
}


@pytest.mark.parametrize("text", LINKS)
def test_reference_becomes_a_link(text: str) -> None:
    known = register(equation("eq:1", "1"), equation("eq:F1", "F1", "sub/forward.md"))
    assert known.linked(text, "trace.md", "docs/trace.md", 3) == LINKS[text]


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("trace.md", "#eq-1"),
        ("index.md", "trace.md#eq-1"),
        ("a/b.md", "../trace.md#eq-1"),
        ("a/b/c.md", "../../trace.md#eq-1"),
    ],
)
def test_link_finds_its_way_from_any_folder(page: str, target: str) -> None:
    known = register(equation("eq:1", "1"))
    assert known.linked(r"\eqref{eq:1}", page, "p", 1) == f"[(1)]({target}){{ .eqref }}"


def test_link_from_a_folder_to_a_page_beside_it() -> None:
    known = register(equation("eq:1", "1", "a/b.md"))
    assert known.linked(r"\eqref{eq:1}", "a/c.md", "p", 1) == "[(1)](../a/b.md#eq-1){ .eqref }"


def test_unknown_label_is_refused() -> None:
    with pytest.raises(ChapterError) as caught:
        register().linked(r"a \eqref{eq:9}", "trace.md", "docs/trace.md", 3)
    assert str(caught.value) == "docs/trace.md:3: no equation has the label 'eq:9'."


def test_targets_change_with_what_a_link_shows_and_not_with_a_moved_line() -> None:
    one = register(equation("eq:1", "1")).targets
    assert register(equation("eq:1", "1", line=99)).targets == one
    assert register(equation("eq:1", "2")).targets != one
    assert register(equation("eq:2", "1")).targets != one
    assert register(equation("eq:1", "1", "forward.md")).targets != one
    assert register().targets != one
