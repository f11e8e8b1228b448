"""Python in the page: it answers, nothing gets out of it, and nothing in it harms the page."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Playwright, expect

from literate import runtime
from tests.browser.escapes import NEVER, TRY, WAYS
from tests.browser.shut import ASK, RUN, Shut, shut_in
from tests.site.project import HOST, ROOT

GRADIENT = """
from snippets.elementals import sin
from snippets.reverse import grad
out = repr(grad(lambda x, y: sin(x * y) / x)(1.0, 2.0))
"""


@pytest.fixture(scope="module")
def shut(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shut]:
    files = runtime.sources(("snippets",))
    stub = {"playground/answer.py": RUN}
    with shut_in(playwright, tmp_path_factory.mktemp("shut"), files | stub) as shut:
        shut.open()
        yield shut


@pytest.fixture
def alive(shut: Shut) -> Iterator[Shut]:
    """Whatever a test does: afterwards the page is there, and Python answers in it."""
    yield shut
    assert shut.page.evaluate("document.title") == "Shut"
    assert shut.value("1 + 1") == 2


def test_our_own_engine_answers(alive: Shut) -> None:
    from snippets.elementals import sin
    from snippets.reverse import grad

    here = repr(grad(lambda x, y: sin(x * y) / x)(1.0, 2.0))
    assert alive.ask(GRADIENT) == {"answer": here}


def test_it_comes_from_the_own_host_once_and_is_counted(alive: Shut) -> None:
    loaded = [url for url in alive.answered if url.startswith("http")]
    assert len(loaded) == len(set(loaded)), loaded
    assert {urlsplit(url).hostname for url in loaded} == {HOST}
    assert alive.outside == []
    counts = [count for count, _ in alive.progress]
    totals = {total for _, total in alive.progress}
    assert counts == sorted(counts)
    assert totals == {counts[-1]}
    assert 5e6 < counts[-1] < 7e6


# Each ends with one sentence that says what happened.
ENDS = {
    "endless": ("while True: pass", r"it had no answer within 1 s"),
    "recursion": ("def f(n): return f(n + 1)\nf(0)", "RecursionError: maximum recursion depth"),
    "no limit": (
        "import sys\nsys.setrecursionlimit(10**8)\ndef f(n): return f(n + 1)\nf(0)",
        "ran out of the browser's stack",
    ),
    "memory": ("kept = []\nwhile True: kept.append(bytes(10**6))", "MemoryError"),
    "much memory": ("kept = bytes(10**9)", "MemoryError"),
    "exit": ("raise SystemExit", "SystemExit"),
    "abort": ("import os\nos.abort()", "ended itself"),
    "long": ("out = 'x' * 10**7", "its answer was too long"),
    "no text": ("out = 1", "its answer was too long, or no text"),
    "close": ("import js\njs.self.close()\nwhile True: pass", "it had no answer within 1 s"),
    "syntax": ("def f(:", "SyntaxError: invalid syntax"),
}


@pytest.mark.parametrize("what", ENDS)
def test_it_ends_with_a_sentence(alive: Shut, what: str) -> None:
    code, sentence = ENDS[what]
    alive.console.clear()
    result = alive.ask(code, 1 if "1 s" in sentence else 20)
    assert re.search(sentence, result["error"]), result
    assert "\n" not in result["error"]
    assert alive.console == []


FLOOD = """
import js
from pyodide.ffi import create_proxy

post = js.MessagePort.prototype.postMessage

def caught(port, message):
    js.MessagePort.prototype.postMessage = post
    for _ in range(1000):
        port.postMessage(message)

