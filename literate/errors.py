"""The one exception that stops a build."""

from mkdocs.exceptions import BuildError


class ChapterError(BuildError):
    """A page that cannot be built: the message is "file:line: one sentence".

    It derives from MkDocs' BuildError because MkDocs shows that one without a traceback.
    """

    def __init__(self, path: str, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
