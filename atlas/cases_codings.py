"""Simple functions, coded so that the rules of their parts do not add up."""

from typing import Any

from atlas.case import family

case = family("Codings")


def _line(x: Any) -> Any:
    return x


def _zero(x: Any) -> Any:
    return x * 0


def _half_line(x: Any) -> Any:
    if x < 0:
        raise ValueError("its logarithm is not real")
    return x


CASES = [
    case(
        "relu-minus-relu", "relu(x) − relu(−x), which is x", (0.0,), _line,
        torch="torch.relu(x) - torch.relu(-x)", jax="jax.nn.relu(x) - jax.nn.relu(-x)",
        autograd="np.maximum(x, 0) - np.maximum(-x, 0)", tinygrad="x.relu() - (-x).relu()",
        tensorflow="tf.nn.relu(x) - tf.nn.relu(-x)",
    ),
    case(
        "zero-by-relu", "(relu(−x) + x) − relu(x), which is 0", (0.0,), _zero,
        torch="(torch.relu(-x) + x) - torch.relu(x)",
        jax="(jax.nn.relu(-x) + x) - jax.nn.relu(x)",
        autograd="(np.maximum(-x, 0) + x) - np.maximum(x, 0)",
        tinygrad="((-x).relu() + x) - x.relu()",
        tensorflow="(tf.nn.relu(-x) + x) - tf.nn.relu(x)",
    ),
    case(
        "line-by-sign", "2x sign(x)², which is 2x", (0.0,), lambda x: 2 * x,
        torch="2 * x * torch.sign(x)**2", jax="2 * x * jnp.sign(x)**2",
        autograd="2 * x * np.sign(x)**2", tinygrad="2 * x * x.sign()**2",
        tensorflow="2 * x * tf.sign(x)**2",
    ),
    case(
        "early-return", "0 if x = 0, else x", (0.0,), _line,
        torch="0 * x if x == 0 else x", jax="0 * x if x == 0 else x",
        autograd="0 * x if x == 0 else x", tinygrad="0 * x if x.item() == 0 else x",
        tensorflow="0 * x if x == 0 else x",
    ),
    case(
        "wrong-branch", "x if x = 0, else x²", (0.0,), lambda x: x * x,
        torch="x if x == 0 else x**2", jax="x if x == 0 else x**2",
        autograd="x if x == 0 else x**2", tinygrad="x if x.item() == 0 else x**2",
        tensorflow="x if x == 0 else x**2",
    ),
    case(
        "two-masks", "(x if x > 0) + (x if x < 0), which is x", (0.0,), _line,
        torch="torch.where(x > 0, x, 0.0) + torch.where(x < 0, x, 0.0)",
        jax="jnp.where(x > 0, x, 0.0) + jnp.where(x < 0, x, 0.0)",
        autograd="np.where(x > 0, x, 0.0) + np.where(x < 0, x, 0.0)",
        tinygrad="(x > 0).where(x, 0.0) + (x < 0).where(x, 0.0)",
        tensorflow=(
            "tf.where(x > 0, x, tf.zeros_like(x)) + tf.where(x < 0, x, tf.zeros_like(x))"
        ),
    ),
    case(
        "abs-minus-signed", "|x| − x sign(x), which is 0", (0.0,), _zero,
        torch="torch.abs(x) - x * torch.sign(x)", jax="jnp.abs(x) - x * jnp.sign(x)",
        autograd="np.abs(x) - x * np.sign(x)", tinygrad="x.abs() - x * x.sign()",
        tensorflow="tf.abs(x) - x * tf.sign(x)",
    ),
    case(
        "abs-squared", "|x|², which is x²", (0.0,), lambda x: x * x,
        torch="torch.abs(x)**2", jax="jnp.abs(x)**2", autograd="np.abs(x)**2",
        tinygrad="x.abs()**2", tensorflow="tf.abs(x)**2",
    ),
    case(
        "abs-squared-second", "second derivative of |x|²", (0.0,), lambda x: x * x, order=2,
        torch="torch.abs(x)**2", jax="jnp.abs(x)**2", autograd="np.abs(x)**2",
        tinygrad="x.abs()**2", tensorflow="tf.abs(x)**2",
    ),
    case(
        "max-of-same", "max(x, x), which is x", (0.0,), _line,
        torch="torch.maximum(x, x)", jax="jnp.maximum(x, x)", autograd="np.maximum(x, x)",
        tinygrad="x.maximum(x)", tensorflow="tf.maximum(x, x)",
    ),
    case(
        "max-plus-min", "max(x, y) + min(x, y), which is x + y", (1.0, 1.0), lambda x, y: x + y,
        torch="torch.maximum(x[0], x[1]) + torch.minimum(x[0], x[1])",
        jax="jnp.maximum(x[0], x[1]) + jnp.minimum(x[0], x[1])",
        autograd="np.maximum(x[0], x[1]) + np.minimum(x[0], x[1])",
        tinygrad="x[0].maximum(x[1]) + x[0].minimum(x[1])",
        tensorflow="tf.maximum(x[0], x[1]) + tf.minimum(x[0], x[1])",
    ),
    case(
        "pieces", "clamp(x, 0, 1) + relu(x − 1) − relu(−x), which is x", (0.0,), _line,
        torch="torch.clamp(x, 0, 1) + torch.relu(x - 1) - torch.relu(-x)",
        jax="jnp.clip(x, 0, 1) + jax.nn.relu(x - 1) - jax.nn.relu(-x)",
        autograd="np.clip(x, 0, 1) + np.maximum(x - 1, 0) - np.maximum(-x, 0)",
        tinygrad="x.clamp(0, 1) + (x - 1).relu() - (-x).relu()",
        tensorflow="tf.clip_by_value(x, 0.0, 1.0) + tf.nn.relu(x - 1) - tf.nn.relu(-x)",
    ),
    case(
        "floor-plus-rest", "⌊x⌋ + (x mod 1), which is x", (1.0,), _line,
        torch="torch.floor(x) + torch.remainder(x, 1)", jax="jnp.floor(x) + jnp.mod(x, 1)",
        autograd="np.floor(x) + np.mod(x, 1)", tinygrad="x.floor() + x % 1",
        tensorflow="tf.floor(x) + tf.math.floormod(x, 1)",
    ),
    case(
        "exp-log", "exp(log x), which is x", (0.0,), _half_line,
        torch="torch.exp(torch.log(x))", jax="jnp.exp(jnp.log(x))", autograd="np.exp(np.log(x))",
        tinygrad="x.log().exp()", tensorflow="tf.exp(tf.math.log(x))",
    ),
    case(
        "one-by-quotient", "x/x if x ≠ 0, else 1", (0.0,), lambda x: x**0,
        torch="torch.where(x != 0, x / x, 1.0)", jax="jnp.where(x != 0, x / x, 1.0)",
        autograd="np.where(x != 0, x / x, 1.0)", tinygrad="(x != 0).where(x / x, 1.0)",
        tensorflow="tf.where(x != 0, x / x, tf.ones_like(x))",
    ),
]  # fmt: skip
