"""A small copy of the site that a test may break, and its build."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MKDOCS = Path(sys.executable).parent / "mkdocs"  # the command that a newcomer types

# Where the tests pretend the site is published: below a path, as on GitHub Pages. A browser grants
# a name that ends in localhost what it grants an address with a certificate, the clipboard say.
HOST, PATH = "autodiff.localhost", "/autodiff/"
ADDRESS = f"http://{HOST}{PATH}"


# Builds the projects in these folders, each in a fork that has loaded what all of them need. For
# a small project, loading takes five times as long as all the rest.
BUILDS = """
import importlib, os, sys, traceback

for library in ("matplotlib.pyplot", "mkdocs_jupyter.convert", "mkdocstrings_handlers.python"):
    importlib.import_module(library)
from mkdocs.__main__ import cli

for folder in sys.argv[1:]:
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        continue
    os.chdir(folder)
    with open("log", "w") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    code = 99
    try:
        cli(["build", "--strict"])
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    with open("code", "w") as file:
        print(code, file=file)
    sys.stdout.flush()
    os._exit(0)
"""


@dataclass(frozen=True)
class Built:
    """How a build ended.

    Attributes:
        code: The exit code of `mkdocs build`.
        log: All that it printed.
        site: The folder that it wrote.
    """

    code: int
    log: str
    site: Path


def lay_out(folder: Path, pages: dict[str, str], nav: list[str] | None = None) -> None:
    """Write a project with the repository's own configuration and code, and these pages.

    Args:
        folder: Where to write it; must not hold one yet.
        pages: File below `docs` → text.
        nav: The pages in the navigation, all by default.
    """
    for package in ("literate", "playground", "snippets"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    for name, text in pages.items():
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    entries = "".join(f"  - {name}\n" for name in nav or pages)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config, replaced = re.subn(r"(?ms)^nav:\n.*?\n\n", f"nav:\n{entries}\n", config)
    assert replaced == 1
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")


def address(page: str) -> str:
    """Where a chapter or a lab below ``docs`` stands in the site, such as "pytorch/jump/"."""
    folder, _, stem = page.rpartition(".")[0].rpartition("/")
    return "".join(f"{part}/" for part in (folder, stem) if part and part != "index")


def file_of(address: str) -> str:
    """The file of the site that a host sends for an address below the site's own."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def clean_environment() -> dict[str, str]:
    """The environment of a newcomer, who has set no path for Python."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return kept | {"NO_MKDOCS_2_WARNING": "1"}


def build(folder: Path, into: str = "site", **environment: str) -> Built:
    """Build a project strictly, as `make build` does, in a process of its own."""
    done = subprocess.run(
        [MKDOCS, "build", "--strict", "--site-dir", str(folder / into)],
        cwd=folder,
        env=clean_environment() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Built(done.returncode, done.stdout + done.stderr, folder / into)


def build_all(folders: Iterable[Path]) -> list[Built]:
    """Build several projects strictly, one after the other, each in a process of its own."""
    folders = list(folders)
    script = [sys.executable, "-P", "-c", BUILDS, *map(str, folders)]
    subprocess.run(script, env=clean_environment(), check=True)
    return [
        Built(
            int((folder / "code").read_text(encoding="utf-8")),
            (folder / "log").read_text(encoding="utf-8"),
            folder / "site",
        )
        for folder in folders
    ]
