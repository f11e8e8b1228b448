"""Reverse mode over a long loop in little memory: keep a few states, and compute the rest again.

The loop is x_{k+1} = step(x_k), n rounds of it, with one number at the end, last(x_n). A record of
all rounds needs memory for all. A snapshot is the state before a round and nothing more; from one,
the rounds behind it can be evaluated once more, and recorded when the sweep gets there.

| schedule | snapshots | rounds recorded at once | evaluations of step |
| --- | --- | --- | --- |
| `recorded`, all at once | 1 | n | n |
| `by_root` | √n | √n | at most 2n |
| `by_binomial` | s, as you choose | 1 | (r + 1) n − C(s + r, s + 1) |

In the last row r is the least number with C(s + r, s) ≥ n: no round is evaluated more often than
r times before it is recorded.

Source: A. Griewank and A. Walther, "Algorithm 799: revolve", ACM TOMS 26 (2000), 19–45.
"""

from collections.abc import Callable
from math import comb, isqrt
from typing import NamedTuple

from snippets.ieee import quiet
from snippets.inputs import Function, called, checked_outputs, checked_primals
from snippets.reverse import Gradient, below, placed, pulled_back, run
from snippets.variable import Value, describe, is_array, shape

State = tuple[Value, ...]
Pullback = Callable[[Gradient], Gradient]


class Swept(NamedTuple):
    """A gradient, and what it took.

    Attributes:
        value: What `last` made of the final state.
        gradient: Its derivatives with respect to the first state, one an entry.
        evaluations: How often `step` was evaluated.
        snapshots: The most states that were kept at the same time, the first one among them.
        recorded: The most rounds of which a record was kept at the same time.
    """

    value: Value
    gradient: Gradient
    evaluations: int
    snapshots: int
    recorded: int


class Loop:
    """A loop whose rounds are evaluated, or recorded and swept back, and counted.

    Attributes:
        value: What `last` made of the final state, once the sweep has begun.
        evaluations: As in `Swept`.
        snapshots: As in `Swept`.
        recorded: As in `Swept`.
    """

    def __init__(self, step: Function, rounds: int, last: Function) -> None:
        self.step, self.rounds, self.last = _to_next_state(step), rounds, last
        self.value: Value = None
        self.evaluations, self.snapshots, self.recorded = 0, 1, 1

    def evaluate(self, state: State, rounds: int) -> State:
        """The state so many rounds later. Nothing else is kept."""
        self.evaluations += rounds
        with quiet():
            for _ in range(rounds):
                try:
                    # A copy: `x += …` in a step would change the snapshot, if it is an array.
                    state = self.step(*(x.copy() if is_array(x) else x for x in state))
                except ArithmeticError:  # Python raises where a record has the value of IEEE 754
                    state, _ = _linearised(self.step, state)
        return state

    def back(self, state: State, rounds: int, adjoints: Gradient | None) -> Gradient:
        """Adjoints of a state from those of the state so many rounds later.

        None stands for the adjoints of the final state; `last` has them.

        Raises:
            ValueError: `last` does not return one number.
        """
        self.evaluations += rounds
        self.recorded = max(self.recorded, rounds)
        pullbacks: list[Pullback] = []
        for _ in range(rounds):
            state, pullback = _linearised(self.step, state)
            pullbacks.append(pullback)
        if adjoints is None:
            values, pullback = _linearised(self.last, state)
            if len(values) != 1 or shape(values[0]):
                got = describe(values[0]) if len(values) == 1 else f"{len(values)} outputs"
                raise ValueError(
                    f"last: expected {called(self.last)} to return one number, got {got}."
                )
            (self.value,) = values
            adjoints = pullback((1.0,))
        while pullbacks:
            adjoints = pullbacks.pop()(adjoints)
        return adjoints

    def swept(self, gradient: Gradient) -> Swept:
        """The result, with the counts."""
        return Swept(self.value, gradient, self.evaluations, self.snapshots, self.recorded)


# --8<-- [start:sqrt]
def by_root(loop: Loop, start: State) -> Swept:
    """A snapshot every √n rounds; then one stretch after the other is recorded, the last first.

    Args:
        loop: n rounds.
        start: The first state.

    Source: Griewank and Walther (2008), chapter 12.
    """
    stride = isqrt(loop.rounds - 1) + 1
    snapshots = [start]
    while stride * len(snapshots) < loop.rounds:
        snapshots.append(loop.evaluate(snapshots[-1], stride))
    loop.snapshots = len(snapshots)
    adjoints = loop.back(snapshots.pop(), (loop.rounds - 1) % stride + 1, None)
    while snapshots:
        adjoints = loop.back(snapshots.pop(), stride, adjoints)
    return loop.swept(adjoints)


