"""The table of elementals: the functions that every derivative on this site is put together from.

An entry holds all that is known about an elemental. Forward mode, reverse mode, the printed trace
and its formulas read this one table. The local partials are written in the same operations that
they differentiate, so derivatives of derivatives need nothing more.

Where a derivative does not exist, the rule used is:

| elemental | where | rule used | PyTorch 2.13 |
| --- | --- | --- | --- |
| `abs(x)` | kink at 0 | 0 | 0 |
| `maximum`, `minimum` | kink at a tie | half to each | half to each |
| `sign`, `exceeds` | jump | 0, as elsewhere | 0 |
| `sqrt(x)` | 0, vertical tangent | inf | inf |
| `asin(x)` | 1, vertical tangent | inf | inf |
| `x ** 0` | x = 0 | 0, as elsewhere | 0 |
| `x ** y` by y | x = 0, y > 0 | 0, the limit | 0 |
| `x ** y` by y | x = 0, y = 0, a jump | −inf, by the formula | 0 |
| `x ** y` by x, then y | y = 0 | 1/x, the derivative | 0 |
| `xlogy(x, y)` by x | (0, 0), a jump | −inf, by the formula | 0 |
| `hypot(x, y)` | kink at (0, 0) | nan, as 0/0 | nan |
| `atan2(y, x)` | (0, 0), a jump | nan, as 0/0 | 0 |

Source: A. Griewank and A. Walther, "Evaluating Derivatives", 2nd ed. (2008), section 2.1.
"""

# ruff: noqa: ARG001, ARG005  (each rule is handed z and all arguments, whichever it needs)

import functools
import operator
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from snippets import ieee
from snippets.ieee import function, quiet
from snippets.notation import (
    ANY,
    ATOM,
    FACTOR,
    PRODUCT,
    SUM,
    Form,
    call,
    juxtaposed,
    pattern,
)
from snippets.variable import TABLE, Value, Variable, constant, describe, is_array, shape

Rule = Callable[..., Value]


# --8<-- [start:elemental]
@dataclass(frozen=True, slots=True)
class Elemental:
    """An operation whose derivative is known.

    Attributes:
        name: Its name in messages and in the table.
        value: From the arguments, plain numbers or arrays, to the result z.
        partials: For each argument, from z and the arguments to the local partial of z with
            respect to it, written in traced operations.
        latex: How it is written in a formula.
        text: How it is written in a printed trace.
    """

    name: str
    value: Rule
    partials: Sequence[Rule]
    latex: Form
    text: Form

    def __call__(self, *args: Value) -> Value:
        """Apply it at the highest level among the arguments; plain values give a plain value."""
        top, others = None, False
        for arg in args:
            if type(arg) is float:
                continue
            if not isinstance(arg, Variable):
                others = True  # an array, or a number that is not a float yet
            elif top is None or arg.level > top.level:
                top = arg
        try:
            if top is None:
                return self._plain(args) if others else self.value(*args)
            if others:
                args = tuple(_operand(arg, self.name) for arg in args)
            return top.apply(self, args)
        except TypeError:
            _check_arguments(self, args)
            raise

    def _plain(self, args: tuple[Value, ...]) -> Value:
        try:
            with quiet():
                return self.value(*args)
        except (ArithmeticError, ValueError):
            raise _without_value(self, args) from None


# --8<-- [end:elemental]
def _check_arguments(elemental: Elemental, args: tuple[Value, ...]) -> None:
    """Refuse what an elemental does not take.

    Raises:
        TypeError: There are too few or too many arguments, or one is no real number or array.
    """
    takes = len(elemental.partials)
    if not args or takes not in (len(args), sys.maxsize):
        least = "at least 1" if takes == sys.maxsize else takes
        plural = "s" if least == 2 else ""
        raise TypeError(
            f"{elemental.name}: expected {least} argument{plural}, got {len(args)}."
        ) from None
    for arg in args:
        _operand(arg, elemental.name)


def _without_value(elemental: Elemental, args: tuple[Value, ...]) -> Exception:
    """What to raise where shapes do not fit, or complex numbers meet a pole or overflow."""
    if any(map(is_array, args)):
        shapes = " and ".join(str(shape(arg)) for arg in args)
        return ValueError(f"{elemental.name}: arrays of the shapes {shapes} do not broadcast.")
    numbers = " and ".join(map(describe, args))
    return ArithmeticError(
        f"{elemental.name}: expected a finite value, there is none at {numbers}."
    )


