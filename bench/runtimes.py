"""Which Python runs our engine in a browser, what it weighs and how long it takes.

`python -m bench runtimes` fetches the candidates into `.cache/`, lets each compute a gradient with
`snippets/` in Chromium, from an empty page to the result, and then runs the engine's own tests in
the one that the playground uses. It needs npm, pip and Chromium.
"""

import gzip
import json
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

from bench import record
from bench.lighthouse import chrome
from bench.record import Figure, show
from bench.server import serving
from literate import runtime

ROUNDS = 3
CACHE = runtime.ROOT / ".cache" / "runtimes"
MICROPYTHON = "@micropython/micropython-webassembly-pyscript@1.27.0"
BRYTHON = "brython==3.15.0"
CODE = """
from snippets.elementals import sin
from snippets.reverse import grad
out = repr(grad(lambda x, y: sin(x * y) / x)(1.0, 2.0))
"""
TESTS = "import pytest\nout = 'pytest ' + pytest.__version__"
PYTEST = ("iniconfig", "packaging", "pluggy", "pygments", "pytest")
MISTAKE = "out = (lambda x: sin(x * z))(1.0)"  # names that nobody defined
ANSWER = b"def answer(text):\n    space = {}\n    exec(text, space)\n    return space['out']\n"

PYODIDE_PAGE = """
const { open } = await import("/assets/sandbox.js");
const sandbox = await open({ base: "/runtime/" });
window.run = (code) => sandbox.ask(code, 30);
"""
BRYTHON_PAGE = """
for (const src of ["brython.js", "brython_stdlib.js"]) {
  const script = Object.assign(document.createElement("script"), { src: `/${src}` });
  await new Promise((loaded) => { script.onload = loaded; document.head.append(script); });
}
__BRYTHON__.update_VFS(await (await fetch("/sources.json")).json());
window.run = async (code) => {
  window.out = "";
  const script = `from browser import window
try:
    space = {}
    exec(${JSON.stringify(code)}, space)
    window.out = space["out"]
except BaseException as error:
    window.out = "ERROR " + type(error).__name__ + ": " + str(error)`;
  __BRYTHON__.runPythonSource(script);
  for (let i = 0; !window.out && i < 300; i++) await new Promise((next) => setTimeout(next, 10));
  if (!window.out || window.out.startsWith("ERROR ")) throw new Error(window.out.slice(6));
  return window.out;
};
"""
MICROPYTHON_PAGE = """
const { loadMicroPython } = await import("/micropython.mjs");
const python = await loadMicroPython({ url: "/micropython.wasm" });
const sources = await (await fetch("/sources.json")).json();
const made = new Set();
for (const [path, text] of Object.entries(sources)) {
  const folders = ["lib", ...path.split("/").slice(0, -1)];
  folders.forEach((_, i) => {
    const folder = "/" + folders.slice(0, i + 1).join("/");
    if (!made.has(folder)) python.FS.mkdir(folder);
    made.add(folder);
  });
  python.FS.writeFile(`/lib/${path}`, text);
}
window.run = async (code) => {
  python.runPython(code);
  return python.globals.get("out");
};
"""
COLUMNS = (
    "runtime",
    "MB",
    "MB compressed",
    "seconds",
    "engine",
    "tests",
    "mistake",
)


class Candidate(NamedTuple):
    """A Python for the browser, laid out in a folder."""

    name: str
    page: str
    files: Mapping[str, bytes]


def fetched(command: list[str], pattern: str) -> Path:
    """The file that a command leaves in `CACHE`, from there if it is there already."""
    CACHE.mkdir(parents=True, exist_ok=True)
    if not list(CACHE.glob(pattern)):
        subprocess.run(command, cwd=CACHE, check=True, capture_output=True)
    return next(CACHE.glob(pattern))


