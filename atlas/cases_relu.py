"""The relu and what resembles it."""

from collections.abc import Callable
from typing import Any

from mpmath import exp

from atlas.case import family

case = family("The relu family")
_AS_MAXIMUM = "https://github.com/jax-ml/jax/issues/37821"


def _relu(x: Any) -> Any:
    return max(x, 0)


def _elu(alpha: float, scale: float = 1) -> Callable[[Any], Any]:
    return lambda x: scale * (x if x > 0 else alpha * (exp(x) - 1))


CASES = [
    case(
        "relu", "relu(x)", (0.0,), _relu,
        torch="torch.relu(x)", jax="jax.nn.relu(x)", tinygrad="x.relu()",
        tensorflow="tf.nn.relu(x)",
    ),
    case(
        "relu-by-max", "max(x, 0)", (0.0,), _relu, issue=_AS_MAXIMUM,
        torch="torch.maximum(x, torch.zeros_like(x))", jax="jnp.maximum(x, 0)",
        autograd="np.maximum(x, 0)", tinygrad="x.maximum(0)", tensorflow="tf.maximum(x, 0)",
    ),
    case(
        "relu-by-clamp", "clamp(x, min = 0)", (0.0,), _relu,
        issue="https://github.com/pytorch/pytorch/issues/184572",
        torch="torch.clamp(x, min=0)", jax="jnp.clip(x, min=0)", autograd="np.clip(x, 0, np.inf)",
        tinygrad="x.clamp(min_=0)", tensorflow="tf.clip_by_value(x, 0.0, float('inf'))",
    ),
    case(
        "relu-by-where", "x if x > 0, else 0", (0.0,), _relu, issue=_AS_MAXIMUM,
        torch="torch.where(x > 0, x, 0.0)", jax="jnp.where(x > 0, x, 0.0)",
        autograd="np.where(x > 0, x, 0.0)", tinygrad="(x > 0).where(x, 0.0)",
        tensorflow="tf.where(x > 0, x, tf.zeros_like(x))",
    ),
    case(
        "relu-by-where-closed", "x if x ≥ 0, else 0", (0.0,), _relu,
        torch="torch.where(x >= 0, x, 0.0)", jax="jnp.where(x >= 0, x, 0.0)",
        autograd="np.where(x >= 0, x, 0.0)", tinygrad="(x >= 0).where(x, 0.0)",
        tensorflow="tf.where(x >= 0, x, tf.zeros_like(x))",
    ),
    case(
        "relu-by-abs", "(x + |x|) / 2", (0.0,), _relu,
        torch="(x + torch.abs(x)) / 2", jax="(x + jnp.abs(x)) / 2", autograd="(x + np.abs(x)) / 2",
        tinygrad="(x + x.abs()) / 2", tensorflow="(x + tf.abs(x)) / 2",
    ),
    case(
        "relu-by-mask", "x · [x > 0]", (0.0,), _relu,
        torch="x * (x > 0)", jax="x * (x > 0)", autograd="x * (x > 0)", tinygrad="x * (x > 0)",
        tensorflow="x * tf.cast(x > 0, tf.float64)",
    ),
    case(
        "relu-second", "second derivative of relu(x)", (0.0,), _relu, order=2,
        torch="torch.relu(x)", jax="jax.nn.relu(x)", tinygrad="x.relu()",
        tensorflow="tf.nn.relu(x)",
    ),
    case(
        "relu-squared-second", "second derivative of relu(x)²", (0.0,), lambda x: max(x, 0) ** 2,
        order=2,
        torch="torch.relu(x)**2", jax="jax.nn.relu(x)**2", autograd="np.maximum(x, 0)**2",
        tinygrad="x.relu()**2", tensorflow="tf.nn.relu(x)**2",
    ),
    case(
        "relu6-lower", "relu6(x)", (0.0,), lambda x: min(max(x, 0), 6),
        torch="F.relu6(x)", jax="jax.nn.relu6(x)", tinygrad="x.relu6()",
        tensorflow="tf.nn.relu6(x)",
    ),
    case(
        "relu6-upper", "relu6(x)", (6.0,), lambda x: min(max(x, 0), 6),
        torch="F.relu6(x)", jax="jax.nn.relu6(x)", tinygrad="x.relu6()",
        tensorflow="tf.nn.relu6(x)",
    ),
    case(
        "leaky-relu", "leaky relu, slope 1/4", (0.0,), lambda x: max(x, x / 4),
        torch="F.leaky_relu(x, 0.25)", jax="jax.nn.leaky_relu(x, 0.25)",
        tinygrad="x.leaky_relu(0.25)", tensorflow="tf.nn.leaky_relu(x, 0.25)",
    ),
    case(
        "elu", "elu(x), α = 1", (0.0,), _elu(1),
        torch="F.elu(x)", jax="jax.nn.elu(x)", tinygrad="x.elu()", tensorflow="tf.nn.elu(x)",
    ),
    case(
        "elu-2", "elu(x), α = 2", (0.0,), _elu(2),
        torch="F.elu(x, alpha=2.0)", jax="jax.nn.elu(x, 2.0)", tinygrad="x.elu(2.0)",
        tensorflow="tf.keras.activations.elu(x, alpha=2.0)",
    ),
    case(
        "selu", "selu(x)", (0.0,), _elu(1.6732632423543772, 1.0507009873554805),
        torch="F.selu(x)", jax="jax.nn.selu(x)",
        tinygrad="1.0507009873554805 * x.elu(1.6732632423543772)",
        tensorflow="tf.nn.selu(x)",
    ),
    case(
        "hardtanh", "hardtanh(x)", (1.0,), lambda x: min(max(x, -1), 1),
        torch="F.hardtanh(x)", jax="jax.nn.hard_tanh(x)", tinygrad="x.hardtanh()",
    ),
    case(
        "hardswish", "x relu6(x + 3) / 6", (-3.0,), lambda x: x * min(max(x + 3, 0), 6) / 6,
        torch="F.hardswish(x)", jax="jax.nn.hard_swish(x)", tinygrad="x.hardswish()",
        tensorflow="x * tf.nn.relu6(x + 3) / 6",
    ),
    case(
        "softshrink", "softshrink(x), λ = 1/2", (0.5,),
        lambda x: max(x - 0.5, 0) - max(-x - 0.5, 0),
        torch="F.softshrink(x)", jax="jnp.sign(x) * jax.nn.relu(jnp.abs(x) - 0.5)",
        autograd="np.sign(x) * np.maximum(np.abs(x) - 0.5, 0)",
        tinygrad="x.sign() * (x.abs() - 0.5).relu()",
        tensorflow="tf.sign(x) * tf.nn.relu(tf.abs(x) - 0.5)",
    ),
    case(
        "hardshrink", "hardshrink(x), λ = 1/2", (0.5,), lambda x: x if abs(x) > 0.5 else 0,
        torch="F.hardshrink(x)", jax="jnp.where(jnp.abs(x) > 0.5, x, 0.0)",
        autograd="np.where(np.abs(x) > 0.5, x, 0.0)", tinygrad="(x.abs() > 0.5).where(x, 0.0)",
        tensorflow="tf.where(tf.abs(x) > 0.5, x, tf.zeros_like(x))",
    ),
]  # fmt: skip
