"""What runs is what is pinned, and every pin says what it is for."""

import ast
import importlib.metadata
import re
import sys

import pytest

from literate.sections import ROOT

PIN = re.compile(r"(?P<name>[\w-]+)==(?P<version>\S+)\s*(?:#\s*(?P<reason>\S.*))?")
LINES = [
    line
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PYTHON_FOLDERS = ("snippets", "literate", "bench", "faults", "tests", "docs")
OWN = {"snippets", "literate", "bench", "faults", "mutants", "tests", "conftest"}
# Imported, and brought by a pin of another name.
BROUGHT_BY = {
    "markdown": "mkdocs",
    "markdown_it": "pytest-markdown-docs",
    "material": "mkdocs-material",
    "nbclient": "mkdocs-jupyter",
    "nbconvert": "mkdocs-jupyter",
    "nbformat": "mkdocs-jupyter",
    "sympy": "torch",
    "yaml": "mkdocs",
}


def pins() -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in LINES]
    return {pin["name"]: pin["version"] for pin in found if pin}


@pytest.mark.parametrize("line", LINES)
def test_pin_is_exact_and_gives_its_reason(line: str) -> None:
    pin = PIN.fullmatch(line)
    assert pin, f"{line!r} is not name==version"
    assert pin["reason"], f"{pin['name']} does not say what it is for"


@pytest.mark.parametrize("name", pins())
def test_installed_version_is_the_pinned_one(name: str) -> None:
    installed = importlib.metadata.version(name)
    assert installed.partition("+")[0] == pins()[name]  # PyTorch adds its kind: 2.13.0+cpu


def imported() -> dict[str, str]:
    """Top-level package → a file that imports it, for all that is neither Python's nor ours."""
    found = {}
    files = [ROOT / "conftest.py"]
    files += [file for folder in PYTHON_FOLDERS for file in (ROOT / folder).rglob("*.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for name in names:
                found[name.partition(".")[0]] = str(file.relative_to(ROOT))
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names | OWN}


def test_what_is_imported_is_pinned() -> None:
    distributions = importlib.metadata.packages_distributions()
    pinned = {name.lower().replace("_", "-") for name in pins()}
    for name, file in imported().items():
        known = {d.lower().replace("_", "-") for d in distributions.get(name, [])}
        assert known & pinned or BROUGHT_BY.get(name) in pinned, f"{file}: {name} is not pinned"
