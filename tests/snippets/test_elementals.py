# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
"""Every entry of the table is tested by the same properties; an entry without samples fails."""

import itertools
import math

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.differences import complex_step
from snippets.forward import jvp
from snippets.higher import hessian
from snippets.program import compile_gradient
from snippets.reverse import grad
from snippets.trace import trace
from snippets.variable import TABLE, describe

repeatable = settings(deadline=None, derandomize=True, max_examples=40)
anywhere = st.floats(-3, 3)
positive = st.floats(0.1, 4)
nonzero = st.sampled_from([-2.5, -1.0, 0.5, 1.0, 2.0, 3.0])
inside = st.floats(-0.9, 0.9)
apart = st.sampled_from([-2.5, -1.2, 0.4, 1.7])
other = st.sampled_from([-2.1, -0.3, 0.9, 2.2])
m, t = mpmath, torch

# name: (domain of each argument, reference in mpmath, the same in torch)
SAMPLES = {
    "+": ((anywhere, anywhere), lambda x, y: x + y, lambda x, y: x + y),
    "-": ((anywhere, anywhere), lambda x, y: x - y, lambda x, y: x - y),
    "*": ((anywhere, anywhere), lambda x, y: x * y, lambda x, y: x * y),
    "/": ((anywhere, positive), lambda x, y: x / y, lambda x, y: x / y),
    "**": ((positive, nonzero), lambda x, y: x**y, lambda x, y: x**y),
    "negative": ((anywhere,), lambda x: -x, t.neg),
    "exp": ((anywhere,), m.exp, t.exp),
    "log": ((positive,), m.log, t.log),
    "log1p": ((inside,), m.log1p, t.log1p),
    "expm1": ((anywhere,), m.expm1, t.expm1),
    "sqrt": ((positive,), m.sqrt, t.sqrt),
    "sin": ((anywhere,), m.sin, t.sin),
    "cos": ((anywhere,), m.cos, t.cos),
    "tan": ((inside,), m.tan, t.tan),
    "asin": ((inside,), m.asin, t.asin),
    "acos": ((inside,), m.acos, t.acos),
    "atan": ((anywhere,), m.atan, t.atan),
    "atan2": ((apart, other), m.atan2, t.atan2),
    "hypot": ((apart, other), m.hypot, t.hypot),
    "sinh": ((anywhere,), m.sinh, t.sinh),
    "cosh": ((anywhere,), m.cosh, t.cosh),
    "tanh": ((anywhere,), m.tanh, t.tanh),
    "logistic": ((anywhere,), lambda x: 1 / (1 + m.exp(-x)), t.sigmoid),
    "softplus": ((anywhere,), lambda x: m.log1p(m.exp(x)), lambda x: t.log1p(t.exp(x))),
    "abs": ((apart,), abs, t.abs),
    "sign": ((apart,), m.sign, t.sign),
    "maximum": ((apart, other), max, t.maximum),
    "minimum": ((apart, other), min, t.minimum),
    "exceeds": ((apart, other), lambda x, y: m.mpf(x > y), lambda x, y: (x > y) + 0 * (x + y)),
    "xlogy": ((positive, positive), lambda x, y: x * m.log(y), t.xlogy),
    "logsumexp": (
        (anywhere,) * 3,
        lambda *x: m.log(sum(map(m.exp, x))),
        lambda *x: t.logsumexp(t.stack(x), 0),
    ),
    "dot": (
        (anywhere,) * 4,
        lambda a, b, c, d: a * c + b * d,
        lambda a, b, c, d: a * c + b * d,
    ),
}
NOT_ANALYTIC = {"abs", "sign", "maximum", "minimum", "exceeds", "atan2", "hypot"}
every_elemental = pytest.mark.parametrize("name", TABLE)


def test_every_entry_has_samples():
    assert set(TABLE) == set(SAMPLES)


