import logging
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment

from literate import rendering


class Book:
    """Pages whose rendering is counted."""

    def __init__(self) -> None:
        self.rendered = 0
        self.fails = False
        self.elsewhere: dict[str, dict[str, Any]] = {}

    def show(self, key: object, path: str = "docs/a.md") -> Any:
        page: Any = SimpleNamespace(markdown="text", content=None)

        def render(config: object, files: object) -> None:
            assert (config, files) == ("config", "files")
            if self.fails:
                raise ValueError("no")
            self.rendered += 1
            page.content, page.toc = f"<p>{self.rendered}</p>", ["toc", self.rendered]

        page.render = render
        rendering.keep(page, path, key, self.elsewhere.get)
        page.render("config", "files")
        return page


@pytest.fixture(autouse=True)
def forget() -> None:
    rendering._kept.clear()


def test_page_renders_again_only_after_a_change() -> None:
    book = Book()
    assert not rendering.is_kept("docs/a.md", "key")
    first, again = book.show("key"), book.show("key")
    assert rendering.is_kept("docs/a.md", "key")
    assert book.rendered == 1
    assert (again.content, again.toc, again.markdown) == ("<p>1</p>", ["toc", 1], "text")
    assert again.toc == first.toc
    assert book.show("other key").content == "<p>2</p>"
    assert not rendering.is_kept("docs/a.md", "key")
    assert book.show("other key", "docs/b.md").content == "<p>3</p>"
    assert book.show("other key").content == "<p>2</p>"


def test_page_that_failed_is_not_kept() -> None:
    book = Book()
    book.fails = True
    with pytest.raises(ValueError, match="no"):
        book.show("key")
    assert not rendering.is_kept("docs/a.md", "key")
    book.fails = False
    assert book.show("key").content == "<p>1</p>"


def test_page_from_elsewhere_is_not_rendered() -> None:
    book = Book()
    book.elsewhere["docs/a.md"] = {"content": "<p>there</p>", "toc": []}
    page = book.show("key")
    assert (page.content, page.toc, page.markdown) == ("<p>there</p>", [], "text")
    assert book.rendered == 0
    assert rendering.kept("docs/a.md") == book.elsewhere["docs/a.md"]
    del book.elsewhere["docs/a.md"]
    assert book.show("key").content == "<p>there</p>", "it is kept as well"


def test_what_rendering_gave_to_a_page_is_known() -> None:
    assert rendering.kept("docs/a.md") is None
    Book().show("key")
    assert rendering.kept("docs/a.md") == {"content": "<p>1</p>", "toc": ["toc", 1]}


@pytest.mark.parametrize(
    ("level", "error", "silent"),
    [
        (logging.INFO, None, True),
        (logging.WARNING, None, False),
        (logging.ERROR, None, False),
        (logging.INFO, ValueError("no"), False),
    ],
)
def test_a_page_that_complains_is_told_from_one_that_does_not(
    monkeypatch: pytest.MonkeyPatch, level: int, error: Exception | None, silent: bool
) -> None:
    def populate(*_: object) -> None:
        logging.getLogger("mkdocs.plugins").log(level, "a line")
        if error:
            raise error

    nothing: Any = None
    monkeypatch.setattr(rendering, "_populate_page", populate)
    monkeypatch.setattr(logging.getLogger("mkdocs"), "handlers", [])
    monkeypatch.setattr(logging.getLogger("mkdocs"), "level", logging.INFO)
    assert rendering.silently(nothing, nothing, nothing) is silent


def test_template_is_compiled_once_for_each_source() -> None:
    compiled = []

    class Counting(Environment):
        def _compile(self, source: str, filename: str) -> Any:
            compiled.append(filename)
            return super()._compile(source, filename)

    kept = rendering.Templates()
    for text in ("x {{ y }}", "x {{ y }}", "z {{ y }}"):
        environment = Counting(loader=DictLoader({"page": text}), bytecode_cache=kept)
        assert environment.get_template("page").render(y=1) == f"{text[0]} 1"
    assert len(compiled) == 2


def test_each_page_keeps_its_own_way_to_render() -> None:
    page = Book().show("key")
    assert "render" not in rendering._kept["docs/a.md"][1]
    assert page.render.__self__ is page
