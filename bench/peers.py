"""What others take for value and gradient of Eq. 1: `python -m bench.peers`.

Each joins where it can be imported. `make bench-peers` installs them, pinned in
requirements-peers.txt; PyTorch is always there.
"""

import math
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from bench.program import POINT, closed_form
from bench.record import Figure, show
from bench.timing import WALL, compared, timed
from snippets.example import f
from snippets.program import compile_gradient

ROUNDS = 11
Number = Any
ValueAndGradient = Callable[[float, float], Any]


def installed(*names: str) -> bool:
    """Can all of these be imported?"""
    return all(find_spec(name) for name in names)


def example(w1: Number, w2: Number, sin: Callable[..., Any], exp: Callable[..., Any]) -> Number:
    """Eq. 1 with a peer's own functions."""
    ratio = w1 / w2
    right = 3.0 * ratio - exp(2.0 * w2)
    return (sin(2.0 * math.pi * ratio) + right) * right


def scalar() -> dict[str, ValueAndGradient]:
    """Value and gradient of Eq. 1 by every peer that is there: name → function of two floats."""
    known = {"micrograd": micrograd, "autograd": autograd, "torch": pytorch, "jax": jax}
    return {name: peer() for name, peer in known.items() if installed(name)}


def micrograd() -> ValueAndGradient:
    """Andrej Karpathy's micrograd, which has no sine and no exponential: both as it writes tanh."""
    from micrograd.engine import Value

    def elemental(x: Any, value: float, slope: float) -> Any:
        out = Value(value, (x,))

        def backward() -> None:
            x.grad += slope * out.grad

        out._backward = backward
        return out

    def sin(x: Any) -> Any:
        return elemental(x, math.sin(x.data), math.cos(x.data))

    def exp(x: Any) -> Any:
        grown = math.exp(x.data)
        return elemental(x, grown, grown)

    def value_and_gradient(w1: float, w2: float) -> Any:
        inputs = Value(w1), Value(w2)
        end = example(*inputs, sin, exp)
        end.backward()
        return end.data, tuple(x.grad for x in inputs)

    return value_and_gradient


def autograd() -> ValueAndGradient:
    """HIPS autograd."""
    import autograd.numpy as anp
    from autograd import value_and_grad

    both = value_and_grad(lambda w: example(w[0], w[1], anp.sin, anp.exp))
    return lambda w1, w2: both((w1, w2))


def pytorch() -> ValueAndGradient:
    """PyTorch in float64."""
    import torch

    def value_and_gradient(w1: float, w2: float) -> Any:
        inputs = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in (w1, w2)]
        end = example(*inputs, torch.sin, torch.exp)
        return end.detach(), torch.autograd.grad(end, inputs)

    return value_and_gradient


def jax() -> ValueAndGradient:
    """JAX in float64, compiled; what it returns has been computed, not only asked for."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    compiled = jax.jit(
        jax.value_and_grad(lambda w1, w2: example(w1, w2, jnp.sin, jnp.exp), argnums=(0, 1))
    )
    return lambda w1, w2: jax.block_until_ready(compiled(w1, w2))


def measured() -> list[Figure]:
    """Every figure; ours beside them."""
    contenders = {"generated": compile_gradient(f, *POINT)} | scalar()
    times = timed({"plain": closed_form} | contenders, ROUNDS, POINT, repeat=200, clock=WALL)
    work = "value and gradient of Eq. 1"
    return [
        figure
        for name in contenders
        for figure in compared(f"{work}, {name} / closed form", times, name, "plain")
    ]


if __name__ == "__main__":
    show(measured())
