r"""Evaluates formulas as they are printed: LaTeX in, numbers out.

The caller names the symbols: LaTeX → value, such as ``{"x^j": …, r"\frac{df}{dw}": …}``. At each
place the longest name that fits is taken; what is no name must be arithmetic. So a symbol that the
caller does not know is an error and never a guess. Vectors are columns, arrays of shape (n, 1), and
side by side they are multiplied as matrices.
"""

import math
from collections.abc import Mapping
from functools import cache
from itertools import pairwise, product, takewhile
from typing import Any

import numpy as np

from tests.equations.values import (
    Node,
    Operator,
    Relation,
    Scope,
    always,
    applied,
    look_up,
    times,
    to_the,
    tokens,
)

_ALIGNED = {r"\begin{aligned}", r"\end{aligned}", "&", r"\\"}
_INDENTS = {("&", r"\quad"), ("&", r"\qquad")}
_RELATIONS = {"=", "<", ">", r"\le", r"\ge", r"\in", r"\leftarrow"}
_FOR_ALL, _WITH = r"\text{for all }", r"\text{ with }"
_SEPARATORS = {",", r"\qquad", r"\quad", _WITH}
_CLOSERS = {")", "]", "}", r"\}", r"\rangle", r"\rvert", r"\rVert", r"\right|", "."}
_ENDS = _RELATIONS | _SEPARATORS | _CLOSERS | {
    "+", "-", "&", r"\\", r"\mid", _FOR_ALL, r"\end{cases}", r"\end{pmatrix}",
}  # fmt: skip

_TRANSPOSED = ("^", r"\top"), ("^", "{", r"\top", "}")


class Formula:
    """A formula, to be evaluated for values of its symbols.

    Attributes:
        used: How often it was evaluated at a point where its conditions hold.
        relations: The relations of its claims, such as "= =", known after an evaluation.
    """

    def __init__(self, latex: str) -> None:
        whole = list(tokens(latex))
        if whole[0] == r"\begin{aligned}":
            # A space behind & indents a row that goes on with the one before; else it separates.
            whole = [
                token
                for before, token in pairwise(whole)
                if token not in _ALIGNED and (before, token) not in _INDENTS
            ]
        while whole[-1] in (",", "."):
            whole.pop()
        self._tokens = tuple(whole)
        self.used, self.relations = 0, ""

    def error(self, names: Mapping[str, Any], *, tight: bool = False, floor: float = 1.0) -> float:
        """How far the claims are from true; 0 where the conditions behind "for all" do not hold.

        Args:
            names: LaTeX → value, function of Python, `At` or `Operator`.
            tight: Inequalities must hold with equality here.
            floor: The error is relative to the sides, or to this if they are smaller.
        """
        scope = _scope(names)
        claims, conditions = _parsed(self._tokens, *_kinds(scope))
        self.relations = " ".join(sign for claim in claims for sign in claim.signs)
        if any(condition.violation(scope, False, 0.0) > 0.0 for condition in conditions):
            return 0.0
        self.used += 1
        return max(claim.violation(scope, tight, floor) for claim in claims)

    def sides(self, names: Mapping[str, Any], claim: int = 0) -> list[Any]:
        """The values of all sides of one of its claims."""
        scope = _scope(names)
        claims, _ = _parsed(self._tokens, *_kinds(scope))
        return [side(scope) for side in claims[claim].sides]


def _scope(names: Mapping[str, Any]) -> Scope:
    return {tokens(name): value for name, value in (_KNOWN | dict(names)).items()}


def _kinds(scope: Scope) -> tuple[frozenset[tuple[str, ...]], ...]:
    functions = (key for key, value in scope.items() if callable(value))
    operators = (key for key, value in scope.items() if isinstance(value, Operator))
    return frozenset(scope), frozenset(functions), frozenset(operators)


@cache
def _parsed(whole: tuple[str, ...], *kinds: frozenset[tuple[str, ...]]) -> Any:
    return _Parser(whole, *kinds).statements()


