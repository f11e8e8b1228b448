import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from mkdocs.structure.files import File, Files
from nbclient import NotebookClient

from literate import labs
from literate.errors import ChapterError
from literate.links import bad_links
from literate.sections import ROOT

Cells = list[tuple[str, str]]


def notebook(cells: Cells, *, ascii_only: bool = False) -> str:
    content = {
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
            for kind, text in cells
        ]
    }
    return json.dumps(content, indent=1, ensure_ascii=ascii_only)


class Chapter(File):
    """A file that is a page, as mkdocs-jupyter makes a notebook one."""

    def is_documentation_page(self) -> bool:
        return True


class Lab:
    """A notebook page whose rendering is under the test's control."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.content: str | None = "<p>content</p>"
        names = ("labs/lab.ipynb", "labs/other.md", "pytorch/jump.md", "index.md")
        self.files = Files(
            [Chapter(name, "docs", "site", use_directory_urls=True) for name in names]
        )

    def show(self) -> Any:
        file = self.files.get_file_from_path("labs/lab.ipynb")
        assert file is not None
        file.content_string = self.source
        page: Any = SimpleNamespace(file=file, meta={})

        def render(*_: object) -> None:
            self.read = json.loads(Path(str(file.abs_src_path)).read_text())
            page.content = self.content

        page.render = render
        original = file.abs_src_path
        labs.prepare(page, "docs/labs/lab.ipynb", ROOT)
        page.render(None, self.files)
        assert file.abs_src_path == original
        return page


def test_mkdocs_jupyter_reads_the_executed_notebook() -> None:
    text = "import pathlib\n\nprint(pathlib.Path.cwd().name)\n[6 * 7]"
    before = Path.cwd()
    lab = Lab(notebook([("markdown", "# Lab"), ("code", "x = 1"), ("code", text)]))
    lab.show()
    first, second = lab.read["cells"][1:]
    assert first["outputs"] == []
    printed, value = second["outputs"]
    assert printed == {"output_type": "stream", "name": "stdout", "text": "labs\n"}
    assert value["data"] == {"text/plain": "[42]"}
    assert [cell["execution_count"] for cell in (first, second)] == [1, 2]
    assert Path.cwd() == before


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{\n"cells": [', "2: a notebook must be JSON: Expecting value."),
        ("[]", "1: a notebook must have 'cells', each with 'cell_type' and 'source'."),
        ("{}", "1: a notebook must have 'cells', each with 'cell_type' and 'source'."),
        ('{"cells": [1]}', "1: a notebook must have 'cells', each with 'cell_type' and 'source'."),
        ('{"cells": [{"source": []}]}', "1: a notebook must have 'cells', each with 'cell_type' "),
        ('{"cells": [{"cell_type": "code", "source": null}]}', "1: a notebook must have 'cells', "),
    ],
)
def test_file_that_is_no_notebook_is_refused(source: str, message: str) -> None:
    with pytest.raises(ChapterError) as caught:
        labs.check(source, "docs/labs/lab.ipynb")
    assert str(caught.value).startswith(f"docs/labs/lab.ipynb:{message}")


def test_notebook_passes_the_check() -> None:
    labs.check(notebook([("markdown", "# Lab"), ("code", "x")]), "docs/labs/lab.ipynb")


@pytest.mark.parametrize("file", sorted(ROOT.glob("docs/labs/*.ipynb")), ids=lambda file: file.stem)
def test_lab_shows_in_jupyter_what_it_shows_on_the_site(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    book = nbformat.read(file, as_version=4)
    NotebookClient(book, resources={"metadata": {"path": str(file.parent)}}).execute()
    ours = json.loads(labs.executed(file.read_text(encoding="utf-8"), path, ROOT))
    assert [seen(cell) for cell in ours["cells"]] == [seen(cell) for cell in book.cells]
    assert any(map(seen, book.cells))


def seen(cell: Any) -> list[str]:
    """What a reader sees under a cell."""
    outputs = cell.get("outputs", [])
    shown = [o.get("data", {"text/plain": o.get("text")}) for o in outputs]
    return [data.get("text/html", data["text/plain"]) for data in shown]


def test_line_that_is_written_in_another_way_has_the_number_of_the_one_before() -> None:
    written = ['{"cells": [', '{"source": [', '"a\\n",', '"\\u0062"', "]},", '{"source": [', '"c"']
    found = labs.cells("\n".join([*written, "]}", "]}"]))
    assert [(cell["source"], numbers) for cell, numbers in found] == [
        (["a\n", "b"], [3, 3]),
        (["c"], [7]),
    ]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("failing", "written"),
    [("y", '"y"'), ("import a", '"import a"'), ("# Größe ∂\nx / 0", '"x / 0"')],
)
def test_failing_cell_is_named_with_its_line(failing: str, written: str, ascii_only: bool) -> None:
    cells: Cells = [("markdown", "# Größe\n\nx / 0"), ("code", "x = 1\n\nx / 1")]
    source = notebook([*cells, ("code", failing)], ascii_only=ascii_only)
    lines = [line.strip().rstrip(",") for line in source.split("\n")]
    expected = max(n for n, line in enumerate(lines, 1) if line == written)
    with pytest.raises(ChapterError, match=rf"^docs/labs/lab\.ipynb:{expected}: this block raised"):
        Lab(source).show()


def test_a_code_cell_is_a_block_around_the_lines_that_hold_it() -> None:
    source = notebook([("markdown", "# Title"), ("code", "x = 1\nx"), ("code", "")])
    lines = [line.strip() for line in source.split("\n")]
    found = [(fence.line, fence.end, fence.code) for fence in labs.blocks(source)]
    first = lines.index('"x = 1\\n",')  # counted from 0, and so the line before
    assert found == [(first, first + 3, "x = 1\nx"), (0, 2, "")]


@pytest.mark.parametrize("empty", ["", []])
def test_cell_without_a_line_shows_nothing(empty: object) -> None:
    lab = Lab(json.dumps({"cells": [{"cell_type": "code", "source": empty}]}))
    lab.show()
    assert lab.read["cells"][0]["outputs"] == []


def test_foreign_styles_and_scripts_are_dropped() -> None:
    lab = Lab('{"cells": []}')
    lab.content = (
        "<style>\na\n</style><p>1</p><script src='x'>\nb\n</script><p>2</p><style x>c</style>"
    )
    assert lab.show().content == "<p>1</p><p>2</p>"


def test_empty_page_stays_empty() -> None:
    lab = Lab('{"cells": []}')
    lab.content = None
    assert lab.show().content == ""


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../pytorch/jump.md", "../../pytorch/jump/"),
        ("../pytorch/jump.md#top", "../../pytorch/jump/#top"),
        ("other.md", "../other/"),
        ("../index.md", "../../"),
        ("nowhere.md", "nowhere.md"),
        ("https://example.org/x.md", "https://example.org/x.md"),
        ("#anchor.md", "#anchor.md"),
    ],
)
def test_links_to_chapters_are_those_of_the_site(href: str, expected: str) -> None:
    lab = Lab('{"cells": []}')
    lab.content = f'<a href="{href}">other.md</a>'
    assert lab.show().content == f'<a href="{expected}">other.md</a>'


def test_the_link_to_the_notebook_itself_downloads_it() -> None:
    lab = Lab('{"cells": []}')
    lab.content = '<a href="lab.ipynb">1</a><a href="../labs/lab.ipynb#x">2</a>'
    own = 'href="lab.ipynb" download="lab.ipynb"'
    assert lab.show().content == f"<a {own}>1</a><a {own}>2</a>"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_prose_of_a_notebook_stands_on_the_lines_of_its_file(ascii_only: bool) -> None:
    cells = [
        ("markdown", '# Größe\n\nSee [a](nowhere.md), "so".'),
        ("code", "f[0](nothing)"),
        ("markdown", "# Größe\n[b](x.md)\n"),
    ]
    source = notebook(cells, ascii_only=ascii_only)
    lines, prose = source.split("\n"), labs.prose(source).split("\n")
    assert len(lines) == len(prose)
    assert [text for text in prose if text] == [
        "# Größe", 'See [a](nowhere.md), "so".', "# Größe", "[b](x.md)",
    ]  # fmt: skip
    bad = bad_links(labs.prose(source), "labs/lab.ipynb", "p", {}, set())
    assert ["nowhere.md" in lines[bad[0].line - 1], "x.md" in lines[bad[1].line - 1]] == [True] * 2
    assert len(bad) == 2
