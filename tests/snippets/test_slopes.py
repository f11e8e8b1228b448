import math

import numpy as np
import pytest

from snippets.kinks import diagnose
from snippets.slopes import (
    EDGE,
    JUMP,
    KINK,
    SMOOTH,
    VERTICAL,
    Side,
    best,
    kinds,
    mirrored,
    richardson,
    rounding_noise,
    side,
    stair,
    steps,
)


def one_side(f, at=0.0, sign=1, scale=1.0):
    where = steps(scale, at == 0)
    with np.errstate(all="ignore"):
        rows = [np.array([[f(at + sign * t)] for t in ts]) for ts in where]
        return side(np.array([f(at)]), *rows, where, 4 * 2.0**-52)


@pytest.mark.parametrize("at", [0.0, 1.0, -3.7, 0.1, 100.0])
@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (np.sin, np.cos),
        (np.exp, np.exp),
        (lambda x: 3 * x, lambda _: 3.0),
        (lambda x: x**3 - x, lambda x: 3 * x * x - 1),
        (lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    ],
)
def test_the_slope_and_its_error(f, slope, at):
    found = one_side(f, at, scale=max(1.0, abs(at)))
    assert found.kind[0] == SMOOTH
    assert abs(found.slope[0] - slope(at)) <= found.error[0] + 1e-15 * abs(slope(at))
    assert found.error[0] < 1e-7 * max(1.0, abs(slope(at)))


def test_each_column_of_the_tableau_removes_a_power():
    h = 0.5 ** np.arange(8.0)[:, None]
    for power in range(1, 5):
        columns = richardson(7 + h**power)
        assert np.allclose(columns[power], 7, atol=1e-13)
        assert not np.allclose(columns[power - 1], 7, atol=1e-3)


def test_the_best_entry_is_no_accident_of_coarse_steps():
    h = 0.5 ** np.arange(3.0, 43.0)[:, None]
    quotients = np.sin(64 * np.pi * h) / h  # 0 at steps that are whole periods
    slope, error = best(richardson(quotients), 1e-16 / h)
    assert abs(slope[0] - 64 * math.pi) <= error[0] < 1e-6


@pytest.mark.parametrize(
    ("f", "kind", "slope"),
    [
        (np.abs, SMOOTH, 1),
        (np.sqrt, VERTICAL, math.inf),
        (lambda x: -np.cbrt(x), VERTICAL, -math.inf),
        (lambda x: x * np.log(x) if x else 0.0, VERTICAL, -math.inf),
        (np.sign, JUMP, math.inf),
        (lambda x: np.floor(-x), JUMP, -math.inf),
        (lambda x: x + 1e-6 * (x > 0), JUMP, math.inf),
        (lambda x: np.sqrt(-x), EDGE, math.nan),
        (np.log, EDGE, math.nan),
        (lambda x: x**1.5, SMOOTH, 0),
        (lambda x: 0.0 * x, SMOOTH, 0),
        (lambda x: x * np.sin(1 / x) if x else 0.0, SMOOTH, math.nan),  # it does not settle
    ],
)
def test_what_there_is_instead_of_a_slope(f, kind, slope):
    found = one_side(f)
    assert found.kind[0] == kind
    assert found.slope[0] == pytest.approx(slope, abs=1e-6, nan_ok=True)


def test_a_jump_has_a_limit():
    assert one_side(lambda x: np.cos(x) + (x > 0)).limit[0] == pytest.approx(2, abs=1e-12)
    assert one_side(np.cos).limit[0] == 1


def test_two_sides_make_a_kind():
    def kind(f):
        return kinds(mirrored(one_side(f, sign=-1)), one_side(f))[0]

    assert kind(np.abs) == KINK
    assert kind(np.sin) == SMOOTH
    assert kind(lambda x: 1e3 * x + np.abs(x)) == KINK
    assert kind(lambda x: np.sqrt(np.abs(x))) == VERTICAL
    assert kind(np.sign) == JUMP
    assert kind(np.sqrt) == EDGE


@pytest.mark.parametrize("size", [1.0, 1e6])
def test_noise_is_seen_and_smoothness_is_none(size):
    where = steps(1.0, True)
    exact = np.sin(where.cluster)[:, None]
    rounded = (size + exact) - size
    assert rounding_noise(exact)[0] < 1e-18
    assert 0.2 < rounding_noise(rounded)[0] / (size * 2**-53) < 10


@pytest.mark.parametrize(("scale", "size"), [(1.0, 1), (3.0, 4), (4.0, 4), (1e-9, 2.0**-29)])
@pytest.mark.parametrize(("at_zero", "finer"), [(False, 1), (True, 16)])
def test_steps_halve_and_neighbours_keep_away_from_0(scale, size, at_zero, finer):
    where = steps(scale, at_zero)
    assert where.halving.tolist() == [size * 717 / 1024 / 2**k for k in range(3, 43)]
    places = (where.cluster - size * 2.0**-14) / (size * 2.0**-26 / finer)
    assert places.min() == 0
    assert 0.9 < places.max() < 1
    gaps = np.diff(np.sort(places))
    assert gaps.min() > 1 / 24
    assert len(gaps) == 11
    assert gaps.max() > 1.5 * gaps.min()  # uneven


