"""Notebooks: run by mkdocs-jupyter, shown in the site's own dress."""

import json
import posixpath
import re
import types
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from nbclient.exceptions import CellExecutionError

from literate.errors import ChapterError

_rendered: dict[str, tuple[tuple[str, str], str, Any, str | None]] = {}


def prepare(page: Page, path: str, version: str) -> None:
    """Wrap how mkdocs-jupyter renders a notebook.

    A cell that raises becomes one sentence with its place; the page loses the style sheet and the
    scripts that nbconvert writes into it; its links to chapters are rewritten as in a chapter. The
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
            content = _slim(self.content or "", self, files)
            known = ((source, version), content, self.toc, self.title)
            _rendered[path] = known
        _, self.content, self.toc, self.title = known

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


def _sentence(error: CellExecutionError) -> str:
    return f"a cell of this notebook raised {error.ename}: {error.evalue}"


def _failed_line(source: str, error: CellExecutionError) -> int:
    """The line of the notebook file at which the failed cell's source begins."""
    for cell in json.loads(source)["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code" and text.strip() and text.strip() in str(error):
            first = json.dumps(text.split("\n")[0])[1:-1]
            return next(n for n, line in enumerate(source.split("\n"), 1) if first in line)
    return 1


def _slim(content: str, page: Page, files: Files) -> str:
    """The notebook's HTML without foreign style and scripts, with formulas and links that work."""
    own = re.sub(r"<style.*?</style>|<script.*?</script>", "", content, flags=re.DOTALL)
    link = re.compile(r'(?<=href=")([^":#]+\.(?:md|ipynb))')
    return link.sub(lambda found: _url(found[1], page, files), own)


def _url(target: str, page: Page, files: Files) -> str:
    aim = posixpath.normpath(posixpath.join(posixpath.dirname(page.file.src_uri), target))
    file = files.get_file_from_path(aim)
    return file.url_relative_to(page.file) if file else target
