"""How the doc tests run the chapters, and that they miss no block."""

import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from markdown_it import MarkdownIt
from pytest_markdown_docs._runners import get_runner
from pytest_markdown_docs.definitions import FenceTestDefinition
from pytest_markdown_docs.plugin import extract_fence_tests

from literate.errors import ChapterError

ROOT = Path(__file__).parent.parent
CHAPTERS = sorted((ROOT / "docs").rglob("*.md"))

Run = Callable[[Path, int], None]


@pytest.fixture
def doc_tests(pytestconfig: pytest.Config) -> ModuleType:
    """The conftest that is at work: a second import would register a second runner."""
    (found,) = (
        plugin
        for plugin in pytestconfig.pluginmanager.get_plugins()
        if getattr(plugin, "__file__", None) == str(ROOT / "conftest.py")
    )
    return found


@pytest.fixture
def run(doc_tests: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the doc test of a page whose block opens on a line."""
    monkeypatch.setattr(doc_tests, "ROOT", tmp_path)
    monkeypatch.setattr(doc_tests, "_chapters", {})

    def runtest(file: Path, line: int) -> None:
        test = FenceTestDefinition("", [], line, source_path=file, runner_name=None)
        doc_tests.ChapterRunner().runtest(test, {})

    return runtest


def write(folder: Path, text: str, name: str = "p.md") -> Path:
    file = folder / name
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


COUNTED = """\
# Größe

```python
runs = []
```

```python
runs.append(1)
```

```text
1 / 0
```

```python
assert runs == [1]
```
"""


def test_block_runs_after_those_above_it_and_each_once(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path, COUNTED)
    for line in (3, 7, 15):
        run(page, line)


def test_block_alone_runs_with_those_above_it(run: Run, tmp_path: Path) -> None:
    run(write(tmp_path, COUNTED), 15)


def test_block_runs_nothing_below_it(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path, "```python\nx = 1\n```\n\n```python\nx / 0\n```\n")
    run(page, 1)
    with pytest.raises(ChapterError, match=r"^p\.md:6: this block raised ZeroDivisionError"):
        run(page, 5)


def test_blocks_below_a_fault_fail_with_it(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path, "```python\n1 / 0\n```\n\n```python\nx = 1\n```\n")
    for line in (1, 5, 5):
        with pytest.raises(ChapterError, match=r"^p\.md:2: this block raised ZeroDivisionError"):
            run(page, line)


def test_pages_share_nothing(run: Run, tmp_path: Path) -> None:
    run(write(tmp_path, "```python\nx = 1\n```\n", "a.md"), 1)
    with pytest.raises(ChapterError, match=r"^b\.md:2: .* name 'x' is not defined\.$"):
        run(write(tmp_path, "```python\nx\n```\n", "b.md"), 1)


def test_block_that_the_build_does_not_run_fails(run: Run, tmp_path: Path) -> None:
    page = write(tmp_path, "````text\n```python\n1 / 0\n```\n````\n")
    with pytest.raises(ChapterError) as caught:
        run(page, 2)
    assert str(caught.value) == "p.md:2: the build does not run this Python block."


def test_failure_is_reported_in_one_sentence(doc_tests: ModuleType) -> None:
    test = FenceTestDefinition("", [], 1, source_path=Path("p.md"), runner_name=None)
    with pytest.raises(ChapterError) as caught:
        raise ChapterError("docs/p.md", 3, "this block raised ValueError: no")
    report = doc_tests.ChapterRunner().repr_failure(test, caught)
    assert report.endswith("ChapterError: docs/p.md:3: this block raised ValueError: no.")
    assert "\n" not in report


def test_runner_is_the_default(doc_tests: ModuleType) -> None:
    assert type(get_runner(None)) is doc_tests.ChapterRunner


def test_figures_are_drawn_in_the_style_of_the_site() -> None:
    assert os.environ["MATPLOTLIBRC"] == str(ROOT / "literate" / "matplotlibrc")


def test_tests_of_the_repository_are_not_collected_twice(request: pytest.FixtureRequest) -> None:
    collected = [item.nodeid for item in request.session.items]
    assert len(collected) == len(set(collected))
    assert not [name for name in collected if ".py[CodeFence" in name or ".py::[CodeFence" in name]


_OPENING = re.compile(
    r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})[\s{]*\.?(?:python|py)[\d]?\b", re.IGNORECASE
)


def missed_fences(text: str) -> list[int]:
    """Lines that look like the opening of a Python block, but are not collected as a doc test.

    The lines are counted without any Markdown parser, so that two ways must agree. What stands in
    a longer fence that is not Python is an example of a fence, and nobody's code.
    """
    tests = extract_fence_tests(MarkdownIt(config="commonmark"), text, 0, Path("p.md"))
    collected = {test.start_line for test in tests}
    missed, example = [], ""
    for number, line in enumerate(text.split("\n"), start=1):
        if example:
            example = "" if line.strip() == example else example
        elif _OPENING.match(line):
            missed += [] if number in collected else [number]
        elif longer := re.match(r"(`{4,}|~{4,})", line):
            example = longer[1]
    return missed


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_block_is_collected(chapter: Path) -> None:
    lines = missed_fences(chapter.read_text(encoding="utf-8"))
    name = chapter.relative_to(ROOT)
    sentences = [f"{name}:{line}: the doc tests do not collect this block." for line in lines]
    assert not sentences, "\n".join(sentences)


def test_there_are_chapters_with_blocks() -> None:
    text = "".join(chapter.read_text(encoding="utf-8") for chapter in CHAPTERS)
    assert len(re.findall(r"(?m)^```python$", text)) > 10


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("a\n```python\nx\n```\n\n```py\nx\n```\n~~~ python\nx\n~~~\n", []),
        ("> ```python\n> x\n> ```\n\n- ```python\n  x\n  ```\n", []),
        ("````text\n```python\n```\n````\n\n```python\nx\n```\n", []),
        ("<div>\n```python\nx\n```\n</div>\n", [2]),
        ("<details><summary>a</summary>\n```python\nx\n```\n</details>\n", [2]),
        ("<!--\n\n```python\nx\n```\n-->\n", [3]),
        ("a\n\n    ```python\n    x\n    ```\n", [3]),
        ('=== "Tab"\n\n    ```python\n    x\n    ```\n', [3]),
        ("```python notest\nx\n```\n", [1]),
        ("``` {.python}\nx\n```\n", [1]),
        ("```python\nx = '''\n```\n```python\n```\n", []),
        ("```text\nnever closed\n\n```python\nx\n```\n", [4]),
        ("````\n```python\nx\n```\n", []),
        ("a\n   ```python\nx\n   ```\n\t```python\n\tx\n\t```\n", [5]),
    ],
)
def test_check_of_collection_bites(text: str, missed: list[int]) -> None:
    assert missed_fences(text) == missed
