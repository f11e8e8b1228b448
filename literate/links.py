"""Links between pages, checked with the line that holds them."""

import posixpath
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from literate.fences import prose_lines

_LINK = re.compile(
    r"\]\(\s*<?(?P<inline>[^)\s>]+)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"|^ {0,3}\[[^\]^][^\]]*\]:\s*<?(?P<definition>[^\s>]+)"
)
_CODE_SPAN = re.compile(r"`+[^`]*`+")
_ID = re.compile(r'\s(?:id|name)="([^"]+)"')


@dataclass(frozen=True)
class BadLink:
    """A link that leads nowhere.

    Attributes:
        line: Line number in the chapter, from 1.
        sentence: What is wrong with it.
    """

    line: int
    sentence: str


def ids(html: str) -> set[str]:
    """All anchors of a built page."""
    return set(_ID.findall(html))


def bad_links(
    text: str, page: str, path: str, anchors: Mapping[str, Set[str]], files: Set[str]
) -> list[BadLink]:
    """The links of a chapter that lead nowhere.

    Args:
        text: The Markdown source.
        page: Its file below `docs`.
        path: The same for messages.
        anchors: Page → the anchors on it, for every page of the site.
        files: All files of the site below `docs`, pages included.
    """
    found = []
    for line, prose in prose_lines(text, path):
        for link in _LINK.finditer(_CODE_SPAN.sub("", prose)):
            sentence = _fault(link["inline"] or link["definition"], page, anchors, files)
            if sentence:
                found.append(BadLink(line, sentence))
    return found


def _fault(target: str, page: str, anchors: Mapping[str, Set[str]], files: Set[str]) -> str | None:
    if re.match(r"[a-z]+:", target):
        return None
    file, _, anchor = target.partition("#")
    file = file.partition("?")[0]  # what follows is for a page's script
    aim = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)) if file else page
    if aim not in files:
        return f"the link to '{target}' leads nowhere: there is no file '{aim}'."
    if anchor and anchor not in anchors.get(aim, set()):
        return f"the link to '{target}' leads nowhere: '{aim}' has no anchor '#{anchor}'."
    return None
