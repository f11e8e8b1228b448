from pathlib import Path
from typing import Any

import pytest

from bench import lighthouse


def test_pages_are_found_home_first(tmp_path: Path) -> None:
    for name in ("index.html", "b/index.html", "a/c/index.html", "404.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert lighthouse.pages(tmp_path) == ["", "a/c/", "b/"]


def report(**scores: float) -> dict[str, Any]:
    audits = {name: {"score": score} for name, score in scores.items()}
    for name in ("total-blocking-time", "first-contentful-paint", "largest-contentful-paint"):
        audits[name] = {"numericValue": 1500}
    audits["cumulative-layout-shift"] = {"numericValue": 0}
    sizes = [{"transferSize": 10240}, {"transferSize": 20480}]
    audits["network-requests"] = {"details": {"items": sizes}}  # type: ignore[dict-item]
    references = [{"id": name, "weight": 1} for name in scores]
    categories = {n: {"score": 0.98, "auditRefs": references} for n in lighthouse.CATEGORIES}
    return {"audits": audits, "categories": categories}


def test_report_is_read() -> None:
    assert lighthouse.figures(report()) == [98, 98, 98, 98, 30, 10, 1500, 1.5, 1.5, 0]


def test_what_keeps_a_page_from_the_full_score_is_named() -> None:
    assert set(lighthouse.failures(report(contrast=0, title=1))) == {"contrast"}


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME_PATH", raising=False)
    assert "Node.js" in lighthouse.missing()
    for name in ("node", "lighthouse"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("LIGHTHOUSE", str(tmp_path / "absent"))
    assert "make lighthouse" in lighthouse.missing()
    monkeypatch.setenv("LIGHTHOUSE", str(tmp_path / "lighthouse"))
    assert "Chromium" in lighthouse.missing()
    monkeypatch.setenv("CHROME_PATH", "/usr/bin/chromium")
    assert lighthouse.missing() == ""
