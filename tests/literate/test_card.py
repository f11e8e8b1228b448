import io
import struct
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from literate.card import card, write_card

WORDS = (0, 230)  # the rows above the drawing


def test_card_has_the_size_that_sharing_asks_for_and_no_date_or_version() -> None:
    image = card("Title", "a line of text")
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", image[16:24]) == (1200, 630)
    assert b"tEXt" not in image
    assert b"tIME" not in image
    assert 10_000 < len(image) < 200_000


@pytest.mark.parametrize(
    ("colour", "rows", "box", "pixels"),
    [
        ("#ffffff", WORDS, (79, 89, 236, 137), 3081),  # the title
        ("#c9d5e3", WORDS, (79, 189, 274, 212), 889),  # the line of text, as far left
        ("#ffffff", (231, 630), (76, 265, 1123, 516), 9421),  # the curve, from edge to edge
        ("#8fbcf5", (0, 630), (539, 523, 680, 606), 507),  # its right slope, continued
        ("#f09a63", (0, 630), (678, 491, 1119, 535), 2040),  # its left slope, and the kink
    ],
)
def test_what_a_card_shows_and_where(
    colour: str, rows: tuple[int, int], box: tuple[int, ...], pixels: int
) -> None:
    image = imread(io.BytesIO(card("Title", "a line of text")))[slice(*rows), :, :3]
    y, x = np.nonzero(np.abs(image - to_rgb(colour)).max(axis=2) < 0.02)
    assert (x.min(), y.min() + rows[0], x.max(), y.max() + rows[0]) == box
    assert len(x) == pytest.approx(pixels, rel=0.01)


def test_card_is_the_same_bytes_again_and_another_for_other_words() -> None:
    first = card("Title", "a line")
    card.cache_clear()
    assert card("Title", "a line") == first
    assert card("Title", "another line") != first


def test_card_lies_where_the_tags_point(tmp_path: Path) -> None:
    site = tmp_path / "not" / "made yet"
    for words in ("a line", "another line"):
        write_card(site, "Title", words)
        assert (site / "assets/card.png").read_bytes() == card("Title", words)
