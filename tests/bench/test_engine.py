"""What is compared computes the same."""

import pytest

from bench.engine import on_a_bare_tape
from bench.program import POINT, closed_form
from snippets.example import f
from snippets.reverse import value_and_grad


@pytest.mark.parametrize("point", [POINT, (0.4, -0.9), (2.0, 1.0)])
def test_the_contenders_agree(point):
    value, gradient = closed_form(*point)
    for contender in (on_a_bare_tape, value_and_grad(f)):
        ours, slopes = contender(*point)
        assert ours == pytest.approx(value, rel=1e-13)
        assert slopes == pytest.approx(gradient, rel=1e-12)
