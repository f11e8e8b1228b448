import math

import numpy as np
import pytest
import torch

from snippets.culprits import Culprit, wrong_rules
from snippets.elementals import Elemental
from snippets.kinks import diagnose
from snippets.profiles import profile
from snippets.recorders import watch
from snippets.slopes import steps

relu = torch.relu


@pytest.mark.parametrize(
    ("culprit", "text"),
    [
        (Culprit("relu", (-0.0,), 0.0, "kink", 3), "relu(0): kink"),
        (Culprit(">", (0.0, 1e-9), 0.0, "jump", 0), "0 > 1e-09: jump"),
        (Culprit("[]", (np.arange(5.0), 2), 2.0, "kink", 0), "[]([0, 1, 2, …], 2): kink"),
        (Culprit("norm", (np.arange(3.0),), 2.0, "kink", 0), "norm([0, 1, 2]): kink"),
        (Culprit("norm", (np.arange(4.0),), 2.0, "kink", 0), "norm([0, 1, 2, …]): kink"),
        (Culprit("relu", (0.0, 2.0), 0.0, "kink", 0), "relu(0, 2): kink"),
        (Culprit("==", (0.0, 1.0, 2.0), 0.0, "jump", 0), "==(0, 1, 2): jump"),
        (Culprit("branch", (), None, "jump", 2), "branch(): jump"),
        (Culprit("max", (np.ones((1, 2)), None), 1.0, "kink", 0), "max([1, 1], …): kink"),
    ],
)
def test_a_culprit_is_written(culprit, text):
    assert str(culprit) == text


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (lambda x: torch.exp(relu(x)) * relu(x), ["relu", "relu"]),
        (lambda x: torch.abs(torch.abs(x)), ["abs"]),
        (lambda x: torch.sign(torch.abs(x)), ["abs", "sign"]),
        (lambda x: torch.stack([x, x + 1]).abs().sum(), ["abs"]),
        (lambda x: relu(x) * 0 + relu(x - 1), ["relu"]),
        (lambda x: (relu(x), x * x)[1], []),
        (lambda x: 3 * x if x > 0 else 2 * x, [">"]),
        (lambda x: 3 * x if float(x) > 0 else 2 * x + 1, ["branch"]),
    ],
)
def test_the_first_operations_are_named_and_those_alone(f, expected):
    assert [culprit.name for culprit in diagnose(f, torch.tensor(0.0)).culprits] == expected


def test_a_branch_is_shown_with_the_number_that_left_the_record_last_if_any_did():
    def through_python(x):
        return 3 * x if float(x) > 0 else 2 * x + 1

    def through_numpy(x):
        return 3 * x if x.detach().numpy() > 0 else 2 * x + 1

    (culprit,) = diagnose(through_python, torch.tensor(0.0)).culprits
    assert (culprit.name, culprit.operands) == ("branch", (0.0,))
    (culprit,) = diagnose(through_numpy, torch.tensor(0.0)).culprits
    assert (culprit.name, culprit.operands) == ("branch", ())


def test_numbers_at_fault_are_plain_and_those_beside_them_are_shown_whole():
    (culprit,) = diagnose(torch.relu, torch.tensor(0.0)).culprits
    assert (repr(culprit.operands), repr(culprit.value)) == ("(0.0,)", "0.0")
    (culprit,) = diagnose(lambda x: x.clamp(min=0.0).sum(), (-1.0, 0.0), (1, 1)).culprits
    assert (repr(culprit.operands), repr(culprit.value)) == ("(0.0, 0.0)", "0.0")
    least = torch.tensor(0.0)
    (culprit,) = diagnose(lambda x: torch.clamp(x, least).sum(), (-1.0, 0.0), (1, 1)).culprits
    assert repr(culprit.operands) == "(0.0, 0.0)"
    (culprit,) = diagnose(torch.amax, (1.0, 1.0), (1, 0)).culprits
    assert culprit.operands[0].tolist() == [1, 1]
    (culprit,) = diagnose(lambda x: (x * x.detach()).sum(), torch.ones(2), (1, 1)).culprits
    assert culprit.value.tolist() == [1, 1]
    (culprit,) = diagnose(lambda x: x * x.detach(), torch.tensor(3.0)).culprits
    assert repr(culprit.value) == "3.0"


def test_a_rule_is_held_against_the_slope_of_its_operation():
    def f(x):
        return torch.sin(torch.clamp(torch.cos(x), 0.5, 0.5) + x.detach())

    found = diagnose(f, torch.tensor(np.pi / 3))
    assert found.inside is False
    assert [c.kind for c in found.culprits] == ["rule"]


