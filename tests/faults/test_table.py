"""The table of faults fits the files as they are, and all of it was run.

`make faults` leaves this test out of its copies: an applied fault is a text that is gone.
"""

import json

import pytest

from faults.__main__ import COMMANDS, RESULTS
from faults.fault import Fault
from faults.table import FAULTS
from literate.sections import ROOT

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)


@every_fault
def test_fault_can_be_put_into_its_file(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text(encoding="utf-8")
    assert fault.applied(text) != text


@every_fault
def test_fault_names_checks_that_exist(fault: Fault) -> None:
    assert fault.checks
    for check in fault.checks:
        assert check in COMMANDS or (ROOT / check.partition("::")[0]).exists()


def test_text_that_is_not_there_once_is_refused() -> None:
    fault = Fault("nothing", "file.md", "a", "b", ("ruff",))
    for text in ("none", "a and a"):
        with pytest.raises(ValueError, match=r"^nothing: 'a' occurs \d times in file.md"):
            fault.applied(text)


def test_each_fault_was_tried_and_caught() -> None:
    assert len(FAULTS) >= 45
    recorded = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert [row["fault"] for row in recorded["faults"]] == [fault.what for fault in FAULTS]
    assert all(row["caught by"] for row in recorded["faults"])
