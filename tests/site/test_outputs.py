"""What each page shows is what its record in tests/outputs/ has."""

import re
from pathlib import Path
from typing import Any

import pytest
import torch

from literate.comparing import changes, strays
from literate.record import pages, record_of, run
from literate.sections import ROOT
from tests.site.pages import shown


@pytest.mark.parametrize("page", pages())
def test_page_shows_what_is_recorded(page: str) -> None:
    found = changes(page, shown(page))
    assert not found, "\n".join(found)


def test_every_record_has_its_page() -> None:
    assert strays() == []


def test_records_are_of_all_pages_that_run_something() -> None:
    with_blocks = {
        str(file.relative_to(ROOT / "docs"))
        for file in (ROOT / "docs").rglob("*.md")
        if re.search(r"(?m)^```python$", file.read_text(encoding="utf-8"))
    }
    assert set(pages()) == with_blocks | {"labs/crazy-answer.ipynb"}


def test_numbers_in_prose_are_recorded() -> None:
    # Counted without the code that runs a page, so that two ways must agree.
    text = (ROOT / "docs" / "pytorch" / "jump.md").read_text(encoding="utf-8")
    numbers = [entry for entry in shown("pytorch/jump.md") if not entry.is_block]
    assert len(numbers) == text.count("{=") > 2


SIGN = torch.sign


class OtherSign(torch.autograd.Function):
    """A sign whose derivative at 0 is 1: such as a PyTorch that answers differently might have."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return SIGN(x)

    @staticmethod
    def backward(ctx: Any, slope: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        return slope * (x == 0)


def test_pytorch_that_answers_differently_at_a_kink_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch, "sign", OtherSign.apply)
    found = changes("pytorch/jump.md", run("pytorch/jump.md"))
    text = (ROOT / "docs" / "pytorch" / "jump.md").read_text(encoding="utf-8").split("\n")
    line = text.index('print("derivatives:", derivative(jump_by_sign, x).tolist())') + 1
    opening = max(n for n, source in enumerate(text[:line], start=1) if source == "```python")
    assert found[0] == (
        f"docs/pytorch/jump.md:{opening}: block 3 does not show what "
        "tests/outputs/pytorch/jump.txt has:\n"
        "  recorded: 0.0   in: derivatives: [2.0, 0.0, 2.0]\n"
        "  now:      1.0   in: derivatives: [2.0, 1.0, 2.0]\n"
        "  If that is right, run make outputs and read the diff."
    )
    # The sentence below the block, the figure and the tables further down follow suit.
    assert ": a number in the prose does not show what" in found[1]
    assert "recorded: 0   in: 0\n  now:      1   in: 1\n" in found[1]
    assert any("x = 0 is at 1 in the left panel" in message for message in found)


def test_page_without_a_record_fails(tmp_path: Path) -> None:
    assert changes("trace.md", shown("trace.md"), tmp_path) == [
        "docs/trace.md has no record tests/outputs/trace.txt: run make outputs and read the diff."
    ]


def test_block_that_was_added_or_removed_fails(tmp_path: Path) -> None:
    record = tmp_path / record_of("trace.md")
    record.parent.mkdir(parents=True)
    record.write_bytes((ROOT / record_of("trace.md")).read_bytes())
    entries = list(shown("trace.md"))
    assert changes("trace.md", entries, tmp_path) == []
    (removed,) = changes("trace.md", entries[:4] + entries[5:], tmp_path)
    assert removed == (
        f"docs/trace.md: tests/outputs/trace.txt has '{entries[4].head}', the page has not\n"
        "  If that is right, run make outputs and read the diff."
    )
    (added,) = changes("trace.md", [*entries, entries[2]], tmp_path)
    assert re.match(r"docs/trace\.md:\d+: block \d+ is not in tests/outputs/trace\.txt: ", added)
    assert added.endswith("If that is right, run make outputs and read the diff.")