def _operand(arg: object, where: str) -> Value:
    return arg if type(arg) is float or isinstance(arg, Variable) else constant(arg, where)


class ForEach(Sequence[Rule]):
    """The partials of an elemental with any number of arguments: one rule, told which."""

    def __init__(self, rule: Callable[..., Value]) -> None:
        self.rule = rule

    def __getitem__(self, position: int) -> Rule:  # type: ignore[override]
        return functools.partial(self.rule, position)

    def __len__(self) -> int:
        return sys.maxsize


def define(
    name: str, value: Rule, *partials: Rule, latex: Form | str, text: Form | None = None,
    for_each: Rule | None = None,
) -> Elemental:  # fmt: skip
    """Enter an elemental in the table.

    Args:
        name: What `TABLE` and messages call it.
        value: See `Elemental`.
        partials: See `Elemental`.
        latex: How it is written; a string is the head of a function with its arguments in brackets.
        text: The same in plain text; by default its name with the arguments in brackets.
        for_each: In place of `partials`, a rule (position, z, *args) for any number of arguments.
    """
    elemental = Elemental(
        name,
        value,
        ForEach(for_each) if for_each else partials,
        call(latex) if isinstance(latex, str) else latex,
        text or call(name),
    )
    TABLE[name] = elemental
    return elemental


# Rules divide by `divide` and not by `/`: on plain floats Python's operator raises at zero.


# Entries that rules further up refer to.
divide: Elemental
xlogy: Elemental
cos: Elemental
cosh: Elemental
hypot: Elemental
logistic: Elemental
sign: Elemental
exceeds: Elemental


def _by_base(z: Value, x: Value, y: Value) -> Value:
    if isinstance(y, Variable):
        return y * power(x, y - 1.0)
    return y * power(x, y - 1.0 + (y == 0))  # x⁰ is flat also at 0, where 0 · 0⁻¹ is nan


# fmt: off
# --8<-- [start:arithmetic]
add = define(
    "+", operator.add,
    lambda z, x, y: 1.0, lambda z, x, y: 1.0,
    latex=pattern("%s + %s", SUM, SUM), text=pattern("%s + %s", SUM, SUM),
)
subtract = define(
    "-", operator.sub,
    lambda z, x, y: 1.0, lambda z, x, y: -1.0,
    latex=pattern("%s - %s", SUM, SUM, PRODUCT), text=pattern("%s - %s", SUM, SUM, PRODUCT),
)
multiply = define(
    "*", operator.mul,
    lambda z, x, y: y, lambda z, x, y: x,
    latex=Form(juxtaposed, PRODUCT, (PRODUCT,)), text=pattern("%s·%s", PRODUCT, PRODUCT),
)
divide = define(
    "/", ieee.divide,
    lambda z, x, y: divide(1.0, y), lambda z, x, y: -divide(z, y),
    latex=pattern(r"\frac{%s}{%s}", FACTOR), text=pattern("%s / %s", PRODUCT, PRODUCT, FACTOR),
)
# --8<-- [end:arithmetic]
power = define(
    "**", ieee.power,
    _by_base, lambda z, x, y: xlogy(z, x),
    latex=pattern("%s^{%s}", FACTOR, ATOM, ANY), text=pattern("%s^%s", FACTOR, ATOM, ATOM),
)
negative = define(
    "negative", operator.neg, lambda z, x: -1.0,
    latex=pattern("-%s", SUM, PRODUCT), text=pattern("-%s", SUM, PRODUCT),
)

