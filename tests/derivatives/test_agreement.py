"""Every derivative that a page shows, four ways: at random points and at the awkward ones."""
# ruff: noqa: ARG005  (inputs that are not used are what some rows are about)

import math
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.differences import central_differences, complex_step
from snippets.example import f
from snippets.forward import jvp
from snippets.higher import hessian
from snippets.logistic import binary, multiclass
from snippets.pytorch_cases import derivative
from snippets.reverse import grad
from tests.derivatives.agreement import (
    Function,
    by_forward,
    by_reverse,
    disagreements,
    page,
)

repeatable = settings(deadline=None, derandomize=True, max_examples=25)
TINY = [0.0, -0.0, 1e-300, -1e-300, 5e-324]


@dataclass(frozen=True)
class Shown:
    """A function whose derivative a page shows.

    Attributes:
        chapter: The page.
        name: Its name there; called with `made` first if it makes the function.
        ranges: An interval an input, to draw points from.
        awkward: Points at which a factor is zero, an input tiny, huge or −0, and the like.
        made: The argument that it is made with.
        analytic: Whether it takes complex numbers.
        digits: How many digits must agree, relative to the largest part.
        early: Whether it has to be taken before the page goes on.
    """

    chapter: str
    name: str
    ranges: tuple[tuple[float, float], ...]
    awkward: tuple[tuple[float, ...], ...]
    made: int | None = None
    analytic: bool = True
    digits: int = 11
    early: bool = False

    @property
    def function(self) -> Function:
        named = page(self.chapter, self.name if self.early else "")[self.name]
        return named if self.made is None else named(self.made)


PLANE, POSITIVE = (-4.0, 4.0), (0.3, 4.0)
FOUR = (PLANE,) * 4
QUOTIENT = tuple((x, y) for x in (*TINY, 1e5, -1e5, 1.5) for y in (0.5, -2.0, 1e-3, 30.0))
PRODUCT = ((0.0, 0.0), (0.0, 3.0), (-0.0, -2.0), (1e-300, 1e-300), (5.0, 1e-300), (1e100, 1e-100))
ONE = tuple((x,) for x in (*TINY, 1.0, -1.0, 0.5))
SHOWN = [
    Shown("trace.md", "f", (PLANE, POSITIVE), QUOTIENT),
    Shown("trace.md", "as_printed", (PLANE, POSITIVE), QUOTIENT),
    Shown("trace.md", "h", (PLANE, PLANE), (*PRODUCT, (1e-300, 300.0), (-1e3, 2.0), (-2.0, 1e100))),
    Shown("trace.md", "scaled", ((1.1, 1.9),), ((-3.0,), (0.0,), (-0.0,)), analytic=False),
    Shown("forward.md", "helix", (PLANE,), (*ONE, (1e6,))),
    Shown("forward.md", "logistic_map", ((0.0, 1.0),), (*ONE[:5], (0.5,), (0.75,), (1.0,))),
    Shown("forward.md", "bowl", (POSITIVE,) * 3, ((1e-100, 0.0, -0.0), (1e100, 1.0, 0.0), (1.0,))),
    Shown("forward.md", "h", (PLANE, PLANE), PRODUCT),
    Shown("reverse.md", "rest_of_the_program", (PLANE,), (*ONE, (1e150,)), early=True),
    Shown("reverse.md", "factors", (PLANE, POSITIVE), QUOTIENT),
    Shown("reverse.md", "exercise", (PLANE, PLANE), PRODUCT),
    Shown("both-modes.md", "three_outputs", (POSITIVE, POSITIVE), ((1e-3, 0.5), (-2.0, 1e-3))),
    Shown("both-modes.md", "shaped", FOUR, ((0.0, -0.0, 1e-300, 2.0), (1e3, 0.0, 0.0, 0.0)), 1),
    Shown("both-modes.md", "shaped", FOUR, ((0.0,) * 4, (1e-200, 1.0, -1.0, 1.0)), 5),
    Shown("both-modes.md", "shaped", (PLANE,), ONE, 16),
    Shown("both-modes.md", "loop", (PLANE,), (*ONE, (math.pi,)), 10, digits=10),
    Shown("program.md", "repeats", ((0.0, 2.0), (0.0, 2.0)), (*PRODUCT[:4], (1.0, -2.0))),
    Shown("program.md", "wasteful", (POSITIVE, POSITIVE), ((0.0, 1e-3), (2.0, -1.0))),
    Shown("program.md", "product", (PLANE, PLANE, PLANE), ((0.0, 0.0, 2.0), (-0.0, 1.0, 1.0))),
    Shown("program.md", "rosenbrock", FOUR, ((1.0,) * 4, (0.0, -0.0, 1e-300, 2.0))),
    Shown("program.md", "pieces", (PLANE,), (*ONE, (3.0,)), analytic=False),
    Shown("second.md", "chain", FOUR, ((0.0, -0.0, 1e-300, 2.0), (1e3, 0.0, 0.0, 0.0))),
    Shown("second.md", "schwarz", (POSITIVE, PLANE), ((1e-9, 0.0), (0.0, 1e-9), (-2.0, -0.0))),
    Shown("second.md", "g", (PLANE, PLANE), PRODUCT[:4]),
    Shown("program.md", "g", ((1.0, 2.0), (0.0, 0.9)), ((2.0, 1.0), (1.0, 2.0)), analytic=False),
]  # fmt: skip
IDS = [f"{one.chapter}-{one.name}-{one.made or ''}" for one in SHOWN]


