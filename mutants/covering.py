"""Which tests run which function: only those can notice a change in it."""

import ast
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


class _Contexts:
    """A pytest plugin that tells coverage which test is running."""

    def __init__(self, measured: Any) -> None:
        self.measured = measured

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        result = yield
        self.measured.switch_context("")
        return result


class Only:
    """A pytest plugin that keeps some tests, those of the first file first."""

    def __init__(self, kept: frozenset[str], first: str) -> None:
        self.kept, self.first = kept, first

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop the others, and sort."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.kept),
            key=lambda item: not item.nodeid.startswith(self.first),
        )


class Covering:
    """The tests of one folder, and which of them run which lines of one package.

    Args:
        package: The package's folder, such as "snippets"; its tests lie in tests/<package>.
        options: For pytest.

    Raises:
        SystemExit: A test fails before anything is changed.
    """

    def __init__(self, package: str, options: tuple[str, ...]) -> None:
        import coverage  # which only `make mutants` installs

        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "coverage")
            child = os.fork()  # so that no module of the package is loaded here
            if not child:
                os._exit(_measure(data, package, options))
            if os.waitpid(child, 0)[1]:
                raise SystemExit(f"tests/{package} must pass before anything is changed")
            read = coverage.CoverageData(data)
            read.read()
            self._lines = {file: read.contexts_by_lineno(file) for file in read.measured_files()}

    def tests(self, module: str, line: int) -> frozenset[str]:
        """The tests that run the function around a line; no names if it is in no function.

        What stands outside of functions runs when a module is loaded, so that any test may
        depend on it; the same is assumed of a function that no test is seen to run, because it
        may run in another process.
        """
        path = Path(module).resolve()
        around = _function(ast.parse(path.read_text(encoding="utf-8")), line)
        lines = self._lines.get(str(path), {})
        return frozenset(test for number in around for test in lines.get(number, ()) if test)


def _measure(data: str, package: str, options: tuple[str, ...]) -> int:
    import coverage

    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    measured = coverage.Coverage(data_file=data, include=[f"{package}/*"], config_file=False)
    measured.start()
    code: Any = pytest.main([*options, f"tests/{package}"], plugins=[_Contexts(measured)])
    measured.stop()
    measured.save()
    return int(code)


def _function(tree: ast.Module, line: int) -> range:
    """The lines of the outermost function around a line, or none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.body[0].lineno <= line <= (
            node.end_lineno or 0
        ):
            return range(node.body[0].lineno, (node.end_lineno or 0) + 1)
    return range(0)
