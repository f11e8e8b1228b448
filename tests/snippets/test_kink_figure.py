import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from snippets.kinks import diagnose


@pytest.fixture
def lines(request):
    drawn = diagnose(request.param, 0.0).figure()
    yield drawn.axes[0].get_lines()
    plt.close(drawn)


@pytest.mark.parametrize("lines", [torch.abs], indirect=True)
def test_function_slopes_and_what_was_reported(lines):
    reach = max(line.get_xdata()[-1] for line in lines if len(line.get_xdata()))
    slopes = [line for line in lines if line.get_linestyle() == ":" and len(line.get_xdata())]
    assert [list(line.get_xdata()) for line in slopes] == [[0, -reach], [0, reach]]
    assert np.allclose([line.get_ydata() for line in slopes], [[0, reach], [0, reach]])
    (reported,) = (one for one in lines if one.get_linestyle() == "--" and len(one.get_xdata()))
    assert np.allclose(reported.get_ydata(), 0)
    labels = [one.get_label() for one in lines if not one.get_label().startswith("_")]
    assert labels == ["function", "slopes", "reported: 0"]


@pytest.mark.parametrize("lines", [torch.sign, lambda x: x + torch.floor(x)], indirect=True)
def test_a_jump_has_open_ends(lines):
    open_ends = [one for one in lines if one.get_markerfacecolor() == "#ffffff"]
    assert open_ends
    assert all(list(one.get_xdata()) == [0.0] for one in open_ends)


@pytest.mark.parametrize("lines", [torch.sqrt, torch.log, lambda x: 1 / x], indirect=True)
def test_where_there_is_no_value_nothing_is_drawn(lines):
    for line in lines:
        assert all(abs(y) < 1e30 for y in line.get_ydata())
