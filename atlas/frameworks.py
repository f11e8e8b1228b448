"""How each framework differentiates: reverse mode, and forward mode where there is one.

Everything is in float64. `measured` evaluates a coding, which is an expression in ``x`` and the
names that a framework's users have at hand.
"""

import math
import os
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from typing import Any, NamedTuple

Function = Callable[[Any], Any]
Answer = list[float] | str


class Engine(NamedTuple):
    """What a framework can do, on functions of one input.

    Attributes:
        names: What a coding may use beside ``x``.
        array: Builds an input from its entries: a scalar from one, a vector from several.
        gradient: The function's gradient, as a function, by reverse mode.
        tangent: The function's derivative along a direction, as a function, by forward mode; None
            where the framework has none.
        entries: The numbers of an array.
    """

    names: dict[str, Any]
    array: Callable[[Sequence[float]], Any]
    gradient: Callable[[Function], Function]
    tangent: Callable[[Function, Any], Function] | None
    entries: Callable[[Any], Any]


def pytorch() -> Engine:
    """PyTorch: `torch.autograd.grad` and `torch.func.jvp`."""
    import torch

    def gradient(f: Function) -> Function:
        def g(x: Any) -> Any:
            # A first derivative is asked for as users do; a graph of it is another way to it.
            once_more = x.requires_grad
            x = x if once_more else x.detach().requires_grad_()
            (found,) = torch.autograd.grad(f(x), x, create_graph=once_more)
            return found

        return g

    def tangent(f: Function, direction: Any) -> Function:
        return lambda x: torch.func.jvp(f, (x,), (direction,))[1]

    return Engine(
        {"torch": torch, "F": torch.nn.functional},
        lambda point: torch.tensor(_shaped(point), dtype=torch.float64),
        gradient,
        tangent,
        lambda x: [
            entry.item() for entry in x.detach().reshape(-1)
        ],  # an unallocated 0 has no list
    )


def jax() -> Engine:
    """JAX: `jax.grad` and `jax.jvp`."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)

    def tangent(f: Function, direction: Any) -> Function:
        return lambda x: jax.jvp(f, (x,), (direction,))[1]

    names = {"jax": jax, "jnp": jnp}
    return Engine(names, lambda p: jnp.array(_shaped(p)), jax.grad, tangent, _entries)


def autograd() -> Engine:
    """HIPS autograd: `grad` and `make_jvp`."""
    import autograd
    import autograd.numpy as np
    import autograd.scipy.special as special

    def tangent(f: Function, direction: Any) -> Function:
        return lambda x: autograd.make_jvp(f)(x)(direction)[1]

    names = {"np": np, "special": special}
    return Engine(names, lambda p: np.array(_shaped(p)), autograd.grad, tangent, _entries)


def tinygrad() -> Engine:
    """The tinygrad framework: `Tensor.gradient`. Its Python device needs no compiler."""
    os.environ.setdefault("DEV", "PYTHON")
    from tinygrad import Device, Tensor, dtypes

    def gradient(f: Function) -> Function:
        return lambda x: f(x).gradient(x)[0]

    def array(point: Sequence[float]) -> Any:
        x = Tensor(list(point), dtype=dtypes.float64)
        return x if len(point) > 1 else x.reshape(())

    def entries(x: Any) -> Any:
        # A constant lies on no device until it is copied to one.
        return _entries(x.clone(Device.DEFAULT).numpy())

    return Engine({"Tensor": Tensor}, array, gradient, None, entries)


def tensorflow() -> Engine:
    """TensorFlow: `GradientTape` and `ForwardAccumulator`."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    import tensorflow as tf

    def gradient(f: Function) -> Function:
        def g(x: Any) -> Any:
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = f(x)
            found = tape.gradient(y, x)
            return None if found is None else tf.convert_to_tensor(found)  # gather has slices

        return g

    def tangent(f: Function, direction: Any) -> Function:
        def g(x: Any) -> Any:
            with tf.autodiff.ForwardAccumulator(x, direction) as accumulator:
                y = f(x)
            return accumulator.jvp(y)

        return g

    def array(point: Sequence[float]) -> Any:
        return tf.constant(_shaped(point), dtype=tf.float64)

    return Engine({"tf": tf}, array, gradient, tangent, _entries)


