"""A small drawing of a diagnosis, see `snippets.kinks`."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from snippets.kinks import Diagnosis

_POINTS = 40


def drawing(found: "Diagnosis", at: Callable[[float], float], reach: float) -> Figure:
    """Draw a function near a point, its one-sided slopes, and the slope that was reported.

    Args:
        found: The diagnosis.
        at: From the step along the direction to the function's value there.
        reach: How far to draw, a positive number.

    Source: own; the ends of a jump as in Figure 1.
    """
    fig, ax = plt.subplots(figsize=(3.45, 2.9))
    sides = zip((-reach, reach), (found.left, found.right), found.limits, strict=True)
    for end, slope, limit in sides:
        points = [(0.0, limit)]
        points += [(t, at(t)) for t in (end * (n / _POINTS) ** 2 for n in range(1, _POINTS + 1))]
        finite = [point for point in points if math.isfinite(point[1])]
        ax.plot(*zip(*finite, strict=True), color="C0", linestyle="-", zorder=2) if finite else None
        if math.isfinite(slope):
            ax.plot([0.0, end], [limit, limit + end * slope], "C2:", linewidth=3.2, zorder=3)
        if found.kind == "jump" and limit != found.value:
            ax.plot([0.0], [limit], "o", color="C0", markerfacecolor="#ffffff", zorder=4)
    if math.isfinite(found.value):
        ax.plot([0.0], [found.value], "o", color="C0", zorder=5)
        if found.reported is not None and math.isfinite(found.reported):
            rise = 0.6 * reach * found.reported
            ends = [found.value - rise, found.value + rise]
            ax.plot([-0.6 * reach, 0.6 * reach], ends, "C1--", zorder=1)
    ax.plot([], [], color="C0", linestyle="-", label="function")
    if math.isfinite(found.left) or math.isfinite(found.right):
        ax.plot([], [], "C2:", linewidth=3.2, label="slopes")
    reported = "nothing" if found.reported is None else f"{found.reported + 0:.4g}"
    ax.plot([], [], "C1--", label=f"reported: {reported.replace('-', '−')}")
    ax.set(xlabel="step from the point", ylabel="value", title=found.kind)
    fig.legend(loc="outside lower center", ncols=3, columnspacing=1.0)
    return fig
