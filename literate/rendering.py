"""What pages render to, kept from build to build and passed on from process to process."""

import logging
import types
from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

_kept: dict[str, tuple[object, dict[str, Any]]] = {}


def is_kept(path: str, key: object) -> bool:
    """Whether the page is known as it renders for this key."""
    return path in _kept and _kept[path][0] == key


def kept(path: str) -> dict[str, Any] | None:
    """The attributes that rendering gave to a page; `None` if it did not render."""
    return _kept[path][1] if path in _kept else None


def keep(page: Page, path: str, key: object, elsewhere: Callable[[str], Any]) -> None:
    """Let a page render only if it did not before, and not elsewhere either.

    Args:
        page: The page, about to be rendered.
        path: Its file.
        key: Equal to the last one if, and only if, the page would come out the same.
        elsewhere: Returns what `kept` says in another process that has rendered the page, or
            `None`.
    """
    render = page.render

    def rendered(self: Page, config: Any, files: Any) -> None:
        if not is_kept(path, key) and (made := elsewhere(path)) is not None:
            _kept[path] = (key, made)
        if not is_kept(path, key):
            before = dict(vars(self))
            render(config, files)
            after = vars(self)
            new = {k: v for k, v in after.items() if before.get(k) is not v}
            new.pop("links_to_anchors", None)  # for a check of MkDocs' that mkdocs.yml turns off
            _kept[path] = (key, new)
        vars(self).update(_kept[path][1])

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


def silently(page: Page, config: MkDocsConfig, files: Files) -> bool:
    """Render a page as MkDocs does; say nothing, but whether there was nothing to say.

    For a process of its own: its log stays silent.
    """
    complaints: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = complaints.append  # type: ignore[assignment, method-assign]
    logging.getLogger("mkdocs").handlers = [handler]
    try:
        _populate_page(page, config, files)
    except Exception:
        return False
    return not complaints


class Templates(BytecodeCache):
    """The theme's templates as they were compiled; MkDocs would compile them for each build."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is known for its name and its source."""
        if (bucket.key, bucket.checksum) in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key, bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
