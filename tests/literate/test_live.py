import html
import re

import pytest

from literate.live import Fit, Live, live

TRAIN = ([[1.0, 2.0], [-1.0, -0.5]], [1, -1])
TEST = ([[0.5, 1.0], [2.0, -1.0], [-3.0, 0.25]], [1, -1, -1])
FITS = [
    Fit(0.01, (3.0, 4.0), -0.1, -0.9, 1),
    Fit(0.1, (0.6, -0.8), -0.25, -0.4, 0),
    Fit(1.0, (0.0, 0.1), -0.68, -0.685, 12),
]
COLUMNS = ["lambda", "train", "test", "norm", "first", "second", "mistakes", "turn", "doubt"]


def widget(shown: float = 0.1) -> Live:
    return live(TRAIN, TEST, FITS, shown=shown, caption="A caption with $x$.")


def markup(shown: float = 0.1) -> str:
    return widget(shown)._repr_html_()


def rows(text: str) -> list[dict[str, str]]:
    columns = re.search(r'data-columns="([^"]*)"', text)
    data = re.search(r'data-fits="([^"]*)"', text)
    assert columns
    assert data
    assert columns[1].split(" ") == COLUMNS
    lines = html.unescape(data[1]).split(";")
    return [dict(zip(COLUMNS, line.split(" "), strict=True)) for line in lines]


def test_every_fit_is_in_the_data_as_it_is_written() -> None:
    assert rows(markup()) == [fit.row() for fit in FITS]


def test_what_is_shown_is_the_chosen_fit() -> None:
    for fit in FITS:
        text = markup(fit.lam)
        shown = re.findall(r'<span data-value="(\w+)">([^<]*)</span>', text)
        assert {name: value for name, value in fit.row().items() if name in dict(shown)} == dict(
            shown
        )
        assert {"lambda", "train", "test", "norm", "first", "second", "mistakes"} == set(
            dict(shown)
        )
        assert f'transform="rotate({fit.row()["turn"]})"' in text


def test_slider_says_what_matters() -> None:
    text = markup()
    said = "λ = 0.1: log-likelihood train −0.2500, test −0.4000; norm 1.0000"
    assert f'type="range" name="lambda" min="0" max="2" value="1" aria-valuetext="{said}"' in text
    assert 'role="status">3 values from 0.01 to 1.' in text


def test_nothing_is_repeated_by_id() -> None:
    found = re.findall(r' id="([^"]+)"', markup())
    assert len(found) == len(set(found)) > 5


def test_data_can_be_downloaded() -> None:
    assert 'download="logistic-regression-along-the-penalty.csv"' in markup()


def test_record_names_what_is_shown() -> None:
    text = widget().as_text()
    assert text.startswith("live: 3 values of λ from 0.01 to 1, 0.1 first\ncaption: A caption")
    assert " | ".join(COLUMNS) in text
    assert "0.1 | −0.2500 | −0.4000 | 1.0000 | 0.6000 | −0.8000 | 0 |" in text


def test_record_has_two_dozen_rows_of_many() -> None:
    many = [Fit(float(lam), (1.0, 1.0), -0.1, -0.2, 0) for lam in range(1, 49)]
    text = live(TRAIN, TEST, many, shown=1.0, caption="c").as_text()
    assert [line.split(" | ")[0] for line in text.split("\n")[3:]] == [
        f"{lam}" for lam in range(1, 49, 2)
    ]


def test_two_fits_are_enough() -> None:
    assert len(live(TRAIN, TEST, FITS[:2], shown=0.1, caption="c").rows) == 2


def test_caption_holds_formulas() -> None:
    assert "A caption with <math" in markup()


def test_best_is_the_best_of_the_test_data() -> None:
    assert widget().best == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fits": FITS[:1]}, "fits must be two or more"),
        ({"fits": FITS[::-1]}, "increasing"),
        ({"fits": [FITS[0], FITS[0]]}, "increasing"),
        ({"fits": [Fit(0.0, (1.0, 1.0), -1.0, -1.0, 0), *FITS]}, "above 0"),
        ({"shown": 0.2}, "no fit has 0.2"),
        ({"caption": " "}, "the caption must say"),
        ({"test": ([[1.0, 2.0]], [0])}, "a label must be -1 or \\+1, but one is 0"),
    ],
)
def test_bad_input_gets_a_sentence(change: dict[str, object], words: str) -> None:
    given = {"train": TRAIN, "test": TEST, "fits": FITS, "shown": 0.1, "caption": "c"} | change
    with pytest.raises(ValueError, match=words):
        live(**given)  # type: ignore[arg-type]
