"""Runs pytest within the browser: stands there for `playground.answer`.

NumPy, PyTorch and a few others do not exist in the browser, and most test modules of the engine
import one of them for some of their tests. Each module is imported as it is. In place of what is
lacking stands an object that lets itself be mentioned, and skips the test that uses it.
"""

import builtins
import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import threading
from collections import Counter
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import Any, NoReturn

import pytest

PACKAGES = ("math_core", "matplotlib", "numpy", "scipy", "torch")
LACKING = [package for package in PACKAGES if find_spec(package) is None]
# What an object is asked for by operators and the like, past `__getattribute__`.
OPERATIONS = """abs add and bool call contains enter eq exit float floordiv ge getitem gt index int
    instancecheck invert le len lt matmul mod mul ne neg or pos pow radd rand rfloordiv rmatmul rmod
    rmul ror rpow rsub rtruediv sub truediv""".split()  # noqa: SIM905 - one on a line is no better
running = False
_import = builtins.__import__


def skipped(needed: str) -> NoReturn:
    """Skip the test that runs."""
    pytest.skip(f"needs {needed}")


class Absent:
    """Something of a package that is not there: may be mentioned, not used."""

    def __init__(self, package: str) -> None:
        object.__setattr__(self, "package", package)

    def _used(self, *_: Any, **__: Any) -> Any:
        if running:
            skipped(object.__getattribute__(self, "package"))
        return self

    def __getattribute__(self, name: str) -> Any:
        """Everything it is asked for is absent as well, its class included."""
        package = object.__getattribute__(self, "package")
        if running:
            skipped(package)
        return Absent(package) if not name.startswith("__") else object.__getattribute__(self, name)

    def __repr__(self) -> str:
        return f"<{object.__getattribute__(self, 'package')}>"

    def __mro_entries__(self, _: Any) -> tuple[()]:
        return ()

    for _name in OPERATIONS:
        locals()[f"__{_name}__"] = _used

    def __hash__(self) -> int:
        return id(self)

    def __iter__(self) -> Any:
        self._used()
        return iter(())


def importing(name: str, *details: Any, **others: Any) -> Any:
    """Import as ever, but for what is lacking: a test module gets a stand-in for it.

    Takes what `__import__` takes: after the name the importer's namespace, and last the level.
    """
    space = others.get("globals", details[0] if details else None)
    level = others.get("level", details[3] if len(details) > 3 else 0)
    package = name.partition(".")[0]
    importer = (space or {}).get("__name__", "")
    within = importer.startswith("tests.")
    if not level and package in LACKING:
        if within:
            return Absent(package)
        raise ModuleNotFoundError(f"{package}, for {importer}", name=package)
    try:
        return _import(name, *details, **others)
    except ModuleNotFoundError as error:
        if within and package == "snippets" and error.name in LACKING:
            return Absent(str(error))
        raise


def absent(value: Any) -> str:
    """The package that something in this value, such as a parameter of a test, belongs to."""
    if type(value) is Absent:
        return str(object.__getattribute__(value, "package"))
    if type(value) in (list, tuple, set):
        return next(filter(None, map(absent, value)), "")
    if type(value) is dict:
        return absent(list(value.values()))
    return ""


class Plugin:
    """Counts outcomes, and says when a test runs."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()  # by test module
        self.skipped: Counter[str] = Counter()  # by reason
        self.failed: list[str] = []

    def pytest_sessionstart(self) -> None:
        """A browser on a busy machine has no deadlines to keep."""
        from hypothesis import settings

        settings.register_profile("browser", deadline=None)
        settings.load_profile("browser")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        global running
        if package := absent(list(getattr(getattr(item, "callspec", None), "params", {}).values())):
            skipped(package)
        running = True
        try:
            return (yield)
        finally:
            running = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid}\n{report.longreprtext}")
        elif report.skipped:
            self._skip(report)
        elif report.when == "call":
            self.passed[report.nodeid.split("::")[0]] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if not report.passed:
            self.failed.append(f"{report.nodeid}\n{report.longreprtext}")

    def _skip(self, report: pytest.TestReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        self.skipped[reason.removeprefix("Skipped: ")] += 1


def imported() -> dict[str, str]:
    """Every module of the engine, and what keeps it from being imported."""
    import snippets

    found = {}
    for module in pkgutil.walk_packages(snippets.__path__, "snippets."):
        try:
            importlib.import_module(module.name)
            found[module.name] = ""
        except ModuleNotFoundError as error:
            found[module.name] = str(error)
    return found


def answer(text: str) -> str:
    """Run the tests that these arguments of pytest, in JSON, select; the outcomes in JSON."""
    os.chdir(next(path for path in sys.path if path.endswith("site-packages")))
    builtins.__import__ = importing
    subprocess.Popen.__init__ = lambda *_, **__: skipped("a process")  # type: ignore[assignment]
    threading.Thread.start = lambda *_: skipped("a thread")  # type: ignore[method-assign]
    modules = imported()
    plugin = Plugin()
    said = io.StringIO()
    with redirect_stdout(said):
        code = pytest.main(json.loads(text), plugins=[plugin])
    return json.dumps(
        {
            "code": int(code),
            "modules": modules,
            "passed": plugin.passed,
            "skipped": plugin.skipped,
            "failed": plugin.failed,
            "said": said.getvalue()[-2000:],
        }
    )
