"""What a page calls a thing by its number is that thing: claims, errata, equations, papers."""

import re
from pathlib import Path

import pytest

from literate.equations import equations
from literate.sections import ROOT

DOCS = ROOT / "docs"
CHAPTERS = sorted(DOCS.rglob("*.md"))
MODULES = sorted((ROOT / "snippets").rglob("*.py"))
WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def pages() -> list[str]:
    return [str(file.relative_to(DOCS)) for file in CHAPTERS]


def stated_on() -> dict[str, str]:
    """Number of an equation → the page that states it."""
    return {
        equation.number: page
        for page in pages()
        for equation in equations(read(DOCS / page), page, page)
        if equation.number
    }


@pytest.mark.parametrize("page", pages())
def test_number_in_a_link_is_the_number_of_its_target(page: str) -> None:
    links = re.findall(r"\[([^\]]*)\]\([^)]*#(?:claim-|e)(\d+)\)", read(DOCS / page))
    for text, target in links:
        named = re.fullmatch(r"(?:claims? |errat(?:um|a) )?E?(\d+)", text, re.IGNORECASE)
        assert not named or named[1] == target, f"[{text}] leads to {target}"


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("reference/errata.md", r"^## E(\d+)\. .* \{ #e(\d+) \}$"),
        ("logistic/binary.md", r"^## Claim (\d+): .* \{ #claim-(\d+) \}$"),
    ],
)
def test_headings_count_without_a_gap(page: str, heading: str) -> None:
    found = re.findall(heading, read(DOCS / page), re.MULTILINE)
    assert found == [(str(n), str(n)) for n in range(1, len(found) + 1)]
    text = read(DOCS / page).casefold()
    assert WORDS.split()[len(found)] in text.split("\n# ")[0], "the description says how many"


def test_answers_of_the_source_are_told_alike() -> None:
    """The chapter, the source map and the errata report what the homework answered."""
    binary, source_map, errata = (
        read(DOCS / page)
        for page in ("logistic/binary.md", "reference/source-map.md", "reference/errata.md")
    )
    for number in "12345":
        claim = binary.split(f"## Claim {number}:")[1]
        said = re.search(r"^The source (?:says|answers) (True|False)", claim, re.MULTILINE)
        assert said
        assert re.search(rf"^\| Claim {number}:.* Answer: {said[1]} \|", source_map, re.MULTILINE)
        for answer in re.findall(rf"^## E\d+\. Claim {number}:.*\n\n.*answered \*(\w+)\*",
                                 errata, re.MULTILINE):  # fmt: skip
            assert answer == said[1]
    reversed_ = re.search(r"is answered \*(\w+)\*\.\n\nIt is \*(\w+)\*", errata)
    assert reversed_
    assert set(reversed_.groups()) == {"True", "False"}


@pytest.mark.parametrize("page", pages())
def test_equation_named_in_a_table_or_a_figure_exists(page: str) -> None:
    for number in re.findall(r"\bEqs?\. \(?([A-Z]\d+|\d+)\b", read(DOCS / page)):
        assert number in stated_on(), f"there is no Eq. {number}"


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.stem)
def test_equation_that_an_implementation_cites_stands_beside_it(module: Path) -> None:
    """A module that says "Source: Eq. 6", or one that uses it, is on the page that states Eq. 6."""
    cited = re.findall(r"\bEqs?\. (\d+)(?: (?:and|to) (\d+))?", read(module))
    name = ".".join(module.relative_to(ROOT).with_suffix("").parts)
    users = [".".join(file.relative_to(ROOT).with_suffix("").parts)
             for file in MODULES if f"{name} import" in read(file)
             or f"from snippets import {module.stem}\n" in read(file)]  # fmt: skip
    for number in {number for pair in cited for number in pair if number}:
        page = read(DOCS / stated_on()[number])
        assert any(
            f'"{user.replace(".", "/")}.py:' in page or f"{user} import" in page
            for user in (name, *users)
        ), f"Eq. {number} is not about {name}"


@pytest.mark.parametrize("page", pages())
def test_digits_that_agree_are_the_digits_compared(page: str) -> None:
    lines = re.findall(r"^.*\b(\d+) digits\b.*< 1e-(\d+)\b.*$", read(DOCS / page), re.MULTILINE)
    assert [said for said, _ in lines] == [compared for _, compared in lines]


def test_year_of_a_paper_is_one_year() -> None:
    entries = re.split(r"^\*\*", read(DOCS / "reference" / "bibliography.md"), flags=re.MULTILINE)
    for entry in entries[1:]:
        head = re.match(
            r"[^\n]*\((\d{4})[^\n]*\)\*\* \{ #[\w-]+-(\d{4}) \}\n(.*)", entry, re.DOTALL
        )
        if head:
            assert head[1] == head[2]
            assert head[1] in head[3], f"another year than in {head[3]}"


@pytest.mark.parametrize("module", MODULES, ids=lambda file: file.stem)
def test_paper_that_an_implementation_cites_is_in_the_bibliography(module: Path) -> None:
    flat = " ".join(read(DOCS / "reference" / "bibliography.md").split())
    source = " ".join(read(module).split())
    for title, year in re.findall(
        r'Source: (?!the course)[^"]*"([^"]{12,})",[^"]*?\((\d{4})\)', source
    ):
        start = flat.casefold().find(title.casefold())
        assert start >= 0, f"{title} is not in the bibliography"
        assert year in flat[start : start + 400]
