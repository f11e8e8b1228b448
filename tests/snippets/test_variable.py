import copy
import math
from functools import partial

import numpy as np
import pytest

from snippets import elementals as e
from snippets.forward import jvp
from snippets.reverse import grad
from snippets.variable import describe

MODES = {
    "forward": lambda f, x: jvp(f, (x,), (1.0,))[1],
    "reverse": lambda f, x: grad(f)(x)[0],
}
modes = pytest.mark.parametrize("mode", MODES)
pairs = pytest.mark.parametrize(
    ("outer", "inner"), [(outer, inner) for outer in MODES for inner in MODES]
)


@pairs
def test_nested_derivatives_are_not_confused(outer, inner):
    inner_slope, outer_slope = MODES[inner], MODES[outer]
    assert outer_slope(lambda x: x * inner_slope(lambda y: x + y, x), 1.0) == 1.0
    # d/dx [x · d/dy (x y²) at y = 3] = d/dx 6x² = 12x
    assert outer_slope(lambda x: x * inner_slope(lambda y: x * y * y, 3.0), 2.0) == 24.0


@pytest.mark.parametrize("order", range(1, 6))
@pytest.mark.parametrize("mode", [*MODES, "alternating"])
def test_high_orders_by_nesting(order, mode):
    function = e.sin
    for depth in range(order):
        slope = MODES[mode] if mode in MODES else list(MODES.values())[depth % 2]
        function = partial(slope, function)
    assert function(0.7) == pytest.approx(math.sin(0.7 + order * math.pi / 2), rel=1e-13)


@pairs
def test_three_levels(outer, inner):
    def cube(x):
        return MODES[inner](lambda y: MODES[outer](lambda z: x * y * z * z, y), x)

    # ∂/∂z = 2xyz at z = y: 2xy², then ∂/∂y = 4xy at y = x: 4x²
    assert MODES[outer](cube, 3.0) == 24.0


@modes
def test_comparisons_take_the_branch_of_the_primal(mode):
    def absolute(x):
        return x if x > 0 else -x

    assert MODES[mode](absolute, -2.0) == -1.0
    assert MODES[mode](absolute, 2.0) == 1.0
    assert (
        MODES[mode](lambda x: x * 3 if x == 2 and x != 1 and x <= 2 and x >= 2 else x, 2.0) == 3.0
    )
    assert MODES[mode](lambda x: x * (1.0 if x else 5.0), 0.0) == 5.0
    assert MODES[mode](lambda x: x * x if np.float64(1) < x else x, 2.0) == 4.0


def test_branches_on_arrays():
    x = np.array([-1.0, 2.0])
    assert grad(lambda x: x * (x > 0))(x)[0].tolist() == [0.0, 1.0]