# --8<-- [end:sqrt]
# --8<-- [start:binomial]
def by_binomial(loop: Loop, start: State, slots: int) -> Swept:
    """At most `slots` snapshots, and one round recorded at a time, with the fewest evaluations.

    Args:
        loop: n rounds.
        start: The first state; it takes a slot.
        slots: How many snapshots there is room for.

    Source: Griewank and Walther (2000), the schedule of revolve.
    """
    kept = [(0, start)]  # round and state, the latest last
    adjoints = None
    for end in range(loop.rounds, 0, -1):
        at, state = kept[-1]
        while end - at > 2 and len(kept) < slots:  # between two rounds, one would save nothing
            ahead = stretch(end - at, slots - len(kept) + 1)
            at, state = at + ahead, loop.evaluate(state, ahead)
            kept.append((at, state))
            loop.snapshots = max(loop.snapshots, len(kept))
        adjoints = loop.back(loop.evaluate(state, end - 1 - at), 1, adjoints)
        if at == end - 1:
            kept.pop()
    assert adjoints is not None
    return loop.swept(adjoints)


def stretch(rounds: int, slots: int) -> int:
    """How far to go before the next snapshot, with so many slots for these rounds.

    With s slots and no round evaluated more than r times before it is recorded, C(s + r, s) rounds
    can be swept back: C(s + r − 1, s) before the next snapshot, C(s + r − 1, s − 1) behind it.
    """
    repeats = 1
    while comb(slots + repeats, slots) < rounds:
        repeats += 1
    return min(comb(slots + repeats - 1, slots), rounds - comb(slots + repeats - 2, slots - 1))


# --8<-- [end:binomial]
def checkpointed(
    step: Function, rounds: int, last: Function, snapshots: int | None = None
) -> Callable[..., Swept]:
    """The function of x_0 that returns last(x_n) and its gradient, in little memory.

    Args:
        step: One round, from the entries of the state to those of the next. What it needs
            besides, such as parameters, is an entry that it returns as it came.
        rounds: n, at least 1.
        last: From the entries of the final state to one number.
        snapshots: How many states there is room for, at least 1; by default √n, and √n records.

    Raises:
        TypeError: If `rounds` or `snapshots` is no integer, or as `grad` when called.
        ValueError: If `rounds` or `snapshots` is less than 1, or as `grad` when called.

    Source: Griewank and Walther (2008), chapter 12.
    """
    _positive("rounds", rounds)
    if snapshots is not None:
        _positive("snapshots", snapshots)

    def schedule(loop: Loop, start: State) -> Swept:
        return by_root(loop, start) if snapshots is None else by_binomial(loop, start, snapshots)

    return _evaluating(step, rounds, last, schedule)


def recorded(step: Function, rounds: int, last: Function) -> Callable[..., Swept]:
    """The same with a record of all rounds: what plain reverse mode does.

    Args:
        step: As for `checkpointed`.
        rounds: As for `checkpointed`.
        last: As for `checkpointed`.

    Raises:
        TypeError: As `checkpointed`.
        ValueError: As `checkpointed`.
    """
    _positive("rounds", rounds)
    return _evaluating(
        step, rounds, last, lambda loop, start: loop.swept(loop.back(start, rounds, None))
    )


def _evaluating(
    step: Function, rounds: int, last: Function, schedule: Callable[[Loop, State], Swept]
) -> Callable[..., Swept]:
    def evaluate(*start: Value) -> Swept:
        _, points = checked_primals(step, start)
        return schedule(Loop(step, rounds, last), tuple(points))

    return evaluate


def _linearised(f: Function, state: State) -> tuple[State, Pullback]:
    """`vjp` of a function inside the loop: a state that overflowed is passed on, as in IEEE 754."""
    record, outputs, _ = run(f, state)

    def pullback(adjoints: Gradient) -> Gradient:
        return pulled_back(record, state, placed(record, outputs, adjoints))

    return below(record, outputs), pullback


def _to_next_state(step: Function) -> Callable[..., State]:
    """The step with a tuple for its result, one entry for each that it takes."""

    def next_state(*state: Value) -> State:
        entries, _ = checked_outputs(step, step(*state))
        if len(entries) != len(state):
            raise ValueError(
                f"step: expected {called(step)} to return {len(state)} entries, those of the "
                f"next state, got {len(entries)}."
            )
        return tuple(entries)

    return next_state


def _positive(name: str, count: object) -> None:
    if not isinstance(count, int) or isinstance(count, bool):
        raise TypeError(f"{name}: expected an integer, got {describe(count)}.")
    if count < 1:
        raise ValueError(f"{name}: expected at least 1, got {count}.")
