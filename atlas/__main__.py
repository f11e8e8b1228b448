"""`make atlas`: measure every case in every framework and record it for the site.

``python -m atlas check`` measures and only compares with what is recorded; any other words measure
and print the cases whose names have one of them.
"""

import sys

from atlas import frameworks, record
from atlas.cases import CASES
from atlas.mathematics import mathematics
from atlas.rows import Row


def main(words: list[str]) -> int:
    """Measure the cases, and record or compare them; 1 where something is missing or differs."""
    check = words == ["check"]
    chosen = [c for c in CASES if check or not words or any(word in c.name for word in words)]
    names = list(frameworks.FRAMEWORKS)
    if missing := sorted(set(names) - set(frameworks.installed())):
        print(f"atlas: {', '.join(missing)} cannot be imported here; use make atlas.")
        return 1
    if not chosen:
        print(f"atlas: no case is named like {' or '.join(map(repr, words))}.")
        return 1
    origin = record.origin(names)
    answers = {}
    for case in chosen:
        answers[case.name] = record.measured(case, names)
        print(Row(case, mathematics(case), answers[case.name]).as_text(), flush=True)
    if check:
        found = record.changes(answers)
        print("", *(found or ["All as recorded."]), sep="\n")
        return 1 if found else 0
    if not words:
        record.write(origin, CASES, answers)
        print("\nRecorded in atlas/results.json. `make outputs` puts it into the page's record.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
