import gc
import os
import signal
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from literate import beside
from literate.beside import Beside, divides

PAGES = [f"docs/{number}.md" for number in range(12)]


@pytest.fixture(autouse=True)
def nothing_to_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LIBRARIES", ("json",))


def slowly(page: str) -> tuple[str, int]:
    time.sleep(0.01)
    return page, os.getpid()


def shared(make: Callable[[str], Any], light: list[str] | None = None) -> Beside:
    return Beside(PAGES, light or [], make)


def taken(pages: Beside) -> tuple[list[Any], list[Any]]:
    """What other processes made and what was made here, in the order of the pages."""
    there = [pages.take(page) for page in PAGES if not time.sleep(0.01)]
    pages.close()
    return there, [slowly(page) for page, made in zip(PAGES, there, strict=True) if made is None]


def test_each_page_is_made_once_by_one_of_two_processes() -> None:
    there, here = taken(shared(slowly))
    made = [one for one in there if one] + here
    assert sorted(page for page, _ in made) == sorted(PAGES)
    assert {pid for _, pid in here} == {os.getpid()}
    assert len({pid for _, pid in made}) == 2
    assert there[0] is None, "this process begins at the other end"
    assert there[-1] is not None


def test_light_pages_are_made_by_a_process_that_begins_before_the_libraries_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "LIBRARIES", ("this",))
    monkeypatch.delitem(sys.modules, "this", raising=False)

    def loaded(page: str) -> tuple[str, bool]:
        return page, "this" in sys.modules

    begin = Beside._begin

    def one_by_one(self: Beside, pages: Iterable[str]) -> None:
        begin(self, pages)
        self._helpers[-1][0].join(timeout=60)

    monkeypatch.setattr(Beside, "_begin", one_by_one)
    pages = shared(loaded, PAGES[3:5])
    assert [pages.take(page) for page in PAGES[2:6]] == [
        (PAGES[2], True), (PAGES[3], False), (PAGES[4], False), (PAGES[5], True),
    ]  # fmt: skip
    pages.close()


def test_garbage_is_collected_after_the_libraries_are_there() -> None:
    shared(slowly).close()
    assert gc.isenabled()
    gc.unfreeze()


def test_page_with_something_to_tell_is_made_here() -> None:
    there, here = taken(shared(lambda *_: None, PAGES[4:6]))
    assert there == [None] * len(PAGES)
    assert [page for page, _ in here] == PAGES


def test_large_results_do_not_wait_for_this_process() -> None:
    pages = shared(lambda page: page * 100_000, PAGES[:2])
    for process, _ in pages._helpers:
        process.join(timeout=60)
    assert set(pages._owners[:]) <= {2, 3}
    assert pages.take(PAGES[3]) == PAGES[3] * 100_000
    pages.close()


def test_end_of_another_process_is_noticed() -> None:
    def killed(*_: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pages = shared(killed, PAGES[:3])
    assert [pages.take(page) for page in PAGES] == [None] * len(PAGES)
    pages.close()


def test_a_page_that_measures_its_memory_measures_no_other_page() -> None:
    def measured(_: str) -> tuple[int, str]:
        tracemalloc.start()
        time.sleep(0.05)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most, "a page of a million letters" * 40_000

    there, _ = taken(shared(measured))
    assert max(most for most, _ in filter(None, there)) < 100_000


def test_pages_that_are_not_shared_are_made_here() -> None:
    pages = Beside(PAGES[:2], PAGES[:1], lambda page: page * 100_000)
    assert pages.take("docs/other.md") is None
    pages.close()
    assert not any(process.is_alive() for process, _ in pages._helpers), (
        "nobody took what they made"
    )


def test_it_divides_many_pages_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    cores = [0, 1]
    monkeypatch.setattr(beside, "LIBRARIES", ("not_loaded",))
    monkeypatch.setattr(os, "sched_getaffinity", lambda *_: set(cores))
    monkeypatch.setattr(sys, "platform", "linux")
    assert divides(PAGES)
    assert not divides(PAGES[:7])
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not divides(PAGES)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "not_loaded", sys)
    assert not divides(PAGES), "something may have begun to compute"
    monkeypatch.delitem(sys.modules, "not_loaded")
    cores.pop()
    assert not divides(PAGES)
