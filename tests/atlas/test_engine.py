"""The repair: true one-sided derivatives in every continuous case of the atlas."""

import pytest

from atlas.cases import CASES
from atlas.engine import CODINGS, one_sided
from atlas.mathematics import mathematics, value_at

TRUTH = {case.name: mathematics(case) for case in CASES}
CONTINUOUS = [case for case in CASES if TRUTH[case.name].kind != "none"]


def test_every_continuous_case_has_a_coding():
    assert {case.name for case in CONTINUOUS} == set(CODINGS)
    assert len(CONTINUOUS) > 100


@pytest.mark.parametrize("case", CONTINUOUS, ids=lambda case: case.name)
def test_value_and_slope_along_every_ray(case):
    for direction, slope in TRUTH[case.name].slopes.items():
        limit, found = one_sided(case, direction)
        assert found == pytest.approx(slope, rel=1e-12, abs=1e-12)
        if case.order == 1:
            assert limit == pytest.approx(value_at(case, case.point), rel=1e-12, abs=1e-12)
