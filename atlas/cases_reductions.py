"""Products, deviations, determinants, eigenvalues."""

from typing import Any

from mpmath import mpf, sqrt

from atlas.case import family

case = family("Reductions")
_PRODUCT = {
    "torch": "torch.prod(x)", "jax": "jnp.prod(x)", "autograd": "np.prod(x)",
    "tinygrad": "x.prod()", "tensorflow": "tf.reduce_prod(x)",
}  # fmt: skip
_DETERMINANT = {
    "torch": "torch.linalg.det(x.reshape(2, 2))", "jax": "jnp.linalg.det(x.reshape(2, 2))",
    "autograd": "np.linalg.det(x.reshape(2, 2))",
    "tensorflow": "tf.linalg.det(tf.reshape(x, [2, 2]))",
}  # fmt: skip
_SYMMETRIC = {
    "torch": "torch.stack([x[0], x[1], x[1], x[2]]).reshape(2, 2)",
    "jax": "jnp.array([[x[0], x[1]], [x[1], x[2]]])",
    "autograd": "np.array([[x[0], x[1]], [x[1], x[2]]])",
    "tensorflow": "tf.reshape(tf.gather(x, [0, 1, 1, 2]), [2, 2])",
}
_EIGEN = {
    "torch": "torch.linalg.eigh({})", "jax": "jnp.linalg.eigh({})",
    "autograd": "np.linalg.eigh({})", "tensorflow": "tf.linalg.eigh({})",
}  # fmt: skip
_SINGULAR = {
    "torch": "torch.linalg.svdvals(x.reshape(2, 2))",
    "jax": "jnp.linalg.svd(x.reshape(2, 2), compute_uv=False)",
    "autograd": "np.linalg.svd(x.reshape(2, 2), compute_uv=False)",
    "tensorflow": "tf.linalg.svd(tf.reshape(x, [2, 2]), compute_uv=False)",
}


def _product(*x: Any) -> Any:
    found = mpf(1)
    for entry in x:
        found *= entry
    return found


def _variance(*x: Any) -> Any:
    mean = sum(x) / len(x)
    return sum((entry - mean) ** 2 for entry in x) / len(x)


def _largest_eigenvalue(a: Any, b: Any, c: Any) -> Any:
    return (a + c) / 2 + sqrt(((a - c) / 2) ** 2 + b**2)


def _eigenvector(a: Any, b: Any, c: Any) -> Any:
    return (1 + (a - c) / 2 / sqrt(((a - c) / 2) ** 2 + b**2)) / 2


def _largest_singular_value(a: Any, b: Any, c: Any, d: Any) -> Any:
    squares, determinant = a * a + b * b + c * c + d * d, a * d - b * c
    return sqrt((squares + sqrt(abs(squares**2 - 4 * determinant**2))) / 2)


def _nuclear_norm(a: Any, b: Any, c: Any, d: Any) -> Any:
    return sqrt(a * a + b * b + c * c + d * d + 2 * abs(a * d - b * c))


def _eigen(end: str, tensorflow: str = "") -> dict[str, str]:
    """Codings that take a part of the eigenvalues and eigenvectors of a symmetric matrix."""
    codings = {name: _EIGEN[name].format(matrix) + end for name, matrix in _SYMMETRIC.items()}
    if tensorflow:
        codings["tensorflow"] = tensorflow.format(_EIGEN["tensorflow"]).format(
            _SYMMETRIC["tensorflow"]
        )
    return codings


def _singular(end: str, tensorflow: str = "") -> dict[str, str]:
    codings = {name: values + end for name, values in _SINGULAR.items()}
    if tensorflow:
        codings["tensorflow"] = tensorflow.format(_SINGULAR["tensorflow"])
    return codings


CASES = [
    case("product-one-zero", "product of three, one 0", (0.0, 2.0, 3.0), _product, **_PRODUCT),
    case("product-two-zeros", "product of three, two 0", (0.0, 0.0, 3.0), _product, **_PRODUCT),
    case(
        "cumulative-product", "last cumulative product, one 0", (0.0, 2.0, 3.0), _product,
        torch="torch.cumprod(x, 0)[-1]", jax="jnp.cumprod(x)[-1]",
        tinygrad="x.cumprod(0)[-1]", tensorflow="tf.math.cumprod(x)[-1]",
    ),
    case("variance", "variance of three equal numbers", (1.0, 1.0, 1.0), _variance,
         torch="torch.var(x, correction=0)", jax="jnp.var(x)", autograd="np.var(x)",
         tinygrad="x.var(correction=0)", tensorflow="tf.math.reduce_variance(x)"),
    case(
        "deviation", "standard deviation of three equal numbers", (1.0, 1.0, 1.0),
        lambda *x: sqrt(_variance(*x)),
        gradients="the vectors of sum 0 no longer than 1/√3",
        issue="https://github.com/pytorch/pytorch/issues/4320",
        torch="torch.std(x, correction=0)", jax="jnp.std(x)", autograd="np.std(x)",
        tinygrad="x.std(correction=0)", tensorflow="tf.math.reduce_std(x)",
    ),
    case("determinant", "ad − bc by det, singular", (1.0, 1.0, 1.0, 1.0),
         lambda a, b, c, d: a * d - b * c, **_DETERMINANT),
    case("determinant-0", "ad − bc by det, zero matrix", (0.0, 0.0, 0.0, 0.0),
         lambda a, b, c, d: a * d - b * c, **_DETERMINANT),
    case(
        "eigenvalue", "largest eigenvalue of ((a, b), (b, c))", (1.0, 0.0, 1.0),
        _largest_eigenvalue, gradients="(½ + u, 2v, ½ − u), where u² + v² ≤ ¼",
        **_eigen("[0][-1]"),
    ),
    case(
        "eigenvalues-sum", "sum of the eigenvalues of ((a, b), (b, c)), which is a + c",
        (1.0, 0.0, 1.0), lambda a, b, c: a + c + 0 * b,
        **_eigen("[0].sum()", "tf.reduce_sum({}[0])"),
    ),
    case("eigenvector", "(first entry)² of the eigenvector of ((a, b), (b, c))", (1.0, 0.0, 1.0),
         _eigenvector, **_eigen("[1][0, 1]**2")),
    case(
        "singular-value", "largest singular value of a 2 × 2 matrix", (1.0, 0.0, 0.0, 1.0),
        _largest_singular_value, gradients="positive semidefinite, symmetric, of trace 1",
        **_singular("[0]"),
    ),
    case(
        "nuclear-norm", "sum of the singular values of a 2 × 2 matrix", (0.0, 0.0, 0.0, 0.0),
        _nuclear_norm, gradients="the matrices whose singular values are at most 1",
        **_singular(".sum()", "tf.reduce_sum({})"),
    ),
]  # fmt: skip
