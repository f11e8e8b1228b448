from literate.finishing import finished


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
