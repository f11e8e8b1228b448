"""With what the site was executed, so that a page can say so."""

import hashlib
import importlib.metadata
import platform
import subprocess
from pathlib import Path

_SHOWN = {"torch": "PyTorch", "numpy": "NumPy", "matplotlib": "Matplotlib"}


def executed_with(root: Path) -> str:
    """One sentence naming the versions and the commit that a build ran with."""
    parts = [f"Python {platform.python_version()}"]
    parts += [f"{name} {importlib.metadata.version(pkg)}" for pkg, name in _SHOWN.items()]
    return f"Executed with {', '.join(parts)}, from {commit(root)}."


def commit(root: Path) -> str:
    """The commit of the work tree, and whether it has changes; "no commit" outside git."""
    revision = _git(root, "rev-parse", "--short=10", "HEAD")
    if not revision:
        return "no commit"
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return f"commit {revision}" + (" with local changes" if changed else "")


def commit_time(root: Path) -> str:
    """Seconds since 1970 of the last commit, the clock of a reproducible build; "0" outside git."""
    return _git(root, "log", "-1", "--format=%ct") or "0"


def digest(*folders: Path) -> str:
    """A hash of all Python files and all recorded results below some folders."""
    kinds = ("*.py", "*.json")
    files = sorted(file for folder in folders for kind in kinds for file in folder.rglob(kind))
    state = hashlib.sha256()
    for file in files:
        state.update(str(file).encode() + b"\0" + file.read_bytes())
    return state.hexdigest()


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # a machine without git builds the site as well
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
