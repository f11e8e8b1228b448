"""Notebooks: run by mkdocs-jupyter, shown in the site's own dress."""

import json
import posixpath
import re
import types
from collections.abc import Iterator
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from nbclient.exceptions import CellExecutionError

from literate.errors import ChapterError
from literate.labpages import dressed

_rendered: dict[str, tuple[tuple[str, str], str, Any, str | None]] = {}


def prepare(page: Page, path: str, version: str) -> None:
    """Wrap how mkdocs-jupyter renders a notebook.

    A cell that raises becomes one sentence with its place; the page gets the dress of a chapter;
    its links to chapters are rewritten as in one, and the link to itself downloads it. The
    notebook runs again only when it or `version` changes: mkdocs-jupyter's own cache looks at
    the notebook alone, and would serve old output after a change in `snippets/`.
    """
    render = page.render

    def rendered(self: Page, config: Any, files: Files) -> None:
        source = self.file.content_string
        known = _rendered.get(path)
        if known is None or known[0] != (source, version):
            try:
                render(config, files)
            except CellExecutionError as error:
                raise ChapterError(path, _failed_line(source, error), _sentence(error)) from None
            content = dressed(self.content or "", prose(source), path)
            content = _with_links(content, self, files)
            known = ((source, version), content, self.toc, self.title)
            _rendered[path] = known
        _, self.content, self.toc, self.title = known

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


def _sentence(error: CellExecutionError) -> str:
    return f"a cell of this notebook raised {error.ename}: {error.evalue}"


def _failed_line(source: str, error: CellExecutionError) -> int:
    """The line of the notebook file at which the failed cell's source begins."""
    for cell, numbers in _cells(source):
        text = "".join(cell["source"])
        if cell["cell_type"] == "code" and f"---\n{text}\n---" in str(error):
            return numbers[0] if numbers else 1
    return 1


def prose(source: str) -> str:
    """The Markdown of a notebook, each line where its file has it, so that a link has its line."""
    lines = [""] * (source.count("\n") + 1)
    for cell, numbers in _cells(source):
        if cell["cell_type"] == "markdown":
            for number, text in zip(numbers, cell["source"], strict=False):
                lines[number - 1] = text.rstrip("\n")
    return "\n".join(lines)


def _cells(source: str) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """Each cell with the line numbers, in the notebook's file, of the lines of its source."""
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
