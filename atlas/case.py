"""What a case of the atlas is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

FAMILIES = (
    "Absolute value and sign",
    "The relu family",
    "Clamp and bounds",
    "Ties",
    "Steps",
    "Roots and norms",
    "Powers and quotients",
    "Logarithms and exponentials",
    "Masks",
    "Reductions",
    "Codings",
)


@dataclass(frozen=True)
class Case:
    """One function at one point.

    Attributes:
        name: Its anchor on the page, such as "abs".
        family: One of `FAMILIES`.
        text: The function as a reader would write it.
        point: The entries of the input `x`; a function of a number has one.
        value: The function in mpmath's numbers, one argument an entry. It raises, or returns nan or
            a complex number, outside of its domain.
        codings: Framework → a Python expression in `x` and the framework's own names. Of one entry,
            `x` is a scalar, of several a vector. A framework that has no such operation is missing.
        order: 1 for the gradient, 2 for the second derivative of a function of a number.
        issue: Address of a report about it, or "".
        gradients: The generalised gradient in words, where it is no polytope; else "".
    """

    name: str
    family: str
    text: str
    point: tuple[float, ...]
    value: Callable[..., Any]
    codings: Mapping[str, str]
    order: int = 1
    issue: str = ""
    gradients: str = ""


def family(name: str) -> Callable[..., Case]:
    """A way to write the cases of one family: their codings are keyword arguments.

    Raises:
        ValueError: The family is none of `FAMILIES`.
    """
    if name not in FAMILIES:
        raise ValueError(f"the family is {name!r}, expected one of {', '.join(FAMILIES)}.")

    def case(
        slug: str,
        text: str,
        point: tuple[float, ...],
        value: Callable[..., Any],
        order: int = 1,
        issue: str = "",
        gradients: str = "",
        **codings: str,
    ) -> Case:
        return Case(slug, name, text, point, value, codings, order, issue, gradients)

    return case
