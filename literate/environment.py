"""The surroundings that every run of a page has in common, whichever program starts it."""

import os
from pathlib import Path


def prepare() -> None:
    """Set what NumPy, PyTorch and Matplotlib read when they are imported; call it before that.

    They compute on one thread. The pages' arrays are small: a chapter that takes 0.6 s took 3 s on
    two threads, and 8 s where other work kept one of them waiting. And a sum that is shared out
    among threads depends on how many there are.
    """
    os.environ["MATPLOTLIBRC"] = str(Path(__file__).with_name("matplotlibrc"))
    os.environ["OMP_NUM_THREADS"] = "1"
