"""Logistic regression whose penalty the reader moves: the HTML for docs/assets/live.js.

All that can be shown is made here, one row for each λ: numbers as the tables of the site write
them, how far the boundary is turned, how wide the zone of doubt is. The script picks a row. Without
a script one λ is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from literate.axes import Point
from literate.figuredata import data_link
from literate.livepanels import Classes, Fit, Row, lengths, likelihoods, plane
from literate.maths import with_formulas

__all__ = ["Fit", "Live", "live"]

_TITLE = "Logistic regression along the penalty"


@dataclass(frozen=True)
class Live:
    """Two sets of points and their fits; build it with `live`.

    Attributes:
        train: The training points of the class -1, then those of +1.
        test: The same of the test data.
        fits: One for each λ, in increasing order.
        chosen: Place of the λ that is shown first.
        caption: What can be learnt from it.
    """

    train: Classes
    test: Classes
    fits: tuple[Fit, ...]
    chosen: int
    caption: str

    @property
    def rows(self) -> list[Row]:
        """What is shown for each λ."""
        return [fit.row() for fit in self.fits]

    @property
    def best(self) -> int:
        """Place of the λ with the highest test log-likelihood."""
        return max(range(len(self.fits)), key=lambda k: self.fits[k].test)

    def as_text(self) -> str:
        """What is shown at some λ, for the record of the page."""
        rows = self.rows
        first, last, now = (rows[k]["lambda"] for k in (0, -1, self.chosen))
        head = f"live: {len(rows)} values of λ from {first} to {last}, {now} first"
        lines = [" | ".join(row.values()) for row in rows[:: max(1, len(rows) // 24)]]
        return "\n".join([head, f"caption: {self.caption}", " | ".join(rows[0]), *lines])

    def _repr_html_(self) -> str:
        rows, fits, chosen = self.rows, self.fits, self.chosen
        data = ";".join(" ".join(row.values()) for row in rows)
        table = [list(rows[0]), *(list(row.values()) for row in rows)]
        return (
            f'<figure class="output figure live" id="live" data-columns="{" ".join(table[0])}" '
            f'data-fits="{data}">{self._controls(rows)}<div class="stage">'
            f'<div class="plane">{plane(self.train, self.test, rows, chosen)}</div>'
            f"<div>{likelihoods(fits, rows, chosen, self.best)}</div>"
            f"<div>{lengths(fits, rows, chosen)}</div></div>"
            f"<figcaption>{with_formulas(self.caption)} {data_link(_TITLE, table)}</figcaption>"
            "</figure>"
        )

    def _controls(self, rows: Sequence[Row]) -> str:
        row, last = rows[self.chosen], len(rows) - 1
        said = "λ = {lambda}: log-likelihood train {train}, test {test}; norm {norm}"
        ends = f"from {rows[0]['lambda']} to {rows[-1]['lambda']}"
        return (
            f'<div class="controls" role="group" aria-label="Penalty" data-said="{said}">'
            "<label><span>penalty λ, logarithmic</span>"
            f'<input type="range" name="lambda" min="0" max="{last}" value="{self.chosen}" '
            f'aria-valuetext="{said.format(**row)}" autocomplete="off"></label>'
            '<label><span>λ =</span><input name="typed" inputmode="decimal" maxlength="40" '
            f'value="{row["lambda"]}" autocomplete="off" aria-describedby="live-hint"></label>'
            f'<p id="live-hint" role="status">{len(rows)} values {ends}. Arrow keys go to the next '
            "one.</p></div>"
        )


def live(
    train: tuple[Sequence[Sequence[float]], Sequence[int]],
    test: tuple[Sequence[Sequence[float]], Sequence[int]],
    fits: Sequence[Fit],
    *,
    shown: float,
    caption: str,
) -> Live:
    """Let the reader move the penalty of logistic regression with two features.

    Args:
        train: The points that were trained on, shape (N, 2), and their labels, each -1 or +1.
        test: The points that were not.
        fits: What each λ comes to, in increasing order of λ.
        shown: The λ that is shown first, one of those.
        caption: What can be learnt from it, as a sentence.

    Raises:
        ValueError: There are fewer than two fits, they are not in order, none has the λ that is
            to be shown, a label is neither -1 nor +1, or the caption is empty.
    """
    lams = [fit.lam for fit in fits]
    if len(lams) < 2 or lams[0] <= 0 or lams != sorted(set(lams)):
        raise ValueError("fits must be two or more, with λ above 0 and increasing.")
    if shown not in lams:
        raise ValueError(f"shown must be the λ of a fit, but no fit has {shown}.")
    if not caption.strip():
        raise ValueError("the caption must say what can be learnt, but it is empty.")
    return Live(_classes(*train), _classes(*test), tuple(fits), lams.index(shown), caption)


def _classes(X: Sequence[Sequence[float]], y: Sequence[int]) -> Classes:
    found: dict[int, list[Point]] = {-1: [], 1: []}
    for (first, second), label in zip(X, y, strict=True):
        if label not in found:
            raise ValueError(f"a label must be -1 or +1, but one is {label}.")
        found[label].append((float(first), float(second)))
    return tuple(found[-1]), tuple(found[1])