def test_the_tableau_has_the_quotients_and_six_columns_more():
    assert [len(column) for column in richardson(np.ones((9, 1)))] == [9, 8, 7, 6, 5, 4, 3]


def test_the_estimate_adds_the_last_change_and_the_noise_as_it_has_grown():
    slope, error = best([np.array([[4.0], [3.0]]), np.array([[2.0]])], np.array([[1.0], [0.25]]))
    # The entry is 2 from the one before, and the noise of a fine quotient counts three times.
    assert (slope[0], error[0]) == (2, 2 + 3 * 0.25)
    slope, error = best([np.array([[4.0], [3.0]]), np.array([[9.0]])], np.array([[1.0], [0.25]]))
    assert (slope[0], error[0]) == (9, 6 + 3 * 0.25)


def test_noise_grows_with_every_extrapolation():
    columns = [np.array([[9.0], [7.0], [3.0]]), np.array([[5.0], [5.0]]), np.array([[5.0]])]
    slope, error = best(columns, np.array([[8.0], [8.0], [0.25]]))
    assert (slope[0], error[0]) == (5, pytest.approx(3 * 5 / 3 * 0.25))
    rows = ([9.0, 9.0, 7.0, 3.0], [5.0, 5.0, 8.0], [5.0, 5.0], [5.0])
    columns = [np.array(row)[:, None] for row in rows]
    slope, error = best(columns, np.array([[8.0], [8.0], [8.0], [0.25]]))
    assert (slope[0], error[0]) == (5, pytest.approx(3 * 5 / 3 * 9 / 7 * 0.25))


@pytest.mark.parametrize("sign", [-1, 1])
def test_quotients_at_smaller_steps_speak_against_an_entry_but_for_their_noise(sign):
    columns = [sign * np.array([[4.0], [3.0], [5.0]]), sign * np.array([[2.0], [100.0]])]
    slope, error = best(columns, np.array([[0.0], [0.0], [0.4]]))
    # The entry 2 is 1 from its own quotient, and the last one is at least 5 - 2 · 0.4.
    assert (slope[0], error[0]) == (2 * sign, pytest.approx(2 + (4.2 - 2) - 1))


@pytest.mark.parametrize(
    ("rises", "step"),
    [((4, 2, 0), 2), ((4, 0, 2), 0), ((-4, -2, 0, 0), 2), ((0, 0), 0)],
)
def test_a_stair_is_what_values_take_before_they_stand_still(rises, step):
    assert stair(np.array(rises, float)[:, None])[0] == step


def test_a_constant_infinity_has_the_slope_0():
    found = one_side(lambda _: math.inf)
    assert (found.kind[0], found.slope[0], found.error[0]) == (SMOOTH, 0, 0)


def test_where_there_is_no_slope_there_is_no_error():
    for f in (np.sign, np.sqrt, np.log):
        assert one_side(f).error[0] == 0


def test_noise_is_four_standard_deviations():
    rng = np.random.default_rng(547)
    spread = rounding_noise(rng.normal(size=(12, 20000)))
    assert np.sqrt((spread**2).mean()) == pytest.approx(4, rel=0.02)
    where = steps(1.0, True).cluster[:, None]
    apart = (where - where.min()) / np.ptp(where)
    assert rounding_noise(apart**4 - apart**2)[0] < 1e-12
    assert rounding_noise(apart**5)[0] > 1e-4


def test_steps_do_not_round_the_point():
    where = steps(3.0, False)
    for t in (*where.halving, *where.cluster):
        assert (3.0 + t) - 3.0 == t
        assert (-3.0 - t) + 3.0 == -t


def test_a_stair_is_seen_beyond_steps_without_a_value():
    assert stair(np.array([math.nan, -4, 2, 0])[:, None])[0] == 2


AT = steps(1.0, False)
FIRST = AT.halving[0]


def made(rises, start=1.0, noise=0.0, levels=None):
    """A side with given rises and, in the cluster, noise of a given size."""
    pattern = np.random.default_rng(547).normal(size=(12, 1))
    cluster = start + noise * pattern / rounding_noise(pattern)
    halving = start + np.asarray(rises, float)[:, None]
    trusted = None if levels is None else np.array([levels])
    return side(np.array([start]), halving, cluster, AT, 0.0, trusted)


def test_the_noise_of_a_quotient_is_that_of_both_values():
    found = made(AT.halving, start=0.0, noise=1e-6)
    assert found.error[0] == pytest.approx(3 * 2 * 1e-6 / AT.halving[1], rel=1e-6)


