import pytest

from literate.stylesheets import used, words_of

PAGE = '<body class="a b" data-state="on"><p id="top">x</p><input type="radio"></body>'
WORDS = words_of(
    [PAGE],
    ['element.classList.add("late"); x.ariaDisabled = true; x("md-tag md-version__list rtl")'],
)


@pytest.mark.parametrize(
    "rule",
    [
        ".a{color:red}",
        ".a.b>p{color:red}",
        "#top{color:red}",
        "[data-state=on] p{color:red}",
        '[type="radio"]{color:red}',
        ".late:hover{color:red}",
        "[aria-disabled=true]{color:red}",
        "p:not(.never){color:red}",
        ":is(.a,.never) p{color:red}",
        "*{color:red}",
        "@media (min-width:60em){.a{color:red}}",
        "@media print{@supports (display:grid){.a{color:red}}}",
        '@font-face{font-family:"F";src:url("f.woff2")}',
        '.a:before{content:"}{;,"}',
        ".a{background:url(data:image/svg+xml;x{y}),url(\"data:,<svg style='a{b}'>\")}",
        "@keyframes turn{from{top:0}to{top:1px}}.a{animation:turn 1s}",
        ":root{--x:1px}.a{top:var(--x)}",
        '@import "other.css";',
    ],
)
def test_rule_that_a_page_can_use_is_kept(rule: str) -> None:
    assert used(rule, WORDS) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".never{color:red}",
        ".a .never p{color:red}",
        "#never{color:red}",
        "[data-never]{color:red}",
        "[data-state=off] p{color:red}",
        "@media (min-width:60em){.never{color:red}}",
        "@keyframes turn{from{top:0}to{top:1px}}",
        ":root{--x:1px}",
        "/* only words */",
    ],
)
def test_rule_that_no_page_can_use_is_left_out(rule: str) -> None:
    assert used(rule, WORDS) == ""


def test_what_follows_a_comment_counts() -> None:
    assert used("/* .a{top:0} */.a{top:1px}/**/.a{top:2px}", WORDS) == ".a{top:1px}.a{top:2px}"


def test_a_sheet_that_is_asked_for_again_is_not_read_again() -> None:
    sheet, words = ".a{top:0}.never{top:0}", frozenset({"a"})
    assert used(sheet, words) is used(sheet, words)


def test_selectors_of_one_rule_are_judged_one_by_one() -> None:
    assert used(".never,.a:is(.x,.y),.b.never{top:0}", WORDS) == ".a:is(.x,.y){top:0}"


def test_properties_that_only_left_out_properties_need_go_too() -> None:
    assert used(":root{--x:1px;--y:var(--x);top:0}", WORDS) == ":root{top:0}"


def test_parts_that_no_page_holds_do_not_count_because_a_script_could_make_them() -> None:
    assert used(".md-tag{top:0}", WORDS) == ""
    page = PAGE.replace('"a b"', '"md-version"')
    words = words_of([page], ["md-tag md-version__list"])
    assert used(".md-tag{top:0}.md-version__list{top:0}", words) == ".md-version__list{top:0}"
    assert used("[dir=rtl] .a{top:0}", WORDS) == ""
    assert used("[dir=rtl] .a{top:0}", words_of(['<p dir="rtl" class="a">'], [])) != ""


def test_text_and_code_of_a_page_do_not_count() -> None:
    assert used(".never{top:0}", words_of(['<p>never &lt;b class="x"></p>'], [])) == ""
