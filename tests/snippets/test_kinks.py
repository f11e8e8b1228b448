import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.elementals import (
    atan,
    cos,
    exp,
    hypot,
    log,
    logistic,
    logsumexp,
    maximum,
    sin,
    softplus,
    sqrt,
    tanh,
)
from snippets.kinks import diagnose
from snippets.pytorch_cases import (
    jump_by_branch,
    jump_by_sign,
    jump_with_slope,
    line_by_sign,
    line_plain,
)
from snippets.reverse import grad

inf, nan, relu = math.inf, math.nan, torch.relu


def names(found):
    return [culprit.name for culprit in found.culprits]


def close(found, expected):
    return found == pytest.approx(expected, rel=1e-6, abs=1e-6)


# function, point, kind, left, right, reported, inside, culprits
AT_A_NUMBER = {
    "abs": (torch.abs, 0.0, "kink", -1, 1, 0, True, ["abs"]),
    "abs of NumPy": (np.abs, 0.0, "kink", -1, 1, 0, True, ["abs"]),
    "abs, shifted": (lambda x: abs(x - 3), 3.0, "kink", -1, 1, 0, True, ["abs"]),
    "relu": (relu, 0.0, "kink", 0, 1, 0, True, ["relu"]),
    "clamp": (lambda x: x.clamp(min=0), 0.0, "kink", 0, 1, 1, True, ["clamp"]),
    "clamp from above": (lambda x: x.clamp(max=2), 2.0, "kink", 1, 0, 1, True, ["clamp"]),
    "identity by relu": (lambda x: relu(x) - relu(-x), 0.0, "smooth", 1, 1, 0, False, ["relu"] * 2),
    "zero by relu": (lambda x: relu(-x) + x - relu(x), 0.0, "smooth", 0, 0, 1, False, ["relu"] * 2),
    "line by sign": (line_by_sign, 0.0, "smooth", 2, 2, 0, False, ["sign"]),
    "line": (line_plain, 0.0, "smooth", 2, 2, 2, True, []),
    "jump by sign": (jump_by_sign, 0.0, "jump", inf, inf, 0, False, ["sign"]),
    "jump by branch": (jump_by_branch, 0.0, "jump", inf, inf, 2, False, [">"]),
    "jump with slope": (jump_with_slope(-3), 0.0, "jump", inf, inf, -3, False, [">"]),
    "floor": (torch.floor, 2.0, "jump", inf, 0, 0, False, ["floor"]),
    "root of a square": (lambda x: sqrt(x * x), 0.0, "kink", -1, 1, nan, False, ["sqrt"]),
    "root": (torch.sqrt, 0.0, "edge", nan, inf, inf, True, ["sqrt"]),
    "logarithm": (torch.log, 0.0, "edge", nan, nan, inf, False, ["log"]),
    "x log x": (lambda x: torch.xlogy(x, x), 0.0, "edge", nan, -inf, nan, False, ["xlogy"]),
    "cusp": (lambda x: sqrt(abs(x)), 0.0, "vertical", -inf, inf, nan, False, ["abs", "sqrt"]),
    "where trap": (
        lambda x: torch.where(x > 0, torch.sqrt(x), 0), -1.0,
        "smooth", 0, 0, nan, False, ["sqrt"],
    ),
    "the other side": (
        lambda x: 2 * x if x > 0 else 3 * x, 0.0, "kink", 3, 2, 3, True, [">"],
    ),
    "early return": (lambda x: 0 * x if x == 0 else x, 0.0, "smooth", 1, 1, 0, False, ["=="]),
    "branch out of sight": (
        lambda x: 2 * x if x.item() > 0 else 3 * x, 0.0, "kink", 3, 2, 3, True, ["branch"],
    ),
    "by luck": (lambda x: relu(x) + relu(-x), 0.0, "kink", -1, 1, 0, True, ["relu"] * 2),
    "smooth by kinks": (lambda x: x * abs(x), 0.0, "smooth", 0, 0, 0, True, ["abs"]),
    "steep kink": (lambda x: 1e6 * x + abs(x), 0.0, "kink", 999999, 1000001, 1e6, True, ["abs"]),
    "steep on one side": (
        lambda x: exp(20 * maximum(x, 3.0)), 3.0,
        "kink", 0, 20 * math.exp(60), 10 * math.exp(60), True, ["maximum"],
    ),
    "nearby kink": (relu, 1e-9, "smooth", 1, 1, 1, True, []),
    "kink next to 0": (lambda x: relu(x) - relu(-x), 1e-30, "smooth", 1, 1, 1, True, []),
    "far side": (relu, -1e-30, "smooth", 0, 0, 0, True, []),
    "power": (lambda x: abs(x) ** 1.5, 0.0, "smooth", 0, 0, 0, True, ["abs"]),
}  # fmt: skip


