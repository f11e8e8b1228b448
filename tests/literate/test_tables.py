import fractions
import math
import re

import numpy as np
import pytest

from literate.maths import mathml
from literate.tables import anchored, headed, row_name, table


def html(rows: list[dict[str, object]], **options: object) -> str:
    return table(rows, **{"caption": "Words.", **options})._repr_html_()  # type: ignore[arg-type]


def cell(value: object, digits: int = 6) -> str:
    """What stands in the cell of a value, with its tag."""
    result = html([{"name": "a", "value": value}], digits=digits)
    return result.split("</th>")[3].split("</tr>")[0]


def test_whole_table() -> None:
    rows = [{"step": "$x$", "value": 1.5, "n": 2}, {"step": "<b>", "value": -0.25, "n": None}]
    assert html(rows, caption='Both "signs" of $x$.', digits=2) == (
        '<figure class="output numbers"><div class="scroll" tabindex="0" role="group" '
        'aria-label="Table: Both &quot;signs&quot; of x.">'
        '<table class="run" aria-label="Both &quot;signs&quot; of x.">'
        '<thead><tr><th scope="col">step</th><th scope="col" class="number">value</th>'
        '<th scope="col" class="number">n</th></tr></thead>'
        f'<tbody><tr><th scope="row">{headed(mathml("x"), "step")}</th>'
        '<td class="number">1.50</td>'
        '<td class="number">2</td></tr>'
        '<tr><th scope="row">&lt;b&gt;</th><td class="number">−0.25</td><td></td></tr>'
        "</tbody></table></div>"
        f"<figcaption>Both &quot;signs&quot; of {mathml('x')}.</figcaption></figure>"
    )


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([1.5, -20.25], [("1.50", 0), ("−20.25", 0)]),
        ([1.5, 12], [("1", ".50"), ("12", "")]),
        ([1.5, 1e-7], [("1", ".50"), ("1", ".0e−07")]),
        ([1.5, math.nan, None], [("1", ".50"), ("nan", ""), ("", 0)]),
        (["2e-06", 0.25], [("2", "e−06"), ("0", ".25")]),
    ],
)
def test_numbers_align_at_the_decimal_point(
    values: list[object], written: list[tuple[str, object]]
) -> None:
    """What follows the point takes the same room in every row, where it is not equally long."""
    result = html([{"name": "a", "value": value} for value in values], digits=2)
    width = max(len(str(fraction)) for _, fraction in written)
    span = f'<span class="fraction" style="min-width:{width}ch">'
    cells = re.findall(r"<td[^>]*>(.*?)</td>", result)
    assert cells == [
        whole if fraction == 0 else f"{whole}{span}{fraction}</span>" for whole, fraction in written
    ]


def test_head_of_a_column_aligns_as_its_first_number() -> None:
    result = html([{"name": "a", "value": None}, {"name": "b", "value": 1.5}])
    assert '<th scope="col" class="number">value</th>' in result


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"step": "$z_4$", "value": 1.0}, "z_4"),
        ({"adjoint": r"$\bar w_{10}$"}, "bar-w_10"),
        ({"step": 8, "formula": r"$\dot z_4 = 3 \dot z_1$"}, "dot-z_4"),
        ({"step": 8, "formula": "$z_4$"}, ""),
        ({"formula": "$z_4$ for $z_5$"}, ""),
        ({"formula": "$z_4 z_5$"}, ""),
        ({"n": 1, "operands": "$z_1, z_2$"}, ""),
    ],
)
def test_row_is_named_after_its_step(row: dict[str, object], name: str) -> None:
    assert row_name(row) == name


def test_first_row_about_a_step_can_be_linked_to() -> None:
    made = html([{"step": "$z_1$"}, {"step": "$z_2$"}])
    taken = {"z_2"}
    result = anchored(made + made, taken)
    head = headed(mathml("z_1"), "step")
    linked = f'<tr id="z_1"><th scope="row"><a class="row" href="#z_1">{head}</a></th></tr>'
    assert result.count(linked) == result.count("<tr id=") == 1
    assert result.count(f'<tr><th scope="row">{head}</th></tr>') == 1
    assert result.count("<tr>") == 2 + 3, "two heads of tables, three rows"
    assert "data-row" not in result
    assert taken == {"z_1", "z_2"}


def test_step_at_hand_is_lit() -> None:
    rows: list[dict[str, object]] = [{"step": "$z_1$"}, {"step": "$z_2$"}]
    assert "lit" not in html(rows)
    (row,) = re.findall(r'<tr[^>]* class="lit"[^>]*>', anchored(html(rows, lit="z_2"), set()))
    assert row == '<tr id="z_2" class="lit" aria-current="step">'


def test_head_that_is_a_formula_alone_has_a_word_to_be_read() -> None:
    x = mathml("x")
    assert headed(x) == f'<span class="unseen">formula </span>{x}'
    assert headed(f" {x} {x}", "a<b") == f'<span class="unseen">a&lt;b </span> {x} {x}'
    for other in ("", "x", f"{x} & y", f"<b>a</b>{x}"):
        assert headed(other) == other
    result = html([{"$x$": "$y$", "$z$ too": 1}])
    assert f'<th scope="col">{headed(x)}</th>' in result
    assert f'<th scope="row">{headed(mathml("y"))}</th>' in result
    assert f'<th scope="col" class="number">{mathml("z")} too</th>' in result