class _Parser:
    def __init__(self, whole: tuple[str, ...], names: Any, functions: Any, operators: Any) -> None:
        self.rest = list(whole)
        self.names = sorted(names, key=len, reverse=True)
        self.functions, self.operators = functions, operators

    def peek(self) -> str:
        return self.rest[0] if self.rest else ""

    def take(self, expected: str = "") -> str:
        if not self.rest or (expected and self.rest[0] != expected):
            raise ValueError(f"expected '{expected}' at '{' '.join(self.rest[:12])}'")
        return self.rest.pop(0)

    def has(self, *first: str) -> bool:
        """Take these tokens if they come next."""
        found = tuple(self.rest[: len(first)]) == first
        if found:
            del self.rest[: len(first)]
        return found

    def statements(self) -> tuple[list[Relation], list[Relation]]:
        claims: list[Relation] = []
        conditions: list[Relation] = []
        into = claims
        while self.rest:
            if self.has(_FOR_ALL):
                into = conditions
            elif self.peek() in _SEPARATORS:
                self.take()
            else:
                into.append(self.relation())
        return claims, conditions

    def relation(self) -> Relation:
        sides, signs = [self.sum()], []
        while self.peek() in _RELATIONS:
            signs.append(self.take())
            sides.append(self.sum())
        return Relation(sides, signs)

    def sum(self) -> Node:
        terms = []
        while not terms or self.peek() in ("+", "-"):
            minus = self.has("-")
            if not minus:
                self.has("+")
            terms.append((minus, self.product()))

        def value(scope: Scope) -> Any:
            total = None
            for minus, term in terms:
                one = -term(scope) if minus else term(scope)
                total = one if total is None else total + one
            return total

        return value

    def product(self) -> Node:
        factors = [self.factor()]
        while self.rest and self.peek() not in _ENDS:
            over = self.has("/")
            if not self.has(r"\cdot"):
                self.has(r"\times")
            factor = self.factor()
            factors.append(applied(lambda x: 1 / x, factor) if over else factor)

        def value(scope: Scope) -> Any:
            result = factors[0](scope)
            for factor in factors[1:]:
                result = times(result, factor(scope))
            return result

        return value

    def factor(self) -> Node:
        base = self.power()
        while self.has(*_TRANSPOSED[0]) or self.has(*_TRANSPOSED[1]):
            base = applied(np.transpose, base)
        return base

    def power(self) -> Node:
        base = self.atom()
        while self.peek() == "^" and r"\top" not in self.rest[1:3]:
            self.take()
            base = applied(to_the, base, self.group())
        return base

    def group(self) -> Node:
        """What stands in braces, or one token."""
        return self.within("{", "}") if self.peek() == "{" else _Parser(
            (self.take(),), self.names, self.functions, self.operators
        ).sum()  # fmt: skip

    def within(self, opening: str, closing: str) -> Node:
        self.take(opening)
        inner = self.sum()
        self.take(closing)
        return inner

    def arguments(self, closing: str) -> list[Node]:
        found = [self.sum()]
        while self.has(",") or self.has(r"\mid"):
            found.append(self.sum())
        self.take(closing)
        return found

    def atom(self) -> Node:
        for name in self.names:
            if tuple(self.rest[: len(name)]) == name:
                del self.rest[: len(name)]
                return self.named(name)
        token = self.take()
        if token[0].isdigit():
            return always(float(token))
        parse = getattr(self, _ATOMS.get(token, ""), None)
        if parse is None:
            raise ValueError(f"unknown symbol at '{' '.join([token, *self.rest[:12]])}'")
        return parse()

    def named(self, name: tuple[str, ...]) -> Node:
        if name in self.operators:
            body = self.power()
            return lambda scope: scope[name].rule(body, scope)
        if name not in self.functions:
            return lambda scope: look_up(scope, name)
        given = self.arguments(")") if self.has("(") else [self.power()]

        def call(scope: Scope) -> Any:
            values = [one(scope) for one in given]
            flat = values[0] if isinstance(values[0], tuple) else values
            return scope[name](*flat)

        return call

    def bracket(self) -> Node:
        inner = self.sum()
        self.take(")")
        return inner

    def square(self) -> Node:
        inner = self.relation()
        self.take("]")
        if not inner.signs:
            return inner.sides[0]
        if inner.signs != [">"]:
            raise ValueError(f"a truth value of {inner.signs}")
        return applied(lambda x, y: 0.5 * (1.0 + np.sign(x - y)), *inner.sides)

    def braces(self) -> Node:
        inner = self.sum()
        self.take("}")
        return inner

    def set(self) -> Node:
        return applied(lambda *members: members, *self.arguments(r"\}"))

    def fraction(self) -> Node:
        over, under = self.within("{", "}"), self.within("{", "}")
        return applied(lambda x, y: x / y, over, under)

    def root(self) -> Node:
        return applied(np.sqrt, self.within("{", "}"))

    def inner(self) -> Node:
        one, other = self.arguments(r"\rangle")
        return applied(lambda u, v: (u * v).sum() if np.ndim(u) else u * v, one, other)

    def size(self) -> Node:
        inner = self.sum()
        self.take(r"\rvert")
        return applied(abs, inner)

    def norm(self) -> Node:
        inner = self.sum()
        self.take(r"\rVert")
        self.has("_", "2")
        return applied(lambda v: np.sqrt((v * v).sum()), inner)

    def matrix(self) -> Node:
        rows = [self.row()]
        while self.has(r"\\"):
            rows.append(self.row())
        self.take(r"\end{pmatrix}")
        return applied(lambda *rows: np.array(rows), *rows)

    def row(self) -> Node:
        entries = [self.sum()]
        while self.has("&"):
            entries.append(self.sum())
        return applied(lambda *entries: entries, *entries)

    def cases(self) -> Node:
        rows = []
        while not self.has(r"\end{cases}"):
            value = self.sum()
            self.take(",")
            self.take("&")
            rows.append((value, self.relation()))
            self.take()  # the punctuation
            self.has(r"\\")

        def choose(scope: Scope) -> Any:
            fitting = [value for value, when in rows if when.violation(scope, False, 0.0) == 0.0]
            if len(fitting) != 1:
                raise ValueError(f"{len(fitting)} cases hold at once")
            return fitting[0](scope)

        return choose

    def at(self) -> Node:
        """``\\left. … \\right|_{s = 0}``: the inside, with s as given."""
        inner = self.product()
        for token in (r"\right|", "_", "{"):
            self.take(token)
        name = (self.take(),)
        self.take("=")
        where = self.braces()
        return lambda scope: inner(scope | {name: where(scope)})

    def below(self) -> list[str]:
        """The subscript of a sum, unread."""
        self.take("_")
        if not self.has("{"):
            return [self.take()]
        found = list(takewhile(lambda token: token != "}", self.rest))
        if "{" in found:
            raise ValueError(f"braces below a sum: {' '.join(found)}")
        del self.rest[: len(found) + 1]
        return found

    def big_sum(self) -> Node:
        below = self.below()
        above = self.group() if self.has("^") else None
        if above is None:
            indices = [below[0]] if "," not in below else below[::2]
            keys = [tuple(below)] if "," not in below else [(index,) for index in indices]
            if unknown := [key for key in keys if key not in self.names]:
                raise ValueError(f"unknown range '{' '.join(unknown[0])}' of a sum")

            def ranges(scope: Scope) -> Any:
                return product(*(look_up(scope, key) for key in keys))

        else:
            indices = [below[0]]
            if below[1] != "=":
                raise ValueError(f"'{below[1]}' below a sum with an upper end")
            first = int(below[2])

            def ranges(scope: Scope) -> Any:
                return product(range(first, int(above(scope)) + 1))

        body = self.product()

        def value(scope: Scope) -> Any:
            names = [(index,) for index in indices]
            return sum(body(scope | dict(zip(names, one, strict=True))) for one in ranges(scope))

        return value

    def variance(self) -> Node:
        index, drawn, *weights = self.below()
        if drawn != r"\sim":
            raise ValueError(f"'{drawn}' below a variance")
        body = self.product()

        def value(scope: Scope) -> Any:
            chances = look_up(scope, tuple(weights))
            all_values = [body(scope | {(index,): at + 1}) for at in range(len(chances))]
            mean = sum(p * one for p, one in zip(chances, all_values, strict=True))
            return sum(p * (one - mean) ** 2 for p, one in zip(chances, all_values, strict=True))

        return value


_ATOMS = {
    "(": "bracket", "[": "square", "{": "braces", r"\{": "set", r"\frac": "fraction",
    r"\sqrt": "root", r"\langle": "inner", r"\lvert": "size", r"\lVert": "norm",
    r"\begin{pmatrix}": "matrix", r"\begin{cases}": "cases", r"\left.": "at", r"\sum": "big_sum",
    r"\operatorname{Var}": "variance",
}  # fmt: skip

# What a reader knows without being told.
_KNOWN: dict[str, Any] = {
    r"\pi": math.pi, "e": math.e, r"\sin": np.sin, r"\cos": np.cos, r"\tan": np.tan,
    r"\exp": np.exp, r"\log": np.log, r"\operatorname{sign}": np.sign,
    r"\sigma": lambda s: 1 / (1 + np.exp(-s)),
}  # fmt: skip
