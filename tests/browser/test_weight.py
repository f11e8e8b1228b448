"""What a reader's connection has to carry, compressed as a plain server would."""

import re
from urllib.parse import urljoin, urlsplit

from bench.server import body
from tests.browser.limits import FIRST, NEXT
from tests.browser.test_pages import each_page
from tests.browser.visits import PAGES, Visits
from tests.site.project import PATH, Built, file_of

HEADERS = 250  # bytes that a server's answer needs beside the file, about


def weights(visits: Visits, site: Built, page: str) -> dict[str, int]:
    """Each file that a first visit transfers, with its bytes; the icon too, for tabs show it."""
    html = (site.site / file_of(page)).read_text(encoding="utf-8")
    icons = re.findall(r'<link rel="icon" href="([^"]+)"', html)
    files = {urlsplit(url).path.removeprefix(PATH) for url in visits.to(page).loaded if "//" in url}
    files |= {urlsplit(urljoin(f"{PATH}{page}", icon)).path.removeprefix(PATH) for icon in icons}
    return {file: len(body(site.site / file_of(file))[0]) + HEADERS for file in files}


def listed(sizes: dict[str, int]) -> str:
    lines = [f"{size / 1024:7.1f} KiB {file}" for file, size in sizes.items()]
    return "\n".join(["", *sorted(lines, reverse=True), f"{sum(sizes.values()) / 1024:7.1f} KiB"])


@each_page
def test_first_visit_is_light(visits: Visits, site: Built, page: str) -> None:
    sizes = weights(visits, site, page)
    assert len(sizes) > 3
    assert sum(sizes.values()) <= FIRST, listed(sizes)


def before(site: Built, page: str) -> str:
    """The page that the navigation has before this one; for the first one, the one after it."""
    html = (site.site / file_of(page)).read_text(encoding="utf-8")
    link = re.search(r'<link rel="(?:prev|next)" href="([^"]+)"', html)
    return urljoin(f"/{page}", link[1]).removeprefix("/") if link else ""


@each_page
def test_next_page_is_lighter(visits: Visits, site: Built, page: str) -> None:
    """What the page before it loaded as well is in the cache."""
    cached = weights(visits, site, before(site, page))
    sizes = {f: size for f, size in weights(visits, site, page).items() if f not in cached}
    assert sum(sizes.values()) <= NEXT, listed(sizes)


def test_pages_follow_one_another(chromium: str, site: Built) -> None:  # noqa: ARG001
    followed = {before(site, page) for page in PAGES}
    assert followed <= set(PAGES)
    assert len(followed) > len(PAGES) / 2
