# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
"""Generated programs are compared with the engine that generated them, and read as source."""

import ast
import itertools
import math
import operator
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.differences import complex_step
from snippets.example import f, step
from snippets.higher import hessian
from snippets.plan import OtherBranchError, Plan
from snippets.program import compile_gradient, compile_value, scalar_source
from snippets.reverse import grad, value_and_grad
from snippets.variable import TABLE
from tests.snippets.test_elementals import EDGES, SAMPLES

repeatable = settings(deadline=None, derandomize=True, max_examples=60)
POINT = (-0.7, 1.3)
away_from_zero = st.floats(0.2, 4).flatmap(lambda x: st.sampled_from([x, -x]))
example = compile_gradient(f, *POINT)


def agree(program, function, *x, rel=1e-12, floor=1e-12):
    value, gradient = program(*x)
    expected, slopes = value_and_grad(function)(*x)
    close = {"rel": rel, "abs": floor, "nan_ok": True}
    assert value == pytest.approx(expected, **close)
    assert gradient == pytest.approx(slopes, **close)


@repeatable
@given(st.floats(-4, 4), away_from_zero)
def test_the_example_three_ways(w1, w2):
    agree(example, f, w1, w2, rel=1e-10, floor=1e-9)
    value, gradient = example(w1, w2)
    assert value == compile_value(f, *POINT)(w1, w2) == f(w1, w2)
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (w1, w2)]
    theirs = torch.autograd.grad(f(*tensors), tensors)
    close = {"rel": 1e-10, "abs": 1e-9}
    assert gradient == pytest.approx([g.item() for g in theirs], **close)
    assert gradient == pytest.approx(complex_step(f, w1, w2), **close)


@pytest.mark.parametrize("name", TABLE)
def test_every_elemental(name):
    domains = SAMPLES[name][0]
    middle = [0.4 + 0.1 * k for k in range(len(domains))]
    program = compile_gradient(TABLE[name], *middle)

    @repeatable
    @given(st.tuples(*domains))
    def check(x):
        agree(program, TABLE[name], *x)

    check()


def test_constants_that_cannot_be_merged():
    agree(
        compile_gradient(lambda x: 1e200 * (1e200 * x), 1.0), lambda x: 1e200 * (1e200 * x), 1e-300
    )
    agree(
        compile_gradient(lambda x: 1e-200 * (1e-200 * x), 1.0),
        lambda x: 1e-200 * (1e-200 * x),
        1e300,
        floor=0.0,
    )


def test_slopes_of_a_length_at_the_ends_of_the_range():
    def logarithm(x, y):
        return e.log(e.hypot(x, y))

    program = compile_gradient(logarithm, 0.3, 0.4)
    for x, y in itertools.product([1e-200, 1e-160, 1.0, 1e160, 1e200], repeat=2):
        agree(program, logarithm, x, y, floor=0.0)


@pytest.mark.parametrize(("name", "x"), EDGES)
def test_edges_of_a_domain_follow_the_engine(name, x):
    program = compile_gradient(TABLE[name], *[0.4 + 0.1 * k for k in range(len(x))])
    if (name, *x) == ("**", 0.0, 0.0):  # 0 · 0⁻¹: the engine sees that the exponent is 0
        assert program(*x) == (1.0, pytest.approx((math.nan, -math.inf), nan_ok=True))
    else:
        agree(program, TABLE[name], *x)


# Random expressions: each instruction applies an operation to two of the values so far.

OPERATIONS = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / (2.0 + y * y),
    lambda x, y: e.sin(x) * e.cos(x),
    lambda x, y: -e.tanh(x),
    lambda x, y: e.exp(e.sin(y)) - 1.5,
    lambda x, y: 3 * x - 0 * y,
    lambda x, y: (x * x + 1) ** 0.5,
    lambda x, y: x**2 / 7,
    lambda x, y: e.logsumexp(x, y, 1.0),
    lambda x, y: e.maximum(x, y),
    lambda x, y: e.logistic(x) * y,
    lambda x, y: step(x - -y),
]
place = st.integers(0, 20)
instructions = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), place, place), min_size=1, max_size=12
)
small = st.floats(-2, 2)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(instructions, st.tuples(small, small, small), st.tuples(small, small, small))
def test_random_expressions(listed, at, elsewhere):
    def function(*x):
        values = list(x)
        for operation, left, right in listed:
            values.append(operation(values[left % len(values)], values[right % len(values)]))
        return e.tanh(1e-3 * sum(values))

    program = compile_gradient(function, *at)
    agree(program, function, *at, rel=1e-9, floor=1e-13)
    agree(program, function, *elsewhere, rel=1e-9, floor=1e-13)
    assert compile_gradient(function, *at).source == program.source
    well_made(program.source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("snippets.program.READ", 0)  # as if too long to be read
        assert compile_gradient(function, *at)(*elsewhere) == program(*elsewhere)


def well_made(source):
    """No value is assigned twice, computed twice, or computed for nothing."""
    tree = ast.parse(source)
    assigned = Counter(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and stored(n))
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not stored(n)}
    assert set(assigned) <= read
    assert set(assigned.values()) <= {1}
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert len(calls) == len(set(calls))


