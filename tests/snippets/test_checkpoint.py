"""Whatever the schedule, the gradient is the same; what it takes is what the theorem says."""

# ruff: noqa: ARG001, ARG005  (entries that do not matter are what some tests are about)
import functools
import math
import tracemalloc
from math import comb

import numpy as np
import pytest
import torch

from snippets.broadcasting import total
from snippets.checkpoint import checkpointed, recorded
from snippets.elementals import exp, sin
from snippets.forward import jvp
from snippets.higher import hvp

START = (0.4, -0.2, 1.1)
ROUNDS = [1, 2, 3, 4, 5, 8, 9, 10, 16, 17, 30]
SLOTS = [1, 2, 3, 5, 40]


def swing(angle, speed, pull):
    """A pendulum, and the parameter that pulls it back."""
    speed = speed - 0.1 * pull * sin(angle)
    return angle + 0.1 * speed, speed, pull


def energy(angle, speed, pull):
    return speed * speed / 2 + pull * (1 - sin(angle + 1.5))


def in_torch(rounds):
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in START]
    state = tensors
    for _ in range(rounds):
        state = swing(*state)
    value = energy(*state)
    return value.item(), [g.item() for g in torch.autograd.grad(value, tensors)]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_every_schedule_has_the_gradient_of_pytorch(rounds):
    value, gradient = in_torch(rounds)
    plain = recorded(swing, rounds, energy)(*START)
    assert (plain.value, list(plain.gradient)) == (
        pytest.approx(value, rel=1e-14), pytest.approx(gradient, rel=1e-12),
    )  # fmt: skip
    for slots in (None, *SLOTS):
        swept = checkpointed(swing, rounds, energy, slots)(*START)
        assert (swept.value, swept.gradient) == (plain.value, plain.gradient)


@functools.cache
def fewest(rounds, slots):
    """Evaluations besides those that are recorded, by trying all places of the next snapshot."""
    if rounds == 1:
        return 0
    if slots == 1:
        return rounds * (rounds - 1) // 2
    return min(
        ahead + fewest(rounds - ahead, slots - 1) + fewest(ahead, slots)
        for ahead in range(1, rounds)
    )


@pytest.mark.parametrize("slots", SLOTS)
@pytest.mark.parametrize("rounds", ROUNDS)
def test_no_schedule_needs_fewer_evaluations_than_the_binomial_one(rounds, slots):
    calls = []
    counted = checkpointed(lambda x: calls.append(1) or sin(x), rounds, lambda x: x, slots)(0.3)
    assert counted.evaluations == len(calls) == rounds + fewest(rounds, slots)
    repeats = next(r for r in range(rounds) if comb(slots + r, slots) >= rounds)
    stated = (repeats + 1) * rounds - comb(slots + repeats, slots + 1)
    assert counted.evaluations == stated
    assert counted.snapshots <= min(slots, max(rounds - 1, 1))  # no more than save anything
    assert counted.recorded == 1


@pytest.mark.parametrize("rounds", [*ROUNDS, 1000])
def test_the_root_schedule_keeps_the_root_and_evaluates_at_most_twice(rounds):
    calls = []
    swept = checkpointed(lambda x: calls.append(1) or sin(x), rounds, lambda x: x)(0.3)
    root = math.ceil(math.sqrt(rounds))
    assert swept.evaluations == len(calls) <= 2 * rounds
    assert swept.snapshots <= root
    assert swept.recorded <= root


def peak(task):
    tracemalloc.start()
    task(*START)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_what_is_saved_is_memory():
    everything = peak(recorded(swing, 900, energy))
    assert peak(checkpointed(swing, 900, energy)) < everything / 10
    assert peak(checkpointed(swing, 900, energy, 10)) < everything / 50


def test_a_long_loop():
    swept = checkpointed(lambda x: x * 1.0001, 10_000, lambda x: x, 20)(1.0)
    assert swept.gradient[0] == pytest.approx(1.0001**10_000, rel=1e-10)
    assert swept.evaluations < 5 * 10_000  # C(24, 4) is more than 10 000


def test_arrays_and_broadcasting():
    x, w = np.linspace(-1, 1, 6).reshape(2, 3), np.array([0.5, 0.8, 1.1])

    def layer(x, w):
        return sin(x * w), w

    swept = checkpointed(layer, 7, lambda x, w: total(x * x))(x, w)
    tensors = [torch.tensor(v, requires_grad=True) for v in (x, w)]
    hidden = tensors[0]
    for _ in range(7):
        hidden = torch.sin(hidden * tensors[1])
    theirs = torch.autograd.grad((hidden * hidden).sum(), tensors)
    for ours, wanted in zip(swept.gradient, theirs, strict=True):
        assert ours.shape == tuple(wanted.shape)
        assert np.allclose(ours, wanted.numpy(), rtol=1e-12)


