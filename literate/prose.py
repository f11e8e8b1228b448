"""What a chapter says outside its blocks: numbers that nobody computed, and blocks out of sight.

A number in prose that is a result belongs into ``{= value:.2f =}``, so that the run fills it in.
What is typed all the same is found here: decimal numbers, percentages and integers of two digits
or more, in text and in inline formulas. A number of one digit is not looked at, nor is one in
words; displayed formulas are checked against the implementations elsewhere.
"""

import ast
import re
from collections.abc import Iterator

from literate.chapter import NUMBER
from literate.fences import fences, prose_lines

# What is no prose, or names something and counts nothing.
_SILENT = [
    re.compile(r"^\$\$.*?\$\$", re.DOTALL | re.MULTILINE),  # displayed formulas
    re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)"),  # code spans
    NUMBER,  # which the run fills in
    re.compile(r"\b(?:1[89]|20)\d\d(?=[^\[\]\n]*\]\()"),  # the year of a work that is linked
    re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),  # where links lead
    re.compile(r"<[^<>\n]+>"),  # tags
    re.compile(r"\{[ :]*[#.][^{}\n]*\}"),  # ids and classes
    re.compile(r"\\eqref\{[^}]*\}"),
    re.compile(r"^ *\d+\\?\.(?= )", re.MULTILINE),  # the numbers of a list
    re.compile(
        r"\b(?:Eqs?\.|[Ss]teps?|[Cc]hapter|[Ss]ection) \d+(?!\.?\d)(?:(?:, | and | to )\d+\b)*"
    ),
]
_TYPED = re.compile(
    r"(?<![\w.])\d+(?:[,\u2009\u202f]\d{3})*(?:\.\d+)*(?:e[+-]?\d+)?(?:\s?%)?(?!\w)", re.IGNORECASE
)

_OUT_OF_SIGHT = {
    "an HTML comment": re.compile(r"<!--"),
    "an element that shows nothing": re.compile(r"<(?:template|script|style|noscript)\b", re.I),
    "a style of its own": re.compile(r"(?:<[a-z]|\{)[^<>{}]*\sstyle\s*=", re.I),
    "an attribute that hides": re.compile(r"(?:<[a-z]|\{)[^<>{}]*\s(?:aria-)?hidden\b", re.I),
    "a fold without a title": re.compile(r"^/// details\s*$|<summary>\s*</summary>", re.M),
}
_CLASSES = re.compile(
    r"<[a-z][^<>]*\sclass\s*=\s*[\"']?(?P<of_tag>[^\"'<>]*)|\{(?P<attributes>[^{}]*)\}", re.I
)
# What the pages mark: verdicts, and the three ways in on the home page.
_SEEN = {"verdict", "true", "false", "erratum", "ways"}


def typed_numbers(text: str, path: str) -> Iterator[tuple[int, str]]:
    """The numbers in the prose of a chapter that no run fills in, each with its line.

    Titles, captions and descriptions of figures, graphs and tables are prose, too.

    Args:
        text: The Markdown source.
        path: The file's name, for messages.
    """
    prose = "\n".join(_with_captions(_outside_blocks(text, path), text, path))
    for silent in _SILENT:
        prose = silent.sub(lambda found: "\n" * found[0].count("\n") + " ", prose)
    for number, line in enumerate(prose.split("\n"), start=1):
        for found in _TYPED.finditer(line):
            if len(re.sub(r"\D", "", found[0])) > 1 or "%" in found[0]:
                yield number, found[0]


def out_of_sight(text: str, path: str) -> Iterator[tuple[int, str]]:
    """The marks by which a part of a page, and a block in it, could be hidden from the reader.

    A block in `/// details` with a title is no such part: the reader sees that it is there. A class
    counts unless it is known to show what it marks.

    Args:
        text: The Markdown source.
        path: The file's name, for messages.
    """
    prose = "\n".join(_outside_blocks(text, path))
    for silent in (*_SILENT[:3], re.compile(r"\$[^$\n]+\$")):
        prose = silent.sub(lambda found: "\n" * found[0].count("\n") + " ", prose)
    found = [
        (mark.start(), what)
        for what, pattern in _OUT_OF_SIGHT.items()
        for mark in pattern.finditer(prose)
    ]
    for mark in _CLASSES.finditer(prose):
        names = (mark["of_tag"] or "").split()
        names += re.findall(r"(?<![^\s:])\.([a-z][\w-]*)", mark["attributes"] or "", re.I)
        found += [(mark.start(), f"the class '{name}'") for name in names if name not in _SEEN]
    for start, what in sorted(found):
        yield prose.count("\n", 0, start) + 1, what


def _with_captions(lines: list[str], text: str, path: str) -> list[str]:
    """The lines, with the fixed words of captions where their blocks have them."""
    for fence in fences(text, path):
        if not fence.runs or "--8<--" in fence.code:
            continue
        for call in ast.walk(ast.parse(fence.code)):
            for keyword in call.keywords if isinstance(call, ast.Call) else ():
                if keyword.arg in ("title", "description", "caption"):
                    for part in ast.walk(keyword.value):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            at = fence.line + part.lineno - 1
                            lines[at] = f"{lines[at]} {part.value}".replace("\n", " ")
    return lines


def _outside_blocks(text: str, path: str) -> list[str]:
    """The lines of a text; those of fenced blocks and of the front matter are empty."""
    lines = [""] * (text.count("\n") + 1)
    for number, line in prose_lines(text, path):
        lines[number - 1] = line
    if lines[0] == "---" and "---" in lines[1:]:
        end = lines.index("---", 1)
        described = [line for line in lines[1:end] if line.startswith(("title:", "description:"))]
        lines[: end + 1] = [" ".join(described)] + [""] * end
    return lines
