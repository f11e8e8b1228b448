from literate.finishing import finished

PRELOAD = (
    '<link rel="preload" href="{}/assets/stix-two-math.woff2" as="font" type="font/woff2" '
    "crossorigin>\n"
)


def test_search_dialog_has_a_name() -> None:
    page = '<div class="md-search" role="dialog"><div role="dialog"></div></div>'
    assert finished(page, ".") == (
        '<div class="md-search" role="dialog" aria-label="Search"><div role="dialog"></div></div>'
    )


def test_lists_of_one_name_are_told_apart() -> None:
    one, other = '<nav class="md-nav" aria-label="{}">', '<nav class="md-nav" aria-label="b">'
    assert finished(one.format("a") * 2 + one.format("A") + other, ".") == (
        one.format("a") + one.format("a (2)") + one.format("A (3)") + other
    )


def test_font_is_loaded_early_where_there_are_formulas() -> None:
    head = "<head></head><body>{}</body>"
    assert finished(head.format("text"), "..") == head.format("text")
    assert finished(head.format("<math></math>"), "../..") == (
        f"<head>{PRELOAD.format('../..')}</head><body><math></math></body>"
    )
