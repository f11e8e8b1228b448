"""What the slopes to both sides say about the reported derivative, in sentences."""

import html

from playground.result import JUDGED, Result, shown
from playground.slopes import Sides


def verdicts(found: Result) -> str:
    """A paragraph for each input at which there is something to say, as HTML."""
    if not found.sides:
        return (
            "<p>The trace is too long for the slopes to both sides to be computed here; "
            f"they are for up to {JUDGED} steps.</p>"
        )
    names = found.request.typed.names
    told = [
        f"<p>{_badge(one)} {html.escape(_sentence(name, one))}</p>"
        for name, one in zip(names, found.sides, strict=True)
        if one.kind != "smooth" or not one.inside
    ]
    if not told:
        inputs = "each input" if len(names) > 1 else names[0]
        text = f"Along {inputs} both slopes agree, and the reported derivative is that slope."
        told = [f'<p><span class="verdict true">smooth</span> {html.escape(text)}</p>']
    return "".join(told) + _culprits(found)


def _badge(one: Sides) -> str:
    if one.inside:
        return '<span class="verdict true">between the slopes</span>'
    if one.inside is None:
        return '<span class="verdict erratum">not judged</span>'
    return '<span class="verdict false">no such slope</span>'


def _sentence(name: str, one: Sides) -> str:
    slopes = f"{shown(one.left)} on the left and {shown(one.right)} on the right"
    reported = f"reported is {shown(one.reported)}"
    if one.kind == "smooth":
        return f"Along {name} the function has the slope {shown(one.left)}; {reported}."
    if one.kind == "kink":
        return f"Along {name} the function has a kink, with the slopes {slopes}; {reported}."
    if one.kind == "vertical":
        return f"Along {name} the graph is vertical, with the slopes {slopes}; {reported}."
    if one.kind == "jump":
        low, high = map(shown, one.limits)
        return (
            f"Along {name} the function jumps: it tends to {low} from the left and to {high} from "
            f"the right. It has no derivative; {reported}."
        )
    if one.kind == "edge" and None not in one.limits:
        low, high = map(shown, one.limits)
        return (
            f"The function has no value at the point. Along {name} it tends to {low} from the left "
            f"and to {high} from the right; {reported}."
        )
    if one.kind == "edge":
        side = "either side" if one.left is one.right is None else "one side"
        return f"Along {name} the function has no finite limit on {side}; {reported}."
    return f"Along {name} the engine cannot tell the slopes; {reported}."


def _culprits(found: Result) -> str:
    """What stood at a kink when the function was evaluated."""
    kinks = found.tally.kinks[:6]
    if not kinks:
        return ""
    several = found.request.typed.lines > 1
    listed = "; ".join(
        words + (f" (line {line})" if several and line else "") for words, line in kinks
    )
    smooth = found.sides and all(one.kind == "smooth" and one.inside for one in found.sides)
    opening = "In passing" if smooth else "At its kink"
    return f"<p>{opening}: {html.escape(listed)}.</p>"
