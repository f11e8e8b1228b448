"""Square roots, norms, angles."""

from typing import Any

from mpmath import acos, acosh, asin, atan2, atanh, cbrt, cos, mp, mpf, sin, sqrt

from atlas.case import family

case = family("Roots and norms")
ORIGIN = (0.0, 0.0)
_BALL = "the vectors no longer than 1"


def _norm(x: Any, y: Any) -> Any:
    return sqrt(x * x + y * y)


def _cosine(x: Any, y: Any) -> Any:
    return (x + y) / (sqrt(2) * _norm(x, y))


CASES = [
    case(
        "sqrt", "√x", (0.0,), sqrt,
        torch="torch.sqrt(x)", jax="jnp.sqrt(x)", autograd="np.sqrt(x)", tinygrad="x.sqrt()",
        tensorflow="tf.sqrt(x)",
    ),
    case(
        "sqrt-squared", "(√x)²", (0.0,), lambda x: sqrt(x) ** 2,
        torch="torch.sqrt(x)**2", jax="jnp.sqrt(x)**2", autograd="np.sqrt(x)**2",
        tinygrad="x.sqrt()**2", tensorflow="tf.sqrt(x)**2",
    ),
    case(
        "sqrt-fourth", "√(x⁴), which is x²", (0.0,), lambda x: x * x,
        torch="torch.sqrt(x**4)", jax="jnp.sqrt(x**4)", autograd="np.sqrt(x**4)",
        tinygrad="(x**4).sqrt()", tensorflow="tf.sqrt(x**4)",
    ),
    case(
        "rsqrt", "1/√x", (0.0,), lambda x: 1 / sqrt(x),
        torch="torch.rsqrt(x)", jax="jax.lax.rsqrt(x)", autograd="1 / np.sqrt(x)",
        tinygrad="x.rsqrt()", tensorflow="tf.math.rsqrt(x)",
    ),
    case(
        "cbrt", "cube root of x", (0.0,), lambda x: mp.sign(x) * cbrt(abs(x)),
        torch="torch.sign(x) * torch.abs(x)**(1 / 3)", jax="jnp.cbrt(x)",
        autograd="np.sign(x) * np.abs(x)**(1 / 3)", tinygrad="x.sign() * x.abs()**(1 / 3)",
        tensorflow="tf.sign(x) * tf.abs(x)**(1 / 3)",
    ),
    case(
        "norm", "‖(x, y)‖", ORIGIN, _norm, gradients=_BALL,
        issue="https://github.com/tensorflow/tensorflow/issues/12071",
        torch="torch.linalg.vector_norm(x)", jax="jnp.linalg.norm(x)",
        autograd="np.linalg.norm(x)", tensorflow="tf.norm(x)",
    ),
    case(
        "norm-by-root", "√(x² + y²)", ORIGIN, _norm, gradients=_BALL,
        issue="https://github.com/pytorch/pytorch/issues/2421",
        torch="torch.sqrt(torch.sum(x**2))", jax="jnp.sqrt(jnp.sum(x**2))",
        autograd="np.sqrt(np.sum(x**2))", tinygrad="(x**2).sum().sqrt()",
        tensorflow="tf.sqrt(tf.reduce_sum(x**2))",
    ),
    case(
        "hypot", "hypot(x, y)", ORIGIN, _norm, gradients=_BALL,
        torch="torch.hypot(x[0], x[1])", jax="jnp.hypot(x[0], x[1])",
    ),
    case(
        "norm-squared", "‖(x, y)‖²", ORIGIN, lambda x, y: x * x + y * y,
        issue="https://github.com/jax-ml/jax/issues/4177",
        torch="torch.linalg.vector_norm(x)**2", jax="jnp.linalg.norm(x)**2",
        autograd="np.linalg.norm(x)**2", tinygrad="(x**2).sum().sqrt()**2",
        tensorflow="tf.norm(x)**2",
    ),
    case(
        "norm-1", "|x| + |y|", ORIGIN, lambda x, y: abs(x) + abs(y),
        torch="torch.linalg.vector_norm(x, 1)", jax="jnp.linalg.norm(x, 1)",
        autograd="np.sum(np.abs(x))", tinygrad="x.abs().sum()", tensorflow="tf.norm(x, 1)",
    ),
    case(
        "norm-max", "largest of |x|, |y|", ORIGIN, lambda x, y: max(abs(x), abs(y)),
        torch="torch.linalg.vector_norm(x, float('inf'))", jax="jnp.linalg.norm(x, jnp.inf)",
        autograd="np.max(np.abs(x))", tinygrad="x.abs().max()",
        tensorflow="tf.norm(x, float('inf'))",
    ),
    case(
        "distance", "‖p − q‖ of two points of the plane", (1.0, 2.0, 1.0, 2.0),
        lambda *x: _norm(x[0] - x[2], x[1] - x[3]), gradients="(v, −v), v no longer than 1",
        torch="torch.cdist(x[None, :2], x[None, 2:])[0, 0]",
        jax="jnp.linalg.norm(x[:2] - x[2:])", autograd="np.linalg.norm(x[:2] - x[2:])",
        tinygrad="((x[:2] - x[2:])**2).sum().sqrt()", tensorflow="tf.norm(x[:2] - x[2:])",
    ),
    case(
        "normalise", "first entry of (x, y) / ‖(x, y)‖", ORIGIN, lambda x, y: x / _norm(x, y),
        issue="https://github.com/pytorch/pytorch/issues/184575",
        torch="F.normalize(x, dim=0)[0]", jax="x[0] / jnp.linalg.norm(x)",
        autograd="x[0] / np.linalg.norm(x)", tinygrad="x[0] / (x**2).sum().sqrt()",
        tensorflow="tf.math.l2_normalize(x)[0]",
    ),
    case(
        "cosine", "cosine of the angle to (1, 1)", ORIGIN, _cosine,
        torch="F.cosine_similarity(x, torch.ones_like(x), dim=0)",
        jax="jnp.sum(x) / (2**0.5 * jnp.linalg.norm(x))",
        autograd="np.sum(x) / (2**0.5 * np.linalg.norm(x))",
        tinygrad="x.sum() / (2**0.5 * (x**2).sum().sqrt())",
        tensorflow="-tf.keras.losses.cosine_similarity(x, tf.ones_like(x))",
    ),
    case(
        "atan2", "atan2(y, x) in (x, y)", ORIGIN,
        lambda x, y: atan2(y, x) if x or y else mpf(0),
        torch="torch.atan2(x[1], x[0])", jax="jnp.arctan2(x[1], x[0])",
        autograd="np.arctan2(x[1], x[0])", tensorflow="tf.atan2(x[1], x[0])",
    ),
    case(
        "asin", "arcsin(x)", (1.0,), asin,
        torch="torch.asin(x)", jax="jnp.arcsin(x)", autograd="np.arcsin(x)", tinygrad="x.asin()",
        tensorflow="tf.asin(x)",
    ),
    case(
        "acos-cos", "arccos(cos x), which is |x|", (0.0,), lambda x: acos(cos(x)),
        torch="torch.acos(torch.cos(x))", jax="jnp.arccos(jnp.cos(x))",
        autograd="np.arccos(np.cos(x))", tinygrad="x.cos().acos()",
        tensorflow="tf.acos(tf.cos(x))",
    ),
    case(
        "sine-by-root", "√(1 − cos² x), which is |sin x|", (0.0,), lambda x: abs(sin(x)),
        torch="torch.sqrt(1 - torch.cos(x)**2)", jax="jnp.sqrt(1 - jnp.cos(x)**2)",
        autograd="np.sqrt(1 - np.cos(x)**2)", tinygrad="(1 - x.cos()**2).sqrt()",
        tensorflow="tf.sqrt(1 - tf.cos(x)**2)",
    ),
    case(
        "acosh", "arcosh(x)", (1.0,), acosh,
        torch="torch.acosh(x)", jax="jnp.arccosh(x)", autograd="np.arccosh(x)",
        tinygrad="x.acosh()", tensorflow="tf.acosh(x)",
    ),
    case(
        "atanh", "artanh(x)", (1.0,), atanh,
        torch="torch.atanh(x)", jax="jnp.arctanh(x)", autograd="np.arctanh(x)",
        tinygrad="x.atanh()", tensorflow="tf.atanh(x)",
    ),
]  # fmt: skip
