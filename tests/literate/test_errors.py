from pathlib import Path

import pytest

from literate.errors import ChapterError, in_utf8


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("this is wrong", "this is wrong."),
        ("a library said so.", "a library said so."),
        ('"is" with a literal. Did you mean "=="?', '"is" with a literal. Did you mean "=="?'),
        ("so it ends!", "so it ends!"),
    ],
)
def test_message_is_a_sentence_with_its_place(sentence: str, message: str) -> None:
    assert str(ChapterError("docs/p.md", 3, sentence)) == f"docs/p.md:3: {message}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize(("before", "line"), [(b"", 1), (b"\n", 2), (b"one\ntwo\n", 3)])
def test_file_that_is_not_utf_8_is_named_with_its_line(
    tmp_path: Path, encoding: str, before: bytes, line: int
) -> None:
    file = tmp_path / "p.md"
    file.write_bytes(before + "Grüße\n".encode("latin-1"))
    with pytest.raises(ChapterError) as caught, in_utf8("docs/p.md"):
        file.read_text(encoding)
    assert str(caught.value) == (
        f"docs/p.md:{line}: this file must be written in UTF-8, but the byte 0xFC is none of it."
    )


def test_file_in_utf_8_is_read() -> None:
    with in_utf8("docs/p.md"):
        assert "Grüße".encode().decode() == "Grüße"