@pytest.mark.parametrize("name", AT_A_NUMBER)
def test_a_function_of_a_number(name):
    f, x, kind, left, right, reported, inside, at_fault = AT_A_NUMBER[name]
    found = diagnose(f, x)
    assert found.kind == kind
    for slope, expected in ((found.left, left), (found.right, right)):
        assert slope == pytest.approx(expected, rel=1e-6, abs=1e-5, nan_ok=True)
    assert found.reported == pytest.approx(reported, rel=1e-6, abs=1e-5, nan_ok=True)
    assert found.inside is inside
    assert names(found) == at_fault


# function, point, direction, kind, left, right, reported, culprits
ALONG = {
    "norm": (lambda x: torch.linalg.norm(x), (0, 0), (1, 0), "kink", -1, 1, 0, ["linalg_norm"]),
    "hypot": (lambda x, y: torch.hypot(x, y), (0, 0), (3, 4), "kink", -5, 5, nan, ["hypot"]),
    "hypot itself": (torch.hypot, (0, 0), (3, 4), "kink", -5, 5, nan, ["hypot"]),
    "hypot of our engine": (hypot, (0, 0), (3, 4), "kink", -5, 5, nan, ["hypot"]),
    "norm of NumPy": (np.linalg.norm, (0, 0), (3, 4), "kink", -5, 5, None, ["norm"]),
    "largest": (torch.amax, (1, 1), (1, 0), "kink", 0, 1, 0.5, ["amax"]),
    "largest along the tie": (torch.amax, (1, 1), (1, 1), "smooth", 1, 1, 1, []),
    "largest with an index": (lambda x: x.max(0).values, (1, 1), (0, 1), "kink", 0, 1, 0, ["max"]),
    "one entry at its kink": (lambda x: x.abs().sum(), (0, 2), (1, 1), "kink", 0, 2, 1, ["abs"]),
    "the other entry": (lambda x: x.abs().sum(), (0, 2), (0, 1), "smooth", 1, 1, 1, []),
    "deviation of equals": (lambda x: torch.std(x), (1, 1, 1), (1, 1, 1), "smooth", 0, 0, 0, []),
    "angle": (torch.atan2, (0, 0), (1, 1), "jump", inf, inf, 0, ["atan2"]),
    "masked": (lambda x: torch.logsumexp(x, 0), (0, -inf), (1, 0), "smooth", 1, 1, 1, []),
    "a rule": (lambda x: x[0].clamp(0, 0) + x[1], (0, 0), (1, 1), "smooth", 1, 1, 2, ["clamp"]),
    "determinant": (
        lambda x: torch.linalg.det(x), ((1, 1), (1, 1)), ((1, 0), (0, 1)),
        "smooth", 2, 2, 0, ["linalg_det"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONG)
def test_a_function_of_several_entries(name):
    f, x, direction, kind, left, right, reported, at_fault = ALONG[name]
    found = diagnose(f, x, direction)
    assert found.kind == kind
    assert found.left == pytest.approx(left, rel=1e-6, abs=1e-9)
    assert found.right == pytest.approx(right, rel=1e-6, abs=1e-9)
    assert found.reported == (None if reported is None else pytest.approx(reported, nan_ok=True))
    assert names(found) == at_fault


def test_the_operands_of_an_entry_are_shown():
    found = diagnose(lambda x: torch.relu(x - 3).sum(), (5.0, 3.0, 1.0), (1.0, 1.0, 1.0))
    (culprit,) = found.culprits
    assert (culprit.operands, culprit.value, str(culprit)) == ((0.0,), 0.0, "relu(0): kink")


def test_a_gradient_that_is_stopped_is_found():
    found = diagnose(lambda x: x * x.detach(), torch.tensor(3.0))
    assert (found.kind, found.reported, found.inside) == ("smooth", 3.0, False)
    assert [(c.name, c.kind) for c in found.culprits] == [("detach", "rule")]


def test_a_wrong_rule_of_ones_own_is_found():
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        def backward(ctx, adjoint):
            return 3 * adjoint * ctx.saved_tensors[0]

    found = diagnose(lambda x: torch.sin(Square.apply(x)), 1.5)
    assert found.kind == "smooth"
    assert found.inside is False


def test_second_derivatives():
    def slope(x):
        return torch.autograd.grad(torch.abs(x) * x, x, create_graph=True)[0]

    found = diagnose(slope, 0.0)
    assert (found.kind, close(found.left, -2), close(found.right, 2)) == ("kink", True, True)
    assert diagnose(lambda x: grad(lambda y: sin(y) * y)(x)[0], 0.7).inside


def test_the_tensor_decides_who_differentiates():
    assert diagnose(abs, 0.0).by == "our reverse mode"
    assert diagnose(abs, torch.tensor(0.0)).by == "PyTorch"
    assert diagnose(lambda x: x.clamp(min=0), 0.0).by == "PyTorch"


def test_without_a_derivative_the_slopes_are_there():
    found = diagnose(np.cbrt, 0.0)
    assert (found.kind, found.left, found.right) == ("vertical", inf, inf)
    assert (found.reported, found.inside) == (None, None)
    assert "np.cbrt is not in the table" in str(found)


def test_a_point_outside_of_the_domain_is_an_edge():
    found = diagnose(torch.log, -1.0)
    assert (found.kind, found.inside) == ("edge", False)


def test_a_slope_that_rounding_covers_is_not_judged():
    found = diagnose(lambda x: sin(exp(x)), 45.0)
    assert (found.kind, found.inside) == ("unsettled", None)
    assert "do not settle" in str(found)
    assert diagnose(lambda x: x * sin(1 / x) if x else x, 0.0).kind == "unsettled"


def test_single_precision_is_noise_and_no_kink():
    found = diagnose(lambda x: torch.exp(x.float()).double(), 1.0)
    assert (found.kind, found.inside, found.culprits) == ("smooth", True, ())


ONE = [sin, cos, exp, tanh, atan, logistic, softplus]
MORE = [
    lambda v: v * v, lambda v: v**3, lambda v: sqrt(1 + v * v), lambda v: log(1 + v * v),
    lambda v: 1 / (v * v + 0.1), lambda v: hypot(v, 1.0), lambda v: logsumexp(v, 0.0),
]  # fmt: skip
TWO = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / (1 + b * b)]


def smooth_function(rng, depth):
    if not depth:
        c = float(rng.normal())
        return (lambda _: c) if rng.random() < 0.2 else (lambda x: x)
    inner, other = smooth_function(rng, depth - 1), smooth_function(rng, depth - 1)
    if rng.random() < 0.6:
        outer = (ONE + MORE)[rng.integers(len(ONE + MORE))]
        return lambda x: outer(inner(x))
    both = TWO[rng.integers(len(TWO))]
    return lambda x: both(inner(x), other(x))


@pytest.mark.parametrize("seed", range(100))
def test_no_alarm_on_a_smooth_function(seed):
    rng = np.random.default_rng(547 + seed)
    f, g = smooth_function(rng, 1 + seed % 4), smooth_function(rng, 1)
    for x in (float(rng.normal()), float(rng.choice([0.0, 1.0, -1.0, 1e-12, 3.0]))):
        found = diagnose(lambda x: f(x) + x * g(x), x)
        assert (found.kind, found.inside, found.culprits) == ("smooth", True, ()), (x, found)


STIFF = {
    "exp(20x)": lambda x: exp(20 * x),
    "sin(50x)": lambda x: sin(50 * x),
    "sin of whole periods": lambda x: sin(64 * math.pi * x),
    "a narrow peak": lambda x: 1 / (x * x + 1e-4),
    "nearly |x|": lambda x: sqrt(x * x + 1e-8),
    "a steep step": lambda x: tanh(1000 * x),
    "a sharp maximum": lambda x: log(1 + exp(200 * x)) / 200,
    "fast and growing": lambda x: exp(5 * x) * sin(30 * x),
    "large values": lambda x: 1e8 + sin(x),
    "close to a pole": lambda x: 1 / (x - 3.001),
}


@pytest.mark.parametrize("name", STIFF)
def test_no_alarm_on_a_stiff_function(name):
    rng = np.random.default_rng(547)
    for x in (0.0, 1.0, -0.5, 3.0, *rng.normal(size=4).tolist()):
        for f in (STIFF[name], lambda x: torch.exp(0 * x) * STIFF[name](x)):
            found = diagnose(f, torch.tensor(x) if f is not STIFF[name] else x)
            assert not found.culprits, (x, found)
            # Beside 1, exp(−51) is lost in rounding.
            assert found.kind == "unsettled" or (found.kind == "smooth" and found.inside), x


@settings(deadline=None, derandomize=True)
@given(st.integers(-5000, 5000), st.integers(-100, 100), st.floats(0.01, 100))
def test_a_kink_is_found_wherever_it_is(thousandths, slope, height):
    point = thousandths / 1000
    found = diagnose(lambda x: slope * x + height * abs(x - point), point)
    assert found.kind == "kink"
    assert found.left == pytest.approx(slope - height, abs=1e-5)
    assert found.right == pytest.approx(slope + height, abs=1e-5)
    assert names(found) == ["abs"]


def test_gradcheck_passes_abs_by_symmetry_and_this_does_not():
    x = torch.zeros((), dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(torch.abs, x)
    assert diagnose(torch.abs, x).kind == "kink"


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ((3, 0.0), TypeError, "f: expected a function, got int"),
        ((abs, "0"), TypeError, "x: expected real numbers, got str '0'"),
        ((abs, True), TypeError, "x: expected real numbers, got bool True"),
        ((abs, 1j), TypeError, "x: expected real numbers, got complex"),
        ((abs, nan), ValueError, "x: expected finite numbers, got nan"),
        ((abs, inf), ValueError, "x: expected finite numbers, got inf"),
        ((abs, ()), ValueError, "x: expected at least one number, got none"),
        ((abs, [[1.0], [1.0, 2.0]]), ValueError, "x: expected rows of equal length"),
        ((torch.amax, (1.0, 1.0)), ValueError, r"direction: expected one, of the shape \(2,\)"),
        ((torch.amax, (1.0, 1.0), (1.0,)), ValueError, r"expected the shape \(2,\) of x, got the"),
        ((torch.amax, (1.0, 1.0), (0, 0)), ValueError, "expected an entry that is not 0, got"),
        ((torch.amax, (1.0, 1.0), (inf, 0)), ValueError, "direction: expected finite numbers"),
        ((torch.abs, (1.0, 1.0), (1, 0)), ValueError, r"as its value, got the shape \(2,\)"),
        ((str, 0.0), TypeError, "f: expected a real number as its value, got str"),
        ((lambda x: undefined(x), 0.0), NameError, "undefined"),  # noqa: F821
        ((lambda x: x.nothing, 0.0), TypeError, "f: expected a function that runs on our engine"),
        ((lambda x, y: x + y, 0.0), TypeError, "missing 1 required positional argument"),
        ((lambda x: x * next(COUNT), 1.0), ValueError, "f: expected the same value each time"),
    ],
)  # fmt: skip
def test_bad_input_is_named(arguments, error, sentence):
    with pytest.raises(error, match=sentence) as caught:
        diagnose(*arguments)
    assert "\n" not in str(caught.value)


