"""Named sections of `snippets/`: what a chapter shows is what the module runs."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from literate.errors import ChapterError, in_utf8
from literate.fences import Fence

ROOT = Path(__file__).resolve().parent.parent

_INCLUDE = re.compile(r'^--8<-- "(?P<file>[^":]+):(?P<name>[\w-]+)"\n$')
_MARK = re.compile(r"^[ \t]*# --8<-- \[(?:start|end):[\w-]+\][ \t]*$\n?", re.MULTILINE)


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
        ChapterError: The line is malformed, the file or the section does not exist, the file is
            not UTF-8, or the section is marked twice or is not made of whole definitions.
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
    with in_utf8(file):
        text = (root / file).read_text(encoding="utf-8")
    source = section_source(text, name)
    if source is None:
        raise ChapterError(path, line, f"'{file}' has no section '{name}'.")
    if section_names(text).count(name) > 1:
        raise ChapterError(path, line, f"'{file}' marks the section '{name}' more than once.")
    names = tuple(_defined_names(source))
    if not names:
        raise ChapterError(
            path, line, f"the section '{name}' of '{file}' is not made of whole definitions."
        )
    return Section(file, source, names)


def section_source(text: str, name: str) -> str | None:
    """The lines between the marks of one section, or None where a mark is missing."""
    mark = r"^[ \t]*# --8<-- \[{}:" + re.escape(name) + r"\][ \t]*$\n?"
    start = re.search(mark.format("start"), text, re.MULTILINE)
    end = re.search(mark.format("end"), text, re.MULTILINE)
    if not start or not end or end.start() < start.end():
        return None
    return _MARK.sub("", text[start.end() : end.start()]).strip("\n") + "\n"


def section_names(text: str) -> list[str]:
    """The names of all sections that a file marks, in order."""
    return re.findall(r"^[ \t]*# --8<-- \[start:([\w-]+)\][ \t]*$", text, re.MULTILINE)


def _defined_names(source: str) -> list[str]:
    """What a section binds; nothing where it is a piece of a definition, which does not parse."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    names = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            parts = [part for target in node.targets for part in ast.walk(target)]
            names += [part.id for part in parts if _is_bound(part)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return names


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
