"""The picture that stands for the site where somebody shares a link to it."""

import functools
import io
from pathlib import Path
from typing import Any

_GROUND, _INK, _SOFT, _BLUE, _ORANGE = "#17304d", "#ffffff", "#c9d5e3", "#8fbcf5", "#f09a63"
_WIDTH, _HEIGHT, _DPI = 1200, 630, 100


@functools.cache
def card(title: str, tagline: str) -> bytes:
    """A PNG image, 1200 × 630: the title, a line of text, and a kink with two slopes at it.

    The same title and line give the same bytes: the font is matplotlib's own, and no date or
    version is written into the file.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH / _DPI, _HEIGHT / _DPI), dpi=_DPI)
    figure.set_layout_engine("none")
    words: dict[str, Any] = {"family": "DejaVu Sans", "ha": "left", "va": "top"}
    figure.text(0.065, 0.86, title, color=_INK, size=46, weight="bold", **words)
    figure.text(0.065, 0.70, tagline[0].upper() + tagline[1:], color=_SOFT, size=22, **words)
    axes = figure.add_axes((0.0, 0.0, 1.0, 0.62))
    axes.set_axis_off()
    axes.set(xlim=(-6, 6), ylim=(-1.35, 3.15))
    axes.plot([-5.2, 1, 5.2], [0, 0, 2.8], "-", color=_INK, linewidth=7, solid_capstyle="round")
    axes.plot([-0.6, 1], [-1.07, 0], "--", color=_BLUE, linewidth=4)
    axes.plot([1, 5.2], [0, 0], "--", color=_ORANGE, linewidth=4)
    axes.plot(1, 0, "o", markersize=26, markerfacecolor=_GROUND, markeredgecolor=_ORANGE, mew=7)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", facecolor=_GROUND, metadata={"Software": None})
    return buffer.getvalue()


def write_card(site: Path, title: str, tagline: str) -> None:
    """Lay the picture where the pages' tags say it is."""
    file = site / "assets" / "card.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(card(title, tagline))
