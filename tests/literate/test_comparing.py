from pathlib import Path

import pytest

from literate.comparing import changes, differences, same, strays
from literate.record import Entry, main, run

BLOCK = "[block] print(x)"
END = "\n  If that is right, run make outputs and read the diff."


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        ("", ""),
        ("x = 1.0", "x = 1.0000005"),
        ("[1.0, −2.5]", "[1.0, -2.5000001]"),
        ("error 1.1e-16", "error 3.3e-17"),
        ("error 0.0", "error 2.2e-16"),
        ("error 1.0e-17", "error -1.0e-17"),
        ("0", "−1.1e-16"),
        ("-0.0000", "0.0000"),
        ("-0.0", "−0.0"),
        ("0", "1e-12"),
        ("1.5e300", "1.5000001e+300"),
        ("nan, inf", "nan, inf"),
        ("a   1.0 |  b", "a 1.0 | b"),
        (".5", "0.5"),
    ],
)
def test_same(recorded: str, now: str) -> None:
    assert same(recorded, now)
    assert same(now, recorded)


@pytest.mark.parametrize(
    ("recorded", "now"),
    [
        ("0.0", "2.0"),
        ("1.0", "1.000002"),
        ("1.0", "-1.0"),
        ("−1.0", "1.0"),
        ("0.0", "-0.0"),
        ("1000000", "1000001"),
        ("2", "2.0"),
        ("0", "1e-9"),
        ("1e-16", "1e-11"),
        ("1e-9", "1.1e-9"),
        ("nan", "0.0"),
        ("inf", "-inf"),
        ("yes", "no"),
        ("1.0, 2.0", "1.0"),
        ("", "1.0"),
        ("float32", "float64"),
        ("z_1 = 1.0", "z_2 = 1.0"),
        ("torch 2.13.0", "torch 2.13.1"),
        ("#1756a9", "#1756a8"),
        ("#1e5fff", "#1e6fff"),
        ("1.0e5", "1.0e6"),
    ],
)
def test_not_same(recorded: str, now: str) -> None:
    assert not same(recorded, now)
    assert not same(now, recorded)


def entries(*texts: str) -> list[Entry]:
    return [Entry(BLOCK, text, 10 * n) for n, text in enumerate(texts, start=1)]


def test_message_names_page_block_line_and_both_values() -> None:
    recorded = [*entries("a 1.0"), Entry("[number] x", "1"), *entries("one\nx: 0.0, 2.0 and 3.0")]
    after = Entry(BLOCK, "one\nx: 1.0, 2.0 and 4.0", 20)
    now = [*entries("a 1.0"), Entry("[number] x", "1", 15), after]
    assert differences("docs/p.md", "tests/outputs/p.txt", recorded, now) == [
        "docs/p.md:20: block 2 does not show what tests/outputs/p.txt has:\n"
        "  recorded: 0.0; 3.0   in: x: 0.0, 2.0 and 3.0\n"
        "  now:      1.0; 4.0   in: x: 1.0, 2.0 and 4.0" + END
    ]


def test_message_names_a_number_in_prose() -> None:
    recorded, now = [Entry("[number] x", "1")], [Entry("[number] x", "2", 7)]
    assert differences("docs/p.md", "r.txt", recorded, now) == [
        "docs/p.md:7: a number in the prose does not show what r.txt has:\n"
        "  recorded: 1   in: 1\n  now:      2   in: 2" + END
    ]


def test_words_that_differ_are_shown_whole_and_many_lines_are_counted() -> None:
    (message,) = differences("p", "r", entries("a\nb\nc\nd\ne"), entries("a\nB\nC\nD\nE"))
    assert "recorded: b   in: b\n  now:      B   in: B\n" in message
    assert "now:      D   in: D\n  and 1 more lines" in message
    assert "E" not in message


def test_lines_that_come_or_go_are_shown() -> None:
    (message,) = differences("p", "r", entries("a\nb"), entries("a\nx\nb"))
    assert "\n  2 lines are recorded, now there are 3:\n  +x\n" in message
    (message,) = differences("p", "r", entries("a"), entries(""))
    assert "\n  1 lines are recorded, now there are 0:\n  -a\n" in message


def test_of_many_lines_that_come_the_first_are_shown() -> None:
    (message,) = differences("p", "r", entries("a"), entries("\n".join("abcdefghijklmn")))
    assert message.endswith("".join(f"\n  +{letter}" for letter in "bcdefghijklm") + END)


def test_blocks_that_look_alike_are_told_apart_however_many_there_are() -> None:
    alike = entries(*"1" * 300)
    (message,) = differences("p", "r", alike, [Entry("[block] new", "", 1), *alike])
    assert message == "p:1: block 1 is not in r: '[block] new'" + END


def test_every_block_that_differs_has_a_message() -> None:
    found = differences("p", "r", entries("1", "2", "3"), entries("1", "0", "0"))
    assert [message.split(" does")[0] for message in found] == ["p:20: block 2", "p:30: block 3"]


def test_blocks_that_come_and_go_are_named_and_the_others_compared() -> None:
    old = [Entry("[block] a", ""), Entry("[block] b", "1"), Entry("[block] c", "2")]
    new = [Entry("[block] a", "", 1), Entry("[block] c", "3", 5), Entry("[block] d", "", 9)]
    gone, changed, came = differences("docs/p.md", "r.txt", old, new)
    assert gone == "docs/p.md: r.txt has '[block] b', the page has not" + END
    assert changed.startswith("docs/p.md:5: block 2 does not show what r.txt has:\n")
    assert came == "docs/p.md:9: block 3 is not in r.txt: '[block] d'" + END


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "deep" / "p.md").write_text("```python\nx = 1 / 2\nx\n```\n")
    (tmp_path / "docs" / "prose.md").write_text("# No block\n")
    main(tmp_path)
    return tmp_path


def test_page_is_compared_with_its_record(root: Path) -> None:
    assert changes("deep/p.md", run("deep/p.md", root), root) == []
    record = root / "tests" / "outputs" / "deep" / "p.txt"
    record.write_text(record.read_text().replace("    0.5", "    0.6"))
    (message,) = changes("deep/p.md", run("deep/p.md", root), root)
    assert message == (
        "docs/deep/p.md:1: block 1 does not show what tests/outputs/deep/p.txt has:\n"
        "  recorded: 0.6   in: 0.6\n  now:      0.5   in: 0.5" + END
    )
    record.unlink()
    assert changes("deep/p.md", run("deep/p.md", root), root) == [
        "docs/deep/p.md has no record tests/outputs/deep/p.txt: run make outputs and read the diff."
    ]


def test_record_of_no_page_is_a_stray(root: Path) -> None:
    assert strays(root) == []
    (root / "tests" / "outputs" / "prose.txt").write_text("")
    assert strays(root) == [
        "tests/outputs/prose.txt is the record of no page: run make outputs and read the diff."
    ]
