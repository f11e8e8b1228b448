import importlib
import logging
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from literate import hooks, rendering
from literate.beside import Beside
from literate.chapter import ChapterExtension
from literate.errors import ChapterError
from literate.figuredata import data_link
from literate.searching import Reading

PAGES = {
    "index.md": "# Start\n\n```python\n1 + 1\n```\n\n[There](quiet.md#there) [gone](gone.md)\n",
    "quiet.md": "---\ntitle: Quiet\n---\n\n# Quiet\n\n$$\nx = 1 \\label{eq:q} \\tag{Q}\n$$\n",
    "labs/lab.ipynb": '{"cells": [{"cell_type": "markdown", "source": ["[gone](gone.md)"]}]}',
}


class Page(File):
    """A page; to MkDocs itself, a notebook is none."""

    def is_documentation_page(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of its own."""
    monkeypatch.setattr(hooks, "build", hooks.Build())
    monkeypatch.setattr(hooks, "reading", Reading())
    monkeypatch.setattr(hooks.offline, "is_offline", lambda _: False)
    monkeypatch.setattr(rendering, "_kept", {})


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    config = MkDocsConfig()
    docs = tmp_path / "docs"
    for name, text in PAGES.items():
        file = docs / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    site = str(tmp_path / "site")
    config.load_dict(
        {
            "site_name": "Title",
            "docs_dir": str(docs),
            "site_dir": site,
            "extra": {"tagline": "a line"},
        }
    )
    config.plugins = PluginCollection()
    config.plugins._current_plugin = None
    return config


@pytest.fixture
def files(config: MkDocsConfig) -> Files:
    return Files([Page(name, config.docs_dir, config.site_dir, True) for name in PAGES])


def page(files: Files, uri: str, content: str | None = "") -> Any:
    file = files.get_file_from_path(uri)
    assert file
    return SimpleNamespace(file=file, url=file.url, content=content, render=lambda *_: None)


def test_loading_the_hooks_makes_the_repositorys_packages_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = str(hooks.ROOT)
    for load in (lambda: importlib.reload(hooks), lambda: hooks.on_startup("build", False)):
        monkeypatch.setattr(sys, "path", [path for path in sys.path if path != root])
        load()
        assert sys.path[0] == root


def test_startup_fixes_what_could_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(os, "environ", {})
    hooks.on_startup("build", False)
    assert os.environ["MATPLOTLIBRC"] == f"{hooks.ROOT}/literate/matplotlibrc"
    assert int(os.environ["SOURCE_DATE_EPOCH"]) >= 0
    os.environ["SOURCE_DATE_EPOCH"] = "7"
    hooks.on_startup("build", False)
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


def test_configuration_gets_the_extension_and_what_the_site_was_executed_with(
    config: MkDocsConfig,
) -> None:
    found = hooks.on_config(config)
    assert isinstance(found.markdown_extensions[-1], ChapterExtension)
    assert str(found.copyright).startswith("Executed with Python")
    watched = {Path(folder).name for folder in found.watch}
    assert watched >= {"atlas", "bench", "playground", "snippets"}


def test_an_edited_implementation_is_loaded_anew_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, config: MkDocsConfig
) -> None:
    loaded = dict.fromkeys(
        ("snippets", "snippets.trace", "bench.program", "atlas", "numpy", "numpy.snippets")
    )
    monkeypatch.setattr(sys, "modules", loaded)
    hooks.on_pre_build(config)
    left = list(loaded)
    monkeypatch.undo()
    assert left == ["numpy", "numpy.snippets"]


def test_files_are_read_for_equations_and_for_what_runs(config: MkDocsConfig, files: Files) -> None:
    for _ in range(2):  # the second build knows nothing of the first
        assert hooks.on_files(files, config) is files
        assert hooks.build.executed == ["index.md", "labs/lab.ipynb"]
        assert hooks.build.done == 0
        assert "Q" in hooks.build.register.targets
        hooks.build.done = 7


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("quiet.md", b"# Q\n\nGr\xfc\xdfe\n", "3: this file must be written in UTF-8, "),
        ("labs/lab.ipynb", b'{"cells": ["\xfc"]}', "1: this file must be written in UTF-8, "),
        ("labs/lab.ipynb", b'{"cells": [', "1: a notebook must be JSON: "),
        ("quiet.md", b"---\ntitle: [a\n---\n", "3: the front matter is no YAML: "),
    ],
)
def test_file_that_cannot_be_read_is_named(
    config: MkDocsConfig, files: Files, name: str, content: bytes, message: str
) -> None:
    (Path(config.docs_dir) / name).write_bytes(content)
    with pytest.raises(ChapterError, match=rf"docs/{name}:{message}"):
        hooks.on_files(files, config)


def test_a_page_depends_on_the_equations_and_on_which_files_there_are(
    config: MkDocsConfig, files: Files
) -> None:
    versions = []
    for name, text in (("more.md", "# More\n"), ("other.md", "$$\ny \\label{eq:z} \\tag{Z}\n$$\n")):
        hooks.on_files(files, config)
        versions.append(hooks.build.version)
        files.append(added := Page(name, config.docs_dir, config.site_dir, True))
        added.content_string = text
    hooks.on_files(files, config)
    assert len({*versions, hooks.build.version}) == 3
    assert "more.md" in hooks.build.version


def test_a_page_that_the_navigation_lacks_is_named(
    config: MkDocsConfig, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    nav: Any = SimpleNamespace(pages=[page(files, "index.md"), page(files, "labs/lab.ipynb")])
    hooks.on_nav(nav, config, files)
    (said,) = caplog.messages
    assert "docs/quiet.md:1: this page is missing from the navigation" in said


@pytest.mark.parametrize("pays", [True, False])
def test_pages_that_run_are_shared_with_other_processes_where_that_pays(
    monkeypatch: pytest.MonkeyPatch, config: MkDocsConfig, files: Files, pays: bool
) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(hooks, "divides", lambda pages: pages == [start] and pays)
    monkeypatch.setattr(hooks, "Beside", lambda *arguments: begun.append(arguments))
    hooks.on_files(files, config)
    for uri in ("index.md", "quiet.md"):  # the lab is none of the navigation, and has no page
        page(files, uri).file.page = page(files, uri)
    start = hooks._path(page(files, "index.md").file, config)
    hooks.on_nav(cast(Navigation, SimpleNamespace(pages=[])), config, files)
    assert len(begun) == pays
    for pages, light, made in begun:
        assert (pages, light) == ([start], [start])
        monkeypatch.setattr(rendering, "_kept", {start: ("key", {"content": "made"})})
        for silent in (True, False):
            monkeypatch.setattr(rendering, "silently", lambda *_, silent=silent: silent)
            assert made(start) == ({"content": "made"} if silent else None)


def test_what_another_process_made_is_taken_and_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert hooks.build.elsewhere("docs/a.md") is None
    hooks.build.beside = cast(Beside, SimpleNamespace(take={"docs/a.md": {"content": "a"}}.get))
    assert hooks.build.elsewhere("docs/a.md") == {"content": "a"}
    assert hooks.build.elsewhere("docs/b.md") is None
    assert [record.args for record in caplog.records] == [("docs/a.md",)]


def test_pages_say_how_far_the_build_is_and_how_long_they_took(
    config: MkDocsConfig,
    files: Files,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([100.0, 102.5, 200.0, 300.0, 300.25])
    monkeypatch.setattr(hooks.time, "perf_counter", lambda: next(clock))
    prepared = []
    monkeypatch.setattr(hooks.labs, "prepare", lambda _, path, __: prepared.append(path))
    caplog.set_level(logging.INFO)
    hooks.on_files(files, config)
    for uri in PAGES:
        hooks.on_pre_page(page(files, uri), config, files)
        hooks.on_page_content("", page(files, uri), config, files)
    assert [said.partition("] ")[2] or said for said in caplog.messages] == [
        "literate: index.md runs (1 of 2)",
        "literate: index.md took 2.50 s, 1 to go",
        "literate: labs/lab.ipynb runs (2 of 2)",
        "literate: labs/lab.ipynb took 0.25 s, 0 to go",
    ]
    assert [Path(path).name for path in prepared] == ["lab.ipynb"]


def test_a_chapter_keeps_the_line_numbers_of_its_file(config: MkDocsConfig, files: Files) -> None:
    assert hooks.build.current().page == ""  # a docstring
    text = PAGES["quiet.md"]
    body = text.split("---\n")[2]
    markdown = hooks.on_page_markdown(body, page(files, "quiet.md"), config, files)
    assert markdown == "\n\n\n" + body
    assert hooks.build.current().page == "quiet.md"
    body = PAGES["index.md"]
    assert hooks.on_page_markdown(body, page(files, "index.md"), config, files) == body
    hooks.on_page_content("", page(files, "index.md"), config, files)
    assert hooks.build.current().page == ""


@pytest.mark.parametrize(
    ("uri", "way", "file"),
    [
        ("index.md", "./", "figure.csv"),
        ("quiet.md", "./", "quiet/figure.csv"),
        ("labs/lab.ipynb", "./", "labs/lab/figure.csv"),
    ],
)
def test_a_figures_data_lie_beside_the_page(
    uri: str, way: str, file: str, config: MkDocsConfig, files: Files
) -> None:
    content = f'<p id="here">{data_link("figure", [("x", "y")])}</p>'
    html = hooks.on_page_content(content, page(files, uri), config, files)
    assert f'href="{way}figure.csv"' in html
    made = files.get_file_from_path(file)
    assert made
    assert made.content_string == "x,y\n"
    assert hooks.build.anchors[uri] == {"here"}


def test_links_that_lead_nowhere_are_named_with_their_line(
    config: MkDocsConfig, files: Files, caplog: pytest.LogCaptureFixture
) -> None:
    hooks.build.anchors = {"quiet.md": {"there"}}
    env = SimpleNamespace()
    assert hooks.on_env(env, config, files) is env
    assert env.bytecode_cache is hooks.templates
    assert [said[said.index("docs/") :].partition(" leads")[0] for said in caplog.messages] == [
        "docs/index.md:7: the link to 'gone.md'",
        "docs/labs/lab.ipynb:1: the link to 'gone.md'",
    ]


def test_the_search_reads_words_and_the_reader_gets_the_page(config: MkDocsConfig) -> None:
    before, after = hooks.on_page_context.methods
    # What MkDocs calls between the two, such as the search's own, has the priority 0.
    assert before.mkdocs_priority > 0 > after.mkdocs_priority
    nav: Any = None
    search: Any = SimpleNamespace(search_index=SimpleNamespace(entries=[]))
    config.plugins["material/search"] = search
    for content in ("<p>words<svg><path/></svg></p>", None):
        shown: Any = SimpleNamespace(content=content, url="a/", title="A", meta={})
        assert before({"a": 1}, shown, config, nav) == {"a": 1}
        assert shown.content == ("<p>words</p>" if content else "")
        assert after({"a": 1}, shown, config, nav) == {"a": 1}
        assert shown.content == (content or "")


def test_finished_pages_are_mended_and_of_the_templates_only_the_one_for_lost_addresses(
    config: MkDocsConfig,
) -> None:
    output, mended = '<div role="dialog">', '<div role="dialog" aria-label="Search">'
    nothing: Any = None
    assert hooks.on_post_page(output, nothing, config) == mended
    assert hooks.on_post_template(output, "404.html", config) == mended
    assert hooks.on_post_template(output, "sitemap.xml", config) == output


def test_edits_are_looked_for_ten_times_a_second(config: MkDocsConfig) -> None:
    emitters = [SimpleNamespace(_timeout=1.0) for _ in range(2)]
    server = SimpleNamespace(observer=SimpleNamespace(emitters=emitters, _timeout=1.0))
    assert hooks.on_serve(server, config, None) is server
    assert [part._timeout for part in (*emitters, server.observer)] == [0.1] * 3


@pytest.mark.parametrize("is_offline", [True, False])
def test_the_site_gets_its_font_its_card_and_what_a_reader_without_a_server_needs(
    is_offline: bool, config: MkDocsConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    monkeypatch.setattr(hooks.offline, "is_offline", lambda _: is_offline)
    monkeypatch.setattr(hooks.offline, "complete", lambda _: done.append("offline"))
    monkeypatch.setattr(hooks, "publish", lambda _: done.append("publish"))
    monkeypatch.setattr(hooks, "with_math_font", lambda sheet, found: f"{sheet} {sorted(found)}")
    site = Path(config.site_dir)
    style = site / "assets/site.css"
    style.parent.mkdir(parents=True)
    style.write_text("p{}")
    hooks.build.characters = {"x", "y"}
    hooks.on_post_build(config)
    assert done == ["offline"] * is_offline + ["publish"]
    assert (site / "assets/card.png").exists()
    assert style.read_text() == "p{} ['x', 'y']"
