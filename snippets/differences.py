"""Derivatives without automatic differentiation: the two references of the three-way check.

Both evaluate f once or twice an input, and know nothing of how f is computed.
"""

from snippets.inputs import Function, checked_primals
from snippets.variable import Value


# --8<-- [start:central]
def central_differences(f: Function, *primals: float, step: float = 6e-6) -> tuple[Value, ...]:
    """Partial derivatives of f by (f(x + h) − f(x − h)) / 2h, one an input.

    Halving h quarters the truncation error and doubles the rounding error; their sum is least near
    the cube root of the machine precision, 6e-6 relative to x, and leaves about ten digits.

    Args:
        f: A function of real numbers.
        primals: The point, one number an input.
        step: h, for an input larger than 1 in size relative to it.

    Raises:
        TypeError: An input is no real number.
        ValueError: An input is not finite, or the step is not positive.

    Source: Taylor's theorem for f at x + h and x − h.
    """
    points = checked_points(f, primals, step)
    partials = []
    for i, x in enumerate(points):
        h = step * max(1.0, abs(x))
        above = f(*points[:i], x + h, *points[i + 1 :])
        below = f(*points[:i], x - h, *points[i + 1 :])
        partials.append((above - below) / (2 * h))
    return tuple(partials)


# --8<-- [end:central]
# --8<-- [start:complex_step]
def complex_step(f: Function, *primals: float, step: float = 1e-20) -> tuple[float, ...]:
    """Partial derivatives of f by Im f(x + ih) / h, one an input.

    Nothing is subtracted, so nothing cancels: h may be as small as you like, and the result is
    exact to rounding. It needs an f that is analytic and takes complex numbers.

    Args:
        f: A function of complex numbers, made of analytic operations: no abs, no comparison.
        primals: The point, one real number an input.
        step: h.

    Raises:
        TypeError: An input is no real number.
        ValueError: An input is not finite, or the step is not positive.

    Source: W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real
    functions", SIAM Review 40 (1998).
    """
    points = checked_points(f, primals, step)
    return tuple(
        f(*points[:i], complex(x, step), *points[i + 1 :]).imag / step for i, x in enumerate(points)
    )


# --8<-- [end:complex_step]
def checked_points(f: Function, primals: tuple[float, ...], step: float) -> list[float]:
    """The inputs as floats.

    Raises:
        TypeError: An input is no real number.
        ValueError: An input is not finite, or the step is not positive.
    """
    if not step > 0:
        raise ValueError(f"step: expected a positive number, got {step!r}.")
    return checked_primals(f, primals)[1]