@pytest.mark.parametrize("shown", SHOWN, ids=IDS)
def test_random_points(shown: Shown) -> None:
    @repeatable
    @given(st.tuples(*(st.floats(*ends) for ends in shown.ranges)))
    def agree(point: tuple[float, ...]) -> None:
        assert disagreements(shown.function, point, shown.analytic, shown.digits) == []

    agree()


@pytest.mark.parametrize("shown", SHOWN, ids=IDS)
def test_awkward_points_of_a_page(shown: Shown) -> None:
    for point in shown.awkward:
        assert disagreements(shown.function, point, shown.analytic, shown.digits) == []


AWKWARD = {
    "a factor is zero": (lambda x, y: x * y * (x + y), PRODUCT[:4]),
    "a power of zero": (lambda x, y: x**2 * y + x**3, PRODUCT[:4]),
    "a zero of the sine": (lambda x, y: e.sin(x) * e.sin(y), [(0.0, 0.0), (math.pi, 0.0)]),
    "a square used four times": (lambda x: (s := x * x) * s + s / (1 + s), ONE),
    "one node, many children": (lambda x, y: sum((x * y) * k for k in range(9)), PRODUCT),
    "an input used alone and inside": (lambda x, y: x + y * x + x, PRODUCT),
    "an unused input": (lambda x, y, z: e.exp(y), [(1.0, 2.0, 3.0), (0.0, -0.0, 1e300)]),
    "no input used": (lambda x, y: 4.0, [(1.0, 2.0)]),
    "an integer constant": (lambda x: 4, [(1.0,)]),
    "an input returned": (lambda x, y: y, PRODUCT),
    "inputs, a constant and a step returned": (lambda x, y: (y, 3.0, x * y, x, x), PRODUCT),
    "what cancels": (lambda x, y: (x + y) - x, [(1e16, 1.0), (0.0, 0.0)]),
    "zero times an input": (lambda x, y: 0.0 * x + y * 0, PRODUCT),
    "minus zero": (lambda x: -x * -x + e.exp(-x), ONE),
    "large": (lambda x, y: x / y + e.log(x), [(1e300, 1e200), (1e308, 2.0)]),
    "near overflow": (lambda x: x * x, [(1e154,), (-1e154,)]),
    "exponential near overflow": (lambda x: e.exp(x), [(709.0,), (-700.0,), (-745.0,)]),
    "small": (lambda x: e.log(x) + e.sqrt(x), [(1e-250,), (1e-100,), (1e-10,)]),
    "reciprocal of small": (lambda x: 1 / x, [(1e-150,), (-1e-150,), (1e150,)]),
    "tanh where it is flat": (lambda x: e.tanh(x), [(0.0,), (5.0,), (-300.0,)]),
}


