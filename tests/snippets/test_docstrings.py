"""Every public name says what it is; the names that chapters rest on say all that a caller needs.

The rule, in full:

1. Every public module, class, function and method of `snippets` has a docstring whose first
   paragraph is a sentence.
2. A function that has a `raise` of its own in its body names that exception under `Raises:`.
3. The functions of `FIXED`, those that `docs` and outside checks call by name, also
   - list each of their parameters under `Args:`, in the order of the signature,
   - give the shape of each parameter and result that is an array,
   - name under `Raises:` what any function of `snippets` that they call names there,
   - end with a line `Source: …`.
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import snippets
from snippets.forward import jvp

FOLDER = Path(snippets.__file__).parent
MODULES = sorted(
    ".".join(("snippets", *file.relative_to(FOLDER).with_suffix("").parts)).removesuffix(
        ".__init__"
    )
    for file in FOLDER.rglob("*.py")
)
FIXED = {
    "snippets.example": ["f"],
    "snippets.trace": ["trace", "Trace.tangents", "Trace.adjoints"],
    "snippets.forward": ["jvp"],
    "snippets.reverse": ["vjp", "grad", "value_and_grad"],
    "snippets.higher": ["hvp", "hessian"],
    "snippets.program": ["compile_gradient", "compile_value"],
    "snippets.directional": [
        "directional", "expansion", "lexicographic_derivative", "lexicographic_gradient",
    ],
    "snippets.differences": ["central_differences", "complex_step"],
    "snippets.pytorch_cases": [
        "jump_by_sign", "jump_by_branch", "line_by_sign", "line_plain", "jump_recursive",
        "derivative",
    ],
    "snippets.logistic.binary": ["log_likelihood", "objective", "gradient", "hessian", "fit"],
    "snippets.logistic.multiclass": [
        "log_likelihood", "log_likelihood_gradient", "objective", "gradient", "hessian", "fit",
    ],
}  # fmt: skip
NAMES = [(module, name) for module, names in FIXED.items() for name in names]


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """A module's own public names with their objects, methods included."""
    for name, value in vars(module).items():
        own = getattr(value, "__module__", None) == module.__name__
        defined = inspect.isclass(value) or inspect.isfunction(value)
        if name.startswith("_") or not own or not defined or value.__qualname__ != name:
            continue
        yield name, value
        if inspect.isclass(value):
            for member, method in vars(value).items():
                function = getattr(method, "func", getattr(method, "fget", method))
                if not member.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{member}", function


def section(docstring: str, head: str) -> str:
    """The text of a section such as ``Args``, empty if there is none."""
    found = re.search(rf"^{head}:\n((?:[ ]+.*\n|\n)*)", docstring + "\n", re.MULTILINE)
    return textwrap.dedent(found[1]) if found else ""


def entries(text: str) -> dict[str, str]:
    """The entries of a section, name → what is said of it."""
    parts = re.findall(r"^(\w+): ((?:.*\n?)(?:[ ]+.*\n?)*)", text, re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in parts}


def tree(function: Callable[..., Any]) -> ast.FunctionDef:
    found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def raised(function: Callable[..., Any]) -> set[str]:
    """Exceptions that the body of a function raises itself, but not those it hands to a caller."""
    names = set()
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            names.add(ast.unparse(node.exc.func))
    return names


def called(function: Callable[..., Any]) -> Iterator[Any]:
    """What of `snippets` a function calls by a plain or dotted name."""
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            first, *rest = ast.unparse(node.func).split(".")
            callee = function.__globals__.get(first)
            for name in rest:
                callee = getattr(callee, name, None)
            if inspect.isfunction(callee) and callee.__module__.startswith("snippets"):
                yield callee


def promised(function: Callable[..., Any]) -> set[str]:
    """Exceptions that a function says it raises; of one that says nothing, those that it does."""
    said = set(entries(section(inspect.getdoc(function) or "", "Raises")))
    if said or not function.__name__.startswith("_"):
        return said
    return raised(function).union(*map(promised, called(function)))


