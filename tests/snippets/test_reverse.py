# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import gc
import math
import re
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import elementals as e
from snippets.broadcasting import total
from snippets.differences import central_differences, complex_step
from snippets.example import f
from snippets.forward import jvp
from snippets.reverse import Record, grad, value_and_grad, vjp

repeatable = settings(deadline=None, derandomize=True, max_examples=100)
POINT = (-0.7, 1.3)
away_from_zero = st.floats(0.2, 4).flatmap(lambda x: st.sampled_from([x, -x]))


@repeatable
@given(st.floats(-4, 4), away_from_zero)
def test_gradient_three_ways(w1, w2):
    value, gradient = value_and_grad(f)(w1, w2)
    assert value == f(w1, w2)
    close = {"rel": 1e-10, "abs": 1e-9}
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (w1, w2)]
    theirs = torch.autograd.grad(f(*tensors), tensors)
    assert gradient == pytest.approx([g.item() for g in theirs], **close)
    assert gradient == pytest.approx(complex_step(f, w1, w2), **close)
    forward = [jvp(f, (w1, w2), unit)[1] for unit in ((1, 0), (0, 1))]
    assert gradient == pytest.approx(forward, **close)


def test_running_point():
    gradient = grad(f)(*POINT)
    assert gradient == pytest.approx((1.7192444112365133, 806.5670088172321), rel=1e-13)
    assert gradient == pytest.approx(central_differences(f, *POINT), rel=1e-7)


def test_the_pullback_can_be_called_again_with_other_seeds():
    _, pullback = vjp(f, *POINT)
    once = pullback()
    assert pullback(2.0) == tuple(2 * g for g in once)
    assert pullback() == once
    assert pullback(0.0) == (0.0, 0.0)


finite = st.floats(-3, 3)


@repeatable
@given(finite, finite, finite, st.tuples(finite, finite), st.tuples(finite, finite, finite))
def test_both_modes_are_adjoint_to_each_other(a, b, c, u, v):
    def g(x, y, z):
        shared = e.sin(x * y)
        return shared * z + y, e.exp(shared) - x * z

    _, jv = jvp(g, (a, b, c), v)
    _, pullback = vjp(g, a, b, c)
    left = u[0] * jv[0] + u[1] * jv[1]
    right = sum(p * q for p, q in zip(pullback(u), v, strict=True))
    assert left == pytest.approx(right, rel=1e-11, abs=1e-11)


def test_an_input_used_a_thousand_times():
    assert grad(lambda x: sum(x for _ in range(1000)))(2.0) == (1000.0,)
    assert grad(lambda x: math.prod([x] * 6))(2.0) == (192.0,)
    assert grad(lambda x: x * x + x)(3.0) == (7.0,)


def test_no_chain_is_too_long():
    def chain(x):
        for _ in range(200_000):
            x = x * 1.00001
        return x

    value, (slope,) = value_and_grad(chain)(1.0)
    assert value == pytest.approx(math.exp(200_000 * math.log(1.00001)), rel=1e-9)
    assert slope == value


def chain(x, steps):
    for _ in range(steps):
        x = e.sin(x) * 0.999
    return x


def bytes_kept(steps):
    tracemalloc.start()
    _, pullback = vjp(lambda x: chain(x, steps), 1.0)
    recorded, _ = tracemalloc.get_traced_memory()
    pullback()
    _, swept = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return recorded, swept


def test_memory_grows_by_as_much_as_the_record_says():
    (recorded, swept), (recorded_twice, swept_twice) = bytes_kept(10_000), bytes_kept(20_000)
    least, most, more = map(int, re.findall(r"\d+", Record.__doc__.split("on floats takes")[1]))
    for few, many, said in (
        (recorded, recorded_twice, (least, most)),
        (swept, swept_twice, (least + more, most + more)),
    ):
        assert many == pytest.approx(2 * few, rel=0.05)
        operation = (many - few) / 20_000  # a round is two
        assert 0.8 * said[0] < operation < 1.2 * said[1]


def test_memory_is_given_back_with_the_pullback():
    tracemalloc.start()
    gc.disable()
    try:
        before, _ = tracemalloc.get_traced_memory()
        grad(lambda x: chain(x, 20_000))(1.0)
        after, most = tracemalloc.get_traced_memory()
    finally:
        gc.enable()
        tracemalloc.stop()
    assert after - before < (most - before) / 20


def test_a_value_of_a_finished_trace_is_refused_by_the_operation():
    leaked = []
    grad(lambda x: leaked.append(x) or x * x)(2.0)
    for use in (lambda y: y * leaked[0], lambda y: leaked[0] * y, lambda y: y * leaked[0] * 3.0):
        with pytest.raises(
            ValueError, match=r"^\*: Recorded\(2\.0\) \(Recorded\) belongs to a trace"
        ):
            grad(use)(3.0)
    with pytest.raises(ValueError, match=r"^sin: .* hand it to the function as one of its inputs"):
        e.sin(leaked[0])


