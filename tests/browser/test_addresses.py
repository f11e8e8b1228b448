"""A page that is being left writes nothing into the address of the one that comes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

NEXT = "trace/"


def moved_penalty(tab: Page) -> None:
    tab.get_by_role("slider").press("ArrowRight")


def stepped(tab: Page) -> None:
    tab.locator("[data-do=next]").dispatch_event("click")


def typed(tab: Page) -> None:
    tab.locator(".playground textarea").press("a")


@pytest.mark.parametrize(
    ("page", "ready", "act"),
    [
        ("logistic/live/", ".live[data-ready]", moved_penalty),
        ("forward/", ".stepper.steps", stepped),
        ("playground/", ".playground[data-state=idle]", typed),
    ],
)
def test_next_page_keeps_its_address_however_slowly_it_comes(
    new_tab: Page, page: str, ready: str, act: Callable[[Page], None]
) -> None:
    new_tab.goto(page)
    expect(new_tab.locator(ready)).to_be_attached()
    new_tab.evaluate("window.kept = true")
    held: list[Route] = []
    new_tab.route(f"**/{NEXT}", lambda route: held.append(route))
    act(new_tab)
    new_tab.locator(f".md-nav--primary a[href$='{NEXT}']").first.evaluate("link => link.click()")
    act(new_tab)
    new_tab.wait_for_timeout(600)  # longer than any page waits before it writes
    assert held
    for route in held:
        route.continue_()
    expect(new_tab.locator("h1")).to_contain_text("evaluation trace")
    new_tab.wait_for_timeout(600)
    assert new_tab.evaluate("window.kept"), "the page was loaded anew"
    assert new_tab.evaluate("location.pathname").endswith(f"/{NEXT}")
    assert new_tab.evaluate("location.search") == ""