@pytest.mark.parametrize(
    ("f", "x", "direction"),
    [
        (lambda x, y: torch.sin(3 * x) + x * y + y.detach(), (1.0, 2.0), (1.0, 3.0)),
        (lambda x: 0 * x + x.detach(), 0.0, None),
        (lambda x: parts(x)[1].square().sum() + x[0].detach(), (1.0, 2.0, 3.0), (1.0, 3.0, 4.0)),
    ],
)
def test_right_rules_beside_a_wrong_one_are_not_accused(f, x, direction):
    found = diagnose(f, torch.tensor(x), direction)
    assert [culprit.name for culprit in found.culprits] == ["detach"]


def parts(x):
    return torch.split(x, [1, 2])


def test_an_operation_without_a_derivative_of_its_own_is_named():
    one = torch.tensor(1.0)
    found = diagnose(lambda x: torch.special.gammainc(x.detach(), one) + x, torch.tensor(2.0))
    assert [c.name for c in found.culprits] == ["detach", "special_gammainc"]


@pytest.mark.parametrize("slope", [2.0, 0.0])
def test_a_wrong_rule_behind_a_branch_is_found(slope):
    own = Elemental("own", lambda x: slope * x, [lambda *_: 3.0], "{}".format, "{}".format)
    found = diagnose(lambda x: own(x) if x > 0 else x, 1.0)
    assert [str(culprit) for culprit in found.culprits] == ["own(1): rule"]


def test_a_rule_that_confuses_entries_is_wrong():
    def f(x):
        return (x * np.array([2.0, 5.0])).sum()

    def confused(slopes, weights):
        return float(np.sum(weights[0][::-1] * np.array([2.0, 5.0]) * slopes[0]))

    point, along = np.array([1.0, 2.0]), np.array([1.0, 3.0])
    zero = watch(f, [point])
    seen = profile(zero, lambda t: watch(f, [point + t * along]), steps(1.0, False))
    assert wrong_rules(zero, seen, [along]) == []
    zero.operations[0].rule = confused
    assert [culprit.name for culprit in wrong_rules(zero, seen, [along])] == ["*"]


def test_results_of_one_operation_are_not_confused():
    def f(x):
        a, b = x
        return a.detach() + b * b

    found = diagnose(f, torch.tensor([1.0, 2.0]), (1, 1))
    assert [culprit.name for culprit in found.culprits] == ["detach"]

    def g(x):
        a, b = torch.split(torch.stack([x, relu(x)]), 1)
        return torch.abs(b + 1e-30 * a).sum() + torch.sin(a).sum()

    assert [one.name for one in diagnose(g, torch.tensor(0.0)).culprits] == ["relu"]


@pytest.mark.parametrize(
    "f",
    [
        lambda x: torch.nn.functional.linear(
            torch.relu(x), torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=x.dtype)
        ).sum(),
        lambda x: torch.relu(x).flip(0)[1],
    ],
)
def test_an_operation_that_hands_on_a_kink_of_another_entry_is_not_at_fault(f):
    found = diagnose(f, torch.tensor([0.0, 1.0], dtype=torch.float64), (1.0, 1.0))
    assert [one.name for one in found.culprits] == ["relu"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (torch.abs, torch.relu, ["abs", "relu"]),
        # heaviside has no derivative of its own that could tell.
        (torch.sign, lambda x: torch.heaviside(x, torch.zeros_like(x)), ["sign", "heaviside"]),
    ],
)
def test_an_operation_is_at_fault_in_an_entry_beside_one_that_it_hands_on(first, second, expected):
    def f(x):
        return second(torch.stack([first(x[0]), x[1]])).sum()

    found = diagnose(f, torch.zeros(2, dtype=torch.float64), (1, 1))
    assert [one.name for one in found.culprits] == expected


def test_a_word_among_the_operands_is_shown():
    found = diagnose(lambda x: np.linalg.norm(x, "fro"), np.zeros((2, 2)), np.eye(2))
    assert "fro" in str(found)


def test_what_overflows_is_named_and_not_a_rule():
    found = diagnose(torch.exp, 1000.0)
    assert found.kind == "edge"
    assert [str(one) for one in found.culprits] == ["exp(1000): edge"]
    beside = diagnose(lambda x: torch.minimum(x + math.inf, torch.exp(x)), 1000.0)
    assert [str(one) for one in beside.culprits] == ["exp(1000): edge"]


def test_a_kink_that_nobody_is_found_for_is_not_passed_over():
    unit = (1.0, 0.0, 0.0, 0.0)
    found = diagnose(lambda x: torch.fft.rfft(x).abs().sum(), torch.zeros(4), unit)
    assert str(found).endswith("at fault: no operation that is recorded")