@every_elemental
def test_value_partials_and_second_partials(name):
    elemental = TABLE[name]
    domains, reference, in_torch = SAMPLES[name]

    @repeatable
    @given(st.tuples(*domains))
    def check(x):
        assert elemental(*x) == pytest.approx(float(reference(*map(mpmath.mpf, x))), abs=1e-14)
        tensors = [torch.tensor(v, dtype=torch.float64) for v in x]
        slopes = torch.autograd.functional.jacobian(in_torch, tuple(tensors))
        gradient = grad(elemental)(*x)
        assert gradient == pytest.approx([s.item() for s in slopes], rel=1e-11, abs=1e-13)
        curvature = torch.autograd.functional.hessian(in_torch, tuple(tensors))
        for row, expected in zip(hessian(elemental, *x), curvature, strict=True):
            assert row == pytest.approx([v.item() for v in expected], rel=1e-9, abs=1e-11)

    check()


@every_elemental
def test_both_modes_agree_and_so_does_a_complex_step(name):
    """Without PyTorch, which does not exist in the browser: there this runs as well."""
    elemental = TABLE[name]
    domains, reference, _ = SAMPLES[name]

    @repeatable
    @given(st.tuples(*domains))
    def check(x):
        assert elemental(*x) == pytest.approx(float(reference(*map(mpmath.mpf, x))), abs=1e-14)
        gradient = grad(elemental)(*x)
        for i in range(len(x)):
            unit = [float(i == j) for j in range(len(x))]
            assert jvp(elemental, x, unit)[1] == pytest.approx(gradient[i], rel=1e-14, abs=1e-300)
        if name not in NOT_ANALYTIC:
            assert gradient == pytest.approx(complex_step(elemental, *x), rel=1e-11, abs=1e-13)

    check()


@every_elemental
def test_arrays_go_entry_by_entry(name):
    rng = np.random.default_rng(547)
    count = len(SAMPLES[name][0])
    points = [rng.uniform(0.1, 0.9, 5) for _ in range(count)]
    elemental = TABLE[name]
    values, gradients = elemental(*points), grad(elemental)(*points)
    for k in range(5):
        one = [float(x[k]) for x in points]
        assert values[k] == pytest.approx(elemental(*one), rel=1e-14)
        assert [g[k] for g in gradients] == pytest.approx(grad(elemental)(*one), rel=1e-13)


@every_elemental
def test_formula_parses_and_the_printed_trace_names_the_operation(name):
    math_core = pytest.importorskip("math_core")
    count = len(SAMPLES[name][0])
    recorded = trace(lambda *x: TABLE[name](*x), *[0.3 + 0.1 * k for k in range(count)])
    rows = recorded.table() + recorded.forward_table([1.0] * count) + recorded.reverse_table()
    for row in rows:
        formula = str(row["formula"]).strip("$")
        math_core.LatexToMathML().convert_with_local_state(formula, displaystyle=True)
    assert "x_1" in str(recorded)


UNARY_EDGES = [
    ("log", 0.0, -math.inf),
    ("log", -0.0, -math.inf),
    ("log", -1.0, math.nan),
    ("log1p", -1.0, -math.inf),
    ("log1p", -2.0, math.nan),
    ("exp", 1000.0, math.inf),
    ("exp", -1000.0, 0.0),
    ("expm1", 1000.0, math.inf),
    ("sqrt", -1.0, math.nan),
    ("asin", 1.5, math.nan),
    ("acos", -1.5, math.nan),
    ("sinh", -1000.0, -math.inf),
    ("cosh", 1000.0, math.inf),
    ("tanh", 1000.0, 1.0),
    ("logistic", -1000.0, 0.0),
    ("logistic", 1000.0, 1.0),
    ("softplus", 1000.0, 1000.0),
    ("softplus", -1000.0, 0.0),
]


