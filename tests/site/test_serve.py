"""`mkdocs serve`: an edited chapter and an edited implementation show their new output."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.site.project import MKDOCS, clean_environment, lay_out

PAGE = '# Page\n\n```python\n--8<-- "snippets/lesson.py:answer"\n```\n\n```python\nanswer()\n```\n'
LESSON = "# --8<-- [start:answer]\ndef answer():\n    return {}\n# --8<-- [end:answer]\n"
PATIENCE = 60  # seconds until a server that never answers is a failure


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a project with the command that a newcomer types; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen(
        [MKDOCS, "serve", "--dev-addr", address],
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://{address}/"
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str, text: str) -> str:
    """The page once it holds the text."""
    deadline = time.monotonic() + PATIENCE
    page = ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url) as answer:
                page = answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            page = ""
        if text in page:
            return page
        time.sleep(0.1)
    raise AssertionError(
        f"{url} did not show {text!r} within {PATIENCE} s; it shows {page[-2000:]}"
    )


def test_edits_of_chapters_and_implementations_are_served(tmp_path: Path) -> None:
    lay_out(tmp_path, {"index.md": PAGE})
    lesson = tmp_path / "snippets" / "lesson.py"
    lesson.write_text(LESSON.format("'first ' 'answer'"))
    with served(tmp_path) as address:
        wait_for(address, "'first answer'")

        # As long as the old one, so that a cached byte code of the old second could be mistaken.
        lesson.write_text(LESSON.format("'newer ' 'answer'"))
        wait_for(address, "'newer answer'")

        page = tmp_path / "docs" / "index.md"
        page.write_text(PAGE + "\n```python\nprint('edited', 6 * 7)\n```\n")
        wait_for(address, "edited 42")
