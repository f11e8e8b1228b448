from literate.figuredata import data_link
from literate.maths import mathml
from literate.searching import searchable


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
