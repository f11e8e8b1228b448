"""Sums over the rows of large data: in blocks that stay in the cache, on all cores."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from snippets.logistic.checks import Array, Labels

MULTIPLICATIONS = 2**18  # for a product of no more, OpenBLAS starts no threads of its own
FEWEST, MOST = 16, 4096  # rows of a block
BLOCKS = 16  # of a task


def total(share: Callable[[Array, Labels], Array], X: Array, labels: Labels, width: int) -> Array:
    """Add up what ``share`` makes of the rows, block by block.

    A block comes from memory once, however often ``share`` goes over it. NumPy releases Python's
    lock while it computes, so that threads work side by side. How the rows are cut and in
    which order the shares are added depends on N and ``width`` alone, never on the number of
    threads: on any number the result is the same to the last bit.

    Args:
        share: From rows of X and their labels to what they add, always of the same shape.
        X: One observation a row, shape (N, D).
        labels: The class of each observation, shape (N,).
        width: How many multiplications a row takes in a product that ``share`` forms.

    Returns:
        The sum, of the shape of one share.
    """
    rows = min(MULTIPLICATIONS // width, MOST)
    if rows < FEWEST or rows >= len(X):  # BLAS needs no help, or there is one block only
        return share(X, labels)

    def task(start: int, end: int) -> Array:
        cuts = [*range(start, end, rows), end]
        shares: Array = np.sum([share(X[i:j], labels[i:j]) for i, j in pairwise(cuts)], axis=0)
        return shares

    tasks = [*range(0, len(X), rows * BLOCKS), len(X)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        sums: Array = np.sum(list(threads.map(task, tasks[:-1], tasks[1:])), axis=0)
    return sums
