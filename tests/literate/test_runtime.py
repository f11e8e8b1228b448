"""What is published for the browser is what is pinned, and the same at every build."""

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
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
    once = runtime.compressed(first)
    runtime.compressed.cache_clear()
    assert once == runtime.compressed(first)
    assert once[4:8] == bytes(4)  # where gzip keeps the time


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
    with pytest.raises(
        ValueError, match=rf"not Pyodide {runtime.VERSION} as it is pinned"
    ) as caught:
        runtime.available()
    expected = rf"expected SHA-512 {re.escape(runtime.INTEGRITY[:12])}…, got \S{{12}}…; remove"
    assert re.search(expected, str(caught.value))


@pytest.fixture
def npm(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands in for npm, and an empty cache within a folder that is not there."""
    program = empty / "npm"
    monkeypatch.setattr(shutil, "which", lambda _: str(program))
    monkeypatch.setattr(runtime, "CACHE", empty / ".cache" / "playground")
    return program


def runs(program: Path, command: str) -> None:
    program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    program.chmod(0o755)


def test_package_is_fetched_once(npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha512(f"pack pyodide@{runtime.VERSION}\n".encode()).digest()
    monkeypatch.setattr(runtime, "INTEGRITY", base64.b64encode(digest).decode())
    runs(npm, 'echo "$1 $2" > some.tgz')
    fetched = runtime.package()
    assert fetched
    assert fetched.parent == runtime.CACHE
    npm.unlink()
    assert runtime.package() == fetched


def test_npm_that_fails_is_asked_again_and_stops_no_build(
    npm: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    runs(npm, "echo trouble; exit 1")
    assert runtime.package() is None
    assert runtime.package() is None
    assert capfd.readouterr().out == ""


def test_files_for_the_browser_are_kept_as_they_are_but_for_the_list_of_packages(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {name: name.encode() for name in runtime.FILES}
    content[runtime.LOCK] = b'{"info": {"abi": 1}, "packages": {"numpy": {}}}'
    package = empty / "package.tgz"
    with tarfile.open(package, "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    monkeypatch.setattr(runtime, "package", lambda: package)
    runtime.CACHE.mkdir()
    made = runtime.pyodide()
    lock = b'{"info": {"abi": 1}, "packages": {}}'
    found = {name: gzip.decompress(data) for name, data in made.items()}
    assert found == content | {runtime.LOCK: lock}
    package.unlink()
    assert runtime.pyodide() == made


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
        assert re.fullmatch(rf"{re.escape(file['name'])}\.[0-9a-f]{{8}}\.gz", file["path"])
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
    assert {Path(path).suffix for path in found} <= {".py", ".txt"}


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
