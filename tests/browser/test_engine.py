"""The engine's own tests, run by pytest and hypothesis in Python within the browser."""

import ast
import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
import zipfile
from typing import Any

import pytest
from playwright.sync_api import Playwright

from literate import runtime
from tests.browser.shut import needed, shut_in
from tests.site.project import ROOT

# What the tests import, in pure Python, from the environment that runs this.
TOOLS = ("iniconfig", "mpmath", "packaging", "pluggy", "pygments", "pytest", "sortedcontainers")
# hypothesis has a compiled part; PyPI holds it for the browser, too.
VERSION = importlib.metadata.version("hypothesis")
WHEEL = f"hypothesis-{VERSION}-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
SHA256 = "1138c03edf4c4401afb28e50255644b4ab4e1ad52864456cd4e84458ba8c671a"
KIND = "--platform=pyemscripten_2026_0_wasm32 --python-version=3.14 --implementation=cp --abi=cp314"
# What cannot pass there, and why.
NOT_THERE = {
    "test_docstrings.py": "reads the sources, and runs none of them",
    "test_expression.py::test_no_depth_is_too_deep": "a worker has a small stack",
    "test_trace.py::test_a_statement_of_many_operations": "a worker has a small stack",
    "test_reverse.py::test_memory_grows_by_as_much_as_the_record_says": "pointers of four bytes",
}
ARGUMENTS = [
    "tests/snippets",
    *(f"--deselect=tests/snippets/{test}" for test in NOT_THERE),
    "--import-mode=importlib",
    "--strict-markers",
    "--rootdir=.",
    "-Werror",
    "-pno:cacheprovider",
    "-pno:logging",
    "--assert=plain",  # what an assertion compares is written where it runs outside
    "-q",
]
ELSEWHERE = {"a process", "a thread", "math_core", "matplotlib", "numpy", "scipy", "torch"}
EXPECTED = 730  # tests that must pass there


def hypothesis() -> dict[str, bytes]:
    """The files of hypothesis for the browser, fetched once."""
    wheel = runtime.CACHE / WHEEL
    if not wheel.is_file():
        command = f"pip download --no-deps --only-binary=:all: {KIND} hypothesis=={VERSION}"
        arguments = [sys.executable, "-m", *command.split(), "-d", str(runtime.CACHE), "--quiet"]
        fetched = subprocess.run(arguments, check=False, capture_output=True, text=True)
        if fetched.returncode:
            stop = pytest.fail if os.environ.get("CI") else pytest.skip
            stop(f"hypothesis for the browser cannot be fetched: {fetched.stderr.strip()[-200:]}")
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() == SHA256, (
        f"{wheel} is not the pinned one"
    )
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}


def needs() -> dict[str, set[str]]:
    """What every module of the engine imports at its top, by its name: names of other modules."""
    found = {}
    for file in (ROOT / "snippets").rglob("*.py"):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        imports = set()
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                imports |= {alias.name for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                imports |= {str(node.module), *(f"{node.module}.{a.name}" for a in node.names)}
        found[name] = imports
    return found


def portable() -> set[str]:
    """The engine's modules that import nothing which the browser lacks, not even by others."""
    modules = needs()
    kept = set(modules)
    while True:
        bad = {
            name
            for name in kept
            if any(
                one.partition(".")[0] in ELSEWHERE or (one in modules and one not in kept)
                for one in modules[name]
            )
        }
        if not bad:
            return kept
        kept -= bad


@pytest.fixture(scope="module")
def ran(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    needed()
    files = hypothesis() | runtime.sources(("snippets", "tests/snippets"), TOOLS)
    files["tests/__init__.py"] = b""
    files["playground/answer.py"] = (ROOT / "tests" / "browser" / "inside.py").read_bytes()
    with shut_in(playwright, tmp_path_factory.mktemp("engine"), files) as shut:
        shut.open()
        result = shut.ask(json.dumps(ARGUMENTS), 300)
    assert "answer" in result, result
    outcomes: dict[str, Any] = json.loads(result["answer"])
    passed, skipped = (sum(outcomes[kind].values()) for kind in ("passed", "skipped"))
    print(f"In the browser {passed} tests of the engine passed, {skipped} were skipped.")
    print(json.dumps(outcomes["skipped"], indent=1))
    return outcomes


def test_modules_without_numpy_and_pytorch_are_imported(ran: dict[str, Any]) -> None:
    imported = {name for name, why in ran["modules"].items() if not why}
    assert imported | {"snippets"} == portable()
    assert len(imported) > 20


def test_the_tests_of_the_engine_pass(ran: dict[str, Any]) -> None:
    assert ran["failed"] == [], "\n".join(ran["failed"])
    assert ran["code"] == 0, ran["said"]
    assert sum(ran["passed"].values()) >= EXPECTED


def test_every_module_is_tested_there(ran: dict[str, Any]) -> None:
    files = {str(f.relative_to(ROOT)) for f in (ROOT / "tests" / "snippets").rglob("test_*.py")}
    modules = {name: name.replace("snippets.", "tests/snippets/test_") for name in portable()}
    tested = {name for name, file in modules.items() if f"{file}.py" in ran["passed"]}
    without = {name for name, file in modules.items() if f"{file}.py" not in files}
    # The subject of this one is arrays: all its tests need NumPy.
    assert portable() - without - tested == {"snippets.broadcasting"}
    assert len(tested) > 15


def test_a_test_is_skipped_only_for_what_is_not_there(ran: dict[str, Any]) -> None:
    for reason in ran["skipped"]:
        assert any(one in reason for one in ELSEWHERE), reason


def test_tests_that_are_left_out_exist() -> None:
    for test in NOT_THERE:
        file, _, function = test.partition("::")
        assert f"def {function}" in (ROOT / "tests" / "snippets" / file).read_text(encoding="utf-8")
