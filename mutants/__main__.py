"""``python -m mutants [module …]``: try every mutant, and write mutants/results.json.

A mutant first meets the tests that run the function it is in, those that mirror its module before
the others; one that they let live meets all tests of the package. The exit code is 1 where fewer
are killed than must be, or where a survivor has no reason in mutants/reasons.json.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from literate.versions import commit, commit_time
from mutants.changes import mutants
from mutants.covering import Covering, Only
from mutants.running import OPTIONS, SURVIVED, Mutant, load_libraries, outcomes

ROOT = Path(__file__).resolve().parent.parent
RESULTS, REASONS = ROOT / "mutants" / "results.json", ROOT / "mutants" / "reasons.json"
SHARE = 0.95  # of the mutants must be killed


def main(asked: list[str]) -> int:
    """Run the mutants of some modules, or of all; return the exit code."""
    files = [ROOT / name for name in asked] or sorted(
        file for folder in ("snippets", "literate") for file in (ROOT / folder).rglob("*.py")
    )
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"modules": {}}
    load_libraries()
    covering: dict[str, Covering] = {}
    for file in files:
        found = list(mutants(file, ROOT))
        if found:
            module = str(file.relative_to(ROOT))
            package = module.split("/")[0]
            if package not in covering:
                covering[package] = Covering(package, OPTIONS)
            results["modules"][module] = {
                "commit": commit(ROOT),
                "seconds": int(commit_time(ROOT)),
                **_tried(module, found, covering[package]),
            }
            RESULTS.write_text(
                json.dumps(results, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
            )
    return _verdict(results["modules"])


def _tried(module: str, found: list[Mutant], covering: Covering) -> dict[str, object]:
    start = time.monotonic()

    def close_by(mutant: Mutant) -> tuple[list[str], list[object]]:
        names = covering.tests(module, mutant.line)
        files = sorted({name.split("::")[0] for name in names})
        return (files, [Only(names, _mirror(module))]) if names else everything(mutant)

    def everything(mutant: Mutant) -> tuple[list[str], list[object]]:
        mirror = [name for name in [_mirror(module)] if (ROOT / name).exists()]
        return [*mirror, f"tests/{mutant.module.split('/')[0]}"], []

    left = [m for m, outcome in outcomes(found, close_by, 120.0) if outcome == SURVIVED]
    left = [m for m, outcome in outcomes(left, everything, 240.0) if outcome == SURVIVED]
    seconds = time.monotonic() - start
    killed = len(found) - len(left)
    print(f"{module:<36} {killed:>4} of {len(found):>4} killed in {seconds:5.0f} s", flush=True)
    return {"mutants": len(found), "killed": killed, "survivors": sorted(m.name for m in left)}


def _mirror(module: str) -> str:
    folder, _, name = module.rpartition("/")
    return f"tests/{folder}/test_{name}"


def _verdict(modules: dict[str, dict[str, object]]) -> int:
    reasons = json.loads(REASONS.read_text()) if REASONS.exists() else {}
    total = Counter[str]()
    unexplained = []
    for record in modules.values():
        total.update({key: int(str(record[key])) for key in ("mutants", "killed")})
        unexplained += [name for name in record["survivors"] if name not in reasons]  # type: ignore[attr-defined]
    share = total["killed"] / max(total["mutants"], 1)
    print(f"\n{total['killed']} of {total['mutants']} mutants killed: {share:.1%}")
    for name in unexplained:
        print("survives without a reason:", name)
    return int(share < SHARE or bool(unexplained))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
