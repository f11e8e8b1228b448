"""The whole site, built strictly: nothing is missing, nothing comes from elsewhere."""

import filecmp
import os
import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from literate.record import sources
from tests.site.project import ADDRESS, ROOT, Built, address, build, file_of

DOCS = ROOT / "docs"
PAGES = sources()


def page_of(site: Built, name: str) -> Path:
    return site.site / file_of(address(name))


class References(HTMLParser):
    """What a page loads, and the texts that it describes itself with."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.meta: dict[str, str] = {}
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if tag in ("script", "img", "iframe", "source", "video", "audio", "embed"):
            self.loaded.append(values.get("src", ""))
        if tag == "link" and "canonical" not in values.get("rel", ""):
            self.loaded.append(values.get("href", ""))
        if tag == "meta" and "name" in values:
            self.meta[values["name"]] = values.get("content", "")
        if "id" in values:
            self.ids.append(values["id"])


def test_strict_build_has_no_warning(site: Built) -> None:
    assert "WARNING" not in site.log
    assert "ERROR" not in site.log


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts a process as a copy")
def test_two_processes_make_the_pages(site: Built) -> None:
    assert len(os.sched_getaffinity(0)) == 1 or " is from another process" in site.log


def test_build_shows_its_progress(site: Built) -> None:
    runs = re.findall(r"literate: (\S+) runs \((\d+) of (\d+)\)", site.log)
    assert [int(number) for _, number, _ in runs] == list(range(1, len(runs) + 1))
    assert {int(total) for _, _, total in runs} == {len(runs)}
    took = re.findall(r"literate: (\S+) took [\d.]+ s, (\d+) to go", site.log)
    assert [page for page, _ in took] == [page for page, _, _ in runs]
    assert [int(left) for _, left in took] == list(range(len(runs) - 1, -1, -1))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(site: Built, name: str) -> None:
    html = page_of(site, name).read_text(encoding="utf-8")
    references = References(html)
    assert [url for url in references.loaded if re.match(r"(https?:)?//", url)] == []
    assert len(references.ids) == len(set(references.ids)), "an id stands twice on this page"
    assert re.search(r"Executed with Python [\d.]+, PyTorch 2\.13\.0\S*, NumPy [\d.]+", html)
    assert re.search(r"from commit [0-9a-f]{10}", html)


@pytest.mark.parametrize("name", [page for page in PAGES if page.endswith(".md")])
def test_page_describes_itself(site: Built, name: str) -> None:
    meta = References(page_of(site, name).read_text(encoding="utf-8")).meta
    default = References((site.site / "404.html").read_text(encoding="utf-8")).meta
    assert 50 <= len(meta["description"]) <= 200
    assert meta["description"] != default["description"]


def test_no_markdown_is_left_unread(site: Built) -> None:
    for name in PAGES:
        html = page_of(site, name).read_text(encoding="utf-8")
        text = re.sub(r"<(pre|code|annotation|script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        for leftover in ("{=", "--8<--", "\\eqref", "\\label", "$$", "///", "```", "wzxhzdk"):
            assert leftover not in text, f"{name} shows {leftover}"


def test_what_a_function_returns_is_said_in_one_piece(site: Built) -> None:
    """A docstring's second line is no second thing, and words before a colon are no type."""
    pages = "".join(
        page.read_text(encoding="utf-8") for page in site.site.glob("reference/api*/index.html")
    )
    returned = re.findall(r"Returns:</span></p>\s*<ul>(.*?)</ul>", pages, re.DOTALL)
    assert len(returned) > 10
    for listed in returned:
        kind, *said = re.sub(r"<[^>]+>|\s+", " ", listed).split("–")
        assert listed.count("<li") == 1, listed
        assert said, listed
        assert not re.search(r"\w +[a-z]+ +\w", kind), kind


def test_search_finds_words_of_code_and_prose(site: Built) -> None:
    index = (site.site / "search" / "search_index.json").read_text(encoding="utf-8")
    for word in ("adjoint", "softmax", "jump_by_sign", "log_likelihood_gradient"):
        assert word in index


def test_every_link_leads_somewhere(site: Built) -> None:
    """In docstrings, labs and drawn tables as well, which the build's own check does not read."""
    texts = {file: file.read_text(encoding="utf-8") for file in site.site.rglob("*.html")}
    ids = {file: set(re.findall(r'\s(?:id|name)="([^"]+)"', text)) for file, text in texts.items()}
    seen, lost = 0, []
    for file, text in texts.items():
        if file.name == "404.html":  # its addresses start at the root of the host
            continue
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', text):
            url = urlsplit(unescape(link))
            if url.scheme:
                continue
            seen += 1
            to = (file.parent / unquote(url.path)).resolve() if url.path else file
            to = to / "index.html" if to.is_dir() else to
            part = unquote(url.fragment)
            if not to.is_file() or (part and to in ids and part not in ids[to]):
                lost.append((str(file.relative_to(site.site)), link))
    assert seen > 1000
    assert lost == []


def test_lab_can_be_downloaded(site: Built) -> None:
    source = DOCS / "labs" / "crazy-answer.ipynb"
    copy = site.site / "labs" / "crazy-answer" / "crazy-answer.ipynb"
    assert copy.read_bytes() == source.read_bytes()


def test_two_builds_are_the_same_bytes(site: Built, tmp_path: Path) -> None:
    again = build(ROOT, str(tmp_path / "again"), PYTHONHASHSEED="2", SITE_URL=ADDRESS)
    assert again.code == 0, again.log
    first = {str(f.relative_to(site.site)) for f in site.site.rglob("*") if f.is_file()}
    second = {str(f.relative_to(again.site)) for f in again.site.rglob("*") if f.is_file()}
    assert first == second
    _, different, failed = filecmp.cmpfiles(site.site, again.site, first, shallow=False)
    assert (different, failed) == ([], [])


def test_every_section_is_shown_by_a_page() -> None:
    shown = set()
    for page in DOCS.rglob("*.md"):
        shown.update(re.findall(r'--8<-- "([^"]+)"', page.read_text(encoding="utf-8")))
    marked = {
        f"{file.relative_to(ROOT)}:{name}"
        for file in (ROOT / "snippets").rglob("*.py")
        for name in re.findall(r"\[start:([\w-]+)\]", file.read_text(encoding="utf-8"))
    }
    assert marked - shown == set()
