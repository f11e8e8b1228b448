"""Four ways to one Jacobian: our forward and reverse mode, PyTorch, and one that knows no rules.

Each way gets the same function. The last one is the complex step where the function is analytic
and takes complex numbers, central differences elsewhere.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import torch

from literate.fences import fences
from literate.runner import PageRun
from snippets.differences import central_differences, complex_step
from snippets.forward import jvp
from snippets.reverse import vjp
from snippets.trace import trace
from tests.site.project import ROOT

Function = Callable[..., Any]


@cache
def page(name: str, until: str = "") -> dict[str, Any]:
    """The names of a chapter after its blocks ran, or after the one that brings the name `until`.

    The latter is for a function that reads a name which the page gives another value later.
    """
    path = f"docs/{name}"
    run = PageRun(path)
    for fence in fences((ROOT / path).read_text(encoding="utf-8"), path):
        if fence.runs and until not in run.namespace:
            run.run(fence)
    return run.namespace


def rows(value: Any) -> list[Any]:
    """What a function returned, as a list of outputs."""
    return list(value) if isinstance(value, tuple | list) else [value]


def unit(place: int, size: int) -> list[float]:
    return [float(place == other) for other in range(size)]


def by_forward(function: Function, point: Sequence[float]) -> np.ndarray:
    n = len(point)
    columns = [rows(jvp(function, point, unit(i, n))[1]) for i in range(n)]
    return np.array(columns, dtype=float).T


def by_reverse(function: Function, point: Sequence[float]) -> np.ndarray:
    value, pullback = vjp(function, *point)
    if not isinstance(value, tuple):
        return np.array([pullback()], dtype=float)
    seeds = [unit(i, len(value)) for i in range(len(value))]
    return np.array([pullback(seed) for seed in seeds], dtype=float)


def by_pytorch(function: Function, point: Sequence[float]) -> np.ndarray:
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
    jacobian = []
    for output in rows(function(*inputs)):
        slopes: Sequence[Any] = [None] * len(inputs)
        if isinstance(output, torch.Tensor) and output.requires_grad:
            slopes = torch.autograd.grad(output, inputs, retain_graph=True, allow_unused=True)
        jacobian.append([0.0 if slope is None else slope.item() for slope in slopes])
    return np.array(jacobian)


def step_at(point: Sequence[float]) -> float:
    """A complex step that is small beside the smallest input that is not 0."""
    size = min((abs(x) for x in point if x), default=1.0)
    return max(1e-20 * min(1.0, size), 1e-300)


def by_complex_step(function: Function, point: Sequence[float]) -> np.ndarray:
    step, count = step_at(point), len(rows(function(*point)))
    return np.array([
        complex_step(lambda *x, at=at: complex(rows(function(*x))[at]), *point, step=step)
        for at in range(count)
    ])  # fmt: skip


def by_differences(function: Function, point: Sequence[float]) -> np.ndarray:
    columns = central_differences(lambda *x: np.array(rows(function(*x)), dtype=float), *point)
    return np.array(columns).T


def conditioning(function: Function, point: Sequence[float]) -> float:
    """The largest part that a step has in the derivative: what its rounding errors are relative to.

    Large parts may cancel; then the derivative is smaller than they are, and less accurate.
    """
    t = trace(function, *point)
    outputs = len(rows(t.value))
    seeds = [unit(i, outputs) for i in range(outputs)]
    swept = [t.adjoints(seed) if isinstance(t.value, tuple) else t.adjoints() for seed in seeds]
    directions = [t.tangents(unit(i, len(point))) for i in range(len(point))]
    parts = [
        abs(adjoints[name] * tangents[name])
        for adjoints in swept
        for tangents in directions
        for name in tangents
    ]
    return max([1e-300, *(part for part in parts if np.isfinite(part))])


def disagreements(
    function: Function, point: Sequence[float], analytic: bool = True, digits: int = 11
) -> list[str]:
    """Which of the ways differ from reverse mode at a point, beyond rounding."""
    ours = by_reverse(function, point)
    allowed = 10.0**-digits * conditioning(function, point)
    others = {
        "forward mode": (by_forward(function, point), allowed),
        "PyTorch": (by_pytorch(function, point), allowed),
    }
    if analytic:
        # What h² leaves out, and what is lost where a derivative times h is no longer a float.
        lost = step_at(point) ** 2 + 1e-320 / step_at(point)
        others["complex step"] = by_complex_step(function, point), allowed + lost
    else:
        size = max(abs(float(value)) for value in rows(function(*point)))
        others["differences"] = by_differences(function, point), 1e-6 * (1 + size + np.abs(ours))
    return [
        f"{name} {theirs.tolist()} against reverse mode {ours.tolist()} at {list(point)}"
        for name, (theirs, most) in others.items()
        if theirs.shape != ours.shape or not np.all(np.abs(theirs - ours) <= most)
    ]
