"""The font of the mathematics: STIX Two Math, cut down to what formulas use.

MathML needs a font with a MATH table, and few phones have one. The package `ziamath` carries
the font; fontTools cuts it down when the site is built, so that no font file lies in the repository.
"""

import functools
import importlib.util
import io
from pathlib import Path

# Latin, Greek, arrows, operators, delimiters, and the mathematical alphabets for italic, bold,
# script, blackboard.
_RANGES = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x2C6, 0x2DC), (0x300, 0x338), (0x391, 0x3F6), (0x2010, 0x2044),
    (0x20D0, 0x20EF), (0x2102, 0x2124), (0x2190, 0x21D5), (0x2200, 0x22FF), (0x2308, 0x230B),
    (0x239B, 0x23B5), (0x27E6, 0x27EF), (0x1D400, 0x1D467), (0x1D49C, 0x1D4CF), (0x1D538, 0x1D56B),
    (0x1D6A4, 0x1D71B),
)  # fmt: skip


@functools.cache
def math_font() -> bytes:
    """The subset as a WOFF2 file, the same bytes each time."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    package = importlib.util.find_spec("ziamath")
    assert package is not None and package.origin is not None, "ziamath is in requirements.txt"
    font = TTFont(
        Path(package.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf", recalcTimestamp=False
    )
    options = subset.Options(flavor="woff2", layout_features=["ssty", "dtls", "flac"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[c for low, high in _RANGES for c in range(low, high + 1)])
    cutter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
