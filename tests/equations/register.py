"""Which check belongs to which equation, and how far each equation is from true.

A check is a function that is handed the formula of its equation as it stands on the page. It
evaluates the formula at several points, with the implementation's values for its symbols, and
yields the error found at each.
"""

import importlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from literate.equations import Equation, equations
from tests.equations.latex import Formula

ROOT = Path(__file__).resolve().parents[2]
_MODULES = (
    "modes", "pytorch", "binary", "multiclass", "program", "second", "cost",
    "directional", "slopes",
)  # fmt: skip
_DECADES = (-14, -12, -10, -8, -6, -4, -2)

# How an evaluation ends whose formula has a symbol, an index or a shape that it should not have.
_UNFIT = (ValueError, KeyError, TypeError, IndexError, ArithmeticError, RuntimeWarning)

Errors = Iterator[float]


@dataclass(frozen=True)
class Check:
    """How an equation is checked.

    Attributes:
        label: Such as "eq:4".
        compares: What is compared, in a phrase.
        tolerance: The largest error that is let pass.
        relations: Those that the formula must claim; "=" where it was to claim equalities only. An
            evaluation cannot tell that an equation has become a weaker statement.
        errors: From the formula to the error at each point.
    """

    label: str
    compares: str
    tolerance: float
    relations: str
    errors: Callable[[Formula], Errors]

    def largest_error(self, latex: str, enough: float = math.inf) -> float:
        """The largest error of this formula; infinite if it claims something else than it should.

        Args:
            latex: The formula.
            enough: No further point is tried after an error larger than this.

        Raises:
            ValueError: It cannot be evaluated: it has a symbol that the check does not know, say.
        """
        formula = Formula(latex)
        worst = 0.0
        try:
            for error in self.errors(formula):
                worst = math.inf if math.isnan(error) else max(worst, error)
                if worst > enough:
                    return worst
        except _UNFIT as error:
            raise ValueError(f"it cannot be evaluated: {error}") from error
        claimed = formula.relations
        if self.relations == "=":
            claimed = " ".join(sorted(set(claimed.split())))
        return worst if formula.used and claimed == self.relations else math.inf

    def judged(self, equation: Equation) -> tuple[float, str]:
        """The largest error, and a sentence with page and line if it is too large, else ""."""
        where = f"docs/{equation.page}:{equation.line}: '{self.label}'"
        try:
            error = self.largest_error(equation.latex)
        except ValueError as unfit:
            return math.inf, f"{where}: {unfit}."
        if error <= self.tolerance:
            return error, ""
        return error, f"{where} is off by {error:.1e}; compared: {self.compares}."


_registry: dict[str, Check] = {}


def checks(
    label: str, tolerance: float = 1e-12, relations: str = "="
) -> Callable[[Callable[[Formula], Errors]], Callable[[Formula], Errors]]:
    """Enter a function as the check of the equation `label`; its docstring says what it compares.

    Raises:
        ValueError: The equation has a check already.
    """

    def enter(errors: Callable[[Formula], Errors]) -> Callable[[Formula], Errors]:
        known = _registry.get(label)
        if known and known.errors.__qualname__ != errors.__qualname__:
            raise ValueError(f"'{label}' has two checks.")
        compares = (errors.__doc__ or "").strip().replace("`", "")
        _registry[label] = Check(label, compares, tolerance, relations, errors)
        return errors

    return enter


def registry() -> Mapping[str, Check]:
    """Label → check, of all modules."""
    for module in _MODULES:
        importlib.import_module(f"tests.equations.{module}")
    return _registry


def labelled() -> Mapping[str, Equation]:
    """Label → equation, of all pages, in the order of the pages' names."""
    found = {}
    for file in sorted((ROOT / "docs").rglob("*.md")):
        page = file.relative_to(ROOT / "docs").as_posix()
        for equation in equations(file.read_text(encoding="utf-8"), page, f"docs/{page}"):
            if equation.label:
                found[equation.label] = equation
    return found


def latex_of(label: str) -> str:
    """The formula of an equation, as it stands on its page."""
    return labelled()[label].latex


def problems(pages: Mapping[str, Equation], known: Mapping[str, Check]) -> list[str]:
    """A sentence for each equation without a check, and each check without an equation."""
    unchecked = [
        f"docs/{equation.page}:{equation.line}: no check evaluates the equation '{label}'."
        for label, equation in pages.items()
        if label not in known
    ]
    return unchecked + [
        f"the check of '{label}' has no equation: no page has this label."
        for label in known
        if label not in pages
    ]


def results() -> list[dict[str, str]]:
    """A row for each labelled equation: number, page, check and largest error.

    Raises:
        ValueError: An equation has no check, or it is not what it should be.
    """
    pages, known = labelled(), registry()
    if found := problems(pages, known):
        raise ValueError(" ".join(found))
    rows = []
    for label, equation in pages.items():
        error, fault = known[label].judged(equation)
        if fault:
            raise ValueError(fault)
        rows.append(
            {
                "equation": f"({equation.number})",
                "page": equation.page.removesuffix(".md"),
                "what is compared": known[label].compares,
                "largest error": bound(error),
            }
        )
    return rows


def bound(error: float) -> str:
    """The error's order of magnitude, coarse enough to be the same on every machine."""
    decade = next((decade for decade in _DECADES if error <= 10.0**decade), None)
    return f"${'>' if decade is None else chr(92) + 'le'} 10^{{{decade or _DECADES[-1]}}}$"