js.MessagePort.prototype.postMessage = create_proxy(caught).captureThis()
out = ""
"""


def test_messages_that_nobody_asked_for_end_it(alive: Shut) -> None:
    """Even if the code inside gets hold of the port to the page."""
    assert alive.ask(FLOOD) == {"answer": ""}
    assert alive.ask("out = 'the first of a thousand'") == {"answer": "the first of a thousand"}
    expect(alive.page.locator("iframe")).to_have_count(0)


def test_a_question_waits_and_the_newest_wins(alive: Shut) -> None:
    results = alive.page.evaluate(
        f"""async () => {{
          const ask = {ASK};
          const slow = "import time; time.sleep(0.5); out = 'first'";
          const asked = [slow, "out = 'second'", "out = 'third'"].map((text) => ask([text, 20]));
          return Promise.all(asked);
        }}"""
    )
    first, second, third = results
    assert (first, third) == ({"answer": "first"}, {"answer": "third"})
    assert second == {"error": "A newer question took the place of this one."}


def test_it_can_be_stopped_and_asked_again(alive: Shut) -> None:
    result = alive.page.evaluate(
        f"""async () => {{
          const answer = ({ASK})(["while True: pass", 60]);
          setTimeout(() => sandbox.stop(), 300);
          return answer;
        }}"""
    )
    assert result == {"error": "Python was stopped."}
    assert alive.page.locator("iframe").count() == 0


OPEN = """async (base) => {
  const { open } = await import("/assets/playground/sandbox.js");
  return open({ base }).then(() => "", (error) => error.message);
}"""


def test_without_a_runtime_it_says_so(alive: Shut) -> None:
    said = alive.page.evaluate(OPEN, "/nowhere/")
    assert re.fullmatch(r"Python could not be loaded from .*: the server answered 404\.", said)


def test_without_a_connection_it_says_so(alive: Shut) -> None:
    alive.page.context.set_offline(True)
    said = alive.page.evaluate(OPEN, "/somewhere/")
    alive.page.context.set_offline(False)
    assert re.fullmatch(r"Python could not be loaded from .*: there is no connection\.", said)


def test_from_a_file_it_says_so(alive: Shut, tmp_path: Path) -> None:
    """No browser loads a module from a file, so the module stands within the page."""
    source = (ROOT / "docs/assets/playground/sandbox.js").read_text(encoding="utf-8")
    source = source.replace("</script>", r"<\/script>")
    page = f"<!doctype html><script type=module>{source};window.opened = open;</script>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    tab = alive.page.context.browser.new_page()  # type: ignore[union-attr]
    tab.goto((tmp_path / "page.html").as_uri())
    said = tab.evaluate("opened({ base: 'runtime/' }).catch((error) => error.message)")
    tab.close()
    assert said == "Opened as a file, a page cannot load Python; it needs a web server."


def outcomes(shut: Shut) -> dict[str, str]:
    """What became of every way out."""
    assert shut.ask(TRY) == {"answer": ""}
    for name, code in WAYS.items():
        assert shut.ask(f"attempt({name!r}, {code!r})\nout = ''") == {"answer": ""}, name
    found: dict[str, str] = {}
    for _ in range(100):
        found = shut.value("outcomes")
        if all(found.values()):
            break
        shut.page.wait_for_timeout(100)
    return found


def test_no_way_leads_out(alive: Shut) -> None:
    alive.answered.clear()
    found = outcomes(alive)
    assert found.pop("inner worker") == "OPEN: rejected rejected rejected rejected"
    assert {name: what for name, what in found.items() if not what.startswith("shut")} == {}
    assert alive.outside == []
    assert [url for url in alive.answered if url.startswith("http")] == []


def test_the_ways_are_open_where_nothing_shuts_them(playwright: Playwright, tmp_path: Path) -> None:
    """Without the frame's policy they lead out: the test above tries what can be done."""
    files = {"playground/answer.py": RUN}
    with shut_in(playwright, tmp_path, files, ajar=True) as ajar:
        ajar.open()
        found = outcomes(ajar)
    heard = {line.split()[1].strip("/").replace("-", " ") for line in ajar.outside}
    heard |= {"socket", "urllib"} if "" in heard else set()  # Pyodide makes them web sockets to /
    opened = {name for name, what in found.items() if what.startswith("OPEN")} | heard
    assert set(WAYS) - opened == NEVER
