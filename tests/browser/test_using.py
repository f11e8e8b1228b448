"""What a reader does with a page, by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.limits import NARROW, WIDE
from tests.browser.test_pages import nothing
from tests.browser.visits import MEASURE, PAGES, Visits, ask

CHAPTER = "trace/"


def test_toggle_recolours_figures(tab: Page, visits: Visits) -> None:
    page = next(page for page in PAGES if visits.to(page).light)
    visit = visits.to(page)
    tab.goto(page)
    tab.evaluate(MEASURE)
    seen = [ask(tab, "colours")]
    for _ in range(3):  # the system's, light, dark
        tab.locator(".md-header label[for^=__palette]:visible").click()
        tab.wait_for_timeout(100)  # Material fades from one palette to the next
        seen.append(ask(tab, "colours"))
    names = {str(visit.light): "light", str(visit.dark): "dark"}
    assert [names.get(str(colours)) for colours in seen] == ["light", "light", "dark", "light"]
    assert visit.light != visit.dark


@pytest.mark.parametrize("word", ["adjoint", "softmax"])
def test_search_finds(tab: Page, word: str) -> None:
    tab.goto("")
    tab.locator(".md-search__input").click()
    tab.keyboard.type(word)
    results = tab.locator(".md-search-result__list a.md-search-result__link")
    first = results.filter(has_text=re.compile(word, re.IGNORECASE)).first
    expect(first).to_be_visible(timeout=30_000)
    first.click()
    expect(tab.locator("main mark", has_text=re.compile(word, re.IGNORECASE)).first).to_be_visible()


def test_copy_buttons_copy_the_code(tab: Page) -> None:
    tab.goto(CHAPTER)
    tab.evaluate(MEASURE)
    ask(tab, "open")
    blocks = tab.locator("main .highlight:has(button[data-md-type=copy])")
    expect(blocks.first).to_be_attached()
    assert blocks.count() == tab.locator("main .highlight:has(pre > code)").count() > 5
    for block in blocks.all():
        block.locator("button[data-md-type=copy]").click()
        copied = tab.evaluate("navigator.clipboard.readText()")
        assert copied.strip() == (block.locator("pre > code").text_content() or "").strip()


# How a control looks, with what shows a hidden one: the label after it, the form around it.
WATCH = """() => {
  const look = (e) => {
    const s = getComputedStyle(e);
    return [s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineColor, s.boxShadow, s.width,
            s.backgroundColor, s.color, s.borderColor, s.opacity, s.textDecoration].join();
  };
  const shows = (e) => [e, e.nextElementSibling, e.form].filter(Boolean).map(look).join();
  const controls = measure.all("a[href], button, summary, input, label, [tabindex]");
  const before = new Map(controls.map((e) => [e, shows(e)]));
  window.reached = [];
  window.unseen = [];
  window.look = async () => {
    const here = document.activeElement;
    if (here === document.body || reached.includes(here)) return here === reached[0];
    reached.push(here);
    const { top, bottom, left, right } = here.getBoundingClientRect();
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth)
      unseen.push(`outside: ${measure.name(here)}`);
    const same = () => before.get(here) === shows(here);
    for (let turn = 0; turn < 25 && same(); turn++) await measure.settled();
    if (same()) unseen.push(`looks as before: ${measure.name(here)}`);
  };
}"""
NOT_REACHED = """() => {
  const tabs = (e) => e.tabIndex >= 0 && measure.onScreen(e) && !e.disabled;
  const controls = "a[href], button, summary, input:not(.md-option), label, [tabindex]";
  return measure.all(controls).filter((e) => tabs(e) && !reached.includes(e)).map(measure.name);
}"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_tab_key_visits_every_control_visibly(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(CHAPTER)
    tab.evaluate(MEASURE)
    ask(tab, "open")
    tab.wait_for_timeout(500)  # the scripts that make scrolling areas reachable wait for a pause
    tab.evaluate(WATCH)
    for _ in range(400):
        tab.keyboard.press("Tab")
        if tab.evaluate("look()"):
            break
    assert tab.evaluate("reached.length") > 40
    nothing(tab.evaluate(NOT_REACHED))
    nothing(tab.evaluate("unseen"))


