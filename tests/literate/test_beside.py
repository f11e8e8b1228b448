import os
import signal
import sys
import time
from collections.abc import Callable
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


def both(make: Callable[[str], Any]) -> tuple[list[Any], list[Any]]:
    """What the second process made and what was made here, in the order of the pages."""
    pages = Beside(PAGES, make)
    there = [pages.take(page) for page in PAGES if not time.sleep(0.01)]
    pages.close()
    return there, [slowly(page) for page, made in zip(PAGES, there, strict=True) if made is None]


def test_each_page_is_made_once_by_one_of_two_processes() -> None:
    there, here = both(slowly)
    made = [one for one in there if one] + here
    assert sorted(page for page, _ in made) == sorted(PAGES)
    assert {pid for _, pid in here} == {os.getpid()}
    assert len({pid for _, pid in made}) == 2
    assert there[0] is None, "this process begins at the other end"
    assert there[-1] is not None


def test_page_with_something_to_tell_is_made_here() -> None:
    there, here = both(lambda *_: None)
    assert there == [None] * len(PAGES)
    assert [page for page, _ in here] == PAGES


def test_large_results_do_not_wait_for_this_process() -> None:
    pages = Beside(PAGES, lambda page: page * 100_000)
    pages._process.join(timeout=0.5)
    assert pages._claimed[:] == [1] * len(PAGES)
    assert pages.take(PAGES[3]) == PAGES[3] * 100_000


def test_end_of_the_second_process_is_noticed() -> None:
    def killed(*_: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pages = Beside(PAGES, killed)
    assert [pages.take(page) for page in PAGES] == [None] * len(PAGES)


def test_pages_that_are_not_shared_are_made_here() -> None:
    pages = Beside(PAGES[:2], lambda page: page * 100_000)
    assert pages.take("docs/other.md") is None
    pages.close()
    assert not pages._process.is_alive(), "although nobody took what it made"


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
