"""What gradients cost as problems grow: `python -m bench.cost`.

Times are relative to the value in straight-line code. Of many sweeps a sample is timed, evenly
spread, and its time is scaled up.
"""

import gc
import math
import statistics
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bench.program import POINT, rosenbrock
from bench.record import Figure, show
from bench.timing import ratios, timed
from snippets.checkpoint import checkpointed, recorded
from snippets.elementals import exp, sin
from snippets.example import f
from snippets.forward import jvp
from snippets.program import compile_gradient, compile_value
from snippets.reverse import value_and_grad, vjp

ROUNDS = 7
SAMPLE = 16  # sweeps that are timed, of many
SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
DEPTHS = (16, 64, 256, 1024, 4096, 16384)
LENGTH = 1024  # rounds of the loop whose time is traded for memory
SLOTS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256, 1024)

Work = tuple[Callable[[], Any], float]  # what is timed, and what its time is multiplied by


def squares(*x: Any) -> Any:
    """The chained Rosenbrock function with its last term, so that one input will do."""
    return rosenbrock(*x) + (1.0 - x[-1]) ** 2


def orbit(m: int) -> Callable[[Any], Any]:
    """The mirror image: one input, and m outputs, each made from the one before."""

    def states(x: Any) -> Any:
        visited = []
        for _ in range(m):
            x = x + 0.1 * sin(x)
            visited.append(x)
        return tuple(visited)

    return states


def swing(angle: Any, speed: Any, pull: Any) -> Any:
    """A round of a long loop: a pendulum, and the parameter that pulls it back."""
    speed = speed - 0.1 * pull * sin(angle)
    return angle + 0.1 * speed, speed, pull


def energy(angle: Any, speed: Any, pull: Any) -> Any:
    """What is differentiated at its end."""
    return 0.5 * speed * speed + pull * (1.0 - sin(angle + 1.5))


START = (0.4, -0.2, 1.1)


def product(*x: Any) -> Any:
    """A product of all inputs."""
    return math.prod(x)


def layer(*x: Any) -> Any:
    """A sum of functions that are dear to evaluate."""
    return sum(exp(0.3 * u) * sin(u * v) for u, v in pairwise(x))


def measured() -> list[Figure]:
    """None: what grows is a curve."""
    return []


def curves() -> dict[str, list[dict[str, Any]]]:
    """Rows by the name of the curve."""
    return {
        "inputs": [_by_inputs(n) for n in SIZES],
        "outputs": [_by_outputs(m) for m in SIZES],
        "constants": _constants(),
        "depth": [_by_depth(n) for n in DEPTHS],
        "trade": _trade(),
    }


def _by_inputs(n: int) -> dict[str, Any]:
    """A gradient of n inputs by n sweeps forward, and by one sweep back."""
    x = [0.5 + 0.001 * place for place in range(n)]
    along = compile_value(lambda *w: jvp(squares, w[:n], w[n:])[1], *x, *(0.5 for _ in x))
    value, back = compile_value(squares, *x), compile_gradient(squares, *x)
    by_engine = value_and_grad(squares)
    seeds, times = _sample(n)
    work = {
        "value": (lambda: value(*x), 1.0),
        "forward": (lambda: [jvp(squares, x, seed) for seed in seeds], times),
        "reverse": (lambda: by_engine(*x), 1.0),
        "forward, generated": (lambda: [along(*x, *seed) for seed in seeds], times),
        "reverse, generated": (lambda: back(*x), 1.0),
    }
    return {"n": n} | _relative(work)


def _by_outputs(m: int) -> dict[str, Any]:
    """The derivatives of m outputs by one sweep forward, and by m sweeps back."""
    states, x = orbit(m), 0.4
    many = m > 1
    function = states if many else lambda x: states(x)[0]
    value = compile_value(function, x)
    along = compile_value(lambda x, dx: jvp(function, (x,), (dx,))[1], x, 1.0)
    back = compile_value(
        lambda x, *u: vjp(function, x)[1](u if many else u[0])[0], x, *(1.0 for _ in range(m))
    )
    seeds, times = _sample(m)

    def sweeps() -> Any:
        _, pullback = vjp(function, x)
        return [pullback(seed if many else seed[0]) for seed in seeds]

    work = {
        "value": (lambda: value(x), 1.0),
        "forward": (lambda: jvp(function, (x,), (1.0,)), 1.0),
        "reverse": (sweeps, times),
        "forward, generated": (lambda: along(x, 1.0), 1.0),
        "reverse, generated": (lambda: [back(x, *seed) for seed in seeds], times),
    }
    return {"m": m} | _relative(work)


