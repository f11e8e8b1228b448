import math

import numpy as np
import pytest
import torch

from snippets.kinks import diagnose
from snippets.ways import checked_point, reported_along, way_to_run


@pytest.mark.parametrize(
    ("f", "x", "name", "several"),
    [
        (abs, [0.0], "our reverse mode", False),
        (np.floor, 0.0, "our reverse mode", False),
        (torch.relu, 0.0, "PyTorch", False),
        (lambda x, y: x * y, [1.0, 2.0], "our reverse mode", True),
        (lambda x, y: torch.hypot(x, y), [1.0, 2.0], "PyTorch", True),
        (torch.hypot, [1.0, 2.0], "PyTorch", True),
        (np.hypot, [1.0, 2.0], "our reverse mode", True),
        (torch.amax, [1.0, 2.0], "PyTorch", False),
        (lambda x: x[0] * torch.ones(1), torch.tensor([1.0]), "PyTorch", False),
        (lambda x: x.item() * x, 1.0, "PyTorch", False),
        (lambda x: 0 * x if x == 0 else torch.sin(x), 0.0, "PyTorch", False),
        (lambda x: torch.sin(x) if x < 0 else x, 0.0, "PyTorch", False),
        (lambda x: torch.sin(x) if x > 0 else x, 0.0, "PyTorch", False),
        (lambda x: torch.sin(x) if 0 < x < 0.5 else x, 0.0, "PyTorch", False),
    ],
)
def test_how_a_function_is_run(f, x, name, several):
    way, _ = way_to_run(f, x, np.asarray(x, float), np.ones_like(x, dtype=float))
    assert (way.name, way.several) == (name, several)


def test_what_is_reported_goes_along_the_direction():
    point = np.array([2.0, 3.0])
    way, _ = way_to_run(lambda x, y: x * y, point, point, point)
    along = np.array([1.0, 10.0])
    assert reported_along(lambda x, y: x * y, way, way.inputs(point), along)[0] == 23.0


def test_an_entry_that_stands_still_adds_nothing_not_even_nan():
    point = torch.tensor([-1.0, 3.0])

    def f(x):
        return x[1] * 2 + 0 * torch.where(x[0] > 0, torch.sqrt(x[0]), 0)

    way, _ = way_to_run(f, point, point.numpy().astype(float), np.array([0.0, 1.0]))
    assert reported_along(f, way, way.inputs(point.numpy()), np.array([0.0, 1.0]))[0] == 2.0


def test_the_error_of_a_tensor_function_is_its_own():
    with pytest.raises(RuntimeError, match="nothing"):
        way_to_run(raising, torch.tensor(1.0), np.array(1.0), np.array(1.0))


def raising(_):
    raise RuntimeError("nothing")


def test_the_point_is_copied_and_in_double_precision():
    x = torch.tensor([1.0, 2.0], dtype=torch.float32)
    point, along = checked_point(abs, x, [1, 0])
    assert point.dtype == along.dtype == float
    point[0] = 7
    assert x[0] == 1


def test_where_nothing_runs_the_first_line_of_each_reason_is_said_once():
    def refusing(_):
        raise TypeError("not today\nand not tomorrow")

    with pytest.raises(TypeError, match=r"runs on our engine, NumPy or PyTorch; not today$"):
        way_to_run(refusing, 0.0, np.array(0.0), np.array(1.0))


class Doubled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):  # noqa: ARG004
        return 2 * x

    @staticmethod
    def backward(ctx, adjoint):
        raise NotImplementedError


def test_a_refusal_may_have_no_reason():
    def refusing(_):
        raise TypeError

    with pytest.raises(TypeError, match=r"runs on our engine, NumPy or PyTorch; no reason given$"):
        diagnose(refusing, 0.0)
    assert diagnose(Doubled.apply, torch.tensor(0.0)).by == "PyTorch: no reason given"


@pytest.mark.parametrize("x", [3.0, [3.0]])
def test_along_a_number_the_direction_is_1(x):
    point, along = checked_point(abs, x, None)
    assert along.tolist() == (1.0 if point.shape == () else [1.0])


def test_an_entry_among_others_may_be_infinite():
    point, _ = checked_point(np.max, [0.0, -math.inf], [1, 0])
    assert point.tolist() == [0.0, -math.inf]


@pytest.mark.parametrize(
    ("x", "direction", "error", "words"),
    [
        ([1.0, 2.0], None, ValueError, r"^direction: expected one, of the shape \(2,\)"),
        ([1.0, 2.0], [1.0], ValueError, r"^direction: expected the shape \(2,\) of x"),
        ([1.0, 2.0], [0.0, 0.0], ValueError, "^direction: expected an entry that is not 0"),
        ([1.0, 2.0], [math.inf, 0.0], ValueError, "^direction: expected finite numbers"),
        ([[1.0], [1.0, 2.0]], None, ValueError, "^x: expected rows of equal length"),
        ([], None, ValueError, "^x: expected at least one number, got none"),
        ("1", None, TypeError, "^x: expected real numbers, got str '1'"),
        (math.inf, None, ValueError, "^x: expected finite numbers"),
        (math.nan, None, ValueError, "^x: expected finite numbers"),
        ([1.0, math.nan], [1.0, 1.0], ValueError, "^x: expected finite numbers"),
    ],
)
def test_a_point_or_a_direction_that_is_none_is_named(x, direction, error, words):
    with pytest.raises(error, match=words):
        checked_point(abs, x, direction)


@pytest.mark.parametrize(
    ("f", "slope"),
    [(lambda x: x.std(), -0.356348), (lambda x: x.repeat(2)[1], 1.0)],
)
def test_numpy_s_function_is_not_taken_for_pytorch_s_of_that_name(f, slope):
    found = diagnose(f, np.array([1.0, 2.0, 4.0]), (1.0, 0.0, 0.0))
    assert found.kind == "smooth"
    assert found.left == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize(
    ("f", "x", "message"),
    [
        (math.log, 0.0, "f: expected a value at x, it raised ValueError: math domain error"),
        (lambda x: 1 / float(x), 0.0, "f: expected a value at x, it raised ZeroDivisionError"),
    ],
)
def test_a_function_without_a_value_is_named(f, x, message):
    with pytest.raises(ValueError, match=message):
        diagnose(f, x)


def test_a_module_of_single_precision_is_named():
    with pytest.raises(TypeError, match=r"double precision, such as a module after \.double\(\)"):
        diagnose(torch.nn.Linear(3, 1), torch.ones(3), (1.0, 0.0, 0.0))


def test_what_numpy_does_with_a_view_is_enough():
    found = diagnose(lambda x: np.abs(x[::-1])[0], np.zeros(3), (0.0, 0.0, 1.0))
    assert (found.kind, found.left, found.right) == ("kink", -1.0, 1.0)


def test_entries_as_inputs_are_tried_as_well():
    found = diagnose(lambda *x: sum(abs(one) for one in x), (0.0, 1.0), (1.0, 0.0))
    assert (found.kind, found.left, found.right) == ("kink", -1.0, 1.0)
