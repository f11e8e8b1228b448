"""Notebooks: run like chapters, turned into pages by mkdocs-jupyter, in the site's own dress.

Each cell runs as a block of a chapter does, so that a lab needs no kernel and no imports of its
own, which would take seconds. A test runs the labs in Jupyter's kernel and compares.
"""

import contextlib
import json
import posixpath
import re
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from literate.errors import ChapterError
from literate.fences import Fence
from literate.labpages import dressed
from literate.output import plain
from literate.runner import Output, PageRun


def check(source: str, path: str) -> None:
    """Let a notebook pass that has what is read of it here.

    Args:
        source: The content of its file.
        path: The file, for messages.

    Raises:
        ChapterError: It is not JSON, or it is not a notebook's.
    """
    try:
        notebook = json.loads(source)
    except json.JSONDecodeError as error:
        raise ChapterError(path, error.lineno, f"a notebook must be JSON: {error.msg}") from error
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list) or not all(
        isinstance(cell, dict)
        and "cell_type" in cell
        and isinstance(cell.get("source"), str | list)
        for cell in found
    ):
        sentence = "a notebook must have 'cells', each with 'cell_type' and 'source'."
        raise ChapterError(path, 1, sentence)


def prepare(page: Page, path: str, root: Path) -> None:
    """Wrap how mkdocs-jupyter renders a notebook: it gets the executed one.

    The page gets the dress of a chapter; its links to chapters are rewritten as in one, and the
    link to itself downloads it. Its metadata `description` is to search engines what a chapter's
    front matter is.
    """
    render = page.render

    def rendered(self: Page, config: Any, files: Files) -> None:
        source = self.file.content_string
        with _in_place_of(self, executed(source, path, root)):
            render(config, files)
        content = dressed(self.content or "", prose(source), path)
        self.content = _with_links(content, self, files)
        metadata = json.loads(source).get("metadata", {})
        if "description" in metadata:
            self.meta = {**self.meta, "description": metadata["description"]}

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


def executed(source: str, path: str, root: Path) -> str:
    """A notebook with its outputs; it runs in its own folder.

    Args:
        source: The notebook's JSON.
        path: Its file below `root`.
        root: The repository's folder.

    Raises:
        ChapterError: A cell raises; the message names the line of the file.
    """
    notebook = json.loads(source)
    run = PageRun(path, root)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    with contextlib.chdir((root / path).parent):
        for number, (cell, fence) in enumerate(zip(code, blocks(source), strict=True), start=1):
            cell["outputs"] = list(_outputs(run.run(fence), number))
            cell["execution_count"] = number
    return json.dumps(notebook)


def _outputs(output: Output, number: int) -> Iterator[dict[str, Any]]:
    """What a cell shows, as a notebook's file has it."""
    if output.text:
        yield {"output_type": "stream", "name": "stdout", "text": output.text}
    if output.value is not None:
        data = {"text/plain": plain(Output("", output.value))}
        if hasattr(output.value, "_repr_html_"):
            data = {"text/plain": repr(output.value), "text/html": output.value._repr_html_()}
        yield {
            "output_type": "execute_result",
            "execution_count": number,
            "data": data,
            "metadata": {},
        }


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


def blocks(source: str) -> Iterator[Fence]:
    """The code cells of a notebook, each as a block of a chapter."""
    for cell, numbers in cells(source):
        if cell["cell_type"] == "code":
            first, last = (numbers[0], numbers[-1]) if numbers else (1, 1)
            yield Fence(first - 1, last + 1, "python", "".join(cell["source"]))


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
