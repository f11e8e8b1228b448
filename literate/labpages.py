"""The HTML that a notebook becomes, in the dress of a chapter.

nbconvert writes markup of its own, which needs a style sheet of 300 kB. Here it is turned into the
markup of the chapters, so that a lab needs no style of its own: code that can be copied, printed
text, permanent links on headings, formulas in MathML, and solutions that are folded away.
"""

import html
import re

from literate.errors import ChapterError
from literate.maths import INLINE, REFERENCE, mathml
from literate.output import text_block
from literate.tables import anchored

_FOREIGN = re.compile(r"<style.*?</style>|<script.*?</script>|<!--.*?-->", re.DOTALL)
_NEEDLESS = re.compile(
    r'<div class="(?:jp-Collapser|celltoolbar|zeroclipboard-container|clipboard-copy-txt)[" ]'
)
_CODE = re.compile(
    r'<div class="highlight-ipynb[^"]*"><pre>(?:<span></span>)?(.*?)</pre></div>', re.DOTALL
)
_PRINTED = re.compile(r'<div class="jp-RenderedText[^>]*>\s*<pre>(.*?)</pre>\s*</div>', re.DOTALL)
_ANCHOR = re.compile(r'<a class="anchor-link"( href="[^"]*")>')
_MARKDOWN = re.compile(
    r'(<div class="jp-RenderedHTMLCommon jp-RenderedMarkdown[^>]*>)(.*?)(</div>)', re.DOTALL
)
_VERBATIM = re.compile(r"(<(code|pre)\b.*?</\2>)", re.DOTALL)
_DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_INLINE = re.compile(INLINE)
_DIV = re.compile(r"<(/?)div\b")


def dressed(content: str, prose: str, path: str) -> str:
    """The HTML of a notebook as a chapter would have it.

    A cell with the tag ``solution``, and those right after it with that tag, are folded away
    together.

    Args:
        content: What nbconvert made of the notebook.
        prose: The notebook's Markdown, each line where its file has it.
        path: The notebook's file as messages name it.

    Raises:
        ChapterError: A formula does not parse, or an equation is referred to by its label; the
            message names the line.
    """
    content = _without_needless(_FOREIGN.sub("", content))
    content = _CODE.sub(r'<div class="highlight"><pre><code>\1</code></pre></div>', content)
    content = _PRINTED.sub(_output, content)
    content = _ANCHOR.sub(r'<a class="headerlink"\1 title="Permanent link">', content)
    content = _MARKDOWN.sub(
        lambda cell: cell[1] + _with_formulas(cell[2], prose, path) + cell[3], content
    )
    return anchored(_with_folded_solutions(content), set())


def _without_needless(content: str) -> str:
    kept, position = "", 0
    while found := _NEEDLESS.search(content, position):
        kept += content[position : found.start()]
        position = _end_of_div(content, found.start())
    return kept + content[position:]


def _output(found: re.Match[str]) -> str:
    return text_block(html.unescape(found[1].strip()))


def _with_formulas(cell: str, prose: str, path: str) -> str:
    """A Markdown cell's HTML in which each formula outside of code has become MathML."""

    def formula(latex: str, *, display: bool) -> str:
        try:
            return mathml(html.unescape(latex).strip(), display=display)
        except ValueError as error:
            raise ChapterError(path, _line(html.unescape(latex), prose), str(error)) from error

    def displayed(found: re.Match[str]) -> str:
        made = formula(found[1], display=True)
        return f'<span class="equation"><span class="formula" tabindex="0">{made}</span></span>'

    parts = _VERBATIM.split(cell)
    for place in range(0, len(parts), 3):  # a verbatim part is followed by the name of its tag
        if found := REFERENCE.search(parts[place]):
            sentence = (
                "a lab cannot refer to an equation by its label: link to the chapter that shows it."
            )
            raise ChapterError(path, _line(found[0], prose), sentence)
        shown = _DISPLAY.sub(displayed, parts[place])
        parts[place] = _INLINE.sub(lambda found: formula(found[1], display=False), shown)
    del parts[2::3]
    return "".join(parts)


def _line(latex: str, prose: str) -> int:
    first = latex.strip().split("\n")[0]
    return next((n for n, line in enumerate(prose.split("\n"), 1) if first in line), 1)


def _with_folded_solutions(content: str) -> str:
    start = re.compile(r'<div class="jp-Cell ')
    folded, position = "", 0
    is_open = False
    while found := start.search(content, position):
        between = content[position : found.start()]
        end = _end_of_div(content, found.start())
        cell = content[found.start() : end]
        is_solution = "celltag_solution" in cell
        if is_open and (not is_solution or between.strip()):
            between, is_open = "</details>" + between, False
        if is_solution and not is_open:
            between, is_open = between + "<details><summary>Solution</summary>", True
        folded, position = folded + between + cell, end
    return folded + ("</details>" if is_open else "") + content[position:]


def _end_of_div(content: str, start: int) -> int:
    """Where the division that begins at `start` ends."""
    depth = 0
    for found in _DIV.finditer(content, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return content.index(">", found.end()) + 1
    return len(content)