@pytest.mark.parametrize("what", AWKWARD)
def test_awkward_functions(what: str) -> None:
    function, points = AWKWARD[what]
    for point in points:
        assert disagreements(function, point) == []


def test_a_wrong_rule_and_a_lost_path_are_found() -> None:
    """The page's own wrong sine fools both modes alike; the others see it."""
    wrong = page("both-modes.md")["with_wrong_sine"]
    sine = page("both-modes.md")["wrong_sine"]
    assert by_forward(wrong, (-0.7, 1.3)) == pytest.approx(by_reverse(wrong, (-0.7, 1.3)))
    found = disagreements(lambda x, y: x * sine(x * y), (-0.7, 1.3))
    assert [one.split()[0] for one in found] == ["PyTorch", "complex"]
    left_out = disagreements(lambda x: x * (x if isinstance(x, torch.Tensor) else 2.0), (2.0,))
    assert [one.split()[0] for one in left_out] == ["PyTorch"]


def test_nested_derivative_of_the_page() -> None:
    """d/dx [x · d/dy (x + y)] is 1 at every x, zero and tiny ones included."""
    outer = page("forward.md")["outer"]
    for x in (*TINY, 1.0, -2.5, 1e300):
        assert jvp(outer, (x,), (1.0,))[1] == 1.0
        assert grad(outer)(x) == (1.0,)


@repeatable
@given(st.floats(-2, 2), st.floats(0.4, 2))
def test_third_derivatives_of_the_step_size_page(w1: float, w2: float) -> None:
    """Forward mode over the Hessian, against PyTorch three times and the complex step once."""
    w = torch.tensor([w1, w2], dtype=torch.float64)
    for i in range(2):

        def second(*at: float, i: int = i) -> float:
            return hessian(f, *at)[i][i]

        direction = [float(i == j) for j in range(2)]
        ours = jvp(second, (w1, w2), direction)[1]
        x = w.clone().requires_grad_()
        one = f(*x)
        for _ in range(3):
            one = torch.autograd.grad(one, x, create_graph=True)[0][i]
        size = 1 + (2 * math.pi / w2) ** 6 * (1 + abs(w1)) ** 3 + 64 * math.exp(4 * w2)
        assert ours == pytest.approx(one.item(), rel=1e-10, abs=1e-12 * size)
        differences = central_differences(second, w1, w2)[i]
        assert ours == pytest.approx(differences, rel=1e-5, abs=1e-6 * size)


@pytest.mark.parametrize("name", ["f", "chain", "schwarz", "g"])
def test_hessians_of_the_page_on_second_derivatives(name: str) -> None:
    function = page("second.md")[name]
    for w in np.random.default_rng(547).uniform(0.5, 2.0, size=(20, 2)):
        at = torch.tensor(w)
        theirs = torch.autograd.functional.hessian(lambda w: function(*w), at)
        assert np.allclose(hessian(function, *w), theirs, rtol=1e-9, atol=1e-9)
        slopes = central_differences(lambda *w: np.array(grad(function)(*w)), *w)
        assert np.allclose(hessian(function, *w), slopes, rtol=1e-5, atol=1e-5)


THREE_WEIGHTS = st.lists(st.floats(-3, 3), min_size=3, max_size=3)
FOUR_WEIGHTS = st.lists(st.floats(-3, 3), min_size=4, max_size=4)


@settings(repeatable, max_examples=10)
@given(THREE_WEIGHTS)
def test_binary_objective(w: list[float]) -> None:
    names = page("logistic/binary.md")
    X, y, lam = names["X"], names["y"], names["lam"]
    close = {"rtol": 1e-10, "atol": 1e-10}
    slope, curvature = binary.gradient(w, X, y, lam), binary.hessian(w, X, y, lam)
    at = torch.tensor(w, dtype=torch.float64)
    assert np.allclose(slope, by_reverse(names["J"], w)[0], **close)
    assert np.allclose(slope, by_forward(names["J"], w)[0], **close)
    assert np.allclose(slope, torch.autograd.functional.jacobian(names["J_torch"], at), **close)
    assert np.allclose(slope, complex_step(names["J_complex"], *w), **close)
    assert np.allclose(curvature, hessian(names["J"], *w), **close)
    assert np.allclose(curvature, torch.autograd.functional.hessian(names["J_torch"], at), **close)
    slopes = central_differences(lambda *w: binary.gradient(w, X, y, lam), *w)
    assert np.allclose(curvature, slopes, rtol=1e-6, atol=1e-6)


