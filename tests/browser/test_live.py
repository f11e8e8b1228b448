"""What a reader does with the penalty that moves: by mouse, by keyboard, by its address."""

import functools
import math
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from literate.live import Live
from literate.livepanels import Row, over_penalty
from tests.browser.limits import NARROW
from tests.site.pages import shown
from tests.site.project import ADDRESS

PAGE = "logistic/live/"


@functools.cache
def computed() -> Live:
    """What Python made of the fits."""
    (found,) = (e.value for e in shown("logistic/live.md") if isinstance(e.value, Live))
    return found


@functools.cache
def rows() -> list[Row]:
    """What is shown for each λ."""
    return computed().rows


@functools.cache
def marks() -> list[list[tuple[float, float]]]:
    """For each λ, where the marks are on the five curves."""
    fits = computed().fits
    panels = (
        {"train": [fit.train for fit in fits], "test": [fit.test for fit in fits]},
        {
            "norm": [fit.norm for fit in fits],
            "first": [fit.weights[0] for fit in fits],
            "second": [fit.weights[1] for fit in fits],
        },
    )
    curves = [
        [axes.place(math.log10(fit.lam), y) for fit, y in zip(fits, values, strict=True)]
        for series in panels
        for axes in [over_penalty(fits, series)]
        for values in series.values()
    ]
    return [list(places) for places in zip(*curves, strict=True)]


def row(lam: str) -> Row:
    (found,) = (row for row in rows() if row["lambda"] == lam)
    return found


# All that the drawings and the keys say at the moment.
SEEN = """() => {
  const live = document.querySelector(".live");
  const all = (selector) => [...live.querySelectorAll(selector)];
  const moved = (selector) => all(selector).map((e) => e.transform.baseVal[0]);
  return {
    numbers: Object.fromEntries(all("[data-value]").map((v) => [v.dataset.value, v.textContent])),
    turn: moved(".turn")[0].angle,
    sides: moved(".side").map((move) => move.matrix.f),
    marks: all("circle").map((c) => [c.cx.baseVal.value, c.cy.baseVal.value]),
    now: moved(".now").map((move) => move.matrix.e),
    said: live.querySelector("[type=range]").getAttribute("aria-valuetext"),
    typed: live.querySelector("[name=typed]").value,
    slider: live.querySelector("[type=range]").valueAsNumber,
  };
}"""


def shows(tab: Page, lam: str) -> None:
    """Fail unless numbers, boundary, marks and controls are those of one λ, to the last digit."""
    expected, seen = row(lam), tab.evaluate(SEEN)
    assert seen["numbers"] == {name: expected[name] for name in seen["numbers"]}
    assert len(seen["numbers"]) == 7
    assert seen["turn"] == pytest.approx(float(expected["turn"]), abs=1e-3)
    doubt = float(expected["doubt"])
    assert seen["sides"] == pytest.approx([-doubt, doubt], abs=1e-3)
    for mark, place in zip(seen["marks"], marks()[rows().index(expected)], strict=True):
        assert mark == pytest.approx(place)
    assert len({x for x, _ in seen["marks"]} | set(seen["now"])) == 1
    for name in ("lambda", "train", "test", "norm"):
        assert expected[name] in seen["said"]
    assert seen["typed"] == lam
    assert seen["slider"] == rows().index(expected)


@pytest.fixture
def live(tab: Page) -> Page:
    tab.goto(PAGE)
    expect(tab.locator(".live[data-ready]")).to_be_attached()
    return tab


def test_page_opens_with_what_stands_there_without_a_script(live: Page) -> None:
    shows(live, "0.1")
    assert "?" not in live.url


def test_keyboard_moves_by_a_step_by_ten_and_to_the_ends(live: Page) -> None:
    slider = live.get_by_role("slider", name="penalty λ")
    slider.focus()
    start = rows().index(row("0.1"))
    for key, place in (
        ("ArrowRight", start + 1), ("ArrowLeft", start), ("ArrowDown", start - 1),
        ("End", len(rows()) - 1), ("Home", 0),
    ):  # fmt: skip
        live.keyboard.press(key)
        shows(live, rows()[place]["lambda"])
    live.keyboard.press("PageUp")
    assert 10 < live.evaluate(SEEN)["slider"] < 60


# The numbers that are shown for each place of the slider.
ALL_SEEN = """(seen) => {
  const slider = document.querySelector(".live [type=range]");
  const places = [...Array(Number(slider.max) + 1).keys()];
  return places.map((place) => {
    slider.value = place;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return seen();
  });
}"""


def test_every_lambda_shows_what_python_computed(live: Page) -> None:
    all_seen = live.evaluate(f"({ALL_SEEN})({SEEN})")
    assert [seen["typed"] for seen in all_seen] == [row["lambda"] for row in rows()]
    for seen, expected in zip(all_seen, rows(), strict=True):
        assert seen["numbers"].items() <= expected.items()


