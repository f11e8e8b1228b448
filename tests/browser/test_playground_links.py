"""Addresses that carry a function, and answers that carry more than they should: nothing runs."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from tests.browser.conftest import opened
from tests.browser.shut import needed
from tests.browser.test_pages import nothing
from tests.site.project import ADDRESS

PAGE = "playground/"
BAD = {
    "at=x:1": "has inputs and no function",
    "f=": "has inputs and no function",
    "f=x&f=y": "has f more than once",
    "f=x&at=x": "not of the form",
    "f=x&at=x:1:2": "not of the form",
    "f=x&at=x:1e9999": "not of the form",
    "f=x&at=x:nan": "not of the form",
    "f=x&at=x:1,x:2": "not of the form",
    "f=x&at=<b>:1": "not of the form",
    "f=x&at=a:1,b:1,c:1,d:1,e:1": "more than four inputs",
    "f=x&along=<script>": "names no input to plot",
    "f=x&step=fast": "is no number",
    f"f={'x' * 4001}": "more than 4000 characters",
}
HOSTILE = [
    "f=<img src=x onerror=alert(1)>",
    "f=</textarea><script>alert(1)</script>",
    "f=x&at=__proto__:1,constructor:2&along=__proto__",
    "f=while True: pass",
    "f=%00%ff",
    "f=x&utm_source=y&h=x",
]


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """One tab for all addresses, and what must not happen there: it is noted, however late."""
    needed()
    tab = opened(browser)
    found: list[str] = []

    def asked(request: Request) -> None:
        if re.search("/runtime/|sandbox", request.url):
            found.append(request.url)

    def said(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    tab.on("dialog", said)
    tab.on("pageerror", lambda error: found.append(str(error)))
    tab.on("request", asked)
    yield tab, found
    tab.wait_for_load_state("networkidle")
    nothing(found)
    tab.context.close()


@pytest.fixture
def page(watched: tuple[Page, list[str]]) -> Iterator[Page]:
    tab, found = watched
    yield tab
    nothing(found)


@pytest.mark.parametrize("query", BAD)
def test_address_that_cannot_be_meant_is_told_so_and_changes_nothing(
    page: Page, query: str
) -> None:
    page.goto(f"{PAGE}?{query}")
    expect(page.locator(".playground .error")).to_contain_text(BAD[query])
    expect(page.locator(".playground textarea")).to_have_value("sin(x*y)/x")
    expect(page.locator(".playground legend")).to_have_text(["x", "y"])
    expect(page.locator(".playground .old")).to_be_hidden()


@pytest.mark.parametrize("query", HOSTILE)
def test_code_of_an_address_is_text_until_it_is_started(page: Page, query: str) -> None:
    page.goto(f"{PAGE}?{query}", wait_until="networkidle")
    expect(page.locator(".playground .go output")).to_contain_text("has not been run")
    assert page.locator(".playground textarea").input_value() != "sin(x*y)/x"
    assert page.locator("iframe, .playground img, .playground script").count() == 0


HARMLESS = {
    "<p>a<b>c</b></p>": "<p>a</p>",
    '<p class="answer md-overlay">a</p>': '<p class="answer">a</p>',
    '<p id="playground-error" name="body" onclick="x()">a</p>': "<p>a</p>",
    '<p style="position:fixed;inset:0;background:url(//e.test)">a</p>': "<p>a</p>",
    '<span style="min-width:9ch">a</span>': '<span style="min-width: 9ch;">a</span>',
    '<div style="min-width:9999ch">a</div>': "<div>a</div>",
    "<script>document.title = 1</script>": "",
    '<style>@import "//e.test";</style><link rel=stylesheet href=//e.test>': "",
    "<img src=x onerror=x()><iframe srcdoc=a></iframe><object data=a></object>": "",
    '<form action="//e.test"><input name=a></form><base href="//e.test">': "",
    '<a href="javascript:x()">a</a><a href="data:text/html,a">b</a>': "",
    "<template><p>a</p></template><div><noscript><p>a</p></noscript></div>": "<div></div>",
    '<svg><a xlink:href="javascript:x()"><text>a</text></a></svg>': "<svg></svg>",
    '<svg><use href="//e.test#a"/><image href="//e.test"/><style>a{}</style></svg>': "<svg></svg>",
    '<svg><animate attributeName="href" values="//e.test"/></svg>': "<svg></svg>",
    "<svg><foreignObject><p>a</p></foreignObject></svg>": "<svg></svg>",
    '<svg onload="x()" width="99999" height="9"></svg>': '<svg height="9"></svg>',
    '<svg><path d="M0 0L1 1" marker-end="url(//e.test#a)"/></svg>':
        '<svg><path d="M0 0L1 1"></path></svg>',
    '<math href="javascript:x()"><mi xlink:href="javascript:x()">a</mi></math>':
        "<math><mi>a</mi></math>",
    "<math><mtext><img src=x></mtext><annotation-xml><mi>a</mi></annotation-xml></math>":
        "<math></math>",
    "<math><maction actiontype=statusline><mi>a</mi></maction></math>": "<math></math>",
    "<!-- a --><?php a ?><![CDATA[a]]>": "",
}  # fmt: skip


def test_answers_are_made_anew_of_what_is_harmless(page: Page) -> None:
    page.goto("")
    cleaned = page.evaluate(
        """async (given) => {
          const { clean } = await import(new URL("assets/playground/clean.js", location));
          return given.map((html) => {
            const holder = document.createElement("div");
            holder.append(clean(html));
            return holder.innerHTML;
          });
        }""",
        list(HARMLESS),
    )
    assert json.dumps(cleaned, indent=1) == json.dumps(list(HARMLESS.values()), indent=1)


def test_answer_too_long_to_be_shown_is_refused(page: Page) -> None:
    page.goto("")
    said = page.evaluate(
        """async () => {
          const { clean } = await import(new URL("assets/playground/clean.js", location));
          try { clean("<p>a</p>".repeat(30000)) } catch (error) { return error.message }
        }"""
    )
    assert said == "The answer is too long to be shown."


def test_page_stands_without_a_script(browser: Browser) -> None:
    context = browser.new_context(base_url=ADDRESS, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{PAGE}?f=x")
    expect(tab.locator(".playground .controls")).to_be_hidden()
    expect(tab.locator(".playground .without-script")).to_be_visible()
    expect(tab.locator(".playground .pieces table").first).to_be_visible()
    expect(tab.locator(".playground .pieces svg")).to_have_count(3)
    context.close()
