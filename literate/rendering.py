"""What `mkdocs serve` keeps from build to build, so that an edit renders only what it changed."""

import types
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.structure.pages import Page

_kept: dict[str, tuple[object, dict[str, Any]]] = {}


def is_kept(path: str, key: object) -> bool:
    """Whether the page is known as it renders for this key."""
    return path in _kept and _kept[path][0] == key


def keep(page: Page, path: str, key: object) -> None:
    """Let a page render only if it did not before.

    Args:
        page: The page, about to be rendered.
        path: Its file.
        key: Equal to the last one if, and only if, the page would come out the same.
    """
    render = page.render

    def rendered(self: Page, config: Any, files: Any) -> None:
        if not is_kept(path, key):
            before = dict(vars(self))
            render(config, files)
            after = vars(self)
            _kept[path] = (key, {k: v for k, v in after.items() if before.get(k) is not v})
        vars(self).update(_kept[path][1])

    page.render = types.MethodType(rendered, page)  # type: ignore[method-assign]


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