def test_column_heads_may_hold_formulas() -> None:
    assert f'<th scope="col">{mathml("x")} &amp; y</th>' in html([{"$x$ & y": "a"}])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.000000"),
        (-1.25, "−1.250000"),
        (0.0, "0.000000"),
        (-0.0, "−0.000000"),
        (math.nan, "nan"),
        (math.inf, "inf"),
        (-math.inf, "−inf"),
        (1e-7, "1.0e−07"),
        (-3.21e-9, "−3.2e−09"),
        (5e-324, "4.9e−324"),
        (5e-7, "5.0e−07"),
        (6e-7, "0.000001"),
        (1e9, "1.0e+09"),
        (-2.5e12, "−2.5e+12"),
        (999999999.0, "999999999.000000"),
        (fractions.Fraction(1, 4), "0.250000"),
        (3, "3"),
        (-12, "−12"),
        (10**20, "100000000000000000000"),
        (np.float64(0.5), "0.500000"),
        (np.float32(0.5), "0.500000"),
        (np.int64(-3), "−3"),
        (np.array(0.5), "0.500000"),
        ("-1.5", "−1.5"),
        ("3.7e-08", "3.7e−08"),
        ("−2", "−2"),
    ],
)
def test_number(value: object, text: str) -> None:
    assert cell(value) == f'<td class="number">{text}</td>'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (np.True_, "yes"),
        (np.False_, "no"),
        (None, ""),
        ("-1.5 kg", "-1.5 kg"),
        ("1-2", "1-2"),
        ("a < b", "a &lt; b"),
        (1 + 2j, "(1+2j)"),
        ((1, 2), "(1, 2)"),
        (np.array([0.5]), "[0.5]"),
        ("größer", "größer"),
    ],
)
def test_cell_that_is_no_number(value: object, text: str) -> None:
    assert cell(value) == f"<td>{text}</td>"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.5, 0, "2"),
        (0.5, 0, "5.0e−01"),
        (0.004, 2, "4.0e−03"),
        (0.006, 2, "0.01"),
        (0.1, 12, "0.100000000000"),
    ],
)
def test_digits(value: float, digits: int, text: str) -> None:
    assert cell(value, digits) == f'<td class="number">{text}</td>'


def test_torch_scalar_is_the_number_that_it_holds() -> None:
    class Scalar:  # stands in for a tensor, which takes a second to import
        shape = ()

        def item(self) -> float:
            return 0.5

    assert cell(Scalar()) == '<td class="number">0.500000</td>'


def test_default_is_six_digits() -> None:
    assert ">0.333333<" in html([{"a": 1 / 3}])


def test_first_column_heads_its_row_whatever_it_holds() -> None:
    assert '<th scope="row" class="number">0.500000</th>' in html([{"a": 0.5, "b": 1}])


def test_rows_changed_later_do_not_change_the_table() -> None:
    row: dict[str, object] = {"a": 1}
    made = table([row], "Words.")
    row["a"] = 2
    assert '<th scope="row" class="number">1</th>' in made._repr_html_()


def test_formula_that_does_not_parse_is_named_when_shown() -> None:
    with pytest.raises(ValueError, match=r"^the formula '\\nonsense' does not parse: "):
        html([{"a": r"$\nonsense$"}])


@pytest.mark.parametrize(
    ("rows", "options", "sentence"),
    [
        ([], {}, "a table needs at least one row, this one has none."),
        ([{"a": 1}], {"caption": " "}, "a table needs a caption that says what it shows."),
        ([{"a": 1}], {"digits": -1}, "the digits of a table are -1, expected 0 or more."),
        (
            [{"step": "$z_1$"}, {"step": "$z_2$"}],
            {"lit": "z_3"},
            "no row of the table is 'z_3', it has z_1, z_2.",
        ),
        (
            [{"a": 1}],
            {"lit": "z_3"},
            "no row of the table is 'z_3', it has none that is a step.",
        ),
        (
            [{"a": 1}, {"b": 1}],
            {},
            "row 2 of the table has the columns ['b'], expected ['a'] as in row 1.",
        ),
        (
            [{"a": 1, "b": 2}, {"a": 1, "b": 2}, {"b": 2, "a": 1}],
            {},
            "row 3 of the table has the columns ['b', 'a'], expected ['a', 'b'] as in row 1.",
        ),
    ],
)
def test_bad_input(
    rows: list[dict[str, object]], options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)) as caught:
        html(rows, **options)
    assert str(caught.value) == sentence


def test_text_of_a_table_has_the_cells_as_they_are_shown() -> None:
    rows = [{"$x$": "a", "value": -0.25, "n": 3}, {"$x$": "longer", "value": 10.0, "n": None}]
    made = table(rows, caption="Some $x$.", digits=2)
    assert made.as_text() == (
        "table: Some $x$.\n$x$    | value | n\na      | −0.25 | 3\nlonger | 10.00 |"
    )
    assert table([{"n": 1}], caption="One row.").as_text() == "table: One row.\nn\n1"
