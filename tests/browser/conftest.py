"""The browser, the server and the pages that the tests open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.server import serving
from tests.browser.chromium import executable, launched
from tests.browser.visits import Visits
from tests.site.project import ADDRESS, HOST, PATH, Built


@pytest.fixture(scope="package")
def chromium() -> str:
    """Asked for before the site, so that nothing is built for tests that are skipped."""
    return executable()


@pytest.fixture(scope="package")
def playwright(chromium: str) -> Iterator[Playwright]:  # noqa: ARG001
    """What starts browsers; a process can have it only once."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright, site: Built) -> Iterator[Browser]:
    """One browser for all tests; it sees the built site under the address it was built for."""
    with serving(site.site, PATH) as port:
        browser = launched(playwright, **{HOST: port})
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def visits(browser: Browser) -> Iterator[Visits]:
    """What every page showed; each is visited once, for all tests."""
    visits = Visits(browser, ADDRESS)
    yield visits
    visits.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of its own on a wide screen, which may use the clipboard."""
    permissions = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(
        base_url=ADDRESS,
        color_scheme="light",
        permissions=permissions,
        viewport={"width": 1280, "height": 800},
    )
    yield context.new_page()
    context.close()
