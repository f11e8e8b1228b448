"""Tables of what a run computed."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real

from literate.maths import spoken, with_formulas, with_minus_signs


@dataclass(frozen=True)
class Table:
    """Rows with a caption; build it with `table`."""

    rows: tuple[Mapping[str, object], ...]
    caption: str
    digits: int

    def _repr_html_(self) -> str:
        columns = list(self.rows[0])
        head = "".join(
            f'<th scope="col"{_alignment(self.rows[0][column])}>{with_formulas(column)}</th>'
            for column in columns
        )
        body = "".join(f"<tr>{self._row(row, columns)}</tr>" for row in self.rows)
        name = html.escape(spoken(self.caption))
        # The caption stands outside of what scrolls, so that it is read whole on a phone.
        return (
            '<figure class="output numbers">'
            f'<div class="scroll" tabindex="0" role="group" aria-label="Table: {name}">'
            f'<table class="run" aria-label="{name}">'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
            f"<figcaption>{with_formulas(self.caption)}</figcaption></figure>"
        )

    def _row(self, row: Mapping[str, object], columns: list[str]) -> str:
        first = f'<th scope="row">{self._cell(row[columns[0]])}</th>'
        return first + "".join(
            f"<td{_alignment(row[column])}>{self._cell(row[column])}</td>" for column in columns[1:]
        )

    def as_text(self) -> str:
        """What the table shows, for the record of its page: the cells as they are written."""
        rows = [list(self.rows[0]), *([self._text(v) for v in row.values()] for row in self.rows)]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = [
            " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([f"table: {self.caption}", *lines])

    def _cell(self, value: object) -> str:
        return with_formulas(self._text(value))

    def _text(self, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Real) and not isinstance(value, Integral):
            return _number(float(value), self.digits)
        if isinstance(value, Integral):
            return with_minus_signs(str(value))
        return str(value)


def table(rows: Sequence[Mapping[str, object]], caption: str, digits: int = 6) -> Table:
    """Show rows as a table.

    Args:
        rows: One mapping a row, all with the same keys; the keys are the column heads. Strings
            may hold formulas as ``$…$``; floats are written with `digits` decimals, so that they
            align at the decimal point; None leaves a cell empty. A scalar of NumPy or PyTorch is
            the number or truth value that it holds.
        caption: What the table shows, as a sentence.
        digits: Decimals of floats.

    Raises:
        ValueError: There is no row, the rows' keys differ, the caption is empty, or `digits` is
            negative.
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
    return Table(plain, caption, digits)


def _plain(value: object) -> object:
    """A NumPy or PyTorch scalar as Python's own; neither package is imported to know it by."""
    return value.item() if getattr(value, "shape", None) == () else value  # type: ignore[attr-defined]


def _alignment(value: object) -> str:
    return ' class="number"' if isinstance(value, Real) and not isinstance(value, bool) else ""


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    if abs(value) >= 1e9 or (value != 0 and float(text) == 0):
        text = f"{value:.1e}"
    return with_minus_signs(text)
