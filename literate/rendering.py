"""Keeping rendered pages, so that `mkdocs serve` runs and renders only what an edit changed."""

import types
from typing import Any

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
