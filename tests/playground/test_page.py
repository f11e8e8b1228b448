import json
import re
from html import unescape

import pytest

from literate import runtime
from playground.answer import answer
from playground.examples import EXAMPLES
from playground.page import Playground


def page() -> Playground:
    return Playground("sin(x*y)/x", x=1.3, y=0.7)


def without_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "available", lambda: False)


def with_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "available", lambda: True)
    monkeypatch.setattr(runtime, "pyodide", lambda: {"python.wasm": b"0" * 4_000_000})


def test_example_is_what_the_browser_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    without_python(monkeypatch)
    question = {"source": "sin(x*y)/x", "inputs": {"x": "1.3", "y": "0.7"}}
    assert json.loads(answer(json.dumps(question)))["html"] in page()._repr_html_()


def test_without_python_there_is_one_notice_and_no_control(monkeypatch: pytest.MonkeyPatch) -> None:
    without_python(monkeypatch)
    html = page()._repr_html_()
    assert html.count(runtime.MISSING) == 1
    assert "<button" not in html
    assert "<textarea" not in html


def test_site_of_files_says_what_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    with_python(monkeypatch)
    monkeypatch.setenv("OFFLINE", "true")
    html = page()._repr_html_()
    assert "cannot load Python; it needs a web server." in html
    assert "<button" not in html


def test_controls_start_with_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    with_python(monkeypatch)
    html = page()._repr_html_()
    assert runtime.MISSING not in html
    assert ">sin(x*y)/x</textarea>" in html
    assert re.findall(r"<legend>(\w)</legend>", html) == ["x", "y"]
    assert re.search(r"Start Python here \(4\.\d MB\)", html)
    assert html.count(" checked") == 1
    (examples,) = re.findall(r'data-examples="([^"]*)"', html)
    assert [e["source"] for e in json.loads(unescape(examples))] == [e.source for e in EXAMPLES]


def test_text_for_the_record_needs_no_python_for_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(runtime, "available")
    text = page().as_text()
    assert "f(1.3, 0.7) = 0.607310569" in text
    assert "def value_and_gradient(x, y):" in text
