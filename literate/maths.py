"""LaTeX to MathML: when the site is built, and on the playground's page in the reader's browser."""

import functools
import html
import re

from literate import plainmaths

try:
    import math_core
except ImportError:  # it is compiled, and a browser does not run it
    math_core = None  # type: ignore[assignment]
else:
    _CONVERTER = math_core.LatexToMathML(annotation=True, fancy_error=False)

FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_UNSEEN = re.compile(r"<annotation\b.*?</annotation>|<[^>]*>", re.DOTALL)
REFERENCE = re.compile(r"\\(?:eq)?ref\b")

# A formula in running text: no space inside the dollar signs, no digit after them (that is money).
INLINE = r"(?<![\\$])\$(?!\s)((?:[^$\n]|\n(?!\s*\n))+?)(?<!\s)\$(?!\d)"


@functools.cache
def mathml(latex: str, *, display: bool = False) -> str:
    """The MathML of a formula, with its LaTeX kept inside as an annotation.

    Args:
        latex: The formula, without dollar signs.
        display: Whether it stands on a line of its own.

    Raises:
        ValueError: The formula does not parse (the message says where) or refers to an equation.
    """
    if REFERENCE.search(latex):
        raise ValueError(
            f"the formula '{latex}' refers to an equation, which only the prose around it can do"
        )
    if math_core is None:
        return plainmaths.mathml(latex, display=display)
    try:
        return _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except math_core.LatexError as error:
        raise ValueError(f"the formula '{latex}' does not parse: {error}") from error


def with_formulas(text: str) -> str:
    r"""Plain text as HTML in which each ``$…$`` has become MathML and all else is escaped.

    As in a chapter, ``\$`` is a dollar sign.

    Raises:
        ValueError: A formula does not parse, or the text refers to an equation.
    """
    parts = re.split(INLINE, text)
    if any(REFERENCE.search(part) for part in parts[::2]):
        raise ValueError(
            f"the text '{text}' refers to an equation, which only the prose of a chapter can do."
        )
    return "".join(
        mathml(part) if index % 2 else html.escape(part).replace(r"\$", "$")
        for index, part in enumerate(parts)
    )


def with_minus_signs(text: str) -> str:
    """Text in which the hyphen before a number has become a minus sign."""
    return re.sub(r"-(?=[\d.]|inf\b)", "−", text)


def symbols(markup: str) -> str:
    """The symbols that a formula's MathML draws, as escaped text, without the LaTeX beside them."""
    return _UNSEEN.sub("", markup)


def spoken(text: str) -> str:
    """Text for a name that a screen reader speaks: each ``$…$`` by the symbols it draws."""
    return html.unescape(symbols(with_formulas(text)))