@pytest.mark.parametrize(("name", "x", "expected"), UNARY_EDGES)
def test_edges_of_a_domain_follow_ieee(name, x, expected):
    values = TABLE[name](x), trace(TABLE[name], x).value, float(TABLE[name](np.array([x]))[0])
    for value in values:
        assert value == pytest.approx(expected, nan_ok=True)
    grad(TABLE[name])(x)
    jvp(TABLE[name], (np.array([x]),), (1.0,))


BINARY_EDGES = [
    ("/", 1.0, 0.0, math.inf),
    ("/", 1.0, -0.0, -math.inf),
    ("/", -1.0, 0.0, -math.inf),
    ("/", 0.0, 0.0, math.nan),
    ("**", 0.0, -1.0, math.inf),
    ("**", -0.0, -1.0, -math.inf),
    ("**", 0.0, 0.0, 1.0),
    ("**", -8.0, 1 / 3, math.nan),
    ("**", 1e200, 2.0, math.inf),
    ("**", -1e200, 3.0, -math.inf),
    ("*", 1e200, 1e200, math.inf),
    ("xlogy", 0.0, 0.0, 0.0),
]

# The same without the values: name and inputs.
EDGES = [
    *((name, (x,)) for name, x, _ in UNARY_EDGES),
    *((name, (x, y)) for name, x, y, _ in BINARY_EDGES),
]


@pytest.mark.parametrize(("name", "x", "y", "expected"), BINARY_EDGES)
def test_edges_of_two_arguments_follow_ieee(name, x, y, expected):
    assert trace(TABLE[name], x, y).value == pytest.approx(expected, nan_ok=True)
    arrays = trace(TABLE[name], np.array([x]), np.array([y]))
    assert arrays.value[0] == pytest.approx(expected, nan_ok=True)
    grad(TABLE[name])(x, y)


def test_logsumexp_neither_overflows_nor_underflows():
    assert e.logsumexp(1000.0, 1000.0) == pytest.approx(1000 + math.log(2))
    assert e.logsumexp(-1000.0, -1000.0) == pytest.approx(-1000 + math.log(2))
    assert e.logsumexp(-math.inf, 1.0) == 1.0
    assert grad(e.logsumexp)(1000.0, 0.0) == (1.0, 0.0)


def torch_grad(function, *x):
    tensors = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in x]
    return [g.item() for g in torch.autograd.grad(function(*tensors), tensors)]


KINKS = [
    (abs, torch.abs, (0.0,), [0.0]),
    (e.maximum, torch.maximum, (1.5, 1.5), [0.5, 0.5]),
    (e.minimum, torch.minimum, (1.5, 1.5), [0.5, 0.5]),
    (e.sign, torch.sign, (0.0,), [0.0]),
    (e.sqrt, torch.sqrt, (0.0,), [math.inf]),
    (lambda x: x**0, lambda x: x**0, (0.0,), [0.0]),
    (lambda x: x**1, lambda x: x**1, (0.0,), [1.0]),
    (lambda x: x**2, lambda x: x**2, (0.0,), [0.0]),
    (lambda y: 0.0**y, lambda y: torch.tensor(0.0) ** y, (2.0,), [0.0]),
    (e.hypot, torch.hypot, (0.0, 0.0), [math.nan, math.nan]),
]


@pytest.mark.parametrize(("ours", "theirs", "x", "rule"), KINKS)
def test_rule_at_a_kink_is_the_documented_one_and_pytorchs(ours, theirs, x, rule):
    assert grad(ours)(*x) == pytest.approx(rule, nan_ok=True)
    assert torch_grad(theirs, *x) == pytest.approx(rule, nan_ok=True)


WORDS = {"half to each": "0.5", "−inf": "-inf", "1/x": "0.5"}  # the last with x = 2


def documented(cell):
    return float(WORDS.get(cell.partition(",")[0], cell.partition(",")[0]))


