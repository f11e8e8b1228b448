"""The page of the playground: its controls, and the result of one example.

It is for the build; in the browser, `playground.answer` alone is asked.
"""

import html
import json
import os

from literate import runtime
from playground.answer import said, shown_result
from playground.examples import EXAMPLES, Example
from playground.request import STEP, request
from playground.result import Result, result
from playground.source import LONGEST, read

_FROM_FILES = "A page that is opened as a file cannot load Python; it needs a web server."
SECONDS = 5  # that an answer may take


class Playground:
    """A function and a point with all that is computed of them, and controls to change both.

    It reads whole without a script; docs/assets/playground/page.js answers the controls.

    Args:
        source: The function as a reader would type it.
        inputs: Its inputs, by name.

    Raises:
        MistakeError: As `playground.result.result`.
    """

    def __init__(self, source: str, **inputs: float) -> None:
        self.example = Example("", source, inputs)
        typed = read(source)
        self.result: Result = result(request(typed, {"inputs": inputs}))

    def as_text(self) -> str:
        """What is shown, for the record of its page."""
        found = self.result
        graph = found.graph
        parts = [said(found), found.curves.description, found.slopes.as_text()]
        parts += [found.steps.as_text(), *(one.as_text() for one in found.formulas)]
        parts += [graph.as_text()] if graph else []
        return "\n\n".join([*parts, found.source.rstrip("\n")])

    def _repr_html_(self) -> str:
        why = _FROM_FILES if os.environ.get("OFFLINE") == "true" else runtime.MISSING
        able = why is runtime.MISSING and runtime.available()
        missing = f'<p class="notice">{html.escape(why)} The example below stands.</p>'
        return (
            f'<div class="playground" data-seconds="{SECONDS}" data-longest="{LONGEST}">'
            f"{self._controls(_megabytes()) if able else missing}"
            '<p class="notice without-script">The editor needs JavaScript; without it, one example '
            "stands here with all that is computed of it.</p>"
            '<section class="shown" aria-label="Result"><p class="old" hidden></p>'
            f'<div class="pieces">{shown_result(self.result)}</div></section></div>'
        )

    def _controls(self, size: str) -> str:
        source = html.escape(self.example.source)
        choices = '<option value="">of your own</option>' + "".join(
            f'<option value="{number}"{_selected(one.source == self.example.source)}>'
            f"{html.escape(one.title)}</option>"
            for number, one in enumerate(EXAMPLES)
        )
        values = html.escape(json.dumps([_as_question(one) for one in EXAMPLES]))
        inputs = "".join(map(self._input, self.example.inputs))
        return (
            '<section class="controls" aria-label="Your function" '
            f'data-examples="{values}">'
            f'<label class="choice">Example <select name="example">{choices}</select></label>'
            '<label class="editor">Function of one to four inputs '
            '<textarea name="source" rows="4" spellcheck="false" autocapitalize="off" '
            'autocomplete="off" autocorrect="off" wrap="off" maxlength="8000" '
            f'aria-describedby="playground-error">{source}</textarea></label>'
            '<p class="error" id="playground-error" role="alert"></p>'
            f'<div class="inputs">{inputs}</div>'
            '<label class="step">Step h of the difference '
            f'<input type="text" name="step" value="{STEP:g}" autocomplete="off"></label>'
            '<div class="go"><button type="button" class="start" '
            f'data-size="{size}">Start Python here ({size})</button>'
            '<button type="button" class="stop" disabled>Stop</button>'
            '<button type="button" class="link">Copy link</button>'
            '<progress aria-label="Loaded" max="1" value="0" hidden></progress>'
            '<output aria-live="polite"></output></div></section>'
        )

    def _input(self, name: str) -> str:
        value, shown = repr(self.example.inputs[name]), html.escape(name)
        checked = " checked" if name == self.result.request.along else ""
        return (
            f'<fieldset><legend>{shown}</legend><input type="text" name="value" '
            f'value="{value}" aria-label="{shown}" autocomplete="off">'
            f'<input type="range" name="slider" min="-3" max="3" step="0.01" value="{value}" '
            f'aria-label="{shown}, slider"><label><input type="radio" name="along" '
            f'value="{shown}" aria-label="plot along {shown}"{checked}> plot'
            "</label></fieldset>"
        )


def _selected(this: bool) -> str:
    return " selected" if this else ""


def _as_question(example: Example) -> dict[str, object]:
    inputs = {name: repr(x) for name, x in example.inputs.items()}
    return {"source": example.source, "inputs": inputs}


def _megabytes() -> str:
    """What starting Python takes from the network."""
    return f"{sum(map(len, runtime.loaded(runtime.sources()).values())) / 1e6:.1f} MB"
