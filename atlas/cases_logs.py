"""Logarithms and exponentials."""

import math
from typing import Any

from mpmath import exp, log, mpf

from atlas.case import family

case = family("Logarithms and exponentials")
NOTHING = -math.inf  # the logarithm of 0


def _x_log_x(x: Any) -> Any:
    return x * log(x) if x else mpf(0)


def _log_sum_exp(x: Any, y: Any) -> Any:
    return log(exp(x) + exp(y))


def _cross_entropy(p: Any) -> Any:
    if p < 0:
        raise ValueError("a probability is not negative")
    return -log(1 - p)


_LOG_SUM_EXP = {
    "torch": "torch.logsumexp(x, 0)", "jax": "jax.nn.logsumexp(x)",
    "autograd": "special.logsumexp(x)", "tinygrad": "x.logsumexp()",
    "tensorflow": "tf.reduce_logsumexp(x)",
}  # fmt: skip
_LOG_ADD_EXP = {
    "torch": "torch.logaddexp(x[0], x[1])", "jax": "jnp.logaddexp(x[0], x[1])",
    "autograd": "np.logaddexp(x[0], x[1])", "tinygrad": "x[0].logaddexp(x[1])",
    "tensorflow": "tf.experimental.numpy.logaddexp(x[0], x[1])",
}  # fmt: skip
_LOG_SOFTMAX = {
    "torch": "F.log_softmax(x, dim=0)[0]", "jax": "jax.nn.log_softmax(x)[0]",
    "autograd": "x[0] - special.logsumexp(x)", "tinygrad": "x.log_softmax()[0]",
    "tensorflow": "tf.nn.log_softmax(x)[0]",
}  # fmt: skip
_SOFTMAX = {
    "torch": "torch.softmax(x, dim=0)[0]", "jax": "jax.nn.softmax(x)[0]",
    "autograd": "np.exp(x[0] - special.logsumexp(x))", "tinygrad": "x.softmax()[0]",
    "tensorflow": "tf.nn.softmax(x)[0]",
}  # fmt: skip

CASES = [
    case(
        "log", "log x", (0.0,), log,
        torch="torch.log(x)", jax="jnp.log(x)", autograd="np.log(x)", tinygrad="x.log()",
        tensorflow="tf.math.log(x)",
    ),
    case(
        "x-log-x", "x log x, 0 at 0", (0.0,), _x_log_x,
        torch="x * torch.log(x)", jax="x * jnp.log(x)", autograd="x * np.log(x)",
        tinygrad="x * x.log()", tensorflow="x * tf.math.log(x)",
    ),
    case(
        "xlogy-x-x", "xlogy(x, x)", (0.0,), _x_log_x,
        torch="torch.xlogy(x, x)", jax="jax.scipy.special.xlogy(x, x)",
        tensorflow="tf.math.xlogy(x, x)",
    ),
    case(
        "xlogy-0", "xlogy(0, x), which is 0", (0.0,), lambda x: x * 0,
        torch="torch.xlogy(0, x)", jax="jax.scipy.special.xlogy(0.0, x)",
        tensorflow="tf.math.xlogy(tf.zeros_like(x), x)",
    ),
    case(
        "entropy", "−x log x by the library", (0.0,), lambda x: -_x_log_x(x),
        torch="torch.special.entr(x)", jax="jax.scipy.special.entr(x)",
    ),
    case(
        "cross-entropy", "cross-entropy of p, target 0", (0.0,), _cross_entropy,
        torch="F.binary_cross_entropy(x, torch.zeros_like(x))",
        jax="-(0 * jnp.log(x) + 1 * jnp.log(1 - x))",
        autograd="-(0 * np.log(x) + 1 * np.log(1 - x))",
        tinygrad="x.binary_crossentropy(Tensor.zeros_like(x))",
        tensorflow="tf.keras.losses.binary_crossentropy([0.0], tf.reshape(x, [1]))",
    ),
    case(
        "logsumexp-nothing", "log(eˣ + eʸ) by logsumexp", (NOTHING, NOTHING), _log_sum_exp,
        **_LOG_SUM_EXP,
    ),
    case(
        "logsumexp-one", "log(eˣ + eʸ) by logsumexp", (NOTHING, 0.0), _log_sum_exp,
        **_LOG_SUM_EXP,
    ),
    case(
        "logaddexp-nothing", "log(eˣ + eʸ) by logaddexp", (NOTHING, NOTHING), _log_sum_exp,
        **_LOG_ADD_EXP,
    ),
    case(
        "logaddexp-one", "log(eˣ + eʸ) by logaddexp", (NOTHING, 0.0), _log_sum_exp,
        **_LOG_ADD_EXP,
    ),
    case(
        "log-softmax-one", "first entry of log softmax(x, y)", (0.0, NOTHING),
        lambda x, y: x - _log_sum_exp(x, y), **_LOG_SOFTMAX,
    ),
    case(
        "softmax-nothing", "first entry of softmax(x, y)", (NOTHING, NOTHING),
        lambda x, y: exp(x) / (exp(x) + exp(y)), **_SOFTMAX,
    ),
    case(
        "flat", "exp(−1/x²), 0 at 0", (0.0,), lambda x: exp(-1 / x**2) if x else mpf(0),
        torch="torch.exp(-1 / x**2)", jax="jnp.exp(-1 / x**2)", autograd="np.exp(-1 / x**2)",
        tinygrad="(-1 / x**2).exp()", tensorflow="tf.exp(-1 / x**2)",
    ),
]  # fmt: skip