COUNT = itertools.count(1.0)


def test_the_text_says_all():
    assert str(diagnose(lambda x: relu(x) - relu(-x), 0.0)).splitlines() == [
        "smooth: slope 1",
        "reported: 0 by PyTorch, wrong",
        "at fault: relu(0): kink",
        "at fault: relu(0): kink",
    ]
    assert str(diagnose(jump_by_branch, 0.0)).splitlines() == [
        "jump: from -1 on the left over 0 to 1 on the right",
        "reported: 2 by PyTorch, and there is no such slope",
        "at fault: 0 > 0: jump",
    ]
    assert "in passing: abs(0): kink" in str(diagnose(lambda x: x * abs(x), 0.0))
    assert str(diagnose(lambda x: torch.cos(x) + relu(x), 0.0)).splitlines()[:2] == [
        "kink: slope 0 on the left, 1 on the right",
        "reported: 0 by PyTorch, inside the interval of slopes",
    ]
    assert "nan by PyTorch, outside the interval" in str(diagnose(lambda x: torch.sqrt(x * x), 0.0))


@pytest.mark.parametrize("error", [ZeroDivisionError, OverflowError, ValueError, RuntimeError])
def test_where_a_function_raises_it_has_no_value(error):
    def f(x):
        if x < 0:
            raise error
        return x

    found = diagnose(f, 0.0)
    assert (found.kind, found.right) == ("edge", 1)
    assert math.isnan(found.left)


