"""What a stepper shows at each of its steps: a sentence, and the formula with its numbers put in.

A quantity that is a sum of several terms has a moment for each of them, named 3a, 3b, …, and then
one for the sum, named 3 as its row. Everything is text; a walk of `snippets.walks` is read only.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any, NamedTuple

from literate.tables import decimals

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SPLIT = {"adjoint"}  # whose sums are shown term by term

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Moment:
    """One step of a stepper.

    Attributes:
        name: Its name in the address, such as "3" or "3a".
        row: The row of the table that it lights, from 0.
        kind: What is computed: "value", "tangent" or "adjoint".
        node: Of which node.
        title: What happens, as a line; formulas as ``$…$``.
        said: The same aloud, with the numbers.
        left: LaTeX of what is computed.
        lines: Right-hand sides, one below the other: each the terms as LaTeX.
        lit: Which terms of a line are lit, from 0; none where they are not told apart.
        arrows: Arrow → which term it carries, from 0; of those that are lit.
        shown: What the node shows from now on.
        whole: Whether that is the quantity, not a sum of some of its terms.
    """

    name: str
    row: int
    kind: str
    node: str
    title: str
    said: str
    left: str
    lines: tuple[tuple[str, ...], ...]
    lit: tuple[int, ...]
    arrows: Mapping[Arrow, int]
    shown: str
    whole: bool = True


@dataclass(frozen=True)
class _Term:
    """A term of a sum.

    Attributes:
        symbols: LaTeX as in the formula of the row, its sign included.
        numbers: LaTeX with the numbers put in, its sign included.
        aloud: The same in words.
        value: What it contributes.
        way: Where it comes from, aloud and with a formula; a seed comes along no arrow.
        arrow: The arrow that carries it, None for a seed.
    """

    symbols: str
    numbers: str
    aloud: str
    value: float
    way: tuple[str, str] = ("the seed", "the seed")
    arrow: Arrow | None = None


def moments(walk: Any, digits: int) -> list[Moment]:
    """The moments of a walk, in order.

    Raises:
        ValueError: The walk computes nothing, or something that is no single number.
    """
    if not walk.moves:
        raise ValueError("a stepper needs at least one step, this walk has none.")
    for name, value in [*walk.known.items(), *walk.seeds.items()]:
        _check(name, value)
    numbers = {name: short(value, digits) for name, value in walk.known.items()}
    found: list[Moment] = []
    for row, move in enumerate(walk.moves):
        _check(move.name, move.value)
        head = f"Step {row + 1} of {len(walk.moves)}"
        if move.kind == "value":
            found.append(_value(walk, move, row, head, numbers, digits))
            numbers[move.name] = decimals(move.value, digits)
        else:
            found += _derivative(walk, move, row, len(walk.moves), digits)
    return found


def short(value: float, digits: int) -> str:
    """A number that is not in the table: without the zeros at its end, where they say nothing."""
    text = decimals(value, digits)
    plain = text.rstrip("0").rstrip(".")
    return plain if plain and float(plain.replace("−", "-")) == value else text


def latex(text: str) -> str:
    """A written number in LaTeX."""
    text = text.replace("−", "-")
    mantissa, e, exponent = text.partition("e")
    if e:
        return rf"{mantissa}\mathrm{{e}}{{{exponent}}}"
    return re.sub(r"[a-z]+", lambda word: rf"\mathrm{{{word[0]}}}", text)


def spoken_name(name: str) -> str:
    """A name as it is read aloud: "z 4"."""
    return name.replace("_", " ")


def _value(
    walk: Any, move: Any, row: int, head: str, numbers: Mapping[str, str], digits: int
) -> Moment:
    text = decimals(move.value, digits)
    filled = move.step.filled({name: latex(number) for name, number in numbers.items()})
    return Moment(
        name=str(row + 1),
        row=row,
        kind="value",
        node=move.name,
        title=f"{head}: value of ${move.symbol}$",
        said=f"{head}. The value of {spoken_name(move.name)} is {text}.",
        left=move.symbol,
        lines=((move.formula,), (filled,), (latex(text),)),
        lit=(),
        arrows={(edge.operand, edge.step): 0 for edge in walk.edges if edge.step == move.name},
        shown=text,
    )


def _derivative(walk: Any, move: Any, row: int, total: int, digits: int) -> list[Moment]:
    """The moments of a tangent or an adjoint: one for each term where it is split, and the sum."""
    terms = _terms(walk, move, digits)
    text = decimals(move.value, digits)
    found = []
    if move.kind in _SPLIT and 1 < len(terms) <= len(ascii_lowercase):
        running = 0.0
        for place, term in enumerate(terms):
            running += term.value
            so_far = text if place == len(terms) - 1 else decimals(running, digits)
            ordinal = _ORDINALS[place] if place < len(_ORDINALS) else f"number {place + 1}"
            aloud, shown = term.way
            if term.arrow:
                aloud, shown = f"{ordinal} path, {aloud}", f"path {shown}"
            said = f"{aloud}: {term.aloud}. So far {so_far}."
            name = f"{row + 1}{ascii_lowercase[place]}"
            part = _Part(name, total, shown, said, place + 1, (place,), so_far)
            found.append(_moment(move, row, terms, part))
        aloud = shown = f"{_count(len(terms))} paths added"
    elif move.kind == "tangent":
        aloud = shown = f"{_count(len(terms))} arrow{'' if len(terms) == 1 else 's'}"
    else:
        aloud, shown = terms[0].way if terms else ("no path leads to the output",) * 2
    sum_of = " plus ".join(term.aloud for term in terms)
    said = f"{aloud}: {sum_of} is {text}." if sum_of not in ("", text) else f"{aloud}: {text}."
    part = _Part(str(row + 1), total, shown, said, len(terms), tuple(range(len(terms))), text)
    return [*found, _moment(move, row, terms, part)]


class _Part(NamedTuple):
    """What tells the moments of one row apart; `done` is how many terms have been added."""

    name: str
    total: int
    shown: str
    said: str
    done: int
    lit: tuple[int, ...]
    text: str


def _moment(move: Any, row: int, terms: Sequence[_Term], part: _Part) -> Moment:
    symbols = tuple(term.symbols for term in terms) or ("0",)
    numbers = tuple(term.numbers for term in terms[: part.done])
    if part.done < len(terms):
        numbers += (r"+ \cdots",)
    result = (latex(part.text),)
    lines = tuple(dict.fromkeys(line for line in (symbols, numbers, result) if line))
    head = f"Step {part.name} of {part.total}"
    plain = re.sub(r"^\\(dot|bar) ", "", move.symbol)
    return Moment(
        name=part.name,
        row=row,
        kind=move.kind,
        node=move.name,
        title=f"{head}: {move.kind} of ${plain}$, {part.shown}",
        said=f"{head}. The {move.kind} of {spoken_name(move.name)}, {part.said}",
        left=move.symbol,
        lines=lines,
        lit=part.lit,
        arrows={arrow: place for place in part.lit if (arrow := terms[place].arrow)},
        shown=part.text,
        whole=len(part.lit) == len(terms),
    )


def _terms(walk: Any, move: Any, digits: int) -> list[_Term]:
    terms: list[_Term] = []
    for one in move.given:
        text = short(one, digits)
        sign = "+ " if terms else ""
        terms.append(_Term(sign + latex(text), sign + latex(text), text, float(one)))
    for share in move.shares:
        _check(share.step, share.slope)
        end = share.step if move.kind == "adjoint" else share.operand
        seeded = move.kind == "tangent" and end in walk.seeds
        factor = short(share.factor, digits) if seeded else decimals(share.factor, digits)
        slope = short(share.slope, digits)
        symbol = re.sub(r"^\\(dot|bar) ", "", share.symbol)
        terms.append(
            _Term(
                share.written(first=not terms).strip(),
                _product(slope, factor, first=not terms),
                factor if slope == "1" else f"{slope} times {factor}",
                share.slope * share.factor,
                (f"through {spoken_name(end)}", f"through ${symbol}$"),
                (share.operand, share.step),
            )
        )
    return terms


def _product(slope: str, factor: str, first: bool) -> str:
    """A local partial times a derivative, in LaTeX, with the sign of the partial in front."""
    size, number = slope.removeprefix("−"), latex(factor)
    minus = size != slope
    sign = ("-" if minus else "") if first else ("- " if minus else "+ ")
    held = f"({number})" if number.startswith("-") else number
    if size == "1":
        return sign + (held if sign else number)
    return rf"{sign}{latex(size)} \cdot {held}"


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _check(name: str, value: Any) -> None:
    if not isinstance(value, (int, float)):
        kind = type(value).__name__
        raise ValueError(f"a stepper shows single numbers, but '{name}' is of the type {kind}.")
