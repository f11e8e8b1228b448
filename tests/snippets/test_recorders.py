import math

import numpy as np
import pytest

from snippets.elementals import exp, sin
from snippets.kinks import diagnose
from snippets.recorders import Log, leaves, number, numbers, rebuilt, watch


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
        (lambda x: np.add(x, 0.1, dtype=np.float32), 1.0, ["+"]),
        (lambda x: np.less(x, 2.0) * np.not_equal(x, 3.0), 1.0, ["<", "!=", "*"]),
        (lambda x: x != 3.0, 1.0, ["!="]),
        (lambda x: int(x) + x, 2.5, ["int", "+"]),
        (lambda x: np.array([1.0, 2.0]) @ x, np.array([1.0, 2.0]), ["matmul"]),
        (lambda x: [1.0, 2.0] @ x, np.array([3.0, 2.0]), ["@"]),
        (lambda x: x @ np.array([1.0, 2.0]), np.array([1.0, 2.0]), ["@"]),
        (lambda x: x.sum(axis=0, keepdims=True), np.array([1.0, 2.0]), ["sum"]),
        (lambda x: x.clip(0.0, 1.5), np.array([1.0, 2.0]), ["clip"]),
        (lambda x: x * x.size + x.shape[0], np.array([1.0, 2.0]), ["*", "+"]),
        (lambda x: np.shape(x)[0] * x, np.array([1.0, 2.0]), ["shape", "*"]),
        (lambda x: round(x) + x, 1.75, ["round", "+"]),
        (lambda x: (~(x > 0)).any() | x.all(), np.ones(2), [">", "~", "any", "all", "|"]),
    ],
)  # fmt: skip
def test_what_is_done_is_noted_and_comes_out_as_without_a_record(f, x, expected):
    log = watch(f, [x])
    assert [operation.name for operation in log.operations] == expected
    assert np.array_equal(log.value, f(x))


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
    (exponential,) = watch(lambda x: np.exp(x), (0.0,)).operations
    assert exponential.rule((3.0,), [np.array(2.0)]) == 6.0


def test_the_grain_is_that_of_the_largest_number():
    assert watch(lambda x: (x + 1e6) - 1e6, (1.0,)).grain() == pytest.approx(
        4 * 2**-52 * 1e6, rel=1e-5
    )
    assert watch(lambda x: x / 0.0, (1.0,)).grain() == 4 * 2**-52


def test_what_an_array_does_not_have_is_refused():
    with pytest.raises(TypeError, match="no attribute nothing"):
        watch(lambda x: x.nothing, (1.0,))


def test_the_grain_of_small_numbers_is_smaller():
    assert watch(lambda x: x * 0.5, (0.25,)).grain() == 4 * 2**-52 * 0.5
    assert watch(lambda _: "no number", (0.25,)).grain() == Log().grain() == 0


def test_a_value_is_a_number_if_it_has_one_entry():
    assert number(watch(lambda x: x, (3.0,))) == 3
    assert number(watch(lambda x: x, (np.full((1, 1), 3.0),))) == 3
    assert math.isnan(number(watch(lambda x: x, (np.ones(2),))))
    assert math.isnan(number(watch(lambda _: "no number", (3.0,))))


@pytest.mark.parametrize("value", [True, 2, 2.5, np.float32(2), np.arange(3), np.array([True])])
def test_numbers_become_floats(value):
    found = numbers(value)
    assert found.dtype == float
    assert np.array_equal(found, value)


@pytest.mark.parametrize("value", ["2", None, 2j, np.array(2j), np.array(["2"]), [2.0]])
def test_what_is_no_number_becomes_none(value):
    assert numbers(value) is None


def test_nested_entries_are_listed_and_changed():
    nested = (1, [2, {"a": 3, "b": (4,)}])
    assert leaves(nested) == [1, 2, 3, 4]
    assert rebuilt(nested, lambda x: 10 * x) == (10, [20, {"a": 30, "b": (40,)}])
    named = np.linalg.slogdet(np.eye(2))  # a tuple whose entries have names
    assert type(rebuilt(named, float)) is tuple
    assert rebuilt(named, float) == (1.0, 0.0)


def test_each_entry_of_a_result_is_watched():
    log = watch(lambda x: np.linalg.slogdet(x)[1] * 2, (np.diag([1.0, 3.0]),))
    (first, second) = log.operations
    assert (first.name, [one.item() for one in first.results]) == (
        "slogdet", [1, pytest.approx(math.log(3))],
    )  # fmt: skip
    assert (second.sources, second.parts) == ((0, None), (1, 0))


def test_an_option_is_an_operand_too():
    (operation,) = watch(lambda x: np.clip(1.0, a_min=x, a_max=5.0), (2.0,)).operations
    assert operation.operands[:2] == (1.0, 2.0)
    assert operation.sources[:2] == (None, -1)
    assert operation.results[0] == 2


def test_single_precision_of_numpy_is_followed():
    smooth = diagnose(
        lambda x: np.exp(x.astype(np.float32)).sum(), np.array([1.0, 2.0]), (1.0, 0.0)
    )
    assert smooth.left == pytest.approx(math.e, rel=1e-2)
    kink = diagnose(
        lambda x: np.abs(x.astype(np.float32) - 1).sum(), np.array([1.0, 2.0]), (1.0, 0.0)
    )
    assert (kink.kind, round(kink.left), round(kink.right)) == ("kink", -1, 1)


def test_a_change_in_place_is_seen_under_every_name():
    def helper(v):
        v -= 1.0

    def shifted(x):
        helper(x)
        return np.abs(x).sum()

    def renamed(x):
        y = x
        y += 1
        return np.abs(x).sum()

    point = np.ones(2)
    found = diagnose(shifted, point, (1.0, 0.0))
    assert (found.kind, found.left, found.right) == ("kink", -1.0, 1.0)
    assert point.tolist() == [1.0, 1.0]
    found = diagnose(renamed, np.zeros(2), (1.0, 0.0))
    assert (found.kind, found.left) == ("smooth", 1.0)


def test_writing_into_an_array_is_refused():
    def into(x):
        b = np.empty_like(x)
        np.abs(x, out=b)
        return b.sum()

    with pytest.raises(TypeError, match=r"out=…\) cannot be followed; use what it returns"):
        diagnose(into, np.zeros(2), (1.0, 0.0))
    with pytest.raises(TypeError, match="writes into an array, which cannot be followed"):
        diagnose(lambda x: (x.sort(), x[0])[1], np.array([1.0, 0.0]), (1.0, 0.0))
