"""Every peer that is there computes the same."""

import pytest

from bench.peers import installed, scalar
from bench.program import POINT, closed_form


@pytest.mark.parametrize("point", [POINT, (0.4, -0.9), (2.0, 1.0)])
def test_the_contenders_agree(point):
    value, gradient = closed_form(*point)
    peers = scalar()
    assert "torch" in peers
    for name, peer in peers.items():
        theirs, slopes = peer(*point)
        assert float(theirs) == pytest.approx(value, rel=1e-12), name
        assert [float(slope) for slope in slopes] == pytest.approx(gradient, rel=1e-12), name


def test_what_is_not_there_stays_away():
    assert installed("torch", "math")
    assert not installed("math", "no_such_package")
