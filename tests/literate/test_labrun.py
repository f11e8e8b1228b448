import json
import runpy
import sys
from pathlib import Path

import nbformat
import pytest

from literate import labrun


def written(folder: Path, *cells: str) -> str:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    file = folder / "lab.ipynb"
    file.write_text(nbformat.writes(notebook), encoding="utf-8")
    return str(file)


def test_notebook_runs_in_its_own_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "x = 6", "import os\nprint(x * 7, os.path.basename(os.getcwd()))")
    assert labrun.main(file) == 0
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert cells[1]["outputs"][0]["text"] == [f"42 {tmp_path.name}\n"]
    assert json.loads(Path(file).read_text())["cells"][1]["outputs"] == []


def test_notebook_is_named_on_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["labrun", "nowhere.ipynb"])
    monkeypatch.delitem(sys.modules, labrun.__name__)
    with pytest.raises(FileNotFoundError, match=r"nowhere\.ipynb"):
        runpy.run_module(labrun.__name__, run_name="__main__")


def test_cell_that_raises_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert labrun.main(written(tmp_path, "x = 0", "1 / x", "2 / x")) == 1
    failure = {"cell": 1, "name": "ZeroDivisionError", "text": "division by zero"}
    assert json.loads(capsys.readouterr().out) == failure