def test_mouse_drags_the_penalty(live: Page) -> None:
    slider = live.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    live.mouse.move(box["x"] + box["width"] / 2, middle)
    live.mouse.down()
    seen = set()
    for part in (0.6, 0.7, 0.8, 0.9):
        live.mouse.move(box["x"] + part * box["width"], middle)
        now = live.evaluate(SEEN)
        seen.add(now["slider"])
        shows(live, now["typed"])
        assert now["slider"] / (len(rows()) - 1) == pytest.approx(part, abs=0.03)
    live.mouse.up()
    assert len(seen) == 4


def enter(live: Page, text: str) -> None:
    field = live.get_by_role("textbox", name="λ =")
    field.fill(text)
    field.press("Enter")


def test_number_is_taken_and_the_nearest_shown(live: Page) -> None:
    for typed, lam in (
        ("0.01", "0.01"), ("1e-3", "0.001"), ("0,5", "0.501"), (" 100 ", "100"),
        (".0001", "0.0001"),
    ):  # fmt: skip
        enter(live, typed)
        shows(live, lam)
        expect(live.locator(".live [role=status]")).to_contain_text(f"λ = {lam}: log-likelihood")
        live.wait_for_url(re.compile(rf"\?lambda={re.escape(lam)}$"))


def test_what_is_no_lambda_gets_one_sentence_and_changes_nothing(live: Page) -> None:
    field = live.get_by_role("textbox", name="λ =")
    said = live.locator(".live [role=status]")
    for typed in ("", "abc", "0", "-1", "1e9", "0x10", "Infinity", "1 2", "<b>" * 12):
        enter(live, typed)
        quoted = typed if len(typed) < 24 else f"{typed[:23]}…"
        expect(said).to_contain_text(f"λ must be a number from 0.0001 to 100, not “{quoted}”")
        assert field.get_attribute("aria-invalid") == "true"
        assert said.locator("*").count() == 0
        assert live.evaluate(SEEN)["numbers"].items() <= row("0.1").items()
        live.get_by_role("slider").press("ArrowRight")
        expect(said).to_contain_text(f"{len(rows())} values")
        assert field.get_attribute("aria-invalid") == "false"
        shows(live, rows()[rows().index(row("0.1")) + 1]["lambda"])
        live.get_by_role("slider").press("ArrowLeft")


@pytest.mark.parametrize(("asked", "lam"), [("0.01", "0.01"), ("1e2", "100"), ("0.0123", "0.0126")])
def test_address_chooses(tab: Page, asked: str, lam: str) -> None:
    tab.goto(f"{PAGE}?lambda={asked}#live")
    expect(tab.locator(".live[data-ready]")).to_be_attached()
    shows(tab, lam)
    expect(tab.locator("#live")).to_be_in_viewport()


@pytest.mark.parametrize("asked", ["", "two", "-3", "1000", "NaN", "<script>alert(1)</script>"])
def test_malformed_address_gets_one_sentence_and_the_default(tab: Page, asked: str) -> None:
    tab.goto(f"{PAGE}?lambda={quote(asked)}")
    said = tab.locator(".live [role=status].bad")
    expect(said).to_contain_text("In the address, λ must be a number from 0.0001 to 100, not “")
    shows(tab, "0.1")


def test_address_follows_once_the_slider_rests_and_keeps_the_rest(new_tab: Page) -> None:
    new_tab.goto(f"{PAGE}?h=word&lambda=1#live")
    expect(new_tab.locator(".live[data-ready]")).to_be_attached()
    before = new_tab.evaluate("history.length")
    new_tab.get_by_role("slider").focus()
    for _ in range(30):
        new_tab.keyboard.press("ArrowLeft")
    lam = rows()[rows().index(row("1")) - 30]["lambda"]
    new_tab.wait_for_url(re.compile(rf"\?h=word&lambda={re.escape(lam)}#live$"))
    assert new_tab.evaluate("history.length") == before
    new_tab.reload()
    expect(new_tab.locator(".live[data-ready]")).to_be_attached()
    shows(new_tab, lam)


def test_claims_of_the_chapter_before_lead_here(tab: Page) -> None:
    tab.goto("logistic/binary/")
    links = tab.locator("main a[href*='live/?lambda=']")
    expect(links).to_have_count(5)
    href = links.nth(2).get_attribute("href") or ""
    lam = re.search(r"lambda=([\d.]+)#live", href)
    assert lam
    links.nth(2).scroll_into_view_if_needed()
    tab.wait_for_timeout(300)  # Material writes down where the reader is once scrolling rests
    links.nth(2).click()
    expect(tab.locator(".live[data-ready]")).to_be_attached()
    expect(tab.locator("#live")).to_be_in_viewport()
    shows(tab, lam[1])


