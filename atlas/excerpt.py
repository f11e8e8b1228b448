"""Rows of the atlas for a page that teaches them."""

import html
from functools import cache

from atlas.frameworks import FRAMEWORKS
from atlas.rows import MARKS, SIGNIFIED, Row, rows
from literate.tables import framed

COLUMNS = ("function", "at", "mathematics", *(f.title for f in FRAMEWORKS.values()))


def row(name: str) -> Row:
    """One row.

    Raises:
        ValueError: The atlas has no case of that name.
    """
    if name not in _by_name():
        raise ValueError(f"name must be that of a case of the atlas, but it is {name!r}.")
    return _by_name()[name]


class Excerpt:
    """Some rows as a table: the function, the point, the truth, what each framework answered.

    Where forward mode returned other numbers than reverse mode, they stand behind a stroke. An
    answer that the mathematics excludes has its mark.

    Args:
        names: Of cases.
        caption: What the table shows.

    Raises:
        ValueError: The atlas has no case of one of the names.
    """

    def __init__(self, *names: str, caption: str) -> None:
        self.rows = tuple(map(row, names))
        self.caption = caption

    def cells(self) -> list[list[str]]:
        """The text of every cell, row by row."""
        return [
            [found.case.text, found.point, found.truth]
            + [_answer(found, name) for name in FRAMEWORKS]
            for found in self.rows
        ]

    def as_text(self) -> str:
        """What the table shows, one row a line, for the record of its page."""
        lines = [" | ".join(cells) for cells in (list(COLUMNS), *self.cells())]
        return "\n".join([f"table: {self.caption}", *lines])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
        body = ""
        for first, *others in self.cells():
            answers = "".join(f"<td>{_kept_whole(html.escape(text))}</td>" for text in others)
            body += f'<tr><th scope="row">{html.escape(first)}</th>{answers}</tr>'
        bodies = f"<tbody>{body}</tbody>"
        return framed(head, bodies, self.caption, self.caption, kind="excerpt")


@cache
def _by_name() -> dict[str, Row]:
    return {found.case.name: found for found in rows()}


def _kept_whole(answer: str) -> str:
    """An answer whose marks never begin a line."""
    for sign, _ in MARKS.values():
        answer = answer.replace(f" {sign}", f"&nbsp;{sign}")
    return answer


def _answer(found: Row, framework: str) -> str:
    modes = ["reverse"]
    if framework in found.answers and found.modes_differ(framework):
        modes.append("forward")
    return " / ".join(_judged(found, framework, mode) for mode in modes)


def _judged(found: Row, framework: str, mode: str) -> str:
    text = found.answered(framework, mode)
    if framework not in found.answers:
        return text
    mark = SIGNIFIED.get(found.verdict(framework, mode))
    return f"{text} {MARKS[mark][0]}" if mark else text
