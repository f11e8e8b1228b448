"""Drawings have a size, a name and a description."""

from literate.svg import drawing, labels


def test_drawing_names_itself() -> None:
    svg = drawing(372, 162.5, "k", "A <title>", "what is & was seen", "<path/>")
    assert svg == (
        '<svg role="img" aria-labelledby="k-title" aria-describedby="k-description" '
        'width="372" height="162.5" viewBox="0 0 372 162.5">'
        '<title id="k-title">A &lt;title&gt;</title>'
        '<desc id="k-description">what is &amp; was seen</desc><path/></svg>'
    )


def test_keys_keep_two_drawings_apart() -> None:
    one, other = labels("a", "T", "D"), labels("b", "T", "D")
    assert all('"a-title"' in part for part in one)
    assert not any('"a-' in part for part in other)
