"""How elementals, numbers and names are written, in LaTeX and as plain text."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from snippets.variable import Value, is_array, primal

ANY, SUM, PRODUCT, FACTOR, ATOM = range(5)  # how tightly a piece of writing holds together

_GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "zeta",
    "eta",
    "theta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "rho",
    "sigma",
    "tau",
    "upsilon",
    "phi",
    "chi",
    "psi",
    "omega",
]


@dataclass(frozen=True, slots=True)
class Form:
    """How an operation is written around its written arguments.

    Attributes:
        arrange: From the written arguments to the whole.
        binds: How tightly the whole holds together.
        needs: How tightly each argument must, lest it be put in brackets; repeated for more.
    """

    arrange: Callable[[Sequence[str]], str]
    binds: int
    needs: tuple[int, ...] = (ANY,)

    def write(self, parts: Sequence[tuple[str, int]]) -> tuple[str, int]:
        """The whole and how tightly it binds, from the same of each argument."""
        inner = [
            text if binds >= self.needs[position % len(self.needs)] else bracketed(text)
            for position, (text, binds) in enumerate(parts)
        ]
        return self.arrange(inner), self.binds


def pattern(template: str, binds: int, *needs: int) -> Form:
    """A form with a ``%s`` for each argument."""
    return Form(lambda parts: template % tuple(parts), binds, needs or (ANY,))


def call(head: str) -> Form:
    """The form of a function: its arguments in brackets behind its name."""
    return Form(lambda parts: head + bracketed(", ".join(parts)), FACTOR)


def juxtaposed(parts: Sequence[str]) -> str:
    """Factors side by side, with a dot where two numbers would run together."""
    left, right = parts
    return f"{left} \\cdot {right}" if right[0].isdigit() else f"{left} {right}"


def bracketed(text: str) -> str:
    """`text` in brackets, which grow around a fraction."""
    return rf"\left({text}\right)" if r"\frac" in text else f"({text})"


def number(value: Value, latex: bool = True) -> tuple[str, int]:
    """A constant as a reader would write it, and how tightly that binds: 3, −0.5, 2π, π/2."""
    value = primal(value)
    if is_array(value):
        return (r"[\ldots]" if latex else "[…]"), ATOM
    value = float(value)
    if str(value).startswith("-"):  # and so does -0.0
        return "-" + number(-value, latex)[0], SUM
    if not math.isfinite(value):
        word = "nan" if value != value else r"\infty" if latex else "inf"
        return (rf"\mathrm{{{word}}}" if latex and word == "nan" else word), ATOM
    times_pi = _multiple_of_pi(value)
    if times_pi:
        over, under = times_pi
        top = (str(over) if over > 1 else "") + (r"\pi" if latex else "π")
        if under == 1:
            return top, ATOM if over == 1 else PRODUCT
        return (rf"\frac{{{top}}}{{{under}}}", FACTOR) if latex else (f"{top}/{under}", PRODUCT)
    short = repr(value) if len(repr(value)) <= 8 else f"{value:.6g}"
    mantissa, _, exponent = short.removesuffix(".0").partition("e")
    if not exponent:
        return mantissa, ATOM
    if not latex:
        return short, ATOM
    power = f"10^{{{int(exponent)}}}"
    return (power, FACTOR) if mantissa == "1" else (rf"{mantissa} \times {power}", PRODUCT)


def _multiple_of_pi(value: float) -> tuple[int, int] | None:
    """(p, q) where value = pπ/q with small p and q."""
    if value > 100:  # so large, a multiple may be near by chance
        return None
    for under in (1, 2, 3, 4, 6, 8, 12):
        over = round(value * under / math.pi)
        if over and math.isclose(value, over * math.pi / under, rel_tol=1e-15):
            return over, under
    return None


def named(parameter: str) -> str:
    """The name of an input: a parameter's name, trailing digits as a subscript, w1 → w_1."""
    match = re.fullmatch(r"(.*?[^\d_])_?(\d+)", parameter)
    return f"{match[1]}_{match[2]}" if match else parameter


def latex_name(name: str, accent: str = "") -> str:
    r"""A name in LaTeX, with an accent such as ``\dot`` on its letter: z_12 → \dot z_{12}."""
    match = re.fullmatch(r"(.+)_(\d+)", name)
    letter, digits = (match[1], match[2]) if match else (name, "")
    if letter in _GREEK:
        letter = rf"\{letter}"
    elif len(letter) > 1:
        letter = r"\mathrm{" + letter.replace("_", r"\_") + "}"
    subscript = f"_{{{digits}}}" if len(digits) > 1 else f"_{digits}" if digits else ""
    return f"{accent} {letter}{subscript}" if accent else letter + subscript
