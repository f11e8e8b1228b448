import struct
from pathlib import Path

from literate.card import card, write_card


def test_card_has_the_size_that_sharing_asks_for_and_no_date_or_version() -> None:
    image = card("Title", "a line of text")
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", image[16:24]) == (1200, 630)
    assert b"tEXt" not in image
    assert b"tIME" not in image
    assert 10_000 < len(image) < 200_000


def test_card_is_the_same_bytes_again_and_another_for_other_words() -> None:
    first = card("Title", "a line")
    card.cache_clear()
    assert card("Title", "a line") == first
    assert card("Title", "another line") != first


def test_card_lies_where_the_tags_point(tmp_path: Path) -> None:
    write_card(tmp_path, "Title", "a line")
    assert (tmp_path / "assets/card.png").read_bytes() == card("Title", "a line")