def stored(name):
    return isinstance(name.ctx, ast.Store)


def test_source_of_the_example():
    well_made(example.source)
    tree = ast.parse(example.source)
    calls = Counter(n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call))
    assert {name: calls[name] for name in ("sin", "cos", "exp")} == {"sin": 1, "cos": 1, "exp": 1}
    divisions = [n for n in ast.walk(tree) if isinstance(n, ast.Div)]
    assert len(divisions) == 2
    assigned = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and stored(n)]
    assert [name for name in assigned if name.startswith("z_")] == [f"z_{t}" for t in range(1, 7)]
    assert {"bar_z_4", "bar_z_1", "bar_w1", "bar_w2"} <= set(assigned)
    (function,) = tree.body
    assert [arg.arg for arg in function.args.args] == ["w1", "w2"]
    assert example(w2=1.3, w1=-0.7) == example(*POINT)
    assert max(map(len, example.source.splitlines())) <= 80


def test_layout_of_a_source():
    assert compile_gradient(e.sin, 0.7).source.splitlines() == [
        "def value_and_gradient(x_1):",
        "    try:",
        "        z_1 = sin(x_1)",
        "        bar_x_1 = cos(x_1)",
        "        return z_1, (bar_x_1,)",
        "    except (ArithmeticError, TypeError, ValueError):",
        "        return by_the_table(x_1)",
    ]
    without_edges = scalar_source(Plan(e.sin, (0.7,), False, ()), {})
    assert without_edges == "def value(x_1):\n    z_1 = sin(x_1)\n    return z_1\n"


def test_up_to_60_characters_stay_in_one_line():
    for length, count in ((60, 2), (61, 3)):
        name = "x" * (length - len("sin()"))
        program = compile_value(eval(f"lambda {name}: exp(sin({name}))", vars(e)), 0.7)
        assert len(body(program)) == count


def test_a_program_of_more_than_250_values_uses_names_again():
    def source(values):
        def chain(x):
            for _ in range(values - 1):
                x = e.sin(x)
            return x

        return compile_value(chain, 0.7).source

    assert "a_1 = " not in source(250)
    assert source(251).count("a_1 = ") > 1


def body(program):
    return [line.strip() for line in program.source.splitlines()[2:-2]]


@pytest.mark.parametrize(
    ("function", "lines"),
    [
        (lambda x: 1.0 * x + 0.0, ["return x, (1.0,)"]),
        (lambda x: -(-1 * x) / 1, ["return x, (1.0,)"]),
        (lambda x: x**1, ["return x, (1.0,)"]),
        (lambda x: 2 * (3 * x), ["z_2 = 6.0 * x", "return z_2, (6.0,)"]),
        (lambda x: e.sin(x) * 0.0 + x - x * 0, None),
        (lambda x: [e.exp(x), x][1], ["return x, (1.0,)"]),  # the exponential is dead
        (lambda x: e.sqrt(4.0) * x, ["z_1 = 2.0 * x", "return z_1, (2.0,)"]),
        (lambda x: e.sin(x), ["z_1 = sin(x)", "bar_x = cos(x)", "return z_1, (bar_x,)"]),
        (lambda x: x * x, ["z_1 = x * x", "bar_x = x + x", "return z_1, (bar_x,)"]),
        (lambda x: 1.0 - -x, ["z_2 = 1.0 + x", "return z_2, (1.0,)"]),
        (lambda x: 5.0, ["return 5.0, (0.0,)"]),
    ],
)  # fmt: skip
def test_simplified(function, lines):
    program = compile_gradient(function, 0.7)
    if lines:
        assert body(program) == lines
    agree(program, function, 0.7)
    agree(program, function, -1.9)


def test_a_statement_of_the_function_has_a_line_of_its_own():
    plain = compile_value(lambda x: e.exp(e.sin(x)), 0.7)
    assert body(plain) == ["z_2 = exp(sin(x))", "return z_2"]
    stated = compile_value(lambda x: e.exp(step(e.sin(x))), 0.7)
    assert body(stated) == ["z_1 = sin(x)", "z_2 = exp(z_1)", "return z_2"]


