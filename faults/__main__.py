"""`make faults`: put each fault of the table into a copy of the project; a check must catch it.

The checks that a fault names run first, then all of `make test`, the cheapest first. Before any
fault, the copy without one must pass what the faults name: a check that always fails catches
nothing. ``python -m faults words`` tries only the faults with these words, and records nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue

from faults.fault import Fault
from faults.table import FAULTS
from literate.versions import commit

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "faults" / "results.json"
BIN = Path(sys.executable).parent

COMMANDS = {
    "ruff": [str(BIN / "ruff"), "check", "--no-cache", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--no-cache", "--check", "."],
    "mypy": [str(BIN / "mypy")],
    "strict build": [str(BIN / "mkdocs"), "build", "--strict"],
    "all tests": [],
}
PASSED = 0
CAUGHT = (1, 2)  # pytest: a test failed, or could not be collected; the other commands: 1


def main(words: str) -> int:
    """Try the faults, print what caught each, and record it; 1 if one is not caught."""
    chosen = [fault for fault in FAULTS if words in fault.what]
    started, revision = datetime.now(UTC), commit(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for number in range(os.cpu_count() or 1):
            copies.put(Path(folder) / str(number))
            shutil.copytree(ROOT, Path(folder) / str(number), ignore=_left_out)
        if complaint := _unsound(Path(folder) / "0", chosen):
            print(complaint)
            return 2
        with ThreadPoolExecutor(copies.qsize()) as pool:
            found = list(pool.map(lambda fault: _tried(copies, fault), chosen))
    rows = [
        {"fault": fault.what, "in": fault.file, "caught by": caught}
        for fault, caught in zip(chosen, found, strict=True)
    ]
    if not words:
        made = {"date": started.strftime("%Y-%m-%d"), "commit": revision, "faults": rows}
        RESULTS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print("\nRecorded. `make outputs` puts it into the record of the page that shows it.")
    missed = found.count("")
    seconds = (datetime.now(UTC) - started).total_seconds()
    print(f"\n{len(found)} faults, {missed} not caught, {seconds:.0f} s.")
    return 1 if missed or not found else 0


def _left_out(folder: str, names: list[str]) -> set[str]:
    """What is made by runs; and the test of this table, which any applied fault would fail."""
    made = (
        {".venv", ".venv-peers", ".venv-atlas", "site", ".cache"} if Path(folder) == ROOT else set()
    )
    if Path(folder) == ROOT / "tests":
        made = {"faults"}
    return made & set(names) | {n for n in names if n.endswith("_cache") or n == "__pycache__"}


def _unsound(copy: Path, faults: list[Fault]) -> str:
    """Why the copy without a fault fails a check that the faults name; "" where it passes."""
    named = dict.fromkeys(check for fault in faults for check in fault.checks)
    tests = [check for check in named if check not in COMMANDS]
    runs = [[check] for check in named if check in COMMANDS and check != "all tests"]
    for checks in [*runs, *([tests] if tests else [])]:
        code, log = _run(copy, checks)
        if code != PASSED:
            return f"without any fault, {checks[0]} fails already:\n{log}"
    return ""


def _tried(copies: Queue[Path], fault: Fault) -> str:
    """Print and return the check that catches a fault, "" where none does."""
    copy = copies.get()
    file = copy / fault.file
    sound = file.read_text(encoding="utf-8")
    fault.put_into(copy)
    _forget_byte_code(file)
    caught = ""
    try:
        for check in dict.fromkeys((*fault.checks, *COMMANDS)):
            code, log = _run(copy, [check])
            if code in CAUGHT:
                caught = _name(check, log)
                break
            if code != PASSED:
                raise RuntimeError(f"{check} could not be run on {fault.what!r}:\n{log}")
    finally:
        file.write_text(sound, encoding="utf-8")
        _forget_byte_code(file)
        copies.put(copy)
    print(f"{fault.what:<65} {caught or 'NOT CAUGHT'}", flush=True)
    return caught


def _forget_byte_code(file: Path) -> None:
    """Python trusts it by the second and the size: that of a fault could outlive it."""
    shutil.rmtree(file.parent / "__pycache__", ignore_errors=True)


def _run(copy: Path, checks: list[str]) -> tuple[int, str]:
    """Exit code and output of one command, or of pytest over some tests."""
    tests = [check for check in checks if check not in COMMANDS]
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        COMMANDS.get(checks[0]) or pytest,
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _name(check: str, log: str) -> str:
    """The check as the table names it: for tests, the first that failed."""
    if check in COMMANDS and check != "all tests":
        return check
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", log, re.MULTILINE)
    return failed[1] if failed else check


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
