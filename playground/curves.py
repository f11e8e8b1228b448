"""The function and its derivative along one input, as two drawings."""

import hashlib
import html
import math
from dataclasses import dataclass

from playground.mistakes import mistake
from playground.plot import Drawing, Mark, broken
from playground.request import Request, unit
from playground.watching import MOST, TooLongError, watched

POINTS, FEWEST = 161, 21  # of a curve; both odd, so that the point itself is one of them
WORK = 80_000  # steps that a curve may take altogether


@dataclass(frozen=True)
class Curves:
    """Two drawings, and what is seen in them.

    Attributes:
        value: The function.
        slope: Its derivative.
        count: From how many points they are drawn.
    """

    value: Drawing
    slope: Drawing
    count: int
    description: str

    def figure(self) -> str:
        """The drawings as a figure of the site."""
        text = self.value.label + self.description + repr((self.value, self.slope))
        key = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
        panels = "".join(
            one.svg(f"p{n}{key}", self.description)
            for n, one in enumerate((self.value, self.slope), start=1)
        )
        return (
            '<figure class="output figure"><div class="panels" style="--panels: 2">'
            f"{panels}</div><figcaption>{html.escape(self.description)}</figcaption></figure>"
        )


def curves(asked: Request, value: float, slope: float, steps: int, smooth: bool) -> Curves:
    """Evaluate a function and its derivative along the input that is asked for.

    Args:
        asked: The request.
        value: The function at the point.
        slope: Its derivative there.
        steps: How many steps the evaluation takes there.
        smooth: Whether the point itself belongs to the curve of the derivative.
    """
    x, place, name = asked.point[asked.place], asked.place, asked.along
    count = min(POINTS, max(FEWEST, WORK // max(steps, 1) // 2 * 2 + 1))
    reach = max(2.0, abs(x))
    half = count // 2
    seed = unit(len(asked.point), place)
    values, slopes, left = [], [], 2 * WORK
    for k in range(-half, half + 1):
        at = x + reach * k / half
        moved = [*asked.point[:place], at, *asked.point[place + 1 :]]
        y, dy, used = _tried(asked, moved, seed, min(left, MOST))
        left -= used
        values.append((at, y))
        slopes.append((at, dy if smooth or k else math.nan))
    span = (x - reach, x + reach)
    others = ", ".join(
        f"{n} = {v:g}" for n, v in zip(asked.typed.names, asked.point, strict=True) if n != name
    )
    f = asked.typed.name
    held = f", with {others}" if others else ""
    tangents = [dy for _, dy in slopes]
    description = (
        f"{f} along {name}{held}, with a line of the slope that is reported at {name} = {x:g}; and "
        f"the derivative by {name}. Each curve is drawn from {count} points."
    )
    return Curves(
        Drawing(f, name, tuple(broken(values, tangents)), span, Mark(x, value, slope)),
        Drawing(f"derivative by {name}", name, tuple(broken(slopes)), span, Mark(x, slope), 2),
        count,
        description,
    )


def _tried(
    asked: Request, point: list[float], seed: list[float], left: int
) -> tuple[float, float, int]:
    """Value, tangent and steps; nan where the function has no value or would take too long."""
    try:
        y, dy, tally = watched(asked.typed.call, point, seed, left)
    except TooLongError:
        return math.nan, math.nan, left
    except Exception:  # outside of the domain typed code may raise what it likes
        return math.nan, math.nan, 0
    except BaseException as error:
        raise mistake(asked.typed.name, error) from None
    return y, dy, tally.count
