"""What the last runs found, as rows for the page "How this site is tested"."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("snippets", "literate")
RESULTS, REASONS = ROOT / "mutants" / "results.json", ROOT / "mutants" / "reasons.json"
SHARE = 0.95  # of the mutants must be killed
Rows = list[dict[str, object]]


def modules() -> list[str]:
    """Every module that is mutated."""
    files = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))
    return sorted(str(file.relative_to(ROOT)) for file in files)


def recorded() -> dict[str, dict[str, Any]]:
    """Module → what its last run found."""
    found: dict[str, dict[str, Any]] = _read(RESULTS).get("modules", {})
    return {name: found[name] for name in modules() if name in found}


def reasons() -> dict[str, str]:
    """Survivor → why it changes nothing, as mutants/reasons.json says it."""
    return _read(REASONS)


def by_module() -> Rows:
    """A row a module that has anything to change, and one for all."""
    found = {name: record for name, record in recorded().items() if record["mutants"]}
    rows: Rows = [
        {
            "module": name,
            "mutants": record["mutants"],
            "killed": record["killed"],
            "survive": len(record["survivors"]),
            "run": f"{record['date']}, {record['commit']}",
        }
        for name, record in found.items()
    ]
    tried, killed = (sum(r[key] for r in found.values()) for key in ("mutants", "killed"))
    whole = {"mutants": tried, "killed": killed, "survive": tried - killed, "run": ""}
    return [*rows, {"module": "all of them"} | whole]


def share() -> float:
    """How many of the mutants that were tried are killed, from 0 to 1."""
    found = recorded().values()
    return sum(r["killed"] for r in found) / max(sum(r["mutants"] for r in found), 1)


def survivors() -> Rows:
    """A row a survivor: where it is, what is changed, and why that changes nothing."""
    rows: Rows = []
    for module, record in recorded().items():
        for name in record["survivors"]:
            change = name.split(" | ", 2)[2]
            known = reasons().get(name, "no reason is given")
            # A dollar sign in code opens no formula.
            rows.append({"module": module, "change": change.replace("$", r"\$"), "why": known})
    return rows


def not_run() -> list[str]:
    """The modules that no run has met."""
    return [name for name in modules() if name not in recorded()]


def _read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
