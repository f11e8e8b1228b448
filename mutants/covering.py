"""Which tests run which function: only those can notice a change in it."""

import ast
import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from literate.versions import digest

CACHE = Path(".cache/mutants")


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

    def __init__(self, keeps: Callable[[str], bool], first: str) -> None:
        self.keeps, self.first = keeps, first

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop the others, and sort."""
        items[:] = sorted(
            (item for item in items if self.keeps(item.nodeid)),
            key=lambda item: not item.nodeid.startswith(self.first),
        )


class Covering:
    """The tests of one folder, and which of them run which lines of one package.

    What was measured is kept in .cache for as long as neither the package nor its tests change.

    Args:
        package: The package's folder, such as "snippets"; its tests lie in tests/<package>.
        options: For pytest.

    Raises:
        SystemExit: A test fails before anything is changed.
    """

    def __init__(self, package: str, options: tuple[str, ...]) -> None:
        import coverage  # which only `make mutants` installs

        CACHE.mkdir(parents=True, exist_ok=True)
        data = CACHE / f"{package}-{digest(Path(package), Path('tests', package))}"
        if not data.exists():
            child = os.fork()  # so that no module of the package is loaded here
            if not child:
                os._exit(_measure(f"{data}-unfinished", package, options))
            if os.waitpid(child, 0)[1]:
                raise SystemExit(f"tests/{package} must pass before anything is changed")
            Path(f"{data}-unfinished").rename(data)
        read = coverage.CoverageData(str(data))
        read.read()
        self._lines = {file: read.contexts_by_lineno(file) for file in read.measured_files()}

    def tests(self, module: str, line: int) -> frozenset[str]:
        """The tests that run the function around a line, or a lambda on it; none if there is none.

        What else stands outside of functions runs when a module is loaded, so that any test may
        depend on it; the same is assumed of a function that no test is seen to run, because it
        may run in another process.
        """
        path = Path(module).resolve()
        around = _function(_parsed(path), line) or range(line, line + 1)
        lines = self._lines.get(str(path), {})
        return frozenset(test for number in around for test in lines.get(number, ()) if test)

    def tests_of(self, module: str) -> frozenset[str]:
        """The tests that run any function of a module."""
        lines = self._lines.get(str(Path(module).resolve()), {})
        return frozenset(test for tests in lines.values() for test in tests if test)


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


@functools.cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _function(tree: ast.Module, line: int) -> range:
    """The lines of the outermost function around a line, or none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.body[0].lineno <= line <= (
            node.end_lineno or 0
        ):
            return range(node.body[0].lineno, (node.end_lineno or 0) + 1)
    return range(0)
