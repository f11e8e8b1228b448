"""What was measured, as data: bench/results/<part>.json, with date, commit, versions and machine.

Times are measured by `make bench` and never when the site is built; pages read them from here.
"""

import importlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from literate.versions import commit

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
# In the order in which they run: the tests, which `building` times, compare what pages show of the
# results, so it comes before these change. A part is a module of this folder with `measured`, which
# returns figures, and perhaps `curves`, which returns rows by the name of the curve.
PARTS = ("building", "engine", "program", "logistic", "peers", "cost", "runtimes")
PACKAGES = {
    "NumPy": "numpy",
    "PyTorch": "torch",
    "scikit-learn": "scikit-learn",
    "JAX": "jax",
    "HIPS autograd": "autograd",
    "micrograd": "micrograd",
}


Rows = Sequence[Mapping[str, Any]]


class Figure(NamedTuple):
    """A figure that was measured: the ratio of two times, where there is no unit.

    Attributes:
        work: What was done, and what it is compared with.
        value: The median over the rounds.
        target: The most that it should be; None where there is no target.
        low: The first decile of the rounds; None where it was measured once.
        high: The last decile.
        unit: Such as "s".
    """

    work: str
    value: float
    target: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""


def available() -> list[str]:
    """The parts whose modules are there."""
    return [part for part in PARTS if (ROOT / "bench" / f"{part}.py").is_file()]


def measure(part: str, origin: Mapping[str, Any], folder: Path = RESULTS) -> None:
    """Run a part, print its figures and write them down."""
    module = importlib.import_module(f"bench.{part}")
    figures = module.measured()
    curves = getattr(module, "curves", dict)()
    show(figures, curves)
    write(part, origin, figures, curves, folder)


def origin() -> dict[str, Any]:
    """Where results come from. Asked before the first is written, which changes the work tree."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit(ROOT),
        "versions": versions(),
        "machine": machine(),
    }


def show(figures: Sequence[Figure], curves: Mapping[str, Rows] | None = None) -> None:
    """Print figures and the rows of curves, one a line."""
    for work, value, target, low, high, unit in figures:
        spread = "" if low is None else f"   {low:.2f} to {high:.2f}"
        aim = "" if target is None else f"   (at most {target:g})"
        print(f"{work:<75} {value:8.2f} {unit}{spread}{aim}", flush=True)
    for name, rows in (curves or {}).items():
        print(f"  {name}")
        for row in rows:
            cells = (f"{key} {f'{v:.4g}' if isinstance(v, float) else v}" for key, v in row.items())
            print("    " + ", ".join(cells), flush=True)


def write(
    part: str,
    origin: Mapping[str, Any],
    figures: Sequence[Figure],
    curves: Mapping[str, Rows],
    folder: Path = RESULTS,
) -> None:
    """Write figures and curves into the part's file, with where they come from."""
    made = {
        **origin,
        "figures": [_rounded(figure._asdict()) for figure in figures],
        "curves": {name: [_rounded(row) for row in rows] for name, rows in curves.items()},
    }
    folder.mkdir(exist_ok=True)
    text = json.dumps(made, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def read(part: str, folder: Path = RESULTS) -> dict[str, Any]:
    """What was last measured of a part; no figures where it never was."""
    file = folder / f"{part}.json"
    if not file.is_file():
        return {"figures": [], "curves": {}}
    recorded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return recorded


def rows(*parts: str) -> list[dict[str, Any]]:
    """What was last measured, as rows of a table; one that continues the last begins with dots."""
    return [_row(**figure) for part in parts for figure in read(part)["figures"]]


def _row(
    work: str,
    value: float,
    target: float | None = None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
) -> dict[str, Any]:
    name = f"… {work.strip()}" if work.startswith(" ") else work
    return {
        "work": f"{name}, in {unit}" if unit and unit not in name else name,
        "measured": value,
        "8 rounds in 10": None if low is None else f"{low:.2f} to {high:.2f}",
        "at most": target,
        "reached": None if target is None else value <= target,
    }


def source(recorded: Mapping[str, Any]) -> str:
    """Where and with what it was measured, as a sentence."""
    versions = ", ".join(f"{name} {version}" for name, version in recorded["versions"].items())
    machine = recorded["machine"]
    return (
        f"Measured on {recorded['date']} from {recorded['commit']}, with {versions}, "
        f"on {machine['cores']} cores of {machine['processor']}."
    )


def versions() -> dict[str, str]:
    """Python and those of the packages that are installed."""
    found = {"Python": platform.python_version()}
    for name, package in PACKAGES.items():
        try:
            found[name] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, Any]:
    """Cores and kind of processor, and nothing that names the machine."""
    return {"cores": os.cpu_count(), "processor": _processor() or platform.machine()}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "")


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Four digits are more than a time holds."""
    return {
        key: float(f"{value:.4g}") if isinstance(value, float) else value
        for key, value in row.items()
        if value is not None and value != ""
    }
