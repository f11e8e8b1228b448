"""Formulas in sentences that no run fills in: the exact text, beside what makes it true.

A text that is changed fails until its check is changed with it.
"""

import math
from collections.abc import Callable

import numpy as np
import pytest

from literate.sections import ROOT
from snippets import ieee
from snippets.elementals import softplus
from snippets.example import f
from snippets.higher import hessian
from snippets.logistic import binary, multiclass
from snippets.trace import trace

RNG = np.random.default_rng(547)
X = RNG.normal(size=(6, 3))
Y = np.array([1, -1, 1, 1, -1, -1])
POINT = (-0.7, 1.3)


def strongly_convex_by(rate: float) -> bool:
    """Far out only the penalty curves J, so that the rate cannot be larger; nowhere is it less."""
    lam = 0.7
    near, far = (binary.hessian(w, X, Y, lam) for w in (0.1 * X[0], 1e5 * X[0]))
    smallest = [np.linalg.eigvalsh(H).min() for H in (near, far)]
    return min(smallest) >= rate * lam * (1 - 1e-12) and np.isclose(smallest[1], rate * lam)


def fits_best_at(w: float) -> bool:
    """Three observations (1, +1) and one (1, −1), without a penalty."""
    return np.allclose(binary.fit(np.ones((4, 1)), [1, 1, 1, -1], 0.0), w)


def trained_to_log_3(lam: float) -> bool:
    return np.allclose(binary.fit([[1.0]], [1], lam), math.log(3))


def same_fit(factor: float) -> bool:
    """Two classes: the multi-class fit with `factor` times the λ of the binary one."""
    labels = np.where(Y == 1, 0, 1)
    return np.allclose(multiclass.fit(X, labels, factor * 0.3), binary.fit(X, Y, 0.3))


STEPS = trace(f, *POINT)

CLAIMS: list[tuple[str, str, Callable[[], bool]]] = [
    ("logistic/binary.md", r"it is **$2\lambda$-strongly convex**", lambda: strongly_convex_by(2)),
    ("logistic/binary.md", r"at a rate of at least $2\lambda$:", lambda: strongly_convex_by(2)),
    ("reference/errata.md", r"It is $2\lambda$-strong convexity", lambda: strongly_convex_by(2)),
    ("logistic/binary.md", r"that is $w = \log 3$.", lambda: fits_best_at(math.log(3))),
    ("logistic/binary.md", r"fitted best at $\hat w = \log 3$", lambda: fits_best_at(math.log(3))),
    ("logistic/binary.md", r"follows that $\lambda = 1 / (8 \log 3)$",
     lambda: trained_to_log_3(1 / (8 * math.log(3)))),
    ("reference/errata.md", "the multi-class form is twice that of the binary form",
     lambda: same_fit(2)),
    ("logistic/multiclass.md", "of size $D \\times D$",
     lambda: multiclass.hessian(X[:2], X, [0] * 6, 1.0).shape == (2 * 3, 2 * 3)),
    ("logistic/multiclass.md", r"is at least $-\log R - 2t \max_k",
     lambda: multiclass.log_likelihood(0 * X[:2], X[:1], [0]) == pytest.approx(-math.log(3))),
    ("second.md", "the curvature at 0, which is $\\beta / 4$,",
     lambda: hessian(lambda x: softplus(3 * x) / 3, 0.0)[0][0] == pytest.approx(3 / 4)),
    ("second.md", "The determinant is $-9$", lambda: round(np.linalg.det([[0, 3], [3, 1]])) == -9),
    ("second.md", "is $-2\\lambda I$ less the part of the data",
     lambda: np.allclose(-binary.hessian(X[0], X, Y, 0.7) + binary.hessian(X[0], X, Y, 0.0),
                         -2 * 0.7 * np.eye(3))),
    ("reference/notation.md", "The unit roundoff of float64, $2^{-53}$",
     lambda: 1.0 + 2.0**-53 == 1.0 < 1.0 + 2.0**-53 * 1.001),
    ("reference/notation.md", r"$\sigma(s) = 1/(1 + e^{-s})$",
     lambda: ieee.logistic(0.7) == pytest.approx(1 / (1 + math.exp(-0.7)))),
    ("forward.md", "Six values and six tangents make the twelve steps",
     lambda: len(STEPS.forward_table((1, 0))) == 12 == 2 * len(STEPS.values)),
    ("forward.md", "description: The chain rule, step by step, from the inputs to the "
     "output. Twelve steps", lambda: len(STEPS.forward_table((1, 0))) == 12),
    ("reverse.md", "Six steps and two inputs make eight adjoints",
     lambda: len(STEPS.reverse_table()) == 8 == len(STEPS.adjoints())),
    ("trace.md", r"from $z_1 = w_1/w_2$ to $z_6 = z_4 z_5$",
     lambda: [STEPS.steps[k].latex for k in (0, -1)] == [r"\frac{w_1}{w_2}", "z_4 z_5"]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "text", "true"), CLAIMS, ids=[claim[1] for claim in CLAIMS])
def test_claim_stands_on_its_page_and_is_true(
    page: str, text: str, true: Callable[[], bool]
) -> None:
    assert text in (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert true()
