# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import ast
import math
import tracemalloc

import mpmath
import numpy as np
import pytest

from snippets import blocks
from snippets import elementals as e
from snippets.broadcasting import total
from snippets.example import f
from snippets.nodes import simpler
from snippets.plan import OtherBranchError
from snippets.program import compile_gradient, compile_value
from snippets.reverse import value_and_grad
from snippets.variable import TABLE, primal
from tests.snippets.test_elementals import EDGES, SAMPLES

SEED = 547


def points(n=1000):
    rng = np.random.default_rng(SEED)
    return rng.uniform(-2, 2, n), rng.uniform(0.5, 2, n)


def agree(program, function, *arrays, rel=1e-11, floor=1e-12):
    value, gradient = program(*arrays)
    expected, slopes = value_and_grad(function)(*arrays)
    for ours, theirs in zip((value, *gradient), (expected, *slopes), strict=True):
        assert ours.shape == arrays[0].shape
        np.testing.assert_allclose(ours, theirs, rtol=rel, atol=floor)


@pytest.mark.parametrize("length", [1, blocks.BLOCK - 1, blocks.BLOCK, 2 * blocks.BLOCK + 5])
def test_the_example_at_every_length(length):
    agree(compile_gradient(f, *points(3)), f, *points(length), floor=1e-10)


def test_results_of_an_earlier_call_stay():
    program = compile_gradient(f, *points(3))
    w1, w2 = points()
    value, (by_w1, by_w2) = program(w1, w2)
    kept = value.copy(), by_w1.copy(), by_w2.copy()
    program(w1 + 1, w2)
    assert all((a == b).all() for a, b in zip(kept, (value, by_w1, by_w2), strict=True))
    assert (points()[0] == w1).all()


def test_shapes_and_kinds_of_arrays():
    program = compile_gradient(f, *points(3))
    w1, w2 = (w.reshape(10, 20, 5) for w in points())
    agree(program, f, w1, w2, floor=1e-10)
    agree(program, f, w1.T, w2.T, floor=1e-10)
    agree(program, f, w1[::2, 1::3], w2[::2, 1::3], floor=1e-10)
    agree(program, f, np.array([1, 2]), np.array([3, 4]))
    value, gradient = program(np.empty((0, 2)), np.empty((0, 2)))
    assert value.shape == gradient[0].shape == (0, 2)


@pytest.mark.parametrize("name", TABLE)
def test_every_elemental(name):
    rng = np.random.default_rng(SEED)
    arrays = [rng.uniform(0.1, 0.9, 20) for _ in SAMPLES[name][0]]
    agree(compile_gradient(TABLE[name], *arrays), TABLE[name], *arrays)


@pytest.mark.parametrize(("name", "x"), EDGES)
def test_edges_of_a_domain_follow_ieee(name, x):
    program = compile_value(TABLE[name], *[np.array([0.4 + 0.1 * k]) for k in range(len(x))])
    arrays = [np.array([one]) for one in x]
    np.testing.assert_allclose(program(*arrays), TABLE[name](*arrays), rtol=1e-14)


def test_an_example_may_lie_outside_of_the_domain():
    program = compile_gradient(e.log, np.array([-1.0, 2.0]))
    agree(program, e.log, np.array([-3.0, 0.5, 0.0]))


def test_memory_beyond_the_inputs():
    program, n = compile_gradient(f, *points(3)), 10**6
    arrays = points(n)
    tracemalloc.start()
    program(*arrays)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 24 * n < most <= 26 * n


def test_source_writes_into_the_arrays_that_it_is_handed():
    program = compile_gradient(f, *points(3))
    tree = ast.parse(program.source)
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    names = [call.func.id for call in calls if isinstance(call.func, ast.Name)]
    assert names.count("tan") == names.count("exp") == 1
    assert not {"sin", "cos"} & set(names)
    writing = [c for c in calls if any(k.arg == "out" for k in c.keywords)]
    assert len(writing) == len(calls) - 2  # all but (w2 != 0).all() and the exception after it
    lines = program.source.splitlines()[1:]
    assert {len(line) - len(line.lstrip()) for line in lines} == {4}
    parameters = [arg.arg for arg in tree.body[0].args.args]
    assert parameters[:5] == ["w1", "w2", "z_6", "bar_w1", "bar_w2"]
    assert compile_gradient(f, *points(3)).source == program.source


def test_sine_and_cosine_from_half_the_angle():
    rng = np.random.default_rng(SEED)
    quarters = np.pi / 2 * np.arange(1.0, 200.0)
    x = np.concatenate([rng.uniform(-10, 10, 1500), 10 ** rng.uniform(-8, 8, 300), quarters])
    sine, (cosine,) = compile_gradient(e.sin, x)(x)
    with mpmath.workprec(150):
        for at, s, c in zip(x.tolist(), sine.tolist(), cosine.tolist(), strict=True):
            right = mpmath.sin(at)
            assert abs(s - right) <= 3 * 2.0**-53 * abs(right)
            assert abs(c - mpmath.cos(at)) <= 3 * 2.0**-53
    assert np.isnan(compile_value(e.sin, x)(np.array([np.inf]))).all()
    assert math.copysign(1.0, compile_value(e.sin, x)(np.array([-0.0]))[0]) == -1.0


