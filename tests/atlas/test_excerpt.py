import re

import pytest

from atlas.excerpt import COLUMNS, Excerpt, row
from atlas.rows import rows


def test_a_row_is_found_by_its_name():
    for found in rows():
        assert row(found.case.name).case == found.case


def test_an_excerpt_has_the_answers_in_words():
    first, second = Excerpt("abs", "masked-root", caption="Two").cells()
    assert first == ["|x|", "0", "[−1, 1]", "0", "1", "0", "0", "0"]
    answers = dict(zip(COLUMNS, second, strict=True))
    assert answers["PyTorch"] == "nan ✗ / 0"
    assert answers["tinygrad"] == "nan ✗"
    assert answers["TensorFlow"] == "0"


def test_what_is_shown_is_what_is_recorded():
    shown = Excerpt("relu", "sign", caption="A < B")
    assert "A &lt; B" in shown._repr_html_()
    texts = [text for line in (COLUMNS, *shown.cells()) for text in line]
    markup = shown._repr_html_().replace("&nbsp;", " ")
    assert re.findall(r"<t[hd]\b[^>]*>([^<]*)<", markup) == texts
    for text in texts:
        assert text in shown.as_text()


def test_a_mark_stays_on_the_line_of_its_answer():
    markup = Excerpt("masked-root", "sign", caption="Marked")._repr_html_()
    assert "<td>nan&nbsp;✗ / 0</td>" in markup
    assert "<td>0&nbsp;†</td>" in markup


def test_a_name_that_no_case_has():
    with pytest.raises(ValueError, match=r"^name must be that of a case of the atlas"):
        Excerpt("abs", "abs-of-nothing", caption="None")
