"""What stands in the table of runtimes is what was measured, a failure included."""

import json
from pathlib import Path

import pytest

from bench import record, runtimes

RECORDED = {
    "figures": [],
    "curves": {
        "candidates": [
            {"runtime": "One", "MB": 1.5, "MB compressed": 0.5, "engine": "ImportError: no"}
        ]
    },
}


def test_rows_hold_what_was_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runtimes.json").write_text(json.dumps(RECORDED), encoding="utf-8")
    monkeypatch.setattr(record.read, "__defaults__", (tmp_path,))
    (row,) = runtimes.rows()
    assert row == {
        "runtime": "One",
        "MB": 1.5,
        "MB compressed": 0.5,
        "seconds": None,
        "engine": "ImportError: no",
        "tests": None,
        "mistake": None,
    }


def test_nothing_measured_gives_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record.read, "__defaults__", (tmp_path,))
    assert runtimes.rows() == []


def test_of_an_error_its_message_is_kept() -> None:
    said = 'ERROR Traceback (most recent call last):\n  File "<x>", line 1\nNameError: z\n'
    assert runtimes._last_line(said) == "NameError: z"


def test_the_playgrounds_runtime_is_the_one_that_was_chosen() -> None:
    names = [row["runtime"] for row in runtimes.rows()]
    assert not names or f"Pyodide {runtimes.runtime.VERSION}" in names
