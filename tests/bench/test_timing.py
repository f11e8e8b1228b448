"""Contenders take turns, and what is reported is their ratio: by a made-up clock."""

from collections.abc import Callable

import pytest

from bench import timing
from bench.timing import Clock, compared, timed


class Work:
    """What takes as long as it is said to, by its own clock."""

    def __init__(self, pause: float = 0.0) -> None:
        self.calls: list[str] = []
        self.seconds = 0.0
        self.clock = Clock(lambda: self.seconds, pause)

    def taking(self, name: str, *seconds: float) -> Callable[..., None]:
        """A contender whose runs take these times, over and over, and longer by its inputs."""

        def run(*inputs: float) -> None:
            self.seconds += seconds[self.calls.count(name) % len(seconds)] + sum(inputs)
            self.calls.append(name)

        return run


def test_contenders_take_turns_and_the_first_round_does_not_count() -> None:
    work = Work()
    contenders = {"a": work.taking("a", 9, 9, 1, 2, 3, 4), "b": work.taking("b", 7, 7, 1, 1, 5, 5)}
    times = timed(contenders, 2, repeat=2, clock=work.clock)
    assert "".join(work.calls) == "aabb" * 3
    assert times == {"a": [1.5, 3.5], "b": [1, 5]}


def test_contenders_are_called_with_the_inputs() -> None:
    work = Work()
    assert timed({"a": work.taking("a", 1)}, 1, [0.5, 0.25], clock=work.clock) == {"a": [1.75]}


def test_what_is_too_short_to_be_timed_is_repeated() -> None:
    work = Work()
    short, long = timing.LEAST / 1024, timing.LEAST
    contenders = {"short": work.taking("short", short), "long": work.taking("long", long)}
    times = timed(contenders, 1, repeat=None, clock=work.clock)
    assert times == {"short": pytest.approx([short]), "long": pytest.approx([long])}
    assert work.calls.count("long") == 3, "once to see that it is long enough"
    assert work.calls[-1] == "long"
    in_the_last_round = work.calls[:-1][::-1].index("long")
    assert 1000 < in_the_last_round < 5000


def test_pause_is_before_each_contender_and_in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(pause=0.5)
    contenders = {"a": work.taking("a", 1), "b": work.taking("b", 1)}

    def sleep(seconds: float) -> None:
        work.calls.append("-")
        work.seconds += seconds

    monkeypatch.setattr("time.sleep", sleep)
    assert timed(contenders, 1, clock=work.clock) == {"a": [1], "b": [1]}
    assert "".join(work.calls) == "-a-b" * 2
    assert timing.WALL.pause > 0


def test_ratio_is_taken_within_each_round() -> None:
    times = {"a": [1.0, 6.0, 9.0], "b": [2.0, 2.0, 3.0]}
    (figure,) = compared("work", times, "a", "b", 5)
    assert figure[:3] == ("work", 3.0, 5)
    assert figure.low == pytest.approx(1.0)
    assert figure.high == pytest.approx(3.0)
    assert compared("work", times, "a", "absent") == []
