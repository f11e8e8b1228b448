r"""Displayed formulas: their numbers, their anchors, and references to them across pages.

An equation that is referred to carries both a label and a tag:
``$$ … \label{eq:4} \tag{4} $$``; ``\eqref{eq:4}``, on any page, becomes a link to it.
"""

import re
from dataclasses import dataclass, field

from literate.errors import ChapterError
from literate.fences import prose_lines
from literate.maths import mathml

_LABEL = re.compile(r"\s*\\label\{([^}]*)\}")
_TAG = re.compile(r"\s*\\tag\{([^}]*)\}")
_REFERENCE = re.compile(r"(\$?)\\eqref\{(?P<label>[^}]*)\}\1")
_CODE_SPAN = re.compile(r"(`+[^`]*`+)")


@dataclass(frozen=True)
class Equation:
    """A displayed formula.

    Attributes:
        page: The chapter's file below `docs`, such as "trace.md".
        line: Line number of its first line, from 1.
        end: Line number of its last line.
        latex: The formula without label and tag.
        label: Such as "eq:4", or None.
        number: The tag, such as "4", or None.
    """

    page: str
    line: int
    end: int
    latex: str
    label: str | None
    number: str | None

    @property
    def anchor(self) -> str | None:
        """The id on the page: "eq:4" is found at #eq-4."""
        return self.label.replace(":", "-") if self.label else None

    def to_html(self, path: str) -> str:
        """The formula as MathML, numbered at the right where it has a number.

        Raises:
            ChapterError: The formula does not parse.
        """
        try:
            formula = mathml(self.latex, display=True)
        except ValueError as error:
            raise ChapterError(path, self.line, str(error)) from error
        if not self.number:
            return f'<div class="equation"><div class="formula" tabindex="0">{formula}</div></div>'
        return (
            f'<div class="equation" id="{self.anchor}"><div class="formula" tabindex="0">'
            f'{formula}</div><a class="tag" href="#{self.anchor}" '
            f'title="Permanent link to equation {self.number}">({self.number})</a></div>'
        )


@dataclass
class Register:
    """All labelled equations of the site, so that one page can refer to another's."""

    by_label: dict[str, Equation] = field(default_factory=dict)

    def add(self, equations: list[Equation], path: str) -> None:
        """Take in the equations of one page.

        Raises:
            ChapterError: A label or a number is there already, or one is given without the other.
        """
        numbers = {known.number: known for known in self.by_label.values()}
        for equation in equations:
            label, number = equation.label, equation.number
            if not label and not number:
                continue
            if not label or not number:
                missing = r"\tag" if label else r"\label"
                raise ChapterError(path, equation.line, f"this equation needs a {missing} as well.")
            twin = self.by_label.get(label) or numbers.get(number)
            if twin:
                raise ChapterError(
                    path,
                    equation.line,
                    f"the label '{label}' or the number ({number}) is used already, "
                    f"in {twin.page}, line {twin.line}.",
                )
            self.by_label[label] = numbers[number] = equation

    @property
    def targets(self) -> str:
        """What links to equations depend on: changes when a page that refers to one must."""
        return repr([(e.label, e.page, e.number) for e in self.by_label.values()])

    def linked(self, text: str, page: str, path: str, line: int) -> str:
        """A line of prose in which each reference has become a Markdown link.

        Raises:
            ChapterError: A reference names a label that no equation has.
        """

        def link(found: re.Match[str]) -> str:
            equation = self.by_label.get(found["label"])
            if equation is None:
                raise ChapterError(path, line, f"no equation has the label '{found['label']}'.")
            target = _relative(equation.page, page)
            return f"[({equation.number})]({target}#{equation.anchor}){{ .eqref }}"

        parts = _CODE_SPAN.split(text)
        parts[::2] = [_REFERENCE.sub(link, part) for part in parts[::2]]
        return "".join(parts)


def equations(text: str, page: str, path: str) -> list[Equation]:
    """All displayed formulas of a chapter, in order.

    Args:
        text: The Markdown source; a displayed formula begins and ends with ``$$`` at the
            beginning and the end of a line.
        page: The chapter's file below `docs`.
        path: The same for messages.

    Raises:
        ChapterError: A displayed formula is never closed, or ``$$`` stands inside a line.
    """
    found: list[Equation] = []
    start, body, previous = 0, "", 0
    for number, line in prose_lines(text, path):
        stripped = line.strip()
        if start and (not stripped or number != previous + 1):
            break
        if not start and stripped.startswith("$$"):
            start, body = number, stripped[2:]
        elif start:
            body += "\n" + stripped
        previous = number
        inside = body.removesuffix("$$") if start else _CODE_SPAN.sub("", line)
        if "$$" in inside:
            raise ChapterError(path, number, "'$$' must begin or end a line.")
        if start and body.endswith("$$"):
            found.append(_equation(body[:-2], page, start, number))
            start, body = 0, ""
    if start:
        raise ChapterError(path, start, "this displayed formula is never closed by '$$'.")
    return found


def _equation(body: str, page: str, line: int, end: int) -> Equation:
    label, tag = _LABEL.search(body), _TAG.search(body)
    latex = _TAG.sub("", _LABEL.sub("", body)).strip()
    return Equation(page, line, end, latex, label and label[1], tag and tag[1])


def _relative(target: str, page: str) -> str:
    if target == page:
        return ""
    up = "../" * page.count("/")
    return up + target
