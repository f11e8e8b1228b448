"""What a block returned, as HTML."""

import html
from typing import Any

from literate.runner import Output

_COLUMNS = 92  # characters that fit beside the navigation


def shown(output: Output) -> str:
    """The HTML that stands under a block; empty where the block showed nothing.

    A value that knows how to show itself (``_repr_html_``, the protocol of notebooks) does so;
    any other is shown by its ``repr``.
    """
    rich = str(output.value._repr_html_()) if hasattr(output.value, "_repr_html_") else ""
    return text_block(plain(output)) + rich


def plain(output: Output) -> str:
    """The text of a block: what it printed, then its value unless that shows itself otherwise."""
    text = output.text
    if output.value is not None and not hasattr(output.value, "_repr_html_"):
        gap = "\n" if text and not text.endswith("\n") else ""
        text += gap + _written(output.value)
    return text


def _written(value: Any) -> str:
    return value if isinstance(value, str) and "\n" in value else repr(value)


def text_block(text: str) -> str:
    """Printed text as HTML; empty where there is nothing to see."""
    if not text.strip():
        return ""
    escaped = html.escape(text.rstrip("\n"), quote=False)
    # Columns must stay columns, so output scrolls; a sentence longer than a line is not columns.
    sentence = any(len(line) > _COLUMNS for line in text.splitlines())
    return (
        f'<div class="output{" wrapped" if sentence else ""}">'
        f'<pre tabindex="0" role="group" aria-label="Output">{escaped}</pre></div>'
    )
