"""A stepper: a table, a graph and an equation that light up together, one step at a time.

All that it will show is written here, from a walk over a trace; `docs/assets/stepper.js` moves a
highlight over it and computes nothing. Without the script the whole table and graph stand.
"""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from literate.figuredata import data_link
from literate.maths import mathml, with_formulas
from literate.moments import Moment, moments
from literate.stepdrawing import drawing, places, way
from literate.tables import Table, table

# What a button does: its name, and its picture on a square of 24.
_BUTTONS = {
    "first": ("First step", "M6 5v14M19 5l-10 7 10 7z"),
    "previous": ("Previous step", "M16 5L7 12l9 7z"),
    "play": ("Play", "M8 5l11 7-11 7z"),
    "next": ("Next step", "M8 5l9 7-9 7z"),
    "last": ("Last step", "M18 5v14M5 5l10 7-10 7z"),
}
_PAUSE = "M8 5v14M16 5v14"
_HINT = (
    "The left and right arrow keys step as well, Home and End lead to the ends. "
    "The address of this page names the step: send it, and it opens here."
)


@dataclass(frozen=True)
class Stepper:
    """Everything that a stepper shows; build it with `stepper`."""

    walk: Any
    moments: tuple[Moment, ...]
    rows: Table
    title: str
    caption: str
    digits: int

    def as_text(self) -> str:
        """What it shows, for the record of its page."""
        lines = [f"stepper: {self.title}", f"caption: {self.caption}", *_body(self.rows.as_text())]
        for moment in self.moments:
            shown = " = ".join(" ".join(line) for line in moment.lines)
            so_far = "" if moment.whole else " so far"
            lines.append(f"{moment.title} | {moment.left} = {shown}{so_far}")
            arrows = ", ".join(" -> ".join(arrow) for arrow in moment.arrows) or "none"
            lines.append(f"    node {moment.node}: {moment.shown}; arrows: {arrows}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        names = html.escape(json.dumps([moment.name for moment in self.moments]))
        svg = drawing(self.walk, self.moments, self.title, self.digits)
        data = [("step", "quantity", "formula", "value")]
        data += [
            (str(count), move.symbol, move.formula, repr(move.value))
            for count, move in enumerate(self.walk.moves, start=1)
        ]
        return (
            f'<figure class="output stepper {self.walk.derivative}" id="stepper" '
            f'aria-label="{html.escape(self.title)}" data-steps="{names}">'
            f'<div class="now scripted">'
            f"{''.join(map(_shown, self.moments))}</div>"
            f'<div class="views">{self.rows.grid()}<div class="panel">{svg}</div></div>'
            f"{_controls(self.moments)}"
            f"<figcaption>{with_formulas(self.caption)} {data_link(self.title, data)}</figcaption>"
            f"</figure>"
        )


def stepper(walk: Any, *, title: str, caption: str, digits: int = 6) -> Stepper:
    """Show a sweep over a trace so that a reader can step through it.

    A page has at most one stepper, for the address of the page names its step.

    Args:
        walk: What is computed, by `Trace.forward_walk` or `Trace.reverse_walk`.
        title: A few words that name it.
        caption: What it shows, as a sentence; formulas as ``$…$``.
        digits: Decimals of what is computed.

    Raises:
        TypeError: `walk` is no walk.
        ValueError: A text is empty, the digits are negative, the walk has no step, or something in
            it is no single number.
    """
    if not hasattr(walk, "moves"):
        raise TypeError(
            "a stepper shows a walk, as Trace.forward_walk or Trace.reverse_walk returns it, "
            f"got {type(walk).__name__}."
        )
    for kind, text in (("title", title), ("caption", caption)):
        if not text.strip():
            raise ValueError(f"a stepper needs a {kind}, this one's is empty.")
    if digits < 0:
        raise ValueError(f"the digits of a stepper are {digits}, expected 0 or more.")
    found = moments(walk, digits)
    rows = [
        {"step": count, "formula": f"${move.symbol} = {move.formula}$", "value": float(move.value)}
        for count, move in enumerate(walk.moves, start=1)
    ]
    plain = table(rows, caption=title, digits=digits)
    attributes = tuple(
        _row_attributes([at for at, moment in enumerate(found) if moment.row == row])
        for row in range(len(rows))
    )
    return Stepper(
        walk,
        tuple(found),
        Table(plain.rows, plain.caption, digits, attributes=attributes),
        title,
        caption,
        digits,
    )


def _row_attributes(found: Sequence[int]) -> str:
    return f' data-lit="{places(found)}" data-from="{found[0]}"'


def _body(text: str) -> list[str]:
    return text.split("\n")[1:]


def _shown(moment: Moment) -> str:
    """What stands over the table and the graph at one step."""
    left = f'<span class="left">{mathml(moment.left)}</span>'
    lines = ""
    for place, line in enumerate(moment.lines):
        last = place == len(moment.lines) - 1
        relation, word = mathml("="), ""
        if last and not moment.whole:  # not yet what stands on the left
            relation, word = "", '<span class="word">so far</span>'
        terms = "".join(
            _term(term, number, moment, told=not last) for number, term in enumerate(line)
        )
        lines += f'{left}<span>{relation}</span><span class="terms">{terms}{word}</span>'
        left = '<span class="left"></span>'
    said = html.escape(moment.said)
    return (
        f'<div class="moment" data-step="{moment.name}" data-said="{said}">'
        f'<p class="title">{with_formulas(moment.title)}</p><div class="lines">{lines}</div></div>'
    )


def _term(term: str, number: int, moment: Moment, told: bool) -> str:
    operator = term.startswith(("+ ", "- "))
    markup = mathml(r"{}" + term if operator else term)
    told = told and bool(moment.arrows) and moment.kind != "value"
    lit = f" way-{way(number)}" if told and number in moment.lit else ""
    return f'<span class="term{lit}">{markup}</span>'


def _controls(moments: Sequence[Moment]) -> str:
    buttons = "".join(
        f'<button type="button" data-do="{what}" aria-label="{name}">{_icon(what, path)}</button>'
        for what, (name, path) in _BUTTONS.items()
    )
    first = html.escape(moments[0].name)
    return (
        '<div class="controls scripted" role="group" aria-label="Steps">'
        f'<div class="buttons">{buttons}</div>'
        f'<input type="range" min="0" max="{len(moments) - 1}" step="1" value="0" '
        f'aria-label="Step" aria-valuetext="Step {first}" autocomplete="off">'
        '<p class="unseen" role="status"></p></div>'
        f'<div class="notes scripted"><p class="hint">{_HINT}</p>'
        '<p class="trouble"></p></div>'
    )


def _icon(what: str, path: str) -> str:
    pause = f'<path class="pause" d="{_PAUSE}"/>' if what == "play" else ""
    return (
        '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">'
        f'<path d="{path}"/>{pause}</svg>'
    )
