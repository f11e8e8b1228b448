"""What the page says of the mutants is whole: no survivor without a reason, nothing left out."""

import json

import pytest

from mutants import report


def test_enough_mutants_are_killed() -> None:
    assert report.share() >= report.SHARE


def test_every_survivor_has_a_reason_and_every_reason_a_survivor() -> None:
    survivors = {name for found in report.recorded().values() for name in found["survivors"]}
    assert survivors == set(report.reasons())
    assert all(reason.endswith(".") for reason in report.reasons().values())


def test_the_record_adds_up() -> None:
    for module, found in report.recorded().items():
        assert found["mutants"] - found["killed"] == len(found["survivors"]), module
        assert all(name.startswith(f"{module} | ") for name in found["survivors"])


def test_every_module_is_in_the_table_or_named_as_not_run() -> None:
    shown = {row["module"] for row in report.by_module()} | set(report.not_run())
    nothing_to_change = {name for name, r in report.recorded().items() if not r["mutants"]}
    assert shown - {"all of them"} | nothing_to_change == set(report.modules())
    assert {"snippets/logistic/binary.py", "literate/tables.py"} <= set(report.modules())


def test_what_a_run_records_is_shown(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("snippets/a.py", "snippets/b.py", "literate/c.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    survivor = "snippets/a.py | AddNot | - if $x$: / + if not $x$:"
    run = {"date": "2026-11-23", "commit": "commit 1", "killed": 3, "mutants": 4}
    monkeypatch.setattr(report, "ROOT", tmp_path)
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(report, "REASONS", tmp_path / "reasons.json")
    assert report.not_run() == ["literate/c.py", "snippets/a.py", "snippets/b.py"]
    gone = {"snippets/gone.py": run | {"survivors": []}}
    modules = {"snippets/a.py": run | {"survivors": [survivor]}} | gone
    report.RESULTS.write_text(json.dumps({"modules": modules}))
    assert report.not_run() == ["literate/c.py", "snippets/b.py"]
    assert report.share() == 0.75
    row, total = report.by_module()
    assert row["run"] == "2026-11-23, commit 1"
    assert (total["mutants"], total["killed"], total["survive"]) == (4, 3, 1)
    (shown,) = report.survivors()
    assert shown["change"] == r"- if \$x\$: / + if not \$x\$:"
    assert shown["why"] == "no reason is given"
    report.REASONS.write_text(json.dumps({survivor: "It is all the same."}))
    assert report.survivors()[0]["why"] == "It is all the same."
