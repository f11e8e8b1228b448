"""The converter of the playground draws what the site's own converter draws."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from literate import maths
from literate.plainmaths import mathml
from snippets import example, expression, notation
from snippets.elementals import exp, log, maximum, sqrt
from snippets.trace import trace
from snippets.variable import TABLE

PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mover": 2}
NAMES = ["x", "w_1", "z_12", "alpha", "lambda_2", "speed", "v_max", "ä"]


def formulas() -> list[str]:
    """What the engine writes: all elementals and their partials, names, numbers, whole traces."""
    found = [notation.latex_name(n, accent) for n in NAMES for accent in ("", r"\dot", r"\bar")]
    numbers = (0.0, 2.0, -0.5, 3.25e-9, 1e7, 1.5e12, 6.283185307179586, 0.5235987755982988)
    found += [notation.number(n)[0] for n in (*numbers, float("inf"), float("nan"))]
    for elemental in TABLE.values():
        for names in (["x"], ["x", "y"], ["u_1", "u_2", "v_1", "v_2"]):
            symbols = [expression.Symbol(name) for name in names]
            try:
                whole = elemental(*symbols)
                local = [elemental.partials[i](whole, *symbols) for i in range(len(symbols))]
                found += [expression.written(one)[0] for one in (whole, *local)]
            except (TypeError, IndexError, ValueError):  # not with so many arguments
                continue
    for f, at in [
        (example.f, (-0.7, 1.3)),
        (lambda x, y: exp(-x) * -y / (x - -y) ** (x / y) + 2 * (3 * x), (0.3, 0.4)),
        (lambda x: sqrt(log(x) ** 2) ** -0.5 - maximum(-x, x / 3) ** 2, (3.0,)),
    ]:
        t = trace(f, *at)  # type: ignore[arg-type]
        rows = t.table() + t.forward_table([1.0] * len(at)) + t.reverse_table()
        found += [str(row["formula"]).strip("$") for row in rows]
        found += [edge.latex for edge in t.edges]
    return list(dict.fromkeys(found))


FORMULAS = formulas()


def drawn(markup: str) -> str:
    """The elements that draw something: without groups, without spaces of no width."""
    markup = re.sub(r"</?mrow>|<mspace\s?/>", "", markup)
    return re.sub(r'(?<=<mo) lspace="0\.1667em"', "", markup)


def elements(markup: str) -> list[Element]:
    return list(fromstring(markup.replace("&ApplyFunction;", "")).iter())


def test_there_are_formulas() -> None:
    assert len(FORMULAS) > 150


@pytest.mark.parametrize("latex", FORMULAS)
def test_engine_formulas_are_drawn_alike(latex: str) -> None:
    ours = mathml(latex)
    assert drawn(ours) == drawn(maths.mathml(latex))
    for element in elements(ours):
        assert len(element) == PARTS.get(element.tag, len(element)), element.tag


@pytest.mark.parametrize("latex", [r"\mathrm{e}", r"\mathrm{nan}"])
def test_upright_letters_are_drawn_alike(latex: str) -> None:
    assert drawn(mathml(latex)) == drawn(maths.mathml(latex))


def test_displayed_formula_says_so() -> None:
    assert mathml("x", display=True).startswith('<math display="block"')


@pytest.mark.parametrize(
    "latex", [r"\nonsense", r"\frac", "a & b", "{x", "x}", r"\left(x", "<x;", "x_", "x_1_2"]
)
def test_formula_that_the_engine_does_not_write_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match="does not parse") as caught:
        mathml(latex)
    assert latex in str(caught.value)


def test_markup_in_a_formula_is_escaped() -> None:
    assert "<b>" not in mathml("x < b > y")
    assert "<i" not in mathml(r"\mathrm{<i}")


def test_it_takes_over_where_the_compiled_converter_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maths, "math_core", None)
    maths.mathml.cache_clear()
    assert maths.with_formulas("see $x_1$.") == f"see {mathml('x_1')}."
    maths.mathml.cache_clear()
