"""Which parts are measured, and what is said where one cannot be."""

import pytest

from bench import __main__ as bench


def test_a_part_that_cannot_be_measured_here_keeps_its_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured: list[str] = []
    monkeypatch.setattr(bench.record, "measure", lambda part, _: measured.append(part))
    monkeypatch.setattr(bench, "find_spec", lambda _: None)
    monkeypatch.setattr(bench, "chrome", lambda: None)
    assert bench.main(["peers"]) == 1
    assert "peers cannot be measured here" in capsys.readouterr().err
    assert bench.main(["runtimes"]) == 1
    assert measured == []
    assert bench.main([]) == 0
    assert measured
    assert not {"peers", "runtimes"} & set(measured)


def test_a_part_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["engines"]) == 1
    assert "got 'engines'" in capsys.readouterr().err
