"""The Python that runs in the reader's browser: fetched once, checked, published with the site.

Pyodide, CPython compiled to WebAssembly, is a package of npm. A build fetches its pinned version
into `.cache/` where it can; where it cannot, the site is built without, and `MISSING` says so. No
copy of it is kept in the repository. `docs/assets/playground/sandbox.js` loads what stands here
when a reader asks for it, and not before.
"""

import base64
import contextlib
import functools
import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "playground"
FOLDER = "assets/playground/runtime"  # in the site
VERSION = "314.0.7"
INTEGRITY = (
    "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
PACKAGES = ("literate", "playground", "snippets")  # of this repository, as they are
BUNDLED: tuple[str, ...] = ()  # distributions of the build's environment, in pure Python
MISSING = (
    "This copy of the site was built without npm, or without a connection to it, "
    "and so holds no Python for the browser."
)


@functools.cache
def available() -> bool:
    """Whether the site can bring Python along; fetches it where it has to and can."""
    return package() is not None


def package() -> Path | None:
    """The file that npm publishes, from the cache or fetched into it; None where it cannot be.

    Raises:
        ValueError: What came is not the version that is pinned.
    """
    kept = CACHE / f"pyodide-{VERSION}.tgz"
    npm = shutil.which("npm")
    if not kept.is_file() and npm:
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            command = [npm, "pack", f"pyodide@{VERSION}", "--silent", "--fetch-retries=0"]
            subprocess.run(command, cwd=folder, capture_output=True, check=False)
            for fetched in Path(folder).glob("*.tgz"):
                os.replace(fetched, kept)  # at once: another process may be fetching, too
    if not kept.is_file():
        return None
    digest = base64.b64encode(hashlib.sha512(kept.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        raise ValueError(
            f"{kept.relative_to(ROOT)} is not Pyodide {VERSION} as it is pinned: expected "
            f"SHA-512 {INTEGRITY[:12]}…, got {digest[:12]}…; remove the file to fetch it again."
        )
    return kept


def pyodide() -> dict[str, bytes]:
    """The files of Pyodide that a browser needs, compressed: name → bytes.

    Raises:
        FileNotFoundError: Pyodide is not there and cannot be fetched.
        ValueError: As for `package`.
    """
    source = package()
    if source is None:
        raise FileNotFoundError(MISSING)
    folder = CACHE / f"pyodide-{VERSION}"
    if not folder.is_dir():  # compressing takes a second; an edit under `make serve` has none
        with tempfile.TemporaryDirectory(dir=CACHE) as temporary, tarfile.open(source) as archive:
            made = Path(temporary) / "made"
            made.mkdir()
            for name in (*FILES, LOCK):
                content = archive.extractfile(f"package/{name}")
                assert content is not None, name
                text = _without_packages(content.read()) if name == LOCK else content.read()
                (made / name).write_bytes(compressed(text))
            with contextlib.suppress(OSError):  # another process was sooner
                made.rename(folder)
    return {name: (folder / name).read_bytes() for name in (*FILES, LOCK)}


def sources(
    packages: Iterable[str] = PACKAGES, bundled: Iterable[str] = BUNDLED
) -> dict[str, bytes]:
    """The Python that runs in the browser: path → content.

    Args:
        packages: Folders of this repository.
        bundled: Names of installed distributions, in pure Python.

    Raises:
        ValueError: A distribution has compiled parts.
    """
    found = [(file.relative_to(ROOT), file) for p in packages for file in (ROOT / p).rglob("*.py")]
    for name in bundled:
        files = [Path(str(file)) for file in metadata.files(name) or ()]
        if compiled := [file for file in files if file.suffix in (".so", ".pyd")]:
            raise ValueError(f"{name} cannot run in the browser: {compiled[0]} is compiled.")
        place = Path(str(metadata.distribution(name).locate_file("")))
        found += [
            (f, place / f) for f in files if f.suffix in (".py", ".txt") and ".." not in f.parts
        ]
    return {path.as_posix(): file.read_bytes() for path, file in sorted(found)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as one archive, whose bytes depend on nothing but them; not compressed."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as written:
        for path, content in sorted(files.items()):
            written.writestr(zipfile.ZipInfo(path), content)
    return archive.getvalue()


@functools.lru_cache(maxsize=1)  # most edits under `make serve` leave the archive as it is
def compressed(content: bytes) -> bytes:
    """With gzip, which browsers can undo, and without the time."""
    return gzip.compress(content, 9, mtime=0)


def loaded(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All that a browser loads, compressed: Pyodide and an archive of these files.

    Raises:
        FileNotFoundError: As for `pyodide`.
        ValueError: As for `package`.
    """
    return {**pyodide(), "sources.zip": compressed(zipped(files))}


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write what a browser loads: Pyodide, an archive of these files, and the list of both.

    Every file is named after its content, so that a browser never mixes two versions of the site.

    Args:
        folder: Where to; the address of it is the `base` of sandbox.js.
        files: The Python sources, path → content, with `playground/answer.py` among them.

    Raises:
        FileNotFoundError: Pyodide is not there and cannot be fetched.
        ValueError: As for `package`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for name, content in loaded(files).items():
        path = f"{name}.{hashlib.sha256(content).hexdigest()[:8]}.gz"
        (folder / path).write_bytes(content)
        listed.append({"name": name, "path": path, "bytes": len(content)})
    text = json.dumps({"version": VERSION, "files": listed}, indent=1)
    (folder / "runtime.json").write_text(text + "\n", encoding="utf-8")


def publish(site: Path) -> None:
    """Write the runtime into a site that has the playground's page, where that is possible.

    Raises:
        ValueError: As for `package` and `sources`.
    """
    if (site / "playground" / "index.html").is_file() and available():
        write(site / FOLDER, sources())


def _without_packages(lock: bytes) -> bytes:
    """What Pyodide reads of its list of packages when it loads none of them."""
    return json.dumps({"info": json.loads(lock)["info"], "packages": {}}).encode()