class Framework(NamedTuple):
    """A column of the atlas.

    Attributes:
        title: Its name.
        package: What it is installed by.
        module: What it is imported by.
        load: Imports it.
    """

    title: str
    package: str
    module: str
    load: Callable[[], Engine]


FRAMEWORKS = {
    "torch": Framework("PyTorch", "torch", "torch", cache(pytorch)),
    "jax": Framework("JAX", "jax", "jax", cache(jax)),
    "autograd": Framework("HIPS autograd", "autograd", "autograd", cache(autograd)),
    "tinygrad": Framework("tinygrad", "tinygrad", "tinygrad", cache(tinygrad)),
    "tensorflow": Framework("TensorFlow", "tensorflow-cpu", "tensorflow", cache(tensorflow)),
}


def installed() -> list[str]:
    """The frameworks that can be imported here."""
    return [name for name, framework in FRAMEWORKS.items() if find_spec(framework.module)]


def version(name: str) -> str:
    """The installed version of a framework."""
    return metadata.version(FRAMEWORKS[name].package)


def value(name: str, coding: str, point: Sequence[float]) -> float:
    """What a coding returns at a point."""
    engine = FRAMEWORKS[name].load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (number,) = engine.entries(_function(engine, coding)(engine.array(point)))
    return float(number)


def measured(name: str, coding: str, point: Sequence[float], order: int = 1) -> dict[str, Answer]:
    """What a framework answers.

    Args:
        name: One of `FRAMEWORKS`.
        coding: An expression in ``x`` whose value is a scalar.
        point: The entries of ``x``.
        order: 1, or 2 for the second derivative, of one entry.

    Returns:
        Mode ("reverse", "forward") → the gradient, "None" where the framework returned that, or the
        name of the error that it raised. The forward mode is asked along each unit vector.
    """
    engine = FRAMEWORKS[name].load()
    f = _function(engine, coding)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {"reverse": _answer(lambda: _reverse(engine, f, point, order))}
        if engine.tangent:
            found["forward"] = _answer(lambda: _forward(engine, f, point, order))
    return found


def _function(engine: Engine, coding: str) -> Function:
    compiled = compile(coding, "<coding>", "eval")
    return lambda x: eval(compiled, {**engine.names, "x": x})


def _reverse(engine: Engine, f: Function, point: Sequence[float], order: int) -> list[float]:
    for _ in range(order):
        f = engine.gradient(f)
    return _numbers(engine, f(engine.array(point)))


def _forward(engine: Engine, f: Function, point: Sequence[float], order: int) -> list[float]:
    assert engine.tangent
    found = []
    for place in range(len(point)):
        unit = engine.array([float(place == other) for other in range(len(point))])
        g = f
        for _ in range(order):
            g = engine.tangent(g, unit)
        found += _numbers(engine, g(engine.array(point)))
    return found


def _numbers(engine: Engine, array: Any) -> list[float]:
    if array is None:
        raise _NothingError
    return [float(number) for number in engine.entries(array)]


class _NothingError(Exception):
    """A framework returned None."""


def _answer(ask: Callable[[], list[float]]) -> Answer:
    try:
        return [rounded(number) for number in ask()]
    except _NothingError:
        return "None"
    except Exception as error:  # what a framework refuses is an answer, too
        return type(error).__name__


def rounded(number: float) -> float:
    """Eleven digits, so that rounding errors are no difference; no negative zero."""
    return number if not math.isfinite(number) else float(f"{number:.10e}") + 0.0


def _shaped(point: Sequence[float]) -> float | list[float]:
    return list(point) if len(point) > 1 else float(point[0])


def _entries(array: Any) -> Any:
    import numpy

    return numpy.asarray(array, dtype=float).reshape(-1).tolist()
