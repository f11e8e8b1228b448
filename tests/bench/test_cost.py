"""What is compared computes the same, and a sample of sweeps stands for all."""

import pytest

from bench import cost
from snippets.forward import jvp
from snippets.reverse import grad, vjp


def test_both_modes_have_one_gradient() -> None:
    x = [0.5, -0.3, 0.8]
    unit = [[float(i == j) for j in range(3)] for i in range(3)]
    forward = [jvp(cost.squares, x, seed)[1] for seed in unit]
    assert forward == pytest.approx(grad(cost.squares)(*x), rel=1e-12)


def test_orbit_has_an_output_for_each_round() -> None:
    values, tangents = jvp(cost.orbit(3), (0.4,), (1.0,))
    _, pullback = vjp(cost.orbit(3), 0.4)
    assert len(values) == 3
    for place, tangent in enumerate(tangents):
        assert pullback([float(place == other) for other in range(3)]) == pytest.approx((tangent,))


@pytest.mark.parametrize("n", [1, 2, cost.SAMPLE, 1024])
def test_sample_of_unit_vectors(n: int) -> None:
    seeds, times = cost._sample(n)
    assert len(seeds) * times == n
    assert len(seeds) <= cost.SAMPLE
    assert all(sorted(seed) == [0.0] * (n - 1) + [1.0] for seed in seeds)
    places = [seed.index(1.0) for seed in seeds]
    assert len(set(places)) == len(places)
    assert abs(sum(places) / len(places) - (n - 1) / 2) <= 0.5, "evenly spread"


def test_times_are_relative_to_the_first() -> None:
    work = {"value": (lambda: None, 1.0), "other": (lambda: None, 3.0)}
    found = cost._relative(work)
    assert list(found) == ["other"]
    assert found["other"] > 0


def test_memory_is_told_at_its_largest() -> None:
    few, more = (cost._bytes(cost.recorded, n) for n in (8, 64))
    kept = cost._bytes(cost.checkpointed, 64, 3)
    assert more > 4 * few
    assert kept < few
