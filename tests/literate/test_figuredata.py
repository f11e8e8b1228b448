import re
from urllib.parse import quote

from literate.figuredata import data_link, laid_out, plotted_rows
from literate.plotted import Axis, Panel, Series

NAN = float("nan")


def axis(label: str) -> Axis:
    return Axis(label, "linear", (0.0, 1.0), ())


def line(label: str, colour: str, *points: tuple[float, float]) -> Series:
    x, y = zip(*points, strict=True)
    return Series("line", label, colour, "-", "", x, y)


def panel(*series: Series, title: str = "", x: str = "$x$") -> Panel:
    return Panel(title, axis(x), axis("value, $y_1$"), (), series, ())


def test_link_holds_the_rows_and_is_named_after_the_figure() -> None:
    rows = [("x", "y"), ("1.0", 'a, "b"')]
    data = quote('x,y\n1.0,"a, ""b"""\n')
    assert data_link('Größe & "x": 2', rows) == (
        '<a aria-label="Data (CSV) of the figure: Größe &amp; &quot;x&quot;: 2" class="data" '
        f'download="gr-e-x-2.csv" href="data:text/csv;charset=utf-8,{data}">Data (CSV)</a>'
    )
    assert 'download="figure.csv"' in data_link("ℓ", rows)


def test_rows_are_the_plotted_points() -> None:
    panels = [
        panel(
            line("a", "#000000", (0.5, 1.0), (NAN, NAN), (1.0, NAN), (2.0, -1e-20)),
            title="The $z$ one",
        ),
        panel(line("b\nc", "#000000", (1.0, 3.0)), x="t"),
    ]
    assert plotted_rows(panels) == [
        ("panel", "series", "x axis", "y axis", "x", "y"),
        ("The z one", "a", "x", "value, y_1", "0.5", "1.0"),
        ("The z one", "a", "x", "value, y_1", "2.0", "-1e-20"),
        ("2", "b c", "t", "value, y_1", "1.0", "3.0"),
    ]


def test_part_without_a_label_belongs_to_the_series_that_looks_like_it() -> None:
    blue, red = "#0000ff", "#ff0000"
    shown = panel(
        line("function", blue, (0, 0)),
        line("", blue, (1, 1)),
        line("", red, (2, 2)),
        line("one", "#000000", (3, 3)),
        line("two", "#000000", (4, 4)),
        line("", "#000000", (5, 5)),
    )
    names = [row[1] for row in plotted_rows([shown])[1:]]
    assert names == ["function", "function", "line", "one", "two", "line"]


def test_data_are_laid_beside_the_page() -> None:
    rows = [("x",), ("1.0, 2.0",)]
    page = f"<p>&amp; {data_link('A line', rows)} <a href='#x'>x</a></p>"
    content, files = laid_out(page, "../both/")
    assert files == {"a-line.csv": 'x\n"1.0, 2.0"\n'}
    assert content == re.sub(r'href="data:[^"]*"', 'href="../both/a-line.csv"', page)


def test_three_figures_of_one_title_have_three_files() -> None:
    content = "".join(data_link("T", [(text,)]) for text in "123")
    assert list(laid_out(content, "./")[1]) == ["t.csv", "t-2.csv", "t-3.csv"]


def test_two_figures_of_one_title_have_two_files() -> None:
    one, other = data_link("T", [("1",)]), data_link("T", [("2",)])
    content, files = laid_out(one + other + one, "./")
    assert files == {"t.csv": "1\n", "t-2.csv": "2\n"}
    assert re.findall(r'download="(.*?)" href="(.*?)"', content) == [
        ("t.csv", "./t.csv"),
        ("t-2.csv", "./t-2.csv"),
        ("t.csv", "./t.csv"),
    ]


def test_page_without_figures_stays_as_it_is() -> None:
    assert laid_out('<a class="data" href="x.csv">x</a>', "./") == (
        '<a class="data" href="x.csv">x</a>',
        {},
    )
