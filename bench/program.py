"""What generated programs cost, against code written by hand: `python -m bench.program`.

All that is compared runs in the same rounds, one after the other, so that a busy machine slows
down both; a ratio is taken within each round, and the median over the rounds is reported. Time is
the time that the thread was running, so that what else the machine does counts for nothing.
"""

import itertools
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from math import cos, exp, pi, sin
from typing import Any

import numpy as np

from bench.record import Figure, show
from snippets import blocks
from snippets.example import f
from snippets.nodes import simpler
from snippets.program import compile_gradient, compile_value

ROUNDS = 21
POINT = (-0.7, 1.3)
POINTS = 10**6
WIDTH = 4096
TWO_PI = 2 * pi


def closed_form(w1: float, w2: float) -> tuple[float, tuple[float, float]]:
    """Value and gradient of Eq. 1 as one would write them by hand, with nothing computed twice."""
    ratio = w1 / w2
    angle = TWO_PI * ratio
    growth = exp(2.0 * w2)
    right = 3.0 * ratio - growth
    left = sin(angle) + right
    both = left + right
    by_w1 = (TWO_PI * cos(angle) * right + 3.0 * both) / w2
    return left * right, (by_w1, -ratio * by_w1 - 2.0 * growth * both)


def closed_form_on_arrays(w1: Any, w2: Any) -> tuple[Any, tuple[Any, Any]]:
    """The same on NumPy arrays."""
    ratio = w1 / w2
    angle = TWO_PI * ratio
    growth = np.exp(2.0 * w2)
    right = 3.0 * ratio - growth
    left = np.sin(angle) + right
    both = left + right
    by_w1 = (TWO_PI * np.cos(angle) * right + 3.0 * both) / w2
    return left * right, (by_w1, -ratio * by_w1 - 2.0 * growth * both)


def rosenbrock(*x: Any) -> Any:
    """The chained Rosenbrock function, in plain Python."""
    total = 0.0
    for u, v in itertools.pairwise(x):
        total += 100.0 * (v - u * u) ** 2 + (1.0 - u) ** 2
    return total


def measured() -> list[Figure]:
    """Every figure with its target."""
    return [*_on_numbers(), *_on_arrays(), *_on_many_inputs()]


def report() -> None:
    """Print every figure."""
    show(measured())


def _on_numbers() -> list[Figure]:
    both, value = compile_gradient(f, *POINT), compile_value(f, *POINT)
    times = interleaved([closed_form, both, value], POINT, repeat=500, rounds=10 * ROUNDS)
    return [
        compared("value and gradient of Eq. 1, generated / closed form", times, 1, 0, 1.05),
        compared("value and gradient / value, both generated", times, 1, 2, 2.2),
    ]


def _on_arrays() -> list[Figure]:
    rng = np.random.default_rng(547)
    inputs = rng.uniform(-2, 2, POINTS), rng.uniform(0.5, 2, POINTS)
    few = [array[:5] for array in inputs]
    program = compile_gradient(f, *few)
    plain = blocks.compiled(f, ["w_1", "w_2"], few, True, rules=[simpler])
    times = interleaved([closed_form_on_arrays, program, plain], inputs, repeat=1)
    held, by_hand = memory(program, inputs), memory(closed_form_on_arrays, inputs)
    work = "10⁶ points, generated in blocks / closed form in NumPy"
    return [
        compared(work, times, 1, 0, 0.80),
        compared("  the same with NumPy's sine and cosine", times, 2, 0),
        Figure("  bytes a point above the inputs, generated", held, 26, unit="bytes"),
        Figure("  bytes a point above the inputs, closed form", by_hand, unit="bytes"),
    ]


def _on_many_inputs() -> list[Figure]:
    draw = random.Random(547)
    x = [draw.uniform(-2, 2) for _ in range(WIDTH)]
    times = interleaved([rosenbrock, compile_gradient(rosenbrock, *x)], x, repeat=20)
    work = f"chained Rosenbrock, n = {WIDTH}, value and gradient generated / value in plain Python"
    return [compared(work, times, 1, 0, 2.5)]


def interleaved(
    contenders: Sequence[Callable[..., Any]],
    inputs: Sequence[Any],
    repeat: int,
    rounds: int = ROUNDS,
) -> list[list[float]]:
    """Seconds of each contender in each round, after one round that does not count."""
    return [
        [_timed(contender, inputs, repeat) for contender in contenders] for _ in range(rounds + 1)
    ][1:]


def _timed(contender: Callable[..., Any], inputs: Sequence[Any], repeat: int) -> float:
    start = time.thread_time()
    for _ in range(repeat):
        contender(*inputs)
    return time.thread_time() - start


def ratio(times: Sequence[Sequence[float]], one: int, other: int) -> float:
    """Median over the rounds of the time of one contender over that of another."""
    return statistics.median(line[one] / line[other] for line in times)


def compared(
    work: str, times: Sequence[Sequence[float]], one: int, other: int, target: float | None = None
) -> Figure:
    """The same with its spread, as a figure: deciles of the rounds."""
    deciles = statistics.quantiles((line[one] / line[other] for line in times), n=10)
    return Figure(work, ratio(times, one, other), target, deciles[0], deciles[-1])


def memory(contender: Callable[..., Any], inputs: Sequence[Any]) -> float:
    """Most bytes an entry that a call holds, its results included."""
    tracemalloc.start()
    contender(*inputs)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / len(inputs[0])


if __name__ == "__main__":
    report()