def faults_of_any(function: Any) -> list[str]:
    """What rules 1 and 2 find wrong."""
    docstring = inspect.getdoc(function) or ""
    found = []
    if not re.match(r"\S[^\n]*(?:\n\S[^\n]*)*?[.:](?:\n|$)", docstring):
        found.append("has no docstring that begins with a sentence")
    if inspect.isfunction(function):
        for name in sorted(raised(function) - set(entries(section(docstring, "Raises")))):
            found.append(f"raises {name} and does not say so")
    return found


def faults_of_fixed(function: Callable[..., Any]) -> list[str]:
    """What rule 3 finds wrong."""
    docstring = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    parameters = {n: p for n, p in signature.parameters.items() if n != "self"}
    said = entries(section(docstring, "Args"))
    found = []
    if list(said) != list(parameters):
        found.append(f"has the parameters {list(parameters)} and describes {list(said)}")
    for name, parameter in parameters.items():
        if _is_array(parameter.annotation) and "shape" not in said.get(name, ""):
            found.append(f"does not give the shape of {name}")
    returned = docstring.split("\n\n")[0] + section(docstring, "Returns")
    if _is_array(signature.return_annotation) and not re.search(
        "shape|each entry|x itself", returned
    ):
        found.append("does not give the shape of what it returns")
    listed = set(entries(section(docstring, "Raises")))
    for callee in called(function):
        for name in sorted(promised(callee) - listed):
            found.append(f"calls {callee.__name__}, which raises {name}, and does not say so")
    if not re.search(r"^Source: \S.*\.$", docstring, re.MULTILINE | re.DOTALL):
        found.append("has no line 'Source: …'")
    return found


def _is_array(annotation: Any) -> bool:
    text = str(annotation)
    return not text.startswith("collections.abc.Callable") and (
        "_SupportsArray" in text or "ndarray" in text or "Tensor" in text
    )


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_a_docstring_that_names_its_errors(module: str) -> None:
    loaded = importlib.import_module(module)
    assert loaded.__doc__, f"{module} has no docstring."
    wrong = [f"{module}.{n} {fault}." for n, o in public(loaded) for fault in faults_of_any(o)]
    assert wrong == []


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_a_fixed_name_says_all_that_a_caller_needs(module: str, name: str) -> None:
    function: Any = importlib.import_module(module)
    for part in name.split("."):
        function = getattr(function, part)
    wrong = [f"{module}.{name} {fault}." for fault in faults_of_fixed(function)]
    assert wrong == []


def typed(x: np.ndarray, y: float) -> float:
    """Return x at y.

    Args:
        x: Numbers, shape (N,).
        y: A place,
            and a continued line.

    Raises:
        ValueError: If y is wrong.

    Source: Eq. 1.
    """
    if y < 0:
        raise ValueError("y")
    return jvp(x, y, y)[0]


DOCSTRING = typed.__doc__ or ""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("x: Numbers, shape (N,).", "x: Numbers.", "does not give the shape of x"),
        ("y: A place", "z: A place", "describes ['x', 'z']"),
        ("Source: Eq. 1.", "", "no line 'Source: …'"),
        ("ValueError: If y is wrong", "KeyError: If so", "calls jvp, which raises ValueError"),
    ],
)
def test_fault_in_a_fixed_docstring_is_found(old: str, new: str, fault: str) -> None:
    assert old in DOCSTRING
    try:
        typed.__doc__ = DOCSTRING.replace(old, new)
        assert any(fault in found for found in faults_of_fixed(typed))
    finally:
        typed.__doc__ = DOCSTRING
    assert faults_of_fixed(typed) == ["calls jvp, which raises TypeError, and does not say so"]


@pytest.mark.parametrize(
    ("docstring", "faults"),
    [
        (DOCSTRING, []),
        ("", ["no docstring that begins with a sentence", "raises ValueError and does not say so"]),
        ("Return x at\n\nRaises:\n    ValueError: If so.", ["no docstring that begins"]),
        ("Return x.\n\nRaises:\n    TypeError: If so.", ["raises ValueError and does not say"]),
    ],
)
def test_fault_in_any_docstring_is_found(docstring: str, faults: list[str]) -> None:
    try:
        typed.__doc__ = docstring
        found = faults_of_any(typed)
    finally:
        typed.__doc__ = DOCSTRING
    assert len(found) == len(faults)
    assert all(fault in one for fault, one in zip(faults, found, strict=True))
