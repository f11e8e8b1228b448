import io
import re
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import quote

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure as Drawing

from literate import figures
from literate.figuredata import data_link, plotted_rows
from literate.figures import PALETTE, Figure, figure
from literate.maths import mathml
from literate.sections import ROOT


@pytest.fixture(autouse=True)
def style() -> None:
    mpl.rc_file(ROOT / "literate" / "matplotlibrc")


def drawing(slope: float = 1.0) -> Drawing:
    fig, ax = plt.subplots()
    for n in range(4):
        ax.plot([0, 1], [n, n + slope], label=f"line <{n}>", marker="o" if n else "")
    ax.set(xlabel="größe $x_0$", ylabel="value")
    ax.legend()
    return fig


def shown(*drawings: Drawing, title: str = "Title") -> str:
    return figure(*drawings, title=title, description="Seen.", caption="Point.")._repr_html_()


@pytest.fixture(scope="module")
def html() -> str:
    mpl.rc_file(ROOT / "literate" / "matplotlibrc")
    return shown(drawing())


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_figure_holds_its_panels_and_its_caption() -> None:
    made = Figure(("<svg>1</svg>", "<svg>2</svg>"), "T & t", "<D>", "On $x$ & y.")
    html = re.sub(r"f[0-9a-f]{8}-", "KEY-", made._repr_html_())
    opening = '<svg role="img" aria-labelledby="KEY-title" aria-describedby="KEY-description">'
    texts = '<title id="KEY-title">T &amp; t</title><desc id="KEY-description">&lt;D&gt;</desc>'
    assert html == (
        '<figure class="output figure"><div class="panels" style="--panels: 2">'
        f"{opening}{texts}1</svg>{opening}{texts}2</svg></div>"
        f"<figcaption>On {mathml('x')} &amp; y. {data_link('T & t', plotted_rows(()))}"
        "</figcaption></figure>"
    )


def test_a_figure_of_one_panel_names_no_number(html: str) -> None:
    assert '<div class="panels"><svg' in html


def test_caption_ends_with_the_data_of_the_figure() -> None:
    fig, ax = plt.subplots()
    ax.plot([0.5, 2.0], [3.0, -4.0], label="line")
    ax.set(xlabel="$x$", ylabel="value")
    link = shown(fig, title="A line")
    data = "panel,series,x axis,y axis,x,y\n1,line,x,value,0.5,3.0\n1,line,x,value,2.0,-4.0\n"
    assert 'Point. <a aria-label="Data (CSV) of the figure: A line" class="data" ' in link
    assert f'href="data:text/csv;charset=utf-8,{quote(data)}">Data (CSV)</a></figcaption>' in link


def test_svg_is_bare(html: str) -> None:
    for foreign in ("<?xml", "<!DOCTYPE", "<!--", "<metadata", "xmlns", "version=", "<style"):
        assert foreign not in html
    assert html.count("<svg") == html.count("</svg>") == 1
    assert "\n\n" not in html
    assert 'stroke-linejoin="round"' in html.split(">")[2]


def test_text_stays_text_in_the_font_of_the_page(html: str) -> None:
    assert ">line &lt;2&gt;</text>" in html
    assert "font-size: 9px" in html
    assert "font-family" not in html
    assert "DejaVu" not in html
    assert 'style=""' not in html


def test_every_colour_is_one_of_the_palette(html: str) -> None:
    without = re.sub(r"var\((--figure-[a-z0-9]+), (#[0-9a-f]{6})\)", "", html)
    assert not re.search(r"#[0-9a-f]{6}\b", without)
    for colour in ("#1f2430", "#5b6470", "#d9dde3", "#1756a9", "#b8430a", "#0b6e4f", "#7a3fa0"):
        assert f"var({PALETTE[colour]}, {colour})" in html


def test_palette_is_that_of_the_matplotlibrc_and_of_the_style_sheet() -> None:
    rc = (ROOT / "literate" / "matplotlibrc").read_text(encoding="utf-8")
    css = (ROOT / "docs" / "assets" / "site.css").read_text(encoding="utf-8")
    assert set(re.findall(r'"(#[0-9a-f]{6})"', rc)) <= set(PALETTE)
    for name in PALETTE.values():
        assert css.count(f"  {name}: #") >= 2, "one value for each palette"


def test_references_inside_the_svg_have_their_targets(html: str) -> None:
    used = set(re.findall(r'(?:url\(|xlink:href=")#([^)"]+)', html))
    assert used
    assert used <= set(ids(html))
    named = set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html))
    assert set(ids(html)) == used | named


def test_ids_of_figures_are_disjoint() -> None:
    first, second = shown(drawing(1)), shown(drawing(2))
    assert ids(first)
    assert not set(ids(first)) & set(ids(second))


def test_equal_panels_of_one_figure_have_ids_of_their_own() -> None:
    found = ids(shown(drawing(), drawing()))
    assert len(found) == len(set(found)) > 4


def test_equal_drawings_under_two_titles_have_names_of_their_own() -> None:
    first, second = (ids(shown(drawing(), title=title)) for title in ("One", "Two"))
    assert {i for i in first if i.endswith("-title")}.isdisjoint(second)


def test_second_run_gives_the_same_bytes(html: str) -> None:
    assert shown(drawing()) == html


def test_drawings_are_closed_and_kept_in_order() -> None:
    html = shown(plt.figure(figsize=(4, 3)), plt.figure(figsize=(2, 1)))
    assert plt.get_fignums() == []
    widths = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', html)
    assert widths == [("288", "216"), ("144", "72")]


def test_places_are_those_that_matplotlib_would_give() -> None:
    def logarithmic() -> Drawing:
        fig, axes = plt.subplots(1, 2, figsize=(4, 2))
        for ax in axes:
            ax.loglog([1e-9, 1e4], [1, 1e12], label="$x^2$")
            ax.set(xlabel="largest", ylabel=r"$\frac{1}{h}$")
            ax.legend()
        return fig

    theirs = io.StringIO()
    logarithmic().savefig(theirs, format="svg", metadata={"Date": None, "Creator": None})
    assert figures._svg(logarithmic(), 0) == figures._inline(theirs.getvalue(), 0)


def test_white_ground_follows_the_palette() -> None:
    fig, ax = plt.subplots()
    ax.plot([0], [0], "o", markerfacecolor="#ffffff")
    assert "fill: var(--figure-ground, #ffffff)" in shown(fig)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: figure(title="t", description="d", caption="c"),
            "a figure needs at least one drawing, this one has none.",
        ),
        (
            lambda: figure(Drawing(), title=" ", description="d", caption="c"),
            "a figure needs a title, this one's is empty.",
        ),
        (
            lambda: figure(Drawing(), title="t", description="", caption="c"),
            "a figure needs a description, this one's is empty.",
        ),
        (
            lambda: figure(Drawing(), title="t", description="d", caption="\n"),
            "a figure needs a caption, this one's is empty.",
        ),
    ],
)
def test_bad_input(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match="a figure needs") as caught:
        make()
    assert str(caught.value) == sentence


def test_importing_literate_does_not_import_matplotlib() -> None:
    code = "import sys, literate; assert 'matplotlib' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