def test_what_is_computed_after_the_value_is_not_the_value():
    found = diagnose(lambda x: (torch.sign(x) + 2, 5 * x)[0], 0.0)
    assert found.limits == (1, 3)
    found = diagnose(lambda x: (sin(x), (x + 1e6) - 1e6)[0], 0.0)
    assert max(found.errors) < 1e-12


def test_a_tiny_entry_that_is_lost_beside_1_is_looked_at_from_1():
    found = diagnose(lambda x: exp(1 + x), 1e-30)
    assert (found.kind, found.right, found.inside) == ("smooth", pytest.approx(math.e), True)


@pytest.mark.parametrize("length", [1e-6, 1e6])
def test_the_length_of_the_direction_multiplies_the_slopes(length):
    found = diagnose(lambda x: x[1] * abs(x[0]), (0.0, 2.0), (length, length))
    assert (found.kind, found.right / length) == ("kink", pytest.approx(2))
    found = diagnose(lambda x: x[1] * abs(x[0]), (1e-30, 2.0), (length, 0.0))
    assert (found.kind, found.right / length) == ("smooth", pytest.approx(2))
    found = diagnose(lambda x: torch.sin(x[0]) + x[1], (1.0, 2.0), (length, 0.0))
    assert (found.kind, found.right / length) == ("smooth", pytest.approx(math.cos(1)))