def test_second_derivatives_through_a_schedule():
    def end(*start):
        state = start
        for _ in range(12):
            state = swing(*state)
        return energy(*state)

    direction = (1.0, 0.5, -2.0)
    for slots in (None, 3):
        swept = checkpointed(swing, 12, energy, slots)
        _, product = jvp(lambda *x, swept=swept: swept(*x).gradient, START, direction)
        assert product == pytest.approx(hvp(end, START, direction), rel=1e-12)


@pytest.mark.parametrize("slots", [None, 2])
def test_what_overflows_or_divides_by_zero_follows_ieee(slots):
    squared = checkpointed(lambda x: x**2, 12, lambda x: x, slots)(10.0)
    assert (squared.value, squared.gradient) == (math.inf, (math.inf,))
    divided = checkpointed(lambda x: 1 / x, 3, lambda x: x, slots)(0.0)
    assert divided.value == math.inf
    assert math.isnan(divided.gradient[0]) or math.isinf(divided.gradient[0])


@pytest.mark.parametrize("slots", [None, 2])
def test_arrays_that_overflow_make_no_warning(slots):
    swept = checkpointed(lambda x: x * x, 12, total, slots)(np.array([10.0, 0.5]))
    assert swept.value == math.inf
    assert swept.gradient[0][0] == math.inf


@pytest.mark.parametrize("slots", [None, 2])
def test_entries_of_other_kinds_become_floats(slots):
    swept = checkpointed(lambda x, count: (x * count, 2), 5, lambda x, count: x, slots)(1, 2)
    assert (swept.value, swept.gradient[0]) == (32.0, 32.0)
    with pytest.raises(TypeError, match=r"output 2 of .* expected a real number .* got 'b'"):
        checkpointed(lambda x, y: (x, "b"), 5, lambda x, y: x, slots)(1, 2)


def test_what_a_round_leaves_alone_and_what_does_not_matter():
    def step(x, unused):
        return exp(-x), 1.0

    swept = checkpointed(step, 4, lambda x, unused: x + 0 * unused)(0.5, 2.0)
    assert swept.gradient[1] == 0.0
    assert swept.gradient[0] != 0.0


@pytest.mark.parametrize("of_several", [checkpointed, recorded])
def test_bad_input(of_several):
    with pytest.raises(ValueError, match=r"rounds: expected at least 1, got 0\."):
        of_several(swing, 0, energy)
    with pytest.raises(TypeError, match=r"rounds: expected an integer, got 2\.5 \(float\)\."):
        of_several(swing, 2.5, energy)
    with pytest.raises(TypeError, match=r"swing takes 3 inputs \(angle, speed, pull\), but 1"):
        of_several(swing, 2, energy)(1.0)
    with pytest.raises(ValueError, match="speed: expected finite numbers, got nan"):
        of_several(swing, 2, energy)(1.0, math.nan, 1.0)
    short = functools.wraps(swing)(lambda *state: swing(*state)[:2])
    with pytest.raises(ValueError, match=r"step: expected swing to return 3 entries, .* got 2\."):
        of_several(short, 2, energy)(*START)
    with pytest.raises(ValueError, match=r"last: expected swing to return one number, got 3 out"):
        of_several(swing, 2, swing)(*START)
    with pytest.raises(ValueError, match=r"last: .* one number, got array\(\[1\., 1\.\]\)"):
        of_several(lambda x: x, 2, lambda x: x)(np.ones(2))


def test_bad_number_of_snapshots():
    with pytest.raises(ValueError, match=r"snapshots: expected at least 1, got 0\."):
        checkpointed(swing, 5, energy, 0)
    with pytest.raises(TypeError, match="snapshots: expected an integer, got True"):
        checkpointed(swing, 5, energy, True)


@pytest.mark.parametrize("snapshots", [None, 1, 2])
def test_a_step_that_works_in_place_changes_no_snapshot(snapshots):
    def step(x, a):
        x += 0.1 * a * sin(x)
        return x, a

    def last(x, _):
        return total(x)

    start = (np.array([1.0, 2.0]), 0.7)
    expected = recorded(step, 5, last)(*start).gradient
    found = checkpointed(step, 5, last, snapshots)(*start).gradient
    assert found[0].tolist() == pytest.approx(expected[0].tolist(), rel=1e-14)
    assert found[1] == pytest.approx(expected[1], rel=1e-14)
    assert start[0].tolist() == [1.0, 2.0]
