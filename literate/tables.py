"""Tables of what a run computed."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

from literate.maths import FORMULA, INLINE, spoken, with_formulas, with_minus_signs

_NUMERAL = re.compile(r"[-−+]?\d+(?:\.\d*)?(?:e[-−+]?\d+)?")
# A formula that is a step's name, or one that begins by saying which step it computes.
_STEP = re.compile(r"\$(?:\\(dot|bar) )?([a-zA-Z])_\{?(\d+)\}?(?:\$$| = )")
_NAMED_ROW = re.compile(r'<tr data-row="([^"]+)"(.*?<th[^>]*>)(.*?)</th>', re.DOTALL)


@dataclass(frozen=True)
class Table:
    """Rows with a caption; build it with `table`."""

    rows: tuple[Mapping[str, object], ...]
    caption: str
    digits: int
    lit: str = ""
    attributes: tuple[str, ...] = ()  # what the tag of each row says besides, if anything

    def _repr_html_(self) -> str:
        return framed(*self._parts(), self.caption, spoken(self.caption))

    def grid(self) -> str:
        """The HTML of the table without its caption, which is said aloud only."""
        return scrolling(*self._parts(), spoken(self.caption))

    def _parts(self) -> tuple[str, str]:
        """The cells of the head, and the body."""
        columns = list(self.rows[0])
        widths = {column: self._fraction(column) for column in columns}
        head = "".join(
            f'<th scope="col"{self._alignment(column)}>{headed(with_formulas(column))}</th>'
            for column in columns
        )
        more = self.attributes or ("",) * len(self.rows)
        body = "".join(
            self._row(row, widths, words) for row, words in zip(self.rows, more, strict=True)
        )
        return head, f"<tbody>{body}</tbody>"

    def _row(self, row: Mapping[str, object], widths: Mapping[str, int], words: str) -> str:
        cells = [self._cell(row[column], width) for column, width in widths.items()]
        columns = list(widths)
        # What a row's head says is said by its column's, in words where that has any.
        first = headed(cells[0], re.sub(INLINE, "", columns[0]).strip() or "formula")
        step = row_name(row)
        name = f' data-row="{step}"' if step else ""
        lit = ' class="lit" aria-current="step"' if self.lit and step == self.lit else ""
        return (
            f'<tr{name}{lit}{words}><th scope="row"{self._alignment(columns[0], row)}>{first}</th>'
            + "".join(
                f"<td{self._alignment(column, row)}>{cell}</td>"
                for column, cell in zip(columns[1:], cells[1:], strict=True)
            )
            + "</tr>"
        )

    def _alignment(self, column: str, row: Mapping[str, object] | None = None) -> str:
        """Numbers stand right, and the head as the first of its column that is not empty."""
        values = [row[column]] if row else [r[column] for r in self.rows if r[column] is not None]
        return ' class="number"' if values and _is_number(values[0]) else ""

    def _fraction(self, column: str) -> int:
        """Most characters from the decimal point on, where a column's numbers differ, else 0."""
        texts = [self._text(row[column]) for row in self.rows if _is_number(row[column])]
        lengths = {len(text) - len(_whole(text)) for text in texts}
        return max(lengths) if len(lengths) > 1 else 0

    def as_text(self) -> str:
        """What the table shows, for the record of its page: the cells as they are written."""
        rows = [list(self.rows[0]), *([self._text(v) for v in row.values()] for row in self.rows)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = [
            " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([f"table: {self.caption}", *lines])

    def _cell(self, value: object, width: int) -> str:
        text = self._text(value)
        if not width or not _is_number(value):
            return with_formulas(text)
        whole = _whole(text)
        fraction = f'<span class="fraction" style="min-width:{width}ch">{text[len(whole) :]}</span>'
        return whole + fraction

    def _text(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Real) and not isinstance(value, Integral):
            return decimals(float(value), self.digits)
        if isinstance(value, Integral):
            return with_minus_signs(str(value))
        return with_minus_signs(str(value)) if _is_number(value) else str(value)


def table(
    rows: Sequence[Mapping[str, object]], caption: str, digits: int = 6, lit: str = ""
) -> Table:
    """Show rows as a table.

    Args:
        rows: One mapping a row, all with the same keys; the keys are the column heads. Strings
            may hold formulas as ``$…$``; floats are written with `digits` decimals, so that they
            align at the decimal point; None leaves a cell empty. A scalar of NumPy or PyTorch is
            the number or truth value that it holds, a string that is a numeral is set as one.
        caption: What the table shows, as a sentence.
        digits: Decimals of floats.
        lit: The step that the text discusses, as `row_name` names it: its row is marked.

    Raises:
        ValueError: There is no row, the rows' keys differ, the caption is empty, `digits` is
            negative, or no row is the one that `lit` names.
    """
    if not rows:
        raise ValueError("a table needs at least one row, this one has none.")
    if not caption.strip():
        raise ValueError("a table needs a caption that says what it shows.")
    if digits < 0:
        raise ValueError(f"the digits of a table are {digits}, expected 0 or more.")
    for number, row in enumerate(rows, start=1):
        if list(row) != list(rows[0]):
            raise ValueError(
                f"row {number} of the table has the columns {list(row)}, "
                f"expected {list(rows[0])} as in row 1."
            )
    plain = tuple({column: _plain(value) for column, value in row.items()} for row in rows)
    names = [row_name(row) for row in plain]
    if lit and lit not in names:
        known = ", ".join(filter(None, names)) or "none that is a step"
        raise ValueError(f"no row of the table is '{lit}', it has {known}.")
    return Table(plain, caption, digits, lit)


def framed(
    head: str, bodies: str, caption: str, name: str, *, kind: str = "", controls: str = ""
) -> str:
    """The HTML of a table that scrolls where it is wide, with its caption.

    Args:
        head: The cells of its head.
        bodies: The table's bodies.
        caption: What the table shows; formulas as ``$…$``.
        name: What it is called aloud.
        kind: A class of its own, for the style sheet.
        controls: What stands above it.
    """
    # The caption stands outside of what scrolls, so that it is read whole on a phone.
    return (
        f'<figure class="{f"output numbers {kind}".strip()}">{controls}'
        f"{scrolling(head, bodies, name)}<figcaption>{with_formulas(caption)}</figcaption></figure>"
    )


def scrolling(head: str, bodies: str, name: str) -> str:
    """The HTML of a table that scrolls where it is wide; the arguments are those of `framed`."""
    name = html.escape(name)
    return (
        f'<div class="scroll" tabindex="0" role="group" aria-label="Table: {name}">'
        f'<table class="run" aria-label="{name}"><thead><tr>{head}</tr></thead>'
        f"{bodies}</table></div>"
    )


def row_name(row: Mapping[str, object]) -> str:
    r"""Which step a row is about, "" if none: "z_4", and "dot-z_4", "bar-z_4" of its derivatives.

    The first cell says so by being the step's name, or another one by a formula ``$z_4 = …$``.
    """
    for place, value in enumerate(row.values()):
        found = _STEP.match(value) if isinstance(value, str) else None
        if found and (found[0].endswith("= ") or (place == 0 and found[0] == value)):
            mark, letter, number = found.groups()
            return f"{mark}-{letter}_{number}" if mark else f"{letter}_{number}"
    return ""


def anchored(markup: str, taken: set[str]) -> str:
    """HTML in which the first row of a page about each step is found at #z_4, and says so.

    Args:
        markup: What a block shows, or all of a page.
        taken: The rows that the page has already; those found here are added.
    """

    def anchor(row: re.Match[str]) -> str:
        name, between, head = row.groups()
        if name in taken:
            return f"<tr{between}{head}</th>"
        taken.add(name)
        return f'<tr id="{name}"{between}<a class="row" href="#{name}">{head}</a></th>'

    return _NAMED_ROW.sub(anchor, markup)


def headed(head: str, word: str = "formula") -> str:
    """The HTML of a table's head, with a word before a formula that stands there alone.

    Only what is read aloud needs it: some programs take MathML for a picture, and such a head for
    empty.
    """
    alone = "<math" in head and not FORMULA.sub("", head).strip()
    return f'<span class="unseen">{html.escape(word)} </span>{head}' if alone else head


def _plain(value: object) -> object:
    """A NumPy or PyTorch scalar as Python's own; neither package is imported to know it by."""
    return value.item() if getattr(value, "shape", None) == () else value  # type: ignore[attr-defined]


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return bool(_NUMERAL.fullmatch(value))
    return isinstance(value, Real) and not isinstance(value, bool)


def _whole(text: str) -> str:
    """What stands before the decimal point, or before the exponent, or all."""
    return re.split(r"[.e]", text)[0]


def decimals(value: float, digits: int) -> str:
    """A float as a table writes it: with so many decimals, or by its power of ten."""
    text = f"{value:.{digits}f}"
    if abs(value) >= 1e9 or (value != 0 and float(text) == 0):
        text = f"{value:.1e}"
    return with_minus_signs(text)