def test_menu_and_search_open_by_keyboard_on_a_phone(tab: Page) -> None:
    tab.set_viewport_size({"width": NARROW, "height": 740})
    tab.goto(CHAPTER)
    tab.locator(".md-header__button[for=__search]").press("Enter")
    expect(tab.locator(".md-search__input")).to_be_focused()
    tab.keyboard.press("Escape")
    tab.locator(".md-header__button[for=__drawer]").press("Enter")
    part = tab.locator("label.md-nav__link[for^=__nav]:visible").last
    part.press("Enter")
    link = tab.locator(".md-nav--primary li li a.md-nav__link:visible").last
    goal = link.get_attribute("href") or ""
    link.press("Enter")
    tab.wait_for_url(re.compile(goal.removeprefix("../").strip("./") + "/$"))


# Every face of a font that comes to be usable; a style sheet read again brings its font anew.
FACES = """
globalThis.faces = [];
document.fonts.addEventListener("loadingdone", (event) => faces.push(...event.fontfaces));
"""


def test_style_sheet_and_its_font_are_read_once(new_tab: Page) -> None:
    """Read again, they let formulas stand in another font for a moment: lines move."""
    new_tab.add_init_script(FACES)
    new_tab.goto(CHAPTER)
    new_tab.wait_for_timeout(500)
    assert new_tab.evaluate("faces.length") == 1
    new_tab.locator(".md-nav--primary a.md-nav__link[href$='pytorch/jump/']").click()
    new_tab.wait_for_url("**/pytorch/jump/")
    new_tab.wait_for_timeout(500)
    assert new_tab.evaluate("faces.length") == 1
    assert new_tab.locator("link[rel=stylesheet]").count() == 1


def test_styles_and_places_are_found_less_often_than_a_page_has_blocks_of_code(
    new_tab: Page,
) -> None:
    wire = new_tab.context.new_cdp_session(new_tab)
    wire.send("Performance.enable")
    new_tab.goto("logistic/binary/")
    expect(new_tab.locator("main button[data-md-type=copy]").last).to_be_attached()
    new_tab.wait_for_timeout(300)
    metrics = {
        each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]
    }
    assert metrics["LayoutCount"] < new_tab.locator("main pre > code").count()
    assert metrics["RecalcStyleCount"] < new_tab.locator("main pre > code").count()


def test_instant_navigation_keeps_scripts_working(tab: Page, visits: Visits) -> None:
    tab.goto(CHAPTER)
    tab.evaluate("window.kept = true")
    link = tab.locator(".md-nav--primary a.md-nav__link[href$='pytorch/jump/']")
    link.click()
    tab.wait_for_url("**/pytorch/jump/")
    equation = visits.to("pytorch/jump/").equations[-1]
    expect(tab.locator(f"#{equation}")).to_be_visible()  # the address changes before the page
    assert tab.evaluate("window.kept"), "the page was loaded anew"
    tab.evaluate(MEASURE)
    assert ask(tab, "counts") == visits.to("pytorch/jump/").counts
    assert ask(tab, "colours") == visits.to("pytorch/jump/").light
    toolbars = tab.locator("main .md-code__nav")
    expect(toolbars.first).to_be_attached()
    assert len({bar.get_attribute("aria-label") for bar in toolbars.all()}) == toolbars.count()
    tab.locator("main button[data-md-type=copy]").first.click()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (tab.locator("main pre > code").first.text_content() or "").strip()
    tab.set_viewport_size({"width": NARROW, "height": 740})
    tab.wait_for_timeout(500)
    nothing(ask(tab, "unreachable"))
    nothing(tab.evaluate("measure.missed", equation))


def test_links_within_a_page_load_nothing_and_the_way_back_is_kept(
    new_tab: Page, visits: Visits
) -> None:
    first, *_, last = visits.to(CHAPTER).equations
    new_tab.goto(CHAPTER, wait_until="networkidle")
    new_tab.evaluate(MEASURE)
    asked: list[str] = []
    new_tab.on("request", lambda request: asked.append(request.url))
    new_tab.evaluate("scrollTo(0, 300)")
    for equation in (last, first):
        nothing(new_tab.evaluate("measure.missed", equation))
        new_tab.wait_for_timeout(500)  # longer than a page takes that is loaded anew, and moved
        nothing(new_tab.evaluate("measure.away", equation))
    new_tab.go_back()
    new_tab.wait_for_function("id => !measure.away(id).length", arg=last)
    new_tab.go_back()
    new_tab.wait_for_function("Math.abs(scrollY - 300) < 2")
    assert [url for url in asked if "favicon" not in url] == []


def test_page_becomes_paper(tab: Page) -> None:
    """The print itself; test_pages.py looks at every page as it is laid out for paper."""
    tab.goto(CHAPTER)
    paper = tab.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "1cm"))
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", paper)) > 2
