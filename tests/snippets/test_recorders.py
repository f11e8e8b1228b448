import math

import numpy as np
import pytest

from snippets.elementals import exp, sin
from snippets.recorders import watch


def names(f, *points):
    return [operation.name for operation in watch(f, points).operations]


@pytest.mark.parametrize(
    ("f", "x", "expected"),
    [
        (lambda x: sin(x) * 2, 1.0, ["sin", "*"]),
        (lambda x: np.floor(np.exp(x)), 1.0, ["exp", "floor"]),
        (lambda x: x if x > 0 else -x, 1.0, [">", "bool"]),
        (lambda x: x if x <= 0 else -x, 1.0, ["<=", "bool", "negative"]),
        (lambda x: np.where(x > 0, x, 0), 1.0, [">", "where"]),
        (lambda x: x // 2 + x % 2 + 3 // x, 1.0, ["//", "%", "+", "//", "+"]),
        (lambda x: math.floor(x) + x, 1.5, ["floor", "+"]),
        (lambda x: math.sin(x), 1.5, ["float"]),
        (lambda x: x[0] * x[1], np.array([1.0, 2.0]), ["[]", "[]", "*"]),
        (lambda x: sum(x), np.array([1.0, 2.0]), ["[]", "+", "[]", "+"]),
        (lambda x: x.max() + len(x), np.array([1.0, 2.0]), ["max", "+"]),
        (lambda x: np.stack([x, x]).T.sum(), np.array([1.0]), ["stack", "T", "sum"]),
        (lambda x: np.add.reduce(x), np.array([1.0, 2.0]), ["add.reduce"]),
        (lambda x: (~(x > 0)).any() | x.all(), np.ones(2), [">", "~", "any", "all", "|"]),
    ],
)  # fmt: skip
def test_what_is_done_is_noted(f, x, expected):
    assert names(f, x) == expected


def test_an_operation_knows_where_its_operands_are_from():
    log = watch(lambda x, y: (x + y) * exp(y), (2.0, 3.0))
    plus, exponential, times = log.operations
    assert (plus.operands, plus.sources) == ((2.0, 3.0), (-1, -2))
    assert exponential.sources == (-2,)
    assert times.sources == (0, 1)
    assert (log.output, log.value) == (2, 5 * math.exp(3))


def test_a_value_that_does_not_depend_on_the_input_has_no_source():
    assert watch(lambda _: 3.0, (1.0,)).output is None
    assert watch(lambda x: x, (1.0,)).output == -1


def test_an_elemental_brings_its_rule():
    log = watch(lambda x, y: x * y, (2.0, 3.0))
    assert log.operations[0].rule((1.0, None), [np.array(1.0)]) == 3.0
    assert log.operations[0].rule((1.0, 10.0), [np.array(2.0)]) == 46.0


def test_the_grain_is_that_of_the_largest_number():
    assert watch(lambda x: (x + 1e6) - 1e6, (1.0,)).grain() == pytest.approx(
        4 * 2**-52 * 1e6, rel=1e-5
    )
    assert watch(lambda x: x / 0.0, (1.0,)).grain() == 4 * 2**-52


def test_what_an_array_does_not_have_is_refused():
    with pytest.raises(TypeError, match="no attribute nothing"):
        watch(lambda x: x.nothing, (1.0,))
