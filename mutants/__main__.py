"""``python -m mutants [--again] [module …]``: try mutants, and write mutants/results.json.

With ``--again``, a module that has not changed since the last run meets its survivors only.

A mutant first meets the tests that run the function it is in, those that mirror its module before
the others; one that they let live meets all those that mirror its module, and one that stands
outside of functions all tests of the package. The exit code is 1 where fewer are killed than must
be, or where a survivor has no reason in mutants/reasons.json.
"""

import hashlib
import json
import sys
import time
from datetime import UTC, datetime

from literate.versions import commit
from mutants import report
from mutants.changes import mutants
from mutants.covering import Covering, Only
from mutants.running import OPTIONS, SURVIVED, Mutant, load_libraries, outcomes


def main(asked: list[str]) -> int:
    """Run the mutants of some modules, or of all; return the exit code."""
    again = "--again" in asked
    results = {"modules": report.recorded()}
    load_libraries()
    covering: dict[str, Covering] = {}
    for module in [name for name in asked if name != "--again"] or report.modules():
        file = report.ROOT / module
        found = list(mutants(file, report.ROOT))
        state = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        before = results["modules"].get(module, {}) if again else {}
        tried = found
        if before.get("state") == state:
            tried = [mutant for mutant in found if mutant.name in before["survivors"]]
        package = module.split("/")[0]
        if tried and package not in covering:
            covering[package] = Covering(package, OPTIONS)
        left = _survivors(module, tried, covering[package]) if tried else []
        results["modules"][module] = {
            "commit": commit(report.ROOT),
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "state": state,
            "mutants": len(found),
            "killed": len(found) - len(left),
            "survivors": left,
        }
        made = json.dumps(results, indent=1, ensure_ascii=False, sort_keys=True)
        report.RESULTS.write_text(made + "\n", encoding="utf-8")
    return _verdict()


def _survivors(module: str, found: list[Mutant], covering: Covering) -> list[str]:
    start = time.monotonic()
    mirror = _mirror(module)
    of_module = covering.tests_of(module)
    files = sorted({mirror, *(name.partition("::")[0] for name in of_module)})
    files = [name for name in files if (report.ROOT / name).exists()]
    package = f"tests/{module.partition('/')[0]}"

    def close_by(mutant: Mutant) -> tuple[list[str], list[object]]:
        names = covering.tests(module, mutant.line)
        if names:
            only = Only(names.__contains__, mirror)
            return sorted({name.partition("::")[0] for name in names}), [only]
        return files, [Only(lambda name: name in of_module or name.startswith(mirror), mirror)]

    def further(mutant: Mutant) -> tuple[list[str], list[object]]:
        if covering.tests(module, mutant.line):  # it may be run unseen, such as in another process
            return [mirror] if mirror in files else [package], []
        return [package], [Only(lambda name: name not in of_module, mirror)]

    left = [m for m, outcome in outcomes(found, close_by, 120.0) if outcome == SURVIVED]
    left = [m for m, outcome in outcomes(left, further, 240.0) if outcome == SURVIVED]
    seconds = time.monotonic() - start
    killed = len(found) - len(left)
    print(f"{module:<36} {killed:>4} of {len(found):>4} killed in {seconds:5.0f} s", flush=True)
    return sorted(mutant.name for mutant in left)


def _mirror(module: str) -> str:
    folder, _, name = module.rpartition("/")
    return f"tests/{folder}/test_{name}"


def _verdict() -> int:
    unexplained = [
        name
        for record in report.recorded().values()
        for name in record["survivors"]
        if name not in report.reasons()
    ]
    print(
        f"\n{report.share():.1%} of the mutants killed. `make outputs` puts that into the record."
    )
    for name in unexplained:
        print("survives without a reason:", name)
    return int(report.share() < report.SHARE or bool(unexplained))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
