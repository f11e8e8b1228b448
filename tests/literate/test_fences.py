from pathlib import Path

import pytest

from literate.errors import ChapterError
from literate.fences import Fence, fences, prose_lines

IN_COLUMN_1 = "a Python block must start in column 1, or the doc tests do not collect it."


def refusal(text: str) -> str:
    with pytest.raises(ChapterError) as caught:
        fences(text, "docs/p.md")
    return str(caught.value)


def test_fence_has_its_lines_and_its_code() -> None:
    text = "# Title\n\n```python\nx = 1\n\ny = 'ü'\n```\nafter\n"
    assert fences(text, "p") == [Fence(3, 7, "python", "x = 1\n\ny = 'ü'\n")]


def test_fences_come_in_order_and_only_python_runs() -> None:
    found = fences("```text\na\n```\n```python\n```\n~~~\nb\n~~~\n", "p")
    assert [(f.line, f.end, f.language, f.code, f.runs) for f in found] == [
        (1, 3, "text", "a\n", False),
        (4, 5, "python", "", True),
        (6, 8, "", "b\n", False),
    ]


def test_fence_inside_a_longer_one_is_its_code() -> None:
    found = fences("````text\n```python\n1 / 0\n```\n````\n", "p")
    assert found == [Fence(1, 5, "text", "```python\n1 / 0\n```\n")]


def test_tildes_and_backticks_do_not_close_each_other() -> None:
    assert fences("~~~python\n```\n~~~\n", "p") == [Fence(1, 3, "python", "```\n")]
    assert fences("```text\n~~~\n```\n", "p") == [Fence(1, 3, "text", "~~~\n")]


def test_tilde_fence_may_have_a_backtick_in_its_header() -> None:
    assert fences("~~~ text `a`\n~~~\n", "p") == [Fence(1, 2, "text `a`", "")]


def test_code_span_of_three_backticks_opens_nothing() -> None:
    assert fences("```a``` is code\n``\nb\n", "p") == []


def test_spaces_after_the_fences_do_not_matter() -> None:
    assert fences("``` python  \nx\n``` \t\n", "p") == [Fence(1, 3, "python", "x\n")]


def test_indented_line_of_backticks_does_not_close_a_fence_in_column_1() -> None:
    code = 'text = """\n    ```\n"""\n'
    assert fences(f"```python\n{code}```\n", "p")[0].code == code


def test_indented_fence_is_closed_by_one_as_deep() -> None:
    text = "- item\n\n    ```text\n    a\n    ```\n"
    assert fences(text, "p") == [Fence(3, 5, "text", "    a\n")]


def test_quoted_fence_is_closed_in_its_quote() -> None:
    assert fences("> ```text\n> a\n> ```\n", "p") == [Fence(1, 3, "text", "> a\n")]


@pytest.mark.parametrize(
    ("code", "line"), [("if x:\n\ty\n", 3), ("a = 1\n\n\tb\n\tc\n", 4), ("'a\tb'\n", 2)]
)
def test_tab_in_a_python_block_is_refused(code: str, line: int) -> None:
    # Markdown makes spaces of it, and so the page would run another text than the doc tests.
    expected = "a Python block must hold no tab: indent by spaces, and write '\\t' in a string."
    assert refusal(f"```python\n{code}```\n") == f"docs/p.md:{line}: {expected}"
    assert fences(f"```text\n{code}```\n", "p")[0].code == code


@pytest.mark.parametrize("text", ["\n```text\na\n", "\n```python\n", "\n```text\n````\n", "\n~~~"])
def test_unclosed_fence_is_refused_at_its_opening(text: str) -> None:
    assert refusal(text) == "docs/p.md:2: this fenced block is never closed."


@pytest.mark.parametrize(
    "block",
    [
        " ```python\n ```",
        "    ```python\n    ```",
        "\t```py\n\t```",
        "> ```python\n> ```",
        "- ```python\n  ```",
        "* ~~~python\n  ~~~",
        "+   ```py\n    ```",
        "12. ```python\n    ```",
        "3) ```python\n   ```",
        "> - ```python\n>   ```",
    ],
)
def test_python_outside_column_1_is_refused(block: str) -> None:
    assert refusal(f"text\n\n{block}\n") == f"docs/p.md:3: {IN_COLUMN_1}"


def test_text_in_a_list_item_may_open_a_fence() -> None:
    assert fences("- ```inline``` code\n- 3 ``` a\n", "p") == []


@pytest.mark.parametrize(
    "header",
    [
        "python notest",
        "python continuation",
        'python title="x"',
        "Python",
        "python3",
        "python2",
        "py",
        "py3",
        "pyi",
        "pycon",
        "ipython",
        "python-console",
        "{.python}",
        "{ .python notest }",
        "{#id .python}",
        "{.no-run .py}",
        "{python}",
        ".python",
    ],
)
def test_header_that_shows_python_without_running_it_is_refused(header: str) -> None:
    expected = f"the header of a Python block must be 'python' alone, not '{header}'."
    assert refusal(f"```{header}\n```\n") == f"docs/p.md:1: {expected}"


@pytest.mark.parametrize(
    "header", ["", "text", "console", "pytest", "latex", '{.text title="a.py"}']
)
def test_other_languages_are_allowed_and_do_not_run(header: str) -> None:
    (found,) = fences(f"```{header}\n1 / 0\n```\n", "p")
    assert (found.language, found.runs) == (header, False)


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "p.md"
    file.write_bytes(b"# Title\r\n\r\n```python\r\nx = 1\r\n```\r\n")
    assert fences(file.read_text(encoding="utf-8"), "p") == [Fence(3, 5, "python", "x = 1\n")]


def test_prose_lines_are_those_outside_fences_with_their_numbers() -> None:
    text = "one\n```text\ntwo\n```\n\nthree"
    assert list(prose_lines(text, "p")) == [(1, "one"), (5, ""), (6, "three")]


def test_prose_lines_name_the_file_of_an_unclosed_fence() -> None:
    with pytest.raises(ChapterError, match=r"^docs/p\.md:1: this fenced block is never closed\.$"):
        list(prose_lines("```text\n", "docs/p.md"))
