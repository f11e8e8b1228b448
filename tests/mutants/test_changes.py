"""Which changes are tried; cosmic-ray, which makes them, is there only for `make mutants`."""

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray")

from mutants.changes import mutants


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("y = 3", ["y = 4"]),
        ("y = x[-1]", ["y = x[- 2]"]),
        ("y = 1e100", []),
        ("y = a + b", ["y = a - b"]),
        ("y = a + 'b'", []),
        ("y = f(*a)", []),
        ("y = a == 1", ["y = a == 2"]),
        ("y = a == b", ["y = a != b"]),
        ("y = b if a else c", ["y = b if not a else c"]),
        ("y = b if a is None else c", ["y = b if a is not None else c"]),
        ("while a := b(): pass", []),
        ("assert a == b", []),
        ("y = zip(a, strict=True)", []),
        ("y = zip(a, strict=False)", ["y = zip(a, strict=True)"]),
    ],
)
def test_a_place_is_changed_once_and_only_so_that_it_means_something_else(
    tmp_path: Path, line: str, changes: list[str]
) -> None:
    module = tmp_path / "m.py"
    module.write_text(f"{line}\n")
    found = [" ".join(mutant.source.split()) for mutant in mutants(module, tmp_path)]
    assert found == changes
