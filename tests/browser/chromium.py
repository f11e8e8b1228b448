"""Which browser the tests drive, and how it is started."""

import os
import shutil

import pytest
from playwright.sync_api import Browser, Playwright

# Debian's names first, of which the one without windows opens a page in a third of the time; the
# others are what GitHub's runners and desktops have.
NAMES = (
    "chromium-headless-shell", "chromium",
    "google-chrome", "google-chrome-stable", "chromium-browser",
)  # fmt: skip
MISSING = f"no Chromium here; install it with: apt-get install {NAMES[0]}"
# No sandbox, for CI is root; letters as wide as on a reader's screen, not rounded to whole pixels;
# nothing that a browser does for itself may reach the network.
FLAGS = [
    "--font-render-hinting=none",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """The browser's path; without one, the tests fail in CI and are skipped elsewhere."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    if not found and os.environ.get("CI"):
        pytest.fail(MISSING)
    if not found:
        pytest.skip(MISSING)
    return found


def launched(playwright: Playwright, **hosts: int) -> Browser:
    """A browser for which only these hosts exist, and each of them is a port of this machine."""
    rules = [f"MAP {host} 127.0.0.1:{port}" for host, port in hosts.items()]
    flag = f"--host-resolver-rules={','.join([*rules, 'MAP * ~NOTFOUND'])}"
    return playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, flag])
