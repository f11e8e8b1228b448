import pytest

from literate.prose import out_of_sight, typed_numbers


def numbers(text: str) -> list[str]:
    return [number for _, number in typed_numbers(text, "docs/p.md")]


def hidden(text: str) -> list[str]:
    return [what for _, what in out_of_sight(text, "docs/p.md")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The slope is 0.25.", ["0.25"]),
        ("The error is 1.5e-3 at most.", ["1.5e-3"]),
        ("It falls by 12.7 %.", ["12.7 %"]),
        ("It falls by 7% there.", ["7%"]),
        ("All 547 points.", ["547"]),
        ("The map has 1,048,576 terms.", ["1,048,576"]),
        ("Between 10 and 20.", ["10", "20"]),
        ("The value is −3.25.", ["3.25"]),
        ("The value is $806.567$.", ["806.567"]),
        ("An error of $10^{-11}$.", ["10", "11"]),
        ("At $(0.5, 12)$.", ["0.5", "12"]),
        ("After 1000 steps it is there.", ["1000"]),
        ("| row | 0.5 |", ["0.5"]),
        ("## About 12 sections { #about-34 }", ["12"]),
        ("See [the 25 points](page.md#p-26).", ["25"]),
        ("/// details | All 48 of them", ["48"]),
        ("- Step 806.567 was the answer.", ["806.567"]),
    ],
)
def test_number_that_was_typed_is_found(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The slope is {= slope:.2f =}, at ${= w[10]:.3f =}$.",
        "Call `round(x, 10)` or ``a 0.5`` for it.",
        "One digit: 1, 2 and $x^3$.",
        "The names z_12, w10 and float64.",
        "See Eq. 13, Eqs. 7, 8, 10 and 11, steps 1 to 12, chapter 12.",
        "See [there](https://example.org/12/0.5) and <https://example.org/34>.",
        "[Squire and Trapp 1998](bibliography.md#squire-trapp-1998)",
        "## Title { #title-12 }",
        '<span class="m12">text</span>',
        "Above\n\n$$\nx = 0.25 \\tag{12}\n$$\n\nbelow",
        "```text\n0.25\n```",
        "```python\nx = 0.25\n```",
        "12\\. An item.",
        "12. An item.",
        "---\ntemplate: 12.5\n---\n",
        '```python\n--8<-- "snippets/forward.py:jvp"\n```',
    ],
)
def test_what_is_no_typed_result_is_left_alone(text: str) -> None:
    assert numbers(text) == []


def test_number_has_its_line() -> None:
    text = "# T\n\n$$\nx\n$$\n\n```python\nx\n```\n\nIt is 0.25.\nAnd 12."
    assert list(typed_numbers(text, "docs/p.md")) == [(11, "0.25"), (12, "12")]


def test_front_matter_ends_where_it_ends() -> None:
    text = "---\ntitle: T\n---\nIt is 0.25.\n"
    assert list(typed_numbers(text, "docs/p.md")) == [(4, "0.25")]
    assert numbers("---\n---\nIt is 0.25.\n\n---\n") == ["0.25"]
    assert numbers("It is 0.25.\n\n---\n\nIt is 12.\n") == ["0.25", "12"]


def test_description_of_the_page_is_prose() -> None:
    assert numbers("---\ndescription: It falls to 0.75.\n---\n") == ["0.75"]
    assert numbers("---\ntitle: T\ndescription: It falls to 0.25.\n---\n") == ["0.25"]


def test_captions_are_found_below_other_blocks_and_at_their_lines() -> None:
    text = "```text\ntable(rows, caption='12')\n```\n\n```python\ntable(rows, caption='34')\n```\n"
    assert list(typed_numbers(text, "docs/p.md")) == [(6, "34")]


def test_captions_are_prose() -> None:
    text = "```python\nx = 0.75\ntable(rows, caption=f'It falls to 0.25, not {x:.12f}.')\n```"
    assert list(typed_numbers(text, "docs/p.md")) == [(3, "0.25")]
    assert numbers("```python\nfigure(a, title='Of 10', description='Of ' '11')\n```") == [
        "10",
        "11",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!-- a\n\n```python\nx\n```\n-->", ["an HTML comment"]),
        ('<div style="display:none">', ["a style of its own"]),
        ("<div\n hidden markdown>", ["an attribute that hides"]),
        ("<p aria-hidden='true'>x</p>", ["an attribute that hides"]),
        ("```python\nx\n```\n{ hidden }", ["an attribute that hides"]),
        ("```python\nx\n```\n{ .hidden }", ["the class 'hidden'"]),
        ("## Title {: #a .gone style='x' }", ["a style of its own", "the class 'gone'"]),
        ("Text { .ways .md-hide }", ["the class 'md-hide'"]),
        ('<div class="ways gone" markdown>', ["the class 'gone'"]),
        ("<div class=gone>", ["the class 'gone'"]),
        ("<template>x</template>", ["an element that shows nothing"]),
        ("<script>x</script>", ["an element that shows nothing"]),
        ("<style>pre { display: none }</style>", ["an element that shows nothing"]),
        ("/// details\n\n```python\nx\n```\n\n///", ["a fold without a title"]),
        ("<details><summary> </summary>", ["a fold without a title"]),
    ],
)
def test_what_hides_is_found(text: str, found: list[str]) -> None:
    assert hidden(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "/// details | How the figure is drawn\n\n```python\nx\n```\n\n///",
        "## Hidden layers are hidden { #hidden }",
        '<span class="verdict true">true</span> <span class="verdict erratum">an error</span>',
        '<div class="ways" markdown>',
        "A formula $x < y$, a hidden $\\text{e.g. } a > 0$.",
        "`<!-- code -->` and `{ .hidden }`",
        "```text\n<!-- code -->\n```",
        "The number {= d['style'] =} is {= '{ .hidden }' =}.",
    ],
)
def test_what_is_seen_is_left_alone(text: str) -> None:
    assert hidden(text) == []


def test_hiding_mark_has_its_line() -> None:
    text = "# T\n\n```python\nx\n```\n\n<!-- y -->\n"
    assert list(out_of_sight(text, "docs/p.md")) == [(7, "an HTML comment")]
    assert list(out_of_sight("\n<!-- y -->", "docs/p.md")) == [(2, "an HTML comment")]
