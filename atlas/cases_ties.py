"""Largest, smallest and middle entries where several are equal."""

from typing import Any

from atlas.case import family

case = family("Ties")
_EVENLY = "https://github.com/pytorch/pytorch/pull/43519"


def _largest(*x: Any) -> Any:
    return max(x)


def _middle(*x: Any) -> Any:
    return sorted(x)[len(x) // 2]


TWO, THREE = (1.0, 1.0), (1.0, 1.0, 1.0)

CASES = [
    case(
        "maximum", "max(x, y)", TWO, _largest,
        issue="https://github.com/pytorch/pytorch/issues/56734",
        torch="torch.maximum(x[0], x[1])", jax="jnp.maximum(x[0], x[1])",
        autograd="np.maximum(x[0], x[1])", tinygrad="x[0].maximum(x[1])",
        tensorflow="tf.maximum(x[0], x[1])",
    ),
    case(
        "minimum", "min(x, y)", TWO, lambda *x: min(x),
        torch="torch.minimum(x[0], x[1])", jax="jnp.minimum(x[0], x[1])",
        autograd="np.minimum(x[0], x[1])", tinygrad="x[0].minimum(x[1])",
        tensorflow="tf.minimum(x[0], x[1])",
    ),
    case(
        "fmax", "fmax(x, y), which passes over nan", TWO, _largest,
        torch="torch.fmax(x[0], x[1])", jax="jnp.fmax(x[0], x[1])",
        autograd="np.fmax(x[0], x[1])",
    ),
    case(
        "max-by-where", "x if x > y, else y", TWO, _largest,
        torch="torch.where(x[0] > x[1], x[0], x[1])", jax="jnp.where(x[0] > x[1], x[0], x[1])",
        autograd="np.where(x[0] > x[1], x[0], x[1])", tinygrad="(x[0] > x[1]).where(x[0], x[1])",
        tensorflow="tf.where(x[0] > x[1], x[0], x[1])",
    ),
    case(
        "max-by-relu", "y + relu(x − y)", TWO, _largest,
        torch="x[1] + torch.relu(x[0] - x[1])", jax="x[1] + jax.nn.relu(x[0] - x[1])",
        autograd="x[1] + np.maximum(x[0] - x[1], 0)", tinygrad="x[1] + (x[0] - x[1]).relu()",
        tensorflow="x[1] + tf.nn.relu(x[0] - x[1])",
    ),
    case(
        "max-all", "max of three", THREE, _largest, issue=_EVENLY,
        torch="torch.max(x)", jax="jnp.max(x)", autograd="np.max(x)", tinygrad="x.max()",
        tensorflow="tf.reduce_max(x)",
    ),
    case(
        "amax", "amax of three", THREE, _largest,
        torch="torch.amax(x, dim=0)", jax="jnp.amax(x, axis=0)", autograd="np.amax(x, axis=0)",
        tinygrad="x.max(axis=0)", tensorflow="tf.reduce_max(x, axis=0)",
    ),
    case(
        "max-dim", "max of three, with its index", THREE, _largest, issue=_EVENLY,
        torch="torch.max(x, dim=0).values", jax="jax.lax.top_k(x, 1)[0][0]",
        tinygrad="x.topk(1)[0][0]", tensorflow="tf.math.top_k(x, 1).values[0]",
    ),
    case(
        "max-by-argmax", "x at argmax x", THREE, _largest,
        torch="x[torch.argmax(x)]", jax="x[jnp.argmax(x)]", autograd="x[np.argmax(x)]",
        tinygrad="x[x.argmax()]", tensorflow="tf.gather(x, tf.argmax(x))",
    ),
    case(
        "sort-last", "last of sorted three", THREE, _largest,
        torch="torch.sort(x).values[-1]", jax="jnp.sort(x)[-1]", autograd="np.sort(x)[-1]",
        tinygrad="x.sort()[0][-1]", tensorflow="tf.sort(x)[-1]",
    ),
    case(
        "median", "median of three", THREE, _middle, issue=_EVENLY,
        torch="torch.median(x)", jax="jnp.median(x)", autograd="np.sort(x)[1]",
        tinygrad="x.sort()[0][1]", tensorflow="tf.sort(x)[1]",
    ),
    case(
        "quantile", "quantile ½ of three", THREE, _middle,
        torch="torch.quantile(x, 0.5)", jax="jnp.quantile(x, 0.5)",
    ),
    case(
        "max-pool", "max pooling over three", THREE, _largest,
        torch="F.max_pool1d(x[None, None], 3)[0, 0, 0]",
        jax="jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (3,), (1,), 'valid')[0]",
        tinygrad="x.reshape(1, 1, 1, 3).max_pool2d((1, 3))[0, 0, 0, 0]",
        tensorflow="tf.nn.max_pool1d(x[None, :, None], 3, 1, 'VALID')[0, 0, 0]",
    ),
    case(
        "range", "max − min of two", TWO, lambda x, y: abs(x - y),
        torch="torch.amax(x, 0) - torch.amin(x, 0)", jax="jnp.max(x) - jnp.min(x)",
        autograd="np.max(x) - np.min(x)", tinygrad="x.max() - x.min()",
        tensorflow="tf.reduce_max(x) - tf.reduce_min(x)",
    ),
    case(
        "max-norm", "largest of |x|, |y|", TWO, lambda x, y: max(abs(x), abs(y)),
        torch="torch.linalg.vector_norm(x, float('inf'))", jax="jnp.linalg.norm(x, jnp.inf)",
        autograd="np.max(np.abs(x))", tinygrad="x.abs().max()",
        tensorflow="tf.norm(x, float('inf'))",
    ),
]  # fmt: skip