def test_numpys_sine_and_cosine_instead():
    w1, w2 = points()
    program = blocks.compiled(f, ["w_1", "w_2"], [w1, w2], True, rules=[simpler])
    assert "sin(" in program.source
    assert "tan(" not in program.source
    agree(program, f, w1, w2, floor=1e-10)


def test_guards_hold_at_every_entry():
    def halves(x):
        return e.log(x) if (x > 0).all() else 2 * x

    program = compile_gradient(halves, np.array([1.0, 2.0]))
    agree(program, halves, np.array([3.0, 0.5]))
    with pytest.raises(OtherBranchError, match=r"^x > 0\.0 is False at this input"):
        program(np.array([3.0, -0.5]))
    with pytest.raises(OtherBranchError):
        program(np.concatenate([np.ones(blocks.BLOCK), [-1.0]]))
    with pytest.raises(OtherBranchError, match=r"w2 != 0\.0"):
        compile_gradient(f, *points(3))(np.ones(2), np.array([1.0, 0.0]))
    other = compile_gradient(halves, np.array([-1.0, -2.0]))
    with pytest.raises(OtherBranchError, match="is True at this input"):
        other(np.array([-3.0, 0.5]))

    def risen(x):
        height = e.exp(x) - 1
        return e.log(height) if (height > 0).all() else height

    program = compile_gradient(risen, np.array([1.0, 2.0]))
    agree(program, risen, np.array([3.0, 0.5]))
    with pytest.raises(OtherBranchError, match=r" > 0\.0 is False at this input"):
        program(np.array([3.0, -0.5]))


def test_results_that_no_operation_writes():
    x, y = points(5)
    agree(compile_gradient(lambda x, y: x, x, y), lambda x, y: x, x, y)
    value, gradient = compile_gradient(lambda x, y: 2.0, x, y)(x, y)
    assert value.tolist() == [2.0] * 5
    assert gradient[0].tolist() == gradient[1].tolist() == [0.0] * 5
    agree(compile_gradient(lambda x, y: x * y + x, x, y), lambda x, y: x * y + x, x, y)
    agree(compile_gradient(lambda x, y: e.exp(x), x, y), lambda x, y: e.exp(x), x, y)
    thrice = compile_value(lambda x, y: (x * y, x * y, e.logistic(x)), x, y)
    np.testing.assert_allclose(thrice(x, y), (x * y, x * y, e.logistic(x)))
    assert thrice.source.startswith("def value(x, y, z_1, result_2, result_3")


A = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("function", "at", "error", "said"),
    [
        (lambda x: total(x * x), (A,), ValueError, r"entry by entry, but .* returned 5\.0"),
        (lambda x: x * A, (A,), TypeError, r"\*: a program .* cannot hold the array"),
        (lambda x, y: x * y, (A, 2.0), TypeError, "y: expected an array of real numbers"),
        (lambda x, y: x * y, (A, np.ones(3)), ValueError, r"the shape \(2,\) of x, got \(3,\)"),
        (lambda x: x, (np.array([]),), ValueError, "x: expected at least one entry"),
        (lambda x: x, (np.array([1.0, np.nan]),), ValueError, "x: expected finite numbers"),
        (lambda x: x, (np.array([1j]),), TypeError, "x: expected a real number"),
        (lambda x: (x, x), (A,), ValueError, "expected one output"),
    ],
)
def test_refused_in_one_sentence(function, at, error, said):
    with pytest.raises(error, match=said) as caught:
        compile_gradient(function, *at)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("at", "error", "said"),
    [
        ((A,), TypeError, r"^inputs: expected 2 \(x, y\), but 1 came in"),
        ((A, np.ones(3)), ValueError, r"^y: expected the shape \(2,\) of x, got \(3,\)"),
        ((A, 2.0), TypeError, r"^y: expected an array .* got 2\.0"),
        ((np.array(["a", "b"]), A), TypeError, "^x: expected an array of real numbers"),
    ],
)
def test_what_a_program_is_given(at, error, said):
    program = compile_gradient(lambda x, y: x * y, A, A)
    with pytest.raises(error, match=said):
        program(*at)


def test_a_program_on_numbers_says_how_to_get_one_on_arrays():
    with pytest.raises(TypeError, match="compile with arrays as the example"):
        compile_gradient(e.sin, 1.0)(A)


@pytest.mark.parametrize("example", [np.array([2.0]), np.zeros(3)])
def test_a_sum_over_entries_is_refused_where_the_example_hides_it(example):
    with pytest.raises(ValueError, match="sums over entries"):
        compile_gradient(lambda x: x * total(x), example)


def test_the_example_is_left_alone_and_f_is_run_on_it_once():
    seen = []

    def counted(x):
        seen.append(x)
        return e.sin(x)

    compile_gradient(counted, A)
    assert [primal(x).shape for x in seen if isinstance(primal(x), np.ndarray)] == [(2,)]

    def doubling(x):
        x += x
        return x

    at = np.array([1.0, 2.0])
    value, (slope,) = compile_gradient(doubling, at)(at)
    assert (at.tolist(), value.tolist(), slope.tolist()) == ([1, 2], [2, 4], [2, 2])
