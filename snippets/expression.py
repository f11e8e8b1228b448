"""Formulas: values that are never computed, only written.

An `Expression` is a variable of the lowest level. Feed it to the rules of the table of elementals
and the local partials come out as formulas: what a chapter shows is what the engine computes with.
"""

from collections.abc import Callable, Mapping
from typing import Any

from snippets.elementals import Elemental, add, divide, multiply, negative, power, subtract
from snippets.notation import ANY, ATOM, PRODUCT, bracketed, latex_name, number
from snippets.variable import Value, Variable


class Expression(Variable):
    """An elemental and its arguments, numbers or expressions."""

    __slots__ = ("args", "elemental")
    level = 0
    primal = 0.0  # it stands for a number, whichever

    def __init__(self, elemental: Any, args: tuple[Value, ...] = ()) -> None:
        self.elemental = elemental
        self.args = args

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> Value:
        """The elemental as an expression, in the simpler form where there is one."""
        simpler = _SIMPLER.get(elemental.name)
        return simpler(*args) if simpler else Expression(elemental, args)

    def __str__(self) -> str:
        return written(self, latex=False)[0]

    __repr__ = __str__


class Symbol(Expression):
    """A named value, such as w_1 or z_2."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.name = name


def written(
    value: Value, latex: bool = True, numbers: Mapping[str, str] | None = None
) -> tuple[str, int]:
    """A number or expression in LaTeX or plain text, and how tightly it binds.

    The arguments are written before the whole, on a list of our own: no depth is too deep.

    Args:
        value: A number or expression.
        latex: Whether in LaTeX.
        numbers: Symbol → the number to put in its place.
    """
    done: dict[int, tuple[str, int]] = {}
    waiting = [value]
    while waiting:
        node = waiting[-1]
        if id(node) in done:
            waiting.pop()
        elif isinstance(node, Symbol) and numbers and node.name in numbers:
            text = numbers[node.name]
            done[id(node)] = text, ANY if text.startswith("-") else ATOM
        elif isinstance(node, Symbol):
            done[id(node)] = (latex_name(node.name) if latex else node.name), ATOM
        elif not isinstance(node, Expression):
            done[id(node)] = number(node, latex)
        elif missing := [arg for arg in node.args if id(arg) not in done]:
            waiting += missing
        else:
            form = node.elemental.latex if latex else node.elemental.text
            done[id(node)] = form.write([done[id(arg)] for arg in node.args])
    return done[id(value)]


def term(partial: Value, symbol: str, first: bool) -> str:
    r"""``partial · symbol`` as a term of a sum in LaTeX, with its sign: ``- 2\,\dot z_1``."""
    minus = _is(partial, negative) or (type(partial) is float and partial < 0)
    if minus:
        partial = _minus(partial)
    text, binds = written(partial)
    factor = "" if text == "1" else (text if binds >= PRODUCT else bracketed(text)) + r"\,"
    sign = ("-" if first else " - ") if minus else ("" if first else " + ")
    return sign + factor + symbol


# Simplification, one rule a line: enough that local partials read as one would write them.


def _is(value: Value, elemental: Elemental) -> bool:
    return isinstance(value, Expression) and value.elemental is elemental


def _equals(value: Value, constant: float) -> bool:
    return type(value) is float and value == constant


def _scaled(value: Value) -> bool:
    """Whether it is a product with a number in front."""
    return _is(value, multiply) and type(value.args[0]) is float


def _plus(x: Value, y: Value) -> Value:
    if _equals(x, 0.0) or _equals(y, 0.0):
        return y if _equals(x, 0.0) else x
    if _is(y, negative) or (type(y) is float and y < 0):
        return _less(x, _minus(y))
    if x is y:
        return _times(2.0, x)
    return Expression(add, (x, y))


def _less(x: Value, y: Value) -> Value:
    if _equals(x, 0.0) or _equals(y, 0.0):
        return x if _equals(y, 0.0) else _minus(y)
    if _is(y, negative):
        return _plus(x, y.args[0])
    return 0.0 if x is y else Expression(subtract, (x, y))


def _minus(x: Value) -> Value:
    if type(x) is float:
        return -x
    if _is(x, negative):
        return x.args[0]
    return _less(*reversed(x.args)) if _is(x, subtract) else Expression(negative, (x,))


def _times(x: Value, y: Value) -> Value:
    if type(y) is float and type(x) is not float:
        x, y = y, x
    if type(x) is type(y) is float:
        return x * y
    if _equals(x, 0.0) or _equals(x, 1.0):
        return y if x else 0.0
    if _is(x, negative) or (type(x) is float and x < 0):
        return _minus(_times(_minus(x), y))
    if _is(y, negative):
        return _minus(_times(x, y.args[0]))
    if _scaled(y):
        return _times(_times(x, y.args[0]), y.args[1])
    if _scaled(x):
        return _times(x.args[0], _times(x.args[1], y))
    if _is(y, divide):
        return _over(_times(x, y.args[0]), y.args[1])
    if _is(x, divide):
        return _over(_times(x.args[0], y), x.args[1])
    return Expression(power, (x, 2.0)) if x is y else Expression(multiply, (x, y))


def _over(x: Value, y: Value) -> Value:
    if _equals(x, 0.0) or _equals(y, 1.0):
        return x
    if _is(x, negative) or (type(x) is float and x < 0):
        return _minus(_over(_minus(x), y))
    if _is(x, divide):
        return _over(x.args[0], _times(x.args[1], y))
    if _is(y, divide):
        return _over(_times(x, y.args[1]), y.args[0])
    return Expression(divide, (x, y))


def _to_the(x: Value, y: Value) -> Value:
    if _equals(y, 0.0) or _equals(y, 1.0):
        return x if y else 1.0
    return Expression(power, (x, y))


_SIMPLER: dict[str, Callable[..., Value]] = {
    "+": _plus, "-": _less, "*": _times, "/": _over, "**": _to_the, "negative": _minus,
}  # fmt: skip
