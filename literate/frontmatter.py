"""The front matter of a chapter, which MkDocs would show as text where it cannot read it."""

from mkdocs.utils.meta import YAML_RE
from yaml import YAMLError, safe_load

from literate.errors import ChapterError


def check_front_matter(text: str, path: str) -> None:
    """Let a chapter pass whose front matter, if it has one, is what MkDocs reads.

    Args:
        text: The Markdown source.
        path: The chapter's file, for messages.

    Raises:
        ChapterError: The front matter is no YAML, holds no names, or is never closed.
    """
    if text.split("\n", 1)[0].rstrip() != "---":
        return
    found = YAML_RE.match(text)
    try:
        content = safe_load(found[1]) if found else None
    except (YAMLError, ValueError) as error:  # the latter is of a date that does not exist
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", error)
        line = mark.line + 2 if mark else 1
        raise ChapterError(path, line, f"the front matter is no YAML: {said}") from error
    if not isinstance(content, dict):
        sentence = "the front matter must be lines such as 'title: Name' between two lines '---'."
        raise ChapterError(path, 1, sentence)
