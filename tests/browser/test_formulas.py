"""What the scripts add to formulas, and rows and figures that a reader picks out."""

import csv
import io
import math

import pytest
from playwright.sync_api import Locator, Page

from literate.plotted import number
from tests.site.pages import figures

T1 = r"z_t = \varphi_t(z_{o_1}, z_{o_2}, \dots),"
SELECT = """(element) => {
  const range = document.createRange();
  range.setStart(element.previousElementSibling, 0);
  range.setEndAfter(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
# Where the decimal points of each column stand, in pixels.
POINTS = """() => [...document.querySelectorAll("table.run")].flatMap((table) => {
  const columns = {};
  for (const cell of table.querySelectorAll("tbody .number")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (!text.data.includes(".")) continue;
      const range = document.createRange();
      range.setStart(text, text.data.indexOf("."));
      range.setEnd(text, text.data.indexOf(".") + 1);
      (columns[cell.cellIndex] ??= []).push(range.getBoundingClientRect().left);
    }
  }
  return Object.values(columns);
})"""


# The signs that stand below the formula which they follow.
DROPPED = """() => [...document.querySelectorAll("main math:not([display])")].flatMap((formula) => {
  const after = formula.nextSibling;
  if (after?.nodeType !== Node.TEXT_NODE || !/^[.,;:?!)]/.test(after.data)) return [];
  const range = document.createRange();
  range.setStart(after, 0);
  range.setEnd(after, 1);
  const below = range.getBoundingClientRect().top > formula.getBoundingClientRect().bottom;
  return below ? [formula.parentElement.closest("p, li").textContent] : [];
})"""


def copied(tab: Page) -> str:
    return str(tab.evaluate("navigator.clipboard.readText()"))


def press_copy_button(tab: Page, equation: str) -> None:
    """Move onto the equation, which shows the button, and from there onto the button."""
    tab.locator(equation).evaluate("(equation) => equation.scrollIntoView({block: 'center'})")
    tab.hover(equation)
    box = tab.locator(f"{equation} .copy-latex").bounding_box()
    assert box
    assert box["height"] >= 24
    tab.mouse.move(box["x"] + 9, box["y"] + box["height"] - 2)
    tab.mouse.click(box["x"] + 9, box["y"] + 9)
    tab.get_by_text("Copied", exact=True).wait_for()


@pytest.fixture
def preview(tab: Page) -> Locator:
    return tab.locator("#equation-preview")


@pytest.mark.parametrize("page", ["second/", "logistic/binary/", "labs/crazy-answer/"])
def test_no_line_begins_with_the_full_stop_of_a_formula(tab: Page, page: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(page)
    assert tab.evaluate(DROPPED) == []


def test_copied_text_holds_the_latex_of_its_formulas(tab: Page) -> None:
    tab.goto("trace/")
    tab.locator("#eq-T1").evaluate(SELECT)
    tab.keyboard.press("Control+c")
    text = copied(tab)
    assert text.startswith("Every step uses only inputs and steps above it.")
    assert r"with $\varphi_t$ for the operation of step $t$, and $o_1, o_2, \dots$ for" in text
    assert text.endswith(f"every step has the form\n\n$$\n{T1}\n$$")


def test_part_of_a_formula_is_copied_as_all_of_it(tab: Page) -> None:
    tab.goto("trace/")
    tab.locator("#eq-T1 mi").first.evaluate("(part) => getSelection().selectAllChildren(part)")
    tab.keyboard.press("Control+c")
    assert copied(tab) == f"$$\n{T1}\n$$"


def test_copied_table_keeps_its_columns(tab: Page) -> None:
    tab.goto("trace/")
    tab.locator("table:has(#z_4)").evaluate("(table) => getSelection().selectAllChildren(table)")
    tab.keyboard.press("Control+c")
    lines = copied(tab).split("\n")
    assert lines[0] == "step\tformula\tvalue"
    assert lines[4] == "$z_4$\t$3 z_1 - z_3$\t−15.079123"


def test_text_without_formulas_is_copied_by_the_browser(tab: Page) -> None:
    tab.goto("trace/")
    tab.locator("h1").evaluate("(title) => getSelection().selectAllChildren(title.firstChild)")
    tab.evaluate("navigator.clipboard.writeText('before')")
    tab.locator("#by-hand").evaluate("(title) => getSelection().selectAllChildren(title)")
    tab.keyboard.press("Control+c")
    assert copied(tab).startswith("One row by hand")


def test_button_copies_one_formula(tab: Page) -> None:
    tab.goto("trace/")
    assert tab.locator(".equation").count() == tab.locator(".equation > .copy-latex").count() > 1
    press_copy_button(tab, "#eq-T1")
    assert copied(tab) == T1
    assert tab.locator(".unseen[role=status]").text_content() == "Copied: LaTeX of equation (T1)"


def test_button_is_reached_by_the_keyboard_and_seen_then(tab: Page) -> None:
    tab.goto("trace/")
    button = tab.get_by_role("button", name="Copy LaTeX of equation (T1)")
    assert button.evaluate("(button) => getComputedStyle(button).opacity") == "0"
    tab.locator("#eq-T1 .formula").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert button.evaluate("(button) => button === document.activeElement")
    assert button.evaluate("(button) => getComputedStyle(button).opacity") == "1"
    tab.keyboard.press("Enter")
    tab.get_by_text("Copied", exact=True).wait_for()
    assert copied(tab) == T1


def test_scripts_work_after_instant_navigation(tab: Page, preview: Locator) -> None:
    tab.goto("trace/")
    tab.evaluate("window.stayed = true")
    tab.locator("nav.md-nav--primary").get_by_role("link", name="Reverse mode").click()
    tab.wait_for_url("**/reverse/")
    tab.locator("#eq-R1 .copy-latex").wait_for(state="attached")
    assert tab.evaluate("window.stayed")
    assert tab.locator("#eq-R1 .copy-latex").count() == 1
    press_copy_button(tab, "#eq-R1")
    assert copied(tab).startswith(r"dz_t = \sum_{s \text{ is an operand of } t}")
    tab.locator("a.eqref[href$='#eq-R1']").first.hover()
    preview.wait_for()


@pytest.mark.parametrize(
    ("page", "link", "shown"),
    [("reverse/", "#eq-2", "dz6dzt=∑"), ("reference/source-map/", "trace/#eq-1", "f(w1,w2)=[sin")],
)
def test_reference_shows_its_equation(
    tab: Page, preview: Locator, page: str, link: str, shown: str
) -> None:
    tab.goto(page)
    reference = tab.locator(f"a.eqref[href$='{link}']").first
    assert not preview.is_visible()
    reference.hover()
    preview.wait_for()
    assert "".join((preview.text_content() or "").split()).startswith(shown)
    assert reference.get_attribute("aria-describedby") == preview.get_attribute("id")
    assert preview.get_attribute("role") == "tooltip"
    # The pointer may move onto it, where it stays; it goes when the pointer leaves.
    preview.hover()
    tab.wait_for_timeout(400)
    assert preview.is_visible()
    tab.mouse.move(2, 400)
    preview.wait_for(state="hidden")
    assert reference.get_attribute("aria-describedby") is None


def test_escape_dismisses_the_equation_and_focus_stays(tab: Page, preview: Locator) -> None:
    tab.goto("reverse/")
    reference = tab.locator("a.eqref").first
    reference.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    preview.wait_for()
    tab.wait_for_timeout(400)
    assert preview.is_visible(), "as long as the focus is on its reference"
    tab.keyboard.press("Escape")
    preview.wait_for(state="hidden")
    assert reference.evaluate("(link) => link === document.activeElement")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    preview.wait_for()
    tab.keyboard.press("Tab")
    preview.wait_for(state="hidden")


# Has the pointer on each reference in turn: its text, and the sides of the equation that shows.
SIDES = """() => {
  const references = [...document.querySelectorAll("a.eqref")].filter((e) => e.checkVisibility());
  return references.map((reference) => {
    reference.scrollIntoView({ block: "nearest" });
    const over = { bubbles: true, pointerType: "mouse" };
    reference.dispatchEvent(new PointerEvent("pointerover", over));
    const preview = document.getElementById(reference.getAttribute("aria-describedby"));
    const { left, right } = preview.getBoundingClientRect();
    const width = document.documentElement.scrollWidth;
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    return [reference.textContent, left, right, width];
  });
}"""


@pytest.mark.parametrize("page", ["logistic/multiclass/", "reference/source-map/"])
def test_equations_fit_into_a_narrow_window(tab: Page, page: str) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(page)
    shown = tab.evaluate(SIDES)
    assert len(shown) > 5
    for reference, left, right, width in shown:
        assert 8 <= left < right <= 352.5, reference
        assert width == 360, reference


def test_finger_follows_the_reference(tab: Page, preview: Locator) -> None:
    tab.goto("reverse/")
    tab.locator("a.eqref").first.dispatch_event("pointerover", {"pointerType": "touch"})
    assert not preview.is_visible()


def test_row_of_a_trace_is_found_and_lit(tab: Page) -> None:
    tab.goto("trace/#z_2")
    ground, mark = "backgroundColor", "(row) => getComputedStyle(row.cells[0], '::before').content"
    style = "(row, name) => getComputedStyle(row)[name]"
    targeted, usual, lit = (tab.locator(f"tr#z_{n}") for n in (2, 3, 4))
    tab.wait_for_timeout(300)
    assert targeted.evaluate("(row) => row.getBoundingClientRect().top") >= 48, "below the header"
    for row in (targeted, lit):
        assert row.evaluate(style, ground) != usual.evaluate(style, ground)
        assert "▸" in row.evaluate(mark)
    assert usual.evaluate(mark) == "none"
    assert lit.get_attribute("aria-current") == "step"
    usual.locator("a").focus()
    assert "▸" in usual.evaluate(mark)


@pytest.mark.parametrize("page", ["trace/", "forward/", "reverse/", "both-modes/"])
def test_numbers_align_at_the_decimal_point(tab: Page, page: str) -> None:
    tab.goto(page)
    columns = tab.evaluate(POINTS)
    assert columns
    for points in columns:
        assert max(points) - min(points) < 0.6


def test_data_of_a_figure_are_downloaded(tab: Page) -> None:
    tab.goto("both-modes/")
    (figure,) = figures("both-modes.md")
    with tab.expect_download() as download:
        tab.get_by_role("link", name=f"Data (CSV) of the figure: {figure.title}").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename == "error-against-step-size.csv"
    rows = list(csv.DictReader(io.StringIO(text)))
    plotted = [
        (number(x), number(y))
        for panel in figure.panels
        for series in panel.series
        for x, y in zip(series.x, series.y, strict=True)
        if math.isfinite(y)
    ]
    assert len(rows) == len(plotted)
    assert [row["x"] for row in rows] == [x for x, _ in plotted]
    assert {row["series"] for row in rows} == set(figure.panels[0].legend)


def test_every_figure_has_its_data_and_letters_that_can_be_read(tab: Page) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    for page in ("both-modes/", "forward/", "logistic/binary/", "labs/crazy-answer/", ""):
        tab.goto(page)
        all_figures = tab.locator("figure.figure")
        assert all_figures.count() > 0
        assert all_figures.locator("a.data[href$='.csv']").count() == all_figures.count()
        sizes = tab.evaluate(
            """() => [...document.querySelectorAll("figure.figure svg text")]
              .filter((text) => text.checkVisibility())
              .map((text) => parseFloat(getComputedStyle(text).fontSize)
                * text.ownerSVGElement.getScreenCTM().a)"""
        )
        assert min(sizes) > 10
