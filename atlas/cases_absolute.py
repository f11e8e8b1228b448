"""Absolute values and signs."""

from mpmath import mp, sqrt

from atlas.case import family

case = family("Absolute value and sign")

CASES = [
    case(
        "abs", "|x|", (0.0,), abs, issue="https://github.com/jax-ml/jax/issues/10515",
        torch="torch.abs(x)", jax="jnp.abs(x)", autograd="np.abs(x)",
        tinygrad="x.abs()", tensorflow="tf.abs(x)",
    ),
    case(
        "abs-by-max", "max(x, −x)", (0.0,), abs,
        torch="torch.maximum(x, -x)", jax="jnp.maximum(x, -x)", autograd="np.maximum(x, -x)",
        tinygrad="x.maximum(-x)", tensorflow="tf.maximum(x, -x)",
    ),
    case(
        "abs-by-root", "√(x²)", (0.0,), abs,
        issue="https://github.com/pytorch/pytorch/issues/6394",
        torch="torch.sqrt(x**2)", jax="jnp.sqrt(x**2)", autograd="np.sqrt(x**2)",
        tinygrad="(x**2).sqrt()", tensorflow="tf.sqrt(x**2)",
    ),
    case(
        "abs-by-where", "x if x > 0, else −x", (0.0,), abs,
        torch="torch.where(x > 0, x, -x)", jax="jnp.where(x > 0, x, -x)",
        autograd="np.where(x > 0, x, -x)", tinygrad="(x > 0).where(x, -x)",
        tensorflow="tf.where(x > 0, x, -x)",
    ),
    case(
        "abs-by-sign", "x sign(x)", (0.0,), abs,
        torch="x * torch.sign(x)", jax="x * jnp.sign(x)", autograd="x * np.sign(x)",
        tinygrad="x * x.sign()", tensorflow="x * tf.sign(x)",
    ),
    case(
        "abs-second", "second derivative of |x|", (0.0,), abs, order=2,
        torch="torch.abs(x)", jax="jnp.abs(x)", autograd="np.abs(x)",
        tinygrad="x.abs()", tensorflow="tf.abs(x)",
    ),
    case(
        "x-abs", "x |x|", (0.0,), lambda x: x * abs(x),
        torch="x * torch.abs(x)", jax="x * jnp.abs(x)", autograd="x * np.abs(x)",
        tinygrad="x * x.abs()", tensorflow="x * tf.abs(x)",
    ),
    case(
        "x-abs-second", "second derivative of x |x|", (0.0,), lambda x: x * abs(x), order=2,
        torch="x * torch.abs(x)", jax="x * jnp.abs(x)", autograd="x * np.abs(x)",
        tinygrad="x * x.abs()", tensorflow="x * tf.abs(x)",
    ),
    case(
        "abs-plus-one", "|x| + x", (0.0,), lambda x: abs(x) + x,
        torch="torch.abs(x) + x", jax="jnp.abs(x) + x", autograd="np.abs(x) + x",
        tinygrad="x.abs() + x", tensorflow="tf.abs(x) + x",
    ),
    case(
        "root-abs", "√|x|", (0.0,), lambda x: sqrt(abs(x)),
        torch="torch.sqrt(torch.abs(x))", jax="jnp.sqrt(jnp.abs(x))",
        autograd="np.sqrt(np.abs(x))", tinygrad="x.abs().sqrt()", tensorflow="tf.sqrt(tf.abs(x))",
    ),
    case(
        "sign", "sign(x)", (0.0,), mp.sign,
        torch="torch.sign(x)", jax="jnp.sign(x)", autograd="np.sign(x)",
        tinygrad="x.sign()", tensorflow="tf.sign(x)",
    ),
    case(
        "copysign", "1 with the sign of x", (0.0,), lambda x: 1 if x >= 0 else -1,
        torch="torch.copysign(torch.ones_like(x), x)", jax="jnp.copysign(1.0, x)",
        tinygrad="Tensor.ones_like(x).copysign(x)",
    ),
]  # fmt: skip
