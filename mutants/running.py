"""Running the tests of a mutant in a fork of a process that has all libraries loaded.

Starting Python, PyTorch and pytest takes seconds, a mirror test a fraction of one. So the libraries
are imported once, and each mutant gets a fork in which the changed source stands in for the file:
nothing on disk is touched, and two mutants can run side by side.
"""

import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

LIBRARIES = (
    "hypothesis", "markdown", "math_core", "matplotlib.pyplot", "mkdocs.structure.pages", "numpy",
    "pytest", "pytest_markdown_docs.plugin", "scipy.optimize", "sympy", "torch",
)  # fmt: skip
# That a library is loaded already is why this is fast, and no reason for pytest to warn. Nobody
# reads what an assertion compares, so that none needs to be written anew to say it.
OPTIONS = (
    "-x", "-q", "--assert=plain", "-p", "no:cacheprovider",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",
)  # fmt: skip
KILLED, SURVIVED = "killed", "survived"
ALIVE = (0, 5 << 8)  # how a process ends whose tests all pass, and one that has no tests to run


@dataclass(frozen=True)
class Mutant:
    """One changed module.

    Attributes:
        module: The file, relative to the repository.
        operator: cosmic-ray's name of the change.
        line: Where it is, from 1.
        change: The lines that differ, "- before" and "+ after".
        source: The whole changed file.
    """

    module: str
    operator: str
    line: int
    change: str
    source: str

    @property
    def name(self) -> str:
        """What tells this mutant from others, whatever lines are added above it."""
        return f"{self.module} | {self.operator.removeprefix('core/')} | {self.change}"


def load_libraries() -> None:
    """Import what the tests need, but nothing of this repository."""
    os.environ["MATPLOTLIBRC"] = str(Path("literate/matplotlibrc").resolve())
    for name in LIBRARIES:
        importlib.import_module(name)
    sys.modules["torch"].set_num_threads(1)
    # The first counterexample kills a mutant; a smaller one, which hypothesis would look for, costs
    # many more runs and kills it no more.
    hypothesis = sys.modules["hypothesis"]
    kept = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", phases=kept)
    hypothesis.settings.load_profile("mutants")
    # What is loaded by now stays: no child looks for garbage in it, and so copies its memory.
    gc.collect()
    gc.freeze()


def outcomes(
    mutants: list[Mutant],
    tests: Callable[[Mutant], tuple[list[str], list[object]]],
    patience: float,
    workers: int = 2,
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with whether the tests notice it, in the order in which they are done.

    Args:
        mutants: What to run.
        tests: For a mutant, files for pytest, and plugins.
        patience: Seconds after which a mutant that still runs counts as killed.
        workers: How many run side by side.
    """
    waiting = list(reversed(mutants))
    running: dict[int, tuple[Mutant, float]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            running[_fork(mutant, *tests(mutant))] = (mutant, time.monotonic())
        done, status = os.waitpid(-1, os.WNOHANG)
        if done in running:
            mutant, _ = running.pop(done)
            yield mutant, SURVIVED if status in ALIVE else KILLED
            continue
        for child, (_, started) in running.items():
            if time.monotonic() - started > patience:
                os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)


def _fork(mutant: Mutant, files: list[str], plugins: list[object]) -> int:
    child = os.fork()
    if child:
        return child
    os.setpgid(0, 0)  # so that a mutant that hangs is ended with what it started
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    _stand_in(mutant)
    code: Any = 2
    try:
        code = sys.modules["pytest"].main([*OPTIONS, *files], plugins=plugins)
    finally:
        os._exit(int(code))


def _stand_in(mutant: Mutant) -> None:
    """Let Python import the mutant where it would import the module."""
    for name in [name for name in sys.modules if name.split(".")[0] == mutant.module.split("/")[0]]:
        del sys.modules[name]  # loaded by the runner itself, unchanged
    file = str(Path(mutant.module).resolve())
    read, stat = SourceFileLoader.get_data, SourceFileLoader.path_stats

    def get_data(self: SourceFileLoader, path: str) -> bytes:
        return mutant.source.encode() if path == file else read(self, path)

    def path_stats(self: SourceFileLoader, path: str) -> Any:
        if path == file:
            raise OSError("a mutant has no byte code")
        return stat(self, path)

    SourceFileLoader.get_data = get_data  # type: ignore[method-assign]
    SourceFileLoader.path_stats = path_stats  # type: ignore[method-assign]
