"""Every page of the built site, in a real browser: nothing is broken, shut out or cut."""

import pytest

from tests.browser.visits import PAGES, Visits
from tests.site.project import Built, file_of

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rstrip("/") or "home")


def nothing(found: list[str]) -> None:
    """Fail with one finding a line."""
    assert not found, "\n".join(["", *found])


def test_no_page_is_left_out(chromium: str, site: Built) -> None:  # noqa: ARG001
    built = {file.relative_to(site.site).as_posix() for file in site.site.rglob("*.html")}
    assert set(map(file_of, PAGES)) == built


@each_page
def test_console_is_silent(visits: Visits, page: str) -> None:
    nothing(visits.to(page).console)


@each_page
def test_nothing_is_asked_of_another_host_and_nothing_fails(visits: Visits, page: str) -> None:
    nothing(visits.to(page).requests)


@each_page
def test_axe_finds_nothing(visits: Visits, page: str) -> None:
    visit = visits.to(page)
    nothing(visit.axe)
    assert len(visit.passed) == 4
    for mode in ("light at 1280 px", "dark at 360 px"):
        assert {"color-contrast", "document-title", "region"} <= set(visit.passed[mode])


@each_page
def test_page_does_not_scroll_sideways(visits: Visits, page: str) -> None:
    nothing(visits.to(page).sideways)


@each_page
def test_formulas_fit_on_a_phone(visits: Visits, page: str) -> None:
    nothing(visits.to(page).wide)


@each_page
def test_lines_do_not_move(visits: Visits, page: str) -> None:
    nothing(visits.to(page).shifts)


@each_page
def test_formulas_tables_figures_outputs_take_room(visits: Visits, page: str) -> None:
    nothing(visits.to(page).empty)


@each_page
def test_nothing_needs_javascript_to_be_read(visits: Visits, page: str) -> None:
    visit = visits.to(page)
    nothing(visit.empty_without_script)
    nothing(visit.lost_without_script)


@each_page
def test_tab_key_can_reach_every_control(visits: Visits, page: str) -> None:
    nothing(visits.to(page).unreachable)


@each_page
def test_links_to_equations_show_them(visits: Visits, page: str) -> None:
    nothing(visits.to(page).missed)


@each_page
def test_paper_shows_all(visits: Visits, page: str) -> None:
    nothing(visits.to(page).cut)


@each_page
def test_palette_recolours_every_drawing(visits: Visits, page: str) -> None:
    visit = visits.to(page)
    both = [zip(*drawings, strict=True) for drawings in zip(visit.light, visit.dark, strict=True)]
    kept = [
        what
        for parts in both
        for light, dark in parts
        for colour, in_the_dark, what in zip(light, dark, (light[2], light[2]), strict=False)
        if colour == in_the_dark != "none"
    ]
    nothing(kept)


def test_there_is_something_to_look_at(visits: Visits) -> None:
    """The tests above would pass on a site of empty pages."""
    all_counts = [visits.to(page).counts for page in PAGES]
    total = {kind: sum(counts[kind] for counts in all_counts) for kind in all_counts[0]}
    assert min(total.values()) > 10, total
    assert sum(len(visits.to(page).equations) for page in PAGES) > 40
    assert sum(len(visits.to(page).light) for page in PAGES) > 10
