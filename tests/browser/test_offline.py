"""The site without a server: its files, opened one by one as a reader would open them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.project import build, lay_out

HOME = r"""# Home

Read [the chapter](deep/chapter.md#second), which has Eq. \eqref{eq:T1},
or [the lab](labs/own.ipynb).

```python
answer = 42
answer
```

```python
import matplotlib.pyplot as plt
from literate import figure

drawn, axes = plt.subplots()
axes.plot([0, 1], [0, 1], label="a line")
axes.set(xlabel="$x$", ylabel="value")
figure(drawn, title="A line", description="It rises.", caption="A line.")
```
"""
CHAPTER = r"""# Chapter

By Eq. \eqref{eq:T1}, the softmax of one number is 1, and its adjoint is lost.

$$
\frac{e^x}{\sum_k e^x} = 1 \label{eq:T1} \tag{T1}
$$

## Second { #second }

An adjoint goes [home](../index.md), or to [the lab](../labs/own.ipynb).

```python
from literate import stepper
from snippets.trace import trace

sweep = trace(lambda x: x * x, 3.0).reverse_walk()
stepper(sweep, title="A sweep", caption="Back over one product.")
```
"""
CELLS = [
    {"cell_type": "markdown", "id": "a", "metadata": {}},
    {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": None, "outputs": []},
]
TEXTS = ["# Lab\n\nAn adjoint of $x^2$, [as in the chapter](../deep/chapter.md#second).", "1 + 1"]
PAGES = ("index.html", "deep/chapter.html", "labs/own.html")


def notebook() -> str:
    cells = [
        cell | {"source": text.splitlines(keepends=True)}
        for cell, text in zip(CELLS, TEXTS, strict=True)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def offline(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    """A small site of the kind that `make offline` builds."""
    folder = tmp_path_factory.mktemp("offline")
    chapters = {"index.md": HOME, "deep/chapter.md": CHAPTER, "labs/own.ipynb": notebook()}
    lay_out(folder, chapters)
    built = build(folder, OFFLINE="true", SITE_URL="")
    assert built.code == 0, built.log
    return built.site


@pytest.fixture
def faults() -> list[str]:
    """What the browser complained about in `files`."""
    return []


@pytest.fixture
def files(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A tab for files, which must not complain."""
    context = browser.new_context(
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 800},
    )
    context.on(
        "console", lambda said: said.type in ("error", "warning") and faults.append(said.text)
    )
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "requestfailed",  # a file that is saved rather than shown is "aborted"
        lambda request: (
            "ABORTED" in str(request.failure) or faults.append(f"failed: {request.url}")
        ),
    )
    context.on(
        "request",
        lambda request: re.match("https?:", request.url) and faults.append(request.url),
    )
    yield context.new_page()
    context.close()
    assert faults == []


def test_it_holds_the_pages_and_nothing_for_servers(offline: Path) -> None:
    pages = {file.relative_to(offline).as_posix() for file in offline.rglob("*.html")}
    assert pages == set(PAGES)
    assert not (offline / "sitemap.xml").exists()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_dressed_and_its_links_lead_to_files(offline: Path, files: Page, name: str) -> None:
    files.goto((offline / name).as_uri())
    files.wait_for_load_state("load")
    assert files.evaluate("typeof document$") == "object"
    header = files.locator(".md-header").evaluate("part => getComputedStyle(part).position")
    assert header == "sticky", "the style sheet did not come"
    assert files.evaluate("document.fonts.ready.then(() => [...document.fonts].length)")
    if files.locator("math").count():
        assert "loaded" in files.evaluate("[...document.fonts].map((font) => font.status)")
    links = files.eval_on_selector_all(
        "a[href], link[href], script[src]", "all => all.map(one => one.href || one.src)"
    )
    assert len(links) > 10
    for link in links:
        path = link.removeprefix("file://").partition("#")[0].partition("?")[0]
        assert not link.startswith("file:") or Path(path).is_file(), link


def test_links_between_pages_are_followed(offline: Path, files: Page) -> None:
    files.goto((offline / "index.html").as_uri())
    files.locator("article a.eqref").click()
    files.wait_for_url(re.compile(r"deep/chapter\.html#"))
    expect(files.locator(":target math").first).to_be_in_viewport()
    files.locator("article").get_by_role("link", name="the lab").click()
    files.wait_for_url(re.compile(r"labs/own\.html$"))
    files.get_by_role("link", name="as in the chapter").click()
    files.wait_for_url(re.compile(r"deep/chapter\.html#second$"))
    expect(files.locator("#second")).to_be_in_viewport()


@pytest.mark.parametrize("word", ["adjoint", "softmax"])
@pytest.mark.parametrize("start", PAGES)
def test_search_finds_and_its_results_can_be_opened(
    offline: Path, files: Page, start: str, word: str
) -> None:
    files.goto((offline / start).as_uri())
    files.keyboard.press("s")
    files.locator(".md-search__input").press_sequentially(word)
    result = files.locator(".md-search-result__link", has_text="Chapter").first
    result.click()
    files.wait_for_url(re.compile(rf"deep/chapter\.html\?h={word}"))
    expect(files.locator("article mark").first).to_have_text(re.compile(word, re.IGNORECASE))


def test_palette_is_chosen_and_kept(offline: Path, files: Page) -> None:
    files.goto((offline / "index.html").as_uri())
    for name in ("light", "dark"):
        files.locator(f".md-header label[title='Switch to the {name} palette']").click()
    expect(files.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    files.goto((offline / "deep" / "chapter.html").as_uri())
    expect(files.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_stepper_steps_and_is_linked_to(offline: Path, files: Page) -> None:
    files.goto((offline / "deep" / "chapter.html").as_uri() + "?step=2")
    shown = files.locator(".moment.lit")
    expect(shown).to_have_attribute("data-step", "2")
    files.get_by_role("button", name="Previous step").click()
    expect(shown).to_have_attribute("data-step", "1")


def test_code_can_be_copied(offline: Path, files: Page) -> None:
    files.goto((offline / "index.html").as_uri())
    code = files.locator(".highlight").first
    code.hover()
    code.locator("button").first.click()
    expect(files.locator(".md-dialog")).to_contain_text("Copied")
    assert files.evaluate("navigator.clipboard.readText()").strip() == "answer = 42\nanswer"


def test_figures_are_drawn_and_their_data_is_a_file(offline: Path, files: Page) -> None:
    files.goto((offline / "index.html").as_uri())
    drawing = files.locator("figure svg").first.bounding_box()
    assert drawing is not None
    assert min(drawing["width"], drawing["height"]) > 100
    with files.expect_download() as download:
        files.locator("a.data").first.click()
    assert download.value.path().read_text(encoding="utf-8").startswith("panel,series,")
