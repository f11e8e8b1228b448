"""What runs is what is pinned, and every pin says what it is for."""

import ast
import importlib.metadata
import re
import sys

import pytest

from literate.sections import ROOT

PIN = re.compile(r"(?P<name>[\w-]+)==(?P<version>\S+)\s*(?:#\s*(?P<reason>\S.*))?")


def lines(file: str) -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


LINES, PEERS = lines("requirements.txt"), lines("requirements-peers.txt")
ATLAS = lines("requirements-atlas.txt")
BESIDE = {"bench/": PEERS, "atlas/": ATLAS}  # what a folder may import beside
PYTHON_FOLDERS = ("snippets", "literate", "atlas", "playground", "bench", "faults", "tests", "docs")
OWN = {
    "snippets",
    "literate",
    "atlas",
    "playground",
    "bench",
    "faults",
    "mutants",
    "tests",
    "conftest",
}
# Imported, and brought by a pin of another name.
BROUGHT_BY = {
    "jinja2": "mkdocs",
    "markdown": "mkdocs",
    "markdown_it": "pytest-markdown-docs",
    "material": "mkdocs-material",
    "nbclient": "mkdocs-jupyter",
    "nbconvert": "mkdocs-jupyter",
    "nbformat": "mkdocs-jupyter",
    "sklearn": "scikit-learn",
    "sympy": "torch",
    "tensorflow": "tensorflow-cpu",
    "threadpoolctl": "scikit-learn",
    "yaml": "mkdocs",
}


def pins(lines: list[str] = LINES) -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in lines]
    return {pin["name"]: pin["version"] for pin in found if pin}


@pytest.mark.parametrize("line", LINES + PEERS + ATLAS)
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
                found.setdefault(name.partition(".")[0], str(file.relative_to(ROOT)))
    return {name: file for name, file in found.items() if name not in sys.stdlib_module_names | OWN}


def test_what_is_imported_is_pinned() -> None:
    distributions = importlib.metadata.packages_distributions()
    for name, file in imported().items():
        beside = [pin for folder, more in BESIDE.items() if file.startswith(folder) for pin in more]
        allowed = pins() | pins(beside)
        pinned = {pin.lower().replace("_", "-") for pin in allowed}
        # A peer need not be installed; then its name is all that is known of it.
        known = {d.lower().replace("_", "-") for d in distributions.get(name, [name])}
        assert known & pinned or BROUGHT_BY.get(name) in pinned, f"{file}: {name} is not pinned"
