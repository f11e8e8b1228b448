"""One style sheet for the site, with only the rules that some page can use.

Material's style sheets serve every site that may be made with it; nine tenths of them match
nothing here. What a page may hold is known once all pages are written: a class, an id or an
attribute that stands in no page and in no script selects nothing, and its rules are left out.
"""

import functools
import re
from collections.abc import Iterable

# A string or an address is one token, so that braces within it close nothing.
_TOKEN = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|url\([^)"\']*\)|/\*.*?\*/|[{}();,\[\]]|[^"\'/{}();,\[\]u]+|.',
    re.DOTALL,
)
_GROUPS = ("@media", "@supports", "@layer", "@container")
_TAG = re.compile(r"<[a-z][\w-]*((?:\s+[\w:@-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w:@-]+)(?:=\"([^\"]*)\")?")
_WORD = re.compile(r"[\w-]+")
# What must be there for a selector to match; what stands in brackets is left to the browser.
_NEEDED = re.compile(r"[.#]((?:[\w-]|\\.)+)|\[([\w-]+)(?:=\"?([^\"\]]*)\"?)?")
_PROPERTY = re.compile(r"--[\w-]+")
# Material's script knows these parts of pages too; they count only if a page holds such a part.
_OPTIONAL = re.compile(
    r"md-(?:annotation|banner|comment|consent|author|meta|pagination|post|profile|progress|select|social"
    r"|source|status|tabs|tag|version|feedback)|tabbed-|mermaid|giscus|--md-mermaid|rtl$|data-md-color-switching"
)

_REFLECTED = re.compile(r"aria[A-Z][a-zA-Z]*")

Rule = tuple[str, "str | list[Rule]"]


def words_of(pages: Iterable[str], scripts: Iterable[str]) -> frozenset[str]:
    """All that a selector of the site's pages can ask for.

    Args:
        pages: The pages' HTML: their classes, ids, and attributes count.
        scripts: The scripts that change the pages: every word in them counts.
    """
    words = set[str]().union(*map(_words_of_page, pages))
    parts = {found[0] for word in words if (found := _OPTIONAL.match(word))}
    for script in scripts:
        for word in _WORD.findall(script):
            part = _OPTIONAL.match(word)
            if not part or part[0] in parts:
                words.add(word)
            if _REFLECTED.fullmatch(word):  # a property that writes an attribute
                words.add("aria-" + word[4:].lower())
    return frozenset(words)


@functools.lru_cache  # of 128 pages, more than the site has: an edit changes one
def _words_of_page(page: str) -> frozenset[str]:
    found = {attribute for tag in set(_TAG.findall(page)) for attribute in _ATTRIBUTE.findall(tag)}
    words = ((name, value, *value.split(), *_PROPERTY.findall(value)) for name, value in found)
    return frozenset(word for group in words for word in group)


@functools.cache
def used(css: str, words: frozenset[str]) -> str:
    """The style sheet without the rules, custom properties and animations that nothing uses."""
    kept = _pruned(_rules(css), words)
    text = _written(kept)
    while True:
        named = set(_PROPERTY.findall(re.sub(r"(?<![\w-])--[\w-]+(?=:)", "", text))) | words
        kept = _without_properties(kept, named)
        kept = [rule for rule in kept if _is_played(rule, text)]
        shorter = _written(kept)
        if shorter == text:
            return text
        text = shorter


def _rules(css: str) -> list[Rule]:
    """The rules of a style sheet, those of a `@media` block as a list within it."""
    rules: list[Rule] = []
    prelude = body = ""
    depth = 0
    for token in _TOKEN.findall(css):
        if token.startswith("/*"):
            continue
        depth += (token == "{") - (token == "}")
        if depth == 0 and token == "}":
            head = " ".join(prelude.split())
            rules.append((head, _rules(body) if head.startswith(_GROUPS) else body.strip()))
            prelude = body = ""
        elif depth == 0 and token == ";":
            rules.append((" ".join(prelude.split()) + ";", ""))
            prelude = ""
        elif depth == 0:
            prelude += token
        elif not (depth == 1 and token == "{"):
            body += token
    return rules


def _split(text: str, separator: str) -> list[str]:
    """Parts between the separators that stand in no string and in no bracket."""
    parts, depth = [""], 0
    for token in _TOKEN.findall(text):
        depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
        if token == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += token
    return [part.strip() for part in parts if part.strip()]


def _pruned(rules: list[Rule], words: frozenset[str]) -> list[Rule]:
    kept: list[Rule] = []
    for head, body in rules:
        if isinstance(body, list):
            if inner := _pruned(body, words):
                kept.append((head, inner))
        elif head.startswith("@"):
            kept.append((head, body))
        elif selectors := [s for s in _split(head, ",") if _can_match(s, words)]:
            kept.append((",".join(selectors), body))
    return kept


def _can_match(selector: str, words: frozenset[str]) -> bool:
    while (plain := re.sub(r"\([^()]*\)", "", selector)) != selector:
        selector = plain
    return all(
        (not name or name.replace("\\", "") in words)
        and (not attribute or attribute in words)
        and (not value or value in words)
        for name, attribute, value in _NEEDED.findall(selector)
    )


def _without_properties(rules: list[Rule], named: set[str]) -> list[Rule]:
    kept: list[Rule] = []
    for head, body in rules:
        if isinstance(body, list):
            body = _without_properties(body, named)
        elif "{" not in body:
            body = ";".join(
                declaration
                for declaration in _split(body, ";")
                if not declaration.startswith("--") or declaration.split(":")[0].strip() in named
            )
        if body or head.endswith(";"):
            kept.append((head, body))
    return kept


def _is_played(rule: Rule, text: str) -> bool:
    found = re.fullmatch(r"@(?:-\w+-)?keyframes (\S+)", rule[0])
    return not found or len(re.findall(rf"(?<![\w-]){re.escape(found[1])}(?![\w-])", text)) > 1


def _written(rules: list[Rule]) -> str:
    return "".join(
        head
        if head.endswith(";")
        else f"{head}{{{_written(body) if isinstance(body, list) else body}}}"
        for head, body in rules
    )
