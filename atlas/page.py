"""The atlas as a table of the site, and its numbers."""

import html
from collections import Counter
from collections.abc import Iterable
from typing import Any

from atlas.case import FAMILIES
from atlas.frameworks import FRAMEWORKS
from atlas.rows import MARKS, SIGNIFIED, Row
from literate.tables import framed

COLUMNS = ("function", "at", "mathematics", *(f.title for f in FRAMEWORKS.values()), "marks")


class AtlasTable:
    """The table of all cases, which reads whole without a script; docs/assets/atlas.js adds to it.

    Args:
        rows: Cases with what was measured.
        caption: What the table shows.
    """

    def __init__(self, rows: Iterable[Row], caption: str) -> None:
        self.rows = tuple(rows)
        self.caption = caption

    def as_text(self) -> str:
        """What the table shows, one row a line, for the record of its page."""
        return "\n".join([f"table: {self.caption}", *(row.as_text() for row in self.rows)])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in COLUMNS)
        groups = "".join(self._group(number) for number in range(len(FAMILIES)))
        head += '<th scope="col"><span class="unseen">code</span></th>'
        name, controls = "The kink atlas", self._controls()
        return framed(head, groups, self.caption, name, kind="atlas", controls=controls)

    def _controls(self) -> str:
        families = "".join(
            f'<option value="{number}">{html.escape(name)}</option>'
            for number, name in enumerate(FAMILIES)
        )
        marks = "".join(
            f'<option value="{name}">{sign} {words}</option>'
            for name, (sign, words) in MARKS.items()
        )
        return (
            '<div class="controls" role="search" aria-label="Rows of the atlas">'
            '<label>Words <input type="search" name="words" autocomplete="off"></label>'
            f'<label>Family <select name="family"><option value="">all</option>{families}</select>'
            f'</label><label>Mark <select name="mark"><option value="">any</option>{marks}'
            '<option value="none">no mark</option></select></label>'
            f'<output aria-live="polite">{len(self.rows)} of {len(self.rows)} rows</output></div>'
        )

    def _group(self, number: int) -> str:
        name = FAMILIES[number]
        rows = "".join(_row(row, number) for row in self.rows if row.case.family == name)
        if not rows:
            return ""
        head = f'<th scope="rowgroup" colspan="{len(COLUMNS) + 1}"><span>{html.escape(name)}</span>'
        return f'<tbody><tr class="family">{head}</th></tr>{rows}</tbody>'


def _row(row: Row, family: int) -> str:
    case = row.case
    text = html.escape(case.text)
    answers = "".join(f"<td>{_answer(row, name)}</td>" for name in FRAMEWORKS)
    signs = " ".join(_sign(mark) for mark in row.marks)
    return (
        f'<tr id="{case.name}" data-family="{family}" data-marks="{",".join(row.marks)}">'
        f'<th scope="row"><a class="row" href="#{case.name}">{text}</a></th>'
        f"<td>{row.point}</td><td>{html.escape(row.truth)}</td>{answers}<td>{signs}</td><td></td>"
        f'</tr><tr class="more"><td colspan="{len(COLUMNS) + 1}"><details><summary>code'
        f'<span class="unseen"> of {text}</span></summary>{_more(row)}</details></td></tr>'
    )


def _answer(row: Row, framework: str) -> str:
    """What a framework returned; the forward mode beside it where that returned other numbers."""
    if framework not in row.answers:
        return '<span class="unseen">no such operation</span><span aria-hidden="true">—</span>'
    text = _judged(row, framework, "reverse")
    if row.modes_differ(framework):
        text += f"<br>forward {_judged(row, framework, 'forward')}"
    return text


def _judged(row: Row, framework: str, mode: str) -> str:
    text = html.escape(row.answered(framework, mode))
    mark = SIGNIFIED.get(row.verdict(framework, mode))
    return f"{_sign(mark)} {text}" if mark else text


def _sign(mark: str) -> str:
    sign, words = MARKS[mark]
    name = mark.replace(" ", "-")
    return (
        f'<span class="mark {name}" title="{words}">{sign}<span class="unseen">{mark}</span></span>'
    )


def _more(row: Row) -> str:
    """The codings, the slopes, the report: what a row has beside its numbers."""
    codings = "".join(
        f"<li>{FRAMEWORKS[name].title}: <code>{html.escape(coding)}</code>"
        f"{_forward(row, name)}</li>"
        for name, coding in row.case.codings.items()
    )
    slopes = f"<p>Slopes: {html.escape(row.slopes)}.</p>" if row.slopes else ""
    issue = row.case.issue
    report = f'<p>A report: <a href="{issue}">{_named(issue)}</a>.</p>' if issue else ""
    return f"<ul>{codings}</ul>{slopes}{report}"


def _forward(row: Row, framework: str) -> str:
    """What the forward mode raised, if anything."""
    answer = row.answers.get(framework, {}).get("forward", "")
    return f" (forward mode: {answer})" if answer and isinstance(answer, str) else ""


def _named(issue: str) -> str:
    """An issue's address as its short name, such as "pytorch #7002"."""
    _, repository, _, number = issue.rsplit("/", 3)
    return f"{repository} #{number}"


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows there are, how many without a mark, and how many with each."""
    rows = list(rows)
    found = Counter(mark for row in rows for mark in row.marks)
    unmarked = sum(not row.marks for row in rows)
    return {"all": len(rows), "unmarked": unmarked} | {mark: found[mark] for mark in MARKS}


def by_framework(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One row a framework: how many cases it could be asked, and how its answers stand."""
    rows = list(rows)
    table = []
    for name, framework in FRAMEWORKS.items():
        asked = [row for row in rows if name in row.answers]
        verdicts = Counter(row.verdict(name) for row in asked)
        table.append(
            {
                "framework": framework.title,
                "asked": len(asked),
                "inside": verdicts["inside"],
                "✗ outside": verdicts["outside"],
                "† no such derivative": verdicts["no such derivative"],
                "no number": verdicts[""],
                "⇄ modes differ": sum(row.modes_differ(name) for row in asked),
            }
        )
    return table
