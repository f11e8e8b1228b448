import json

import nbformat
import pytest
from mkdocs_jupyter.nbconvert2 import nb2html

from literate.errors import ChapterError
from literate.labpages import dressed


def markdown(text, tags=()):
    return nbformat.v4.new_markdown_cell(text, metadata={"tags": list(tags)})


def code(text, *, printed="", tags=()):
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
    return nbformat.v4.new_code_cell(text, outputs=outputs, metadata={"tags": list(tags)})


@pytest.fixture
def dress(tmp_path):
    """What a notebook with these cells becomes, through the real nbconvert."""

    def build(*cells, prose=""):
        kernel = {"kernelspec": {"name": "python3", "display_name": "3", "language": "python"}}
        book = nbformat.v4.new_notebook(cells=list(cells), metadata=kernel)
        file = tmp_path / "lab.ipynb"
        file.write_text(json.dumps(book), encoding="utf-8")
        return dressed(nb2html(str(file)), prose, "docs/labs/lab.ipynb")

    return build


def test_nothing_foreign_is_left(dress):
    page = dress(markdown("# Title"), code("x = 1 < 2", printed="one\n"))
    for foreign in ("<style", "<script", "clipboard", "jp-Collapser", "highlight-ipynb", "MathJax"):
        assert foreign not in page
    assert page.count("<div") == page.count("</div>")


def test_code_and_what_it_printed_are_marked_up_as_in_a_chapter(dress):
    page = dress(code("x = 1", printed="a < b\n"))
    assert page.count('<div class="highlight"><pre><code>') == 1
    assert "</code></pre></div>" in page
    assert (
        '<div class="output"><pre tabindex="0" role="group" aria-label="Output">a &lt; b</pre>'
        "</div>" in page
    )


def test_headings_carry_a_permanent_link(dress):
    page = dress(markdown("## A judge"))
    # The plugin, once it is set up in this process, writes the ids of headings in lower case.
    mark = '<h2 id="a-judge">a judge<a class="headerlink" href="#a-judge" title='
    assert mark in page.lower()


def test_formulas_become_mathml_and_code_does_not(dress):
    page = dress(markdown("Where $x < 1$ and `$y$`:\n\n$$\n\\frac{a}{b}\n$$\n\nThat costs $5."))
    assert page.count("<math") == 2
    assert page.count('display="block"') == 1
    assert "x &lt; 1</annotation>" in page
    assert '<span class="equation"><span class="formula" tabindex="0"><math display="block"' in page
    assert "<code>$y$</code>" in page
    assert "costs $5." in page


def test_text_between_and_behind_code_stays(dress):
    page = dress(markdown("From `a` by `b` to `c` there."))
    assert "From <code>a</code> by <code>b</code> to <code>c</code> there." in page


def test_dollar_signs_in_code_cells_and_outputs_stay(dress):
    page = dress(code('print("$x$")', printed="$x$\n"))
    assert "<math" not in page
    assert "$x$</pre>" in page


@pytest.mark.parametrize("formula", [r"$\nonsense{x}$", "$$\n\\frac{a}\n$$"])
def test_a_formula_that_does_not_parse_is_named_with_its_line(dress, formula):
    inside = formula.strip("$").strip()
    with pytest.raises(ChapterError) as caught:
        dress(markdown(f"Text {formula}"), prose=f"\n\n{inside}\n")
    assert str(caught.value).startswith("docs/labs/lab.ipynb:3: the formula")


def test_a_broken_formula_that_is_not_found_is_named_at_the_first_line(dress):
    with pytest.raises(ChapterError, match=r"lab\.ipynb:1: "):
        dress(markdown(r"$\nonsense{x}$"))


def test_a_reference_to_an_equation_is_refused_and_named_with_its_line(dress):
    text = r"See `\eqref{eq:1}` and \eqref{eq:2}."
    with pytest.raises(ChapterError) as caught:
        dress(markdown(text), prose=f"\n{text}\n")
    assert str(caught.value) == (
        "docs/labs/lab.ipynb:2: a lab cannot refer to an equation by its label: "
        "link to the chapter that shows it."
    )
    assert r"<code>\eqref{eq:1}</code>" in dress(markdown(r"See `\eqref{eq:1}`."))


def test_solutions_are_folded_together(dress):
    page = dress(
        markdown("Exercise"),
        code("attempt = 1"),
        markdown("Because.", ["solution"]),
        code("answer = 42", tags=["solution"]),
        markdown("Next"),
        code("last = 7", tags=["solution"]),
    )
    assert "cell-tag" not in page
    assert page.count("<details><summary>Solution</summary>") == page.count("</details>") == 2
    first, rest = page.split("</details>", 1)
    shown, folded = first.split("<details>")
    assert "attempt" in shown
    assert "Because." in folded
    assert "answer" in folded
    assert "Next" not in folded
    assert "Next" in rest.split("<details>")[0]
    assert "last" in rest.split("<details>")[1]
    assert page.count("<div") == page.count("</div>")


def test_a_notebook_without_solutions_has_no_fold(dress):
    assert "<details" not in dress(markdown("Text"), code("x = 1"))


def test_content_without_cells_stays():
    assert dressed("<p>1</p>", "", "p") == "<p>1</p>"
    assert dressed('<div class="jp-Cell x">', "", "p") == '<div class="jp-Cell x">'
