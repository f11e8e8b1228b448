"""A rectifier whose derivative at 0 is yours to choose, by a rule of your own in PyTorch."""

from collections.abc import Callable
from numbers import Real
from typing import Any

import torch
from torch import Tensor

Function = Callable[[Tensor], Tensor]


# --8<-- [start:rectifier]
class _Rectifier(torch.autograd.Function):
    """The larger of x and 0, with both modes' rules."""

    @staticmethod
    def forward(x: Tensor, _slope: float) -> Tensor:
        return torch.relu(x)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Tensor, float], _: Tensor) -> None:
        x, ctx.slope = inputs
        ctx.save_for_backward(x)
        ctx.save_for_forward(x)

    @staticmethod
    def backward(ctx: Any, adjoint: Tensor) -> tuple[Tensor, None]:
        (x,) = ctx.saved_tensors
        return _scaled(adjoint, x, ctx.slope), None

    @staticmethod
    def jvp(ctx: Any, tangent: Tensor, _: None) -> Tensor:
        (x,) = ctx.saved_tensors
        return _scaled(tangent, x, ctx.slope)


def _scaled(number: Tensor, x: Tensor, slope: float) -> Tensor:
    # Chosen, not multiplied by 0: an infinite number would become nan.
    at_most_0 = torch.where(x == 0, slope * number, torch.zeros_like(number))
    return torch.where(x > 0, number, at_most_0)


def rectifier(slope: float) -> Function:
    """Return the function max(x, 0) of a tensor, with derivative ``slope`` at 0 in both modes.

    Args:
        slope: A number from 0 to 1, so that it lies between the slopes on both sides.

    Raises:
        TypeError: If ``slope`` is not a real number.
        ValueError: If ``slope`` is not from 0 to 1.

    Source: Bertoin, Bolte, Gerchinovitz and Pauwels (2021), who vary this number.
    """
    if isinstance(slope, bool) or not isinstance(slope, Real):
        raise TypeError(f"slope must be a real number, but it is of type {type(slope).__name__}.")
    if not 0 <= slope <= 1:
        raise ValueError(f"slope must be from 0 to 1, but it is {slope}.")

    def rectify(x: Tensor) -> Tensor:
        value: Tensor = _Rectifier.apply(x, float(slope))
        return value

    return rectify


# --8<-- [end:rectifier]
