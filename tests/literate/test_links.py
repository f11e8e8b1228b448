import pytest

from literate.links import BadLink, bad_links, ids

ANCHORS = {"index.md": {"top"}, "a/b.md": {"eq-1", "größe"}, "lab.ipynb": {"one"}}
FILES = {*ANCHORS, "assets/x.png"}


def faults(text: str, page: str = "a/b.md") -> list[str]:
    return [bad.sentence for bad in bad_links(text, page, f"docs/{page}", ANCHORS, FILES)]


@pytest.mark.parametrize(
    "link",
    [
        "[a](b.md)",
        "[a](#eq-1)",
        "[a](b.md#größe)",
        "[a](b.md?lambda=0.1#größe)",
        "[a](../index.md?lambda=0.1)",
        "[a](../index.md#top)",
        "[a](../lab.ipynb#one)",
        "![a](../assets/x.png)",
        '[a](../index.md "Title")',
        "[a](../index.md 'Title')",
        "[a](<../index.md>)",
        "[a](https://example.org/x_(y))",
        "[a](mailto:a@example.org)",
        "[a]: https://example.org",
        "[a]: ../index.md#top",
        "[^1]: A footnote.",
        "`[a](nowhere.md)` and ``[a](nowhere.md)``",
        "a[0] (b)",
        "[(1)](#eq-1){ .eqref }",
    ],
)
def test_sound_link(link: str) -> None:
    assert faults(link) == []


@pytest.mark.parametrize(
    ("link", "target", "aim"),
    [
        ("[a](nowhere.md)", "nowhere.md", "a/nowhere.md"),
        ("[a](index.md)", "index.md", "a/index.md"),
        ("[a](../../index.md)", "../../index.md", "../index.md"),
        ("[a](/index.md)", "/index.md", "/index.md"),
        ("![a](x.png)", "x.png", "a/x.png"),
        ("[`code`](nowhere.md#eq-1)", "nowhere.md#eq-1", "a/nowhere.md"),
        ("[a](nowhere.md 'Title')", "nowhere.md", "a/nowhere.md"),
        ('[a](nowhere.md "Title")', "nowhere.md", "a/nowhere.md"),
        ("[a](nowhere.md?b.md)", "nowhere.md?b.md", "a/nowhere.md"),
        ("[a]( nowhere.md )", "nowhere.md", "a/nowhere.md"),
        ("[a](<nowhere.md>)", "nowhere.md", "a/nowhere.md"),
        ("[a]: nowhere.md", "nowhere.md", "a/nowhere.md"),
        ("  [a]: <nowhere.md> 'Title'", "nowhere.md", "a/nowhere.md"),
        ("{ [a](nowhere.md) }", "nowhere.md", "a/nowhere.md"),
    ],
)
def test_link_to_no_file(link: str, target: str, aim: str) -> None:
    expected = f"the link to '{target}' leads nowhere: there is no file '{aim}'."
    assert faults(link) == [expected]


@pytest.mark.parametrize(
    ("target", "aim", "anchor"),
    [
        ("#top", "a/b.md", "#top"),
        ("b.md#top", "a/b.md", "#top"),
        ("b.md?lambda=1#top", "a/b.md", "#top"),
        ("../index.md#eq-1", "index.md", "#eq-1"),
        ("../assets/x.png#a", "assets/x.png", "#a"),
    ],
)
def test_link_to_no_anchor(target: str, aim: str, anchor: str) -> None:
    expected = f"the link to '{target}' leads nowhere: '{aim}' has no anchor '{anchor}'."
    assert faults(f"see [a]({target}).") == [expected]


def test_every_fault_has_its_line_and_code_is_no_link() -> None:
    text = "[a](x.md) [b](y.md)\n```text\n[c](z.md)\n```\n[d](b.md)\n\n[e](#no)\n"
    found = bad_links(text, "a/b.md", "docs/a/b.md", ANCHORS, FILES)
    assert [bad.line for bad in found] == [1, 1, 7]
    assert found[0] == BadLink(1, "the link to 'x.md' leads nowhere: there is no file 'a/x.md'.")


def test_anchors_of_a_page() -> None:
    html = '<h2 class="a" id="one">x</h2><a name="two"></a><p data-id="no" idx="no"\nid="ü">'
    assert ids(html) == {"one", "two", "ü"}
