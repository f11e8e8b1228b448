import ast
from pathlib import Path

import pytest

from literate.errors import ChapterError
from literate.fences import Fence
from literate.sections import (
    ROOT,
    Section,
    included_section,
    section_names,
    section_source,
)

MODULE = """\
import math

# --8<-- [start:one]
def one():
    return 1


# --8<-- [end:one]
# --8<-- [start:outer]

LIMIT: int = 3
# --8<-- [start:inner]
a, (b, *c) = 1, (2, 3)
# --8<-- [end:inner]
table[a] = holder.x = d = 4


async def later(): ...


class Größe:
    inside = 1

# --8<-- [end:outer]
"""
MODULES = sorted((ROOT / "snippets").rglob("*.py"))


def block(asked: str) -> Fence:
    return Fence(7, 9, "python", f"{asked}\n")


def asked_of(folder: Path, text: str, name: str) -> Section | None:
    (folder / "m.py").write_text(text, encoding="utf-8")
    return included_section(block(f'--8<-- "m.py:{name}"'), "docs/p.md", folder)


def refusal(folder: Path, text: str, name: str) -> str:
    with pytest.raises(ChapterError) as caught:
        asked_of(folder, text, name)
    return str(caught.value)


def test_block_without_the_mark_is_the_chapters_own() -> None:
    assert included_section(block("x = 1"), "p") is None


def test_section_is_found_with_its_lines_and_names(tmp_path: Path) -> None:
    expected = Section("m.py", "def one():\n    return 1\n", ("one",))
    assert asked_of(tmp_path, MODULE, "one") == expected


def test_outer_section_loses_the_marks_of_the_inner_one(tmp_path: Path) -> None:
    outer = asked_of(tmp_path, MODULE, "outer")
    assert outer is not None
    assert "--8<--" not in outer.source
    assert outer.source.startswith("LIMIT: int = 3\na, (b, *c) = 1, (2, 3)\n")
    assert outer.source.endswith("    inside = 1\n")
    assert outer.names == ("LIMIT", "a", "b", "c", "d", "later", "Größe")


def test_inner_section_stands_alone(tmp_path: Path) -> None:
    assert asked_of(tmp_path, MODULE, "inner") == Section(
        "m.py", "a, (b, *c) = 1, (2, 3)\n", ("a", "b", "c")
    )


def test_import_statement_names_the_module_and_all_names() -> None:
    section = Section("snippets/logistic/binary.py", "…", ("fit", "objective"))
    assert section.import_statement == "from snippets.logistic.binary import fit, objective\n"


@pytest.mark.parametrize(
    "code",
    [
        '--8<-- "m.py"',
        "--8<-- 'm.py:one'",
        '--8<-- "m.py:one" ',
        ' --8<-- "m.py:one"',
        'x = 1\n--8<-- "m.py:one"',
        '--8<-- "m.py:one"\nx = 1',
        '--8<-- "m.py:o ne"',
    ],
)
def test_malformed_request_says_how_it_is_written(code: str) -> None:
    with pytest.raises(ChapterError) as caught:
        included_section(block(code), "docs/p.md")
    expected = 'a section is shown by one line alone: --8<-- "snippets/file.py:section".'
    assert str(caught.value) == f"docs/p.md:8: {expected}"


def test_missing_file_is_named() -> None:
    with pytest.raises(ChapterError) as caught:
        included_section(block('--8<-- "snippets:one"'), "docs/p.md")
    assert str(caught.value) == "docs/p.md:8: there is no file 'snippets' to show a section of."


def test_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_bytes(MODULE.encode("latin-1"))
    with pytest.raises(ChapterError, match=r"^m\.py:21: this file must be written in UTF-8, "):
        included_section(block('--8<-- "m.py:one"'), "docs/p.md", tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "# --8<-- [start:two]\nx = 1\n",
        "x = 1\n# --8<-- [end:two]\n",
        "# --8<-- [end:two]\nx = 1\n# --8<-- [start:two]\n",
        "y = 2  # --8<-- [start:two]\nx = 1\n# --8<-- [end:two]\n",
        "# --8<-- [start:two-more]\nx = 1\n# --8<-- [end:two-more]\n",
    ],
)
def test_missing_section_is_named(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text, "two") == "docs/p.md:8: 'm.py' has no section 'two'."


