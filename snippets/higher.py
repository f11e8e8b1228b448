"""Second derivatives: forward mode over reverse mode.

Source: B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6 (1994).
"""

from collections.abc import Sequence

from snippets.forward import jvp
from snippets.ieee import quiet
from snippets.inputs import Function, called, checked_directions, checked_outputs, checked_primals
from snippets.reverse import Gradient, grad
from snippets.variable import Value, shape


# --8<-- [start:hvp]
def hvp(f: Function, primals: Sequence[Value], direction: Sequence[Value]) -> Gradient:
    """The Hessian of f times a direction: the gradient's tangent, with no Hessian built.

    Args:
        f: A function with one output.
        primals: The point, one number an input.
        direction: The direction, one number an input.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite, or the direction does not have one number an input.

    Source: Pearlmutter (1994), forward mode over reverse mode.
    """
    names, points = checked_primals(f, primals)
    seeds = checked_directions("direction", names, points, direction)
    _, product = jvp(lambda *inputs: grad(f)(*inputs), points, seeds)
    return tuple(product)


# --8<-- [end:hvp]
# --8<-- [start:hessian]
def hessian(f: Function, *primals: Value) -> tuple[Gradient, ...]:
    """All second derivatives: row i, column j holds ∂²f/∂x_i∂x_j, one `hvp` a column.

    On arrays it goes entry by entry, as f does.

    Args:
        f: A function with one output.
        primals: The point, one number or array an input.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite, or f has several outputs, or sums an array up.

    Source: Pearlmutter (1994), with a unit vector for each column.
    """
    _, points = checked_primals(f, primals)
    if any(map(shape, points)):
        with quiet():
            outputs, several = checked_outputs(f, f(*points))
        if not several and not shape(outputs[0]):
            raise ValueError(
                f"hessian: {called(f)} turns an array into one number; pass one number an input."
            )
    size = range(len(primals))
    columns = [hvp(f, primals, [float(i == j) for i in size]) for j in size]
    return tuple(zip(*columns, strict=True))


# --8<-- [end:hessian]
