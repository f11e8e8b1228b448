"""How long a cold build, an edit and the tests take.

Nothing here is asserted: a time says as much about the machine as about the site.
"""

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.record import Figure

ROOT = Path(__file__).resolve().parent.parent
MKDOCS = Path(sys.executable).parent / "mkdocs"
ROUNDS = 3
# Seconds until an edit is to be served; a page that trains, and all pages at once, take theirs.
EDITED = {
    "docs/forward.md": 1,
    "docs/logistic/multiclass.md": None,
    "snippets/forward.py": None,
}


def measured() -> list[Figure]:
    """Every figure with its target."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "site"
        shutil.copytree(ROOT, copy, ignore=_unused)
        builds = [
            _timed([str(MKDOCS), "build", "--strict", "--quiet"], copy) for _ in range(ROUNDS)
        ]
        figures = [_seconds("cold build, everything executed", statistics.median(builds), 10)]
        for edited, seconds in _edits(copy).items():
            work = f"edit of {edited} until it is served"
            figures.append(_seconds(work, seconds, EDITED[edited]))
    seconds = _timed([sys.executable, "-m", "pytest", "-q"], ROOT)
    return [*figures, _seconds("the tests", seconds, 240)]


def _unused(folder: str, names: list[str]) -> set[str]:
    made = (
        {".git", ".venv", ".venv-peers", ".venv-atlas", "site"} if Path(folder) == ROOT else set()
    )
    return made & set(names) | {name for name in names if name.endswith("cache__")}


def _seconds(work: str, seconds: float, target: float | None) -> Figure:
    return Figure(work, seconds, target, unit="s")


def _timed(command: list[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _edits(folder: Path) -> dict[str, float]:
    """Seconds from writing a file to the page that shows the change; median of the rounds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([MKDOCS, "serve", "--dev-addr", address], cwd=folder, **quiet)
    try:
        _wait_for(f"http://{address}/", "")
        return {
            file: statistics.median(_edit(folder / file, address) for _ in range(ROUNDS))
            for file in EDITED
        }
    finally:
        server.terminate()
        server.wait()


def _edit(file: Path, address: str) -> float:
    """Change what a page says, or what an implementation computes, and wait until it is served."""
    before = file.read_text(encoding="utf-8")
    mark = f"edited{time.monotonic_ns()}"
    if file.suffix == ".md":
        changed = f"{before}\n{mark}\n"
        page = f"http://{address}/{str(file).split('docs/')[1].removesuffix('.md')}/"
    else:
        # A comment inside a shown section stands on the page that shows it.
        changed = before.replace("[start:jvp]\n", f"[start:jvp]\n# {mark}\n")
        page = f"http://{address}/{file.stem}/"
    start = time.perf_counter()
    file.write_text(changed, encoding="utf-8")
    _wait_for(page, mark)
    seconds = time.perf_counter() - start
    file.write_text(before, encoding="utf-8")
    _wait_for(page, mark, absent=True)
    return seconds


def _wait_for(url: str, text: str, *, absent: bool = False) -> None:
    while True:
        try:
            with urllib.request.urlopen(url) as answer:
                if (text in answer.read().decode()) is not absent:
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.02)
