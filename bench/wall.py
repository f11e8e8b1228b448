"""Ratios of times by the clock on the wall: for work that more than one thread does."""

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from bench.record import Figure

PAUSE = 0.1  # seconds
Times = Mapping[str, list[float]]


def timed(contenders: Mapping[str, Callable[[], Any]], rounds: int, repeat: int = 1) -> Times:
    """Seconds of each contender in each round, after one round that does not count.

    Before each there is a pause. For a while after a product, the threads of BLAS wait for the
    next one without going to sleep, and would take a core from whoever comes next.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds + 1):
        for name, contender in contenders.items():
            time.sleep(PAUSE)
            start = time.perf_counter()
            for _ in range(repeat):
                contender()
            seconds[name].append(time.perf_counter() - start)
    return {name: values[1:] for name, values in seconds.items()}


def compared(
    work: str, times: Times, one: str, other: str, target: float | None = None
) -> list[Figure]:
    """One contender's time over another's in the same round: median and deciles of the rounds.

    Nothing, if one of the two did not take part.
    """
    if not {one, other} <= times.keys():
        return []
    ratios = [a / b for a, b in zip(times[one], times[other], strict=True)]
    deciles = statistics.quantiles(ratios, n=10, method="inclusive")
    return [Figure(work, statistics.median(ratios), target, deciles[0], deciles[-1])]
