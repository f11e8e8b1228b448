"""The cases are sound: named once, coded as the functions they are about, recorded as they are."""

import re

import pytest

from atlas import record
from atlas.case import FAMILIES, family
from atlas.cases import CASES
from atlas.frameworks import FRAMEWORKS
from atlas.page import AtlasTable
from atlas.rows import rows


def test_names_are_anchors_and_unique() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 90
    assert [name for name in names if not re.fullmatch(r"[a-z]\w*(-\w+)*", name)] == []


def test_cases_stand_by_family_and_every_family_has_some() -> None:
    order = [FAMILIES.index(case.family) for case in CASES]
    assert order == sorted(order)
    assert set(order) == set(range(len(FAMILIES)))


def test_every_family_has_a_page_of_its_own() -> None:
    folder = record.ROOT / "docs" / "atlas"
    links = re.findall(r"\[([^]]+)\]\((\w+\.md)\)", (folder / "index.md").read_text("utf-8"))
    assert [name for name, _ in links] == list(FAMILIES)
    assert len({page for _, page in links}) == len(FAMILIES)
    for name, page in links:
        assert f"\n# {name}\n" in (folder / page).read_text("utf-8")


def test_pages_of_families_show_most_of_their_rows() -> None:
    folder = record.ROOT / "docs" / "atlas"
    pages = "".join(page.read_text("utf-8") for page in folder.glob("*.md"))
    shown = [case.name for case in CASES if f'"{case.name}"' in pages]
    assert len(shown) > 0.8 * len(CASES)


def test_unknown_family_is_refused() -> None:
    with pytest.raises(ValueError, match="the family is 'Kinks', expected one of Absolute"):
        family("Kinks")


def test_rows_can_be_told_apart_by_what_they_say() -> None:
    said = [(case.text, case.point, case.family) for case in CASES]
    assert len(said) == len(set(said))


def test_codings_are_of_known_frameworks_and_differ_from_none_in_name() -> None:
    for case in CASES:
        assert set(case.codings) <= set(FRAMEWORKS), case.name
        assert all("x" in coding for coding in case.codings.values()), case.name


def test_second_derivatives_are_of_functions_of_a_number() -> None:
    assert {len(case.point) for case in CASES if case.order == 2} == {1}
    assert {case.order for case in CASES} == {1, 2}
    for case in CASES:
        assert case.text.startswith("second derivative") == (case.order == 2), case.name


def test_coding_of_another_function_is_refused() -> None:
    case = family("Codings")("x", "x²", (0.0,), lambda x: x * x, torch="x**3")
    with pytest.raises(ValueError, match=r"^x, torch: at \[0\.0009\d*\] it is 9\.\d*e-10, the fun"):
        record.measured(case, ["torch"])


def test_results_are_of_these_cases_and_codings() -> None:
    recorded = record.read()["cases"]
    assert list(recorded) == [case.name for case in CASES], "run make atlas"
    for case in CASES:
        assert set(recorded[case.name]) == {"mathematics", *case.codings}, case.name
        for name in case.codings:
            modes = ["reverse"] if name == "tinygrad" else ["reverse", "forward"]
            assert list(recorded[case.name][name]) == modes, (case.name, name)
            for answer in recorded[case.name][name].values():
                assert isinstance(answer, str) or len(answer) == len(case.point), case.name


# A coding that raises is a slip of its author unless it stands here, with what is at fault.
REFUSED = {
    "LinAlgError": "the rule of the determinant inverts the matrix",
    "InvalidArgumentError": "the rule of the determinant inverts the matrix",
    "LookupError": "TensorFlow's softsign has no second derivative",
    "NotImplementedError": "the operation has no rule for forward mode",
    "None": "TensorFlow knows no derivative of an operation that steps",
    "RuntimeError": "PyTorch does not differentiate a constant gradient",
}


def test_errors_are_the_known_ones() -> None:
    found = {
        (answer, name, mode)
        for row in rows()
        for name, modes in row.answers.items()
        for mode, answer in modes.items()
        if isinstance(answer, str)
    }
    assert {answer for answer, _, _ in found} == set(REFUSED)
    assert {mode for answer, _, mode in found if answer == "NotImplementedError"} == {"forward"}
    assert {name for answer, name, _ in found if answer == "RuntimeError"} == {"torch"}


def test_page_reads_whole_and_links_to_every_row() -> None:
    markup = AtlasTable(rows(), "Measured.")._repr_html_()
    for case in CASES:
        assert f'<tr id="{case.name}" ' in markup
        assert f'href="#{case.name}"' in markup
    assert markup.count("<details>") == len(CASES)
    assert markup.count("<tbody>") == len(FAMILIES)
    assert "hidden>" not in markup
