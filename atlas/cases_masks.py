"""Functions that a mask keeps away from where they are not defined."""

from typing import Any

from mpmath import exp, log, mpf, sin, sqrt

from atlas.case import family

case = family("Masks")


def _root_or_0(x: Any) -> Any:
    return sqrt(x) if x > 0 else mpf(0)


def _sine_quotient(x: Any) -> Any:
    return sin(x) / x if x else mpf(1)


_MASKED_ROOT = {
    "torch": "torch.where(x > 0, torch.sqrt(x), 0.0)",
    "jax": "jnp.where(x > 0, jnp.sqrt(x), 0.0)",
    "autograd": "np.where(x > 0, np.sqrt(x), 0.0)",
    "tinygrad": "(x > 0).where(x.sqrt(), 0.0)",
    "tensorflow": "tf.where(x > 0, tf.sqrt(x), tf.zeros_like(x))",
}

CASES = [
    case("masked-root", "√x if x > 0, else 0", (-1.0,), _root_or_0, **_MASKED_ROOT,
         issue="https://github.com/tinygrad/tinygrad/issues/12409"),
    case("masked-root-at-0", "√x if x > 0, else 0", (0.0,), _root_or_0, **_MASKED_ROOT,
         issue="https://github.com/pytorch/pytorch/issues/23395"),
    case(
        "root-by-double-where", "√x if x > 0, else 0, by two wheres", (-1.0,), _root_or_0,
        issue="https://github.com/pytorch/pytorch/issues/52248",
        torch="torch.where(x > 0, torch.sqrt(torch.where(x > 0, x, 1.0)), 0.0)",
        jax="jnp.where(x > 0, jnp.sqrt(jnp.where(x > 0, x, 1.0)), 0.0)",
        autograd="np.where(x > 0, np.sqrt(np.where(x > 0, x, 1.0)), 0.0)",
        tinygrad="(x > 0).where((x > 0).where(x, 1.0).sqrt(), 0.0)",
        tensorflow=(
            "tf.where(x > 0, tf.sqrt(tf.where(x > 0, x, tf.ones_like(x))), tf.zeros_like(x))"
        ),
    ),
    case(
        "root-times-mask", "[x > 0] · nan_to_num(√x)", (-1.0,), _root_or_0,
        torch="(x > 0) * torch.nan_to_num(torch.sqrt(x))",
        jax="(x > 0) * jnp.nan_to_num(jnp.sqrt(x))",
        autograd="(x > 0) * np.nan_to_num(np.sqrt(x))",
    ),
    case(
        "nansum", "nansum(√x)", (-1.0,), _root_or_0,
        torch="torch.nansum(torch.sqrt(x))", jax="jnp.nansum(jnp.sqrt(x))",
    ),
    case(
        "masked-x-log-x", "x log x if x > 0, else 0", (0.0,),
        lambda x: x * log(x) if x > 0 else mpf(0),
        torch="torch.where(x > 0, x * torch.log(x), 0.0)",
        jax="jnp.where(x > 0, x * jnp.log(x), 0.0)",
        autograd="np.where(x > 0, x * np.log(x), 0.0)",
        tinygrad="(x > 0).where(x * x.log(), 0.0)",
        tensorflow="tf.where(x > 0, x * tf.math.log(x), tf.zeros_like(x))",
    ),
    case(
        "masked-sinc", "sin(x)/x if x ≠ 0, else 1", (0.0,), _sine_quotient,
        torch="torch.where(x != 0, torch.sin(x) / x, 1.0)",
        jax="jnp.where(x != 0, jnp.sin(x) / x, 1.0)",
        autograd="np.where(x != 0, np.sin(x) / x, 1.0)",
        tinygrad="(x != 0).where(x.sin() / x, 1.0)",
        tensorflow="tf.where(x != 0, tf.sin(x) / x, tf.ones_like(x))",
    ),
    case(
        "masked-quotient", "x²/x if x ≠ 0, else 0", (0.0,), lambda x: x,
        torch="torch.where(x != 0, x**2 / x, 0.0)", jax="jnp.where(x != 0, x**2 / x, 0.0)",
        autograd="np.where(x != 0, x**2 / x, 0.0)", tinygrad="(x != 0).where(x**2 / x, 0.0)",
        tensorflow="tf.where(x != 0, x**2 / x, tf.zeros_like(x))",
    ),
    case(
        "quotient-by-double-where", "x²/x if x ≠ 0, else 0, by two wheres", (0.0,), lambda x: x,
        torch="torch.where(x != 0, x**2 / torch.where(x != 0, x, 1.0), 0.0)",
        jax="jnp.where(x != 0, x**2 / jnp.where(x != 0, x, 1.0), 0.0)",
        autograd="np.where(x != 0, x**2 / np.where(x != 0, x, 1.0), 0.0)",
        tinygrad="(x != 0).where(x**2 / (x != 0).where(x, 1.0), 0.0)",
        tensorflow=(
            "tf.where(x != 0, x**2 / tf.where(x != 0, x, tf.ones_like(x)), tf.zeros_like(x))"
        ),
    ),
    case(
        "masked-exp", "eˣ if x < 700, else 0", (1000.0,), lambda x: exp(x) if x < 700 else mpf(0),
        issue="https://github.com/pytorch/pytorch/issues/156212",
        torch="torch.where(x < 700, torch.exp(x), 0.0)",
        jax="jnp.where(x < 700, jnp.exp(x), 0.0)",
        autograd="np.where(x < 700, np.exp(x), 0.0)",
        tinygrad="(x < 700).where(x.exp(), 0.0)",
        tensorflow="tf.where(x < 700, tf.exp(x), tf.zeros_like(x))",
    ),
    case(
        "masked-norm", "‖(x, y)‖ if that is > 0, else 0", (0.0, 0.0),
        lambda x, y: sqrt(x * x + y * y), gradients="the vectors no longer than 1",
        torch="torch.where(torch.any(x != 0), torch.sqrt(torch.sum(x**2)), 0.0)",
        jax="jnp.where(jnp.any(x != 0), jnp.sqrt(jnp.sum(x**2)), 0.0)",
        autograd="np.where(np.any(x != 0), np.sqrt(np.sum(x**2)), 0.0)",
        tinygrad="((x != 0).any()).where((x**2).sum().sqrt(), 0.0)",
        tensorflow=(
            "tf.where(tf.reduce_any(x != 0), tf.sqrt(tf.reduce_sum(x**2)), tf.zeros_like(x[0]))"
        ),
    ),
]  # fmt: skip
