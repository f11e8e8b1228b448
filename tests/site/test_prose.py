"""Nothing in the prose is a result that somebody typed, and no block is out of sight."""

import ast
import re

import pytest

from literate.fences import fences
from literate.labs import prose
from literate.prose import out_of_sight, typed_numbers
from literate.record import sources
from tests.site.project import ROOT

DOCS = ROOT / "docs"
PAGES = sources()

SET = "an input; a block of the page has it as a literal, which a test checks"
YEAR = "a year in which something happened"
RELEASE = "the name of a release"
FLOAT = "the definition of float64, as a constant of nature here"
EXERCISE = "given in an exercise, for the reader to reckon with"

# Page → words in it → why the number in them may be typed.
ALLOWED = {
    "atlas/diagnose.md": {
        "$(10^4 + x) - 10^4$ is small": SET,
        "the noise of $10^4$": SET,
        "about $10^{-13}$ of": SET,
        "above $10^{-7}$ of the slopes": "a bound that snippets/profiles.py has as a constant",
    },
    "atlas/logarithms.md": {"at $10^{-20}$, in truth": SET},
    "atlas/reductions.md": {"$\\varepsilon = 10^{-2}$": SET},
    "atlas/steps.md": {
        "\\operatorname{round}(w) - 0.7)": SET,
        "$x = 2.3$ becomes": SET,
        "steps of 0.1 times": SET,
        "nor 1 is 0.7": SET,
    },
    "both-modes.md": {
        "agree to 12 digits": SET,
        "ask for 12 digits": SET,
        "identity to 12 digits": SET,
        '{= ratios["64 → 1"][1]:.1f =} with 64': SET,
        "To see errors of $10^{-16}$": FLOAT,
        "in 60 digits": SET,
        "against the 60 digits": SET,
        "$\\varepsilon = 2^{-53} \\approx 10^{-16}$": FLOAT,
        "approx 10^{{=": "the base of a power whose exponent the run fills in",
        "50 outputs": EXERCISE,
        "50 inputs": EXERCISE,
        "or 50 sweeps": EXERCISE,
        "16 digits to compute with": FLOAT,
        "$h = 10^{-12}$": SET,
        "digits of 16": FLOAT,
        "errors below $10^{-17}$ are drawn at $10^{-17}$": SET,
    },
    "cost.md": {
        "$n = 1000$ rounds": SET,
    },
    "forward.md": {
        "$v = (0.6, -0.8)$": SET,
        "$0.6$ times": SET,
        "less $0.8$ times": SET,
        "Clifford's, of 1873": YEAR,
        "degree $2^{20}$": SET,
        "$\\sin^2(2^{20}\\,\\theta)$": SET,
        "15 is full marks": SET,
        "200 random points": SET,
        "at $(-0.7, 1.3)$": SET,
        "at $(0.5, 2)$": SET,
    },
    "program.md": {
        "IEEE 754 prescribes": "the name of a standard",
        "reverse mode to 13 digits": SET,
        "units of $2^{-53}$": FLOAT,
    },
    "reverse.md": {
        "agree to 13 digits": SET,
        "at $(0.8, -1.5)$": SET,
    },
    "second.md": {
        "for 16 inputs": SET,
        "60 digits, as before": SET,
        "With $\\varepsilon = 2^{-53}$": FLOAT,
        "near $h = 10^{{{sweet": "the base of a power whose exponent the run fills in",
        "theorem 3.5": "the number of a theorem in a book",
    },
    "trace.md": {
        "(-0.7, 1.3)$": SET,
        "At $0.5$ it did not run": SET,
        "(x, y) = (0.5, 2)$": SET,
    },
    "logistic/binary.md": {
        "200 random points": SET,
        "ten data sets of 20 features": "3 weights and np.zeros(17) in the block below",
        "ten fits of 20 weights": "3 weights and np.zeros(17) in a block above",
        "5000 points": SET,
    },
    "logistic/live.md": {
        "from $\\lambda = 0.1$ downwards": SET,
        "Up to about $\\lambda = 0.01$": SET,
        "less than 7 %": "a bound that tests/site/test_live.py holds the page to",
    },
    "logistic/multiclass.md": {
        "one weight of 1000": SET,
        "to 11 digits": SET,
    },
    "pytorch/jump.md": {
        "recursion of 2018": YEAR,
        "in PyTorch 0.4, ": RELEASE,
        "Before 0.4 an": RELEASE,
    },
    "pytorch/line.md": {"at $10^{-7}$ PyTorch's": SET},
    "pytorch/why.md": {
        "slope 0.01 on the left": SET,
        "from 0.01 to 1": SET,
        "and 0.01 is the smallest": SET,
    },
    "reference/errata.md": {
        "recursion of 2018": YEAR,
        "PyTorch 0.4, ": RELEASE,
        "PyTorch 0.4.0]": RELEASE,
        "17 April 2018": "the date of the homework",
        "22 April": "the date of the release",
    },
    "reference/notation.md": {"$2^{-53}$": FLOAT},
    "reference/source-map.md": {
        "at $(-0.7, 1.3)$": "the running point, which trace.md has",
        "recursion of 2018": YEAR,
        "1 to 14": "the count of the source's equations, which a block asserts",
    },
    "reference/testing.md": {
        "recursion of 2018": YEAR,
    },
    "labs/crazy-answer.ipynb": {"the slope 100": EXERCISE},
}
# Pages whose numbers are all of one kind.
WHOLE = {"reference/bibliography.md": "years, volumes, pages and identifiers of works"}


