"""What a reader does on the page of the playground, with Python in the browser, started once."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from playground.answer import answer
from tests.browser.limits import NARROW
from tests.browser.shut import needed
from tests.browser.test_pages import nothing
from tests.playground.typed import FINE, MISTAKES
from tests.site.project import ADDRESS

PAGE = "playground/"
LINK = f"{PAGE}?f=sin(x*y)/x&at=x:0.5,y:-2&along=y&step=1e-4"
# What is shown, as text; the size of a rounding error is not compared: it is the processor's.
SHOWN = (
    """() => [...document.querySelectorAll(".playground .pieces > *")].map((e) => e.textContent)"""
)
AS_TEXT = """(html) => {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  body.querySelectorAll("a").forEach((a) => a.remove());
  return [...body.children].map((e) => e.textContent);
}"""
ROUNDING = re.compile(r"\d(?:\.\d+)?e[−-]\d\d")
DONE = """() => /result|error/.test(document.querySelector(".playground").dataset.state)"""


class Reader:
    """A reader at the page."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.source = tab.get_by_role("textbox", name="Function of one to four inputs")
        self.start = tab.locator(".playground .start")
        self.stop = tab.get_by_role("button", name="Stop")
        self.status = tab.locator(".playground .go output")
        self.error = tab.locator(".playground .error")
        self.old = tab.locator(".playground .old")

    def number(self, name: str) -> object:
        return self.tab.get_by_role("textbox", name=name, exact=True)

    def run(self) -> None:
        """By keyboard, and wait for what comes."""
        self.source.press("Control+Enter")
        self.tab.wait_for_function(DONE, timeout=60_000)

    def type(self, source: str, inputs: dict[str, str] | None = None) -> None:
        self.source.fill(source)
        self.run()
        for name, value in (inputs or {}).items():
            field = self.tab.get_by_role("textbox", name=name, exact=True)
            if field.count():
                field.fill(value)
        if inputs:
            self.run()

    def shown(self) -> list[str]:
        return [ROUNDING.sub("…", text) for text in self.tab.evaluate(SHOWN)]

    def expected(self, **question: object) -> list[str]:
        told = json.loads(answer(json.dumps(question)))
        assert "error" not in told, told["error"]
        texts = self.tab.evaluate(AS_TEXT, told["html"])
        return [ROUNDING.sub("…", text) for text in texts]


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Reader]:
    """Came by a link, read it, started Python."""
    needed()
    permissions = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(base_url=ADDRESS, permissions=permissions)
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    console: list[str] = []
    tab.on("console", lambda said: console.append(said.text))
    tab.on("pageerror", lambda error: console.append(str(error)))
    tab.on("dialog", lambda dialog: console.append(f"dialog {dialog.message}"))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(LINK, wait_until="networkidle")
    reader = Reader(tab)
    expect(reader.source).to_have_value("sin(x*y)/x")
    expect(reader.status).to_contain_text("has not been run")
    expect(reader.old).to_contain_text("not of the function in the editor")
    expect(reader.number("x")).to_have_value("0.5")  # type: ignore[arg-type]
    assert not [url for url in asked if "/runtime/" in url or "sandbox" in url], asked
    reader.start.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".playground")).to_have_attribute("data-state", "loading")
    tab.wait_for_function(DONE, timeout=60_000)
    assert [url for url in asked if "/runtime/" in url]
    yield reader
    nothing(console)
    context.close()


@pytest.fixture
def fresh(reader: Reader) -> Iterator[Reader]:
    """The example, evaluated; whatever a test does, the page answers afterwards."""
    reader.tab.get_by_role("combobox", name="Example").select_option("A short expression")
    reader.run()
    yield reader
    reader.type("x*x", {"x": "3"})
    expect(reader.status).to_have_text("f(3) = 9; derivative 6 by x; 1 step.")
    expect(reader.old).to_be_hidden()


def test_link_is_evaluated_once_it_is_started(reader: Reader) -> None:
    expect(reader.old).to_be_hidden()
    inputs = {"x": "0.5", "y": "-2"}
    assert reader.shown() == reader.expected(
        source="sin(x*y)/x", inputs=inputs, along="y", step="1e-4"
    )
    expect(reader.tab.get_by_role("radio", name="plot").nth(1)).to_be_checked()


