import pytest

from bench.wall import compared, timed


def test_contenders_take_turns_and_the_first_round_does_not_count():
    calls = []
    times = timed({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 3, repeat=2)
    assert "".join(calls) == "aabb" * 4
    assert [len(values) for values in times.values()] == [3, 3]


def test_ratio_is_taken_within_each_round():
    times = {"a": [1.0, 6.0, 9.0], "b": [2.0, 2.0, 3.0]}
    (figure,) = compared("work", times, "a", "b", 5)
    assert figure[:3] == ("work", 3.0, 5)
    assert figure.low == pytest.approx(1.0)
    assert figure.high == pytest.approx(3.0)
    assert compared("work", times, "a", "absent") == []
