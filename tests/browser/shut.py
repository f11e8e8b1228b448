"""Python in a page as the tests ask it, and a host that hears whatever gets out of there."""

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from bench.server import serving
from literate import runtime
from tests.browser.chromium import launched
from tests.site.project import HOST, ROOT

OUTSIDE = "outside.test"
# Stands for `playground.answer`: runs the text, and answers with what that calls `out`.
RUN = b"""
space = {}

def answer(text):
    space.pop("out", None)
    exec(text, space)
    return space.get("out")
"""
ASK = """async ([text, seconds]) => {
  try { return { answer: await sandbox.ask(text, seconds) } }
  catch (error) { return { error: error.message } }
}"""


@dataclass
class Shut:
    """A page with a sandbox.

    Attributes:
        page: The page.
        outside: What reached the host `OUTSIDE`: one line for each request.
        answered: The addresses from which something came.
        console: What was written there.
        progress: What was reported while the runtime came: bytes so far, and of all.
    """

    page: Page
    outside: list[str]
    answered: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    progress: list[list[int]] = field(default_factory=list)

    def open(self) -> None:
        """Start Python."""
        self.progress = self.page.evaluate("""async () => {
          const { open } = await import("/assets/playground/sandbox.js");
          const progress = [];
          const onProgress = (...counts) => progress.push(counts);
          window.sandbox = await open({ base: "/runtime/", onProgress });
          return progress;
        }""")

    def ask(self, text: str, seconds: float = 20) -> dict[str, Any]:
        """What Python answers: {"answer": …} or {"error": …}."""
        result: dict[str, Any] = self.page.evaluate(ASK, [text, seconds])
        return result

    def value(self, text: str) -> Any:
        """What Python finds for an expression."""
        result = self.ask(f"import json\nout = json.dumps({text})")
        assert "answer" in result, result
        return json.loads(result["answer"])


def needed() -> None:
    """Without Pyodide, the tests fail in CI and are skipped elsewhere."""
    if runtime.available():
        return
    if os.environ.get("CI"):
        pytest.fail(runtime.MISSING)
    pytest.skip(runtime.MISSING)


@contextmanager
def shut_in(
    playwright: Playwright, folder: Path, files: Mapping[str, bytes], *, ajar: bool = False
) -> Iterator[Shut]:
    """A page of a small site in this folder, which brings these Python files along.

    With `ajar`, the frame has an origin and no policy: what is tried there should get out.
    """
    needed()
    copytree(ROOT / "docs" / "assets" / "playground", folder / "assets" / "playground")
    if ajar:
        script = folder / "assets" / "playground" / "sandbox.js"
        text = script.read_text(encoding="utf-8")
        opened = re.sub(r'"default-src [^"]*"', '""', text)
        opened = opened.replace('"allow-scripts"', '"allow-scripts allow-same-origin"')
        assert len(text) - len(opened) > 60
        script.write_text(opened, encoding="utf-8")
    runtime.write(folder / "runtime", files)
    (folder / "index.html").write_text("<!doctype html><title>Shut</title>", encoding="utf-8")
    (folder / "hello.js").write_text("postMessage('hello')", encoding="utf-8")
    (folder / "404.html").write_text("not here", encoding="utf-8")
    with serving(folder) as port, listening() as (elsewhere, outside):
        browser = launched(playwright, **{HOST: port, OUTSIDE: elsewhere})
        shut = Shut(browser.new_page(base_url=f"http://{HOST}/"), outside)
        shut.page.on("response", lambda response: shut.answered.append(response.url))
        shut.page.on("console", lambda said: shut.console.append(said.text))
        shut.page.goto("index.html")
        yield shut
        browser.close()


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server that keeps the first line of every request; its port and these lines."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            heard.append(self.raw_requestline.decode(errors="replace").strip())
            return super().parse_request()

        def do_GET(self) -> None:
            self.send_response(204)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port, heard
        finally:
            server.shutdown()
