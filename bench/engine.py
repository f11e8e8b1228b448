"""What tracing every time costs, against code written by hand: `python -m bench.engine`.

Two ways to trace. The engine of `snippets` has one table of elementals for both modes, any number
of levels, arrays, names and formulas. `Bare` has four operators and two functions on floats, each
with its derivative written into it, and one level: about as little as a tape gets by with. What
lies between the two is the price of the clear way.
"""

import math
from typing import Any

from bench.program import POINT, ROUNDS, closed_form
from bench.record import Figure, show
from bench.timing import compared, timed
from snippets.example import f
from snippets.reverse import value_and_grad


class Bare:
    """A float on a tape: for each operation, places of the operands and local partials in turn."""

    __slots__ = ("place", "tape", "value")

    def __init__(self, tape: list[tuple[Any, ...]], value: float, *line: Any) -> None:
        self.tape, self.value, self.place = tape, value, len(tape)
        tape.append(line)

    def __add__(self, other: "Bare") -> "Bare":
        return Bare(self.tape, self.value + other.value, self.place, 1.0, other.place, 1.0)

    def __sub__(self, other: "Bare") -> "Bare":
        return Bare(self.tape, self.value - other.value, self.place, 1.0, other.place, -1.0)

    def __mul__(self, other: "Bare") -> "Bare":
        x, y = self.value, other.value
        return Bare(self.tape, x * y, self.place, y, other.place, x)

    def __rmul__(self, other: float) -> "Bare":
        return Bare(self.tape, other * self.value, self.place, other)

    def __truediv__(self, other: "Bare") -> "Bare":
        y = other.value
        z = self.value / y
        return Bare(self.tape, z, self.place, 1.0 / y, other.place, -z / y)


def sin(x: Bare) -> Bare:
    """Sine on a tape."""
    return Bare(x.tape, math.sin(x.value), x.place, math.cos(x.value))


def exp(x: Bare) -> Bare:
    """Exponential on a tape."""
    z = math.exp(x.value)
    return Bare(x.tape, z, x.place, z)


def bare_example(w1: Bare, w2: Bare) -> Bare:
    """Eq. 1 in the steps of the source."""
    z1 = w1 / w2
    z4 = 3.0 * z1 - exp(2.0 * w2)
    return z4 * (sin(2.0 * math.pi * z1) + z4)


def on_a_bare_tape(*primals: float) -> tuple[float, tuple[float, ...]]:
    """Value and gradient of Eq. 1 by recording and sweeping back, and nothing else."""
    tape: list[tuple[Any, ...]] = []
    end = bare_example(*(Bare(tape, x) for x in primals))
    adjoints = [0.0] * len(tape)
    adjoints[end.place] = 1.0
    for adjoint, line in zip(reversed(adjoints), reversed(tape), strict=True):
        if line:
            adjoints[line[0]] += adjoint * line[1]
            if len(line) > 2:
                adjoints[line[2]] += adjoint * line[3]
    return end.value, tuple(adjoints[: len(primals)])


def measured() -> list[Figure]:
    """Every figure with its target."""

    def traced_anew(w1: float, w2: float) -> Any:
        return value_and_grad(f)(w1, w2)

    contenders = {"closed": closed_form, "traced": traced_anew, "bare": on_a_bare_tape, "value": f}
    times = timed(contenders, ROUNDS, POINT, repeat=1000)
    work = "value and gradient of Eq. 1, traced every time / closed form"
    bare = "  the same on a bare tape, rules written into its operators"
    return [
        *compared(work, times, "traced", "closed", 15),
        *compared(bare, times, "bare", "closed"),
        *compared("  the value alone, not traced", times, "value", "closed"),
    ]


if __name__ == "__main__":
    show(measured())
