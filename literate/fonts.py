"""The font of the mathematics: STIX Two Math, cut down to what the site's formulas use.

MathML needs a font with a MATH table, and few phones have one. The package `ziamath` carries
the font; fontTools cuts it down when the site is built, so that no font file lies in the
repository.
"""

import base64
import functools
import html
import importlib.metadata
import io
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

from literate.maths import FORMULA, symbols

# A single letter in <mi> is drawn by its counterpart in the mathematical italic alphabet.
_ITALIC = {
    **{chr(ord("A") + i): chr(0x1D434 + i) for i in range(26)},
    **{chr(ord("a") + i): chr(0x1D44E + i) for i in range(26)},
    **{chr(0x391 + i): chr(0x1D6E2 + i) for i in range(25)},
    **{chr(0x3B1 + i): chr(0x1D6FC + i) for i in range(25)},
    "h": "\u210e",
    "∂": "\U0001d715",
}


def math_characters(page: str) -> set[str]:
    """The characters that the formulas of an HTML page are drawn with."""
    formulas = "".join(FORMULA.findall(page))
    seen = set(html.unescape(symbols(formulas)))
    if "<msqrt" in formulas or "<mroot" in formulas:
        seen.add("√")  # drawn by the element, written nowhere
    return seen | {_ITALIC[letter] for letter in seen if letter in _ITALIC}


_begun: dict[frozenset[str], Future[bytes]] = {}
_PLACE = 'url("stix-two-math.woff2")'


def with_math_font(sheet: str, characters: frozenset[str]) -> str:
    """A style sheet that carries the font of the mathematics.

    A font of its own address arrives after the first lines are drawn, which then move. What the
    sheet carries is there before (`literate/theme/main.html` has it decoded in time).
    """
    data = base64.b64encode(math_font(characters)).decode()
    return sheet.replace(_PLACE, f'url("data:font/woff2;base64,{data}")')


def begin(characters: frozenset[str]) -> None:
    """Start to cut the font in a process of its own, a copy of this one."""
    pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    _begun[characters] = pool.submit(_cut, characters)
    pool.shutdown(wait=False)


@functools.cache
def math_font(characters: frozenset[str]) -> bytes:
    """STIX Two Math with these characters, and the larger forms that they grow to, as WOFF2."""
    begun = _begun.pop(characters, None)
    return begun.result() if begun else _cut(characters)


def _cut(characters: frozenset[str]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    # Found without importing the package, which would load the font and warn.
    package = importlib.metadata.distribution("ziamath")
    file = package.locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
    # "ssty" holds the primes and letters drawn for subscripts and superscripts.
    options = subset.Options(flavor="woff2", layout_features=["ssty"], hinting=False)
    with TTFont(str(file), recalcTimestamp=False, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(character) for character in characters])
        cutter.subset(font)
        font.flavor = "woff2"
        buffer = io.BytesIO()
        font.save(buffer)
    return buffer.getvalue()