@pytest.mark.parametrize(("share", "lost"), [(0.009, False), (0.011, True)])
def test_noise_of_a_hundredth_of_all_that_the_function_rises_hides_its_slope(share, lost):
    rises = AT.halving.copy()
    rises[-1] *= 1e3  # beside such a quotient the estimated error is none
    assert np.isnan(made(rises, noise=share * FIRST).slope[0]) == lost


ZIGZAG = AT.halving * (1 + 0.5 * (-1.0) ** np.arange(40))


@pytest.mark.parametrize(("start", "size", "lost"), [(0, 1, 1), (100, 1, 1), (100, 1e-4, 0)])
def test_quotients_that_do_not_settle_are_no_slope_unless_they_are_next_to_nothing(
    start, size, lost
):
    found = made(size * ZIGZAG, start)
    assert found.kind[0] == SMOOTH
    assert np.isnan(found.slope[0]) == lost


@pytest.mark.parametrize(("share", "lost"), [(0.9, False), (1.1, True)])
def test_an_error_beside_a_value_a_million_times_as_large_hides_no_slope(share, lost):
    noise = share * 1e-6 / 24  # the best quotient, of the third step, has an error of 24 times that
    rises = np.append(101 * noise, np.zeros(39))
    assert np.isnan(made(rises, noise=noise).slope[0]) == lost


@pytest.mark.parametrize(("roundings", "lost"), [(63.5, False), (64.5, True)])
def test_an_error_of_some_roundings_hides_no_slope(roundings, lost):
    tiny = 2.0**-60
    error = made(tiny * ZIGZAG, 0.0).error[0]
    found = made(tiny * ZIGZAG * (roundings * 2.0**-52 / (error * FIRST)), 0.0)
    assert np.isnan(found.slope[0]) == lost


@pytest.mark.parametrize(("share", "kind"), [(1 / 49.5, SMOOTH), (1 / 50.5, JUMP)])
def test_a_jump_is_fifty_times_the_noise(share, kind):
    assert made(np.full(40, 1e-3), 0.0, noise=share * 1e-3).kind[0] == kind


@pytest.mark.parametrize(("share", "kind"), [(1 / 999.5, SMOOTH), (1 / 1000.5, VERTICAL)])
def test_a_vertical_tangent_has_a_rise_of_a_thousand_times_the_noise(share, kind):
    rises = np.sqrt(AT.halving)
    assert made(rises, 0.0, noise=share * rises[-1]).kind[0] == kind


@pytest.mark.parametrize(("levels", "kind"), [(21, SMOOTH), (22, VERTICAL)])
def test_coarse_steps_alone_show_no_vertical_tangent(levels, kind):
    assert made(np.sqrt(AT.halving), 0.0, levels=levels).kind[0] == kind


def test_where_the_last_step_has_no_value_is_an_edge():
    rises = AT.halving.copy()
    rises[-1] = math.nan
    assert made(rises).kind[0] == EDGE


@pytest.mark.parametrize(("gap", "kind"), [(7.5, SMOOTH), (8.5, KINK)])
def test_slopes_are_two_if_their_errors_do_not_explain_it(gap, kind):
    def one(slope, error):
        return Side(np.array([slope]), np.array([error]), np.zeros(1), np.array([SMOOTH]))

    assert kinds(one(0.0, 0.25), one(gap, 0.75), least=0.0)[0] == kind


@pytest.mark.parametrize("size", [1e-9, 1e9])
def test_a_vertical_tangent_is_one_at_any_size(size):
    assert made(size * np.sqrt(AT.halving), 0.0).kind[0] == VERTICAL


@pytest.mark.parametrize(("roundings", "kind"), [(40, SMOOTH), (60, JUMP)])
def test_the_value_itself_is_rounded(roundings, kind):
    assert made(np.full(40, roundings * 2.0**-52)).kind[0] == kind


def test_an_infinity_that_lasts_to_the_last_step_is_constant():
    values = np.append(np.ones(39), math.inf)[:, None]
    found = side(np.array([math.inf]), values, np.full((12, 1), math.inf), AT, 0.0)
    assert (found.kind[0], found.slope[0]) == (SMOOTH, 0)


@pytest.mark.parametrize(
    ("f", "x", "kind"),
    [
        (lambda x: np.sign(x) * np.abs(x) ** 1.05, 0.0, "unsettled"),
        (lambda x: x * x + 1e-3 * np.sin(3000 * x), 1e4, "smooth"),
        (lambda x: np.sin(1 / x) if x != 0 else 0 * x, 0.0, "unsettled"),
        (lambda x: abs(x - 3 - 3e-12) + np.sin(x), 3.0, "smooth"),
        (lambda x: 1e200 * np.sin(x), 1.0, "smooth"),
    ],
)
def test_no_slope_is_believed_before_it_settles(f, x, kind):
    found = diagnose(f, x)
    assert found.kind == kind
    assert found.inside is not False


def test_a_pole_has_no_finite_limit():
    found = diagnose(lambda x: 1 / x if x != 0 else 0 * x, 0.0)
    assert found.limits == (-math.inf, math.inf)
