"""Equations that a page refers to and does not hold: copies, so that a reference can show them.

They stand in the page itself, because a page that is opened from a file may not fetch another one.
"""

import re
from collections.abc import Mapping

_ANNOTATION = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)
_SHOWN = re.compile(
    r'<div class="equation" id="([^"]+)"><div class="formula"[^>]*>(<math\b.*?</math>)', re.DOTALL
)
_REFERENCE = re.compile(r'<a\b(?=[^>]*\bclass="eqref")[^>]*\bhref="[^"#]+#([^"]+)"')


def shown_equations(content: str) -> dict[str, str]:
    """The numbered equations of a page, by anchor, as MathML without the LaTeX beside it."""
    return {anchor: _ANNOTATION.sub("", formula) for anchor, formula in _SHOWN.findall(content)}


def with_previews(html: str, equations: Mapping[str, str]) -> str:
    """A page with a copy of each equation of another page that it refers to.

    Args:
        html: The whole page.
        equations: MathML of all equations of the site, by anchor.
    """
    wanted = dict.fromkeys(_REFERENCE.findall(html))
    copies = "".join(
        f'<template class="preview" data-equation="{anchor}">{equations[anchor]}</template>\n'
        for anchor in wanted
        if anchor in equations
    )
    # Inside of what instant navigation exchanges.
    return html.replace("</article>", f"{copies}</article>", 1)
