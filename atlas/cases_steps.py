"""Functions that step, and functions made of them."""

from typing import Any

from mpmath import ceil, floor, mp, nint

from atlas.case import family

case = family("Steps")


def _heaviside(x: Any) -> Any:
    return 0.5 * (1 + mp.sign(x))


CASES = [
    case(
        "floor", "⌊x⌋", (1.0,), floor,
        torch="torch.floor(x)", jax="jnp.floor(x)", autograd="np.floor(x)", tinygrad="x.floor()",
        tensorflow="tf.floor(x)",
    ),
    case(
        "ceil", "⌈x⌉", (1.0,), ceil,
        torch="torch.ceil(x)", jax="jnp.ceil(x)", autograd="np.ceil(x)", tinygrad="x.ceil()",
        tensorflow="tf.math.ceil(x)",
    ),
    case(
        "round", "round(x)", (0.5,), nint,
        torch="torch.round(x)", jax="jnp.round(x)", autograd="np.round(x)", tinygrad="x.round()",
        tensorflow="tf.round(x)",
    ),
    case(
        "trunc", "trunc(x)", (1.0,), lambda x: mp.sign(x) * floor(abs(x)),
        torch="torch.trunc(x)", jax="jnp.trunc(x)", autograd="np.trunc(x)", tinygrad="x.trunc()",
    ),
    case(
        "step", "[x > 0]", (0.0,), lambda x: mp.mpf(x > 0),
        torch="(x > 0).to(x.dtype) + 0 * x", jax="(x > 0) + 0 * x", autograd="(x > 0) + 0 * x",
        tinygrad="(x > 0) + 0 * x", tensorflow="tf.cast(x > 0, tf.float64) + 0 * x",
    ),
    case(
        "heaviside", "Heaviside's step, ½ at 0", (0.0,), _heaviside,
        jax="jnp.heaviside(x, 0.5)", autograd="0.5 * (1 + np.sign(x))",
        torch="0.5 * (1 + torch.sign(x))", tinygrad="0.5 * (1 + x.sign())",
        tensorflow="0.5 * (1 + tf.sign(x))",
    ),
    case(
        "fraction", "x − ⌊x⌋", (1.0,), lambda x: x - floor(x),
        torch="x - torch.floor(x)", jax="x - jnp.floor(x)", autograd="x - np.floor(x)",
        tinygrad="x - x.floor()", tensorflow="x - tf.floor(x)",
    ),
    case(
        "modulo", "x mod 1", (1.0,), lambda x: x - floor(x),
        torch="torch.remainder(x, 1)", jax="jnp.mod(x, 1)", autograd="np.mod(x, 1)",
        tinygrad="x % 1", tensorflow="tf.math.floormod(x, 1)",
    ),
    case(
        "modulo-divisor", "1 mod y", (1.0,), lambda y: 1 - y * floor(1 / y),
        torch="torch.remainder(torch.ones_like(x), x)", jax="jnp.mod(1.0, x)",
        autograd="np.mod(1.0, x)", tensorflow="tf.math.floormod(tf.ones_like(x), x)",
    ),
    case(
        "wave", "|x − round(x)|", (0.5,), lambda x: abs(x - nint(x)),
        torch="torch.abs(x - torch.round(x))", jax="jnp.abs(x - jnp.round(x))",
        autograd="np.abs(x - np.round(x))", tinygrad="(x - x.round()).abs()",
        tensorflow="tf.abs(x - tf.round(x))",
    ),
    case(
        "sign-squared", "sign(x)²", (0.0,), lambda x: mp.sign(x) ** 2,
        torch="torch.sign(x)**2", jax="jnp.sign(x)**2", autograd="np.sign(x)**2",
        tinygrad="x.sign()**2", tensorflow="tf.sign(x)**2",
    ),
    case(
        "floor-times", "x ⌊x⌋", (0.0,), lambda x: x * floor(x),
        torch="x * torch.floor(x)", jax="x * jnp.floor(x)", autograd="x * np.floor(x)",
        tinygrad="x * x.floor()", tensorflow="x * tf.floor(x)",
    ),
]  # fmt: skip
