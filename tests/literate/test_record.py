import json
from pathlib import Path

import pytest

from literate.errors import ChapterError
from literate.record import Entry, main, pages, read, record_of, run, sources, written

CHAPTER = """\
---
title: A
---

# A

```python
from literate import graph, table
x = 2
print("x is", x)
x / 3
```

So {= x =} or {= x / 3:.2f =}, and `{= -x =}`.

```text
{= not_this =}
```

$$
{= x + 1 =}
$$

```python
y = 1
```

```python
print("before  ")
table([{"n": 1, "half": -0.5, "sure": True}, {"n": 20, "half": 1.25, "sure": None}], "Halves.", 2)
```

```python
graph({"a": "1", "b": ""}, [("a", "b", "2")], title="G", description="D", caption="C")
```
"""

LAB = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Lab {= x =}"]},
            {"cell_type": "code", "source": ["x = 1\n", "x + 1"]},
            {"cell_type": "code", "source": []},
            {"cell_type": "code", "source": ["print(x)"]},
        ]
    },
    indent=1,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {"a.md": CHAPTER, "labs/l.ipynb": LAB, "prose.md": "# None\n"}.items():
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_pages_are_those_that_run_something(root: Path) -> None:
    (root / "docs" / "labs" / ".ipynb_checkpoints").mkdir()
    (root / "docs" / "labs" / ".ipynb_checkpoints" / "l.ipynb").write_text(LAB)
    (root / "docs" / "site.css").write_text("")
    assert sources(root) == ["a.md", "labs/l.ipynb", "prose.md"]
    assert pages(root) == ["a.md", "labs/l.ipynb"]


def test_numbers_on_the_first_line_and_right_below_a_block_count(root: Path) -> None:
    (root / "docs" / "b.md").write_text("{= 6 * 7 =}\n```python\n1\n```\n{= 7 * 8 =}\n")
    assert [(e.line, e.text) for e in run("b.md", root)] == [(1, "42"), (2, "1"), (5, "56")]


def test_entry_of_a_record_stands_nowhere() -> None:
    assert [entry.line for entry in read("[block] x\n    1\n")] == [0]


def test_run_gives_all_that_a_page_shows_in_order(root: Path) -> None:
    assert [(e.line, e.head, e.text) for e in run("a.md", root)] == [
        (7, "[block] from literate import graph, table", "x is 2\n0.6666666666666666"),
        (14, "[number] x", "2"),
        (14, "[number] x / 3:.2f", "0.67"),
        (14, "[number] -x", "−2"),
        (21, "[number] x + 1", "3"),
        (24, "[block] y = 1", ""),
        (
            28,
            '[block] print("before  ")',
            "before\ntable: Halves.\nn  | half  | sure\n1  | −0.50 | yes\n20 | 1.25  |",
        ),
        (
            33,
            '[block] graph({"a": "1", "b": ""}, [("a", "b", "2")], title="G", description="D", '
            'caption="C")',
            "graph: G\ndescription: D\ncaption: C\nnode a: 1\nnode b:\nedge a -> b: 2",
        ),
    ]


def test_blocks_and_numbers_are_told_apart(root: Path) -> None:
    assert [e.is_block for e in run("a.md", root)] == [True, *[False] * 4, True, True, True]


def test_value_of_a_block_is_kept(root: Path) -> None:
    assert [e.value for e in run("a.md", root)][:2] == [2 / 3, None]


def test_cells_of_a_lab_are_run_with_their_lines(root: Path) -> None:
    lines = LAB.split("\n")
    found = run("labs/l.ipynb", root)
    assert [(e.head, e.text) for e in found] == [("[block] x = 1", "2"), ("[block] print(x)", "1")]
    assert ["x = 1" in lines[found[0].line], "print" in lines[found[1].line]] == [True, True]


def test_value_that_only_knows_html_is_recorded_as_html(root: Path) -> None:
    source = "class Rich:\n    def _repr_html_(self):\n        return '<b>rich</b>'\n\nRich()"
    (root / "docs" / "rich.md").write_text(f"```python\n{source}\n```\n")
    assert [e.text for e in run("rich.md", root)] == ["<b>rich</b>"]


def test_block_that_raises_is_named(root: Path) -> None:
    (root / "docs" / "bad.md").write_text("# Bad\n\n```python\n1 / 0\n```\n")
    with pytest.raises(ChapterError, match=r"^docs/bad\.md:4: this block raised ZeroDivision"):
        run("bad.md", root)


def test_record_is_text_to_be_read() -> None:
    entries = [
        Entry("[block] a", "one\n\n  two", 3),
        Entry("[block] b", "", 9),
        Entry("[number] c:.2f", "0.25", 12),
    ]
    assert written("deep/p.md", entries) == (
        "What docs/deep/p.md shows: each block by its first line, each number in the prose by its\n"
        "expression. A test runs the page and compares. To rewrite this file: make outputs\n"
        "\n[block] a\n    one\n\n      two\n"
        "\n[block] b\n"
        "\n[number] c:.2f\n    0.25\n"
    )


def test_record_is_read_as_it_was_written(root: Path) -> None:
    entries = [*run("a.md", root), Entry("[block] z", "[block] no head\n[number] nor this\n\nend")]
    back = read(written("a.md", entries))
    assert [(e.head, e.text) for e in back] == [(e.head, e.text) for e in entries]


def test_records_lie_as_the_pages_do() -> None:
    assert record_of("pytorch/jump.md") == "tests/outputs/pytorch/jump.txt"
    assert record_of("labs/crazy-answer.ipynb") == "tests/outputs/labs/crazy-answer.txt"


def test_main_writes_what_has_changed_and_removes_what_is_stale(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(root) == 0
    folder = root / "tests" / "outputs"
    names = [str(file.relative_to(folder)) for file in sorted(folder.rglob("*.txt"))]
    assert names == ["a.txt", "labs/l.txt"]
    first = capsys.readouterr().out.split("\n")[:-1]
    assert first == [f"tests/outputs/{name} has changed" for name in names]
    before = [file.read_bytes() for file in sorted(folder.rglob("*.txt"))]
    (folder / "old.txt").write_text("")
    main(root)
    assert capsys.readouterr().out == "tests/outputs/old.txt is gone\n"
    assert [file.read_bytes() for file in sorted(folder.rglob("*.txt"))] == before
    (root / "docs" / "a.md").write_text("```python\n1\n```\n")
    main(root)
    assert capsys.readouterr().out == "tests/outputs/a.txt has changed\n"
    assert (folder / "a.txt").read_text().endswith("\n[block] 1\n    1\n")
