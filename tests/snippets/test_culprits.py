import numpy as np
import pytest
import torch

from snippets.culprits import Culprit
from snippets.kinks import diagnose

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


def test_a_rule_is_held_against_the_slope_of_its_operation():
    def f(x):
        return torch.sin(torch.clamp(torch.cos(x), 0.5, 0.5) + x.detach())

    found = diagnose(f, torch.tensor(np.pi / 3))
    assert found.inside is False
    assert [c.kind for c in found.culprits] == ["rule"]
