"""A case beside what was measured: its verdicts, and the words for both."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from atlas.case import Case
from atlas.cases import CASES
from atlas.frameworks import FRAMEWORKS, Answer
from atlas.mathematics import Mathematics, verdict
from atlas.record import read, same

# Mark → its sign in the table, and what it says of a row.
MARKS = {
    "outside": ("✗", "an answer lies outside of the mathematics"),
    "no derivative": ("†", "a number is returned where there is no derivative"),
    "frameworks": ("≠", "frameworks disagree"),
    "modes": ("⇄", "the two modes of one framework disagree"),
}
# Verdict → the mark that it gives a row.
SIGNIFIED = {"outside": "outside", "no such derivative": "no derivative"}


@dataclass(frozen=True)
class Row:
    """One row of the atlas.

    Attributes:
        case: What was asked.
        mathematics: What is true.
        answers: Framework → mode → what it returned.
    """

    case: Case
    mathematics: Mathematics
    answers: Mapping[str, Mapping[str, Answer]]

    def verdict(self, framework: str, mode: str = "reverse") -> str:
        """`atlas.mathematics.verdict` of one answer."""
        return verdict(self.mathematics, self.answers[framework][mode])

    def modes_differ(self, framework: str) -> bool:
        """Whether the two modes of a framework return different numbers."""
        modes = list(self.answers[framework].values())
        return not any(isinstance(a, str) for a in modes) and not all(
            same(modes[0], answer) for answer in modes[1:]
        )

    @cached_property
    def marks(self) -> list[str]:
        """Those of `MARKS` that the row has."""
        verdicts = {
            self.verdict(name, mode) for name in self.answers for mode in self.answers[name]
        }
        reverse = [modes["reverse"] for modes in self.answers.values()]
        numbers = [answer for answer in reverse if not isinstance(answer, str)]
        found = {
            "outside": "outside" in verdicts,
            "no derivative": "no such derivative" in verdicts,
            "frameworks": any(not same(numbers[0], other) for other in numbers[1:]),
            "modes": any(map(self.modes_differ, self.answers)),
        }
        return [mark for mark in MARKS if found[mark]]

    @property
    def point(self) -> str:
        """Where the function is differentiated, in words."""
        return vector(self.case.point)

    @property
    def truth(self) -> str:
        """What the mathematics says, in words."""
        found = self.mathematics
        if found.kind == "none":
            return f"none: {found.reason}"
        if found.kind == "derivative":
            number = len(found.gradient) == 1
            return vector(found.gradient) + (self._side() if number else "")
        if len(self.case.point) == 1:
            low, high = sorted((found.slopes[1,], -found.slopes[-1,]))
            return f"[{written(low)}, {written(high)}]"
        return self.case.gradients or "hull of " + ", ".join(map(vector, found.vertices))

    def _side(self) -> str:
        slopes = self.mathematics.slopes
        if (-1,) not in slopes:
            return " from the right"
        return "" if (1,) in slopes else " from the left"

    @property
    def slopes(self) -> str:
        """The slopes on both sides of a number, or along some rays; "" where there are none."""
        found = self.mathematics.slopes
        if len(self.case.point) > 1:
            rays = [f"{written(slope)} along {vector(d)}" for d, slope in found.items()]
            return ", ".join(rays[: 2 * len(self.case.point)])
        sides = {"left": -found.get((-1,), math.nan), "right": found.get((1,), math.nan)}
        known = {side: slope for side, slope in sides.items() if not math.isnan(slope)}
        return ", ".join(f"{written(slope)} on the {side}" for side, slope in known.items())

    def answered(self, framework: str, mode: str = "reverse") -> str:
        """An answer in words; a dash where the framework has no such operation, or no mode."""
        if framework not in self.answers or mode not in self.answers[framework]:
            return "—"
        answer = self.answers[framework][mode]
        return answer if isinstance(answer, str) else vector(answer)

    def as_text(self) -> str:
        """The row on one line."""
        cells = [self.case.name, self.point, self.truth]
        for name in FRAMEWORKS:
            text = self.answered(name)
            if name in self.answers:
                if self.modes_differ(name) or "Error" in self.answered(name, "forward"):
                    text += f" / {self.answered(name, 'forward')}"
                if self.verdict(name) not in ("", "inside"):
                    text += " !"
            cells.append(text)
        return " | ".join([*cells, ", ".join(self.marks)])


def rows() -> tuple[Row, ...]:
    """Every case with what was last measured."""
    recorded = read()["cases"]
    return tuple(
        Row(
            case,
            recorded[case.name]["mathematics"],
            {name: recorded[case.name][name] for name in FRAMEWORKS if name in recorded[case.name]},
        )
        for case in CASES
    )


def vector(entries: Sequence[float]) -> str:
    """A number, or several in brackets."""
    texts = [written(entry) for entry in entries]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def written(number: float) -> str:
    """A number as the table has it: three digits, with a minus sign."""
    if math.isnan(number):
        return "nan"
    text = (
        "∞" if math.isinf(number) else f"{abs(number):.3g}".replace("e+0", "e").replace("e+", "e")
    )
    return f"−{text}" if number < 0 else text
