"""Clamps, and other bounds."""

from typing import Any

from atlas.case import family

case = family("Clamp and bounds")
_BORDER = "https://github.com/pytorch/pytorch/issues/7002"
_TENSORS = "https://github.com/pytorch/pytorch/issues/76522"


def _clamp(x: Any) -> Any:
    return min(max(x, 0), 1)


_CLAMPED = {
    "torch": "torch.clamp(x, 0, 1)", "jax": "jnp.clip(x, 0, 1)", "autograd": "np.clip(x, 0, 1)",
    "tinygrad": "x.clamp(0, 1)", "tensorflow": "tf.clip_by_value(x, 0.0, 1.0)",
}  # fmt: skip
_MIN_MAX = {
    "torch": "torch.minimum(torch.maximum(x, torch.zeros_like(x)), torch.ones_like(x))",
    "jax": "jnp.minimum(jnp.maximum(x, 0), 1)", "autograd": "np.minimum(np.maximum(x, 0), 1)",
    "tinygrad": "x.maximum(0).minimum(1)", "tensorflow": "tf.minimum(tf.maximum(x, 0), 1)",
}  # fmt: skip
_BETWEEN_TENSORS = {
    "torch": "torch.clamp(x[0], x[1], x[2])", "jax": "jnp.clip(x[0], x[1], x[2])",
    "tinygrad": "x[0].clamp(x[1], x[2])", "tensorflow": "tf.clip_by_value(x[0], x[1], x[2])",
}  # fmt: skip

CASES = [
    case("clamp-lower", "clamp(x, 0, 1)", (0.0,), _clamp, issue=_BORDER, **_CLAMPED),
    case("clamp-upper", "clamp(x, 0, 1)", (1.0,), _clamp, issue=_BORDER, **_CLAMPED),
    case("min-max-lower", "min(max(x, 0), 1)", (0.0,), _clamp, **_MIN_MAX),
    case("min-max-upper", "min(max(x, 0), 1)", (1.0,), _clamp, **_MIN_MAX),
    case(
        "clamp-max", "clamp(x, max = 1)", (1.0,), lambda x: min(x, 1),
        issue="https://github.com/pytorch/pytorch/issues/184572",
        torch="torch.clamp(x, max=1)", jax="jnp.clip(x, max=1)", autograd="np.clip(x, -np.inf, 1)",
        tinygrad="x.clamp(max_=1)", tensorflow="tf.clip_by_value(x, float('-inf'), 1.0)",
    ),
    case(
        "clamp-empty", "clamp(x, 0, 0), which is 0", (0.0,), lambda x: x * 0,
        torch="torch.clamp(x, 0, 0)", jax="jnp.clip(x, 0, 0)", autograd="np.clip(x, 0, 0)",
        tinygrad="x.clamp(0, 0)", tensorflow="tf.clip_by_value(x, 0.0, 0.0)",
    ),
    case(
        "clamp-at-bound", "clamp(x, l, u) in (x, l, u)", (0.0, 0.0, 1.0),
        lambda x, low, high: min(max(x, low), high), issue=_TENSORS, **_BETWEEN_TENSORS,
    ),
    case(
        "clamp-all-equal", "clamp(x, l, u) in (x, l, u)", (0.0, 0.0, 0.0),
        lambda x, low, high: min(max(x, low), high), issue=_TENSORS,
        # TensorFlow lets the lower bound win where they cross, which is another function.
        **{name: coding for name, coding in _BETWEEN_TENSORS.items() if name != "tensorflow"},
    ),
    case(
        "hardsigmoid", "hardsigmoid(x)", (3.0,), lambda x: min(max(x / 6 + 0.5, 0), 1),
        torch="F.hardsigmoid(x)", jax="jax.nn.hard_sigmoid(x)", tinygrad="x.hardsigmoid()",
        tensorflow="tf.keras.activations.hard_sigmoid(x)",
    ),
    case(
        "huber-second", "second derivative of the Huber loss, δ = 1", (1.0,),
        lambda x: x * x / 2 if abs(x) <= 1 else abs(x) - 0.5, order=2,
        torch="F.huber_loss(x, torch.zeros_like(x))",
        jax="jnp.where(jnp.abs(x) <= 1, x**2 / 2, jnp.abs(x) - 0.5)",
        autograd="np.where(np.abs(x) <= 1, x**2 / 2, np.abs(x) - 0.5)",
        tinygrad="(x.abs() <= 1).where(x**2 / 2, x.abs() - 0.5)",
        tensorflow="tf.where(tf.abs(x) <= 1, x**2 / 2, tf.abs(x) - 0.5)",
    ),
    case(
        "hinge", "hinge loss relu(1 − x)", (1.0,), lambda x: max(1 - x, 0),
        torch="torch.relu(1 - x)", jax="jax.nn.relu(1 - x)", autograd="np.maximum(1 - x, 0)",
        tinygrad="(1 - x).relu()", tensorflow="tf.keras.losses.hinge([1.0], tf.reshape(x, [1]))",
    ),
]  # fmt: skip
