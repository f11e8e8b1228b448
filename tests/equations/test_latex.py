"""The evaluator of formulas, and with it the formulas that the trace generates."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from literate.fences import fences
from snippets import elementals as el
from snippets.example import f
from snippets.notation import latex_name
from snippets.trace import Trace, trace
from tests.equations.latex import Formula
from tests.equations.values import At, Operator

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("2 + 3 a", 8.0),
        ("-a^2", -4.0),
        ("2 - 3 - 4", -5.0),
        ("2 a b", 12.0),
        (r"2 \cdot 3 \times 10^{-2}", 0.06),
        (r"\frac{1}{a} b", 1.5),
        (r"\dfrac{a - b}{a + b}", -0.2),
        (r"(a + b)^{2}", 25.0),
        ("a^{1/2}", math.sqrt(2)),
        (r"\sqrt{a b}", math.sqrt(6)),
        (r"\lvert a - b \rvert", 1.0),
        (r"\sin(2\pi) + \cos\left(\pi\right)", -1.0),
        (r"\log \exp(a) + 1", 3.0),
        (r"[b > a] + [a > b] + [a > a]", 1.5),
        (r"\sum_{k=1}^{b} k_2", 28.0),
        (r"\sum_{k=1}^{2} k_2 + 1", 7.0),
        (r"\begin{cases} 1, & a < 0, \\ 7, & a > 0. \end{cases}", 7.0),
        (r"\left. a s \right|_{s = 3}", 6.0),
        (r"\begin{aligned} & a \\ &\quad + b \\ &\qquad - 7 \end{aligned}", -2.0),
    ],
)
def test_arithmetic(latex: str, expected: float) -> None:
    names = {"a": 2.0, "b": 3.0, "s": 1.0, "k_2": At("k", lambda k: 2 * k if k < 3 else 22)}
    assert Formula(latex).sides(names)[0] == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_vectors_are_columns_and_multiply_as_matrices() -> None:
    names = {"u": np.array([[1.0], [2.0]]), "A": np.array([[2.0, 1.0], [0.0, 1.0]])}
    assert Formula(r"u^{\top} A u").sides(names) == [8.0]
    assert Formula(r"\langle u, A u \rangle").sides(names) == [8.0]
    assert Formula(r"\lVert u \rVert_2^2").sides(names)[0] == pytest.approx(5.0)
    assert Formula(r"u u^\top").sides(names)[0].tolist() == [[1.0, 2.0], [2.0, 4.0]]
    assert Formula(r"A^{-1} u").sides(names)[0].tolist() == [[-0.5], [2.0]]
    assert Formula(r"\begin{pmatrix} 1 \\ 2 \end{pmatrix} - u").sides(names)[0].any() == 0
    square = r"\begin{pmatrix} 0 & 3 \\ -1 & 2 \end{pmatrix} u"
    assert Formula(square).sides(names)[0].tolist() == [[6.0], [3.0]]


def test_the_longest_name_is_taken() -> None:
    names = {"z": 2.0, r"\dot z": 3.0, r"\frac{dz}{dx}": 5.0, "d": 1.0, "x": 1.0}
    assert Formula(r"\dot z + \frac{dz}{dx} + z").sides(names) == [10.0]


def test_an_operator_acts_on_what_follows_it() -> None:
    squared = Operator(lambda body, scope: body(scope | {("x",): 5.0}))
    assert Formula(r"D x^2 \, x").sides({"D": squared, "x": 2.0}) == [50.0]


@pytest.mark.parametrize(
    ("latex", "error"),
    [
        ("x = 2", 0.0),
        ("x = 2 = 2.5", 0.2),
        ("x = 2, y = 4", 0.25),
        (r"\begin{aligned} x &= 2, \quad y = 3, \\ y &= 2 \\ &\quad + 2 \end{aligned}", 0.25),
        (r"\begin{aligned} &x \\ &\quad = 2.5 \end{aligned}", 0.2),
        (r"x \le 2.5", 0.0),
        (r"x \ge 2.5", 0.2),
        ("x < 2", math.inf),
        (r"x \in \{1, 3\}", math.inf),
        (r"x \in \{-2, +2\}", 0.0),
        (r"x = 9 \quad \text{for all } x \text{ with } x \ge 3", 0.0),
        (r"x = 4 \quad \text{for all } x \text{ with } x \le 3", 0.5),
    ],
)
def test_relations(latex: str, error: float) -> None:
    assert Formula(latex).error({"x": 2.0, "y": 3.0}) == error


def test_a_point_that_does_not_meet_the_conditions_does_not_count() -> None:
    formula = Formula(r"x = 2 \quad \text{for all } x \text{ with } x \ge 3")
    formula.error({"x": 2.0})
    assert formula.used == 0
    formula.error({"x": 3.0})
    assert formula.used == 1


@pytest.mark.parametrize(
    "latex",
    [
        "q",
        "x_1",
        "(x",
        r"\frac{x}",
        r"\sum_j x",
        r"\sum_{k=1}^2 x q",
        "x^",
        "x y",
        r"\foo x",
        "x +",
    ],
)
def test_what_is_not_known_is_refused(latex: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        Formula(latex).sides({"x": 1.0})


@pytest.mark.parametrize("latex", [r"\begin{cases} 1, & x < 2, \\ 7, & x < 3. \end{cases}"])
def test_cases_that_overlap_are_refused(latex: str) -> None:
    with pytest.raises(ValueError, match="2 cases hold at once"):
        Formula(latex).sides({"x": 1.0})


# The generated formulas.

HEADS: dict[str, Callable[..., float]] = {
    r"\tan": math.tan, r"\arcsin": math.asin, r"\arccos": math.acos, r"\arctan": math.atan,
    r"\sinh": math.sinh, r"\cosh": math.cosh, r"\tanh": math.tanh,
    r"\operatorname{log1p}": math.log1p, r"\operatorname{expm1}": math.expm1,
    r"\operatorname{atan2}": math.atan2, r"\operatorname{hypot}": math.hypot,
    r"\operatorname{softplus}": lambda x: math.log1p(math.exp(x)),
    r"\operatorname{logsumexp}": lambda *x: math.log(sum(map(math.exp, x))),
    r"\max": max, r"\min": min,
}  # fmt: skip

TWO = [(-0.7, 1.3), (0.8, -1.5), (0.0, 1.0), (-0.0, -2.0), (3.0, 0.25)]
INSIDE = [(0.3, 0.8), (0.5, 0.25), (0.9, 0.1)]


def polynomial(x, y):
    return x**3 - 2 * x * x * y + (x - y) * (1 - x) / (2 + y * y) - (-x)


def shared(x, y):
    a = x * y
    return el.sin(a) * el.cos(a) + a * a + x


def functions(x, y):
    return (
        el.log(x) + el.sqrt(y) * el.asin(x) - el.acos(x) / el.atan(y) + el.tan(x * y),
        el.sinh(x) * el.cosh(y) - el.tanh(x - y) + el.logistic(x) * el.softplus(y),
        el.log1p(x) - el.expm1(y) * el.atan2(x, y) + el.hypot(x, y),
        abs(x - y) * el.maximum(x, y) - el.minimum(x * x, y) + el.logsumexp(x, y, 1.0),
        x**y + el.dot([x, y, 2.0], [y, x, x]) + el.sign(x) + el.exp(-x / y),
    )


def one_input(x, y):  # noqa: ARG001
    return el.exp(2 * x)


CASES = [
    (f, TWO, None),
    (polynomial, TWO, None),
    (shared, TWO, None),
    (functions, INSIDE, (1.0, -0.5, 2.0, 0.25, -1.0)),
    (lambda x, y: (x, x * y, 3.0), TWO, (1.0, 0.5, 2.0)),  # an input returned, a constant
    (one_input, TWO, None),
]


def formula_and_value(rows: list[dict[str, object]]) -> Iterator[tuple[str, float]]:
    for row in rows:
        formula = str(row["formula"])
        assert formula.startswith("$")
        assert formula.endswith("$")
        yield formula[1:-1], row["value"]


def known(t: Trace, accent: str = "", values: dict[str, float] | None = None) -> dict[str, object]:
    return {latex_name(name, accent): one for name, one in (values or t.nodes).items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: getattr(case[0], "__name__", "f"))
def test_what_a_row_shows_is_what_it_computed(case: tuple) -> None:
    function, points, seed_back = case
    checked = 0
    for point in points:
        t = trace(function, *point)
        for seed_forward in ((1.0, 0.0), (0.0, 1.0), (0.6, -0.8)):
            tangents = dict(zip(t.inputs, seed_forward, strict=True)) | t.tangents(seed_forward)
            names = HEADS | known(t)
            rows = t.forward_table(seed_forward)
            with_tangents = names | known(t, r"\dot", tangents)
            for latex, shown in formula_and_value(rows):
                named, computed = Formula(latex).sides(with_tangents)
                assert named == shown, latex
                assert computed == pytest.approx(shown, rel=1e-12, abs=1e-12), latex
                checked += 1
        with_adjoints = names | known(t, r"\bar", t.adjoints(seed_back))
        for latex, shown in formula_and_value(t.reverse_table(seed_back)):
            named, computed = Formula(latex).sides(with_adjoints)
            assert named == shown, latex
            assert computed == pytest.approx(shown, rel=1e-12, abs=1e-12), latex
            checked += 1
        for row, (latex, shown) in zip(t.table(), formula_and_value(t.table()), strict=True):
            assert Formula(str(row["step"]).strip("$")).sides(names) == [shown]
            assert Formula(latex).sides(names)[0] == pytest.approx(shown, rel=1e-12), latex
            checked += 1
    assert checked >= len(points) * len(t.steps) * 7


def test_a_wrong_row_would_be_seen() -> None:
    t = trace(f, -0.7, 1.3)
    names = HEADS | known(t) | known(t, r"\bar", t.adjoints())
    wrong = [
        latex.replace("+", "-") for latex, _ in formula_and_value(t.reverse_table()) if "+" in latex
    ]
    assert len(wrong) >= 3
    for latex in wrong:
        named, computed = Formula(latex).sides(names)
        assert computed != pytest.approx(named, rel=1e-3)


@pytest.mark.parametrize(
    ("page", "made_by"),
    [
        ("trace.md", ["t.table()"]),
        ("forward.md", ["t.forward_table((1, 0))", "t.forward_table((0, 1))"]),
        ("reverse.md", ["t.reverse_table()"]),
    ],
)
def test_the_steps_on_the_pages_are_generated(page: str, made_by: list[str]) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = [fence.code for fence in fences(text, page) if fence.runs]
    for call in made_by:
        assert any(call in block and "table(" in block for block in blocks), call
    # A formula of a step in a block would be one that was typed.
    typed = [block for block in blocks if re.search(r'"\$?\\+(dot|bar) z_\d = ', block)]
    assert typed == []
