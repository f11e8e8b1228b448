"""What each page shows, in files that a person can read: ``python -m literate.record``.

A record holds, in the order of the page, the text of every block (what it printed; its value, a
table cell by cell, a figure by its plotted data) and every number filled into its prose.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from literate import environment, labs
from literate.chapter import NUMBER
from literate.fences import Fence, fences
from literate.output import plain
from literate.runner import PageRun
from literate.sections import ROOT

RECORDS = "tests/outputs"
REMEDY = "run make outputs and read the diff"
_BLOCK, _NUMBER_IN_PROSE, _INDENT = "[block] ", "[number] ", "    "


@dataclass(frozen=True)
class Entry:
    """One thing that a page shows.

    Attributes:
        head: Its kind and the first line of its source, such as "[block] print(x)".
        text: What it shows, without trailing white space.
        line: Where it stands in the chapter; 0 for an entry that was read from a record.
        value: What a block returned.
    """

    head: str
    text: str
    line: int = 0
    value: Any = None

    @property
    def is_block(self) -> bool:
        """Whether it is a block, not a number in prose."""
        return self.head.startswith(_BLOCK)


def sources(root: Path = ROOT) -> list[str]:
    """All chapters and labs, below ``docs``, in order."""
    docs = root / "docs"
    return [
        str(file.relative_to(docs))
        for file in sorted(docs.rglob("*"))
        if file.suffix in (".md", ".ipynb") and ".ipynb_checkpoints" not in file.parts
    ]


def pages(root: Path = ROOT) -> list[str]:
    """Those of them that show something of a run."""
    found = []
    for page in sources(root):
        path = f"docs/{page}"
        parts = _parts((root / path).read_text(encoding="utf-8"), path)
        if any(isinstance(part, Fence) for part in parts):
            found.append(page)
    return found


def run(page: str, root: Path = ROOT) -> list[Entry]:
    """Run a page as the build does and return all that it shows.

    Args:
        page: A chapter or a lab below ``docs``, such as "pytorch/jump.md".
        root: The repository's folder.

    Raises:
        ChapterError: A block raises.
    """
    path = f"docs/{page}"
    text = (root / path).read_text(encoding="utf-8")
    chapter = PageRun(path, root)
    found = []
    for part in _parts(text, path):
        if isinstance(part, Fence):
            output = chapter.run(part)
            shown = [plain(output).rstrip()]
            if hasattr(output.value, "_repr_html_"):
                shown.append(_rich(output.value))
            first = part.code.strip().split("\n")[0]
            text = "\n".join(filter(None, shown))
            found.append(Entry(_BLOCK + first, _tidy(text), part.line, output.value))
        else:
            line, expression = part
            shown_number = chapter.formatted(expression, line)
            found.append(Entry(_NUMBER_IN_PROSE + expression, _tidy(shown_number), line))
    return found


def _rich(value: Any) -> str:
    """What a value says of itself; one that only knows HTML is recorded as HTML."""
    return str(value.as_text() if hasattr(value, "as_text") else value._repr_html_())


def _parts(text: str, path: str) -> Iterator[Fence | tuple[int, str]]:
    """The blocks of a page, and the line and the expression of each number between them."""
    if path.endswith(".ipynb"):
        yield from (block for block in labs.blocks(text) if block.code)
        return
    blocks = {fence.line: fence for fence in fences(text, path)}
    end = 0
    for line, source in enumerate(text.split("\n"), start=1):
        if line in blocks:
            end = blocks[line].end
            if blocks[line].runs:
                yield blocks[line]
        elif line > end:
            for number in NUMBER.finditer(source):
                yield line, number[1]


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


def written(page: str, entries: list[Entry]) -> str:
    """The text of a page's record."""
    head = (
        f"What docs/{page} shows: each block by its first line, each number in the prose by its\n"
        f"expression. A test runs the page and compares. To rewrite this file: make outputs\n"
    )
    return head + "".join(
        f"\n{entry.head}\n" + "".join(f"{_INDENT}{line}".rstrip() + "\n" for line in lines if lines)
        for entry in entries
        for lines in [entry.text.split("\n") if entry.text else []]
    )


def read(record: str) -> list[Entry]:
    """The entries of a record's text; the lines of each keep their order, not their places."""
    found: list[tuple[str, list[str]]] = []
    for line in record.split("\n"):
        if line.startswith((_BLOCK, _NUMBER_IN_PROSE)):
            found.append((line, []))
        elif found:
            found[-1][1].append(line.removeprefix(_INDENT))
    return [Entry(head, _tidy("\n".join(lines))) for head, lines in found]


def record_of(page: str) -> str:
    """The record's file of a page, below the repository's folder."""
    return f"{RECORDS}/{page.rpartition('.')[0]}.txt"


def main(root: Path = ROOT) -> int:
    """Rewrite all records; remove those of pages that are gone."""
    records = {record_of(page): written(page, run(page, root)) for page in pages(root)}
    for file in sorted((root / RECORDS).rglob("*.txt")):
        if str(file.relative_to(root)) not in records:
            file.unlink()
            print(f"{file.relative_to(root)} is gone")
    for name, text in records.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        file = root / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"{name} has changed")
    return 0


if __name__ == "__main__":
    environment.prepare()
    sys.exit(main())
