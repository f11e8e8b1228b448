"""Powers and quotients."""

from typing import Any

from mpmath import exp, mpf, sin, sincpi

from atlas.case import family

case = family("Powers and quotients")


def _power(x: Any, y: Any) -> Any:
    return mpf(x) ** mpf(y)


def _same(coding: str) -> dict[str, str]:
    """A coding that is written alike in all frameworks."""
    return dict.fromkeys(("torch", "jax", "autograd", "tinygrad", "tensorflow"), coding)


_POWER = {
    "torch": "torch.pow(x[0], x[1])", "jax": "jnp.power(x[0], x[1])",
    "autograd": "np.power(x[0], x[1])", "tinygrad": "x[0].pow(x[1])",
    "tensorflow": "tf.pow(x[0], x[1])",
}  # fmt: skip
_ZERO_TO_THE = {
    "torch": "torch.pow(0.0, x)", "jax": "jnp.power(0.0, x)", "autograd": "np.power(0.0, x)",
    "tinygrad": "0.0 ** x", "tensorflow": "tf.pow(tf.zeros_like(x), x)",
}  # fmt: skip
_SINC = {
    "torch": "torch.sinc(x)", "jax": "jnp.sinc(x)", "autograd": "np.sinc(x)",
    "tensorflow": "tf.keras.ops.sinc(x)",
}  # fmt: skip

CASES = [
    case("power-0", "x⁰", (0.0,), lambda x: x**0, **_same("x**0.0")),
    case("power-0-second", "second derivative of x⁰", (0.0,), lambda x: x**0, order=2,
         **_same("x**0.0")),
    case("power-1", "x¹", (0.0,), lambda x: x, **_same("x**1.0")),
    case("power-1-second", "second derivative of x¹", (0.0,), lambda x: x, order=2,
         **_same("x**1.0")),
    case("power-2-second", "second derivative of x²", (0.0,), lambda x: x * x, order=2,
         **_same("x**2.0")),
    case("power-3-halves", "x to the 3/2", (0.0,), lambda x: x ** mpf(1.5), **_same("x**1.5")),
    case("power-3-halves-second", "second derivative of x to the 3/2", (0.0,),
         lambda x: x ** mpf(1.5), order=2, **_same("x**1.5")),
    case("zero-to-x", "0ˣ", (0.0,), lambda x: _power(0, x), **_ZERO_TO_THE),
    case("zero-to-x-at-2", "0ˣ", (2.0,), lambda x: _power(0, x), **_ZERO_TO_THE),
    case("zero-to-x-second", "second derivative of 0ˣ", (0.0,), lambda x: _power(0, x), order=2,
         **_ZERO_TO_THE),
    case("zero-to-x-second-at-2", "second derivative of 0ˣ", (2.0,), lambda x: _power(0, x),
         order=2, **_ZERO_TO_THE),
    case("power-at-0-0", "xʸ in (x, y)", (0.0, 0.0), _power, **_POWER),
    case("power-at-0-1", "xʸ in (x, y)", (0.0, 1.0), _power, **_POWER),
    case("power-at-0-2", "xʸ in (x, y)", (0.0, 2.0), _power, **_POWER),
    case("x-to-x", "xˣ", (0.0,), lambda x: _power(x, x), **_same("x**x")),
    case("x-over-x", "x / x", (0.0,), lambda x: x / x, **_same("x / x")),
    case("reciprocal", "1 / x", (0.0,), lambda x: 1 / x, **_same("1 / x")),
    case(
        "sine-over-x", "sin(x) / x", (0.0,), lambda x: sin(x) / x,
        torch="torch.sin(x) / x", jax="jnp.sin(x) / x", autograd="np.sin(x) / x",
        tinygrad="x.sin() / x", tensorflow="tf.sin(x) / x",
    ),
    case("sinc", "sinc(x), 1 at 0", (0.0,), sincpi, **_SINC,
         issue="https://github.com/pytorch/pytorch/issues/56760"),
    case("sinc-second", "second derivative of sinc(x)", (0.0,), sincpi, order=2, **_SINC,
         issue="https://github.com/pytorch/pytorch/issues/89459"),
    case(
        "growth", "(eˣ − 1) / x", (0.0,), lambda x: (exp(x) - 1) / x,
        torch="torch.expm1(x) / x", jax="jnp.expm1(x) / x", autograd="np.expm1(x) / x",
        tinygrad="(x.exp() - 1) / x", tensorflow="tf.math.expm1(x) / x",
    ),
    case(
        "softsign", "x / (1 + |x|)", (0.0,), lambda x: x / (1 + abs(x)),
        torch="F.softsign(x)", jax="jax.nn.soft_sign(x)", autograd="x / (1 + np.abs(x))",
        tinygrad="x.softsign()", tensorflow="tf.nn.softsign(x)",
    ),
    case(
        "softsign-second", "second derivative of x / (1 + |x|)", (0.0,),
        lambda x: x / (1 + abs(x)), order=2,
        torch="F.softsign(x)", jax="jax.nn.soft_sign(x)", autograd="x / (1 + np.abs(x))",
        tinygrad="x.softsign()", tensorflow="tf.nn.softsign(x)",
    ),
]  # fmt: skip