# --8<-- [start:functions]
exp = define("exp", function("exp"), lambda z, x: z, latex=r"\exp")
log = define("log", function("log"), lambda z, x: divide(1.0, x), latex=r"\log")
sin = define("sin", function("sin"), lambda z, x: cos(x), latex=r"\sin")
cos = define("cos", function("cos"), lambda z, x: -sin(x), latex=r"\cos")
tan = define("tan", function("tan"), lambda z, x: 1.0 + z * z, latex=r"\tan")
# --8<-- [end:functions]
log1p = define(
    "log1p", function("log1p", other=lambda x: ieee.log(1 + x)),
    lambda z, x: divide(1.0, 1.0 + x), latex=r"\operatorname{log1p}",
)
expm1 = define(
    "expm1", function("expm1", other=ieee.expm1), lambda z, x: exp(x),
    latex=r"\operatorname{expm1}",
)
sqrt = define(
    "sqrt", function("sqrt"), lambda z, x: divide(0.5, z),
    latex=pattern(r"\sqrt{%s}", ATOM), text=call("sqrt"),
)
asin = define(
    "asin", function("asin"), lambda z, x: divide(1.0, sqrt((1.0 - x) * (1.0 + x))),
    latex=r"\arcsin",
)
acos = define(
    "acos", function("acos"), lambda z, x: divide(-1.0, sqrt((1.0 - x) * (1.0 + x))),
    latex=r"\arccos",
)
atan = define("atan", function("atan"), lambda z, x: divide(1.0, 1.0 + x * x), latex=r"\arctan")
atan2 = define(
    "atan2", ieee.atan2,
    lambda z, y, x: divide(divide(x, hypot(y, x)), hypot(y, x)),
    lambda z, y, x: -divide(divide(y, hypot(y, x)), hypot(y, x)),
    latex=r"\operatorname{atan2}",
)
hypot = define(
    "hypot", ieee.hypot, lambda z, x, y: divide(x, z), lambda z, x, y: divide(y, z),
    latex=r"\operatorname{hypot}",
)
sinh = define("sinh", function("sinh"), lambda z, x: cosh(x), latex=r"\sinh")
cosh = define("cosh", function("cosh"), lambda z, x: sinh(x), latex=r"\cosh")
tanh = define("tanh", function("tanh"), lambda z, x: 1.0 - z * z, latex=r"\tanh")
logistic = define(
    "logistic", ieee.logistic, lambda z, x: logistic(x) * logistic(-x), latex=r"\sigma",
)
softplus = define(
    "softplus", ieee.softplus, lambda z, x: logistic(x), latex=r"\operatorname{softplus}",
)

absolute = define(
    "abs", abs, lambda z, x: sign(x),
    latex=pattern(r"\lvert %s \rvert", ATOM), text=call("abs"),
)
sign = define("sign", ieee.sign, lambda z, x: 0.0, latex=r"\operatorname{sign}")
maximum = define(
    "maximum", ieee.maximum, lambda z, x, y: exceeds(x, y), lambda z, x, y: exceeds(y, x),
    latex=r"\max", text=call("max"),
)
minimum = define(
    "minimum", ieee.minimum, lambda z, x, y: exceeds(y, x), lambda z, x, y: exceeds(x, y),
    latex=r"\min", text=call("min"),
)
exceeds = define(
    "exceeds", ieee.exceeds, lambda z, x, y: 0.0, lambda z, x, y: 0.0,
    latex=pattern(r"[%s > %s]", ATOM), text=pattern("[%s > %s]", ATOM),
)
xlogy = define(
    "xlogy", ieee.xlogy, lambda z, x, y: log(y), lambda z, x, y: divide(x, y),
    latex=pattern(r"%s \log(%s)", PRODUCT, PRODUCT, ANY),
)
logsumexp = define(
    "logsumexp", ieee.logsumexp, for_each=lambda i, z, *x: exp(x[i] - z),
    latex=r"\operatorname{logsumexp}",
)
_dot = define(
    "dot", ieee.dot, for_each=lambda i, z, *x: x[i - len(x) // 2],
    latex=Form(lambda parts: _pairs(parts, juxtaposed), SUM, (FACTOR,)),
    text=Form(lambda parts: _pairs(parts, "·".join), SUM, (FACTOR,)),
)

# fmt: on


def _pairs(parts: Sequence[str], times: Callable[[Sequence[str]], str]) -> str:
    half = len(parts) // 2
    return " + ".join(map(times, zip(parts[:half], parts[half:], strict=True)))


def dot(u: Sequence[Value], v: Sequence[Value]) -> Value:
    """The dot product of two sequences of equal length, one elemental.

    Raises:
        ValueError: The lengths differ, or both are empty.
    """
    if len(u) != len(v) or not len(u):
        raise ValueError(
            f"dot: expected two sequences of the same length, at least 1, "
            f"got the lengths {len(u)} and {len(v)}."
        )
    return _dot(*u, *v)
