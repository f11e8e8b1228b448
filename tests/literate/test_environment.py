import os
import subprocess
import sys
from pathlib import Path

import pytest

from literate import environment

ASKED = """
from literate import environment
environment.prepare()
import matplotlib, torch
print(torch.get_num_threads(), matplotlib.matplotlib_fname())
"""


def test_libraries_read_what_is_set() -> None:
    asked = [sys.executable, "-c", ASKED]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    threads, style = done.stdout.split()
    assert threads == "1"
    assert Path(style) == Path(environment.__file__).with_name("matplotlibrc")


def test_what_was_set_before_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"OMP_NUM_THREADS": "2", "MATPLOTLIBRC": "/elsewhere"})
    environment.prepare()
    assert os.environ["OMP_NUM_THREADS"] == "1"
    assert os.environ["MATPLOTLIBRC"].endswith("literate/matplotlibrc")
