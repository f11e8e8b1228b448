"""Running the blocks of a chapter, top to bottom, in one namespace a page."""

import ast
import contextlib
import io
import random
import sys
import traceback
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from literate.errors import ChapterError
from literate.fences import Fence
from literate.maths import with_minus_signs
from literate.sections import ROOT, included_section


@dataclass(frozen=True)
class Output:
    """What a block showed.

    Attributes:
        text: All that it printed.
        value: The value of its last line where that is an expression, else None.
    """

    text: str
    value: Any


class PageRun:
    """The run of one page: a namespace that its blocks share.

    Args:
        path: The chapter's file as messages name it.
        root: The folder that sections are looked up in.
    """

    def __init__(self, path: str, root: Path = ROOT) -> None:
        self.path = path
        self.root = root
        self.namespace: dict[str, Any] = {"__name__": "__chapter__"}
        self.started = False

    def run(self, fence: Fence) -> Output:
        """Run one block and return what it showed.

        Raises:
            ChapterError: The block raises, warns, does not compile, or shows a section that does
                not exist; the message names the line of the chapter.
        """
        if not self.started:
            _reset_libraries()
            self.started = True
        section = included_section(fence, self.path, self.root)
        source = section.import_statement if section else fence.code
        printed = io.StringIO()
        with self._named_errors(fence.line + 1), contextlib.redirect_stdout(printed):
            body, last = self._compile(source, fence.line + 1)
            exec(body, self.namespace)
            value = eval(last, self.namespace) if last else None
        return Output(printed.getvalue(), value)

    def formatted(self, expression: str, line: int) -> str:
        """The text of a number in prose, such as ``value:.4f``, read in the page's namespace.

        Raises:
            ChapterError: The expression raises or is not one.
        """
        with self._named_errors(line, f"the number '{expression}'"):
            # The space keeps the brace of a dict or a set apart from the f-string's own.
            _, number = self._compile(f"f'''{{ {expression}}}'''", line)
            text = str(eval(number, self.namespace))
        return with_minus_signs(text)

    def _compile(self, source: str, line: int) -> tuple[Any, Any]:
        """All but the last expression, and that expression or None; `line` is the first line's."""
        # Compiled under the chapter's name and lines, so that a traceback points into the chapter.
        try:
            tree = ast.parse("\n" * (line - 1) + source, self.path)
            last = tree.body[-1] if tree.body else None
            value = None
            if isinstance(last, ast.Expr):
                tree.body.pop()
                value = compile(ast.Expression(last.value), self.path, "eval")
            body = compile(tree, self.path, "exec")
        except SyntaxError as error:
            # Python 3.11 does not say where in the text an f-string is at fault.
            where = error.lineno if error.filename == self.path else None
            raise ChapterError(self.path, where or line, f"SyntaxError: {error.msg}") from error
        return body, value

    @contextlib.contextmanager
    def _named_errors(self, line: int, what: str = "this block") -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                yield
        except ChapterError:
            raise
        except (Exception, SystemExit) as error:  # `exit()` would end the build as a success
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == self.path]
            said = f": {error}" if str(error) else ""  # a bare `assert` says nothing
            sentence = f"{what} raised {type(error).__name__}{said}"
            raise ChapterError(self.path, (lines and lines[-1]) or line, sentence) from error


def _reset_libraries() -> None:
    """Give every page the same start, whichever page ran before it in this process."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
        sys.modules["torch"].set_default_dtype(sys.modules["torch"].float32)
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rc_file_defaults()
