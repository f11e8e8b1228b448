import importlib.metadata
import platform
import re
import subprocess
from pathlib import Path

import pytest

from literate import versions
from literate.sections import ROOT

CLOCK = {"GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000123 +0000"}


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in CLOCK.items():
        monkeypatch.setenv(name, value)
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", "a.py")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return tmp_path


def test_commit_is_named_by_ten_digits(tree: Path) -> None:
    assert re.fullmatch(r"commit [0-9a-f]{10}", versions.commit(tree))


def test_changed_file_is_a_local_change_and_a_new_one_is_not(tree: Path) -> None:
    clean = versions.commit(tree)
    (tree / "new.py").write_text("")
    assert versions.commit(tree) == clean
    (tree / "a.py").write_text("x = 2\n")
    assert versions.commit(tree) == f"{clean} with local changes"


def test_time_is_the_committers(tree: Path) -> None:
    assert versions.commit_time(tree) == "1700000123"


def test_without_commit_or_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert versions.commit(tmp_path) == "no commit"
    assert versions.commit_time(tmp_path) == "0"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert versions.commit(ROOT) == "no commit"
    assert versions.commit_time(ROOT) == "0"


def test_sentence_names_all_versions(tree: Path) -> None:
    assert versions.executed_with(tree) == (
        f"Executed with Python {platform.python_version()}, "
        f"PyTorch {importlib.metadata.version('torch')}, "
        f"NumPy {importlib.metadata.version('numpy')}, "
        f"Matplotlib {importlib.metadata.version('matplotlib')}, from {versions.commit(tree)}."
    )


def test_digest_changes_with_any_python_file_and_any_result(tmp_path: Path) -> None:
    (tmp_path / "p" / "q").mkdir(parents=True)
    one, two = tmp_path / "p" / "a.py", tmp_path / "p" / "q" / "b.py"
    one.write_text("x")
    two.write_text("y")
    first = versions.digest(tmp_path)
    assert versions.digest(tmp_path) == first
    assert re.fullmatch("[0-9a-f]{64}", first)
    (tmp_path / "notes.txt").write_text("not Python")
    assert versions.digest(tmp_path) == first
    (tmp_path / "p" / "results.json").write_text("{}")
    assert versions.digest(tmp_path) != first
    (tmp_path / "p" / "results.json").unlink()
    two.write_text("z")
    changed = versions.digest(tmp_path)
    two.rename(two.with_name("c.py"))
    assert len({first, changed, versions.digest(tmp_path), versions.digest()}) == 4


def test_digest_takes_several_folders_in_any_order(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "m.py").write_text(name)
    both = versions.digest(tmp_path / "a", tmp_path / "b")
    assert both == versions.digest(tmp_path / "b", tmp_path / "a")
    assert both != versions.digest(tmp_path / "a")
