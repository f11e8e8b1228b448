"""What a reader does with the steppers of the two modes; what is seen and heard at each step."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from literate.moments import Moment, moments
from snippets.example import f
from snippets.trace import trace
from tests.browser.test_pages import nothing
from tests.browser.visits import MEASURE, ask
from tests.site.project import ADDRESS

RUN = trace(f, -0.7, 1.3)
STEPS = {
    "forward/": moments(RUN.forward_walk((1, 0)), 6),
    "reverse/": moments(RUN.reverse_walk(), 6),
}
both = pytest.mark.parametrize("page", STEPS)
PLAYING = {"name": "Pause"}
# Text that is seen, without the LaTeX that formulas carry along.
SEEN = """(element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest("annotation") &&
        node.parentElement.checkVisibility({ visibilityProperty: true })) text += node.data;
  return text;
}"""
# Everything of a stepper that has a place, and where that is. A number that is lit is bolder.
BOXES = """() => [...document.querySelectorAll(".stepper, .stepper *, .stepper ~ *")]
  .filter((e) => !e.closest(".moment, [role=status], .trouble") && !e.matches("svg *"))
  .map((e) => [e.tagName, ...Object.values(e.getBoundingClientRect().toJSON()).map(Math.round)])"""


def opened(tab: Page, page: str, query: str = "") -> Locator:
    tab.goto(f"{page}{query}")
    expect(tab.locator(".stepper.steps")).to_be_attached()
    return tab.locator(".stepper")


def seen(part: Locator) -> str:
    return str(part.evaluate(SEEN))


def at(tab: Page) -> str:
    """The step that is shown."""
    (name,) = tab.locator(".moment:visible").evaluate_all(
        "all => all.filter((e) => getComputedStyle(e).visibility === 'visible')"
        ".map((e) => e.dataset.step)"
    )
    return str(name)


def click_here(tab: Page) -> None:
    """Press the button of a mouse that does not move."""
    tab.mouse.down()
    tab.mouse.up()


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


# All that a stepper shows at the moment. Of text, what is seen, without the LaTeX of formulas.
LOOK = """(seen) => {
  const stepper = document.querySelector(".stepper");
  const all = (selector) => [...stepper.querySelectorAll(selector)];
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });
  return {
    moments: all(".moment").filter(visible).map((e) => e.dataset.step),
    rows: all("tr.lit").map((e) =>
      [e.getAttribute("aria-current"), seen(e.querySelector("th")), seen(e)]),
    cells: all(".cell.lit").map((e) => [[...e.classList], e.parentElement.dataset.node, seen(e)]),
    arrows: all(".lit-edge.lit").map((e) => e.parentElement.dataset.edge).sort(),
    formula: all(".moment.lit").map(seen).join(),
    valued: stepper.querySelector("[type=range]").getAttribute("aria-valuetext"),
    said: stepper.querySelector("[role=status]").textContent,
    address: new URL(location).searchParams.get("step"),
  };
}"""


def shows(tab: Page, moment: Moment) -> dict[str, Any]:
    """The row, the node, the arrows, the formula, the sentence and the slider are at one step."""
    look: dict[str, Any] = tab.evaluate(f"({LOOK})({SEEN})")
    assert look["moments"] == [moment.name]
    ((current, number, text),) = look["rows"]
    assert (current, number) == ("step", str(moment.row + 1))
    ((kinds, node, value),) = look["cells"]
    assert moment.kind in kinds
    assert node == moment.node
    assert value.endswith(moment.shown)
    assert look["arrows"] == sorted(">".join(arrow) for arrow in moment.arrows)
    assert moment.shown in look["formula"]
    if moment.whole:
        assert text.endswith(moment.shown)
    assert look["valued"] == f"Step {moment.name}"
    return look


@both
def test_next_and_previous_go_through_every_step(tab: Page, page: str) -> None:
    opened(tab, page)
    steps = STEPS[page]
    shows(tab, steps[0])
    tab.get_by_role("button", name="Next step").hover()
    for moment in steps[1:]:
        click_here(tab)
        look = shows(tab, moment)
        assert look["said"] == moment.said
        assert look["address"] == moment.name
    assert tab.get_by_role("button", name="Next step").get_attribute("aria-disabled") == "true"
    tab.get_by_role("button", name="Previous step").hover()
    for moment in steps[-2::-1]:
        click_here(tab)
        assert at(tab) == moment.name
    shows(tab, steps[0])


@both
def test_first_and_last(tab: Page, page: str) -> None:
    opened(tab, page)
    press(tab, "Last step")
    shows(tab, STEPS[page][-1])
    press(tab, "First step")
    shows(tab, STEPS[page][0])


def test_slider_by_mouse_and_by_keyboard(tab: Page) -> None:
    opened(tab, "forward/")
    slider = tab.get_by_role("slider", name="Step")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    tab.mouse.click(box["x"] + box["width"] * 7.05 / 11, box["y"] + box["height"] / 2)
    assert at(tab) == "8"
    for key, step in [("ArrowRight", "9"), ("ArrowLeft", "8"), ("Home", "1"), ("End", "12")]:
        tab.keyboard.press(key)
        assert at(tab) == step
    shows(tab, STEPS["forward/"][-1])


def test_buttons_by_keyboard(tab: Page) -> None:
    opened(tab, "reverse/")
    tab.get_by_role("button", name="First step").focus()
    for key, step in [("Tab", "1"), ("Tab", "1"), ("Tab", "1"), ("Enter", "2"), ("Space", "3a")]:
        tab.keyboard.press(key)
        assert at(tab) == step
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert at(tab) == "8"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.type") == "range"


def test_arrow_keys_home_and_end_within_the_stepper_alone(tab: Page) -> None:
    stepper = opened(tab, "reverse/")
    tab.keyboard.press("ArrowRight")
    assert at(tab) == "1"
    stepper.get_by_role("link", name="4", exact=True).focus()
    for key, step in [("ArrowRight", "2"), ("End", "8"), ("ArrowLeft", "8b"), ("Home", "1")]:
        tab.keyboard.press(key)
        assert at(tab) == step
    tab.keyboard.press("Alt+ArrowRight")
    assert at(tab) == "1"


def test_paths_into_a_shared_node_are_seen_to_add(tab: Page) -> None:
    stepper = opened(tab, "reverse/", "?step=3a")
    adjoints = RUN.adjoints()
    through = {edge[:2]: edge.value * adjoints[edge.step] for edge in RUN.edges}
    first, second = through["z_4", "z_5"], through["z_4", "z_6"]
    number = stepper.locator("[data-node=z_4] .cell.adjoint text.value")
    sums = []
    for lit in (["z_4>z_5"], ["z_4>z_6"], ["z_4>z_5", "z_4>z_6"]):
        arrows = stepper.locator(".lit-edge.lit")
        assert arrows.evaluate_all("all => all.map((e) => e.parentElement.dataset.edge)") == lit
        terms = stepper.locator(".moment.lit .term[class*=way-]")
        looks = "all => [...new Set(all.map((e) => getComputedStyle(e).borderBottomStyle))]"
        assert len(terms.evaluate_all(looks)) == len(lit), "each path has a look of its own"
        sums.append("".join(map(seen, number.all())).replace("−", "-"))
        press(tab, "Next step")
    assert sums == [f"{first:.6f}", *[f"{first + second:.6f}"] * 2]


def test_numbers_of_later_steps_are_not_on_the_graph_yet(tab: Page) -> None:
    stepper = opened(tab, "forward/", "?step=4")
    shown = {
        node: seen(stepper.locator(f"[data-node={node}]")) for node in ("w_1", "z_2", "z_3", "z_6")
    }
    assert shown == {
        "w_1": "w1−0.7w11",
        "z_2": "z20.239316z2−4.692775",
        "z_3": "z3z3",
        "z_6": "z6z6",
    }
    assert "1.719244" in seen(stepper.locator("table")), "the table is whole"


def test_play_goes_on_by_itself_until_it_is_paused(new_tab: Page) -> None:
    new_tab.clock.install()
    opened(new_tab, "forward/")
    new_tab.clock.pause_at("2099-01-01")
    press(new_tab, "Play")
    expect(new_tab.get_by_role("button", **PLAYING)).to_be_visible()
    assert at(new_tab) == "2"
    new_tab.clock.run_for(2000)
    assert at(new_tab) == "3"
    press(new_tab, "Pause")
    new_tab.clock.run_for(60_000)
    shows(new_tab, STEPS["forward/"][2])
    press(new_tab, "Play")
    press(new_tab, "Next step")
    new_tab.clock.run_for(60_000)
    assert at(new_tab) == "5", "who steps by hand is not carried on"
    press(new_tab, "Play")
    new_tab.clock.run_for(60_000)
    shows(new_tab, STEPS["forward/"][-1])
    expect(new_tab.get_by_role("button", **PLAYING)).to_have_count(0)
    press(new_tab, "Play")
    assert at(new_tab) == "1", "from the end it starts anew"


def test_less_motion_is_slower_and_without_transitions(new_tab: Page) -> None:
    new_tab.emulate_media(reduced_motion="reduce")
    new_tab.clock.install()
    stepper = opened(new_tab, "forward/")
    new_tab.clock.pause_at("2099-01-01")
    press(new_tab, "Play")
    new_tab.clock.run_for(3900)
    assert at(new_tab) == "2"
    new_tab.clock.run_for(200)
    assert at(new_tab) == "3"
    press(new_tab, "Pause")
    arrow = stepper.locator(".lit-edge").first
    assert arrow.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


@pytest.mark.parametrize(("page", "step"), [("forward/", "7"), ("reverse/", "8b")])
def test_link_with_a_step_shows_it_and_scrolls_nowhere(tab: Page, page: str, step: str) -> None:
    opened(tab, page, f"?step={step}")
    shows(tab, next(moment for moment in STEPS[page] if moment.name == step))
    assert tab.evaluate("scrollY") == 0
    assert tab.locator(".stepper .trouble").text_content() == ""
    assert tab.locator(".stepper [role=status]").text_content() == ""


def test_malformed_step_is_told_and_the_first_is_shown(new_tab: Page) -> None:
    thrown: list[object] = []
    new_tab.on("pageerror", lambda error: thrown.append(error))
    told = r"^The address asks for step “.{0,21}”, which is not one of the steps 1 to 12 here; "
    for step in ("0", "13", "7.5", "3a", "", "x" * 5000, "<img src=x>", "__proto__", "%ff"):
        opened(new_tab, "forward/", f"?step={step}")
        assert at(new_tab) == "1"
        for place in (".trouble", "[role=status]"):
            expect(new_tab.locator(f".stepper {place}")).to_have_text(re.compile(told))
            assert new_tab.locator(f".stepper {place} *").count() == 0
        expect(new_tab.locator(".stepper .hint")).to_be_hidden()
    shows(new_tab, STEPS["forward/"][0])
    press(new_tab, "Next step")
    expect(new_tab.locator(".stepper .trouble")).to_have_text("")
    assert new_tab.evaluate("new URL(location).searchParams.get('step')") == "2"
    assert thrown == []


def test_link_to_a_row_leads_to_its_step(tab: Page) -> None:
    opened(tab, "forward/")
    tab.locator("main p a[href$='#dot-z_4']").first.click()
    expect(tab.locator(".moment.lit")).to_have_attribute("data-step", "8")
    expect(tab.locator("#dot-z_4")).to_be_in_viewport()
    shows(tab, STEPS["forward/"][7])
    opened(tab, "reverse/", "#bar-z_1")
    shows(tab, next(moment for moment in STEPS["reverse/"] if moment.name == "6"))
    expect(tab.locator("#bar-z_1")).to_be_in_viewport()


def test_steppers_work_after_instant_navigation_and_stop_when_left(new_tab: Page) -> None:
    new_tab.clock.install()
    new_tab.goto("forward/")
    expect(new_tab.locator(".stepper.steps")).to_be_attached()
    new_tab.evaluate("window.kept = true")
    press(new_tab, "Play")
    new_tab.locator(".md-nav--primary a.md-nav__link[href$='reverse/']").click()
    new_tab.wait_for_url("**/reverse/")
    expect(new_tab.locator(".stepper.adjoint.steps")).to_be_attached()
    assert new_tab.evaluate("window.kept"), "the page was loaded anew"
    new_tab.clock.run_for(30_000)
    shows(new_tab, STEPS["reverse/"][0])
    assert new_tab.evaluate("location.search") == ""
    press(new_tab, "Next step")
    shows(new_tab, STEPS["reverse/"][1])
    new_tab.go_back()
    expect(new_tab.locator(".stepper.tangent.steps")).to_be_attached()
    expect(new_tab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert new_tab.evaluate("new URL(location).searchParams.get('step')") == at(new_tab)


# Steps through to the end: the name of each step, and whether anything is elsewhere than before.
MOVED = """async (boxes) => {
  const places = () => JSON.stringify(boxes());
  const [next, before, found] = [document.querySelector("[data-do=next]"), places(), []];
  for (const _ of [...document.querySelectorAll(".stepper .moment")].slice(1)) {
    next.click();
    await measure.settled();
    const lit = document.querySelector(".stepper .moment.lit").dataset.step;
    found.push([lit, places() !== before]);
  }
  return found;
}"""


@both
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves(tab: Page, page: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    opened(tab, page)
    tab.evaluate(MEASURE)
    assert len(tab.evaluate(BOXES)) > 100
    stepped = tab.evaluate(f"({MOVED})({BOXES})")
    assert stepped == [[step.name, False] for step in STEPS[page][1:]]
    nothing(ask(tab, "shifts"))


@both
def test_script_moves_nothing_when_it_starts(new_tab: Page, page: str) -> None:
    """As without it, but that the controls of a page without scripts have no room."""
    opened(new_tab, page)
    with_script = settled(new_tab)
    new_tab.route("**/assets/stepper.js", lambda route: route.fulfill(body=""))
    new_tab.goto(page)
    without = settled(new_tab)
    expect(new_tab.locator(".stepper.steps")).to_have_count(0)
    assert with_script == without


def settled(tab: Page) -> Any:
    """Where everything is once fonts are there."""
    tab.evaluate("document.fonts.ready")
    tab.evaluate(MEASURE)
    ask(tab, "settled")
    return tab.evaluate(BOXES)


@both
def test_controls_are_large_enough_for_a_finger(tab: Page, page: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    stepper = opened(tab, page)
    controls = stepper.locator(".controls :is(button, input)").all()
    assert len(controls) == 6
    for control in controls:
        box = control.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    wide = stepper.locator("[data-step] .term").evaluate_all(
        "all => all.filter((e) => e.getBoundingClientRect().right > innerWidth)"
        ".map((e) => `${e.closest('[data-step]').dataset.step}: ${e.textContent}`)"
    )
    assert wide == []


# axe reads the whole page, whatever it is asked about; test_pages.py asks about all of it.
ALONE = """() =>
  document.querySelectorAll("article > :not(.stepper, :has(.stepper)), nav, footer")
    .forEach((e) => e.remove())"""
FOUND = """async () => {
  const options = { resultTypes: ["violations"], iframes: false, preload: false };
  return (await axe.run(".stepper", options)).violations.map((violation) => violation.id);
}"""


@both
def test_axe_finds_nothing_at_any_look(tab: Page, page: str) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    opened(tab, page)
    tab.evaluate(AXE_SCRIPT)
    tab.evaluate(ALONE)
    for step in STEPS[page][2:4]:
        while at(tab) != step.name:
            press(tab, "Next step")
        assert tab.evaluate(FOUND) == []


@both
def test_table_and_graph_are_whole_without_a_script(browser: Browser, page: str) -> None:
    context = browser.new_context(base_url=ADDRESS, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{page}?step=3")
    expect(tab.locator(".stepper .controls")).to_be_hidden()
    expect(tab.locator(".stepper .now")).to_be_hidden()
    whole(tab, STEPS[page])
    context.close()


@both
def test_paper_has_the_whole_table_and_the_whole_graph(tab: Page, page: str) -> None:
    stepper = opened(tab, page, "?step=2")
    tab.emulate_media(media="print")
    expect(stepper.locator(".controls")).to_be_hidden()
    expect(stepper.locator(".now")).to_be_hidden()
    whole(tab, STEPS[page])
    lit = stepper.locator("tr.lit").evaluate("e => getComputedStyle(e).boxShadow")
    assert lit == "none"


def whole(tab: Page, steps: list[Moment]) -> None:
    """Every number is seen, once in the table and once in its node; nothing is lit."""
    rows = tab.locator(".stepper tbody tr:visible")
    ends = {moment.row: moment for moment in steps}
    assert rows.count() == len(ends)
    for row, moment in zip(rows.all(), ends.values(), strict=True):
        assert seen(row).endswith(moment.shown)
        cell = tab.locator(f".stepper [data-node={moment.node}] .cell.{moment.kind}")
        assert seen(cell).removeprefix(moment.node.replace("_", "")) == moment.shown
        assert cell.locator("rect").evaluate("e => getComputedStyle(e).fill") == "none"
    opaque = "all => all.filter((e) => getComputedStyle(e).opacity !== '0').length"
    assert tab.locator(".lit-edge").evaluate_all(opaque) == 0
