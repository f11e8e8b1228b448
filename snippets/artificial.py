"""A program for the zero function whose derivative is wrong at one point, by as much as one likes.

Added to another program, it changes none of the values and any of the derivatives.
"""

import sys
from collections.abc import Callable
from numbers import Real

import torch
from torch import Tensor

Function = Callable[[Tensor], Tensor]


# --8<-- [start:zero_with_slope]
def zero_with_slope(slope: float) -> Function:
    """Return a program for the zero function, of which PyTorch's derivative at 0 is ``slope``.

    The program works on a floating-point tensor of any shape, entry by entry. Where an entry is
    not finite the value is nan; anywhere else it is 0, and so is the derivative, but for 0.

    Args:
        slope: Any finite number.

    Raises:
        TypeError: If ``slope`` is not a real number.
        ValueError: If ``slope`` is not finite.

    Source: Bolte and Pauwels (2020), the program for zero.
    """
    if isinstance(slope, bool) or not isinstance(slope, Real):
        raise TypeError(f"slope must be a real number, but it is of type {type(slope).__name__}.")
    if not abs(slope) <= sys.float_info.max:
        raise ValueError(f"slope must be finite in float64, but it is {slope}.")

    def zero(x: Tensor) -> Tensor:
        return slope * (torch.relu(-x) + x - torch.relu(x))

    return zero


# --8<-- [end:zero_with_slope]