def test_table_of_rules_says_what_both_engines_answer():
    head, _, *rows = [line for line in e.__doc__.split("\n") if line.startswith("|")]
    assert f"| PyTorch {'.'.join(torch.__version__.split('.')[:2])} |" in head
    zero = torch.zeros((), dtype=torch.float64)
    answers = [
        (grad(ours)(*x), torch_grad(theirs, *x))
        for ours, theirs, x in (
            (abs, torch.abs, (0.0,)),
            (e.maximum, torch.maximum, (1.5, 1.5)),
            (e.sign, torch.sign, (0.0,)),
            (e.sqrt, torch.sqrt, (0.0,)),
            (e.asin, torch.asin, (1.0,)),
            (lambda x: x**0, lambda x: x**0, (0.0,)),
            (lambda y: 0.0**y, lambda y: zero**y, (2.0,)),
            (lambda y: 0.0**y, lambda y: zero**y, (0.0,)),
            (lambda y: jvp(e.power, (2.0, y), (1.0, 0.0))[1], power_by_base, (0.0,)),
            (lambda x: e.xlogy(x, 0.0), lambda x: torch.xlogy(x, zero), (0.0,)),
            (e.hypot, torch.hypot, (0.0, 0.0)),
            (e.atan2, torch.atan2, (0.0, 0.0)),
        )
    ]
    for row, (ours, theirs) in zip(rows, answers, strict=True):
        *_, rule, pytorchs = (cell.strip() for cell in row.strip("|").split("|"))
        assert ours == pytest.approx([documented(rule)] * len(ours), nan_ok=True), row
        assert theirs == pytest.approx([documented(pytorchs)] * len(theirs), nan_ok=True), row


def power_by_base(y):
    x = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    return torch.autograd.grad(x**y, x, create_graph=True)[0]


def test_where_the_documented_rule_differs_from_pytorch():
    assert grad(lambda y: 0.0**y)(0.0) == (-math.inf,)
    assert torch_grad(lambda y: torch.tensor(0.0).double() ** y, 0.0) == [0.0]
    assert grad(e.atan2)(0.0, 0.0) == pytest.approx((math.nan, math.nan), nan_ok=True)
    assert torch_grad(torch.atan2, 0.0, 0.0) == [0.0, 0.0]


def test_the_mixed_derivative_of_a_power_at_exponent_zero():
    # ∂²/∂x∂y of x ** y is x ** (y − 1) (1 + y log x), so 1/x at y = 0; PyTorch answers 0
    (_, right), (left, _) = hessian(lambda x, y: x**y, 2.0, 0.0)
    assert right == left == 0.5
    x, y = (torch.tensor(v, dtype=torch.float64) for v in (2.0, 0.0))
    theirs = torch.autograd.functional.hessian(torch.pow, (x, y))
    assert theirs[0][1].item() == 0.0


def test_power_with_a_constant_array_of_exponents():
    x = np.array([0.0, 0.0, 2.0])
    assert grad(lambda x: x ** np.array([0.0, 1.0, 3.0]))(x)[0].tolist() == [0.0, 1.0, 12.0]


def test_large_and_small_arguments_keep_their_derivatives():
    assert grad(e.atan2)(1e200, 1e200) == pytest.approx((5e-201, -5e-201))
    assert grad(e.atan2)(1e-200, 1e-200) == pytest.approx((5e199, -5e199))
    assert grad(e.logistic)(40.0)[0] == pytest.approx(math.exp(-40), rel=1e-15)
    assert grad(lambda x: 1 / x)(1e-200)[0] == -math.inf
    assert grad(lambda x, y: x / y)(1e-200, 1e200)[1] == 0.0


def test_dot_of_unequal_lengths():
    with pytest.raises(ValueError, match=r"dot: .* got the lengths 2 and 1"):
        e.dot((1.0, 2.0), (1.0,))
    with pytest.raises(ValueError, match="dot"):
        e.dot((), ())


def test_dot_is_written_as_a_sum_of_products():
    step = trace(lambda x, y: e.dot((x, y), (3.0, x)), 1.0, 2.0).steps[0]
    assert (step.latex, step.text) == (r"x \cdot 3 + y x", "x·3 + y·x")


