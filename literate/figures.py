"""Figures as inline SVG that follows the page's palette, the same bytes on every build."""

import functools
import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from literate.figuredata import data_link, plotted_rows
from literate.maths import with_formulas
from literate.plotted import Panel, panels
from literate.svg import labels

if TYPE_CHECKING:  # importing matplotlib takes half a second, and most pages draw nothing
    from matplotlib.figure import Figure as Drawing

# The colours of literate/matplotlibrc; the style sheet gives each custom property its value.
PALETTE = {
    "#1f2430": "--figure-ink",
    "#5b6470": "--figure-axis",
    "#d9dde3": "--figure-grid",
    "#1756a9": "--figure-1",
    "#b8430a": "--figure-2",
    "#0b6e4f": "--figure-3",
    "#7a3fa0": "--figure-4",
    "#ffffff": "--figure-ground",
}


@dataclass(frozen=True)
class Figure:
    """Drawings with a title, a description and a caption; build it with `figure`.

    Attributes:
        drawings: The SVG of each.
        panels: What is plotted in them: the axes of all drawings, in order.
    """

    drawings: tuple[str, ...]
    title: str
    description: str
    caption: str
    panels: tuple[Panel, ...] = ()

    def as_text(self) -> str:
        """What the figure shows, for the record of its page."""
        texts = f"figure: {self.title}\ndescription: {self.description}\ncaption: {self.caption}"
        return "\n".join(
            [texts, *(f"panel {n}\n{p.as_text()}" for n, p in enumerate(self.panels, start=1))]
        )

    def _repr_html_(self) -> str:
        panels = "".join(
            _with_description(svg, self.title, self.description, _key(svg + self.title))
            for svg in self.drawings
        )
        # Known in advance, the number of panels keeps the first one still when the next comes.
        several = f' style="--panels: {number}"' if (number := len(self.drawings)) > 1 else ""
        return (
            f'<figure class="output figure"><div class="panels"{several}>{panels}</div>'
            f"<figcaption>{with_formulas(self.caption)} "
            f"{data_link(self.title, plotted_rows(self.panels))}</figcaption></figure>"
        )


def figure(*drawings: "Drawing", title: str, description: str, caption: str) -> Figure:
    """Show matplotlib drawings as one figure.

    Args:
        drawings: One or more `matplotlib.figure.Figure`, shown side by side where there is room
            and below one another where there is not.
        title: A few words that name the figure.
        description: What can be seen, for readers who cannot see it.
        caption: What the figure shows, as a sentence; formulas as ``$…$``.

    Raises:
        ValueError: There is no drawing, or a text is empty.
    """
    if not drawings:
        raise ValueError("a figure needs at least one drawing, this one has none.")
    for name, text in (("title", title), ("description", description), ("caption", caption)):
        if not text.strip():
            raise ValueError(f"a figure needs a {name}, this one's is empty.")
    svgs = tuple(_svg(drawing, panel) for panel, drawing in enumerate(drawings))
    # Read after drawing, which is what settles limits and ticks.
    plotted = tuple(panel for drawing in drawings for panel in panels(drawing))
    return Figure(svgs, title, description, caption, plotted)


def _svg(drawing: "Drawing", panel: int) -> str:
    import matplotlib.pyplot as plt
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    _measure_formulas_once()
    canvas = FigureCanvasSVG(drawing)
    # `savefig` would draw all of it twice, the first time only to lay it out.
    dpi, drawing.dpi = drawing.dpi, 72  # as in an SVG
    if drawing.axes and (engine := drawing.get_layout_engine()):
        engine.execute(drawing)
        drawing.set_layout_engine("none")
    drawing.dpi = dpi
    buffer = io.StringIO()
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    plt.close(drawing)
    return _inline(buffer.getvalue(), panel)


@functools.cache
def _measure_formulas_once() -> None:
    """Share what parses formulas and remembers them: every renderer would begin with its own."""
    from matplotlib import mathtext, textpath

    shared = functools.cache(mathtext.MathTextParser)
    textpath.MathTextParser = shared  # type: ignore[assignment, attr-defined]


def _inline(svg: str, panel: int) -> str:
    """Cut a stand-alone SVG down to what a page needs, with the palette's colours."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    # Its style sheet would hold for the whole page; the root's attribute is inherited instead.
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg", '<svg stroke-linejoin="round"', 1)
    # `xlink:href` stays: Material's instant navigation writes to every `href`, and an SVG's is
    # read-only, which would stop its script.
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"| version="1.1"', "", svg)
    # Text is set in the page's font: few readers have matplotlib's.
    svg = re.sub(r" ?font-family: [^;\"]*;?", "", svg)
    for colour, name in PALETTE.items():
        svg = svg.replace(colour, f"var({name}, {colour})")
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', svg))
    key = _key(f"{panel} {svg}")
    svg = re.sub(
        r' id="([^"]+)"',
        lambda found: f' id="{key}-{found[1]}"' if found[1] in used else "",
        svg,
    )
    svg = re.sub(r'(url\(|href=")#', rf"\1#{key}-", svg)
    return re.sub(r"\s*\n\s*", "\n", svg).strip()


def _with_description(svg: str, title: str, description: str, key: str) -> str:
    attributes, texts = labels(key, title, description)
    svg = svg.replace("<svg", f"<svg {attributes}", 1)
    end = svg.index(">") + 1
    return svg[:end] + texts + svg[end:]


def _key(text: str) -> str:
    return "f" + hashlib.sha256(text.encode()).hexdigest()[:8]
