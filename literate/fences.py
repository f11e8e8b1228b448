"""Finding the fenced blocks of a chapter, with their line numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from literate.errors import ChapterError

_FENCE = re.compile(r"^(?P<indent>[ \t>]*)(?P<ticks>`{3,}(?=[^`]*$)|~{3,})(?P<header>.*)$")
_IN_ITEM = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?:`{3,}|~{3,})(?P<header>[^`]*)$")
# All headers that make the theme colour a block as Python, whether it would run or not.
_PYTHON = re.compile(r"(?:\{(?:[^=]*[\s.])?)?\.?(?:i?python|py(?:[23i]|con)?(?!\w))", re.IGNORECASE)


@dataclass(frozen=True)
class Fence:
    """A fenced block.

    Attributes:
        line: Line number of the opening fence in the file, from 1.
        end: Line number of the closing fence.
        language: The header, stripped ("python", "text", …).
        code: The lines between the fences, each ended by a newline.
    """

    line: int
    end: int
    language: str
    code: str

    @property
    def runs(self) -> bool:
        """Whether this block is Python that the build runs."""
        return self.language == "python"


def fences(text: str, path: str) -> list[Fence]:
    """All fenced blocks of a Markdown text, in order.

    Args:
        text: The Markdown source.
        path: The file's name, for messages.

    Returns:
        The fences; those with the header ``python`` are the ones that run.

    Raises:
        ChapterError: A fence is never closed, or is Python but would not be run by the doc tests:
            it does not start in column 1, or its header holds anything else than ``python``. Or
            it holds a tab, of which Markdown makes spaces: the doc tests would run another text.
    """
    found = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        number += 1
        if not opening:
            item = _IN_ITEM.match(lines[number - 1])
            if item:
                _refuse_unrun(False, item["header"].strip(), path, number)
            continue
        start, header = number, opening["header"].strip()
        closing = opening["indent"] + opening["ticks"]  # the only one that superfences knows
        while number < len(lines) and lines[number].rstrip() != closing:
            number += 1
        if number == len(lines):
            raise ChapterError(path, start, "this fenced block is never closed.")
        number += 1
        _refuse_unrun(not opening["indent"], header, path, start)
        code = "".join(line + "\n" for line in lines[start : number - 1])
        if header == "python" and "\t" in code:
            line = start + 1 + code[: code.index("\t")].count("\n")
            sentence = (
                "a Python block must hold no tab: indent by spaces, and write '\\t' in a string."
            )
            raise ChapterError(path, line, sentence)
        found.append(Fence(start, number, header, code))
    return found


def _refuse_unrun(in_column_1: bool, header: str, path: str, line: int) -> None:
    if not _PYTHON.match(header):
        return
    if not in_column_1:
        raise ChapterError(
            path, line, "a Python block must start in column 1, or the doc tests do not collect it."
        )
    if header != "python":
        raise ChapterError(
            path, line, f"the header of a Python block must be 'python' alone, not '{header}'."
        )


def prose_lines(text: str, path: str) -> Iterator[tuple[int, str]]:
    """The lines outside fenced blocks, each with its number from 1."""
    inside: set[int] = set()
    for fence in fences(text, path):
        inside.update(range(fence.line, fence.end + 1))
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in inside:
            yield number, line
