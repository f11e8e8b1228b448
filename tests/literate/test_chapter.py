import re
from html import unescape
from pathlib import Path

import pytest
from markdown import Markdown

from literate.chapter import Chapter, ChapterExtension
from literate.equations import Equation, Register
from literate.errors import ChapterError
from literate.maths import mathml
from literate.tables import headed

EXTENSIONS = ["attr_list", "tables", "md_in_html", "pymdownx.superfences", "pymdownx.highlight"]
OUTPUT = '<div class="output"><pre tabindex="0" role="group" aria-label="Output">{}</pre></div>'

WRITTEN = "a number in prose is written '{= value =}', on one line and with both spaces."


def page(root: Path = Path("nowhere"), name: str = "p.md") -> Chapter:
    known = Equation("a/other.md", 3, 3, "x", "eq:1", "1")
    return Chapter(name, f"docs/{name}", Register({"eq:1": known}), root)


def html(text: str, current: Chapter | None = None) -> str:
    current = current or page()
    return Markdown(extensions=[*EXTENSIONS, ChapterExtension(lambda: current)]).convert(text)


def plain(text: str) -> str:
    """What a reader sees of the HTML, formulas and colours of code left out."""
    return re.sub(r"<[^>]*>", "", re.sub(r"<math.*?</math>", "MATH", html(text), flags=re.DOTALL))


def refusal(text: str, root: Path | None = None) -> str:
    if root:
        (root / "docs").mkdir()
        (root / "docs" / "p.md").write_text(text, encoding="utf-8")
    with pytest.raises(ChapterError) as caught:
        html(text, page(root or Path("nowhere")))
    return str(caught.value)


def test_block_is_shown_with_its_output_below() -> None:
    result = html("Before.\n\n```python\nprint('<ü>')\n1 + 1\n```\nAfter.\n")
    code, output = result.index("highlight"), result.index(OUTPUT.format("&lt;ü&gt;\n2"))
    assert result.index("Before.") < code < output < result.index("After.")
    assert "<p>After.</p>" in result


def test_text_right_beside_a_block_is_a_paragraph_of_its_own() -> None:
    result = html("before\n```python\nx = 1\n```\nafter\n")
    assert result.startswith("<p>before</p>\n<div")
    assert result.endswith("</div>\n<p>after</p>")


def test_block_that_shows_nothing_has_no_output() -> None:
    assert "output" not in html("```python\nx = 1\n```\n")


def test_block_that_does_not_run_is_only_shown() -> None:
    result = plain("```text\n$x$ 1 / 0 {= y =} \\eqref{eq:9}\n```\n")
    assert "$x$ 1 / 0 {= y =} \\eqref{eq:9}" in result


def test_output_is_finished_html_that_markdown_does_not_read() -> None:
    text = "```python\nprint('*a*  $x$ `b` \\\\eqref{eq:9} {= z =}\\n\\n    # c')\n```\n"
    assert OUTPUT.format("*a*  $x$ `b` \\eqref{eq:9} {= z =}\n\n    # c") in html(text)


def test_rich_output_is_set_as_it_is() -> None:
    text = "```python\nfrom literate import table\ntable([{'$x$': 1.5}], caption='C.')\n```\n"
    assert f'<th scope="col" class="number">{headed(mathml("x"))}</th>' in html(text)


def test_rows_of_a_page_have_ids_of_their_own() -> None:
    block = "```python\nfrom literate import table\ntable([{'s': '$z_1$'}], caption='C.')\n```\n"
    result = html(f"{block}\n{block}")
    assert result.count('id="z_1"') == result.count('href="#z_1"') == 1
    assert result.count('<tr><th scope="row">') == 1


def test_blocks_share_a_page_and_pages_share_nothing() -> None:
    assert OUTPUT.format("1") in html("```python\nx = 1\n```\n\n```python\nx\n```\n")
    with pytest.raises(ChapterError, match=r"^docs/q\.md:2: .*NameError: name 'x' is not defined"):
        html("```python\nx\n```\n", page(name="q.md"))


@pytest.fixture
def module(tmp_path: Path) -> Path:
    folder = tmp_path / "literate"
    folder.mkdir()
    marked = '# --8<-- [start:s]\ndef mathml():\n    return "shown"\n# --8<-- [end:s]\n'
    (folder / "maths.py").write_text(marked, encoding="utf-8")
    return tmp_path


def test_section_is_shown_in_full_with_its_file_and_run_by_import(module: Path) -> None:
    text = '```python\n--8<-- "literate/maths.py:s"\n```\n\n```python\nmathml.__module__\n```\n'
    result = html(text, page(module))
    assert '<span class="filename">literate/maths.py</span>' in result
    seen = unescape(re.sub(r"<[^>]*>", "", result))
    assert 'return "shown"' in seen
    assert "--8<--" not in seen
    assert "```" not in seen
    assert OUTPUT.format("'literate.maths'") in result


def test_displayed_formula_is_set_between_its_neighbours() -> None:
    result = html("before\n$$\nx \\label{eq:2} \\tag{2}\n$$\nafter\n")
    equation = Equation("p.md", 2, 4, "x", "eq:2", "2").to_html("p")
    assert result == f"<p>before</p>\n{equation}\n<p>after</p>"


def test_number_in_prose_is_that_of_the_blocks_above_it() -> None:
    text = (
        "```python\nx = -1.5\n```\n\nSo {= x:.2f =}, {= {1: 'one'}[1] =}.\n\n"
        "```python\nx = 2\n```\n{= x =}!\n"
    )
    result = html(text)
    assert "<p>So −1.50, one.</p>" in result
    assert "<p>2!</p>" in result


