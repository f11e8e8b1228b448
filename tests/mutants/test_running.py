"""The runner of mutants, in a process of its own, because it forks."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
from pathlib import Path
from mutants.running import Mutant, load_libraries, outcomes

source = Path("snippets/higher.py").read_text()
changes = {
    "nothing": source,
    "a wrong product": source.replace("return tuple(product)", "return tuple(product)[::-1]"),
    "no module": source + "\\n1 / 0\\n",
    "an endless loop": source + "\\nwhile True: pass\\n",
}
assert len(set(changes.values())) == len(changes)
load_libraries()
mutants = [Mutant("snippets/higher.py", "core/X", 1, name, text) for name, text in changes.items()]
tests = ["tests/snippets/test_higher.py"]
for mutant, outcome in sorted(
    outcomes(mutants, lambda _: (tests, []), patience=8), key=lambda o: o[0].change
):
    print(f"{mutant.change}: {outcome}")
"""


def test_changed_modules_are_killed_and_the_unchanged_one_survives() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [
        "a wrong product: killed",
        "an endless loop: killed",
        "no module: killed",
        "nothing: survived",
    ], done.stderr
