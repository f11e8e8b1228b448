"""A second process that makes one half of the pages, from the end of their list.

Executing the chapters is most of a cold build, and one process leaves a second core idle. Who is
sooner takes more pages: each page is claimed by the process that comes to it first.
"""

import importlib
import multiprocessing
import os
import queue
import sys
from collections.abc import Callable, Sequence
from typing import Any

# Imported before the process divides, for both; the chapters need little else that takes time.
LIBRARIES = ("matplotlib.pyplot", "torch")
FEWEST = 8  # pages; for fewer, importing the libraries alone would take longer


def divides(pages: Sequence[str]) -> bool:
    """Whether a second process is of use for these pages, and safe.

    It starts as a copy of this one, which only Linux does well, and only while nothing has begun to
    compute: so in a cold build, and not in the next ones of `mkdocs serve`.
    """
    cold = not any(name in sys.modules for name in LIBRARIES)
    several = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
    return cold and several and len(pages) >= FEWEST


class Beside:
    """Pages that two processes share; the second one starts at once.

    Args:
        pages: Their names, in the order in which this process will come to them.
        make: Called by the second process for a page; what it returns is sent here. `None` says
            that the page is better made here, such as one with an error to tell.
    """

    def __init__(self, pages: Sequence[str], make: Callable[[str], Any]) -> None:
        for name in LIBRARIES:
            importlib.import_module(name)
        context = multiprocessing.get_context("fork")
        self._places = {page: place for place, page in enumerate(pages)}
        self._claimed = context.Array("b", len(pages))
        self._received: dict[str, Any] = {}
        self._made = context.Queue()  # a pipe would let the second process wait for this one
        self._process = context.Process(target=self._work, args=(make,), daemon=True)
        self._process.start()

    def take(self, page: str) -> Any:
        """What the second process made of a page, waited for; `None` if it is to be made here."""
        if page not in self._places or self._claim(page):
            return None
        while page not in self._received:
            try:
                name, made = self._made.get(timeout=1)
                self._received[name] = made
            except queue.Empty:
                if not self._process.is_alive():  # killed, or it could not send what it made
                    return None
        return self._received.pop(page)

    def close(self) -> None:
        """End the second process; all that was wanted is taken."""
        self._process.kill()
        self._process.join()

    def _work(self, make: Callable[[str], Any]) -> None:
        for page in reversed(self._places):
            if self._claim(page):
                self._made.put((page, make(page)))

    def _claim(self, page: str) -> bool:
        with self._claimed.get_lock():
            free = not self._claimed[self._places[page]]
            self._claimed[self._places[page]] = 1
        return free
