"""Forward mode: every value carries its tangent along, and no record is kept.

Source: the course text, problem 2, "The Forward Mode of AutoDiff"; Griewank and Walther (2008),
section 3.1.
"""

from collections.abc import Sequence

from snippets.broadcasting import fit
from snippets.elementals import Elemental
from snippets.ieee import quiet
from snippets.inputs import Function, checked_directions, checked_outputs, checked_primals
from snippets.variable import Value, Variable, new_level, shape


# --8<-- [start:dual]
class Dual(Variable):
    """A value together with its tangent, its derivative in the direction of the seed."""

    __slots__ = ("tangent",)

    def __init__(self, level: int, primal: Value, tangent: Value | None) -> None:
        self.level = level
        self.primal = primal
        self.tangent = tangent

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> "Dual":
        """Compute at the level below, and the tangent beside it."""
        tangents = [_tangent(arg, self.level) for arg in args]
        primals = [_primal(arg, self.level) for arg in args]
        z = elemental(*primals)
        return Dual(self.level, z, push(elemental, z, primals, tangents))


def push(
    elemental: Elemental, z: Value, primals: Sequence[Value], tangents: Sequence[Value | None]
) -> Value | None:
    """Tangent of z = elemental(*primals) by the chain rule: the sum of ∂z/∂x · dx.

    None stands for the tangent of a constant, an exact 0.
    """
    dz = None
    for place, dx in enumerate(tangents):
        if dx is not None:
            term = fit(elemental.partials[place](z, *primals) * dx, shape(z))
            dz = term if dz is None else dz + term
    return dz


def _tangent(value: Value, level: int) -> Value | None:
    """The tangent at `level`, None for a constant there."""
    return value.tangent if isinstance(value, Dual) and value.level == level else None


def _primal(value: Value, level: int) -> Value:
    return value.primal if isinstance(value, Dual) and value.level == level else value


# --8<-- [end:dual]
# --8<-- [start:jvp]
def jvp(f: Function, primals: Sequence[Value], tangents: Sequence[Value]) -> tuple[Value, Value]:
    """Value of f and its derivative in a direction: the Jacobian times a vector.

    Args:
        f: A function of numbers or arrays; it returns one, or a tuple of them.
        primals: The point, one number or array an input.
        tangents: The direction, one number or array an input.

    Returns:
        Value and tangent, each a tuple where f returns one.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite, or there is not one tangent an input.

    Source: the course text, problem 2, forward mode, steps 1 to 12.
    """
    names, points = checked_primals(f, primals)
    direction = checked_directions("tangents", names, points, tangents)
    level = new_level()
    inputs = [
        Dual(level, x, None if _is_zero(dx) else fit(dx, shape(x)))
        for x, dx in zip(points, direction, strict=True)
    ]
    with quiet():
        results, several = checked_outputs(f, f(*inputs))
    values = tuple(_primal(result, level) for result in results)
    slopes = tuple(
        fit(0.0, shape(result)) if (slope := _tangent(result, level)) is None else slope
        for result in results
    )
    return (values, slopes) if several else (values[0], slopes[0])


# --8<-- [end:jvp]
def _is_zero(tangent: Value) -> bool:
    """Whether an input stands still: then it has no tangent, and 0 · inf cannot arise."""
    return type(tangent) is float and tangent == 0.0