@pytest.mark.parametrize(("source", "inputs", "said"), FINE, ids=range(len(FINE)))
def test_functions_show_what_python_computes(
    reader: Reader, source: str, inputs: dict[str, str], said: str
) -> None:
    told = json.loads(answer(json.dumps({"source": source, "inputs": inputs})))
    reader.type(source, told["names"] | inputs)
    expect(reader.error).to_be_empty()
    expect(reader.status).to_contain_text(said)
    names = reader.tab.locator(".playground legend").all_inner_texts()
    values = [f.input_value() for f in reader.tab.locator(".playground [name=value]").all()]
    along = reader.tab.locator(".playground [name=along]:checked").input_value()
    step = reader.tab.locator(".playground [name=step]").input_value()
    asked = dict(zip(names, values, strict=True))
    assert reader.shown() == reader.expected(source=source, inputs=asked, along=along, step=step)


@pytest.mark.parametrize(("source", "inputs", "words"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_give_one_sentence_and_keep_the_last_result(
    reader: Reader, source: str, inputs: dict[str, str], words: str
) -> None:
    reader.type("x*x", {"x": "3"})
    if inputs:  # it is the number that is wrong
        reader.type(source)
    before = reader.shown()
    reader.type(source, inputs)
    expect(reader.error).to_contain_text(words)
    expect(reader.error).to_have_text(re.compile(r"^[^\n]{10,500}\.$"))
    expect(reader.old).to_be_visible()
    assert reader.source.get_attribute("aria-invalid") == "true"
    assert reader.shown() == before


def test_controls_work_by_keyboard(fresh: Reader) -> None:
    tab = fresh.tab
    slider = tab.get_by_role("slider", name="x, slider")
    slider.press("ArrowRight")
    expect(fresh.number("x")).to_have_value("1.31")  # type: ignore[arg-type]
    expect(fresh.status).to_contain_text("f(1.31, 0.7)")
    tab.get_by_role("radio", name="plot").first.press("ArrowDown")
    expect(tab.locator(".playground figcaption").first).to_contain_text("derivative by y")
    fresh.source.focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "value", "Tab leaves the editor"
    tab.keyboard.type("2")
    expect(fresh.status).to_contain_text("f(2, 0.7)")


def test_controls_work_by_mouse(fresh: Reader) -> None:
    tab = fresh.tab
    box = tab.get_by_role("slider", name="y, slider").bounding_box()
    assert box
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    value = tab.get_by_role("textbox", name="y", exact=True)
    assert abs(float(value.input_value())) < 0.2
    expect(fresh.status).to_contain_text(f"f(1.3, {value.input_value().replace('-', '−')})")
    tab.get_by_role("combobox", name="Example").select_option("The running example")
    expect(fresh.status).to_contain_text("f(−0.7, 1.3) = 223.7712697")
    tab.locator(".playground summary").first.click()
    expect(tab.locator(".playground details").first).to_have_attribute("open", "")
    fresh.run()
    expect(tab.locator(".playground details").first).to_have_attribute("open", "")


def test_result_follows_the_keys(fresh: Reader) -> None:
    fresh.source.fill("")
    fresh.source.press_sequentially("cos(x)", delay=5)
    expect(fresh.status).to_contain_text("f(1.3) = 0.2674988286")
    expect(fresh.tab.locator(".playground fieldset")).to_have_count(1)


def test_link_carries_what_is_shown(fresh: Reader) -> None:
    fresh.type("exp(-a*a) + b", {"a": "-1.5", "b": "2e3"})
    fresh.tab.get_by_role("button", name="Copy link").click()
    expect(fresh.status).to_have_text("The link is copied.")
    link = fresh.tab.evaluate("navigator.clipboard.readText()")
    assert link == f"{ADDRESS}{PAGE}?f=exp(-a*a)+%2B+b&at=a:-1.5,b:2e3&along=a&step=1e-4"
    expect(fresh.tab).to_have_url(link)
    came = fresh.tab.context.new_page()
    came.goto(link)
    expect(Reader(came).source).to_have_value("exp(-a*a) + b")
    assert came.locator(".playground [name=value]").nth(1).input_value() == "2e3"
    assert came.locator("iframe").count() == 0
    came.close()


def test_endless_loop_is_stopped_in_time(fresh: Reader) -> None:
    fresh.tab.locator(".playground").evaluate("root => { root.dataset.seconds = 1 }")
    fresh.type("def f(x):\n    while True:\n        pass")
    expect(fresh.error).to_contain_text("Python was stopped: it had no answer within 1 s.")
    fresh.tab.locator(".playground").evaluate("root => { root.dataset.seconds = 5 }")


def test_endless_loop_is_stopped_by_hand(fresh: Reader) -> None:
    fresh.source.fill("def f(x):\n    while True:\n        pass")
    fresh.source.press("Control+Enter")
    fresh.stop.click()
    expect(fresh.status).to_have_text("Stopped.")
    expect(fresh.stop).to_be_disabled()
    expect(fresh.old).to_be_visible()


def test_newest_question_wins(fresh: Reader) -> None:
    """A slider asks more often than Python answers."""
    slider = fresh.tab.get_by_role("slider", name="x, slider")
    for _ in range(40):
        slider.press("ArrowRight")
    expect(fresh.status).to_contain_text("f(1.7, 0.7)")
    expect(fresh.tab.locator(".playground .answer code")).to_have_text("f(x = 1.7, y = 0.7)")


# A reader moves the slider in the very moment in which an answer has come.
MOVED = """() => {
  const parse = JSON.parse;
  JSON.parse = (text) => {
    JSON.parse = parse;
    const slider = document.querySelector(".playground [name=slider]");
    slider.focus();
    slider.value = 2;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return parse(text);
  };
}"""


def test_an_answer_undoes_nothing_that_was_moved_meanwhile(fresh: Reader) -> None:
    fresh.tab.evaluate(MOVED)
    fresh.tab.get_by_role("slider", name="x, slider").press("ArrowRight")
    expect(fresh.status).to_contain_text("f(2, 0.7)")


FORGED = """import playground.answer as engine
engine.shown_result = lambda found: (
    '<p>forged</p><img src=x onerror="document.title=1"><script>document.title=2</script>'
    '<a href="https://elsewhere.test">here</a><p onclick="alert(1)" style="position:fixed">x</p>')
def f(x):
    return x"""


def test_forged_answer_is_shown_as_harmless_text(fresh: Reader) -> None:
    title = fresh.tab.title()
    fresh.type(FORGED)
    pieces = fresh.tab.locator(".playground .pieces")
    expect(pieces).to_have_text("forgedx")
    assert pieces.evaluate("e => e.innerHTML") == "<p>forged</p><p>x</p>"
    assert fresh.tab.title() == title
    fresh.source.fill("def f(x):\n    while True:\n        pass")
    fresh.source.press("Control+Enter")
    fresh.stop.click()  # and with that, what was changed in there is gone


def test_leaving_the_page_ends_python(reader: Reader) -> None:
    tab = reader.tab
    reader.type("x*x", {"x": "3"})
    assert tab.locator("iframe").count() == 1
    tab.evaluate("window.kept = true")
    tab.locator(".md-nav--primary a.md-nav__link[href$='trace/']").first.evaluate("a => a.click()")
    tab.wait_for_url("**/trace/")
    expect(tab.locator("iframe")).to_have_count(0)
    tab.locator(f".md-nav--primary a.md-nav__link[href$='{PAGE}']").evaluate("a => a.click()")
    tab.wait_for_url(f"**/{PAGE}")
    assert tab.evaluate("window.kept"), "the page was loaded anew"
    reader.start.click()
    tab.wait_for_function(DONE, timeout=60_000)
    expect(reader.status).to_contain_text("f(1.3, 0.7) = 0.607310569")


def test_touch_targets_are_large_enough_on_a_phone(tab: Page) -> None:
    needed()
    tab.set_viewport_size({"width": NARROW, "height": 740})
    tab.goto(PAGE)
    controls = tab.locator(".playground .controls :is(button, select, input, textarea)")
    assert controls.count() > 8
    small = [
        f"{control.get_attribute('name')}: {box['height']:.0f} px"
        for control in controls.all()
        if (box := control.bounding_box()) and box["height"] < 44
    ]
    nothing(small)
