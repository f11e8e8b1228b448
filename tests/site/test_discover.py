"""How the site is found and shared: titles, descriptions, tags, site map, and the 404 page."""

import gzip
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from tests.site.project import ADDRESS, PATH, Built, build, lay_out

LOADED = {"stylesheet", "icon"}


class Head(HTMLParser):
    """What a page says about itself, what it loads, and where it links to."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.title, self._in_title = "", False
        self.meta: dict[str, str] = {}
        self.canonical: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            self.meta[values.get("property", values.get("name", ""))] = values.get("content", "")
        if tag == "link" and values["rel"] == "canonical":
            self.canonical.append(values["href"])
        if (tag == "link" and values["rel"] in LOADED) or (tag == "script" and "src" in values):
            self.loaded.append(values.get("href") or values["src"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"


@pytest.fixture(scope="module")
def heads(site: Built) -> dict[str, Head]:
    """Address below the site's root → its page's head."""
    files = sorted(site.site.rglob("index.html"))
    folders = {str(file.parent.relative_to(site.site)): file for file in files}
    return {"" if k == "." else f"{k}/": Head(file) for k, file in folders.items()}


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site that does not know its address."""
    folder = tmp_path_factory.mktemp("nowhere")
    lay_out(folder, {"index.md": "# Home\n\nText\n", "deep/page.md": "# Page\n\nText\n"})
    built = build(folder, SITE_URL="")
    assert built.code == 0, built.log
    return built


def test_titles_are_distinct_and_name_the_site(heads: dict[str, Head]) -> None:
    titles = [head.title for head in heads.values()]
    assert len(set(titles)) == len(titles)
    assert heads[""].title.startswith("Autodiff, Executed: ")
    assert all(t.endswith(" · Autodiff, Executed") for t in titles if t != heads[""].title)


def test_descriptions_are_distinct_and_of_a_length_that_is_shown(heads: dict[str, Head]) -> None:
    descriptions = {page: head.meta["description"] for page, head in heads.items()}
    assert {p: len(d) for p, d in descriptions.items() if not 50 <= len(d) <= 160} == {}
    assert len(set(descriptions.values())) == len(descriptions)


def test_tags_for_sharing_repeat_title_and_description(heads: dict[str, Head]) -> None:
    for page, head in heads.items():
        assert head.meta["og:title"] == head.meta["twitter:title"]
        assert head.meta["og:title"] in head.title
        assert head.meta["og:description"] == head.meta["description"]
        assert head.meta["twitter:description"] == head.meta["description"]
        assert head.meta["og:url"] == ADDRESS + page
        assert head.canonical == [ADDRESS + page]
        assert head.meta["twitter:card"] == "summary_large_image"


def test_picture_for_sharing_is_there(site: Built, heads: dict[str, Head]) -> None:
    (address,) = {head.meta["og:image"] for head in heads.values()}
    image = (site.site / address.removeprefix(ADDRESS)).read_bytes()
    size = struct.unpack(">II", image[16:24])
    assert size == (1200, 630)
    assert size == (
        int(heads[""].meta["og:image:width"]),
        int(heads[""].meta["og:image:height"]),
    )


def test_site_map_names_every_page(site: Built, heads: dict[str, Head]) -> None:
    text = (site.site / "sitemap.xml").read_bytes()
    assert sorted(locations(text)) == sorted(ADDRESS + page for page in heads)
    compressed = (site.site / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(compressed) == text


def test_robots_are_told_where_the_site_map_is(site: Built, nowhere: Built) -> None:
    told = "User-agent: *\nAllow: /\n"
    assert (site.site / "robots.txt").read_text() == f"{told}\nSitemap: {ADDRESS}sitemap.xml\n"
    assert (nowhere.site / "robots.txt").read_text().rstrip("\n") == told.rstrip("\n")


def test_without_an_address_nothing_claims_one(nowhere: Built) -> None:
    for page in ("index.html", "deep/page/index.html"):
        head = Head(nowhere.site / page)
        assert head.canonical == []
        assert not {"og:url", "og:image", "og:image:width"} & set(head.meta)
        assert head.meta["twitter:card"] == "summary"
        assert head.meta["og:title"]
    text = (nowhere.site / "sitemap.xml").read_bytes()
    # Instant navigation follows these.
    assert locations(text) == ["./", "deep/page/"]


def locations(text: bytes) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(text).iter() if "loc" in found.tag]


def test_page_for_lost_readers_leads_back_from_any_depth(
    site: Built, heads: dict[str, Head]
) -> None:
    text = (site.site / "404.html").read_text(encoding="utf-8")
    lost = Head(site.site / "404.html")
    assert lost.title == "No page at this address · Autodiff, Executed"
    assert lost.meta["robots"] == "noindex"
    assert lost.canonical == []
    start = urljoin(ADDRESS, "a/b/c/d")
    addresses = {urljoin(start, link) for link in lost.links if not link.startswith("#")}
    assert {ADDRESS + page for page in heads} <= addresses
    for loaded in lost.loaded:
        path = urlsplit(urljoin(start, loaded)).path
        assert (site.site / path.removeprefix(PATH)).is_file(), loaded
    (action,) = re.findall(r'<form class="lost" action="([^"]*)"', text)
    assert urljoin(start, action) == ADDRESS  # whose search box takes `?q=`
    assert '<input id="lost" name="q"' in text


def test_icon_is_our_own(site: Built, heads: dict[str, Head]) -> None:
    assert heads["forward/"].loaded[0] == "../assets/favicon.svg"
    for name in ("favicon.svg", "card.png"):
        assert (site.site / "assets" / name).is_file()
    assert not (site.site / "assets/images/favicon.png").exists()
