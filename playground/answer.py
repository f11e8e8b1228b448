"""From a request to the HTML that answers it: one function for the build and for the browser."""

import html
import json
from typing import Any

from playground.mistakes import MistakeError, mistake
from playground.request import request
from playground.result import SHOWN, Result, result, shown
from playground.source import read
from playground.verdict import verdicts
from playground.watching import TooLongError


def answer(text: str) -> str:
    """Answer a request.

    Args:
        text: JSON with "source", the function as it was typed, and with what
            `playground.request.request` reads.

    Returns:
        JSON. Always "names", the inputs as far as they are known, name → number in the text that
        was read or chosen. If all went well "html", "along" and "step"; else "error", one sentence.
    """
    names: dict[str, str] = {}
    try:
        given = json.loads(text)
        if not isinstance(given, dict):
            raise MistakeError("The question is no JSON object.")
        typed = read(given.get("source"))
        names = dict.fromkeys(typed.names, "")
        asked = request(typed, given)
        names = {name: repr(x) for name, x in zip(typed.names, asked.point, strict=True)}
        found = result(asked)
        told: dict[str, Any] = {
            "html": shown_result(found),
            "along": asked.along,
            "step": repr(asked.step),
            "said": said(found),
        }
    except MistakeError as error:
        told = {"error": str(error)}
    except json.JSONDecodeError:
        told = {"error": "The question is no JSON."}
    except (Exception, TooLongError) as error:
        # Typed code can reach into whatever it likes; the page needs a sentence in any case.
        told = {"error": str(mistake("The function", error))}
    return json.dumps(told | {"names": names})


def said(found: Result) -> str:
    """The result in one sentence, for a screen reader."""
    typed, asked = found.request.typed, found.request
    slopes = ", ".join(
        f"{row['reverse']} by {name}" for name, row in zip(typed.names, found.rows, strict=True)
    )
    steps = len(found.trace.steps)
    counted = f"{steps} step{'' if steps == 1 else 's'}"
    at = ", ".join(map(shown, asked.point))
    return f"{typed.name}({at}) = {shown(found.value)}; derivative {slopes}; {counted}."


def shown_result(found: Result) -> str:
    """All that is shown, as HTML. The page does not trust it: docs/assets/playground/clean.js."""
    typed = found.request.typed
    at = ", ".join(
        f"{name} = {x!r}" for name, x in zip(typed.names, found.request.point, strict=True)
    )
    call = f"{typed.name}({at})".replace("-", "−")
    parts = [
        f'<p class="answer"><code>{html.escape(call)}</code> '
        f"= <strong>{shown(found.value)}</strong></p>",
        found.curves.figure(),
        _headed("Gradient", found.gradient._repr_html_()),
        _headed("Kink, jump or smooth", _judged(found)),
        _headed("Trace", _steps(found)),
        _headed("Graph", _graph(found)),
        _headed("Program", _program(found)),
    ]
    return "".join(parts)


def _headed(title: str, content: str) -> str:
    return f"<h3>{title}</h3>{content}"


def _judged(found: Result) -> str:
    smooth = all(one.kind == "smooth" and one.inside for one in found.sides)
    return verdicts(found) + ("" if smooth else found.slopes._repr_html_())


def _steps(found: Result) -> str:
    count = len(found.trace.steps)
    if not found.short:
        return (
            f"<p>The trace has {count} steps. Up to {SHOWN} are shown one by one; "
            "all that stands above was computed with all of them.</p>"
        )
    if not count:
        return f"{found.steps._repr_html_()}<p>No step depends on an input.</p>"
    tangents, adjoints = found.formulas
    return (
        found.steps._repr_html_()
        + _folded(f"How each tangent by {found.request.along} is computed", tangents)
        + _folded("How each adjoint is computed", adjoints)
    )


def _folded(title: str, content: Any) -> str:
    return f"<details><summary>{html.escape(title)}</summary>{content._repr_html_()}</details>"


def _graph(found: Result) -> str:
    drawn = found.graph if found.short else None
    if drawn is None:
        why = "too large to be read" if found.trace.steps else "without an arrow"
        return f"<p>The graph is {why}, and is left out.</p>"
    return drawn._repr_html_()


def _program(found: Result) -> str:
    if not found.source:
        return f"<p>The program is as long as the trace, and is shown for up to {SHOWN} steps.</p>"
    code = html.escape(found.source.rstrip("\n"), quote=False)
    return (
        '<div class="output"><pre tabindex="0" role="group" aria-label="Generated program">'
        f"{code}</pre></div>"
    )
