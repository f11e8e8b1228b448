"""What the search reads of a page: its words, without the markup that only draws."""

import re

from literate.maths import FORMULA, symbols

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_DATA = re.compile(r'<a aria-label="[^"]*" class="data".*?</a>', re.DOTALL)
# What a stepper says at each step: the numbers of its table once more.
_STEPS = re.compile(r'<div class="moment".*?</div></div>|<p class="hint">.*?</p>', re.DOTALL)
_COLOUR = re.compile(r'</?span\b[^>]*>|<a id="__codelineno[^>]*></a>')


def searchable(content: str) -> str:
    """The page's HTML with formulas as plain text, without drawings, without coloured code.

    Material's search reads a page tag by tag, and nine of ten tags here only draw. It would
    also find each formula twice, as symbols and as LaTeX.
    """
    content = _DATA.sub("", _DRAWING.sub("", _STEPS.sub("", content)))
    content = FORMULA.sub(lambda formula: symbols(formula[0]), content)
    return _COLOUR.sub("", content)
