"""Forward mode with a deliberate fault: its tangents do not say which derivative they belong to.

An exhibit, of what `snippets.forward` has levels for.
Source: J. M. Siskind and B. A. Pearlmutter, "Nesting forward-mode AD in a functional framework",
Higher-Order and Symbolic Computation 21 (2008).
"""

from collections.abc import Callable
from typing import Any

Number = Any  # float, or an Untagged


# --8<-- [start:untagged]
class Untagged:
    """A value with a tangent, as in Clifford's dual numbers; one ε for all derivatives."""

    def __init__(self, value: Number, tangent: Number) -> None:
        self.value = value
        self.tangent = tangent

    def __add__(self, other: Number) -> "Untagged":
        other = _with_tangent(other)
        return Untagged(self.value + other.value, self.tangent + other.tangent)

    def __mul__(self, other: Number) -> "Untagged":
        other = _with_tangent(other)
        slope = self.tangent * other.value + self.value * other.tangent
        return Untagged(self.value * other.value, slope)

    __radd__, __rmul__ = __add__, __mul__


def derivative(f: Callable[[Number], Number], x: Number) -> Number:
    """The derivative of f at x; wrong where f uses the variable of a derivative around it."""
    return _with_tangent(f(Untagged(x, 1.0))).tangent


def _with_tangent(number: Number) -> Untagged:
    return number if isinstance(number, Untagged) else Untagged(number, 0.0)


# --8<-- [end:untagged]
