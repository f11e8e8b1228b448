"""How the doc tests run a chapter: its blocks share one namespace, as they do in the build."""

from pathlib import Path
from typing import Any

import pytest
from pytest_markdown_docs._runners import DefaultRunner, register_runner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule
from xdist.scheduler import LoadScopeScheduling

from literate import environment
from literate.errors import ChapterError
from literate.fences import Fence, fences
from literate.runner import PageRun

ROOT = Path(__file__).parent
environment.prepare()


class _Chapter:
    """One page's run, and how far it has come."""

    def __init__(self, file: Path) -> None:
        name = str(file.relative_to(ROOT))
        self.page = PageRun(name)
        self.blocks = [f for f in fences(file.read_text(encoding="utf-8"), name) if f.runs]
        self.done = 0
        self.error: ChapterError | None = None

    def run_to(self, line: int) -> None:
        """Run the blocks up to the one that opens on `line`, each at most once."""
        if self.error:
            raise self.error
        if line not in [block.line for block in self.blocks]:
            raise ChapterError(self.page.path, line, "the build does not run this Python block.")
        while self.done < len(self.blocks) and self._next().line <= line:
            try:
                self.page.run(self._next())
            except ChapterError as error:
                self.error = error
                raise
            self.done += 1

    def _next(self) -> Fence:
        return self.blocks[self.done]


_chapters: dict[Path, _Chapter] = {}


@register_runner(default=True)
class ChapterRunner(DefaultRunner):
    """Runs a block after those above it on its page.

    The plugin's own way, a `continuation` mark in every header, would run a page's first block as
    often as the page has blocks, and would not expand the sections that a chapter shows.
    """

    def runtest(
        self,
        test: FenceTestDefinition,
        args: dict[str, Any],  # noqa: ARG002
        *,
        asyncio_runner: object = None,  # noqa: ARG002
    ) -> None:
        """Run the page up to this block."""
        if test.source_path not in _chapters:
            _chapters[test.source_path] = _Chapter(test.source_path)
        _chapters[test.source_path].run_to(test.start_line)

    def repr_failure(
        self,
        test: FenceTestDefinition,  # noqa: ARG002
        excinfo: pytest.ExceptionInfo[BaseException],
        style: object = None,  # noqa: ARG002
    ) -> str:
        """The one sentence that the build would stop with."""
        return excinfo.exconly()


class _Together(LoadScopeScheduling):
    """Gives one process all tests that share the run of a page, or what the pages showed."""

    SHARED = (
        {f"tests/browser/test_{name}.py" for name in ("pages", "using", "weight")},  # visits
        {f"tests/site/test_{name}.py" for name in ("figures", "live", "outputs")},  # runs
    )

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return next((min(files) for files in self.SHARED if file in files), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """How `make test` shares the tests between two processes."""
    return _Together(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Any:
    """Keep the doc tests to chapters: the plugin would import every test file a second time."""
    collected = yield
    return [item for item in collected if not isinstance(item, MarkdownDocstringCodeModule)]
