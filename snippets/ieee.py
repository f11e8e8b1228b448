"""Values of the elementals as IEEE 754 has them: at the edge of a domain, inf or nan and no error.

Python's `math` raises where the standard prescribes a value; these functions return the value.
They take floats, complex numbers (for the complex step), NumPy arrays, and anything that has the
function as a method, such as a PyTorch tensor. Complex numbers have no order, so what compares
refuses them; where they meet a pole or leave the range, Python raises, as it does in `cmath`.
"""

import cmath
import contextlib
import math
import operator
import sys
from collections.abc import Callable
from numbers import Complex, Real
from typing import Any

from snippets.variable import describe, is_array

inf, nan = math.inf, math.nan
_POLES = {("log", 0.0): -inf, ("log1p", -1.0): -inf}


_NOTHING: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()


def quiet(arrays: bool = True) -> contextlib.AbstractContextManager[Any]:
    """NumPy without warnings at domain edges; nothing without `arrays`, or without NumPy loaded."""
    numpy = sys.modules.get("numpy") if arrays else None
    return numpy.errstate(all="ignore") if numpy else _NOTHING


def function(
    name: str,
    real: Callable[[float], float] | None = None,
    array: Callable[[Any, Any], Any] | None = None,
    other: Callable[[Any], Any] | None = None,
) -> Callable[[Any], Any]:
    """A function of one argument on every kind of value.

    Args:
        name: Its name in `math`, `cmath`, NumPy, and as a method.
        real: Its value at a float, where `math` does not have it.
        array: Its value at (numpy, array), where NumPy does not have it.
        other: Its value at complex numbers and foreign types, where they do not have it.

    Raises:
        TypeError: When called, if the argument is no number, array or tensor.
    """
    on_float = real or getattr(math, name)

    def value(x: Any) -> Any:
        if type(x) is float or isinstance(x, Real):
            x = float(x)
            try:
                return on_float(x)
            except OverflowError:
                return math.copysign(inf, x) if name == "sinh" else inf
            except ValueError:
                return _POLES.get((name, x), nan)
        if is_array(x):
            numpy = sys.modules["numpy"]
            with numpy.errstate(all="ignore"):
                return array(numpy, x) if array else getattr(numpy, name)(x)
        if isinstance(x, Complex) and hasattr(cmath, name):
            return getattr(cmath, name)(x)
        if hasattr(x, name):
            return getattr(x, name)()
        if other is not None and (isinstance(x, complex) or hasattr(x, "exp")):
            return other(x)
        raise TypeError(f"{name}: expected a number, an array or a tensor, got {describe(x)}.")

    return value


def of_several(
    scalar: Callable[..., Any], array: Callable[..., Any] | None = None
) -> Callable[..., Any]:
    """A function of several arguments: `array(numpy, …)` as soon as one of them is an array."""

    def value(*args: Any) -> Any:
        if any(map(is_array, args)):
            numpy = sys.modules["numpy"]
            with numpy.errstate(all="ignore"):
                return array(numpy, *args) if array else scalar(*args)
        return scalar(*args)

    return value


def divide(x: Any, y: Any) -> Any:
    """The quotient x / y."""
    if type(x) is type(y) is float and y != 0.0:
        return x / y  # nearly always
    return _divide(x, y)


def _quotient(x: Any, y: Any) -> Any:
    try:
        return x / y
    except ZeroDivisionError:
        if isinstance(x, complex) or isinstance(y, complex):
            return complex(nan, nan)
        return nan if x == 0 or x != x else math.copysign(inf, x) * math.copysign(inf, y)


def _power(x: Any, y: Any) -> Any:
    if not (isinstance(x, float | int) and isinstance(y, float | int)):
        return x**y  # complex numbers and tensors
    try:
        return math.pow(x, y)
    except (OverflowError, ValueError) as error:
        if x != 0 and isinstance(error, ValueError):
            return nan  # a negative base has no real power with a fractional exponent
        odd = y % 2 == 1
        return math.copysign(inf, x) if odd else inf


def _logistic(x: float) -> float:
    return math.exp(min(x, 0.0)) / (1.0 + math.exp(-abs(x)))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _logsumexp(first: Any, *others: Any) -> Any:
    xs = (first, *others)
    top = max((x.real for x in xs), key=lambda x: inf if x != x else x)
    return top + log(sum(exp(x - top) for x in xs)) if math.isfinite(top) else top


def _dot(*args: Any) -> Any:
    half = len(args) // 2
    return sum(map(operator.mul, args[1:half], args[half + 1 :]), start=args[0] * args[half])


def _exceeds(x: float, y: float) -> float:
    return 1.0 if x > y else 0.5 if x == y else 0.0


_divide = of_several(_quotient, lambda np, x, y: np.divide(x, y))
exp = function("exp")
log = function("log")
power = of_several(_power, lambda np, x, y: np.power(x, y, dtype=float))
atan2 = of_several(math.atan2, lambda np, y, x: np.arctan2(y, x))
hypot = of_several(math.hypot, lambda np, x, y: np.hypot(x, y))
maximum = of_several(
    lambda x, y: max(x, y) if y == y else y, lambda np, x, y: np.maximum(x, y, dtype=float)
)
minimum = of_several(
    lambda x, y: min(x, y) if y == y else y, lambda np, x, y: np.minimum(x, y, dtype=float)
)
exceeds = of_several(
    _exceeds,
    lambda np, x, y: np.where(
        np.greater(x, y, signature="dd->?"), 1.0, np.where(np.equal(x, y), 0.5, 0.0)
    ),
)
sign = function(
    "sign", real=lambda x: x if x != x else float((x > 0) - (x < 0)), other=lambda x: x / abs(x)
)
xlogy = of_several(
    lambda x, y: 0.0 if x == 0 and y == y else x * log(y),
    lambda np, x, y: np.where(np.equal(x, 0) & np.equal(y, y), 0.0, np.multiply(x, np.log(y))),
)
logsumexp = of_several(_logsumexp, lambda np, *xs: _fold(np.logaddexp, xs))
dot = of_several(_dot)
logistic = function(
    "sigmoid",
    real=_logistic,
    array=lambda np, x: np.exp(np.minimum(x, 0.0, dtype=float)) / (1.0 + np.exp(-np.abs(x))),
    other=lambda x: 1 / (1 + cmath.exp(-x)),
)
softplus = function(
    "softplus",
    real=_softplus,
    array=lambda np, x: np.maximum(x, 0.0, dtype=float) + np.log1p(np.exp(-np.abs(x))),
    other=lambda x: log1p_exp(x),
)


def expm1(x: complex) -> complex:
    """exp(x) − 1 of a complex number, exact also near 0."""
    return 2 * cmath.exp(x / 2) * cmath.sinh(x / 2)


def log1p_exp(x: Any) -> Any:
    """log(1 + eˣ) of a complex number or a tensor."""
    if isinstance(x, complex):
        return logsumexp(0.0, x)
    return x.logaddexp(x.new_zeros(()))  # one operation: clamp and abs have kinks at 0


def _fold(operation: Callable[[Any, Any], Any], values: tuple[Any, ...]) -> Any:
    result = values[0]
    for value in values[1:]:
        result = operation(result, value)
    return result
