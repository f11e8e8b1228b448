from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from literate import offline
from literate.sections import ROOT


def prepared(monkeypatch: pytest.MonkeyPatch, switch: str) -> MkDocsConfig:
    monkeypatch.setenv("OFFLINE", switch)
    monkeypatch.setenv("SITE_URL", "")
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins["material/offline"].on_config(config)
    offline.prepare(config)
    return config


def test_site_of_files_asks_no_other_host_and_does_not_fetch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = prepared(monkeypatch, "true")
    assert offline.is_offline(config)
    assert config.extra["polyfills"] == [offline.SCRIPT]
    assert "navigation.instant" not in config.theme["features"]
    assert "content.code.copy" in config.theme["features"]
    assert config.use_directory_urls is False


def test_site_for_a_server_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    config = prepared(monkeypatch, "false")
    assert not offline.is_offline(config)
    assert "polyfills" not in config.extra
    assert "navigation.instant" in config.theme["features"]
    assert config.use_directory_urls is True


def test_search_without_a_server_is_added_and_what_is_for_servers_goes(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "404.html", "sitemap.xml"):
        (tmp_path / name).touch()
    offline.complete(tmp_path)
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert left == {"index.html", offline.SCRIPT}
    source = ROOT / "literate" / "offline.js"
    assert (tmp_path / offline.SCRIPT).read_bytes() == source.read_bytes()