def test_dot_of_long_sequences():
    data = np.linspace(-1, 1, 50)
    weights = [0.1 * k for k in range(50)]
    assert grad(lambda *w: e.dot(w, data))(*weights) == pytest.approx(data.tolist())


@pytest.mark.parametrize("name", ["sin", "exp", "logistic", "sqrt", "maximum", "*", "hypot"])
def test_what_is_no_number_is_refused_by_the_operation(name):
    args = ["a", 1.5][: len(TABLE[name].partials)]
    with pytest.raises(TypeError, match=r"expected a real number.* got 'a' \(str\)"):
        TABLE[name](*args)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda x: e.sin(x, x), "sin: expected 1 argument, got 2."),
        (lambda x: e.sin(), "sin: expected 1 argument, got 0."),
        (lambda x: e.multiply(x), "*: expected 2 arguments, got 1."),
        (lambda x: e.maximum(x, x, 1.0), "maximum: expected 2 arguments, got 3."),
        (lambda x: e.atan2(x), "atan2: expected 2 arguments, got 1."),
        (lambda x: e.logsumexp(), "logsumexp: expected at least 1 argument, got 0."),
    ],
)
def test_a_wrong_number_of_arguments_is_said_in_one_sentence(call, said):
    ways = (
        call, grad(call), lambda x: jvp(call, (x,), (1.0,)), lambda x: trace(call, x),
        lambda x: compile_gradient(call, x),
    )  # fmt: skip
    for way, x in itertools.product(ways, (1.5, 2)):
        with pytest.raises(TypeError) as caught:
            way(x)
        assert str(caught.value) == said


def test_a_wrong_number_of_arguments_among_them_arrays():
    for way in (e.sin, grad(e.sin), lambda *x: jvp(lambda x: e.sin(x, x), x[:1], (1.0,))):
        with pytest.raises(TypeError, match=r"^sin: expected 1 argument, got 2\.$"):
            way(np.ones(2), 1.0)


@pytest.mark.parametrize("name", ["maximum", "minimum", "exceeds", "atan2", "hypot"])
@pytest.mark.parametrize("x", [1j, 0j, np.array([1j])])
def test_what_does_not_take_complex_numbers_says_so(name, x):
    for args in ((x, 0.5), (0.5, x)):
        with pytest.raises(TypeError) as caught:
            TABLE[name](*args)
        expected = f"{name}: expected a real number or an array of them, got {describe(x)}."
        assert str(caught.value) == expected


@pytest.mark.parametrize("name", ["logistic", "softplus", "**"])
def test_no_imaginary_part_of_an_array_is_dropped(name):
    args = [np.array([1 + 1j]), 0.5][: len(TABLE[name].partials)]
    with pytest.raises(TypeError, match=r"expected a real number or an array of them, got array"):
        TABLE[name](*args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("log", (0j,)), ("log1p", (-1 + 0j,)), ("atan", (1j,)), ("sign", (0j,)),
        ("xlogy", (0.5, 0j)), ("**", (0j, -1.0)), ("exp", (1000 + 0j,)), ("cosh", (1000 + 0j,)),
        ("sin", (1000j,)), ("logistic", (-1000 + 0j,)), ("**", (1e200 + 0j, 2.0)),
        ("sin", (complex(math.inf, 1.0),)),
    ],
)  # fmt: skip
def test_where_complex_numbers_have_no_finite_value(name, args):
    with pytest.raises(ArithmeticError) as caught:
        TABLE[name](*args)
    at = " and ".join(map(describe, args))
    assert str(caught.value) == f"{name}: expected a finite value, there is none at {at}."


def test_shapes_that_do_not_broadcast():
    with pytest.raises(ValueError, match=r"\*: arrays of the shapes \(2,\) and \(3,\)"):
        grad(lambda x, y: x * y)(np.ones(2), np.ones(3))
