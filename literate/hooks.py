"""The MkDocs hooks: they tell the chapter extension which page it is on, and check the whole.

All that makes a page lies in the Python-Markdown extension (`literate.chapter`); what stands here
is what only MkDocs knows: the list of pages, the navigation, the clock, the live reload.
"""

import functools
import importlib
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# `mkdocs` as typed does not look for packages in the folder it is started in. MkDocs takes this
# line back once the hooks are loaded, so `on_startup` repeats it.
sys.path.insert(0, str(ROOT))

from mkdocs.config.defaults import MkDocsConfig  # noqa: E402 - after the path is set
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.nav import Navigation  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402
from mkdocs.utils import get_relative_url  # noqa: E402

from literate import environment, fonts, labs, offline, rendering, runtime, versions  # noqa: E402
from literate.beside import Beside, divides  # noqa: E402
from literate.card import write_card  # noqa: E402
from literate.chapter import Chapter, ChapterExtension  # noqa: E402
from literate.equations import Register, equations  # noqa: E402
from literate.errors import in_utf8  # noqa: E402
from literate.fences import fences  # noqa: E402
from literate.figuredata import laid_out  # noqa: E402
from literate.finishing import finished  # noqa: E402
from literate.fonts import math_characters, with_math_font  # noqa: E402
from literate.frontmatter import check_front_matter  # noqa: E402
from literate.links import bad_links, ids  # noqa: E402
from literate.previews import shown_equations, with_previews  # noqa: E402
from literate.publishing import publish  # noqa: E402
from literate.searching import Reading  # noqa: E402

log = get_plugin_logger("literate")
POLLING = 0.1  # seconds
_RUN_BY_PAGES = ("atlas", "bench", "playground", "snippets")  # watched while the site is served
_IMPORTING = ("tests",)  # a page counts them, and they would keep the old modules


class Build:
    """What one build knows: its pages, their equations and anchors, and how far it is."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget the build before."""
        self.register = Register()
        self.version = ""  # what all pages depend on: the code, the equations, the files
        self.executed: list[str] = []  # the pages that run something, in the order of the build
        self.done = 0
        self.beside: Beside | None = None  # the processes that make some of the pages
        self.started: float  # when the page that is built began to
        self.chapter: Chapter | None = None
        self.anchors: dict[str, set[str]] = {}
        self.characters: set[str] = set()
        self.equations: dict[str, str] = {}  # anchor → MathML, of the numbered ones

    def current(self) -> Chapter:
        """The chapter that is being built; a text from elsewhere (a docstring) is a page too."""
        return self.chapter or Chapter("", "a docstring", self.register, ROOT)

    def elsewhere(self, path: str) -> dict[str, Any] | None:
        """What another process has made of a page, if there is one and it has."""
        made: dict[str, Any] | None = self.beside.take(path) if self.beside else None
        if made:
            log.info("%s is from another process", path)
        return made


