"""Processes that make some of the pages: executing the chapters is most of a cold build.

Each page is claimed by the process that comes to it first, and so who is sooner takes more. One
begins before this process has imported what most chapters need, with the pages that need less; one
begins after that, from the end of the list.
"""

import gc
import importlib
import multiprocessing
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

# Imported before the second process begins, for both. The last one is what PyTorch imports when a
# gradient is asked for first.
LIBRARIES = ("torch", "matplotlib.pyplot", "torch.fx.experimental.symbolic_shapes")
FEWEST = 8  # pages; for fewer, importing the libraries alone would take longer
_NOBODY, _HERE = 0, 1


def divides(pages: Sequence[str]) -> bool:
    """Whether further processes are of use for these pages, and safe.

    They start as copies of this one, which only Linux does well, and only while nothing has begun
    to compute: so in a cold build, and not in the next ones of `mkdocs serve`.
    """
    cold = not any(name in sys.modules for name in LIBRARIES)
    several = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
    return cold and several and len(pages) >= FEWEST


class Beside:
    """Pages that processes share; the others start at once.

    Args:
        pages: Their names, in the order in which this process will come to them.
        light: Those of them that need none of the large libraries.
        make: Called by another process for a page; what it returns is sent here. `None` says
            that the page is better made here, such as one with an error to tell.
    """

    def __init__(
        self, pages: Sequence[str], light: Iterable[str], make: Callable[[str], Any]
    ) -> None:
        self._context = multiprocessing.get_context("fork")
        self._places = {page: place for place, page in enumerate(pages)}
        self._owners = self._context.Array("b", len(pages))
        self._make = make
        # What is made goes through files. A pipe would let a process wait for this one, and the
        # thread behind a queue packs a page while the next one runs, which may measure its memory.
        self._folder = tempfile.TemporaryDirectory(prefix="pages-")
        self._received: set[str] = set()
        self._helpers: list[tuple[Any, Any]] = []  # processes, and where they name what they made
        self._begin(light)
        _load()
        self._begin(reversed(pages))

    def take(self, page: str) -> Any:
        """What another process made of a page, waited for; `None` if it is to be made here."""
        if page not in self._places or (owner := self._claimed_by(_HERE, page)) == _HERE:
            return None
        _, made = self._helpers[owner - _HERE - 1]
        while page not in self._received:
            try:
                self._received.add(made.recv())
            except EOFError:  # the process was killed, or it could not pack what it made
                return None
        return pickle.loads(self._file(page).read_bytes())

    def close(self) -> None:
        """End the other processes; all that was wanted is taken."""
        for process, _ in self._helpers:
            process.kill()
            process.join()
        self._folder.cleanup()

    def _begin(self, pages: Iterable[str]) -> None:
        made, making = self._context.Pipe(duplex=False)
        number = _HERE + 1 + len(self._helpers)
        process = self._context.Process(
            target=self._work, args=(number, pages, making), daemon=True
        )
        self._helpers.append((process, made))
        process.start()
        making.close()  # the process alone holds it now, and its end is noticed

    def _work(self, number: int, pages: Iterable[str], making: Any) -> None:
        for page in pages:
            if self._claimed_by(number, page) == number:
                self._file(page).write_bytes(pickle.dumps(self._make(page)))
                making.send(page)

    def _file(self, page: str) -> Path:
        return Path(self._folder.name) / str(self._places[page])

    def _claimed_by(self, process: int, page: str) -> int:
        """Who makes the page: the process that asks, unless another one was sooner."""
        place = self._places[page]
        with self._owners.get_lock():
            if self._owners[place] == _NOBODY:
                self._owners[place] = process
            return int(self._owners[place])


def _load() -> None:
    """Import the libraries, without a search for garbage among what is there to stay."""
    gc.disable()
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.enable()
    gc.freeze()  # or the memory that two processes share would be copied when either one searches