def test_a_slope_of_0_has_no_sign():
    for f in (lambda x: x * x, lambda x: -x * x):
        found = diagnose(f, 0.0)
        assert repr((found.left, found.right)) == "(0.0, 0.0)"


@pytest.mark.parametrize("f", [lambda x: torch.sqrt(-x * x), lambda x: 0 * x + inf])
def test_without_a_slope_or_a_value_nothing_that_is_reported_is_right(f):
    found = diagnose(f, torch.tensor(0.0))
    assert (found.kind, found.inside) == ("edge", False)


@pytest.mark.parametrize("tiny", [1e-13, 1e-16, 1e-30])
@pytest.mark.parametrize("f", [lambda x: (1 + x) - 1, lambda x: 3 * ((1 + 2 * x) - 1) / 6])
def test_a_tiny_entry_that_1_swallows_has_its_slope(f, tiny):
    found = diagnose(f, tiny)
    assert (found.kind, found.right) == ("smooth", pytest.approx(1))
    assert found.errors[1] < 1e-3


def test_a_kink_that_1_swallows_is_not_taken_for_a_constant():
    assert diagnose(lambda x: abs(x) + cos(x), 1e-20).kind == "kink"
    assert diagnose(lambda x: torch.relu((1 + x) - 1), 1e-20).kind == "kink"
    assert diagnose(lambda x: torch.relu(x) * torch.cos(x), -1e-20).kind == "smooth"


@pytest.mark.parametrize("f", [lambda x: 1 + relu(x), torch.sign, lambda x: (relu(x), x * x)[0]])
def test_a_kink_beside_a_tiny_entry_is_not_at_it(f):
    assert diagnose(f, -1e-30).kind == "smooth"
    assert diagnose(f, 0.0).kind != "smooth"


def test_a_branch_beside_a_tiny_entry_is_not_at_it():
    found = diagnose(lambda x: 0 * x if x > 0 else 2 * x + 1, 1e-30)
    assert (found.kind, found.left, found.right) == ("smooth", 0, 0)


def test_what_stands_still_in_rounding_tells_nothing_in_a_sum_either():
    found = diagnose(lambda x: torch.acos(torch.cos(x)) + torch.sin(x), 0.0)
    assert (found.kind, [str(one) for one in found.culprits]) == ("kink", ["acos(1): kink"])
    assert (found.left, found.right) == pytest.approx((0, 2), abs=1e-6)


def test_where_nothing_is_wrong_nothing_is_at_fault():
    assert str(diagnose(torch.exp, 0.0)) == "smooth: slope 1\nreported: 1 by PyTorch, right"


def test_what_overflows_on_the_way_to_a_finite_value_has_a_wrong_rule():
    found = diagnose(lambda x: 1 / torch.exp(x), 1000.0)
    assert [str(one) for one in found.culprits] == ["exp(1000): rule"]