build = Build()
templates = rendering.Templates()
reading = Reading()


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001 - MkDocs passes them by name
    """Fix what could differ between two builds."""
    sys.path.insert(0, str(ROOT))
    environment.prepare()
    os.environ.setdefault("SOURCE_DATE_EPOCH", versions.commit_time(ROOT))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the chapter extension, and the line that says what the site was executed with."""
    config.markdown_extensions.append(ChapterExtension(build.current))  # type: ignore[arg-type]
    config.copyright = versions.executed_with(ROOT)
    config.watch += [str(folder) for name in _RUN_BY_PAGES if (folder := ROOT / name).is_dir()]
    offline.prepare(config)
    return config


def on_pre_build(config: MkDocsConfig) -> None:  # noqa: ARG001
    """Forget the modules that pages run, so that an edited implementation is the one that runs."""
    forgotten = (*_RUN_BY_PAGES, *_IMPORTING)
    for name in [n for n in sys.modules if n.split(".")[0] in forgotten]:
        del sys.modules[name]
    importlib.invalidate_caches()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check that all files can be read; read all equations before any page refers to one."""
    build.begin()
    for file in files.documentation_pages():
        path = _path(file, config)
        with in_utf8(path):
            text = file.content_string
        if file.src_uri.endswith(".md"):
            check_front_matter(text, path)
            build.register.add(equations(text, file.src_uri, path), path)
            if any(fence.runs for fence in fences(text, path)):
                build.executed.append(file.src_uri)
        else:
            labs.check(text, path)
            build.executed.append(file.src_uri)
    names = " ".join(sorted(file.src_uri for file in files))
    code = versions.digest(*(ROOT / package for package in _RUN_BY_PAGES))
    build.version = code + build.register.targets + names
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Check that the navigation holds every page; let other processes begin with some."""
    shown = {page.file.src_uri for page in nav.pages}
    for file in files.documentation_pages():
        if file.src_uri not in shown:
            path = _path(file, config)
            log.warning("%s:1: this page is missing from the navigation in mkdocs.yml.", path)
    chapters = {
        _path(file, config): file.page
        for file in files.documentation_pages()
        if file.page and file.src_uri in build.executed
    }
    if divides([*chapters]):

        def made(path: str) -> dict[str, Any] | None:
            silent = rendering.silently(chapters[path], config, files)
            return rendering.kept(path) if silent else None

        light = [
            path
            for path, page in chapters.items()
            if "import torch" not in page.file.content_string
        ]
        build.beside = Beside([*chapters], light, made)
    return nav


def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> Page:  # noqa: ARG001
    """Say which page runs, and give a notebook its own way to the page."""
    uri = page.file.src_uri
    if uri in build.executed:
        build.done += 1
        log.info("%s runs (%d of %d)", uri, build.done, len(build.executed))
    build.started = time.perf_counter()
    path = _path(page.file, config)
    if uri.endswith(".ipynb"):
        labs.prepare(page, path, ROOT)
    rendering.keep(page, path, _key(page.file), build.elsewhere)
    return page


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Make this page the current chapter; give back the lines that its front matter took."""
    path = _path(page.file, config)
    build.chapter = Chapter(page.file.src_uri, path, build.register, ROOT)
    taken = page.file.content_string.count("\n") - markdown.count("\n")
    return "\n" * taken + markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Keep the page's anchors and equations; lay out its figures' data; say how long it took."""
    uri = page.file.src_uri
    folder = "" if uri == "index.md" else f"{os.path.splitext(uri)[0]}/"
    html, data = laid_out(html, get_relative_url(folder or ".", page.url).rstrip("/") + "/")
    for name, text in data.items():
        files.append(File.generated(config, folder + name, content=text))
    build.chapter = None
    shown, build.anchors[uri], characters = _told_by(html)
    build.equations |= shown
    build.characters |= characters
    if uri in build.executed:
        seconds = time.perf_counter() - build.started
        log.info("%s took %.2f s, %d to go", uri, seconds, len(build.executed) - build.done)
    return html


@functools.lru_cache  # of 128 pages, more than the site has: an edit changes one
def _told_by(html: str) -> tuple[dict[str, str], set[str], set[str]]:
    """What other parts of the site need of a page: its equations, its anchors, its characters."""
    return shown_equations(html), ids(html), math_characters(html)


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    """Check every link, with its line; keep the compiled templates; have the font cut meanwhile."""
    env.bytecode_cache = templates
    if build.beside:
        build.beside.close()
        fonts.begin(frozenset(build.characters))
    known = {file.src_uri for file in files}
    for file in files.documentation_pages():
        path = _path(file, config)
        chapter = file.src_uri.endswith(".md")
        text = file.content_string if chapter else labs.prose(file.content_string)
        for bad in bad_links(text, file.src_uri, path, build.anchors, known):
            log.warning("%s:%d: %s", path, bad.line, bad.sentence)
    return env


@event_priority(100)
def _before_search(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG001
    """Let the search read words where the reader sees drawings and formulas."""
    reading.begin(page, _entries(config))
    return context


@event_priority(-100)
def _after_search(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG001
    """Give the page back as it is shown."""
    reading.end(page, _entries(config))
    return context


def _entries(config: MkDocsConfig) -> list[Any]:
    search: Any = config.plugins["material/search"]
    entries: list[Any] = search.search_index.entries
    return entries


on_page_context = CombinedEvent(_before_search, _after_search)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Mend what the theme's templates leave out."""
    return with_previews(finished(output), build.equations)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Mend the page for addresses that lead nowhere likewise."""
    return finished(output) if template_name == "404.html" else output


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:  # noqa: ARG001
    """Look for edits ten times a second; MkDocs would look twice."""
    for emitter in server.observer.emitters:
        emitter._timeout = POLLING
    server.observer._timeout = POLLING
    return server


def on_post_build(config: MkDocsConfig) -> None:
    """Embed the font, now that all formulas are known; cut what the theme ships to this site."""
    site = Path(config.site_dir)
    style = site / "assets" / "site.css"
    sheet = style.read_text(encoding="utf-8")
    style.write_text(with_math_font(sheet, frozenset(build.characters)), encoding="utf-8")
    write_card(site, config.site_name, config.extra["tagline"])
    if offline.is_offline(config):
        offline.complete(site)
    else:
        runtime.publish(site)
    publish(site)


def _key(file: File) -> tuple[str, str]:
    """What a page's rendering depends on: its text, and what `build.version` stands for."""
    return file.content_string, build.version


def _path(file: File, config: MkDocsConfig) -> str:
    folder = os.path.relpath(config.docs_dir, ROOT)
    return f"{folder}/{file.src_uri}"
