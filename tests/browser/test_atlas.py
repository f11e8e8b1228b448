"""What a reader does with the table of the kink atlas: filter, sort, follow a link, read code."""

import pytest
from playwright.sync_api import Browser, Page, expect

from atlas.page import counts
from atlas.rows import rows
from tests.site.project import ADDRESS

PAGE = "atlas/"
ROWS = rows()
ALL = len(ROWS)


@pytest.fixture
def atlas(tab: Page) -> Page:
    tab.goto(PAGE)
    expect(tab.locator(".atlas thead button").first).to_be_visible()
    return tab


def shown(tab: Page) -> list[str]:
    return tab.locator(".atlas tr[data-marks]:not([hidden])").evaluate_all("l => l.map(r => r.id)")


def test_words_family_and_mark_filter(atlas: Page) -> None:
    count = atlas.locator(".atlas output")
    assert count.get_attribute("aria-live") == "polite"
    expect(count).to_have_text(f"{ALL} of {ALL} rows")
    atlas.get_by_role("searchbox", name="Words").fill("NORM vector_norm")
    assert shown(atlas) == [
        row.case.name for row in ROWS if "vector_norm" in row.case.codings["torch"]
    ]
    atlas.get_by_role("searchbox", name="Words").fill("")
    atlas.get_by_role("combobox", name="Mark").select_option("modes")
    expect(count).to_have_text(f"{counts(ROWS)['modes']} of {ALL} rows")
    atlas.get_by_role("combobox", name="Mark").select_option("none")
    expect(count).to_have_text(f"{counts(ROWS)['unmarked']} of {ALL} rows")
    atlas.get_by_role("combobox", name="Family").select_option("Steps")
    expected = [r.case.name for r in ROWS if r.case.family == "Steps" and not r.marks]
    assert shown(atlas) == expected
    expect(atlas.locator(".atlas tr.family:visible")).to_have_count(1 if expected else 0)
    atlas.get_by_role("searchbox", name="Words").fill("there is no such row")
    assert shown(atlas) == []


def test_columns_sort_both_ways_and_back(atlas: Page) -> None:
    grouped = shown(atlas)
    assert grouped == [row.case.name for row in ROWS]
    jax = atlas.get_by_role("columnheader", name="JAX")
    jax.get_by_role("button").focus()
    atlas.keyboard.press("Enter")
    assert jax.get_attribute("aria-sort") == "ascending"
    first = atlas.locator(".atlas tr[data-marks]").first
    assert first.locator("td").nth(3).inner_text() == "−∞"
    assert sorted(shown(atlas)) == sorted(grouped)
    expect(atlas.locator(".atlas tr.family:visible")).to_have_count(0)
    # What folds out of a row goes with it.
    apart = "l => l.filter(r => !r.nextElementSibling?.matches('.more')).length"
    assert atlas.locator(".atlas tr[data-marks]").evaluate_all(apart) == 0
    atlas.keyboard.press("Enter")
    assert jax.get_attribute("aria-sort") == "descending"
    assert first.locator("td").nth(3).inner_text() == "∞"
    atlas.keyboard.press("Enter")
    assert jax.get_attribute("aria-sort") is None
    assert shown(atlas) == grouped


def test_link_to_a_row_shows_it_though_it_was_filtered_out(atlas: Page) -> None:
    atlas.get_by_role("searchbox", name="Words").fill("determinant")
    expect(atlas.locator("#abs")).to_be_hidden()
    atlas.evaluate("location.hash = '#abs'")
    expect(atlas.locator("#abs")).to_be_in_viewport()
    expect(atlas.get_by_role("searchbox", name="Words")).to_have_value("")
    assert len(shown(atlas)) == ALL


def test_code_folds_out_by_keyboard(atlas: Page) -> None:
    summary = atlas.locator("#relu + tr summary")
    summary.focus()
    atlas.keyboard.press("Enter")
    expect(atlas.locator("#relu + tr code", has_text="torch.relu(x)")).to_be_visible()


def test_table_works_after_instant_navigation(tab: Page) -> None:
    tab.goto("trace/")
    tab.locator(f".md-nav a[href$='{PAGE}']").first.evaluate("link => link.click()")
    expect(tab.locator(".atlas thead button").first).to_be_visible()
    tab.get_by_role("searchbox", name="Words").fill("relu")
    assert 5 < len(shown(tab)) < ALL


def test_table_is_whole_without_a_script(browser: Browser) -> None:
    context = browser.new_context(base_url=ADDRESS, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{PAGE}#norm")
    expect(tab.locator(".atlas .controls")).to_be_hidden()
    expect(tab.locator(".atlas tr[data-marks]:visible")).to_have_count(ALL)
    expect(tab.locator("#norm")).to_be_in_viewport()
    tab.locator("#norm + tr summary").click()
    expect(tab.locator("#norm + tr code").first).to_be_visible()
    context.close()
