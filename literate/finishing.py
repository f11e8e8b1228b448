"""The last touch to a finished page: what Material's templates leave out for accessibility."""

import re
from collections import Counter

_LABELLED = re.compile(r'(<nav class="md-nav" aria-label=")([^"]+)(")')
_FONT = "assets/stix-two-math.woff2"


def finished(html: str, base: str) -> str:
    """A page whose parts have distinct names, and whose formulas have their font early.

    Args:
        html: The whole page.
        base: The way from the page to the site's root, such as "..".
    """
    html = html.replace('role="dialog">', 'role="dialog" aria-label="Search">', 1)
    html = _with_distinct_names(html)
    if "<math" not in html:
        return html
    # `font-display: optional` uses a font only if it is there at once, so that no line jumps.
    preload = (
        f'<link rel="preload" href="{base}/{_FONT}" as="font" type="font/woff2" crossorigin>\n'
    )
    return html.replace("</head>", f"{preload}</head>", 1)


def _with_distinct_names(html: str) -> str:
    """Two lists under headings of one name are told apart, as a screen reader lists them by it."""
    seen = Counter[str]()

    def distinct(found: re.Match[str]) -> str:
        name = found[2].lower()
        seen[name] += 1
        suffix = f" ({seen[name]})" if seen[name] > 1 else ""
        return f"{found[1]}{found[2]}{suffix}{found[3]}"

    return _LABELLED.sub(distinct, html)
