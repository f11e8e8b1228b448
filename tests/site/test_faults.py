"""What must fail, and how: each fault stops a build with the file, the line and one sentence."""

import json
from pathlib import Path

import pytest

from tests.site.project import Built, build, build_all, lay_out

HOME = "# Home\n\nA page.\n"

FAULTS = {
    "a block raises": (
        "# Page\n\n```python\nx = 1\nx / 0\n```\n",
        "docs/page.md:5: this block raised ZeroDivisionError: division by zero",
    ),
    "a block warns": (
        "# Page\n\n```python\nimport warnings\nwarnings.warn('old')\n```\n",
        "docs/page.md:5: this block raised UserWarning: old",
    ),
    "a block is not Python": (
        "# Page\n\n```python\nx = 1\ny = = 2\n```\n",
        "docs/page.md:5: SyntaxError: invalid syntax.",
    ),
    "a section is missing": (
        '# Page\n\n```python\n--8<-- "snippets/forward.py:nothing"\n```\n',
        "docs/page.md:4: 'snippets/forward.py' has no section 'nothing'.",
    ),
    "a file of sections is missing": (
        '# Page\n\n```python\n--8<-- "snippets/nothing.py:jvp"\n```\n',
        "docs/page.md:4: there is no file 'snippets/nothing.py' to show a section of.",
    ),
    "a displayed formula does not parse": (
        "# Page\n\nText\n\n$$\n\\frac{1}{2\n$$\n",
        "docs/page.md:5: the formula '\\frac{1}{2' does not parse: ",
    ),
    "an inline formula does not parse": (
        "# Page\n\nThe number $\\nonsense$.\n",
        "docs/page.md:3: the formula '\\nonsense' does not parse: ",
    ),
    "an equation label is unknown": (
        "# Page\n\nSee Eq. \\eqref{eq:99}.\n",
        "docs/page.md:3: no equation has the label 'eq:99'.",
    ),
    "an equation label is doubled": (
        "# Page\n\n$$a \\label{eq:1} \\tag{1}$$\n\n$$b \\label{eq:1} \\tag{2}$$\n",
        "docs/page.md:5: the label 'eq:1' or the number (2) is used already, in page.md, line 3.",
    ),
    "an equation number is doubled": (
        "# Page\n\n$$a \\label{eq:1} \\tag{1}$$\n\n$$b \\label{eq:2} \\tag{1}$$\n",
        "docs/page.md:5: the label 'eq:2' or the number (1) is used already, in page.md, line 3.",
    ),
    "a link is broken": (
        "# Page\n\nText\n\nSee [there](nowhere.md).\n",
        "docs/page.md:5: the link to 'nowhere.md' leads nowhere: there is no file 'nowhere.md'.",
    ),
    "an anchor is broken": (
        "# Page\n\nSee [there](index.md#nowhere).\n",
        "docs/page.md:3: the link to 'index.md#nowhere' leads nowhere: "
        "'index.md' has no anchor '#nowhere'.",
    ),
    "a block would escape the doc tests": (
        "# Page\n\n- item\n\n    ```python\n    1 / 0\n    ```\n",
        "docs/page.md:5: a Python block must start in column 1, "
        "or the doc tests do not collect it.",
    ),
    "a block is marked as not to be tested": (
        "# Page\n\n```python notest\n1 / 0\n```\n",
        "docs/page.md:3: the header of a Python block must be 'python' alone, not 'python notest'.",
    ),
    "a number in prose has no value": (
        "# Page\n\nThe answer is {= answer:.2f =}.\n",
        "docs/page.md:3: the number 'answer:.2f' raised NameError: name 'answer' is not defined.",
    ),
    "a figure has no caption": (
        "# Page\n\n```python\nimport matplotlib.pyplot as plt\nfrom literate import figure\n"
        "figure(plt.figure(), title='T', description='D', caption='')\n```\n",
        "docs/page.md:6: this block raised ValueError: a figure needs a caption, "
        "this one's is empty.",
    ),
    "a block below front matter raises": (
        "---\ntitle: Page\ndescription: Words.\n---\n\n# Page\n\n```python\n1 / 0\n```\n",
        "docs/page.md:9: this block raised ZeroDivisionError",
    ),
    "a front matter is no YAML": (
        "---\ntitle: a: b\n---\n\n# Page\n",
        "docs/page.md:2: the front matter is no YAML: mapping values are not allowed here.",
    ),
    "a function of an earlier block raises": (
        "# Page\n\n```python\ndef f():\n    return 1 / 0\n```\n\n```python\nf()\n```\n",
        "docs/page.md:5: this block raised ZeroDivisionError",
    ),
}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """How the build of each faulty page ended."""
    folders = {fault: tmp_path_factory.mktemp("faulty") for fault in FAULTS}
    for fault, (page, _) in FAULTS.items():
        lay_out(folders[fault], {"index.md": HOME, "page.md": page})
    return dict(zip(FAULTS, build_all(folders.values()), strict=True))


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_stops_the_build(builds: dict[str, Built], fault: str) -> None:
    _, sentence = FAULTS[fault]
    built = builds[fault]
    assert built.code == 1
    assert sentence in built.log
    assert "Traceback" not in built.log


def test_page_missing_from_the_navigation_stops_the_build(tmp_path: Path) -> None:
    lay_out(tmp_path, {"index.md": HOME, "page.md": "# Page\n"}, nav=["index.md"])
    built = build(tmp_path)
    assert built.code != 0
    assert "docs/page.md:1: this page is missing from the navigation in mkdocs.yml." in built.log


def test_page_that_the_navigation_names_but_is_not_there_stops_the_build(tmp_path: Path) -> None:
    lay_out(tmp_path, {"index.md": HOME}, nav=["index.md", "page.md"])
    built = build(tmp_path)
    assert built.code != 0
    assert "page.md" in built.log


def test_cell_of_a_lab_that_raises_stops_the_build(tmp_path: Path) -> None:
    lay_out(tmp_path, {"index.md": HOME, "labs/crazy-answer.ipynb": notebook("x = 1\nx / 0")})
    built = build(tmp_path)
    assert built.code != 0
    sentence = "this block raised ZeroDivisionError: division by zero"
    assert sentence in built.log
    line = int(built.log.split("docs/labs/crazy-answer.ipynb:")[1].split(":")[0])
    lines = (tmp_path / "docs/labs/crazy-answer.ipynb").read_text().split("\n")
    assert "x / 0" in lines[line - 1]


def test_sound_pages_build_without_a_warning(tmp_path: Path) -> None:
    page = "# Page\n\n$$a \\label{eq:1} \\tag{1}$$\n\n```python\nprint('hello')\n```\n"
    lay_out(tmp_path, {"index.md": HOME + "See Eq. \\eqref{eq:1}.\n", "page.md": page})
    built = build(tmp_path)
    assert built.code == 0, built.log
    assert "WARNING" not in built.log
    assert "hello" in (built.site / "page/index.html").read_text()
    assert 'href="page/#eq-1"' in (built.site / "index.html").read_text()


def notebook(source: str) -> str:
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "one",
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    head = {"cell_type": "markdown", "id": "head", "metadata": {}, "source": ["# Lab"]}
    content = {
        "cells": [head, cell],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, indent=1)
