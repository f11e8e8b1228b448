"""A drawing of a function together with the derivative that PyTorch reports for it."""

import math
from typing import Any

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from snippets.pytorch_cases import Function, derivative

_ZERO = torch.tensor([0.0], dtype=torch.float64)


# --8<-- [start:panel]
def panel(f: Function, title: str, reach: float = 2.0) -> Figure:
    """Draw f and PyTorch's derivative of f on [-reach, reach], both marked at 0.

    The two sides of 0 are drawn apart, and 0 itself is put in by hand: an even grid need not
    hold it. Where a side does not arrive at the value at 0, an open circle ends it.

    Args:
        f: A function from tensor to tensor that works entry by entry.
        title: What stands above the drawing.
        reach: How far it goes to either side of 0, a finite positive number.

    Raises:
        TypeError, ValueError: As `snippets.pytorch_cases.derivative`.
        ValueError: If ``reach`` is not finite and positive.

    Source: Figures 1 and 2.
    """
    if not 0 < reach < math.inf:
        raise ValueError(f"reach must be finite and positive, but it is {reach}.")
    fig, ax = plt.subplots(figsize=(3.45, 2.9))
    # Adding 0 makes the 0 of a -0.
    slope = f"{derivative(f, _ZERO).item() + 0:g}".replace("-", "−")
    _draw(ax, f, reach, "C0", "o", "function")
    _draw(ax, lambda x: derivative(f, x), reach, "C1", "x", f"PyTorch's derivative: {slope} at 0")
    ax.set(xlabel="$x$", title=title)
    fig.legend(loc="outside lower center", ncols=2, columnspacing=1.2)
    return fig


# --8<-- [end:panel]


def _draw(ax: Axes, f: Function, reach: float, colour: str, marker: str, label: str) -> None:
    dash = "-" if colour == "C0" else "--"
    with torch.no_grad():
        at_zero = f(_ZERO)
        for side in (-1.0, 1.0):
            x = side * torch.linspace(1e-9, reach, 40, dtype=torch.float64)
            y = f(x)
            ax.plot(_numbers(x), _numbers(y), color=colour, linestyle=dash, zorder=2)
            if not torch.isclose(y[:1], at_zero, atol=1e-6):
                ax.plot(
                    [0.0], _numbers(y[:1]), "o", color=colour, markerfacecolor="#ffffff", zorder=3
                )
    ax.plot([0.0], _numbers(at_zero), marker, color=colour, zorder=4, **_SIZES[marker])
    ax.plot([], [], linestyle=dash, marker=marker, color=colour, label=label, **_SIZES[marker])


_SIZES: dict[str, dict[str, Any]] = {
    "o": {"markersize": 5.5},
    "x": {"markersize": 10.0, "markeredgewidth": 2.4},
}


def _numbers(x: Tensor) -> list[float]:
    return [float(v) for v in x.tolist()]