def _constants() -> list[dict[str, Any]]:
    """Value and gradient over the value: generated, and by the engine."""
    x = [0.5 + 0.01 * place for place in range(32)]
    cases = [
        ("the example", f, POINT),
        ("product of 32", product, x),
        ("Rosenbrock, 32", rosenbrock, x),
        ("exponentials and sines, 32", layer, x),
    ]
    rows = []
    for name, function, point in cases:
        value, both = compile_value(function, *point), compile_gradient(function, *point)
        by_engine = value_and_grad(function)
        work: dict[str, Work] = {
            "value": (lambda value=value, at=point: value(*at), 1.0),
            "generated": (lambda both=both, at=point: both(*at), 1.0),
            "recorded": (lambda function=function, at=point: vjp(function, *at), 1.0),
            "engine": (lambda engine=by_engine, at=point: engine(*at), 1.0),
        }
        rows.append({"function": name} | _relative(work))
    return rows


def _by_depth(n: int) -> dict[str, Any]:
    """Most bytes held for a gradient through n rounds."""
    return {
        "n": n,
        "all recorded": _bytes(recorded, n),
        "every √n rounds": _bytes(checkpointed, n),
        "8 snapshots": _bytes(checkpointed, n, 8),
    }


def _trade() -> list[dict[str, Any]]:
    """Bytes, evaluations and time of each schedule, for one loop."""
    schedules: dict[str, tuple[Any, ...]] = {
        "all recorded": (recorded, LENGTH),
        "every √n rounds": (checkpointed, LENGTH),
    } | {f"{slots} snapshots": (checkpointed, LENGTH, slots) for slots in SLOTS}
    sweeps = {
        name: schedule(swing, rounds, energy, *slots)
        for name, (schedule, rounds, *slots) in schedules.items()
    }
    work: dict[str, Work] = {
        name: (lambda sweep=sweep: sweep(*START), 1.0) for name, sweep in sweeps.items()
    }
    times = {"all recorded": 1.0} | _relative(work)
    rows = []
    for name, sweep in sweeps.items():
        counted = sweep(*START)
        rows.append(
            {
                "schedule": name,
                "snapshots": counted.snapshots,
                "recorded": counted.recorded,
                "evaluations": counted.evaluations,
                "bytes": _bytes(*schedules[name]),
                "time": times[name],
            }
        )
    return rows


def _sample(n: int) -> tuple[list[list[float]], float]:
    """Some unit vectors, evenly spread over all n, and how many each stands for."""
    size = min(n, SAMPLE)
    places = [(2 * k + 1) * n // (2 * size) for k in range(size)]
    return [[float(place == other) for other in range(n)] for place in places], n / size


def _relative(work: dict[str, Work]) -> dict[str, float]:
    """The time of each but the first, over the first: medians of the rounds."""
    times = timed({name: task for name, (task, _) in work.items()}, ROUNDS, repeat=None)
    first, *others = work
    return {
        name: statistics.median(ratios(times, name, first)) * work[name][1] / work[first][1]
        for name in others
    }


def _bytes(schedule: Callable[..., Callable[..., Any]], *arguments: Any) -> int:
    """Bytes held when the sweep back begins: that is when most snapshots and records are alive."""
    held = 0

    def last(*state: Any) -> Any:
        nonlocal held
        gc.collect()  # it empties Python's lists of free objects, which are not held
        held, _ = tracemalloc.get_traced_memory()
        return energy(*state)

    sweep = schedule(swing, *arguments[:1], last, *arguments[1:])
    gc.collect()
    tracemalloc.start()
    sweep(*START)
    tracemalloc.stop()
    return held


if __name__ == "__main__":
    show(measured(), curves())
