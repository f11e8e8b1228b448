"""`make bench`: measure, print and record what programs, sweeps and the work on the site take.

``python -m bench cost`` measures one part, ``python -m bench engine program`` two. What is recorded
stands on pages, so `make outputs` follows.
"""

import sys
from importlib.util import find_spec

from bench import record
from bench.lighthouse import chrome
from literate import runtime


def main(chosen: list[str]) -> int:
    """Measure these parts, or all that can be; 1 if a part that was asked for cannot."""
    parts = record.available()
    if unknown := [part for part in chosen if part not in parts]:
        print(f"bench: expected one of {', '.join(parts)}, got {unknown[0]!r}.", file=sys.stderr)
        return 1
    origin = record.origin()
    found = [f"{name} {version}" for name, version in origin["versions"].items()]
    print(", ".join([*found, origin["machine"]["processor"], origin["commit"]]))
    needs = {
        "peers": not find_spec("micrograd"),
        "runtimes": not (runtime.available() and chrome()),
    }
    lacking = [part for part, missing in needs.items() if missing]  # what is recorded of them stays
    if asked := [part for part in chosen if part in lacking]:
        print(f"bench: {asked[0]} cannot be measured here; README.md says how.", file=sys.stderr)
        return 1
    parts = [part for part in parts if part not in lacking]
    for part in chosen or parts:
        print(f"\n{part}", flush=True)
        record.measure(part, origin)
    print("\nRecorded in bench/results/. `make outputs` puts it into the record of the pages.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
