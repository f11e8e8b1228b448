"""The data behind a figure, as a file to download.

A figure carries its numbers in its own link, so that it is whole wherever it is shown, in a
notebook too. When the site is built they are laid beside the page, which stays light.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from literate.plotted import Panel, Series, number

_TYPE = "data:text/csv;charset=utf-8,"
_LINK = re.compile(rf'(class="data" download="([^"]+)" href="){re.escape(_TYPE)}([^"]*)"')


def data_link(title: str, rows: Iterable[Sequence[str]]) -> str:
    """A link that holds rows as CSV; its name begins with what the reader sees.

    Args:
        title: The figure's, which the file is named after.
        rows: The cells, the heads first.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "figure"
    label = html.escape(f"Data (CSV) of the figure: {title}")
    return (
        f'<a aria-label="{label}" class="data" download="{name}.csv" '  # as nbconvert orders them
        f'href="{_TYPE}{quote(text.getvalue())}">Data (CSV)</a>'
    )


def plotted_rows(panels: Sequence[Panel]) -> list[Sequence[str]]:
    """A row a point that is plotted, as the axes count; a gap in a line is left out."""
    rows: list[Sequence[str]] = [("panel", "series", "x axis", "y axis", "x", "y")]
    for place, panel in enumerate(panels, start=1):
        for series in panel.series:
            head = (
                _plain(panel.title) or str(place),
                _plain(_name(series, panel)),
                _plain(panel.x.label),
                _plain(panel.y.label),
            )
            points = zip(series.x, series.y, strict=True)
            rows += [(*head, number(x), number(y)) for x, y in points if x == x and y == y]
    return rows


def laid_out(content: str, folder: str) -> tuple[str, dict[str, str]]:
    """A page whose links lead to files in a folder, and the text of each file.

    Two figures of one title get files that are numbered.

    Args:
        content: The page, with the numbers in the links.
        folder: The way from the page to the folder, such as "./".
    """
    files: dict[str, str] = {}

    def link(found: re.Match[str]) -> str:
        opening, name, data = found.groups()
        text, file, count = unquote(data), name, 2
        while files.get(file, text) != text:
            file = name.replace(".csv", f"-{count}.csv")
            count += 1
        files[file] = text
        return f'{opening.replace(name, file)}{folder}{file}"'

    return _LINK.sub(link, content), files


def _name(series: Series, panel: Panel) -> str:
    """Its label; of a part that has none, that of the one series drawn in its colour and dash."""
    alike = {
        other.label
        for other in panel.series
        if other.label and (other.colour, other.dash) == (series.colour, series.dash)
    }
    return series.label or (alike.pop() if len(alike) == 1 else series.kind)


def _plain(text: str) -> str:
    """A label without the dollar signs of its formulas."""
    return text.replace("$", "").replace("\n", " ")
