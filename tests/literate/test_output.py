import pytest

from literate.output import shown
from literate.runner import Output

BEFORE = '<div class="output"><pre tabindex="0" role="group" aria-label="Output">'
AFTER = "</pre></div>"


class Rich:
    def __repr__(self) -> str:
        return "not this"

    def _repr_html_(self) -> str:
        return "<b>rich</b>"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("hi\n", None, "hi"),
        ("", 1.5, "1.5"),
        ("", 0, "0"),
        ("", False, "False"),
        ("", "word", "'word'"),
        ("", "", "''"),
        ("", "two\nlines\n", "two\nlines"),
        ("", ("two\nlines",), r"('two\nlines',)"),
        ("hi\n", 3, "hi\n3"),
        ("hi", 3, "hi\n3"),
        ("  indented\n\n\n", None, "  indented"),
        ("a\n\nb\n", None, "a\n\nb"),
        ("<b> & \"q\" 'ü'", None, "&lt;b&gt; &amp; \"q\" 'ü'"),
        ("", {"<"}, "{'&lt;'}"),
    ],
)
def test_text_is_escaped_and_set_as_it_is(text: str, value: object, expected: str) -> None:
    assert shown(Output(text, value)) == BEFORE + expected + AFTER


@pytest.mark.parametrize("text", ["", "\n", "  \n"])
def test_nothing_is_shown_for_nothing(text: str) -> None:
    assert shown(Output(text, None)) == ""


def test_value_that_shows_itself_comes_after_what_was_printed() -> None:
    assert shown(Output("", Rich())) == "<b>rich</b>"
    assert shown(Output("hi\n", Rich())) == BEFORE + "hi" + AFTER + "<b>rich</b>"


def test_sentence_longer_than_a_line_wraps_and_columns_do_not() -> None:
    assert '<div class="output wrapped">' in shown(Output("w" * 93, None))
    assert '<div class="output">' in shown(Output("\n".join(["c" * 92] * 3), None))
