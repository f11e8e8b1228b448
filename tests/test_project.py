"""The settings that the promises rest on: a slip here would let all others through."""

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from mkdocs.config import load_config

from literate import runtime
from literate.fences import fences
from literate.sections import ROOT
from tests.browser.chromium import NAMES

CHAPTERS = sorted((ROOT / "docs").rglob("*.md"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)


def recipe(target: str) -> str:
    """What `make` would run."""
    command = ["make", "--no-print-directory", "--dry-run", "--always-make", target]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_build_is_strict() -> None:
    assert re.search(r"mkdocs build --strict$", recipe("build"), re.MULTILINE)
    offline = r"^OFFLINE=true \S+mkdocs build --site-dir site-offline --strict$"
    assert re.search(offline, recipe("offline"), re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "python -m pytest --numprocesses 2",
    ],
)
def test_make_test_runs_every_check_and_heeds_it(command: str) -> None:
    assert f".venv/bin/{command}" in recipe("test").splitlines()
    assert not re.search(r"^\t-", MAKEFILE, re.MULTILINE), "make ignores the failure of this line"


def test_peers_have_an_environment_of_their_own() -> None:
    """They are measured by the same bench, beside all that the site itself needs."""
    text = recipe("bench-peers")
    assert "-r requirements.txt -r requirements-peers.txt" in text
    assert text.splitlines()[-1] == ".venv-peers/bin/python -m bench"
    assert " .venv/" not in text
    assert "/.venv-peers/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_atlas_has_an_environment_of_its_own() -> None:
    text = recipe("atlas")
    assert "-r requirements.txt -r requirements-atlas.txt" in text
    assert text.splitlines()[-1] == ".venv-atlas/bin/python -m atlas"
    assert recipe("atlas-check").splitlines()[-1] == ".venv-atlas/bin/python -m atlas check"
    assert " .venv/" not in text
    assert "/.venv-atlas/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_types_are_checked_strictly() -> None:
    mypy = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert mypy["strict"] is True
    assert {"snippets", "literate", "atlas"} <= set(mypy["packages"])


def test_tests_are_strict(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("filterwarnings") == ["error"]
    assert pytestconfig.getini("testpaths") == ["tests", "docs"]
    assert pytestconfig.getini("xfail_strict")


@pytest.mark.parametrize("code", [0, 3])
def test_ci_fails_when_the_tests_fail(code: int, tmp_path: Path) -> None:
    for name in ("make", "npm", NAMES[0]):  # or the script would install what is missing
        command = tmp_path / name
        command.write_text(f"#!/bin/sh\nexit {code}\n")
        command.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run([ROOT / ".ci" / "run"], env=os.environ | {"PATH": path}, check=False)
    assert done.returncode == code


def test_ci_needs_a_browser_and_npm() -> None:
    """It installs the browser that the tests look for first; a missing one is a failure there."""
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    known = re.search(r"command -v (chromium.*) >/dev/null", text)
    assert known is not None
    assert set(known[1].split()) <= set(NAMES)
    assert f"apt-get install -y -qq {NAMES[0]}" in text
    assert "apt-get install -y -qq nodejs npm" in text
    assert "export CI=true" in text


def test_nothing_is_published_that_is_not_tested() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())["jobs"]
    assert {"run": ".ci/run"} in jobs["test"]["steps"]
    assert jobs["publish"]["needs"] == "test"


def test_nothing_is_published_without_the_python_of_the_playground() -> None:
    """Where npm fails, a build goes on without it: right for a copy, and not for the site."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())["jobs"]
    steps = jobs["publish"]["steps"]
    runs = [step.get("run") or step["uses"].partition("@")[0] for step in steps]
    built = runs.index("make build")
    assert runs[built + 1] == f"test -f site/{runtime.FOLDER}/runtime.json"
    assert runs[built + 2] == "actions/upload-pages-artifact"


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_no_failure_is_passed_over(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert "continue-on-error" not in text
    assert "||" not in text


def test_nightly_runs_what_is_too_slow_for_every_push() -> None:
    text = (ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8")
    assert "schedule:" in text
    for target in ("make faults", "make mutants", "make atlas-check"):
        assert target in text


def test_address_comes_from_where_the_site_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("", "https://example.org/autodiff/"):
        monkeypatch.setenv("SITE_URL", address)
        assert (load_config(str(ROOT / "mkdocs.yml")).site_url or "") == address


def test_site_loads_nothing_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "")
    config = load_config(str(ROOT / "mkdocs.yml"))
    for file in (*map(str, config.extra_javascript), *config.extra_css):
        assert (ROOT / "docs" / file).is_file(), f"{file} is none of the site's own"
    assert config.theme["font"] is False
    css = (ROOT / "docs" / "assets" / "site.css").read_text(encoding="utf-8")
    assert not re.findall(r"@import|(?:https?:)?//", css)


def test_labs_stop_at_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "")
    plugin = load_config(str(ROOT / "mkdocs.yml")).plugins["mkdocs-jupyter"]
    assert plugin.config["allow_errors"] is False
    lab = (ROOT / "docs/labs/crazy-answer.ipynb").read_text(encoding="utf-8")
    assert "raises-exception" not in lab


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: str(file.relative_to(ROOT)))
def test_chapters_use_the_palette(file: Path) -> None:
    """Ink, axis and ground follow the palette; any other typed colour does not."""
    typed = re.findall(r"\"(#[0-9a-fA-F]{3,8})\"", file.read_text(encoding="utf-8"))
    assert set(typed) <= {"#1f2430", "#5b6470", "#ffffff"}


def test_assertions_of_chapters_say_what_is_wrong() -> None:
    """An author's equation or word may break one; "AssertionError" alone would tell nothing."""
    silent = []
    for file in CHAPTERS:
        path = file.relative_to(ROOT).as_posix()
        for fence in fences(file.read_text(encoding="utf-8"), path):
            if fence.runs and "--8<--" not in fence.code:
                found = [n for n in ast.walk(ast.parse(fence.code)) if isinstance(n, ast.Assert)]
                silent += [f"{path}:{fence.line + n.lineno}" for n in found if n.msg is None]
    assert silent == []


def test_commands_are_listed_where_they_are_looked_for() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for text, file in ((readme, "README.md"), (MAKEFILE.partition("PYTHON")[0], "Makefile")):
        listed = set(re.findall(r"^(?:# )?make ([\w-]+) ", text, re.MULTILINE))
        assert listed == set(TARGETS) - {"clean"}, file


def test_python_version_is_the_same_everywhere() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (needed,) = re.findall(r'requires-python = ">=([\d.]+)"', config)
    assert f"Python {needed} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {needed} or newer" in MAKEFILE
    assert f'python_version = "{needed}"' in config
    for workflow in WORKFLOWS:
        versions = re.findall(r'python-version: "([\d.]+)"', workflow.read_text(encoding="utf-8"))
        assert set(versions) == {needed}


def test_files_that_the_guides_name_exist() -> None:
    for guide in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / guide).read_text(encoding="utf-8")
        folders = "docs|snippets|literate|atlas|tests|bench|playground|mutants|faults"
        for name in re.findall(rf"`((?:{folders})/[\w/.-]*)`", text):
            assert (ROOT / name).exists(), f"{guide} names {name}"


def test_licence_names_its_holder() -> None:
    assert re.search(r"^Copyright \(c\) \d{4} \S", (ROOT / "LICENSE").read_text(), re.MULTILINE)
