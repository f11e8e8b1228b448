"""The Python-Markdown extension that executes a chapter.

It replaces three things in the source, in one pass before Markdown is read: each ``python`` block
gets what it showed put under it, each displayed formula becomes MathML, and each
``{= value:.3f =}`` in prose becomes the number that the blocks above it computed. Inline formulas
follow later, as Markdown's own inline pattern, so that code spans and tables are respected.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from literate.equations import Register, equations
from literate.errors import ChapterError
from literate.fences import Fence, fences
from literate.maths import INLINE, mathml
from literate.output import shown
from literate.runner import PageRun
from literate.sections import ROOT, included_section
from literate.tables import anchored

# The spaces tell it from LaTeX: a sign in braces, as in \overset{!}{=}, is no number.
NUMBER = re.compile(r"\{= (.+?) =\}")
_MEANT_AS_ONE = re.compile(r"\{=(?:\s|$|\w[^{}]*=\})")
_CODE_OR_FORMULA = re.compile(rf"`+[^`]*`+|{INLINE}")


@dataclass
class Chapter:
    """The page that is being built.

    Attributes:
        page: The file below `docs`, such as "pytorch/jump.md".
        path: The file as messages name it, such as "docs/pytorch/jump.md".
        register: The labelled equations of all pages.
        root: The folder that sections are looked up in.
    """

    page: str
    path: str
    register: Register
    root: Path = ROOT


class ChapterExtension(Extension):
    """Executes what it is given as the current chapter.

    Args:
        current: Returns the chapter that is being built.
    """

    def __init__(self, current: Callable[[], Chapter]) -> None:
        super().__init__()
        self.current = current

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the two steps."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        # After white space is normalised (30), before superfences reads the fences (25).
        md.preprocessors.register(_Execution(md, self.current), "literate", 28)
        # After code spans (190), before backslash escapes (180) would change the LaTeX.
        md.inlinePatterns.register(_InlineFormula(md, self.current), "literate-formula", 185)


class _Execution(Preprocessor):
    def __init__(self, md: Markdown, current: Callable[[], Chapter]) -> None:
        super().__init__(md)
        self.current = current

    def run(self, lines: list[str]) -> list[str]:
        executed = _execute(tuple(lines), self.current())
        return [self.md.htmlStash.store(e) if isinstance(e, _Html) else e for e in executed]


class _Html(str):
    """A line of the executed chapter that is finished HTML."""

    __slots__ = ()


def _execute(lines: tuple[str, ...], chapter: Chapter) -> list[str]:
    """The chapter's lines with all outputs in place."""
    text = "\n".join(lines)
    blocks = {fence.line: fence for fence in fences(text, chapter.path)}
    displayed = {e.line: e for e in equations(text, chapter.page, chapter.path)}
    page = PageRun(chapter.path, chapter.root)
    result: list[str] = []
    rows: set[str] = set()
    number = 1
    while number <= len(lines):
        if number in blocks:
            fence = blocks[number]
            made = _block(fence, lines[fence.line - 1 : fence.end], page, chapter)
            result += [_Html(anchored(m, rows)) if isinstance(m, _Html) else m for m in made]
            number = fence.end + 1
        elif number in displayed:
            equation = displayed[number]
            latex = _filled(equation.latex, number, page)
            html = replace(equation, latex=latex).to_html(chapter.path)
            result += ["", _Html(html), ""]
            number = equation.end + 1
        else:
            result.append(_prose(lines[number - 1], number, page, chapter))
            number += 1
    return result


def _block(fence: Fence, source: tuple[str, ...], page: PageRun, chapter: Chapter) -> list[str]:
    if not fence.runs:
        return list(source)
    section = included_section(fence, chapter.path, chapter.root)
    if section:
        title = f'{source[0]} title="{section.file}"'
        source = (title, *section.source.rstrip("\n").split("\n"), source[-1])
    result = page.run(fence)
    try:
        output = shown(result)
    except Exception as error:  # such as a table whose formula does not parse
        sentence = f"what this block returns cannot be shown: {error}"
        raise ChapterError(chapter.path, fence.end - 1, sentence) from error
    # The blank lines keep text that stands right beside the block out of its paragraph.
    return ["", *source, "", *([_Html(output), ""] if output else [])]


def _prose(line: str, number: int, page: PageRun, chapter: Chapter) -> str:
    # In prose, unlike in a formula, braces with an equality sign have no other meaning.
    if re.search(r"\{=[^}]", _CODE_OR_FORMULA.sub("", NUMBER.sub("0", line))):
        raise _miswritten(number, page)
    line = _filled(line, number, page)
    return chapter.register.linked(line, chapter.page, chapter.path, number)


def _filled(text: str, number: int, page: PageRun) -> str:
    """A line with the numbers that the blocks above it computed."""
    if _MEANT_AS_ONE.search(NUMBER.sub("0", text)):
        raise _miswritten(number, page)
    return NUMBER.sub(lambda found: page.formatted(found[1], number), text)


def _miswritten(line: int, page: PageRun) -> ChapterError:
    sentence = "a number in prose is written '{= value =}', on one line and with both spaces."
    return ChapterError(page.path, line, sentence)


class _InlineFormula(InlineProcessor):
    def __init__(self, md: Markdown, current: Callable[[], Chapter]) -> None:
        super().__init__(INLINE, md)
        self.current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is Python-Markdown's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | str, int, int]:
        try:
            formula = mathml(m[1])
        except ValueError as error:
            chapter = self.current()
            raise ChapterError(chapter.path, _line_of(m[1], chapter), str(error)) from error
        return self.md.htmlStash.store(formula), m.start(0), m.end(0)


def _line_of(formula: str, chapter: Chapter) -> int:
    """The line that an inline formula stands on; Markdown no longer knows it by then."""
    file = chapter.root / chapter.path
    source = file.read_text(encoding="utf-8") if file.is_file() else ""
    for found in re.finditer(INLINE, source):
        # Where the source has {= … =}, the formula has a number.
        pattern = ".*".join(re.escape(part) for part in NUMBER.split(found[1])[::2])
        if re.fullmatch(pattern, formula):
            return source.count("\n", 0, found.start()) + 1
    return 1