def test_number_may_stand_in_formulas() -> None:
    text = "```python\nx = -2\n```\n\n$a = {= x =}$\n\n$$b = {= x:.1f =}$$\n"
    result = html(text)
    assert mathml("a = −2") in result
    assert mathml("b = −2.0", display=True) in result


@pytest.mark.parametrize(
    "latex", [r"a \overset{!}{=} b \overset{!}{=} c", r"\underset{=x}{a} \overset{!}{=} 1"]
)
def test_sign_of_equality_in_braces_is_no_number(latex: str) -> None:
    assert mathml(latex) in html(f"so ${latex}$ and `{{=x}}`\n")
    assert mathml(latex, display=True) in html(f"$${latex}$$\n")


def test_reference_is_a_link_and_code_is_not() -> None:
    result = html("See $\\eqref{eq:1}$ and `\\eqref{eq:9}`.\n")
    assert '<a class="eqref" href="a/other.md#eq-1">(1)</a>' in result
    assert "<code>\\eqref{eq:9}</code>" in result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", "MATH"),
        ("a $x$, b", "a MATH, b"),
        ("`$x$`", "$x$"),
        ("from $5 to $6", "from $5 to $6"),
        ("$5-$6", "$5-$6"),
        ("costs 5$ or 6 $", "costs 5$ or 6 $"),
        (r"\$x\$", "$x$"),
        ("[see $x$](#a)", "see MATH"),
        ("**$x$**", "MATH"),
        ("$a_1 * b * c_2$", "MATH"),
        ("$x +\ny$", "MATH"),
        ("a | b\n--|--\n$x$ | $\\lvert y \\rvert$", "\n\n\na\nb\n\n\n\n\nMATH\nMATH\n\n\n"),
        ("größe $\\phi$ ü", "größe MATH ü"),
    ],
)
def test_inline_formula(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_backslashes_and_angles_of_a_formula_reach_the_converter() -> None:
    assert mathml(r"a \, b < c") in html(r"so $a \, b < c$.")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\n\n```python\n\n1 / 0\n```\n",
            "5: this block raised ZeroDivisionError: division by zero",
        ),
        (
            "```python\nx = 1\n```\n\n{= y =}\n",
            "5: the number 'y' raised NameError: name 'y' is not ",
        ),
        ("a {= 1 +\n1 =}\n", f"1: {WRITTEN}"),
        ("a\nb {=\n", f"2: {WRITTEN}"),
        ("a\nb {=x:.2f} c\n", f"2: {WRITTEN}"),
        ("`a` {=1=} $x$\n", f"1: {WRITTEN}"),
        ("a {= x=} b\n", f"1: {WRITTEN}"),
        ("$a = {=x =}$\n", f"1: {WRITTEN}"),
        ("\n$$a = {=x=}$$\n", f"2: {WRITTEN}"),
        ("$$\na\n= {= y =}\n$$", "1: the number 'y' raised NameError"),
        ("a\n\n\\eqref{eq:9}\n", "3: no equation has the label 'eq:9'."),
        ("a\n\n$$\\frac$$\n", "3: the formula '\\frac' does not parse: "),
        ("a $$x$$\n", "1: '$$' must begin or end a line."),
        ("a\n```python\n", "2: this fenced block is never closed."),
        (
            "```python\nclass A:\n    def __repr__(self):\n        raise KeyError('k')\nA()\n```\n",
            "5: what this block returns cannot be shown: 'k'",
        ),
        (
            "```python\nfrom literate import table\n\ntable([{'a': '$\\\\no$'}], 'C.')\n```\n",
            "4: what this block returns cannot be shown: the formula '\\no' does not parse: ",
        ),
        (
            "```python\nfrom literate import table\n\ntable([{'a': 1}], '\\\\eqref{eq:1}')\n```\n",
            "4: what this block returns cannot be shown: the text '\\eqref{eq:1}' refers to an ",
        ),
    ],
)
def test_fault_names_file_and_line(text: str, message: str) -> None:
    assert refusal(text).startswith(f"docs/p.md:{message}")


@pytest.mark.parametrize(
    ("text", "line", "formula"),
    [
        ("a\n\nb $\\no$ c\n", 3, "\\no"),
        ("\n\n$\\no$\n", 3, "\\no"),
        ("`$x$` $y$\n\n- $\\no$ and $x$\n", 3, "\\no"),
        ("```python\nx = 3\n```\n\n$a$\n$\\no + {= x =}$\n", 6, "\\no + 3"),
        ("costs $5\n\n$\\no +\n1$\n", 3, "\\no +\n1"),
    ],
)
def test_fault_of_an_inline_formula_names_its_line(
    tmp_path: Path, text: str, line: int, formula: str
) -> None:
    expected = f"docs/p.md:{line}: the formula '{formula}' does not parse: "
    message = refusal(text, tmp_path)
    assert message.startswith(expected)
    assert re.search(r"[^.]\.$", message)


def test_fault_of_a_formula_of_a_text_that_is_no_file_is_named_at_line_1() -> None:
    assert refusal("a\n\n$\\no$\n").startswith("docs/p.md:1: the formula '\\no' does not parse: ")


def test_page_that_failed_runs_again() -> None:
    for _ in range(2):
        assert refusal("```python\n1 / 0\n```\n").startswith("docs/p.md:2: ")


def test_default_chapter_looks_in_the_repository() -> None:
    made = Chapter("p.md", "docs/p.md", Register())
    assert (made.root / "literate" / "chapter.py").is_file()


def test_windows_line_ends_and_tabs_change_nothing() -> None:
    text = "```python\nif True:\n\tprint(1)\n```\n\n$$\nx\n$$\n"
    assert html(text.replace("\n", "\r\n")) == html(text)
