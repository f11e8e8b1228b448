"""What stands behind a formula: values by name, and the arithmetic between them."""

import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

_TOKEN = re.compile(
    r"\\(?:begin|end|text|operatorname|mathcal|mathbb|mathrm)\{[^}]*\}|\\left\.|\\right\|"
    r"|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S"
)
_LAYOUT = {r"\,", r"\;", r"\left", r"\right", r"\Biggl", r"\Biggr"}

Scope = dict[tuple[str, ...], Any]
Node = Callable[[Scope], Any]


@cache
def tokens(latex: str) -> tuple[str, ...]:
    """A formula without what only lays it out."""
    plain = latex.replace("{}", "").replace(r"\dfrac", r"\frac")
    return tuple(token for token in _TOKEN.findall(plain) if token not in _LAYOUT)


def column(entries: ArrayLike) -> np.ndarray:
    """A vector as the formulas mean it: of one column."""
    return np.reshape(entries, (-1, 1))


class At(NamedTuple):
    """A value that depends on others in scope: ``At("j", lambda j: X[j - 1])``."""

    indices: str  # separated by spaces
    rule: Callable[..., Any]


class Operator(NamedTuple):
    r"""What acts on the formula behind it, such as ``\nabla``: `rule(body, scope)`."""

    rule: Callable[[Node, Scope], Any]


class Relation(NamedTuple):
    """A chain of sides with the relations between them, one fewer."""

    sides: list[Node]
    signs: list[str]

    def violation(self, scope: Scope, tight: bool, floor: float) -> float:
        """How far it is from true, relative to its sides or to `floor` if that is larger."""
        values = [
            side(scope | {(r"\leftarrow",): sign == r"\leftarrow"})
            for side, sign in zip(self.sides, [*self.signs, ""], strict=True)
        ]
        worst = 0.0
        for left, sign, right in zip(values, self.signs, values[1:], strict=False):
            if sign == r"\in":
                worst = max(worst, 0.0 if left in right else math.inf)
                continue
            if np.ndim(left) and np.ndim(right) and np.shape(left) != np.shape(right):
                raise ValueError(f"sides of shapes {np.shape(left)} and {np.shape(right)}")
            direction = 0 if tight else {r"\le": 1, "<": 1, r"\ge": -1, ">": -1}.get(sign, 0)
            gap = (left - right) * direction if direction else abs(left - right)
            size = max(float(np.max(abs(left))), float(np.max(abs(right))), floor)
            one = float(np.max(gap)) / (size or 1.0)
            if sign in "<>" and direction and left == right:
                one = math.inf
            worst = max(worst, math.inf if math.isnan(one) else one)
        return worst


def look_up(scope: Scope, key: tuple[str, ...]) -> Any:
    value = scope[key]
    if isinstance(value, At):
        return value.rule(*(look_up(scope, tokens(index)) for index in value.indices.split()))
    return value


def times(x: Any, y: Any) -> Any:
    if np.ndim(x) == np.ndim(y) == 2:
        matrix = x @ y
        return matrix.item() if matrix.size == 1 else matrix
    return x * y


def to_the(base: Any, exponent: Any) -> Any:
    if np.ndim(base) == 2:
        if exponent != -1:
            raise ValueError(f"a matrix to the power {exponent}")
        return np.linalg.inv(base)
    if isinstance(base, float | int) and isinstance(exponent, float | int):
        return float(base) ** exponent
    return base**exponent


def applied(rule: Callable[..., Any], *parts: Node) -> Node:
    return lambda scope: rule(*(part(scope) for part in parts))


def always(value: Any) -> Callable[..., Any]:
    """The function with this value everywhere."""
    return lambda *_: value
