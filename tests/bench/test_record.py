"""What is measured is kept as data that says where it comes from. No time is asserted."""

import json
import platform
import re
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import record
from bench.record import Figure
from literate.sections import ROOT

FIGURES = [
    Figure("one / other", 1.23456, 2.0, 1.1, 1.4),
    Figure("  the same, elsewhere", 7.0),
    Figure("  memory", 30.0, 26, unit="bytes"),
]
CURVES = {"inputs": [{"n": 2, "time": 0.333333}]}
RECORDED = sorted(record.RESULTS.glob("*.json"))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    record.write("part", record.origin(), FIGURES, CURVES, tmp_path)
    again = record.read("part", tmp_path)
    assert again["figures"] == [
        {"work": "one / other", "value": 1.235, "target": 2.0, "low": 1.1, "high": 1.4},
        {"work": "  the same, elsewhere", "value": 7.0},
        {"work": "  memory", "value": 30.0, "target": 26, "unit": "bytes"},
    ]
    assert again["curves"] == {"inputs": [{"n": 2, "time": 0.3333}]}
    assert again["versions"]["Python"] == platform.python_version()
    assert again["machine"]["cores"] >= 1
    sentence = record.source(again)
    for known in (again["date"], again["commit"], f"Python {platform.python_version()}"):
        assert known in sentence


def test_what_is_no_number_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        record.write("part", {}, [Figure("a", float("nan"))], {}, tmp_path)
    assert not list(tmp_path.iterdir())


def test_part_that_was_never_measured_has_no_figures(tmp_path: Path) -> None:
    assert record.read("part", tmp_path) == {"figures": [], "curves": {}}


def test_rows_say_what_was_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record.read, "__defaults__", (tmp_path,))
    record.write("part", {}, FIGURES, {}, tmp_path)
    rows = record.rows("part", "never measured")
    assert [row["work"] for row in rows] == [
        "one / other", "… the same, elsewhere", "… memory, in bytes",
    ]  # fmt: skip
    assert [row["reached"] for row in rows] == [True, None, False]
    assert [row["8 rounds in 10"] for row in rows] == ["1.10 to 1.40", None, None]


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_recorded_results_say_where_they_come_from(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    recorded = json.loads(text)
    assert file.stem in record.available(), "nothing measures this any more"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", recorded["date"])
    assert recorded["commit"].startswith("commit ")
    assert "Python" in recorded["versions"]
    assert set(recorded["machine"]) == {"cores", "processor"}
    assert recorded["figures"] or recorded["curves"]
    # Nothing that names the machine, or a place on it.
    assert str(ROOT) not in text
    assert not re.search(rf"\b{re.escape(platform.node())}\b", text)
    assert not re.search(r"(?<![\w ])/\w+/", text)


def test_every_part_that_a_page_reads_is_recorded() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs").rglob("*.md"))
    read = set(re.findall(r'\b(?:read|rows)\("(\w+)"', pages))
    assert {"engine", "program", "cost"} <= read
    assert read - {"peers"} <= {file.stem for file in RECORDED}, "run make bench"


def test_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["speed"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("bench: expected one of building, engine, program")
    assert line.endswith("got 'speed'.")


def test_part_is_measured_shown_and_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.cost.measured", lambda: FIGURES)
    monkeypatch.setattr("bench.cost.curves", lambda: CURVES)
    record.measure("cost", {"date": "today"}, tmp_path)
    printed = capsys.readouterr().out
    assert "one / other" in printed
    assert "1.10 to 1.40   (at most 2)" in printed
    assert "n 2, time 0.3333" in printed
    assert record.read("cost", tmp_path)["date"] == "today"
