"""`make atlas`: measure every case in every framework and record it for the site.

``python -m atlas relu`` measures and prints the cases with this word, and records nothing.
"""

import sys

from atlas import frameworks, record
from atlas.cases import CASES
from atlas.rows import Row


def main(word: str = "") -> int:
    """Measure the cases whose names have this word; record them if those are all."""
    missing = frameworks.FRAMEWORKS.keys() - set(frameworks.installed())
    if missing:
        print(f"atlas: {', '.join(sorted(missing))} cannot be imported; use make atlas.")
        return 1
    names = list(frameworks.FRAMEWORKS)
    origin = record.origin(names)
    chosen = [case for case in CASES if word in case.name]
    answers = {}
    for case in chosen:
        answers[case.name] = record.measured(case, names)
        row = Row(case, record.mathematics(case), answers[case.name])
        print(row.as_text(), flush=True)
    if not word:
        record.write(origin, CASES, answers)
        print("Recorded in atlas/results.json. `make outputs` puts it into the record of the page.")
    return 0 if chosen else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
