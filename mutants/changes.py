"""The small changes that are tried, one at a time, found by cosmic-ray's operators."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from mutants.running import Mutant

# Of the operators that put one sign for another, those kept ask a test a question of its own; the
# others ask it again, or raise at once.
ARITHMETIC = ("Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "Pow_Mul", "Mod_Mul", "FloorDiv_Mul")
COMPARISONS = (
    "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt", "Is_IsNot", "IsNot_Is",
)  # fmt: skip
SIGNS = {
    "core/ReplaceBinaryOperator_": ARITHMETIC,
    "core/ReplaceComparisonOperator_": COMPARISONS,
    "core/ReplaceUnaryOperator_": ("Delete_USub", "Delete_Not"),
}
# These state what the code around them keeps to, so that turning them round changes nothing.
STATED = re.compile("strict=False|frozen=False")


def operators() -> list[str]:
    """The names of the operators that are used."""
    return [name for name in sorted(cosmic_ray.plugins.operator_names()) if _is_used(name)]


def _is_used(name: str) -> bool:
    for family, kept in SIGNS.items():
        if name.startswith(family):
            return name.removeprefix(family) in kept
    return not cosmic_ray.plugins.get_operator(name).arguments()


def mutants(module: Path, root: Path) -> Iterator[Mutant]:
    """All mutants of a module."""
    source = module.read_text(encoding="utf-8")
    tree = get_ast(source)
    for name in operators():
        operator = cosmic_ray.plugins.get_operator(name)()
        places = [place for node in ast_nodes(tree) for place in operator.mutation_positions(node)]
        for occurrence, ((line, _), _end) in enumerate(places):
            changed = mutate_code(source, operator, occurrence)
            change = _difference(source, changed or source)
            if change and not (name.endswith("TrueWithFalse") and STATED.search(change)):
                yield Mutant(str(module.relative_to(root)), name, line, change, changed)


def _difference(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
    return " / ".join(" ".join(f"{line[0]} {line[1:]}".split()) for line in lines)
