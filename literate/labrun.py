"""Run one notebook in a process of its own: ``python -m literate.labrun lab.ipynb``.

It prints the executed notebook as JSON. Where a cell raises, it prints which one and what it
raised, and exits with 1.
"""

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


def main(file: str) -> int:
    """Run the notebook in its own folder, print the result, return the exit code."""
    failed: list[int] = []

    def remember(cell_index: int, **_: Any) -> None:
        failed.append(cell_index)

    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    folder = {"metadata": {"path": str(Path(file).parent)}}
    try:
        NotebookClient(notebook, resources=folder, on_cell_error=remember).execute()
    except CellExecutionError as error:
        print(json.dumps({"cell": failed[0], "name": error.ename, "text": error.evalue}))
        return 1
    print(nbformat.writes(notebook))  # type: ignore[no-untyped-call]
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
