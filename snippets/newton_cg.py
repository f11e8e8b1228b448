"""Newton's method for many parameters: the Hessian is only ever multiplied, never built."""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from snippets.logistic.checks import Array, numbers

MOST_STEPS = 100


# --8<-- [start:conjugate_gradients]
def conjugate_gradients(
    product: Callable[[Array], Array], b: Array, tolerance: float
) -> tuple[Array, int]:
    """Solve H x = b for a positive definite H of which only products are known.

    Args:
        product: From a vector p to H p, both of shape (D,).
        b: The right-hand side, shape (D,).
        tolerance: Stop once ‖b − H x‖ is no more than this times ‖b‖.

    Returns:
        x, and the number of products that it took.

    Raises:
        ValueError: If a direction turns up along which H does not curve upwards, or 10 D products
            are not enough.

    Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed. (2006), algorithm 5.2.
    """
    largest = float(np.abs(b).max(initial=0.0))
    if not math.isfinite(largest):
        raise ValueError("b: expected finite numbers.")
    scale = math.ldexp(1.0, math.frexp(largest)[1] - 1)  # a power of 2: nothing is rounded
    b = b / scale  # and squares neither overflow nor underflow
    x, residual, direction = np.zeros_like(b), b, b
    size, enough = float(b @ b), tolerance**2 * float(b @ b)
    for products in range(10 * b.size):
        if size <= enough:
            return scale * x, products
        along = product(direction)
        curvature = float(direction @ along)
        if not curvature > 0:
            raise ValueError(
                f"product: expected a positive definite matrix, but along a direction p "
                f"pᵀHp is {curvature:.3g}."
            )
        length = size / curvature
        x, residual = x + length * direction, residual - length * along
        previous, size = size, float(residual @ residual)
        direction = residual + size / previous * direction
    raise ValueError("product: conjugate gradients do not settle; H is too badly conditioned.")


# --8<-- [end:conjugate_gradients]
class Step(NamedTuple):
    """One step of `newton_cg`: the gradient's length before it, and the products it took."""

    slope: float
    products: int


# --8<-- [start:newton_cg]
def newton_cg(
    gradient: Callable[[Array], Array],
    product: Callable[[Array, Array], Array],
    start: ArrayLike,
    tolerance: float = 1e-10,
) -> tuple[Array, list[Step]]:
    """Minimise a convex function by Newton steps, each found by conjugate gradients.

    A step is computed the more precisely the nearer the optimum is: far off, the model that it
    minimises is not precise either. Steps are taken whole, so the start must be near enough.

    Args:
        gradient: From w to the gradient at w, shape (D,).
        product: From w and p to the Hessian at w times p, shape (D,).
        start: Where to start, shape (D,).
        tolerance: Stop once the gradient is no longer than this times that at the start.

    Returns:
        The weights, shape (D,), and what each step took.

    Raises:
        TypeError: If ``start`` does not consist of real numbers.
        ValueError: If ``start`` has another shape or is not finite, the function does not curve
            upwards somewhere on the way, or the steps do not arrive.

    Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed. (2006), section 7.1.
    """
    w, steps, first = numbers("start", start, "(D,)", 1), list[Step](), None
    while len(steps) < MOST_STEPS:
        slope = gradient(w)
        length = math.hypot(*slope)  # its squares may overflow or underflow
        if not math.isfinite(length):
            raise ValueError(f"gradient: expected finite numbers, got one of length {length}.")
        first = first or length
        if length <= tolerance * first:
            return w, [*steps, Step(length, 0)]
        coarse = min(0.5, (length / first) ** 0.5)
        move, products = conjugate_gradients(partial(product, w), -slope, coarse)
        steps.append(Step(length, products))
        w = w + move
    raise ValueError(f"start: no optimum within {MOST_STEPS} steps; start nearer to it.")


# --8<-- [end:newton_cg]
