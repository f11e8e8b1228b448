"""LaTeX to MathML in Python alone: the formulas that the engine writes, and no others.

The site's own converter is compiled and does not run in a browser. What `snippets.notation` and
`snippets.expression` write needs few commands; for these the MathML draws the same.
"""

import html
import re

_TOKEN = re.compile(r"\\[A-Za-z]+|\\[,_]|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_NAMES = "exp log sin cos tan sinh cosh tanh arcsin arccos arctan max min"
_FUNCTIONS = {f"\\{name}" for name in _NAMES.split()}
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma "
    "tau upsilon phi chi psi omega infty"
)
_GREEK = {
    f"\\{name}": letter
    for name, letter in zip(_GREEK_NAMES.split(), "αβγδϵζηθικλμνξοπρστυϕχψω∞", strict=True)
}
_OPEN = {"(": "(", "[": "[", r"\lvert": "|"}
_CLOSE = {")": ")", "]": "]", r"\rvert": "|"}
_ACCENTS = {r"\dot": "<mo>˙</mo>", r"\bar": '<mo stretchy="false">¯</mo>'}
_TIMES = {r"\cdot": "⋅", r"\times": "×"}
_SOLID = ("ord", "close", "sign")  # behind these a function's name needs a space
_TIGHT = ' lspace="0" rspace="0"'
_THIN = '<mspace width="0.16666667em"/>'
_DOTS = "".join(
    f"<mo {space}>.</mo>" for space in ('lspace="0"', 'rspace="0.1667em"', 'rspace="0"')
)

Piece = tuple[str, str]  # what kind of atom it is, in TeX's sense, and its MathML


def mathml(latex: str, *, display: bool = False) -> str:
    """The MathML of a formula, with its LaTeX kept inside as an annotation.

    Args:
        latex: The formula, without dollar signs.
        display: Whether it stands on a line of its own.

    Raises:
        ValueError: It holds what the engine does not write.
    """
    reader = _Reader(latex)
    row = reader.row()
    if reader.tokens:
        raise reader.error()
    shown = ' display="block"' if display else ""
    note = (
        f'<annotation encoding="application/x-tex">{html.escape(latex, quote=False)}</annotation>'
    )
    return f"<math{shown}><semantics>{row}{note}</semantics></math>"


class _Reader:
    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.small = 0  # in how many fractions and scripts; there is no room for spaces in these
        tokens: list[str] = _TOKEN.findall(latex)
        self.tokens = [token for token in tokens[::-1] if not token.isspace()]

    def error(self) -> ValueError:
        rest = self.tokens[-1] if self.tokens else "its end"
        return ValueError(f"the formula '{self.latex}' does not parse: not expected here: {rest}")

    def take(self, expected: str = "") -> str:
        if not self.tokens or (expected and self.tokens[-1] != expected):
            raise self.error()
        return self.tokens.pop()

    def row(self, until: str = "") -> str:
        """What stands before a token, or before the end, as one element."""
        pieces: list[Piece] = []
        while self.tokens and self.tokens[-1] != until:
            before = pieces[-1][0] if pieces else ""
            pieces.append(self.scripted(before))
        return _one([markup for _, markup in pieces])

    def group(self) -> str:
        """What stands in braces; without them one token."""
        if self.tokens and self.tokens[-1] == "{":
            self.take()
            row = self.row("}")
            self.take("}")
            return row
        return self.atom("")[1]

    def in_small(self) -> str:
        """What stands in braces, in small letters."""
        self.small += 1
        row = self.group()
        self.small -= 1
        return row

    def word(self) -> str:
        """The letters in braces, as they are."""
        self.take("{")
        letters = []
        while self.tokens and self.tokens[-1] != "}":
            letters.append(self.take().removeprefix("\\"))
        self.take("}")
        return html.escape("".join(letters))

    def scripted(self, before: str) -> Piece:
        """An atom with what is set below and above it."""
        kind, base = self.atom(before)
        scripts = {}
        while self.tokens and self.tokens[-1] in ("_", "^") and self.tokens[-1] not in scripts:
            mark = self.take()
            scripts[mark] = self.in_small()
        if set(scripts) == {"_", "^"}:
            return kind, f"<msubsup>{base}{scripts['_']}{scripts['^']}</msubsup>"
        if scripts:
            (mark, script), name = *scripts.items(), "msub" if "_" in scripts else "msup"
            return kind, f"<{name}>{base}{script}</{name}>"
        return kind, base

    def atom(self, before: str) -> Piece:
        token = self.take()
        if token[0].isdigit():
            return "ord", f"<mn>{token}</mn>"
        if token.isalpha():
            return "ord", f"<mi>{token}</mi>"
        if token in _GREEK:
            return "ord", f"<mi>{_GREEK[token]}</mi>"
        if token in _FUNCTIONS or token == r"\operatorname":
            name = self.word() if token == r"\operatorname" else token[1:]
            space = '<mspace width="0.1667em"/>' if before in _SOLID else ""
            return "function", f"{space}<mi>{name}</mi><mo>&ApplyFunction;</mo>"
        if token in _OPEN or token in _CLOSE:
            kind = "open" if token in _OPEN else "close"
            form = f' form="{"prefix" if kind == "open" else "postfix"}"' if "vert" in token else ""
            sign = (_OPEN | _CLOSE)[token]
            return kind, f'<mo stretchy="false"{form}>{sign}</mo>'
        if token in _TIMES:
            return "binary", f'<mo lspace="0.2222em" rspace="0.2222em">{_TIMES[token]}</mo>'
        if token in "+-":
            # Behind nothing that it could be subtracted from, it is a sign.
            is_sign = before not in ("ord", "close")
            tight = _TIGHT if is_sign or self.small else ""
            return "sign" if is_sign else "binary", f"<mo{tight}>{token.replace('-', '−')}</mo>"
        if token == ",":
            return "punctuation", '<mo rspace="0">,</mo>' if self.small else "<mo>,</mo>"
        if token in "=<>":
            tight = _TIGHT if self.small else ""
            return "relation", f"<mo{tight}>{html.escape(token)}</mo>"
        return self.command(token)

    def command(self, token: str) -> Piece:
        if token == r"\frac":
            return "ord", f"<mfrac>{self.in_small()}{self.in_small()}</mfrac>"
        if token == r"\sqrt":
            return "ord", f"<msqrt>{self.group()}</msqrt>"
        if token in _ACCENTS:
            return "ord", f'<mover accent="true">{self.group()}{_ACCENTS[token]}</mover>'
        if token == r"\mathrm":
            word = self.word()
            upright = ' mathvariant="normal"' if len(word) == 1 else ""
            return "ord", f"<mi{upright}>{word}</mi>"
        if token == r"\left":
            self.take("(")
            inner = self.row(r"\right")
            self.take(r"\right")
            self.take(")")
            return "ord", f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>"
        if token == r"\,":
            return "space", _THIN
        if token == r"\ldots":
            return "ord", f"<mrow>{_DOTS}</mrow>"
        self.tokens.append(token)
        raise self.error()


def _one(elements: list[str]) -> str:
    """Elements as one."""
    whole = "".join(elements)
    return whole if len(elements) == 1 and "<mspace" not in whole[:7] else f"<mrow>{whole}</mrow>"