@settings(repeatable, max_examples=6)
@given(FOUR_WEIGHTS)
def test_multiclass_objective(w: list[float]) -> None:
    names = page("logistic/multiclass.md")
    X, labels = names["X"], names["labels"]
    W, close = np.reshape(w, (2, 2)), {"rtol": 1e-10, "atol": 1e-10}
    at = torch.tensor(W)
    for lam in (0.0, 3.0):

        def ours(*w: float, lam: float = lam) -> float:
            return names["L_engine"](*w, penalty=lam)

        def theirs(W: torch.Tensor, lam: float = lam) -> torch.Tensor:
            return names["L_torch"](W, penalty=lam)

        slope = multiclass.gradient(W, X, labels, lam).ravel()
        assert np.allclose(slope, by_reverse(ours, w)[0], **close)
        assert np.allclose(slope, by_forward(ours, w)[0], **close)
        assert np.allclose(slope, torch.autograd.functional.jacobian(theirs, at).ravel(), **close)

        def value(*w: float, lam: float = lam) -> float:
            return multiclass.objective(np.reshape(w, (2, 2)), X, labels, lam)

        assert np.allclose(slope, central_differences(value, *w), rtol=1e-6, atol=1e-6)
        curvature = multiclass.hessian(W, X, labels, lam)
        assert np.allclose(curvature, hessian(ours, *w), **close)
        by_torch = torch.autograd.functional.hessian(theirs, at).reshape(4, 4)
        assert np.allclose(curvature, by_torch, **close)
    without = multiclass.log_likelihood_gradient(W, X, labels)
    assert np.allclose(multiclass.gradient(W, X, labels, 0.0), without)


# The functions of which a page shows PyTorch's derivative alone, and where that is wrong or none.
PYTORCH = {
    ("index.md", "doubled"): [],
    ("index.md", "doubled_by_sign"): [0.0],
    ("pytorch/jump.md", "jump_by_sign"): [0.0],
    ("pytorch/jump.md", "jump_by_branch"): [0.0],
    ("pytorch/jump.md", "by_sum"): [0.0],
    ("pytorch/jump.md", "step_p"): [],
    ("pytorch/jump.md", "step_q"): [],
    ("pytorch/jump.md", "first"): [0.0],
    ("pytorch/jump.md", "second"): [0.0],
    ("pytorch/line.md", "line_by_sign"): [0.0],
    ("pytorch/line.md", "line_plain"): [],
    ("pytorch/line.md", "sign_squared"): [],
    ("pytorch/line.md", "strange_sin"): [math.pi],
    ("pytorch/why.md", "identity"): [0.0],
    ("pytorch/why.md", "far_off"): [0.0],
}  # fmt: skip


@pytest.mark.parametrize(("chapter", "name"), PYTORCH)
def test_pytorch_is_right_but_where_the_page_says_so(chapter: str, name: str) -> None:
    function, wrong = page(chapter)[name], PYTORCH[chapter, name]
    rng = np.random.default_rng(547)
    points = [*rng.uniform(-4, 4, size=40), *(side * x for x in (0.1, 1e3) for side in (1, -1))]
    here = torch.tensor([*points, *wrong], dtype=torch.float64)
    slopes = derivative(function, here)
    for x, slope in zip(here.tolist(), slopes.tolist(), strict=True):
        above, below, middle = (
            function(torch.tensor([x + h], dtype=torch.float64)).item() for h in (1e-5, -1e-5, 0.0)
        )
        right, left = (above - middle) / 1e-5, (middle - below) / 1e-5
        agrees = all(abs(one - slope) < 1e-4 * (1 + abs(slope)) for one in (right, left))
        assert agrees == (x not in wrong), x