def brython(bundled: Iterable[str] = ()) -> Candidate:
    """Python translated to JavaScript, from PyPI."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", BRYTHON]
    with zipfile.ZipFile(fetched(pip, "brython-*.whl")) as wheel:
        names = ("brython.js", "brython_stdlib.js")
        files = {name: wheel.read(f"brython/data/{name}") for name in names}
    modules: dict[str, Any] = {"$timestamp": 0}
    for path, content in runtime.sources(("snippets",), bundled).items():
        if not path.endswith(".py"):
            continue
        name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        package = [1] if path.endswith("__init__.py") else []
        modules[name] = [".py", content.decode(), [], *package]
    files["sources.json"] = json.dumps(modules).encode()
    return Candidate("Brython 3.15.0", BRYTHON_PAGE, files)


def micropython(bundled: Iterable[str] = ()) -> Candidate:
    """A small Python, compiled to WebAssembly, from npm."""
    npm = ["npm", "pack", "--silent", MICROPYTHON]
    with tarfile.open(fetched(npm, "micropython-*.tgz")) as package:
        names = ("micropython.mjs", "micropython.wasm")
        parts = {name: package.extractfile(f"package/{name}") for name in names}
        files = {name: part.read() for name, part in parts.items() if part}
    sources = runtime.sources(("snippets",), bundled)
    texts = {path: content.decode() for path, content in sources.items() if path.endswith(".py")}
    files["sources.json"] = json.dumps(texts).encode()
    return Candidate("MicroPython 1.27.0", MICROPYTHON_PAGE, files)


def pyodide(bundled: Iterable[str] = ()) -> Candidate:
    """CPython, compiled to WebAssembly, from npm; in the playground's sandbox."""
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        own = {"playground/answer.py": ANSWER}
        runtime.write(Path(folder), runtime.sources(("snippets",), bundled) | own)
        for file in Path(folder).iterdir():
            files[f"runtime/{file.name}"] = file.read_bytes()
    return Candidate(f"Pyodide {runtime.VERSION}", PYODIDE_PAGE, files)


@contextmanager
def laid_out(candidate: Candidate) -> Iterator[Path]:
    """A small site with this candidate."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        copytree(runtime.ROOT / "docs" / "assets" / "playground", folder / "assets")
        for name, content in candidate.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        for name in ("index.html", "404.html"):
            (folder / name).write_text("<!doctype html><title>Bench</title>", encoding="utf-8")
        yield folder


def asked(
    candidate: Candidate, new_page: Callable[[], Any], *codes: str
) -> tuple[float, list[str]]:
    """Seconds from an empty page to the answer to the first of these codes, and all answers."""
    with laid_out(candidate) as folder, serving(folder) as port:
        page = new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        begun = time.perf_counter()
        page.evaluate(f"async () => {{ {candidate.page} }}")
        ask = "(code) => run(code).catch((error) => `ERROR ${error.message || error}`)"
        answers = [page.evaluate(ask, codes[0])]
        seconds = time.perf_counter() - begun
        answers += [page.evaluate(ask, code) for code in codes[1:]]
        page.close()
        return seconds, answers


def tried(make: Callable[..., Candidate], new_page: Callable[[], Any]) -> dict[str, Any]:
    """What a candidate weighs, how long it takes, what comes, and how a mistake looks."""
    candidate = make()
    rounds = [asked(candidate, new_page, CODE, MISTAKE) for _ in range(ROUNDS)]
    times = [seconds for seconds, _ in rounds]
    result, mistake = rounds[-1][1]
    _, (tests,) = asked(make(PYTEST), new_page, TESTS)
    contents = [
        gzip.decompress(content) if name.endswith(".gz") else content
        for name, content in candidate.files.items()
    ]
    here: dict[str, Any] = {}
    exec(CODE, here)
    works = result == here["out"]
    return {
        "runtime": candidate.name,
        "MB": sum(map(len, contents)) / 1e6,
        "MB compressed": sum(len(gzip.compress(content, 9)) for content in contents) / 1e6,
        "seconds": statistics.median(times) if works else None,
        "engine": "runs" if works else _last_line(result),
        "tests": "run" if tests.startswith("pytest ") else _last_line(tests),
        "mistake": _last_line(mistake),
    }


def _last_line(said: str) -> str:
    """The message of an exception, without the way to it."""
    return said.removeprefix("ERROR ").strip().splitlines()[-1][:150]


def curves() -> dict[str, list[dict[str, Any]]]:
    """One row for each candidate."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chrome(), args=["--no-sandbox", "--disable-gpu"]
        )
        found = [tried(one, browser.new_page) for one in (pyodide, brython, micropython)]
        browser.close()
    return {"candidates": found}


def measured() -> list[Figure]:
    """How many of the engine's own tests pass in the browser, and how many are skipped there."""
    command = [sys.executable, "-m", "pytest", "tests/browser/test_engine.py", "-q", "-rP"]
    done = subprocess.run(command, cwd=runtime.ROOT, capture_output=True, text=True, check=True)
    counts = re.search(r"browser (\d+) tests of the engine passed, (\d+) were skipped", done.stdout)
    assert counts is not None, done.stdout[-500:]
    passed, skipped = map(float, counts.groups())
    return [
        Figure("the engine's own tests that pass in Pyodide", passed, unit="tests"),
        Figure("  those that need NumPy, PyTorch or a process, skipped", skipped, unit="tests"),
    ]


def rows() -> list[dict[str, Any]]:
    """What was last measured, one row for each candidate, for a table."""
    candidates = record.read("runtimes")["curves"].get("candidates", [])
    return [{key: row.get(key) for key in COLUMNS} for row in candidates]


if __name__ == "__main__":
    show(measured(), curves())
