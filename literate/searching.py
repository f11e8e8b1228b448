"""What the search reads of a page: its words, without the markup that only draws."""

import re
from typing import Any

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


class Reading:
    """How the search reads pages: as words, and a page that has not changed not again.

    Reading is a third of the time that an edited chapter takes to be served.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, list[Any]]] = {}  # what it made of each page
        self._page: object = None
        self._shown = ""
        self._first = 0

    def begin(self, page: Any, entries: list[Any]) -> None:
        """Before the search reads a page, let it find words, or nothing if it knows the page.

        Args:
            page: The page of MkDocs.
            entries: All that the search has made of pages so far.
        """
        self._shown, self._first = page.content or "", len(entries)
        self._page = (self._shown, page.title, page.meta)
        page.content = "" if self._is_known(page) else searchable(self._shown)

    def end(self, page: Any, entries: list[Any]) -> None:
        """Afterwards, add or keep what it made of the page, and give the page back as it is shown.

        Args:
            page: The page of MkDocs.
            entries: All that the search has made of pages, this one included if it was not known.
        """
        if self._is_known(page):
            entries += self._known[page.url][1]
        else:
            self._known[page.url] = (self._page, entries[self._first :])
        page.content = self._shown

    def _is_known(self, page: Any) -> bool:
        return page.url in self._known and self._known[page.url][0] == self._page
