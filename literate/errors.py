"""What stops a build: one sentence that names the file and the line."""

import contextlib
from collections.abc import Iterator

from mkdocs.exceptions import BuildError


class ChapterError(BuildError):
    """A page that cannot be built: the message is "file:line: one sentence".

    It derives from MkDocs' BuildError because MkDocs shows that one without a traceback.
    """

    def __init__(self, path: str, line: int, sentence: str) -> None:
        # A sentence may end with what a library said, which has its full stop or has not.
        stop = "" if sentence.endswith((".", "?", "!")) else "."
        super().__init__(f"{path}:{line}: {sentence}{stop}")


@contextlib.contextmanager
def in_utf8(path: str) -> Iterator[None]:
    """Read a file in here, whole.

    Args:
        path: The file as messages name it.

    Raises:
        ChapterError: It is not UTF-8.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        sentence = f"this file must be written in UTF-8, but the byte 0x{byte:02X} is none of it."
        raise ChapterError(path, line, sentence) from error
