"""What generated programs cost, against code written by hand: `python -m bench.program`."""

import itertools
import random
import tracemalloc
from collections.abc import Callable, Sequence
from math import cos, exp, pi, sin
from typing import Any

import numpy as np

from bench.record import Figure, show
from bench.timing import compared, timed
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


def _on_numbers() -> list[Figure]:
    contenders = {
        "closed": closed_form,
        "both": compile_gradient(f, *POINT),
        "value": compile_value(f, *POINT),
    }
    times = timed(contenders, 10 * ROUNDS, POINT, repeat=500)
    work = "value and gradient of Eq. 1, generated / closed form"
    return [
        *compared(work, times, "both", "closed", 1.05),
        *compared("value and gradient / value, both generated", times, "both", "value", 2.2),
    ]


def _on_arrays() -> list[Figure]:
    rng = np.random.default_rng(547)
    inputs = rng.uniform(-2, 2, POINTS), rng.uniform(0.5, 2, POINTS)
    few = [array[:5] for array in inputs]
    program = compile_gradient(f, *few)
    plain = blocks.compiled(f, ["w_1", "w_2"], few, True, rules=[simpler])
    contenders = {"closed": closed_form_on_arrays, "blocks": program, "plain": plain}
    times = timed(contenders, ROUNDS, inputs)
    held, by_hand = memory(program, inputs), memory(closed_form_on_arrays, inputs)
    work = "10⁶ points, generated in blocks / closed form in NumPy"
    return [
        *compared(work, times, "blocks", "closed", 0.80),
        *compared("  the same with NumPy's sine and cosine", times, "plain", "closed"),
        Figure("  bytes a point above the inputs, generated", held, 26, unit="bytes"),
        Figure("  bytes a point above the inputs, closed form", by_hand, unit="bytes"),
    ]


def _on_many_inputs() -> list[Figure]:
    draw = random.Random(547)
    x = [draw.uniform(-2, 2) for _ in range(WIDTH)]
    contenders = {"plain": rosenbrock, "both": compile_gradient(rosenbrock, *x)}
    times = timed(contenders, ROUNDS, x, repeat=20)
    work = f"chained Rosenbrock, n = {WIDTH}, value and gradient generated / value in plain Python"
    return compared(work, times, "both", "plain", 2.5)


def memory(contender: Callable[..., Any], inputs: Sequence[Any]) -> float:
    """Most bytes an entry that a call holds, its results included."""
    tracemalloc.start()
    contender(*inputs)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / len(inputs[0])


if __name__ == "__main__":
    show(measured())
