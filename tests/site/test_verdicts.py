"""Each verdict on the site is the one that a run comes to; one turned round fails."""

import re

import pytest

from tests.site.project import ROOT
from tests.site.verdicts import CLAIMS, ERRATA, LOOSE

DOCS = ROOT / "docs"
PAGES = {
    name: (DOCS / name).read_text(encoding="utf-8")
    for name in ("logistic/binary.md", "reference/errata.md", "reference/source-map.md")
}
MARK = re.compile(r'<span class="verdict ?(\w*)">([^<]+)</span>')
WORDS_OF = {"loose": "", "source in error": "erratum", "reason in error": "erratum"}


def section(text: str, anchor: str) -> str:
    """The section whose heading has this id, up to the next heading of its rank."""
    found = re.search(rf"^(#+) [^\n]*\{{ #{anchor} \}}$", text, re.MULTILINE)
    assert found, f"no heading has the id {anchor}"
    rest = text[found.end() :]
    after = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: after.start()] if after else rest


def claim_faults(text: str) -> list[str]:
    """What is wrong with the verdicts on the claims, as the page of the binary model has them."""
    faults = []
    for number, decide in CLAIMS.items():
        decided = "true" if decide() else "false"
        marks = [m for m in MARK.findall(section(text, f"claim-{number}")) if m[0] != "erratum"]
        if marks != [(decided, decided)]:
            faults.append(f"claim {number} is {decided} by the run, the page has {marks}")
    return faults


def errata_faults(text: str) -> list[str]:
    """What is wrong with the verdicts on the errata, and with what they say is right."""
    faults = []
    for name, (kind, decide) in ERRATA.items():
        says, found = section(text, name), decide()
        marks = MARK.findall(says)
        if marks != [(WORDS_OF[kind], kind)]:
            faults.append(f"{name} is '{kind}', the page has {marks}")
        for words in found.words.split("¶"):
            if words.strip() not in says:
                faults.append(f"{name} must say '{words.strip()}' by the run")
    return faults


@pytest.mark.parametrize("name", ERRATA)
def test_what_the_source_says_fails_and_what_is_right_holds(name: str) -> None:
    _, decide = ERRATA[name]
    found = decide()
    assert not found.source
    assert found.right


def test_every_claim_has_the_verdict_of_the_run() -> None:
    assert claim_faults(PAGES["logistic/binary.md"]) == []


def test_every_erratum_has_the_verdict_of_the_run() -> None:
    assert errata_faults(PAGES["reference/errata.md"]) == []


def test_there_are_no_other_claims_and_errata() -> None:
    claims = re.findall(r"\{ #claim-(\d+) \}", PAGES["logistic/binary.md"])
    assert list(map(int, claims)) == list(CLAIMS)
    assert re.findall(r"\{ #(e\d+) \}", PAGES["reference/errata.md"]) == list(ERRATA)


def test_source_map_has_the_same_verdicts() -> None:
    rows = re.findall(r"^\| Claim (\d): (.*)$", PAGES["reference/source-map.md"], re.MULTILINE)
    assert len(rows) == len(CLAIMS)
    for number, row in rows:
        decided = CLAIMS[int(number)]()
        word = str(decided).lower()
        assert MARK.findall(row) == [(word, word)], number
        answer = re.search(r"Answer: (True|False)", row)
        assert answer
        wrong = "The answer is wrong" in row
        assert (answer[1] == str(decided)) != wrong, number


@pytest.mark.parametrize("number", CLAIMS)
def test_claim_that_is_turned_round_is_found(number: int) -> None:
    text = PAGES["logistic/binary.md"]
    old = section(text, f"claim-{number}")
    for word, other in (("true", "false"), ("false", "true")):
        mark = f'<span class="verdict {word}">{word}</span>'
        if mark in old:
            new = old.replace(mark, f'<span class="verdict {other}">{other}</span>')
            half = old.replace(mark, f'<span class="verdict {word}">{other}</span>')
    for turned in (new, half, old.replace("verdict", "mark")):
        faults = claim_faults(text.replace(old, turned))
        assert [fault[:7] for fault in faults] == [f"claim {number}"]


@pytest.mark.parametrize("name", ERRATA)
def test_erratum_that_is_turned_round_is_found(name: str) -> None:
    text = PAGES["reference/errata.md"]
    old = section(text, name)
    kind, decide = ERRATA[name]
    mark = f">{kind}</span>"
    assert mark in old
    others = [old.replace(mark, f">{other}</span>") for other in WORDS_OF if other != kind]
    if kind == LOOSE:
        others.append(old.replace('class="verdict"', 'class="verdict erratum"'))
    for words in decide().words.split("¶"):
        others.append(old.replace(words.strip(), "The source is right."))
    for turned in others:
        faults = errata_faults(text.replace(old, turned))
        assert {fault.split()[0] for fault in faults} == {name}
