"""The running example.

Source: the course text, Eq. 1 and its evaluation trace.
"""

# ruff: noqa: RET504  (z6 has its name as every other step)

from math import inf, pi
from typing import TypeVar

from snippets.elementals import exp, sin
from snippets.variable import Value, Variable, describe, primal

T = TypeVar("T")


# --8<-- [start:step]
def step(value: T) -> T:
    """Say that a statement ends here: all that `value` took is one step of the trace.

    It returns `value` as it is, and does nothing unless a trace is being recorded.
    """
    if isinstance(value, Variable):
        value.mark()
    return value


# --8<-- [end:step]
# --8<-- [start:f]
def f(w1: Value, w2: Value) -> Value:
    """[sin(2π w1/w2) + 3 w1/w2 − exp(2 w2)] · [3 w1/w2 − exp(2 w2)] in six steps.

    Args:
        w1: A number, array or tensor.
        w2: The same, nowhere 0.

    Raises:
        TypeError: An input is no number, array or tensor.
        ValueError: w2 is 0, w1/w2 overflows, or an input is not finite.

    Source: Eq. 1; the domain w2 ≠ 0 goes unsaid there (erratum E13).
    """
    check_domain(w1, w2)
    z1 = step(w1 / w2)
    z2 = step(sin(2 * pi * z1))
    z3 = step(exp(2 * w2))
    z4 = step(3 * z1 - z3)
    z5 = step(z2 + z4)
    z6 = step(z4 * z5)
    return z6


# --8<-- [end:f]
def check_domain(w1: Value, w2: Value) -> None:
    """Refuse points where Eq. 1 is not defined.

    Raises:
        TypeError: An input is no number, array or tensor.
        ValueError: w2 is 0, w1/w2 overflows, or an input is not finite.
    """
    u, v = primal(w1), primal(w2)
    if type(u) is type(v) is float and abs(u) * 1e-307 <= abs(v) < inf and v:
        return  # nearly always
    for name, value in (("w1", u), ("w2", v)):
        try:
            finite = _everywhere(abs(value) * 1.0 < inf)
        except OverflowError:
            finite = False
        except TypeError:
            raise TypeError(
                f"{name}: expected a number, array or tensor, got {describe(value)}."
            ) from None
        if not finite:
            raise ValueError(f"{name}: expected finite numbers, got {describe(value)}.")
    if not _everywhere(primal(w2) != 0):
        raise ValueError(
            f"w2: expected w2 ≠ 0, where Eq. 1 is defined (it divides by w2), "
            f"got {describe(primal(w2))}."
        )
    if _overflows(primal(w1), primal(w2)):
        raise ValueError(
            f"w1, w2: expected |w1/w2| of at most 1e+307, lest 2π w1/w2 overflow, "
            f"got {describe(primal(w1))} and {describe(primal(w2))}."
        )


def _overflows(w1: Value, w2: Value) -> bool:
    try:
        return not _everywhere(abs(w1) * 1e-307 <= abs(w2))
    except (ValueError, RuntimeError):
        return False  # the shapes do not broadcast, and the division will say so


def _everywhere(condition: Value) -> bool:
    return condition if isinstance(condition, bool) else bool(condition.all())
