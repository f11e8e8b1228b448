"""What the runs decide on the five claims and the fourteen errata."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from scipy.optimize import minimize

from literate.equations import Equation, equations
from snippets.example import f
from snippets.logistic import binary, multiclass
from snippets.pytorch_cases import derivative, jump_by_branch, jump_by_sign, jump_recursive
from snippets.trace import trace
from tests.site.project import ROOT

LAMBDAS = 10.0 ** np.arange(-3, 4)
rng = np.random.default_rng(547)
TRUTH = np.array([2.0, -1.0, 0.5])
X = rng.normal(size=(40, 3))
OVERLAPPING = np.where(rng.uniform(size=40) < binary.sigmoid(X @ TRUTH), 1, -1)
SEPARABLE = np.where(X @ TRUTH > 0, 1, -1)
CLASSES = rng.integers(0, 3, size=40)
W = rng.normal(size=(2, 3))


def curve(train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """The log-likelihood of the labels `test` for growing λ, fitted to `train`."""
    fits = [binary.fit(X, train, lam) for lam in LAMBDAS]
    return np.array([binary.log_likelihood(w, X, test) for w in fits])


def optima(labels: np.ndarray, lam: float) -> int:
    """How many different optima a search from 30 starts, near and far, ends in."""
    starts = np.random.default_rng(1).normal(size=(30, 3)) * np.geomspace(0.01, 100, 30)[:, None]
    ends = [
        minimize(lambda w: binary.objective(w, X, labels, lam), start, method="BFGS").x
        for start in starts
    ]
    return len({tuple(np.round(end, 3) + 0.0) for end in ends})


def claim_1() -> bool:
    """Several local optima with λ > 0 on separable data."""
    return optima(SEPARABLE, 0.1) > 1


def claim_2() -> bool:
    """Most weights of an optimum are exactly zero."""
    zeros = [np.mean(binary.fit(X, y, 2.0) == 0) for y in (OVERLAPPING, SEPARABLE)]
    return bool(np.mean(zeros) > 0.5)


def claim_3() -> bool:
    """Without a penalty, the weights grow beyond all bounds on separable data."""
    lengths = [np.linalg.norm(binary.fit(X, SEPARABLE, 10.0**-k)) for k in range(0, 13, 3)]
    likelihoods = [binary.log_likelihood(t * TRUTH, X, SEPARABLE) for t in (1, 10, 100, 1000)]
    rises = bool(np.all(np.diff(likelihoods) > 0)) and likelihoods[-1] > -1e-3
    return rises and bool(np.all(np.diff(lengths) > 1))


def claim_4() -> bool:
    """The training log-likelihood always rises with λ."""
    return all(np.all(np.diff(curve(y, y)) > 0) for y in (OVERLAPPING, SEPARABLE))


def claim_5() -> bool:
    """The test log-likelihood always rises with λ."""
    tests = (SEPARABLE, OVERLAPPING, -OVERLAPPING)
    return all(np.all(np.diff(curve(OVERLAPPING, test)) > 0) for test in tests)


CLAIMS = {n: cache(run) for n, run in enumerate((claim_1, claim_2, claim_3, claim_4, claim_5), 1)}


@dataclass(frozen=True)
class Finding:
    """What a run finds about an erratum.

    Attributes:
        source: Whether what the source says holds.
        right: Whether what this site says instead holds.
        words: What the section must therefore say.
    """

    source: bool
    right: bool
    words: str


def e1() -> Finding:
    x = torch.tensor([-1.0, -0.5, -2.0])
    values = [jump_by_sign(x), jump_by_branch(x)]
    printed, right = (2 * x, 2 * x - 1)  # the comma ends the value
    return Finding(
        any(torch.equal(one, printed) for one in values),
        all(torch.equal(one, right) for one in values),
        f"It is $2x - 1$, as in Eq. \\eqref{{eq:4}} here. At $-1$ that is ${values[0][0]:.0f}$",
    )


def e2() -> Finding:
    shapes = [(), (1,), (3,), (3, 1), (1, 3), (2, 2), (2, 1), (2, 3, 1)]
    inputs = [torch.linspace(-1, 1, torch.Size(s).numel()).reshape(s) for s in shapes]
    is_eq_4 = [torch.equal(jump_recursive(x), jump_by_branch(x)) for x in inputs]
    # One entry alone, in the middle of linspace's range, would be 0, where the two agree.
    moved = [x - 1.5 for x in inputs]
    as_told = [
        torch.equal(jump_recursive(x), jump_by_branch(x) if x.shape[-1:] == (1,) else x)
        for x in moved
    ]
    return Finding(all(is_eq_4), all(as_told), "only for tensors whose last dimension is 1")


def e3() -> Finding:
    def squared(x: torch.Tensor) -> torch.Tensor:
        return torch.sign(x) ** 2

    x = torch.tensor([-3.0, -0.5, 0.0, 0.5, 3.0], dtype=torch.float64)
    away = x[x != 0]
    slope = (squared(away + 1e-6) - squared(away - 1e-6)) / 2e-6
    wrong_slope = not torch.equal(derivative(squared, away), slope)
    right = torch.equal(squared(x), (x != 0).double()) and torch.equal(2 * x * squared(x), 2 * x)
    return Finding(
        torch.equal(squared(x), x) or wrong_slope,
        right and not wrong_slope,
        "The square is 1 away from 0, and 0 at 0.",
    )


def e4() -> Finding:
    never = bool(np.all(np.diff(curve(OVERLAPPING, OVERLAPPING)) <= 0))
    return Finding(CLAIMS[4](), never, f"It is *{CLAIMS[4]()}*.")


def e5() -> Finding:
    rising = curve(OVERLAPPING, -OVERLAPPING)  # here a larger λ lowers the test loss
    loss_falls = bool(np.all(np.diff(-rising) < 0))
    refutes = loss_falls and bool(np.any(np.diff(rising) < 0))
    falls = bool(np.all(np.diff(curve(OVERLAPPING, SEPARABLE)) < 0))
    verdict = "right" if not CLAIMS[5]() else "wrong"
    return Finding(
        refutes, falls, f"is answered *{CLAIMS[5]()}*, because ¶The verdict is {verdict}."
    )


def e6() -> Finding:
    repeated = np.column_stack([X, X[:, 0]])
    best = np.append(binary.fit(X, OVERLAPPING, 0.0), 0.0)
    other = best + np.array([-1.0, 0, 0, 1])
    flat = [
        np.abs(binary.gradient(w, repeated, OVERLAPPING, 0.0)).max() < 1e-8 for w in (best, other)
    ]
    convex = np.linalg.eigvalsh(binary.hessian(best, repeated, OVERLAPPING, 0.0))[0] > -1e-9
    points = np.random.default_rng(2).normal(size=(50, 3)) * np.geomspace(0.01, 100, 50)[:, None]
    hessians = [binary.hessian(w, X, SEPARABLE, 0.1) for w in points]
    strong = np.linalg.eigvalsh(hessians).min() >= 0.2 * (1 - 1e-12)
    verdict = "right" if not CLAIMS[1]() else "wrong"
    return Finding(
        bool(convex and not all(flat)),  # convex, yet not with one optimum only
        bool(strong) and optima(SEPARABLE, 0.1) == 1,
        f"is answered *{CLAIMS[1]()}*, because ¶The verdict is {verdict}. "
        "¶It is $2\\lambda$-strong convexity that gives both",
    )


def e7() -> Finding:
    lam = 3.0
    w_hat = binary.fit(X, OVERLAPPING, lam)
    size = w_hat @ w_hat

    def loss(w: np.ndarray) -> float:
        return -binary.log_likelihood(w, X, OVERLAPPING)

    ball = {"type": "ineq", "fun": lambda w: size - w @ w}
    options = {"ftol": 1e-14}
    primal = minimize(loss, np.zeros(3), constraints=ball, method="SLSQP", options=options).x

    def dual(multiplier: float) -> float:
        w = binary.fit(X, OVERLAPPING, multiplier)
        return loss(w) + multiplier * (w @ w - size)

    multipliers = np.linspace(1, 5, 9)
    best = multipliers[np.argmax([dual(one) for one in multipliers])]
    return Finding(
        best.shape == w_hat.shape,  # what solves the dual would be weights
        bool(np.allclose(primal, w_hat, atol=1e-4)) and best == lam,
        "is the *primal* problem with a constraint on the norm",
    )


def e8() -> Finding:
    scores = np.column_stack([X @ W.T, np.zeros(40)])
    log_probs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    j = np.arange(40)
    target = torch.tensor(CLASSES)
    torch_l = -torch.nn.functional.cross_entropy(torch.tensor(scores), target, reduction="sum")
    printed = log_probs[j, CLASSES * (j + 1) % 3].sum()  # the index l·j, kept within the classes
    right = log_probs[j, CLASSES].sum()
    numbered = [one for one in equations_of("logistic/multiclass.md") if one.number]
    one_letter = any(lone_letter("l", one.latex) for one in numbered)
    return Finding(
        bool(np.isclose(printed, torch_l.item())),
        bool(np.isclose(right, torch_l.item())) and not one_letter,
        "Meant is $y^j = y_{l^j}$ ¶the class of observation $j$ is $c_j$",
    )


def e9() -> Finding:
    twice, labels = np.vstack([X[:1], X]), np.append(CLASSES[0], CLASSES)
    weights = torch.tensor(W, requires_grad=True)
    scores = torch.nn.functional.pad(torch.tensor(twice) @ weights.T, (0, 1))
    torch.log_softmax(scores, dim=1)[range(41), labels].sum().backward()
    expected = multiclass.probabilities(W, twice)[:, :2].T @ twice
    pairs = [(tuple(x), label) for x, label in zip(twice, labels, strict=True)]

    def agrees(chosen: object) -> bool:
        seen = [sum(np.array(x) for x, label in chosen if label == k) for k in (0, 1)]
        return bool(np.allclose(np.array(seen) - expected, weights.grad))

    return Finding(agrees(set(pairs)), agrees(pairs), "The sum has to run over *indices*")


def e10() -> Finding:
    best = multiclass.fit(X, CLASSES, 1.0)

    def objective(V: np.ndarray, sign: int) -> float:
        return multiclass.log_likelihood(V, X, CLASSES) + sign / 2 * float((V**2).sum())

    def bounded(sign: int) -> bool:
        far = [objective(t * W, sign) for t in (1e3, 1e4, 1e5)]
        return max(far) <= objective(best, sign)

    sign = {1: "plus", -1: "minus"}[1 if bounded(1) else -1]
    return Finding(bounded(1), bounded(-1), f"With $L$ to be maximised it has to be *{sign}*.")


def e11() -> Finding:
    lam = 0.7
    weights = torch.tensor(W, requires_grad=True)
    scores = torch.nn.functional.pad(torch.tensor(X) @ weights.T, (0, 1))
    fidelity = torch.log_softmax(scores, dim=1)[range(40), CLASSES].sum()
    (fidelity - lam / 2 * (weights**2).sum()).backward()
    slope = multiclass.log_likelihood_gradient(W, X, CLASSES)
    plus, minus = (bool(np.allclose(slope + s * lam * W, weights.grad)) for s in (1, -1))
    return Finding(plus, minus, f"it becomes ${'-' if minus else '+'}\\lambda w_k$")


def e12() -> Finding:
    labels = np.where(OVERLAPPING == 1, 0, 1)
    w = binary.fit(X, OVERLAPPING, 0.5)
    same, twice = (np.allclose(multiclass.fit(X, labels, c * 0.5)[0], w) for c in (1, 2))
    factor = "twice that" if twice else "that"
    return Finding(
        bool(same), bool(twice), f"the $\\lambda$ of the multi-class form is {factor} of the binary"
    )


def e13() -> Finding:
    try:
        f(1.0, 0.0)
        everywhere = True
    except ValueError:
        everywhere = False
    t = trace(f, -0.7, 1.3)
    uses = [sum(e.operand == name for e in t.edges) for name in [*reversed(t.values), *t.inputs]]
    several = [step for step, count in enumerate(uses, start=1) if count > 1]
    return Finding(
        everywhere or not several,
        [count for count in uses if count > 1] == [2] * len(several),
        "needs $w_2 \\ne 0$ ¶Steps {}, {} and {} of reverse mode each use two".format(*several),
    )


def e14() -> Finding:
    (stated,) = (one for one in equations_of("logistic/binary.md") if one.label == "eq:L1")
    model = r"P(y \mid x, w) = \sigma(y \langle w, x \rangle)"
    probability = 1 / (1 + np.exp(-OVERLAPPING * (X @ TRUTH)))
    other_side = 1 - probability
    likelihood = binary.log_likelihood(TRUTH, X, OVERLAPPING)
    plus = np.where(OVERLAPPING == 1, probability, other_side)
    agrees = np.allclose(binary.probabilities(TRUTH, X), plus)
    return Finding(
        bool(
            np.isclose(np.log(other_side).sum(), likelihood)
        ),  # another model that could have been meant
        bool(np.isclose(np.log(probability).sum(), likelihood) and agrees)
        and model in stated.latex.replace("&", ""),
        f"The model is ${model}$ with $y \\in \\{{-1, +1\\}}$, Eq. \\eqref{{eq:L1}}.",
    )


def equations_of(page: str) -> list[Equation]:
    return equations((ROOT / "docs" / page).read_text(encoding="utf-8"), page, page)


def lone_letter(letter: str, latex: str) -> bool:
    """Whether a letter stands in a formula as a symbol of its own."""
    return bool(re.search(rf"(?<![a-zA-Z\\:]){letter}(?![a-zA-Z:])", latex))


STATEMENT, REASON, LOOSE = "source in error", "reason in error", "loose"
# Erratum → what is in error by its nature, and the run that decides.
ERRATA: dict[str, tuple[str, Callable[[], Finding]]] = {
    name: (kind, cache(run))
    for name, kind, run in [
        ("e1", STATEMENT, e1), ("e2", STATEMENT, e2), ("e3", STATEMENT, e3), ("e4", STATEMENT, e4),
        ("e5", REASON, e5), ("e6", REASON, e6), ("e7", LOOSE, e7), ("e8", LOOSE, e8),
        ("e9", STATEMENT, e9), ("e10", STATEMENT, e10), ("e11", STATEMENT, e11),
        ("e12", LOOSE, e12), ("e13", STATEMENT, e13), ("e14", LOOSE, e14),
    ]
}  # fmt: skip