def test_shared_subexpressions_are_computed_once():
    def twice(x, y):
        return e.exp(x * y) + e.log(y * x + 3.0) * e.exp(y * x)

    program = compile_gradient(twice, 0.4, 1.1)
    assert program.source.count("exp(") == 1
    assert program.source.count("x * y") + program.source.count("y * x") == 1
    agree(program, twice, -0.3, 0.9)


def test_minus_zero_is_not_zero():
    program = compile_value(lambda x: (1.0 / (x * 0.0 + 0.0), 1.0 / (x * -0.0 - 0.0)), 1.0)
    assert program(1.0) == (math.inf, -math.inf)


def test_guard_names_the_comparison_and_both_branches():
    def bent(x, y):
        return x * y if x * 2 > y else -y

    program = compile_gradient(bent, 3.0, 1.0)
    assert program(4.0, 2.0) == (8.0, (2.0, 4.0))
    with pytest.raises(OtherBranchError, match=r"^2.0 \* x > y is False at this input.*is True"):
        program(0.0, 1.0)
    other = compile_gradient(bent, 0.0, 1.0)
    assert other(-1.0, 5.0) == (-5.0, (0.0, -1.0))
    with pytest.raises(ValueError, match=r"2.0 \* x > y is True at this input.*is False"):
        other(4.0, 2.0)


@pytest.mark.parametrize(
    ("condition", "here", "there"),
    [
        (lambda x: x < 1, 0.0, 1.0),
        (lambda x: x <= 1, 1.0, 1.5),
        (lambda x: x > 1, 1.5, 1.0),
        (lambda x: x >= 1, 1.0, 0.5),
        (lambda x: operator.gt(1, x), 0.0, 1.0),
        (lambda x: x == 1, 1.0, 1.5),
        (lambda x: x != 1, 1.5, 1.0),
        (lambda x: x - 1 == 0, 1.0, 1.5),
        (lambda x: x != 0, 1.5, -0.0),
        (lambda x: x, 1.0, 0.0),
        (lambda x: abs(x) > 1, -2.0, 0.5),
        (lambda x: max(x, 1.0) == 1.0, 0.0, 2.0),
    ],
)
def test_guards_of_every_comparison(condition, here, there):
    def function(x):
        return x * x if condition(x) else 3.0 * x

    for at, elsewhere in ((here, there), (there, here)):
        program = compile_gradient(function, at)
        agree(program, function, at)
        turned = bool(condition(math.nan)) != bool(condition(at))
        for wrong in (elsewhere, math.nan if turned else elsewhere):
            with pytest.raises(OtherBranchError):
                program(wrong)


def test_guard_before_the_operation_that_it_protects():
    program = compile_gradient(lambda x: e.log(x) if x > 0 else 0.0 * x, 2.0)
    with pytest.raises(OtherBranchError, match=r"x > 0\.0"):
        program(-1.0)


def test_guards_hold_at_domain_edges_too():
    program = compile_gradient(lambda x, y: 1 / x if y > 0 else x, 2.0, 1.0)
    assert program(0.0, 1.0)[0] == math.inf
    with pytest.raises(OtherBranchError) as error:
        program(0.0, -1.0)
    assert error.value.__suppress_context__


def test_a_function_without_a_signature():
    program = compile_gradient(max, 3.0, 2.0)
    assert program.source.startswith("def value_and_gradient(x_1, x_2):")
    assert program(5.0, 4.0) == (5.0, (1.0, 0.0))


def test_the_same_comparison_is_made_once():
    program = compile_gradient(lambda x: sum(x if x > 0 else -x for _ in range(9)), 1.0)
    assert program.source.count("raise") == 1
    assert program(2.0) == (18.0, (9.0,))


def test_a_program_of_a_gradient():
    second = compile_gradient(lambda w1, w2: grad(f)(w1, w2)[1], *POINT)
    _, (mixed, by_w2) = hessian(f, *POINT)
    value, gradient = second(*POINT)
    assert value == pytest.approx(grad(f)(*POINT)[1], rel=1e-13)
    assert gradient == pytest.approx((mixed, by_w2), rel=1e-12)
    all_first = compile_value(lambda w1, w2: grad(f)(w1, w2), *POINT)
    assert all_first(0.3, 0.8) == pytest.approx(grad(f)(0.3, 0.8), rel=1e-12)
    well_made(second.source)