def markdown(page: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    return prose(text) if page.endswith(".ipynb") else text


def literals(page: str) -> set[float]:
    """The numbers in a page's blocks, with each power of ten its exponent, too."""
    blocks = [fence.code for fence in fences(markdown(page), page) if fence.runs]
    code = "\n".join(block for block in blocks if "--8<--" not in block)
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            found.add(float(node.value))
            power = re.fullmatch(r"1e[-+]?(\d+)", f"{node.value:.0e}")
            if node.value and power:
                found.add(float(power[1]))
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if page not in WHOLE])
def test_every_number_in_prose_comes_from_a_run_or_has_a_reason(page: str) -> None:
    text = markdown(page)
    for words in ALLOWED.get(page, {}):
        assert words in text, f"docs/{page} no longer says '{words}': strike it off the list."
        text = text.replace(words, re.sub(r"\d", "n", words))
    typed = [
        f"docs/{page}:{line}: {number} is typed; fill it in by {{= … =}} from the run."
        for line, number in typed_numbers(text, page)
    ]
    assert typed == []


@pytest.mark.parametrize("page", [page for page in PAGES if page in ALLOWED])
def test_inputs_that_the_prose_names_are_those_of_the_blocks(page: str) -> None:
    known = literals(page)
    for words, reason in ALLOWED[page].items():
        if reason != SET:
            continue
        bare = re.sub(r"\{=.*?=\}", "", words)
        for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", bare):
            assert float(number) in known | {10.0}, f"docs/{page}: no block has the {number}."


@pytest.mark.parametrize("page", PAGES)
def test_no_block_is_hidden(page: str) -> None:
    marks = [
        f"docs/{page}:{line}: {what} can hide a block from the reader."
        for line, what in out_of_sight(markdown(page), page)
    ]
    assert marks == []


# What the style sheet may hide → why no reader misses it.
HIDDEN = {
    ".atlas .controls": "fields, on paper",
    ".no-js .atlas .controls": "fields that nothing would answer without a script",
    ".no-js .stepper .scripted": "controls that nothing would answer without a script",
    ".stepper .scripted": "controls, on paper",
    ".stepper .moment": "the words of a step; those of the step at hand are shown",
    ".stepper .lit-edge": "an arrow's highlight, beneath which the arrow stands",
    ".stepper [data-until]": "a part of a sum, where the sum stands",
    ".stepper.steps svg [data-from]:not(.shown)": "a number of a later step; the table has it",
    '.stepper [aria-label="Play"] .pause': "one of two pictures on a button",
    '.stepper [aria-label="Pause"] path:not(.pause)': "one of two pictures on a button",
    ".stepper .hint:has(+ .trouble:not(:empty))": "a hint, where a fault is told instead",
    ".live .controls": "fields, on paper",
    ".no-js .live .controls": "fields that nothing would answer without a script",
    ".playground .controls": "fields, on paper",
    ".no-js .playground .controls": "fields that nothing would answer without a script",
    ".js .playground .without-script": "a notice for readers without a script",
    ".playground progress[hidden]": "how far the loading of Python is, where nothing loads",
    ".playground .error:empty": "room for a mistake, where none was made",
    ".copy-latex": "a button, shown where its equation is pointed at or has the focus",
    ".equation-preview": "a copy of an equation; not in print",
    ".equation-preview[hidden]": "a copy of an equation that nobody has asked for",
    '[data-md-toggle="search"]:not(:checked) ~ .md-header .md-search__output': "a closed search",
    '[data-md-toggle="drawer"]:not(:checked) ~ .md-container .md-sidebar--primary': "a closed menu",
}


def test_style_sheet_hides_controls_alone() -> None:
    css = re.sub(r"/\*.*?\*/", "", (DOCS / "assets" / "site.css").read_text("utf-8"), flags=re.S)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    hides = re.compile(r"display:\s*none|visibility:\s*hidden|opacity:\s*0\s*;")
    hidden = {s.strip() for names, rule in rules if hides.search(rule) for s in names.split(",")}
    assert hidden == set(HIDDEN)


def test_list_of_reasons_has_no_page_that_is_gone() -> None:
    assert set(ALLOWED) | set(WHOLE) <= set(PAGES)
