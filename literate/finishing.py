"""The last touch to a finished page: what Material's templates leave out, and markup to no end."""

import functools
import re
from collections import Counter

from literate.tables import headed

_LABELLED = re.compile(r'(<nav class="md-nav" aria-label=")([^"]+)(")')
# The names of the navigation's parts, which no list of headings may repeat.
_PARTS = re.compile(r'id="__nav_[\d_]+_label".*?<span class="md-ellipsis">\s*(.*?)\s*<', re.DOTALL)
_HEAD = re.compile(r"(<th\b[^>]*>)(\s*<math\b.*?)(</th>)", re.DOTALL)  # in a hand-written table
# Read beside the page, and run once that stands: the scripts of the site wait for it in any case.
_BUNDLE = re.compile(r'<script (src="[^"]*assets/javascripts/bundle\.)')
_FORMULA = re.compile(r"\(?<math>.*?</math>[.,;:?!)]*", re.DOTALL)
# Names and white space have the colour of the code around them (docs/assets/site.css).
_UNCOLOURED = re.compile(r'<span class="[nw]">([^<]*)</span>')


@functools.lru_cache  # of 128 pages, more than the site has: an edit changes one
def finished(html: str) -> str:
    """A whole page whose parts have distinct names, with its script late."""
    html = _UNCOLOURED.sub(r"\1", html)
    html = _FORMULA.sub(_with_its_signs, html)
    html = html.replace('role="dialog">', 'role="dialog" aria-label="Search">', 1)
    html = _BUNDLE.sub(r"<script defer \1", html)
    html = _with_distinct_names(html)
    return _HEAD.sub(lambda cell: cell[1] + headed(cell[2]) + cell[3], html)


def _with_its_signs(formula: re.Match[str]) -> str:
    """Keep a formula on one line with its full stop; browsers break lines around every formula."""
    alone = formula[0].startswith("<") and formula[0].endswith(">")
    return formula[0] if alone else f'<span class="whole">{formula[0]}</span>'


def _with_distinct_names(html: str) -> str:
    """Two lists under headings of one name are told apart, as a screen reader lists them by it."""
    seen = Counter[str](name.lower() for name in set(_PARTS.findall(html)))

    def distinct(found: re.Match[str]) -> str:
        name = found[2].lower()
        seen[name] += 1
        suffix = f" ({seen[name]})" if seen[name] > 1 else ""
        return f"{found[1]}{found[2]}{suffix}{found[3]}"

    return _LABELLED.sub(distinct, html)
