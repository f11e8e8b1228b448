import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.structure.files import File, Files

from literate import labs
from literate.errors import ChapterError
from literate.links import bad_links

Cells = list[tuple[str, str]]


def notebook(cells: Cells, *, ascii_only: bool = False) -> str:
    content = {
        "cells": [
            {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
            for kind, text in cells
        ]
    }
    return json.dumps(content, indent=1, ensure_ascii=ascii_only)


def failure(cell: int) -> tuple[int, str, str]:
    return 1, json.dumps({"cell": cell, "name": "ValueError", "text": "no & <no>"}), ""


class Chapter(File):
    """A file that is a page, as mkdocs-jupyter makes a notebook one."""

    def is_documentation_page(self) -> bool:
        return True


class Lab:
    """A notebook page whose rendering is under the test's control."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.content: str | None = "<p>content</p>"
        self.ended = (0, "the executed notebook", "")
        self.command: list[str] = []
        names = ("labs/lab.ipynb", "labs/other.md", "pytorch/jump.md", "index.md")
        self.files = Files(
            [Chapter(name, "docs", "site", use_directory_urls=True) for name in names]
        )

    def show(self) -> Any:
        path = "docs/labs/lab.ipynb"
        file = self.files.get_file_from_path("labs/lab.ipynb")
        assert file is not None
        file.content_string = self.source
        page: Any = SimpleNamespace(file=file, meta={})

        def run(command: list[str], text: bool, **_: object) -> SimpleNamespace:
            assert text  # what is printed is read as text
            self.command = command
            code, printed, complaint = self.ended
            return SimpleNamespace(returncode=code, communicate=lambda: (printed, complaint))

        def render(*_: object) -> None:
            self.read = Path(str(file.abs_src_path)).read_text()
            page.content = self.content

        page.render = render
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(labs.subprocess, "Popen", run)
            labs.start(path, Path("/project"))
        original = file.abs_src_path
        labs.prepare(page, path)
        page.render(None, self.files)
        assert file.abs_src_path == original
        return page


@pytest.fixture(autouse=True)
def forget() -> None:
    labs._running.clear()


def test_lab_is_run_by_this_python_and_mkdocs_jupyter_reads_the_result() -> None:
    lab = Lab(notebook([("code", "x = 1")]))
    lab.show()
    file = "/project/docs/labs/lab.ipynb"
    assert lab.command == [sys.executable, "-m", "literate.labrun", file]
    assert lab.read == "the executed notebook"


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [("Traceback\nNoSuchKernel: none\n", "NoSuchKernel: none"), ("", "no reason given")],
)
def test_lab_that_cannot_be_run_says_why(complaint: str, reason: str) -> None:
    lab = Lab(notebook([]))
    lab.ended = (1, "", complaint)
    with pytest.raises(ChapterError) as caught:
        lab.show()
    assert str(caught.value) == (f"docs/labs/lab.ipynb:1: this notebook could not be run: {reason}")


def test_line_that_is_written_in_another_way_has_the_number_of_the_one_before() -> None:
    written = ['{"cells": [', '{"source": [', '"a\\n",', '"\\u0062"', "]},", '{"source": [', '"c"']
    found = labs.cells("\n".join([*written, "]}", "]}"]))
    assert [(cell["source"], numbers) for cell, numbers in found] == [
        (["a\n", "b"], [3, 3]),
        (["c"], [7]),
    ]


CELLS: Cells = [
    ("markdown", "# Größe\n\nx = 1"),
    ("code", "x"),
    ("code", "import a\n\nx = 1\nx / 0"),
    ("code", "# Größe ∂\nx = 1"),
    ("code", "import a\n\nx = 1\nx / 1"),
]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("cell", "line"), [(1, '"x"'), (2, '"import a\\n",'), (3, '"# Gr'), (4, '"import a\\n",')]
)
def test_failing_cell_is_named_with_its_line(cell: int, line: str, ascii_only: bool) -> None:
    source = notebook(CELLS, ascii_only=ascii_only)
    lines = [line.strip() for line in source.split("\n")]
    nth = 2 if cell == 4 else 1
    expected = [n for n, text in enumerate(lines, 1) if text.startswith(line)]
    if cell == 3:
        expected = expected[-1:]
    lab = Lab(source)
    lab.ended = failure(cell)
    with pytest.raises(ChapterError) as caught:
        lab.show()
    assert str(caught.value) == (
        f"docs/labs/lab.ipynb:{expected[nth - 1]}: "
        "a cell of this notebook raised ValueError: no & <no>"
    )


@pytest.mark.parametrize("empty", ["", []])
def test_failing_cell_without_a_line_is_named_at_the_first(empty: object) -> None:
    lab = Lab(json.dumps({"cells": [{"cell_type": "code", "source": empty}]}))
    lab.ended = failure(0)
    with pytest.raises(ChapterError, match=r"^docs/labs/lab\.ipynb:1: "):
        lab.show()


def test_foreign_styles_and_scripts_are_dropped() -> None:
    lab = Lab("{}")
    lab.content = (
        "<style>\na\n</style><p>1</p><script src='x'>\nb\n</script><p>2</p><style x>c</style>"
    )
    assert lab.show().content == "<p>1</p><p>2</p>"


def test_empty_page_stays_empty() -> None:
    lab = Lab("{}")
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
    lab = Lab("{}")
    lab.content = f'<a href="{href}">other.md</a>'
    assert lab.show().content == f'<a href="{expected}">other.md</a>'


def test_the_link_to_the_notebook_itself_downloads_it() -> None:
    lab = Lab("{}")
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