def test_many_inputs_and_long_chains():
    def rosenbrock(*x):
        return sum(100 * (v - u**2) ** 2 + (1 - u) ** 2 for u, v in itertools.pairwise(x))

    x = [math.sin(k) for k in range(100)]
    program = compile_gradient(rosenbrock, *x)
    agree(program, rosenbrock, *x)
    agree(program, rosenbrock, *[math.cos(k) for k in range(100)])
    assert max(map(len, program.source.splitlines()[1:-3])) < 200
    (names,) = (code.co_nlocals for code in [program.__code__])
    assert names < 4 * len(x)  # of those that are no longer needed, the names are used again

    def chain(x):
        for _ in range(1500):
            x = 1.0001 * x - 1e-9 * x * x
        return x

    agree(compile_gradient(chain, 0.5), chain, 0.7)


def test_names_that_would_clash():
    def clash(sin, z_1, bar_z_1, by_the_table, u_1, inf):
        z = e.sin(sin) * z_1 * bar_z_1
        return e.cos(z) * e.exp(sin + by_the_table) * u_1 / inf + e.sin(z)

    at = (0.3, -0.8, 1.7, 0.2, -1.1, 2.5)
    program = compile_gradient(clash, *at)
    agree(program, clash, *at)
    agree(program, clash, *at[:5], 0.0)
    agree(program, clash, *at[:3], 800.0, *at[4:])
    program = compile_gradient(lambda *x: e.sin(x[0]) * x[1], 1.0, 2.0)
    assert program.source.startswith("def value_and_gradient(x_1, x_2):")


def test_what_a_program_is_given():
    assert example(1, 2) == example(1.0, 2.0)
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'w2'"):
        example(1.0)
    with pytest.raises(TypeError, match=r"^w1: expected a real number, got 'a' \(str\)\.$"):
        example("a", 1.0)
    with pytest.raises(TypeError, match=r"^w2: expected a real number, got \[1\.0\] \(list\)\.$"):
        example(1.0, [1.0])
    value, gradient = compile_gradient(e.sin, 1.0)(math.nan)
    assert math.isnan(value)
    assert math.isnan(gradient[0])
    assert example(1.0, 800.0) == (math.inf, (-math.inf, math.inf))


REFUSED = [
    (lambda x: (x, x), (1.0,), ValueError, "expected one output, .* returned 2 in a tuple"),
    (lambda x: "a", (1.0,), TypeError, "the result of the function: expected a real number"),
    (lambda x: x, (math.nan,), ValueError, "x: expected finite numbers, got nan"),
    (lambda x: x, ("1",), TypeError, "x: expected a real number"),
    (lambda x: x, (1.0, 2.0), TypeError, r"takes 1 inputs \(x\), but 2 came in"),
    (lambda x: x, ([1.0, 2.0],), TypeError, "x: expected a real number"),
    (lambda x: x // 2, (1.0,), TypeError, "^// cannot be differentiated"),
    (math.sin, (1.0,), TypeError, r"In place of math\.sin"),
    (3, (1.0,), TypeError, "f: expected a function, got 3"),
]


@pytest.mark.parametrize(("function", "at", "error", "said"), REFUSED)
def test_refused_in_one_sentence(function, at, error, said):
    with pytest.raises(error, match=said) as caught:
        compile_gradient(function, *at)
    assert "\n" not in str(caught.value)


def test_a_traced_value_is_no_example():
    with pytest.raises(TypeError, match="x: expected a number or an array, got a traced value"):
        grad(lambda x: compile_gradient(lambda x: x * x, x)(2.0)[0])(1.0)


def test_several_outputs_of_a_value_program():
    program = compile_value(lambda x, y: (x * y, e.sin(x * y), 2.0), 1.0, 2.0)
    assert program(0.5, 3.0) == (1.5, math.sin(1.5), 2.0)
    assert program.source.count("x * y") == 1


def test_programs_on_numbers_need_only_the_standard_library():
    code = (
        "import sys; from snippets.program import compile_gradient; from snippets.example import f;"
        "print(compile_gradient(f, -0.7, 1.3)(-0.7, 1.3)[0], 'numpy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [repr(f(*POINT)), "False"]


@pytest.mark.parametrize(
    "larger",
    [
        lambda x: np.float64(1.0) < x,
        lambda x: np.int64(1) < x,
        lambda x: np.less(1.0, x),
        lambda x: np.greater(x, 1.0),
        lambda x: np.array(1.0) < x,
    ],
)
def test_comparisons_by_numpy_leave_guards(larger):
    def branching(x):
        return x * x if larger(x) else -x

    assert compile_gradient(branching, 2.0)(3.0) == (9.0, (6.0,))
    with pytest.raises(OtherBranchError):
        compile_gradient(branching, 2.0)(0.5)


def test_a_program_holds_no_array_to_compare_with():
    with pytest.raises(TypeError, match=r"cannot hold the array .* make it an input"):
        compile_gradient(lambda x: x * x if (np.array([1.0]) < x).all() else x, 2.0)
