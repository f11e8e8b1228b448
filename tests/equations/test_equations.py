"""Every labelled equation of the site is evaluated as it is printed, and a wrong one is seen."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from literate.equations import Equation
from tests.equations.latex import Formula
from tests.equations.register import (
    Check,
    Errors,
    bound,
    checks,
    labelled,
    problems,
    registry,
    results,
)

PAGES = labelled()

# What a slip of the pen does to a formula.
SLIPS = {
    r"\+": "-",
    "-": "+",
    r"(?<![\d_])\d": lambda digit: str((int(digit[0]) + 1) % 10),
    r"\\le(?![a-z])": r"\\ge",
    r"\\ge(?![a-z])": r"\\le",
    "(?<!j)=": r"\\ge",
    r"\\sin\b": r"\\cos",
    r"\\exp\b": r"\\sin",
    r"\\log\b": r"\\exp",
    r"\\sigma\b": r"\\exp",
    r"\\lambda": r"\\pi",
    r"\^\{?2\}?": "",
    r"\^\{?\\top\}?": "",
    r"\\(dot|bar|hat) ": "",
}


def slips(latex: str) -> Iterator[str]:
    for pattern, instead in SLIPS.items():
        for found in re.finditer(pattern, latex):
            changed = re.sub(pattern, instead, found[0])
            yield latex[: found.start()] + changed + latex[found.end() :]


# Changed formulas that are true all the same: f(0) is 0, and so is the coding's derivative of s.
TRUE_ALL_THE_SAME = {
    "eq:J1": [("f(h) - f(0)", "f(h) + f(0)")],
    "eq:J2": [(r"2 \dot s x", r"3 \dot s x")],
}


def seen(check: Check, latex: str) -> bool:
    try:
        return check.largest_error(latex, enough=check.tolerance) > check.tolerance
    except ValueError:
        return True


def test_every_equation_has_a_check_and_every_check_an_equation() -> None:
    assert len(PAGES) >= 37
    assert problems(PAGES, registry()) == []


@pytest.mark.parametrize("label", PAGES)
def test_the_formula_on_the_page_agrees_with_the_implementation(label: str) -> None:
    check = registry()[label]
    _, fault = check.judged(PAGES[label])
    assert not fault
    assert check.tolerance <= 1e-7
    assert check.compares


@pytest.mark.parametrize("label", PAGES)
def test_a_slip_in_the_formula_is_seen(label: str) -> None:
    latex = PAGES[label].latex
    true = [latex.replace(*change) for change in TRUE_ALL_THE_SAME.get(label, [])]
    unseen = [slip for slip in slips(latex) if not seen(registry()[label], slip)]
    assert unseen == true


def test_enough_slips_are_tried() -> None:
    assert min(len(list(slips(PAGES[label].latex))) for label in PAGES) >= 1
    assert sum(len(list(slips(PAGES[label].latex))) for label in PAGES) > 350


def test_an_equation_without_a_check_is_named_with_its_page_and_line() -> None:
    new = Equation("trace.md", 7, 9, "a = b", "eq:T9", "T9")
    assert problems({**PAGES, "eq:T9": new}, registry()) == [
        "docs/trace.md:7: no check evaluates the equation 'eq:T9'."
    ]


def test_a_check_without_an_equation_is_named() -> None:
    fewer = {label: equation for label, equation in PAGES.items() if label != "eq:12"}
    assert problems(fewer, registry()) == [
        "the check of 'eq:12' has no equation: no page has this label."
    ]


def test_a_second_check_of_one_equation_is_refused() -> None:
    with pytest.raises(ValueError, match="'eq:12' has two checks"):
        checks("eq:12")(lambda _: iter([0.0]))


def test_a_wrong_formula_is_named_with_its_page_line_and_size() -> None:
    wrong = replace(PAGES["eq:8"], latex=PAGES["eq:8"].latex.replace("1 +", "2 +"))
    error, fault = registry()["eq:8"].judged(wrong)
    assert error > 0.1
    assert fault.startswith(f"docs/logistic/multiclass.md:{wrong.line}: 'eq:8' is off by ")


def test_an_unknown_symbol_is_named() -> None:
    wrong = replace(PAGES["eq:8"], latex=PAGES["eq:8"].latex.replace("{1}", "{a}"))
    error, fault = registry()["eq:8"].judged(wrong)
    assert error == math.inf
    assert "it cannot be evaluated: unknown symbol at 'a " in fault


def test_layout_may_change() -> None:
    latex = PAGES["eq:14"].latex
    loose = latex.replace(r"\frac{\exp", "\n" + r"\, \dfrac{\exp")
    assert loose != latex
    assert not seen(registry()["eq:14"], loose)


@pytest.mark.parametrize(
    "errors",
    [
        lambda _: iter([0.0]),  # evaluates nothing
        lambda formula: iter([formula.error({"x": 1.0}), math.nan]),
        lambda formula: iter([formula.error({"x": 1.0}), math.inf]),
    ],
)
def test_an_empty_check_does_not_pass(errors: Callable[[Formula], Errors]) -> None:
    assert Check("eq:x", "", 1.0, "=", errors).largest_error("x = 1") == math.inf
    assert Check("eq:x", "", 1.0, "=", lambda f: iter([f.error({"x": 1.0})])).largest_error(
        "x = 1"
    ) == 0.0  # fmt: skip


def test_the_table_holds_every_equation_once() -> None:
    rows = results()
    assert [row["equation"] for row in rows] == [f"({e.number})" for e in PAGES.values()]
    assert all(row["what is compared"] for row in rows)
    assert {row["largest error"][:5] for row in rows} == {r"$\le "}


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (0.0, r"$\le 10^{-14}$"),
        (9e-15, r"$\le 10^{-14}$"),
        (2e-14, r"$\le 10^{-12}$"),
        (1e-12, r"$\le 10^{-12}$"),
        (3.0, "$> 10^{-2}$"),
        (math.inf, "$> 10^{-2}$"),
    ],
)
def test_errors_are_shown_by_their_order_of_magnitude(error: float, shown: str) -> None:
    assert bound(error) == shown
