"""Named sections of `snippets/`: what a chapter shows is what the module runs."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from literate.errors import ChapterError
from literate.fences import Fence

ROOT = Path(__file__).resolve().parent.parent

_INCLUDE = re.compile(r'^--8<-- "(?P<file>[^":]+):(?P<name>[\w-]+)"\n$')
_MARK = re.compile(r"^[ \t]*# --8<-- \[(?:start|end):[\w-]+\][ \t]*\n", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A named part of a module.

    Attributes:
        file: The module's file, relative to the repository ("snippets/forward.py").
        source: The section's lines as they stand in the file, without the marks.
        names: What the section defines at its top level, in order.
    """

    file: str
    source: str
    names: tuple[str, ...]

    @property
    def import_statement(self) -> str:
        """The statement that runs the module and brings the section's names to the page."""
        module = self.file.removesuffix(".py").replace("/", ".")
        return f"from {module} import {', '.join(self.names)}\n"


def included_section(fence: Fence, path: str, root: Path = ROOT) -> Section | None:
    """The section that a block shows, or None where the block is code of the chapter's own.

    Args:
        fence: A Python block; a section is asked for by the one line
            ``--8<-- "snippets/forward.py:jvp"``.
        path: The chapter's file, for messages.
        root: The folder that the section's file is looked up in.

    Raises:
        ChapterError: The line is malformed, or the file or the section does not exist.
    """
    if "--8<--" not in fence.code:
        return None
    line = fence.line + 1
    asked = _INCLUDE.match(fence.code)
    if not asked:
        raise ChapterError(
            path, line, 'a section is shown by one line alone: --8<-- "snippets/file.py:section".'
        )
    file, name = asked["file"], asked["name"]
    if not (root / file).is_file():
        raise ChapterError(path, line, f"there is no file '{file}' to show a section of.")
    source = section_source((root / file).read_text(encoding="utf-8"), name)
    if source is None:
        raise ChapterError(path, line, f"'{file}' has no section '{name}'.")
    return Section(file, source, tuple(_defined_names(source)))


def section_source(text: str, name: str) -> str | None:
    """The lines between the marks of one section, or None where a mark is missing."""
    mark = r"^[ \t]*# --8<-- \[{}:" + re.escape(name) + r"\][ \t]*\n"
    start = re.search(mark.format("start"), text, re.MULTILINE)
    end = re.search(mark.format("end"), text, re.MULTILINE)
    if not start or not end or end.start() < start.end():
        return None
    return _MARK.sub("", text[start.end() : end.start()]).strip("\n") + "\n"


def section_names(text: str) -> list[str]:
    """The names of all sections that a file marks."""
    return re.findall(r"# --8<-- \[start:([\w-]+)\]", text)


def _defined_names(source: str) -> list[str]:
    names = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names
