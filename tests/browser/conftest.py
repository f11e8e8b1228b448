"""The browser, the server and the pages that the tests open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from bench.server import serving
from tests.browser.chromium import executable, launched
from tests.browser.visits import Visits
from tests.site.project import ADDRESS, HOST, PATH, Built

SCREEN: ViewportSize = {"width": 1280, "height": 800}
BLANK = "about:blank"


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


def opened(browser: Browser) -> Page:
    """A new tab on a wide screen, which may use the clipboard."""
    context = browser.new_context(
        base_url=ADDRESS,
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
        viewport=SCREEN,
    )
    return context.new_page()


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[Page]:
    """A tab of its own, for a test that looks at its history, or sets what stays in it."""
    tab = opened(browser)
    yield tab
    tab.context.close()


@pytest.fixture(scope="package")
def lasting_tab(browser: Browser) -> Iterator[Page]:
    """One tab for many tests: a page opens there in half the time that it takes in a new one."""
    tab = opened(browser)
    yield tab
    tab.context.close()


@pytest.fixture
def tab(lasting_tab: Page) -> Iterator[Page]:
    """The lasting tab, in which a test finds nothing of what those before it did."""
    yield lasting_tab
    if lasting_tab.url != BLANK:
        lasting_tab.goto("robots.txt")  # whatever the page was about to do
        lasting_tab.evaluate("navigator.clipboard.writeText(''), localStorage.clear()")
        lasting_tab.evaluate("sessionStorage.clear()")
    lasting_tab.goto(BLANK)
    lasting_tab.mouse.move(0, 0)
    lasting_tab.set_viewport_size(SCREEN)
    lasting_tab.emulate_media(media="null", reduced_motion="null")
