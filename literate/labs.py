"""Notebooks: run beside the chapters, turned into pages by mkdocs-jupyter, in the site's own dress.

A notebook needs a kernel and imports of its own, seconds in which a second core would be idle. So
each runs in a process that starts with the build (`start`) and is waited for when the notebook's
page is made (`prepare`).
"""

import contextlib
import json
import posixpath
import re
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from literate.errors import ChapterError
from literate.labpages import dressed

_running: dict[str, subprocess.Popen[str]] = {}


def start(path: str, root: Path) -> None:
    """Start to run a notebook.

    Args:
        path: The notebook's file below `root`.
        root: The repository's folder.
    """
    command = [sys.executable, "-m", "literate.labrun", str(root / path)]
    _running[path] = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def prepare(page: Page, path: str) -> None:
    """Wrap how mkdocs-jupyter renders a notebook that was started: it gets the executed one.

    A cell that raises becomes one sentence with its place; the page gets the dress of a chapter;
    its links to chapters are rewritten as in one, and the link to itself downloads it. Its metadata
    `description` is to search engines what a chapter's front matter is.
    """
    render = page.render

    def rendered(self: Page, config: Any, files: Files) -> None:
        source = self.file.content_string
        with _in_place_of(self, _executed(path, source)):
            render(config, files)
        content = dressed(self.content or "", prose(source), path)
        self.content = _with_links(content, self, files)
        metadata = json.loads(source).get("metadata", {})
        if "description" in metadata:
            self.meta = {**self.meta, "description": metadata["description"]}

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


def _executed(path: str, source: str) -> str:
    """Wait for a running notebook and return it with its outputs.

    Raises:
        ChapterError: A cell raised, or the kernel could not be used.
    """
    process = _running.pop(path)
    printed, complaint = process.communicate()
    if process.returncode == 0:
        return printed
    try:
        failure = json.loads(printed)
    except json.JSONDecodeError:
        last = (complaint.strip().splitlines() or ["no reason given"])[-1]
        raise ChapterError(path, 1, f"this notebook could not be run: {last}") from None
    sentence = f"a cell of this notebook raised {failure['name']}: {failure['text']}"
    _, numbers = list(cells(source))[failure["cell"]]
    raise ChapterError(path, numbers[0] if numbers else 1, sentence)


@contextlib.contextmanager
def _in_place_of(page: Page, notebook: str) -> Iterator[None]:
    """Let mkdocs-jupyter, which reads a file by its name, read the executed notebook."""
    original = page.file.abs_src_path
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / posixpath.basename(page.file.src_uri)
        copy.write_text(notebook, encoding="utf-8")
        page.file.abs_src_path = str(copy)
        try:
            yield
        finally:
            page.file.abs_src_path = original


def prose(source: str) -> str:
    """The Markdown of a notebook, each line where its file has it, so that a link has its line."""
    lines = [""] * (source.count("\n") + 1)
    for cell, numbers in cells(source):
        if cell["cell_type"] == "markdown":
            for number, text in zip(numbers, cell["source"], strict=True):
                lines[number - 1] = text.rstrip("\n")
    return "\n".join(lines)


def cells(source: str) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Each cell of a notebook, with the numbers that its source's lines have in the file."""
    lines = [line.strip().rstrip(",") for line in source.split("\n")]
    passed = 0
    for cell in json.loads(source).get("cells", []):
        numbers: list[int] = []
        for text in cell["source"]:
            written = (json.dumps(text), json.dumps(text, ensure_ascii=False))
            places = (n for n in range(passed, len(lines)) if lines[n] in written)
            passed = next(places, passed - 1) + 1
            numbers.append(passed)
        yield cell, numbers


def _with_links(content: str, page: Page, files: Files) -> str:
    """The HTML with links that work; the one to the notebook itself is there to download it."""
    link = re.compile(r'href="([^":#]+\.(?:md|ipynb))((?:#[^"]*)?")')
    return link.sub(lambda found: _link(found[1], found[2], page, files), content)


def _link(target: str, rest: str, page: Page, files: Files) -> str:
    aim = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), target))
    if aim == page.file.src_uri:
        # mkdocs-jupyter lays the notebook beside its page.
        return f'href="{posixpath.basename(aim)}" download="{posixpath.basename(aim)}"'
    file = files.get_file_from_path(aim)
    return f'href="{file.url_relative_to(page.file) if file else target}{rest}'
