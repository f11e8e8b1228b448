import re

from literate.finishing import finished
from literate.sections import ROOT


def test_search_dialog_has_a_name() -> None:
    page = '<div class="md-search" role="dialog"><div role="dialog"></div></div>'
    assert finished(page) == (
        '<div class="md-search" role="dialog" aria-label="Search"><div role="dialog"></div></div>'
    )


def test_lists_of_one_name_are_told_apart() -> None:
    one, other = '<nav class="md-nav" aria-label="{}">', '<nav class="md-nav" aria-label="b">'
    assert finished(one.format("a") * 2 + one.format("A") + other) == (
        one.format("a") + one.format("a (2)") + one.format("A (3)") + other
    )


def test_heading_that_repeats_a_part_of_the_site_is_told_apart_from_it() -> None:
    part = '<label id="__nav_4_label"><span class="md-ellipsis">\n  Regression\n</span></label>'
    heading = '<nav class="md-nav" aria-label="{}">'
    page = part * 2 + heading.format("Regression")
    assert finished(page) == part * 2 + heading.format("Regression (2)")


def test_formula_that_heads_a_hand_written_table_has_a_word() -> None:
    page = (
        "<head></head><th>{}<math>x</math>\n</th><th><math>y</math> is</th><td><math></math></td>"
    )
    word = '<span class="unseen">formula </span>'
    assert finished(page.format("")) == page.format(word)


def test_what_has_the_colour_of_its_block_has_no_element_of_its_own() -> None:
    code = '<span class="k">def</span><span class="w"> </span><span class="nf">f</span>'
    plain = '<span class="k">def</span> <span class="nf">f</span>'
    assert finished(f'{code}(<span class="n">a</span>, <span class="n">b</span>)') == (
        f"{plain}(a, b)"
    )
    assert finished('<a class="n">a</a><span class="nb">b</span>') == (
        '<a class="n">a</a><span class="nb">b</span>'
    )


def test_names_have_the_colour_of_the_code_around_them_in_both_palettes() -> None:
    sheet = (ROOT / "docs/assets/site.css").read_text(encoding="utf-8")
    assert len(re.findall("--md-code-fg-color: #", sheet)) == 2
    colours = re.findall("--md-code-hl-name-color: ([^;]*)", sheet)
    assert colours == ["var(--md-code-fg-color)"] * 2


def test_a_formula_and_the_signs_beside_it_are_one() -> None:
    formula = "<math><mi>x</mi></math>"
    for text in (formula, f"of {formula} is", '<math display="block"><mi>x</mi></math>.'):
        assert finished(text) == text
    assert finished(f"{formula}, ({formula}).") == (
        f'<span class="whole">{formula},</span> <span class="whole">({formula}).</span>'
    )
