"""A page that comes in pieces, as it does on a poor connection: what was painted stays in place."""

import re
import time

import pytest
from playwright.sync_api import Page

from bench.server import Handler
from tests.browser.test_pages import each_page, nothing
from tests.browser.visits import MEASURE, ask
from tests.site.project import PATH, Built, file_of

PAUSE = 0.3  # seconds, in which a browser paints what it has several times over

# Where a page is cut: in a displayed formula, in a table.
CUTS = {
    "atlas/directional/": '<math display="block">.*?<mfrac>',
    "reference/source-map/": "<table>.*?</tr>.*?</tr>.*?</tr>",
}


@pytest.mark.parametrize("page", CUTS, ids=lambda page: page.rstrip("/"))
def test_half_a_page_is_not_shown(
    page: str, site: Built, new_tab: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = (site.site / file_of(page)).read_bytes()
    cut = re.search(CUTS[page].encode(), html, re.DOTALL)
    assert cut
    whole = Handler.do_GET

    def in_two_pieces(self: Handler) -> None:
        if self.path != f"{PATH}{page}":
            whole(self)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(html)))
        self.end_headers()
        self.wfile.write(html[: cut.end()])
        time.sleep(PAUSE)
        self.wfile.write(html[cut.end() :])

    monkeypatch.setattr(Handler, "do_GET", in_two_pieces)
    new_tab.goto(page)
    new_tab.evaluate(MEASURE)
    nothing(ask(new_tab, "shifts"))


@each_page
def test_first_picture_waits_for_a_part_of_the_page_that_exists(site: Built, page: str) -> None:
    html = (site.site / file_of(page)).read_text(encoding="utf-8")
    (awaited,) = re.findall('<link rel="expect" href="#([^"]+)" blocking="render">', html)
    assert f'id="{awaited}"' in html
