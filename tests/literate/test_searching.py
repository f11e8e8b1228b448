from types import SimpleNamespace
from typing import Any

from material.plugins.search.plugin import SearchIndex

from literate.figuredata import data_link
from literate.maths import mathml
from literate.searching import Reading, searchable


def test_formula_is_found_once_as_text() -> None:
    assert searchable(f"<p>So {mathml('x < y_1')}.</p>") == "<p>So x&lt;y1.</p>"
    two = f"{mathml('a')} and {mathml('b')}"
    assert searchable(two) == "a and b"


def test_drawing_is_left_out_and_its_caption_is_not() -> None:
    page = "<figure><svg>\n<text>0.5</text></svg><figcaption>Kink.</figcaption></figure>"
    assert searchable(page) == "<figure><figcaption>Kink.</figcaption></figure>"


def test_data_of_a_figure_is_left_out() -> None:
    page = f"<figcaption>Kink. {data_link('K', [('x',)])}</figcaption>"
    assert searchable(page) == "<figcaption>Kink. </figcaption>"


def test_code_is_found_without_its_colours() -> None:
    page = (
        '<pre><span></span><code><a id="__codelineno-0-1" name="__codelineno-0-1" href="#x"></a>'
        '<span class="k">def</span> <span class="nf">jvp</span>\n</code></pre>'
    )
    assert searchable(page) == "<pre><code>def jvp\n</code></pre>"


def test_headings_links_and_tables_stay() -> None:
    page = '<h2 id="x">T<a class="headerlink" href="#x">¶</a></h2><table><tr><td>1</td></tr>'
    assert searchable(page) == page


def test_a_page_that_has_not_changed_is_not_read_again_and_found_all_the_same() -> None:
    reading, read = Reading(), []

    def built(*texts: str, title: str = "A") -> list[Any]:
        index = SearchIndex()
        for number, text in enumerate(texts):
            content = f'<h1 id="a">{title}</h1><p>{text}<svg></svg></p>'
            page: Any = SimpleNamespace(
                content=content, url=f"{number}/", title=title, meta={}, toc=[]
            )
            reading.begin(page, index.entries)
            read.append(page.content != "")
            index.add_entry_from_context(page)
            reading.end(page, index.entries)
            assert page.content == content
        return [(entry["location"], entry["title"], entry["text"]) for entry in index.entries]

    first = built("one", "two")
    assert first == [("0/", "A", "<p>one</p>"), ("1/", "A", "<p>two</p>")]
    assert built("one", "two") == first
    assert read == [True, True, False, False]
    assert built("one", "three") == [first[0], ("1/", "A", "<p>three</p>")]
    assert read[4:] == [False, True]
    assert built("one", "three", title="B")[0] == ("0/", "B", "<p>one</p>")
