"""The engine's own tests, run by pytest and hypothesis in Python within the browser."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright

from literate import runtime
from tests.browser.shut import shut_in
from tests.site.project import ROOT

TOOLS = ("iniconfig", "mpmath", "packaging", "pluggy", "pygments", "pytest", "sortedcontainers")
WHEEL = runtime.CACHE / "hypothesis-6.170.15-cp314-cp314-pyemscripten_2026_0_wasm32.whl"


def files() -> dict[str, bytes]:
    found = runtime.sources(("snippets", "tests/snippets"), TOOLS)
    found["tests/__init__.py"] = b""
    found["playground/answer.py"] = (ROOT / "tests" / "browser" / "inside.py").read_bytes()
    with zipfile.ZipFile(WHEEL) as wheel:
        found |= {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}
    return found


@pytest.fixture(scope="module")
def ran(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    arguments = ["tests/snippets", "-q", "--import-mode=importlib", "-p", "no:cacheprovider"]
    arguments += ["--strict-markers", "-W", "error", "--rootdir=."]
    with shut_in(playwright, tmp_path_factory.mktemp("engine"), files()) as shut:
        shut.open()
        result = shut.ask(json.dumps(arguments), 300)
    assert "answer" in result, result
    return json.loads(result["answer"])


def test_x(ran: dict[str, Any]) -> None:
    Path("/tmp/rt/ran.json").write_text(json.dumps(ran, indent=1))
    assert 0
