"""What is published for the browser is what is pinned, and the same at every build."""

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from literate import runtime
from literate.sections import ROOT

SOURCES = {"playground/answer.py": b"def answer(text): ...", "a.py": "x = 'ä'".encode()}
FAKE = {"pyodide.mjs": gzip.compress(b"export {}"), runtime.LOCK: gzip.compress(b"{}")}


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine without npm, and with nothing in the cache."""
    monkeypatch.setattr(runtime, "ROOT", tmp_path)
    monkeypatch.setattr(runtime, "CACHE", tmp_path / ".cache")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    runtime.available.cache_clear()
    yield tmp_path
    runtime.available.cache_clear()


def project(folder: Path) -> None:
    for name, content in SOURCES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    page = folder / "site" / "playground" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()


def test_archive_depends_on_its_files_alone() -> None:
    first = runtime.zipped(SOURCES)
    assert first == runtime.zipped(dict(reversed(SOURCES.items())))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == SOURCES
    assert runtime.compressed(first) == runtime.compressed(first)


def test_site_is_built_without_where_there_is_no_npm(empty: Path) -> None:
    project(empty)
    assert not runtime.available()
    runtime.publish(empty / "site")
    assert not (empty / "site" / runtime.FOLDER).exists()
    with pytest.raises(FileNotFoundError, match="built without npm"):
        runtime.write(empty / "site", SOURCES)


def test_site_without_a_playground_gets_nothing(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "package", lambda: empty / "package.tgz")
    runtime.publish(empty / "site")
    assert not (empty / "site").exists()


def test_another_package_stops_the_build(empty: Path) -> None:
    folder = empty / ".cache"
    folder.mkdir()
    (folder / f"pyodide-{runtime.VERSION}.tgz").write_bytes(b"something else")
    with pytest.raises(ValueError, match=rf"not Pyodide {runtime.VERSION} as it is pinned"):
        runtime.available()


def test_site_lists_what_it_brings(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "package", lambda: empty / "package.tgz")
    monkeypatch.setattr(runtime, "pyodide", lambda: FAKE)
    project(empty)
    runtime.publish(empty / "site")
    folder = empty / "site" / runtime.FOLDER
    listed = json.loads((folder / "runtime.json").read_text(encoding="utf-8"))
    assert listed["version"] == runtime.VERSION
    files = {file["name"]: file for file in listed["files"]}
    assert set(files) == {*FAKE, "sources.zip"}
    assert {file["path"] for file in files.values()} | {"runtime.json"} == {
        path.name for path in folder.iterdir()
    }
    for file in files.values():
        assert (folder / file["path"]).stat().st_size == file["bytes"]
    with zipfile.ZipFile(
        io.BytesIO(gzip.decompress((folder / files["sources.zip"]["path"]).read_bytes()))
    ) as archive:
        assert archive.namelist() == ["playground/answer.py"]

    before = files["sources.zip"]["path"]
    (empty / "playground" / "answer.py").write_text("changed", encoding="utf-8")
    runtime.publish(empty / "site")
    listed = json.loads((folder / "runtime.json").read_text(encoding="utf-8"))
    assert before not in [file["path"] for file in listed["files"]]


def test_all_of_the_engine_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "ROOT", ROOT)
    found = runtime.sources(("snippets",), ("mpmath",))
    assert {path for path in found if path.startswith("snippets/")} == {
        file.relative_to(ROOT).as_posix() for file in (ROOT / "snippets").rglob("*.py")
    }
    assert "mpmath/__init__.py" in found


def test_compiled_package_is_refused() -> None:
    with pytest.raises(ValueError, match=r"math-core cannot run in the browser: .* is compiled"):
        runtime.sources((), ("math-core",))


@pytest.mark.skipif(not shutil.which("npm"), reason="there is no npm here")
def test_pinned_package_holds_what_a_browser_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    if not runtime.available():
        pytest.skip(runtime.MISSING)
    files = runtime.pyodide()
    assert gzip.decompress(files["pyodide.asm.wasm"]).startswith(b"\0asm")
    assert runtime.VERSION.encode() in gzip.decompress(files["pyodide.mjs"])
    assert json.loads(gzip.decompress(files[runtime.LOCK]))["packages"] == {}