def test_links_on_the_page_move_the_penalty(live: Page) -> None:
    links = live.locator("main a[href*='?lambda=']")
    expect(links).to_have_count(5)
    for place in (2, 3):
        link = live.locator("main a[href*='?lambda=']").nth(place)
        lam = re.search(r"lambda=([\d.]+)", link.get_attribute("href") or "")
        assert lam
        link.click()
        live.wait_for_url(re.compile(rf"lambda={re.escape(lam[1])}#live$"))
        expect(live.locator(".live[data-ready] [name=typed]")).to_have_value(lam[1])
        expect(live.locator("#live")).to_be_in_viewport()
        shows(live, lam[1])
        expect(live.get_by_role("slider")).to_be_focused()
    live.go_back()
    expect(live.locator(".live[data-ready] [name=typed]")).to_have_value("0.0001")
    shows(live, "0.0001")


def test_another_page_may_follow(live: Page) -> None:
    """What waits to write the address, and what listens for it, is not there on other pages."""
    live.get_by_role("slider").press("ArrowRight")
    live.locator(".md-nav a[href$='binary/']").first.evaluate("link => link.click()")
    expect(live.locator("#claim-1")).to_be_attached()
    live.wait_for_timeout(400)
    assert "lambda" not in live.url
    live.go_back()
    expect(live.locator(".live[data-ready]")).to_be_attached()


BOXES = """() => {
  const parts = ".live, .live .key, .live svg, .live .controls > *, .live + *";
  const boxes = [...document.querySelectorAll(parts)].map((e) => e.getBoundingClientRect());
  return boxes.map((b) => [b.x, b.y + scrollY, b.width, b.height].map(Math.round));
}"""


@pytest.mark.parametrize("width", [1280, NARROW])
def test_nothing_moves_but_what_is_drawn(live: Page, width: int) -> None:
    live.set_viewport_size({"width": width, "height": 800})
    slider, field = live.get_by_role("slider"), live.get_by_role("textbox", name="λ =")
    # At the top of the page, where nothing sticks.
    live.evaluate("scrollTo(0, 0)")
    before = live.evaluate(BOXES)
    for key in ("End", "Home", "PageUp"):
        slider.evaluate("e => e.focus({ preventScroll: true })")
        live.keyboard.press(key)
        assert live.evaluate(BOXES) == before
    for typed in ("1", "no number, and a long one at that"):
        field.evaluate(
            "(e, text) => { e.value = text; e.dispatchEvent(new Event('change')); }", typed
        )
        assert live.evaluate(BOXES) == before
    live.goto(f"{PAGE}?lambda=no-number-and-a-long-one")
    expect(live.locator(".live .bad")).to_be_visible()
    live.evaluate("scrollTo(0, 0)")
    assert live.evaluate(BOXES) == before


def test_controls_stay_in_sight_and_fit_fingers_on_a_phone(live: Page) -> None:
    live.set_viewport_size({"width": NARROW, "height": 740})
    for control in live.locator(".live .controls input").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 44
    live.locator(".live svg").last.scroll_into_view_if_needed()
    expect(live.get_by_role("slider")).to_be_in_viewport()
    assert live.evaluate("document.documentElement.scrollWidth") == NARROW


def test_slider_speaks_for_itself_and_the_status_only_of_what_was_typed(live: Page) -> None:
    live.evaluate(
        """() => {
          window.changes = 0;
          const watch = new MutationObserver((list) => (changes += list.length));
          const parts = { childList: true, characterData: true, subtree: true };
          watch.observe(document.querySelector(".live [role=status]"), parts);
        }"""
    )
    slider = live.get_by_role("slider")
    slider.focus()
    for _ in range(20):
        live.keyboard.press("ArrowRight")
    assert live.evaluate("changes") == 0
    field = live.get_by_role("textbox", name="λ =")
    field.fill("5")
    field.press("Enter")
    live.wait_for_timeout(50)
    assert live.evaluate("changes") > 0


def test_without_a_script_one_lambda_stands_there(browser: Browser) -> None:
    context = browser.new_context(base_url=ADDRESS, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{PAGE}?lambda=1")
    for media in ("screen", "print"):
        tab.emulate_media(media=media)  # type: ignore[arg-type]
        expect(tab.locator(".live .controls")).to_be_hidden()
        expect(tab.locator(".live svg")).to_have_count(3)
        for drawing in tab.locator(".live svg").all():
            expect(drawing).to_be_visible()
        for name in ("lambda", "train", "test", "norm", "first", "second", "mistakes"):
            expect(tab.locator(f".live [data-value={name}]")).to_have_text(row("0.1")[name])
    context.close()
