# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.broadcasting import total
from snippets.elementals import dot, logsumexp, softplus
from snippets.example import f
from snippets.forward import jvp
from snippets.higher import hessian, hvp
from snippets.reverse import grad

repeatable = settings(deadline=None, derandomize=True, max_examples=100)
POINT = (-0.7, 1.3)


def torch_hessian(function, *x):
    tensors = tuple(torch.tensor(v, dtype=torch.float64) for v in x)
    rows = torch.autograd.functional.hessian(function, tensors)
    return np.array([[entry.item() for entry in row] for row in rows])


@repeatable
@given(st.floats(-3, 3), st.floats(0.3, 3), st.floats(-2, 2), st.floats(-2, 2))
def test_running_example_against_torch(w1, w2, a, b):
    ours, theirs = np.array(hessian(f, w1, w2)), torch_hessian(f, w1, w2)
    assert np.allclose(ours, theirs, rtol=1e-10, atol=1e-8)
    assert np.allclose(hvp(f, (w1, w2), (a, b)), theirs @ [a, b], rtol=1e-9, atol=1e-7)


def test_hessian_is_symmetric():
    (_, upper), (lower, _) = hessian(f, *POINT)
    assert upper == pytest.approx(lower, rel=1e-13)


def test_logistic_objective_against_torch():
    rng = np.random.default_rng(547)
    X, y = rng.normal(size=(12, 4)), np.sign(rng.normal(size=12))
    w, lam = rng.normal(size=4), 0.3

    def ours(*w):
        return sum(softplus(-t * dot(w, x)) for x, t in zip(X, y, strict=True)) + lam * dot(w, w)

    def theirs(*w):
        scores = torch.tensor(X) @ torch.stack(w)
        loss = torch.nn.functional.softplus(-torch.tensor(y) * scores).sum()
        return loss + lam * torch.stack(w).square().sum()

    assert np.allclose(hessian(ours, *w), torch_hessian(theirs, *w), rtol=1e-11)


def test_the_other_orders_of_nesting_agree():
    def reverse_over_forward(*w):
        return grad(lambda *v: jvp(f, v, (1.0, 2.0))[1])(*w)

    def reverse_over_reverse(*w):
        return grad(lambda *v: dot(grad(f)(*v), (1.0, 2.0)))(*w)

    expected = pytest.approx(hvp(f, POINT, (1.0, 2.0)), rel=1e-13)
    assert reverse_over_forward(*POINT) == expected
    assert reverse_over_reverse(*POINT) == expected
    forward = [
        jvp(lambda *w: jvp(f, w, (1.0, 2.0))[1], POINT, unit)[1] for unit in ((1, 0), (0, 1))
    ]
    assert forward == expected


def test_any_size():
    assert hessian(lambda: 1.0) == ()
    assert hessian(lambda x: x**3, 2.0) == ((12.0,),)
    point = [0.1 * k for k in range(15)]
    ours = np.array(hessian(logsumexp, *point))
    p = np.exp(point) / np.exp(point).sum()
    assert np.allclose(ours, np.diag(p) - np.outer(p, p))


def test_linear_functions_and_constants():
    assert hessian(lambda x, y: 3 * x - y, 1.0, 2.0) == ((0.0, 0.0), (0.0, 0.0))
    assert hvp(lambda x, y: 5.0, (1.0, 2.0), (1.0, 1.0)) == (0.0, 0.0)


def test_arrays_entry_by_entry():
    w1, w2 = np.array([-0.7, 0.2]), np.array([1.3, -0.5])
    rows = hessian(f, w1, w2)
    for k in range(2):
        one = [[entry[k] for entry in row] for row in rows]
        assert np.allclose(one, hessian(f, w1[k], w2[k]), rtol=1e-12)
    with pytest.raises(ValueError, match=r"hessian: .* one number an input"):
        hessian(lambda x: total(x * x), w1)


def test_bad_input():
    with pytest.raises(ValueError, match="direction: expected 2"):
        hvp(f, POINT, (1.0,))
    with pytest.raises(TypeError, match=r"f takes 2 inputs \(w1, w2\), but 1 came in"):
        hessian(f, 1.0)
    with pytest.raises(ValueError, match="grad: expected one output, f returned 2"):
        hvp(lambda x: (x, x), (1.0,), (1.0,))


def test_several_outputs_are_named_on_arrays_as_well():
    with pytest.raises(ValueError, match="one output"):
        hessian(lambda x: (x, x), np.ones(2))
