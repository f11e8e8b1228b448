import base64
import importlib.metadata
import io
import re

import pytest
from fontTools.ttLib import TTFont

from literate import fonts
from literate.fonts import math_characters, math_font, with_math_font
from literate.maths import mathml
from literate.sections import ROOT


@pytest.mark.parametrize(
    ("latex", "characters"),
    [
        ("1 + 2", "1+2"),
        ("x", "x𝑥"),
        ("h", "hℎ"),
        (r"\alpha", "α𝛼"),
        (r"\Omega", "Ω𝛺"),
        (r"\omega", "ω𝜔"),
        (r"\partial z", "∂𝜕z𝑧"),
        ("A Z a", "AZa𝐴𝑍𝑎"),
        ("a < b", "a<b𝑎𝑏"),
        (r"[1] \{2\}", "[1]{2}"),
    ],
)
def test_characters_are_those_drawn(latex: str, characters: str) -> None:
    assert math_characters(f"<p>prose {mathml(latex)} more</p>") - {" "} == set(characters)


def test_prose_and_latex_do_not_count() -> None:
    assert math_characters("<p>prose &lt;math&gt;</p>") == set()
    assert "f" not in math_characters(mathml(r"\frac{1}{2}"))


def test_all_formulas_of_a_page_count() -> None:
    assert {"1", "2"} <= math_characters(mathml("1") + "\n" + mathml("2", display=True))


def test_font_holds_the_characters_and_the_table_that_mathml_needs() -> None:
    font = TTFont(io.BytesIO(math_font(frozenset("x𝑥∑"))))
    assert font.flavor == "woff2"
    assert {ord("x"), ord("𝑥"), ord("∑")} <= set(font.getBestCmap())
    assert ord("q") not in font.getBestCmap()
    assert "MATH" in font


def test_font_has_its_own_date_and_nothing_for_screens_of_old() -> None:
    font = TTFont(io.BytesIO(math_font(frozenset("x"))))
    package = importlib.metadata.distribution("ziamath")
    whole = TTFont(str(package.locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")))
    assert font["head"].modified == whole["head"].modified
    assert not {"fpgm", "prep", "cvt "} & set(font.keys())


def test_font_that_was_begun_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    here = math_font(frozenset("cd"))
    math_font.cache_clear()
    fonts.begin(frozenset("cd"))
    assert fonts._begun[frozenset("cd")].result() == here
    monkeypatch.setattr(fonts, "_cut", lambda _: b"cut here")
    assert math_font(frozenset("cd")) == here
    assert math_font(frozenset("ef")) == b"cut here"
    math_font.cache_clear()


def test_font_is_the_same_bytes_again() -> None:
    first = math_font(frozenset("ab"))
    math_font.cache_clear()
    assert math_font(frozenset("ba")) == first
    assert first[:4] == b"wOF2"


def test_root_is_drawn_by_its_element() -> None:
    assert "√" in math_characters(mathml(r"\sqrt{2}"))
    assert "√" not in math_characters(mathml("2"))


def test_style_sheet_carries_the_font() -> None:
    sheet = (ROOT / "docs/assets/site.css").read_text(encoding="utf-8")
    (data,) = re.findall(r'"data:font/woff2;base64,([^"]+)"', with_math_font(sheet, frozenset("x")))
    assert base64.b64decode(data) == math_font(frozenset("x"))
