import os
import threading

import numpy as np
import pytest

from snippets.logistic import rows


def data(N, D=3, seed=547):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)), rng.integers(0, 4, N)


def products(X, labels):
    return (labels + 1.0) @ X


@pytest.mark.parametrize("width", [1, 100, 1000, rows.MULTIPLICATIONS // rows.FEWEST, 10**9])
@pytest.mark.parametrize("N", [0, 1, 4096, 4097, 70_001])
def test_every_row_counts_once(N, width):
    X, labels = data(N)
    assert np.allclose(rows.total(products, X, labels, width), products(X, labels), atol=1e-9)


def test_the_sum_is_the_same_to_the_last_bit_on_any_number_of_threads(monkeypatch):
    X, labels = data(50_000)
    sums = []
    for cores in (1, 2, 3, 8):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        sums += [rows.total(products, X, labels, 900) for _ in range(3)]
    assert len({found.tobytes() for found in sums}) == 1


def test_blocks_are_small_and_shared_among_threads():
    X, labels = data(50_000)
    sizes, threads = [], set()

    def share(some, _):
        sizes.append(len(some))
        threads.add(threading.get_ident())
        return some.sum(axis=0)

    rows.total(share, X, labels, 900)
    assert sum(sizes) == len(X)
    assert max(sizes) * 900 <= 2**18 < (max(sizes) + 1) * 900
    assert threading.get_ident() not in threads
    sizes.clear()
    rows.total(share, X, labels, 10**6)  # rows so wide that the blocks would be of none
    assert sizes == [len(X)]


@pytest.mark.parametrize(
    ("N", "width", "largest"),
    [
        (10_000, 1, 4096),  # a block fits into the cache
        (50, 2**18 // 16, 16),
        (50, 2**18 // 16 + 1, 50),  # a product of 15 rows would be too small
    ],
)
def test_a_block_is_of_16_to_4096_rows(N, width, largest):
    sizes = []
    X, labels = data(N)
    rows.total(lambda some, _: sizes.append(len(some)) or some.sum(axis=0), X, labels, width)
    assert max(sizes) == largest
    assert sum(sizes) == N


def test_a_single_block_needs_no_thread(monkeypatch):
    monkeypatch.setattr(rows, "ThreadPoolExecutor", None)
    X, labels = data(4096)
    assert np.allclose(rows.total(products, X, labels, 1), products(X, labels))


def test_a_thread_is_given_sixteen_blocks_at_a_time(monkeypatch):
    tasks = []

    def spy(self, task, starts, ends, original=rows.ThreadPoolExecutor.map):
        tasks.extend(np.subtract(ends, starts))
        return original(self, task, starts, ends)

    monkeypatch.setattr(rows.ThreadPoolExecutor, "map", spy)
    rows.total(products, *data(50_000), 2**18 // 100)
    assert tasks == [1600] * 31 + [400]


def test_an_error_in_a_thread_reaches_the_caller():
    X, labels = data(50_000)
    with pytest.raises(ValueError, match="matmul"):
        rows.total(lambda some, _: some @ np.ones(4), X, labels, 900)
