"""What PyTorch returns is measured again, by both modes, and is what the atlas shows."""

import pytest

from atlas import record
from atlas.case import FAMILIES
from atlas.cases import CASES


@pytest.mark.parametrize("family", FAMILIES)
def test_pytorch_answers_as_recorded(family: str) -> None:
    cases = [case for case in CASES if case.family == family]
    assert cases
    found = record.changes({case.name: record.measured(case, ["torch"]) for case in cases})
    assert not found, "\n".join([*found, "If that is right, run make atlas and make outputs."])


def test_every_case_has_a_coding_for_pytorch() -> None:
    assert [case.name for case in CASES if "torch" not in case.codings] == []
