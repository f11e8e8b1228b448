"""The small changes that are tried, one at a time, found by cosmic-ray's operators."""

import ast
import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
STATED = re.compile(r"\+.*(strict|frozen|slots)=False")


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
    nodes = list(ast_nodes(get_ast(source)))
    for name in operators():
        operator = cosmic_ray.plugins.get_operator(name)()
        places = [
            (node, index, line)
            for node in nodes
            for index, ((line, _), _end) in enumerate(operator.mutation_positions(node))
        ]
        for occurrence, (node, index, line) in enumerate(places):
            if _asks(name.removeprefix("core/"), node, index):
                changed = mutate_code(source, operator, occurrence)
                change = _difference(source, changed or source)
                if _means(changed) in (None, _means(source)):  # such as 1e100 + 1
                    continue
                if change and not (name.endswith("TrueWithFalse") and STATED.search(change)):
                    yield Mutant(str(module.relative_to(root)), name, line, change, changed)


def _asks(name: str, node: Any, index: int) -> bool:
    """Whether a change asks the tests what no other change asks them at the same place."""
    if _is_asserted(node):  # turned round, it raises wherever it is run
        return False
    if name == "NumberReplacer":  # n + 1; the other, n − 1, asks too whether n matters
        return index == 0
    if name.endswith("Delete_USub"):  # of a number, that one is asked for above
        return bool(node.children[1].type != "number")
    if name.startswith("ReplaceBinaryOperator"):
        return _is_arithmetic(node)
    if name.endswith(("Eq_NotEq", "NotEq_Eq")):  # x == 1: who sees x == 2 instead sees x != 1 too
        return "number" not in {child.type for child in node.children}
    if name == "AddNot":  # who sees one part of a condition turned round sees the whole so too
        whole = node.children[2 if node.type == "test" else 1]
        # A module that is loaded for its types alone may as well be loaded.
        return not _has_sign(whole) and whole.get_code().strip() != "TYPE_CHECKING"
    return True


def _is_asserted(node: Any) -> bool:
    while node and node.type != "assert_stmt":
        node = node.parent
    return node is not None


def _is_arithmetic(sign: Any) -> bool:
    """Whether a sign stands between numbers, as far as can be seen.

    It is no star of f(*args); and a text or a list next to it means that any other sign raises.
    """
    if sign.parent.type not in ("arith_expr", "term", "power"):
        return False
    beside = (sign.get_previous_sibling(), sign.get_next_sibling())
    return not any(
        side.type in ("string", "strings", "fstring")
        or (side.type == "atom" and side.children[0].value == "[")
        for side in beside
    )


def _has_sign(condition: Any) -> bool:
    """Whether a condition is made with a sign that another operator turns round."""
    if condition.type in ("not_test", "and_test", "or_test"):
        return True
    if condition.type != "comparison":
        return False
    sign = condition.children[1]
    return sign.get_first_leaf().value in ("==", "!=", "is")


def _means(source: str) -> str | None:
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:  # cosmic-ray writes "while not a := b()", without the parentheses
        return None


def _difference(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0))[3:]
    return " / ".join(" ".join(f"{line[0]} {line[1:]}".split()) for line in lines)
