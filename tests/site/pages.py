"""Every page's run, once for all tests of a session."""

import functools

from literate.figures import Figure
from literate.record import Entry, run


@functools.cache
def shown(page: str) -> tuple[Entry, ...]:
    """All that a page below `docs` shows."""
    return tuple(run(page))


def figures(page: str) -> list[Figure]:
    """The figures of a page, in order."""
    return [entry.value for entry in shown(page) if isinstance(entry.value, Figure)]
