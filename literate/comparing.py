"""What a page shows now against its record: texts exactly, numbers within a tolerance.

The tolerance is the one place where it is said what counts as the same answer:

- ``RELATIVE`` = 1e-6. A wrong derivative, a changed rule or a slip in a formula moves a number by
  far more. Another processor or another library moves a float64 by parts in 1e15, and a float32,
  which a few blocks show, by parts in 1e7.
- ``ABSOLUTE`` = 1e-12. A number that is 0 but for rounding, such as an error of 1e-16, has no digit
  that can be relied on. No page shows a smaller number that is meant to the digit.

Integers are counts and are compared exactly. So are all words, signs of a plain 0.0, nan and inf.
Runs of spaces count as one: the width of a column follows the numbers in it.
"""

import difflib
import itertools
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from literate.record import RECORDS, REMEDY, Entry, pages, read, record_of
from literate.sections import ROOT

RELATIVE = 1e-6
ABSOLUTE = 1e-12

_LINES = 3  # of one block that a message shows
_CHANGED = 12  # of those that come or go
# No number: the digits of a name (z_1, float64), of a colour, and of a version after its first dot.
_NUMBER = re.compile(r"((?<![\w.#])(?:[-−+](?=[\d.]))?(?:\d+\.?\d*|\.\d+)(?:[eE][-−+]?\d+)?)")


def same(recorded: str, now: str) -> bool:
    """Whether two texts show the same, up to the tolerance in their numbers."""
    return not list(_different(recorded, now))


def changes(page: str, now: Sequence[Entry], root: Path = ROOT) -> list[str]:
    """What a page shows otherwise than its record; a record that is missing is a change.

    Args:
        page: The page below ``docs``.
        now: What the page shows (`literate.record.run`).
        root: The repository's folder.
    """
    record = record_of(page)
    if not (root / record).is_file():
        return [f"docs/{page} has no record {record}: {REMEDY}."]
    recorded = read((root / record).read_text(encoding="utf-8"))
    return differences(f"docs/{page}", record, recorded, now)


def strays(root: Path = ROOT) -> list[str]:
    """A sentence for each record of a page that is gone or runs nothing."""
    expected = {record_of(page) for page in pages(root)}
    found = (str(file.relative_to(root)) for file in sorted((root / RECORDS).rglob("*.txt")))
    return [f"{name} is the record of no page: {REMEDY}." for name in found if name not in expected]


def differences(
    path: str, record: str, recorded: Sequence[Entry], now: Sequence[Entry]
) -> list[str]:
    """What has changed since a page was recorded, a message for each block or number in prose.

    Args:
        path: The chapter's file, for messages.
        record: The record's file, for messages.
        recorded: The entries of the record.
        now: The entries of the page.
    """
    places = list(_places(path, now))
    heads = difflib.SequenceMatcher(
        None, [e.head for e in recorded], [e.head for e in now], autojunk=False
    )
    found = []
    for kind, i, i_end, k, k_end in heads.get_opcodes():
        if kind == "equal":
            for old, new, place in zip(
                recorded[i:i_end], now[k:k_end], places[k:k_end], strict=True
            ):
                change = _change(old.text, new.text)
                found += [f"{place} does not show what {record} has:\n{change}"] if change else []
            continue
        found += [f"{path}: {record} has '{e.head}', the page has not" for e in recorded[i:i_end]]
        found += [
            f"{place} is not in {record}: '{e.head}'"
            for e, place in zip(now[k:k_end], places[k:k_end], strict=True)
        ]
    return [f"{message}\n  If that is right, {REMEDY}." for message in found]


def _places(path: str, entries: Sequence[Entry]) -> Iterator[str]:
    """Where each entry stands, in words that lead a reader there."""
    blocks = itertools.count(1)
    for entry in entries:
        name = f"block {next(blocks)}" if entry.is_block else "a number in the prose"
        yield f"{path}:{entry.line}: {name}"


def _change(recorded: str, now: str) -> str:
    """The first lines that differ, with the old and the new values; "" where nothing does."""
    old, new = (text.split("\n") if text else [] for text in (recorded, now))
    if len(old) != len(new):
        diff = difflib.unified_diff(old, new, lineterm="")
        _, _, *changed = [f"  {line}" for line in diff if line[0] in "-+"]  # without the two files
        head = f"  {len(old)} lines are recorded, now there are {len(new)}:"
        return "\n".join([head, *changed[:_CHANGED]])
    lines = [(a, b) for a, b in zip(old, new, strict=True) if not same(a, b)]
    shown = []
    for before, after in lines[:_LINES]:
        values = list(_different(before, after))
        shown.append(
            f"  recorded: {'; '.join(a for a, _ in values)}   in: {before.strip()}\n"
            f"  now:      {'; '.join(b for _, b in values)}   in: {after.strip()}"
        )
    more = len(lines) - len(shown)
    return "\n".join([*shown, *([f"  and {more} more lines"] if more else [])])


def _different(recorded: str, now: str) -> Iterator[tuple[str, str]]:
    """The pieces of two texts that differ: numbers, or the texts whole where words differ."""
    old, new = (_NUMBER.split(" ".join(text.split())) for text in (recorded, now))
    if old[::2] != new[::2]:
        yield recorded.strip(), now.strip()
        return
    for one, other in zip(old[1::2], new[1::2], strict=True):
        if not _close(one, other):
            yield one, other


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    a, b = (float(text.replace("−", "-")) for text in (one, other))
    integers = [text.lstrip("-−+").isdecimal() for text in (one, other)]
    if all(integers):
        return False
    if any(integers):  # one that is 0 but for rounding may lose its decimals
        return max(abs(a), abs(b)) <= ABSOLUTE
    if {one.lstrip("-−+"), other.lstrip("-−+")} == {"0.0"}:
        return math.copysign(1, a) == math.copysign(1, b)
    return math.isclose(a, b, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
