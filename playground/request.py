"""What the page asks: a function, a point, the input to look along, and a finite step."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from playground.mistakes import MistakeError
from playground.source import Typed

START = (1.3, 0.7, -0.4, 0.9)  # no two coincide, and none is 0 or 1
STEP = 6e-6  # near the cube root of the machine precision
_STEPS = (1e-16, 1.0)
_FARTHEST = 1e100


@dataclass(frozen=True)
class Request:
    """A question that can be answered.

    Attributes:
        typed: The function.
        point: Its inputs.
        place: The input that is moved, from 0.
        step: The h of the central difference.
    """

    typed: Typed
    point: tuple[float, ...]
    place: int
    step: float

    @property
    def along(self) -> str:
        """The name of the input that is moved."""
        return self.typed.names[self.place]


def request(typed: Typed, given: Mapping[str, object]) -> Request:
    """Check what was asked about a function.

    Args:
        typed: The function.
        given: "inputs", name → number as it was typed (one that is missing starts at a number of
            its own, one that is none of the function's is passed over); "along", the name of the
            input to move, by default the first; "step".

    Raises:
        MistakeError: An input or the step is no number, or not in range.
    """
    inputs = given.get("inputs")
    if inputs is None:
        inputs = {}
    if not isinstance(inputs, Mapping):
        raise MistakeError("The inputs are no list of names and numbers.")
    starts = dict(zip(typed.names, START, strict=False)) | typed.defaults
    point = tuple(_number(name, inputs.get(name, starts[name])) for name in typed.names)
    for name, x in zip(typed.names, point, strict=True):
        if abs(x) > _FARTHEST:
            raise MistakeError(f"{name}: expected a number of at most 1e100 in size, got {x:g}.")
    step = _number("The step h", given.get("step", STEP))
    if not _STEPS[0] <= step <= _STEPS[1]:
        raise MistakeError(
            f"The step h: expected a number from {_STEPS[0]:g} to {_STEPS[1]:g}, got {step:g}."
        )
    along = given.get("along")
    place = typed.names.index(along) if along in typed.names else 0
    return Request(typed, point, place, step)


def unit(length: int, place: int, size: float = 1.0) -> list[float]:
    """The direction in which one of several inputs moves."""
    return [size * (i == place) for i in range(length)]


def _number(name: str, given: object) -> float:
    """A number that may have been typed.

    Raises:
        MistakeError: It is none, or not finite.
    """
    number = math.nan
    if isinstance(given, str):
        text = given.strip().replace("−", "-").replace("_", "?")
        if not text:
            raise MistakeError(f"{name}: expected a number, got nothing.")
        try:
            number = float(text)
        except ValueError:
            comma = "; a decimal comma is written as a point" if "," in text else ""
            shown = given if len(given) <= 20 else given[:19] + "…"
            raise MistakeError(f"{name}: expected a number, got “{shown}”{comma}.") from None
    elif isinstance(given, int | float) and not isinstance(given, bool):
        try:
            number = float(given)
        except OverflowError:
            number = math.inf
    else:
        raise MistakeError(f"{name}: expected a number, got {type(given).__name__}.")
    if not math.isfinite(number):
        raise MistakeError(f"{name}: expected a finite number, got {number:g}.")
    return number + 0.0 if number else 0.0
