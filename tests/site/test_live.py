"""What the page on the moving penalty promises: its numbers are right, and seem to move."""

import functools
import gzip
import html
import itertools
import math
import re

import numpy as np
import pytest
from scipy.optimize import minimize

from literate.live import Live
from literate.livepanels import PLANE
from literate.sections import ROOT
from snippets.logistic import binary
from snippets.logistic.checks import Array
from tests.literate.test_axes import places
from tests.site.pages import shown

PAGE = "logistic/live.md"


@functools.cache
def widget() -> Live:
    (found,) = (entry.value for entry in shown(PAGE) if isinstance(entry.value, Live))
    return found


def data(classes: tuple[tuple[tuple[float, float], ...], ...]) -> tuple[Array, Array]:
    minus, plus = classes
    return np.array([*minus, *plus]), np.repeat([-1.0, 1.0], [len(minus), len(plus)])


@pytest.mark.parametrize("place", [0, 57, 134, 186, 240])
def test_scipy_finds_the_fits(place: int) -> None:
    fit, train, test = widget().fits[place], data(widget().train), data(widget().test)
    assert fit.lam == float(fit.row()["lambda"]), "the λ that is written is the one that was fitted"
    found = minimize(
        lambda w: np.logaddexp(0, -train[1] * (train[0] @ w)).sum() + fit.lam * w @ w,
        np.ones(2),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14},
    )
    assert np.allclose(fit.weights, found.x, rtol=1e-4, atol=1e-6)
    assert fit.train == pytest.approx(binary.log_likelihood(fit.weights, *train) / len(train[1]))
    assert fit.test == pytest.approx(binary.log_likelihood(fit.weights, *test) / len(test[1]))
    assert fit.mistakes == np.sum(np.sign(test[0] @ fit.weights) != test[1])


def test_neighbours_are_too_close_to_be_told_apart() -> None:
    """The bounds that the page states."""
    text = widget()._repr_html_()
    curves = re.findall(r'<path class="curve \w+"[^>]*>', text)
    assert len(curves) == 5
    for curve in curves:
        points = places(curve)
        assert len(points) == len(widget().fits)
        assert max(math.dist(a, b) for a, b in itertools.pairwise(points)) < 2
    rows = widget().rows
    for a, b in itertools.pairwise(rows):
        assert abs(float(a["turn"]) - float(b["turn"])) < 1
    exact = [math.log(3) / fit.norm for fit in widget().fits]
    assert max(b / a for a, b in itertools.pairwise(exact)) < 1.07


def test_all_points_are_seen() -> None:
    for classes in (widget().train, widget().test):
        for points in classes:
            assert all(max(map(abs, point)) < PLANE.x[1] for point in points)


def test_the_data_are_as_the_page_says() -> None:
    assert [sum(map(len, classes)) for classes in (widget().train, widget().test)] == [10, 100]
    fits = widget().fits
    assert all(a.norm > b.norm and a.train > b.train for a, b in itertools.pairwise(fits))
    best = widget().best
    assert 0 < best < len(fits) - 1
    rises = [b.test > a.test for a, b in itertools.pairwise(fits)]
    assert rises == [True] * best + [False] * (len(fits) - 1 - best)
    assert f"lambda={fits[best].lam:g}#live" in source("logistic/live.md")
    assert f"lambda={fits[best].lam:g}#live" in source("logistic/binary.md")


def source(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def test_links_ask_for_a_lambda_that_there_is() -> None:
    known = {row["lambda"] for row in widget().rows}
    for page in ("logistic/binary.md", "logistic/live.md"):
        asked = re.findall(r"\(live\.md\?lambda=([^#)]*)#live\)", source(page))
        assert len(asked) == 5
        assert set(asked) <= known


def test_weight_that_changes_its_sign_does_so_where_the_link_leads() -> None:
    fits = widget().fits
    (before,) = [a.lam for a, b in itertools.pairwise(fits) if a.weights[0] * b.weights[0] < 0]
    for page in ("logistic/binary.md", "logistic/live.md"):
        assert f"lambda={before:g}#live" in source(page)


def test_data_are_small() -> None:
    """Below 12 KiB, compressed."""
    text = widget()._repr_html_()
    text = re.sub(r'href="data:[^"]*"', "", text)  # laid beside the page when the site is built
    assert len(gzip.compress(html.unescape(text).encode())) < 12 * 1024