def test_section_marked_twice_is_refused(tmp_path: Path) -> None:
    once = "# --8<-- [start:two]\nx = 1\n# --8<-- [end:two]\n"
    expected = "docs/p.md:8: 'm.py' marks the section 'two' more than once."
    assert refusal(tmp_path, once + once, "two") == expected


@pytest.mark.parametrize(
    "inside", ["", "\n\n", "print(1)\n", "    return 1\n", "def f(:\n", "import math\n"]
)
def test_section_that_is_no_whole_definition_is_refused(tmp_path: Path, inside: str) -> None:
    text = f"# --8<-- [start:two]\n{inside}# --8<-- [end:two]\n"
    expected = "the section 'two' of 'm.py' is not made of whole definitions."
    assert refusal(tmp_path, text, "two") == f"docs/p.md:8: {expected}"


def test_end_mark_may_be_the_last_line_without_a_line_end() -> None:
    assert section_source("# --8<-- [start:s]\nx = 1\n# --8<-- [end:s]", "s") == "x = 1\n"


def test_marks_may_be_indented_and_trailed_by_spaces() -> None:
    text = "  # --8<-- [start:s] \nx = 1\n\t# --8<-- [end:s]  \n"
    assert section_source(text, "s") == "x = 1\n"
    assert section_names(text) == ["s"]


def test_dots_and_dashes_of_a_name_are_meant_literally() -> None:
    assert section_source("# --8<-- [start:a-b]\nx\n# --8<-- [end:a-b]\n", "a.b") is None


def test_names_of_a_file_come_in_order_with_doubles() -> None:
    assert section_names(MODULE + MODULE) == ["one", "outer", "inner"] * 2
    assert section_names('"""Such as # --8<-- [start:no]."""\n') == []


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_bytes(MODULE.replace("\n", "\r\n").encode())
    section = included_section(block('--8<-- "m.py:one"'), "p", tmp_path)
    assert section == Section("m.py", "def one():\n    return 1\n", ("one",))


def faults_of_marks(text: str) -> list[str]:
    """What is wrong with the sections that a module marks."""
    names = section_names(text)
    faults = [f"{name} is marked twice" for name in {n for n in names if names.count(n) > 1}]
    if text.count("--8<--") != 2 * len(names):
        faults.append("a mark is malformed or has no partner")
    for name in names:
        source = section_source(text, name)
        if source is None:
            faults.append(f"{name} is never closed")
        elif not any(not isinstance(node, ast.Expr) for node in ast.parse(source).body):
            faults.append(f"{name} is empty")
    return faults


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_marks_of_module_are_in_order(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert faults_of_marks(text) == []
    for name in section_names(text):
        asked = f'--8<-- "{file.relative_to(ROOT)}:{name}"'
        assert included_section(block(asked), "p") is not None


def test_there_are_modules_and_sections() -> None:
    assert sum(len(section_names(file.read_text(encoding="utf-8"))) for file in MODULES) > 10


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# --8<-- [start:a]\nx = 1\n", "a is never closed"),
        ("# --8<-- [start:a]\nx = 1\n# --8<-- [end:b]\n", "a is never closed"),
        ("x = 1\n# --8<-- [end:a]\n", "a mark is malformed or has no partner"),
        ("#--8<-- [start:a]\nx = 1\n#--8<-- [end:a]\n", "a mark is malformed or has no partner"),
        ("# --8<-- [start:a]\nx = 1\n# --8<-- [end:a]\n" * 2, "a is marked twice"),
        ("# --8<-- [start:a]\n\n# --8<-- [end:a]\n", "a is empty"),
        ("# --8<-- [start:a]\n# only words\n# --8<-- [end:a]\n", "a is empty"),
    ],
)
def test_check_of_marks_bites(text: str, fault: str) -> None:
    assert fault in faults_of_marks(text)