def test_constants_unused_inputs_and_inputs_returned():
    assert grad(lambda x, y: 3.0)(1.0, 2.0) == (0.0, 0.0)
    assert grad(lambda x, y: y)(1.0, 2.0) == (0.0, 1.0)
    assert grad(lambda x, y: x * 2)(1.0, 2.0) == (2.0, 0.0)
    assert grad(lambda: 3.0)() == ()
    value, pullback = vjp(lambda x: (x, x, 1.0), 5.0)
    assert value == (5.0, 5.0, 1.0)
    assert pullback((1.0, 10.0, 100.0)) == (11.0,)
    _, pullback = vjp(lambda x, y: (1.0, x, y), 5.0, 6.0)
    assert pullback((100.0, 0.0, 1.0)) == (0.0, 1.0)


def test_integers_are_taken_as_floats():
    value, (slope,) = value_and_grad(lambda x: x * x)(3)
    assert (value, slope) == (9.0, 6.0)
    assert type(value) is type(slope) is float


def test_arrays_and_broadcasting():
    rng = np.random.default_rng(547)
    shapes = [((3,), (2, 1)), ((2, 3), (3,)), ((), (4,)), ((1, 3), (2, 1)), ((2, 3), ())]
    for one, other in shapes:
        w1, w2 = rng.normal(size=one), rng.uniform(0.5, 2, size=other)
        value, gradient = value_and_grad(f)(w1, w2)
        tensors = [torch.tensor(w, requires_grad=True) for w in (w1, w2)]
        output = f(*tensors)
        theirs = torch.autograd.grad(output.sum(), tensors)
        assert np.allclose(value, output.detach().numpy(), rtol=1e-13)
        for ours, wanted in zip(gradient, theirs, strict=True):
            assert np.shape(ours) == tuple(wanted.shape)
            assert np.allclose(ours, wanted.numpy(), rtol=1e-11)


def test_arrays_entry_by_entry():
    w1, w2 = np.array([-0.7, 0.2, 1.0]), np.array([1.3, -0.5, 0.8])
    gradient = grad(f)(w1, w2)
    for k in range(3):
        assert [g[k] for g in gradient] == pytest.approx(grad(f)(w1[k], w2[k]), rel=1e-12)


def test_constant_arrays_at_the_edge_of_a_domain_make_no_warning():
    edge = np.array([0.0, 1.0, 1e308])
    value, (slope,) = value_and_grad(lambda x: x * edge * 1e10 + e.log(x * edge) - x / edge)(1.0)
    assert value[0] == -math.inf
    assert not math.isfinite(slope)
    assert grad(lambda x: total(x * edge * 1e10))(1.0) == (math.inf,)


def test_a_gradient_that_overflows_makes_no_warning():
    assert grad(lambda x: x * x * x)(np.array([1e200, 2.0]))[0].tolist() == [math.inf, 12.0]


def test_seeds_of_arrays():
    _, pullback = vjp(lambda x: x * x, np.array([1.0, 2.0]))
    assert pullback(np.array([1.0, 10.0]))[0].tolist() == [2.0, 40.0]
    assert pullback()[0].tolist() == [2.0, 4.0]
    with pytest.raises(ValueError, match=r"the output has the shape \(3,\), expected \(2,\)"):
        pullback(np.ones(3))


def test_the_sum_over_an_array():
    x = np.array([1.0, 2.0, 3.0])
    assert grad(lambda x: total(x * x))(x)[0].tolist() == [2.0, 4.0, 6.0]
    with pytest.raises(ValueError, match="seed: f sums over entries and returns an array"):
        grad(lambda x: x / total(x))(x)


def test_several_outputs_need_a_seed():
    with pytest.raises(ValueError, match="grad: expected one output, f returned 2"):
        grad(lambda x: (x, x))(1.0)
    _, pullback = vjp(lambda x: (x, x), 1.0)
    with pytest.raises(TypeError, match="seed: f returned 2 outputs, expected a seed with one"):
        pullback()
    with pytest.raises(ValueError, match="seed: expected 2"):
        pullback((1.0,))
    with pytest.raises(TypeError, match="seed: expected a sequence"):
        pullback(1.0)


def test_memory_of_the_caller_is_not_shared():
    x = np.array([1.0, 2.0])
    _, pullback = vjp(lambda x: x * x, x)
    x[0] = 50.0
    assert pullback()[0].tolist() == [2.0, 4.0]


def test_changing_the_value_in_place_does_not_change_the_pullback():
    value, pullback = vjp(e.exp, np.zeros(2))
    value[:] = 7.0
    assert pullback()[0].tolist() == [1.0, 1.0]


def test_a_tuple_of_one_is_named_as_what_it_is():
    with pytest.raises(ValueError, match="grad: expected one output, f returned 1 in a tuple"):
        grad(lambda x: (x,))(1.0)


def test_a_matrix_is_taken_entry_by_entry():
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix([[1.0, 2.0], [3.0, 4.0]])
    value, (gradient,) = value_and_grad(lambda x: x * x)(matrix)
    assert value.tolist() == [[1.0, 4.0], [9.0, 16.0]]
    assert gradient.tolist() == [[2.0, 4.0], [6.0, 8.0]]


def test_a_sum_that_the_output_does_not_need_asks_for_no_seed():
    (gradient,) = grad(lambda x: x * x if total(x) > 0 else x)(np.ones(2))
    assert gradient.tolist() == [2.0, 2.0]
    with pytest.raises(ValueError, match="sums over entries"):
        grad(lambda x: x * total(x))(np.ones(2))
