"""What a reader meets on one page: in both palettes, on two screens, on paper, without JavaScript.

A page is loaded four times at once: in the light and in the dark palette, over a slow connection
with an empty cache, and with JavaScript off. Everything that needs no more than a loaded page is
asked there and kept, so that each test only reads.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from literate.record import sources
from tests.browser.limits import NARROW, WIDE
from tests.site.project import address

PAGES = [*sorted(map(address, sources())), "404.html"]

MEASURE = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
PAPER = 718  # A4 without margins of 1 cm, in CSS pixels
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 204800, "uploadThroughput": 93750}


@dataclass
class Visit:
    """What one page showed; every list is empty on a page without fault.

    Attributes:
        console: Errors and warnings in the console.
        requests: Requests to other hosts, failed ones, and answers that are errors.
        axe: Findings of axe, each with its mode.
        passed: For each mode, the rules of axe that something on the page passed.
        sideways: What makes the page wider than its window.
        wide: Displayed formulas that a narrow screen does not show whole.
        empty: Formulas, tables, figures, outputs that take no room.
        empty_without_script: The same with JavaScript off.
        lost_without_script: Kinds of content that are fewer there.
        shifts: Layout shifts, on the slow connection and on a fast one.
        unreachable: Controls and scrolling areas that the Tab key does not reach.
        missed: Equations that a link to them does not show.
        cut: What paper would not show whole.
        counts: How many formulas, tables, figures … it holds.
        equations: The ids of its equations.
        light: For each drawing in the light palette, the strokes and fills of what is painted.
        dark: The same in the dark one.
        loaded: All addresses that a first visit asks for.
    """

    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    passed: dict[str, list[str]] = field(default_factory=dict)
    sideways: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    empty_without_script: list[str] = field(default_factory=list)
    lost_without_script: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    equations: list[str] = field(default_factory=list)
    light: list[list[list[str]]] = field(default_factory=list)
    dark: list[list[list[str]]] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)


class Visits:
    """Visits pages, each at most once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.host = address.split("/")[2]
        self.visit = Visit()
        self.light = self._tab(browser, "light", color_scheme="light")
        self.dark = self._tab(browser, "dark", color_scheme="dark")
        self.still = self._tab(browser, "without JavaScript", java_script_enabled=False)
        self.slow = self._tab(browser, "slow", viewport={"width": NARROW, "height": 740})
        wire = self.slow.context.new_cdp_session(self.slow)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.send("Network.emulateNetworkConditions", SLOW)
        self.slow.context.on("request", lambda request: self.visit.loaded.append(request.url))
        self.to = functools.cache(self._to)

    def close(self) -> None:
        for tab in (self.light, self.dark, self.still, self.slow):
            tab.context.close()

    def _tab(self, browser: Browser, mode: str, **options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(120_000)  # other work may share the machine

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.visit.console.append(f"{mode}: {message.text}")

        def asked(request: Request) -> None:
            if request.url.split("/")[2] != self.host and not request.url.startswith("data:"):
                self.visit.requests.append(f"{mode}: to another host: {request.url}")

        def failed(request: Request) -> None:
            self.visit.requests.append(f"{mode}: failed: {request.url}: {request.failure}")

        def answered(response: Response) -> None:
            if response.status >= 400:
                self.visit.requests.append(f"{mode}: {response.status}: {response.url}")

        context.on("console", said)
        context.on("weberror", lambda error: self.visit.console.append(f"{mode}: {error.error}"))
        context.on("request", asked)
        context.on("requestfailed", failed)
        context.on("response", answered)
        return context.new_page()

    def _to(self, page: str) -> Visit:
        self.visit = visit = Visit()
        tabs = (self.slow, self.still, self.light, self.dark)
        for tab in tabs:
            if tab in (self.light, self.dark):
                tab.set_viewport_size({"width": WIDE, "height": 800})
            tab.goto("about:blank")
            tab.goto(self.address + page, wait_until="commit")
        for tab in (self.still, self.light, self.dark):
            tab.wait_for_load_state("load")
            tab.evaluate(MEASURE)
        visit.shifts += [f"fast connection: {shift}" for shift in ask(self.light, "shifts")]
        self._in_both_palettes(visit)
        self._on_paper(visit)
        self._without_script(visit)
        self.slow.wait_for_load_state("load")
        self.slow.evaluate(MEASURE)
        visit.shifts += [f"slow connection: {shift}" for shift in ask(self.slow, "shifts")]
        return visit

    def _in_both_palettes(self, visit: Visit) -> None:
        both = {"light": self.light, "dark": self.dark}
        for tab in both.values():
            tab.evaluate(AXE_SCRIPT)
            tab.evaluate("measure.open()")
        visit.equations = self.dark.evaluate(
            "measure.all('.equation[id]').map((equation) => equation.id)"
        )
        # A palette changes colours alone, a width all but colours: each rule meets both palettes
        # and both widths without meeting all four pairs.
        for of_light, of_dark, everything in ((WIDE, NARROW, "true"), (NARROW, WIDE, "false")):
            widths = {"light": of_light, "dark": of_dark}
            for palette, tab in both.items():
                tab.set_viewport_size({"width": widths[palette], "height": 800})
                tab.evaluate(f"measure.start(() => measure.accessibility({everything}), 'found')")
            for palette, tab in both.items():
                mode = f"{palette} at {widths[palette]} px"
                found = tab.evaluate("found")
                visit.axe += [f"{mode}: {finding}" for finding in found["findings"]]
                visit.passed[mode] = found["passed"]
            for aspect in ("sideways", "empty", "unreachable"):
                found = ask(self.light, aspect)
                getattr(visit, aspect).extend(f"{of_light} px: {one}" for one in found)
            visit.missed += [f"{of_dark} px: {miss}" for miss in self._missed(visit.equations)]
            if of_light == NARROW:
                visit.wide = ask(self.light, "wide")
        visit.counts = ask(self.light, "counts")
        visit.light, visit.dark = ask(self.light, "colours"), ask(self.dark, "colours")

    def _on_paper(self, visit: Visit) -> None:
        self.light.set_viewport_size({"width": PAPER, "height": 1000})
        self.light.emulate_media(media="print")
        visit.cut = ask(self.light, "cut")
        self.light.emulate_media(media="screen")

    def _without_script(self, visit: Visit) -> None:
        self.still.evaluate("measure.open()")
        visit.empty_without_script = ask(self.still, "empty")
        counts = ask(self.still, "counts")
        visit.lost_without_script = [
            f"{counts[kind]} of {number} {kind}"
            for kind, number in visit.counts.items()
            if counts[kind] < number
        ]

    def _missed(self, equations: Iterable[str]) -> list[str]:
        ask(self.dark, "settled")  # or a new width would move what a link has just shown
        return [miss for one in equations for miss in self.dark.evaluate("measure.missed", arg=one)]


def ask(tab: Page, question: str) -> Any:
    """The answer of one function of measure.js."""
    return tab.evaluate(f"measure.{question}()")
