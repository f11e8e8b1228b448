"""What cannot be used, in one sentence for the reader."""

import re

from snippets.variable import ADVICE

FILE = "<your function>"  # what Python calls the typed text in tracebacks


class MistakeError(ValueError):
    """What was typed cannot be used; the message is one sentence for the reader."""


def mistake(what: str, error: BaseException) -> MistakeError:
    """The sentence for what typed code raised: its type, its line, its message."""
    if isinstance(error, MistakeError):
        return error
    lines = []
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    where = f" in line {lines[-1]}" if lines else ""
    text = clean(error)
    text = text.replace(ADVICE, "Only the functions listed on this page can be.")
    if isinstance(error, RecursionError):
        text = "it calls itself without an end"
    if isinstance(error, ModuleNotFoundError):
        text += "; sin, exp and the like are here without an import"
    if "math.sin" in text:
        text = (
            "float and the functions of Python's module math make a plain number, and the trace "
            "would be lost; write sin, exp, … without math, they are here without an import"
        )
    elif re.match(r"[\^|] cannot", text):
        text = f"{text[0]} is no operation on real numbers; a power is written **"
    elif "NoneType" in text and "result of" in text:
        text = f"{text.rstrip('.')}; is a return missing"
    return MistakeError(
        f"{what} raised {type(error).__name__}{where}{': ' if text else ''}{text.rstrip('.?')}."
    )


def clean(error: object) -> str:
    """A message on one line, of a length that can be read."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    return text if len(text) <= 300 else text[:297] + "…"
