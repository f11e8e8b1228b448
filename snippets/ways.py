"""How a function is run and differentiated, by what it is a function of: our engine or PyTorch."""

import inspect
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

import numpy as np

from snippets import recorders
from snippets.recorders import Log, numbers
from snippets.reverse import vjp
from snippets.slopes import Array

Function = Callable[..., Any]

_ASIDE = 1e-3


class Way(NamedTuple):
    """How a function is run, and how its derivative is taken."""

    name: str
    watch: Callable[..., Log]
    gradient: Callable[[Function, Sequence[Any]], Sequence[Any]]
    several: bool

    def inputs(self, point: Array) -> list[Any]:
        """What f is called with at a point: an input for each entry, or the point as one."""
        if self.several:
            return [float(entry) for entry in point.ravel()]
        return [point.copy() if point.shape else float(point)]


def reported_along(
    f: Function, way: Way, entries: list[Any], along: Array
) -> tuple[float | None, str]:
    """The derivative along the direction as reverse mode has it, and who says so."""
    try:
        partials = way.gradient(f, entries)
    except (TypeError, RuntimeError, NotImplementedError) as refusal:
        return None, f"{way.name}: {_said(refusal)}"
    found = np.concatenate([np.asarray(one, float).ravel() for one in partials])
    moving = along.ravel() != 0
    return float(np.sum(found[moving] * along.ravel()[moving])), way.name


def _engine_gradient(f: Function, entries: Sequence[Any]) -> Sequence[Any]:
    return vjp(f, *entries)[1]()


def way_to_run(f: Function, x: Any, point: Array, along: Array) -> tuple[Way, Log]:
    """How f runs at a point and beside it, if possible with a derivative; its record there.

    Raises:
        TypeError: It runs in no way.
        ValueError: Its value is not one number.
    """
    found: list[tuple[Way, Log]] = []
    values: list[float] = []
    refusals: list[Exception] = []
    for way in _ways(f, x, point):
        try:
            log = _checked_value(way.watch(f, way.inputs(point)))
            near = [recorders.number(log)]
            for aside in (-_ASIDE * along, _ASIDE * along):  # another branch, perhaps
                near.append(math.nan)
                with suppress(ArithmeticError, ValueError, RuntimeError):
                    near[-1] = recorders.number(way.watch(f, way.inputs(point + aside)))
        except recorders.InPlaceError:
            raise
        except (TypeError, AttributeError, RuntimeError, ArithmeticError, ValueError) as refusal:
            refusals.append(refusal)
            continue
        values = values or near
        if not np.allclose(near, values, rtol=1e-5, atol=0.0, equal_nan=True):
            continue  # x.std() of PyTorch is another function than x.std() of NumPy
        found.append((way, log))
        if reported_along(f, way, way.inputs(point), along)[0] is not None:
            return found[-1]
    if not found:
        _raise_one(refusals, x)
    return found[0]


def _raise_one(refusals: Sequence[Exception], x: Any) -> NoReturn:
    """Raise what says best why f runs in no way."""
    for one in refusals:
        if isinstance(one, _ShapeError):
            raise one
    for one in refusals:
        said = _said(one)
        if isinstance(one, ArithmeticError | ValueError):
            raise ValueError(
                f"f: expected a value at x, it raised {type(one).__name__}: {said}"
            ) from one
        if isinstance(one, RuntimeError) and "dtype" in said and is_tensor(x):
            raise TypeError(
                "f: expected a function of double precision, such as a module after .double(); "
                f"{said}"
            ) from one
    if is_tensor(x):
        raise refusals[0]
    reasons = "; ".join(dict.fromkeys(map(_said, refusals)))
    raise TypeError(f"f: expected a function that runs on our engine, NumPy or PyTorch; {reasons}")


def _said(refusal: Exception) -> str:
    """The first line of its message."""
    return str(refusal).partition("\n")[0] or "no reason given"


def _ways(f: Function, x: Any, point: Array) -> Iterator[Way]:
    """The ways to try, in order."""
    inputs = _inputs(f)
    spreads = [inputs == point.size] if inputs else [False, True]
    spreads = spreads if point.size > 1 else [False]
    if not is_tensor(x):
        for several in spreads:
            yield Way("our reverse mode", recorders.watch, _engine_gradient, several)
    if "torch" in sys.modules:
        from snippets import torch_recorder

        for several in spreads:
            yield Way("PyTorch", torch_recorder.watch, torch_recorder.gradient, several)


def _inputs(f: Function) -> int:
    """How many inputs f must be given; 0 where that cannot be told."""
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return int(getattr(f, "nin", 0))
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return sum(p.default is p.empty for p in places)


def _checked_value(log: Log) -> Log:
    value = numbers(log.value)
    if value is None:
        raise TypeError(f"f: expected a real number as its value, got {type(log.value).__name__}.")
    if value.size != 1:
        raise _ShapeError(f"f: expected one number as its value, got the shape {value.shape}.")
    return log


class _ShapeError(ValueError):
    """The value is no single number; with its entries one by one f may have one."""


def is_tensor(x: Any) -> bool:
    """Whether `x` is a tensor of PyTorch, which is never imported for it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(x, torch.Tensor)


def checked_point(f: Function, x: Any, direction: Any) -> tuple[Array, Array]:
    """The point and the direction as arrays.

    Raises:
        TypeError: f is no function, or x or the direction has no real numbers.
        ValueError: x or the direction is not finite or empty, or their shapes differ.
    """
    if not callable(f):
        raise TypeError(f"f: expected a function, got {type(f).__name__}.")
    point = _array("x", x)
    if direction is None:
        if point.size > 1:
            raise ValueError(
                f"direction: expected one, of the shape {point.shape} of x, because x has "
                f"{point.size} entries."
            )
        return point, np.ones_like(point)
    along = _array("direction", direction)
    if not np.isfinite(along).all():
        raise ValueError(f"direction: expected finite numbers, got {direction!r}.")
    if along.shape != point.shape:
        raise ValueError(
            f"direction: expected the shape {point.shape} of x, got the shape {along.shape}."
        )
    if not along.any():
        raise ValueError("direction: expected an entry that is not 0, got none.")
    return point, along


def _array(name: str, value: Any) -> Array:
    if is_tensor(value):
        value = value.detach().cpu()
        value = (value.double() if value.is_floating_point() else value).numpy()
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: expected rows of equal length.") from None
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name}: expected real numbers, got {type(value).__name__} {value!r}.")
    if not array.size:
        raise ValueError(f"{name}: expected at least one number, got none.")
    if np.isnan(array).any() or (array.size == 1 and np.isinf(array).any()):
        raise ValueError(f"{name}: expected finite numbers, got {value!r}.")
    return array.astype(float)