OPERATIONS = [
    ("//", lambda x: x // 2),
    ("//", lambda x: 2 // x),
    ("%", lambda x: x % 2),
    ("divmod", lambda x: divmod(x, 2)),
    ("@", lambda x: x @ x),
    ("&", lambda x: x & 1),
    ("<<", lambda x: x << 1),
    ("int", lambda x: int(x)),
    ("complex", lambda x: complex(x)),
    ("round", lambda x: round(x)),
    ("floor", lambda x: math.floor(x)),
    ("index", lambda x: [1, 2][x]),
    ("len(…)", lambda x: len(x)),
    ("indexing", lambda x: x[0]),
    ("iteration", lambda x: list(x)),
    ("invert", lambda x: ~x),
    ("np.floor", lambda x: np.floor(x)),
    ("np.matmul", lambda x: np.ones(2) @ x),
    ("np.add.reduce", lambda x: np.add.reduce(x)),
    ("np.where", lambda x: np.where(True, x, 0)),
    (r"np.array", lambda x: np.array([x, x])),
]


@modes
@pytest.mark.parametrize(("name", "f"), OPERATIONS)
def test_unsupported_operations_are_named(mode, name, f):
    with pytest.raises(TypeError) as error:
        MODES[mode](f, 1.5)
    assert name in str(error.value)


@modes
def test_functions_of_math_say_what_to_use_instead(mode):
    with pytest.raises(TypeError, match=r"In place of math\.sin.* of snippets\.elementals"):
        MODES[mode](math.sin, 1.0)


@modes
def test_functions_of_numpy_are_elementals(mode):
    for ours, theirs in [
        (e.sin, np.sin), (e.absolute, np.abs), (e.atan, np.arctan), (e.sqrt, np.sqrt),
        (lambda x: e.maximum(x, 0.2), lambda x: np.maximum(x, 0.2)),
        (lambda x: 2.5**x, lambda x: np.power(2.5, x)),
        (lambda x: e.logsumexp(x, 1.0), lambda x: np.logaddexp(x, 1.0)),
        (lambda x: 2.0 * x, lambda x: np.float64(2.0) * x),
        (lambda x: 2.0 / x, lambda x: np.int64(2) / x),
    ]:  # fmt: skip
        assert MODES[mode](theirs, 0.7) == MODES[mode](ours, 0.7)


def test_arrays_may_stand_on_the_left():
    a = np.array([1.0, 2.0])
    assert grad(lambda x: a * x - a / x)(np.ones(2))[0].tolist() == [2.0, 4.0]
    assert jvp(lambda x: a**x, (2.0,), (1.0,))[0].tolist() == [1.0, 4.0]
    assert grad(lambda x: x if (a > x).all() else -x)(0.5) == (1.0,)


@modes
@pytest.mark.parametrize("bad", ["1", None, [1.0], 1j, object()])
def test_operands_that_are_no_numbers_are_refused(mode, bad):
    with pytest.raises(TypeError, match=r"\+: expected a real number"):
        MODES[mode](lambda x: x + bad, 1.0)


@modes
def test_constants_of_every_kind(mode):
    assert MODES[mode](lambda x: True * x + 2 * x + np.float32(0.5) * x, 1.0) == 3.5
    assert MODES[mode](lambda x: +x - (-x), 1.0) == 2.0
    assert MODES[mode](lambda x: sum([x, x, x]), 1.0) == 3.0


@modes
def test_a_copy_is_still_traced(mode):
    assert MODES[mode](lambda x: copy.copy(x) * copy.deepcopy(x), 3.0) == 6.0


@modes
def test_attributes_that_only_arrays_have(mode):
    with pytest.raises(TypeError, match=r"^\.sum of a traced value cannot be differentiated"):
        MODES[mode](lambda x: x.sum(), 2.0)
    assert MODES[mode](lambda x: x * hasattr(x, "sum"), 2.0) == 0.0


@modes
def test_a_traced_value_can_be_printed_with_a_format(mode):
    printed = []
    MODES[mode](lambda x: printed.append(f"{x:.3f}") or x, 2.0)
    assert printed == ["2.000"]


@modes
def test_writing_into_an_array_is_named(mode):
    def accumulate(x):
        sums = np.zeros(2)
        sums += x
        return sums

    with pytest.raises(TypeError, match=r"np\.add\(…, out=…\) is not in the table"):
        MODES[mode](accumulate, 2.0)


@modes
def test_an_integer_beyond_float64(mode):
    for product in (lambda x: x * 10**400, lambda x: 10**400 * x):
        with pytest.raises(ValueError, match=r"\*: expected finite numbers in the range of"):
            MODES[mode](product, 2.0)


@modes
@pytest.mark.parametrize(
    ("operate", "slope"),
    [
        (lambda x, c: x + c, 1.0), (lambda x, c: c + x, 1.0),
        (lambda x, c: x - c, 1.0), (lambda x, c: c - x, -1.0),
        (lambda x, c: x * c, 3.0), (lambda x, c: c * x, 3.0),
        (lambda x, c: x / c, 1 / 3), (lambda x, c: c / x, -0.75),
        (lambda x, c: x**c, 12.0), (lambda x, c: c**x, 9 * math.log(3)),
    ],
)  # fmt: skip
def test_constants_on_either_side_at_every_level(mode, operate, slope):
    for constant in (3, 3.0, np.float64(3), np.array(3)):
        assert MODES[mode](lambda x, c=constant: operate(x, c), 2.0) == pytest.approx(slope)
    # a variable of another level is a constant too, whether that level is above or below
    inner = MODES[mode](lambda c: MODES[mode](lambda x: operate(x, c), 2.0), 3.0)
    outer = MODES[mode](lambda x: MODES[mode](lambda c: operate(x, c), 3.0), 2.0)
    assert inner == pytest.approx(outer)


@modes
@pytest.mark.parametrize("strange", ["a", [1.0], None])
def test_what_is_no_number_is_refused_on_either_side(mode, strange):
    for operation in (lambda x: strange * x, lambda x: x * strange):
        with pytest.raises(TypeError, match=r"^\*: expected a real number or an array of them"):
            MODES[mode](operation, 2.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.5, "1.5 (float)"),
        ("a" * 38, "'" + "a" * 38 + "' (str)"),
        ("a" * 39, "'" + "a" * 36 + "… (str)"),
    ],
)
def test_a_long_value_is_cut_short_in_a_message(value, text):
    assert describe(value) == text


@pytest.mark.parametrize(("test", "at_two"), [(np.isfinite, True), (np.isinf, False)])
def test_tests_of_numpy_ask_the_number(test, at_two):
    asked = []

    def f(x):
        asked.append(bool(test(x)))
        return x * x

    assert grad(f)(2.0) == (4.0,)
    assert set(asked) == {at_two}
