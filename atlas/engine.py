"""The continuous cases of the atlas on our own engine, which `snippets.directional` must get right.

Each coding is an expression in `x`, a number or a tuple of them, like the codings of frameworks.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from atlas.case import Case
from snippets import elementals
from snippets.directional import directional
from snippets.elementals import maximum, minimum, sqrt
from snippets.reverse import grad
from snippets.variable import primal


def _relu(x: Any) -> Any:
    return maximum(x, 0.0)


def _clamp(x: Any, low: Any, high: Any) -> Any:
    return minimum(maximum(x, low), high)


def _where(condition: bool, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def _floor(x: Any) -> float:
    n = math.floor(primal(x))
    return float(n if x >= n else n - 1)


def _elu(x: Any, alpha: float, scale: float = 1.0) -> Any:
    return scale * x if x > 0 else scale * alpha * elementals.expm1(x)


def _norm(x: Any) -> Any:
    return sqrt(sum(entry * entry for entry in x))


def _variance(x: Any) -> Any:
    mean = sum(x) / len(x)
    return sum((entry - mean) ** 2 for entry in x) / len(x)


_NAMES: dict[str, Any] = {
    **{name: getattr(elementals, name) for name in dir(elementals) if name[0] != "_"},
    "clamp": _clamp, "elu": _elu, "floor": _floor, "norm": _norm, "pi": math.pi,
    "relu": _relu, "variance": _variance, "where": _where,
}  # fmt: skip

_MAXIMUM, _CLAMPED, _RELU = "maximum(*x)", "clamp(x, 0.0, 1.0)", "relu(x)"
_LARGEST, _MIDDLE = "max(x)", "sorted(x)[1]"
_PRODUCT, _DETERMINANT = "x[0] * x[1] * x[2]", "x[0] * x[3] - x[1] * x[2]"
_ROOT = "where(x > 0, sqrt(x), 0.0)"
CODINGS = {
    "abs": "abs(x)", "abs-by-max": "maximum(x, -x)", "abs-by-root": "sqrt(x**2)",
    "abs-by-where": "where(x > 0, x, -x)", "abs-by-sign": "x * sign(x)",
    "x-abs": "x * abs(x)", "x-abs-second": "x * abs(x)", "abs-plus-one": "abs(x) + x",
    "root-abs": "sqrt(abs(x))",
    "relu": _RELU, "relu-by-max": "maximum(x, 0.0)", "relu-by-clamp": "maximum(x, 0.0)",
    "relu-by-where": "where(x > 0, x, 0.0)", "relu-by-where-closed": "where(x >= 0, x, 0.0)",
    "relu-by-abs": "(x + abs(x)) / 2", "relu-by-mask": "x * float(x > 0)",
    "relu-squared-second": "relu(x)**2", "relu6-lower": "clamp(x, 0.0, 6.0)",
    "relu6-upper": "clamp(x, 0.0, 6.0)", "leaky-relu": "where(x > 0, x, 0.25 * x)",
    "elu": "elu(x, 1.0)", "elu-2": "elu(x, 2.0)",
    "selu": "elu(x, 1.6732632423543772, 1.0507009873554805)",
    "hardtanh": "clamp(x, -1.0, 1.0)", "hardswish": "x * clamp(x + 3, 0.0, 6.0) / 6",
    "softshrink": "relu(x - 0.5) - relu(-x - 0.5)",
    "clamp-lower": _CLAMPED, "clamp-upper": _CLAMPED, "min-max-lower": _CLAMPED,
    "min-max-upper": _CLAMPED, "clamp-max": "minimum(x, 1.0)", "clamp-empty": "clamp(x, 0.0, 0.0)",
    "clamp-at-bound": "clamp(*x)", "clamp-all-equal": "clamp(*x)",
    "hardsigmoid": "clamp(x / 6 + 0.5, 0.0, 1.0)",
    "huber-second": "where(abs(x) <= 1, x**2 / 2, abs(x) - 0.5)", "hinge": "relu(1 - x)",
    "maximum": _MAXIMUM, "minimum": "minimum(*x)", "fmax": _MAXIMUM,
    "max-by-where": "where(x[0] > x[1], x[0], x[1])", "max-by-relu": "x[1] + relu(x[0] - x[1])",
    "max-all": _LARGEST, "amax": _LARGEST, "max-dim": _LARGEST, "max-by-argmax": _LARGEST,
    "sort-last": "sorted(x)[-1]", "median": _MIDDLE, "quantile": _MIDDLE, "max-pool": _LARGEST,
    "range": "max(x) - min(x)", "max-norm": "maximum(abs(x[0]), abs(x[1]))",
    "wave": "minimum(x - floor(x), 1 - (x - floor(x)))", "floor-times": "x * floor(x)",
    "sqrt": "sqrt(x)", "sqrt-squared": "sqrt(x)**2", "sqrt-fourth": "sqrt(x**4)",
    "cbrt": "sign(x) * abs(x)**(1 / 3)", "norm": "hypot(*x)", "norm-by-root": "norm(x)",
    "hypot": "hypot(*x)", "norm-squared": "norm(x)**2", "norm-1": "abs(x[0]) + abs(x[1])",
    "norm-max": "maximum(abs(x[0]), abs(x[1]))", "distance": "hypot(x[0] - x[2], x[1] - x[3])",
    "asin": "asin(x)", "acos-cos": "acos(cos(x))", "sine-by-root": "sqrt(1 - cos(x)**2)",
    "acosh": "log(x + sqrt(x**2 - 1))",
    "power-0": "x**0.0", "power-0-second": "x**0.0", "power-1": "x**1.0",
    "power-1-second": "x**1.0", "power-2-second": "x**2.0", "power-3-halves": "x**1.5",
    "power-3-halves-second": "x**1.5", "zero-to-x-at-2": "0.0**x",
    "zero-to-x-second-at-2": "0.0**x",
    "power-at-0-1": "x[0]**x[1]", "power-at-0-2": "x[0]**x[1]", "x-to-x": "x**x",
    "sinc": "sin(pi * x) / (pi * x)", "sinc-second": "sin(pi * x) / (pi * x)",
    "softsign": "x / (1 + abs(x))", "softsign-second": "x / (1 + abs(x))",
    "x-log-x": "x * log(x)", "xlogy-x-x": "xlogy(x, x)", "xlogy-0": "xlogy(0.0, x)",
    "entropy": "-xlogy(x, x)", "cross-entropy": "-log(1 - x)", "flat": "exp(-1 / x**2)",
    "logsumexp-one": "logsumexp(*x)", "logaddexp-one": "logsumexp(*x)",
    "log-softmax-one": "x[0] - logsumexp(*x)",
    "masked-root": _ROOT, "masked-root-at-0": _ROOT,
    "root-by-double-where": "where(x > 0, sqrt(where(x > 0, x, 1.0)), 0.0)",
    "root-times-mask": _ROOT, "nansum": _ROOT, "masked-x-log-x": "where(x > 0, x * log(x), 0.0)",
    "masked-sinc": "where(x != 0, sin(x) / x, 1.0)",
    "masked-quotient": "where(x != 0, x**2 / x, 0.0)",
    "quotient-by-double-where": "where(x != 0, x**2 / where(x != 0, x, 1.0), 0.0)",
    "masked-exp": "where(x < 700, exp(x), 0.0)",
    "masked-norm": "where(x[0] != 0 or x[1] != 0, norm(x), 0.0)",
    "product-one-zero": _PRODUCT, "product-two-zeros": _PRODUCT, "cumulative-product": _PRODUCT,
    "variance": "variance(x)", "deviation": "sqrt(variance(x))",
    "determinant": _DETERMINANT, "determinant-0": _DETERMINANT,
    "eigenvalue": "(x[0] + x[2]) / 2 + hypot((x[0] - x[2]) / 2, x[1])",
    "eigenvalues-sum": "((x[0] + x[2]) / 2 + hypot((x[0] - x[2]) / 2, x[1]))"
    " + ((x[0] + x[2]) / 2 - hypot((x[0] - x[2]) / 2, x[1]))",
    "singular-value": "(hypot(x[0] + x[3], x[2] - x[1]) + hypot(x[0] - x[3], x[1] + x[2])) / 2",
    "nuclear-norm": "maximum(hypot(x[0] + x[3], x[2] - x[1]), hypot(x[0] - x[3], x[1] + x[2]))",
    "relu-minus-relu": "relu(x) - relu(-x)", "zero-by-relu": "(relu(-x) + x) - relu(x)",
    "line-by-sign": "2 * x * sign(x)**2", "early-return": "where(x == 0, 0.0, x)",
    "wrong-branch": "where(x == 0, x, x**2)",
    "two-masks": "where(x > 0, x, 0.0) + where(x < 0, x, 0.0)",
    "abs-minus-signed": "abs(x) - x * sign(x)", "abs-squared": "abs(x)**2",
    "abs-squared-second": "abs(x)**2", "max-of-same": "maximum(x, x)",
    "max-plus-min": "maximum(*x) + minimum(*x)",
    "pieces": "clamp(x, 0.0, 1.0) + relu(x - 1) - relu(-x)",
    "floor-plus-rest": "floor(x) + (x - floor(x))", "exp-log": "exp(log(x))",
    "one-by-quotient": "where(x != 0, x / x, 1.0)",
}  # fmt: skip


def function(case: Case) -> Callable[..., Any]:
    """The coding of a case as a function of its finite entries; of a second derivative, the first.

    An infinite entry is a constant: no finite step changes it.
    """
    code = compile(CODINGS[case.name], case.name, "eval")

    def f(*moving: Any) -> Any:
        entries = iter(moving)
        x = tuple(next(entries) if math.isfinite(p) else p for p in case.point)
        return eval(code, {**_NAMES, "x": x if len(x) > 1 else x[0]})

    return f if case.order == 1 else lambda x: grad(f)(x)[0]


def one_sided(case: Case, direction: Sequence[float]) -> tuple[float, float]:
    """Limit and one-sided derivative along a direction, by `snippets.directional`."""
    moving = [(p, d) for p, d in zip(case.point, direction, strict=True) if math.isfinite(p)]
    return directional(function(case), *zip(*moving, strict=True))
