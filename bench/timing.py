"""Ratios of times: contenders take turns, so that a busy machine slows down all of them alike.

A ratio is taken within each round, and the median over the rounds is reported.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from bench.record import Figure

LEAST = 2e-3  # seconds that a timing takes at least, where it may choose


class Clock(NamedTuple):
    """How time is told.

    Attributes:
        now: Seconds since some moment.
        pause: Seconds to wait before each contender.
    """

    now: Callable[[], float]
    pause: float = 0.0


# The time that this thread was running: what else the machine does counts for nothing.
THREAD = Clock(time.thread_time)
# The clock on the wall, for work that more than one thread does. For a while after a product, the
# threads of BLAS wait for the next one without going to sleep, and would take a core from whoever
# comes next.
WALL = Clock(time.perf_counter, 0.1)

Times = Mapping[str, Sequence[float]]


def timed(
    contenders: Mapping[str, Callable[..., Any]],
    rounds: int,
    inputs: Sequence[Any] = (),
    repeat: int | None = 1,
    clock: Clock = THREAD,
) -> Times:
    """Seconds that one run of each contender took in each round.

    There is one round more, the first, which does not count.

    Args:
        contenders: What to run, by its name.
        rounds: How many rounds count.
        inputs: What each is called with.
        repeat: How often each runs in a round; None for as often as its time can be told.
        clock: How time is told.
    """
    repeats = {
        name: repeat or _enough(contender, inputs, clock) for name, contender in contenders.items()
    }
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, contender in contenders.items():
            time.sleep(clock.pause)
            seconds[name].append(_once(contender, inputs, repeats[name], clock))
    return {name: values[1:] for name, values in seconds.items()}


def ratios(times: Times, one: str, other: str) -> list[float]:
    """One contender's time over another's in the same round."""
    return [a / b for a, b in zip(times[one], times[other], strict=True)]


def compared(
    work: str, times: Times, one: str, other: str, target: float | None = None
) -> list[Figure]:
    """The same as a figure: median and deciles of the rounds.

    Nothing, if one of the two did not take part.
    """
    if not {one, other} <= times.keys():
        return []
    found = ratios(times, one, other)
    deciles = statistics.quantiles(found, n=10, method="inclusive")
    return [Figure(work, statistics.median(found), target, deciles[0], deciles[-1])]


def _enough(contender: Callable[..., Any], inputs: Sequence[Any], clock: Clock) -> int:
    """How often a contender is repeated so that its time can be told."""
    repeat = 1
    while (seconds := _once(contender, inputs, repeat, clock) * repeat) < LEAST:
        repeat = max(2 * repeat, min(100 * repeat, int(repeat * LEAST / max(seconds, 1e-6))))
    return repeat


def _once(contender: Callable[..., Any], inputs: Sequence[Any], repeat: int, clock: Clock) -> float:
    start = clock.now()
    for _ in range(repeat):
        contender(*inputs)
    return (clock.now() - start) / repeat
