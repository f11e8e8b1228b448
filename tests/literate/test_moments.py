import math
from typing import Any

import numpy as np
import pytest

from literate.moments import Moment, latex, moments, short
from snippets.elementals import exp
from snippets.example import f
from snippets.trace import trace

RUN = trace(f, -0.7, 1.3)
FORWARD = {moment.name: moment for moment in moments(RUN.forward_walk((1, 0)), 6)}
REVERSE = {moment.name: moment for moment in moments(RUN.reverse_walk(), 6)}


def test_forward_has_a_moment_a_row() -> None:
    assert list(FORWARD) == [str(number) for number in range(1, 13)]
    assert [moment.row for moment in FORWARD.values()] == list(range(12))


def test_adjoint_with_two_children_has_a_moment_for_each_and_one_for_the_sum() -> None:
    assert " ".join(REVERSE) == "1 2 3a 3b 3 4 5 6a 6b 6 7 8a 8b 8"
    assert [moment.row for moment in REVERSE.values()] == [0, 1, 2, 2, 2, 3, 4, 5, 5, 5, 6, 7, 7, 7]
    first, second, both = (REVERSE[name] for name in ("3a", "3b", "3"))
    assert [dict(moment.arrows) for moment in (first, second, both)] == [
        {("z_4", "z_5"): 0},
        {("z_4", "z_6"): 1},
        {("z_4", "z_5"): 0, ("z_4", "z_6"): 1},
    ]
    assert [moment.lit for moment in (first, second, both)] == [(0,), (1,), (0, 1)]
    assert [moment.whole for moment in (first, second, both)] == [False, False, True]


def test_value_is_a_whole_and_lights_the_arrows_that_lead_to_it() -> None:
    assert FORWARD["1"].arrows == {("w_1", "z_1"): 0, ("w_2", "z_1"): 0}
    assert FORWARD["1"].whole


def test_node_shows_the_running_sum() -> None:
    adjoints = RUN.adjoints()
    way = {edge[:2]: edge.value * adjoints[edge.step] for edge in RUN.edges}
    shown = [REVERSE[name].shown.replace("−", "-") for name in ("6a", "6b", "6")]
    assert shown == [
        f"{way['z_1', 'z_2']:.6f}",
        f"{way['z_1', 'z_2'] + way['z_1', 'z_4']:.6f}",
        f"{adjoints['z_1']:.6f}",
    ]


def lines(moment: Moment) -> list[str]:
    return [" ".join(line) for line in moment.lines]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (FORWARD["1"], [r"\frac{w_1}{w_2}", r"\frac{-0.7}{1.3}", "-0.538462"]),
        (FORWARD["2"], [r"\frac{1}{w_2}\,\dot w_1", r"0.769231 \cdot 1", "0.769231"]),
        (FORWARD["6"], ["0", "0.000000"]),
        (FORWARD["8"], [r"3\,\dot z_1 - \dot z_3", r"3 \cdot 0.769231 - 0.000000", "2.307692"]),
        (
            FORWARD["12"],
            [
                r"z_5\,\dot z_4 + z_4\,\dot z_5",
                r"-14.839807 \cdot 2.307692 - 15.079123 \cdot (-2.385083)",
                "1.719244",
            ],
        ),
        (REVERSE["1"], ["1", "1.000000"]),
        (REVERSE["3a"], [r"\bar z_5 + z_5\,\bar z_6", r"-15.079123 + \cdots", "-15.079123"]),
        (
            REVERSE["3b"],
            [
                r"\bar z_5 + z_5\,\bar z_6",
                r"-15.079123 - 14.839807 \cdot 1.000000",
                "-29.918930",
            ],
        ),
        (REVERSE["4"], [r"-\bar z_4", "-(-29.918930)", "29.918930"]),
        (REVERSE["5"], [r"\bar z_5", "-15.079123"]),
    ],
)
def test_numbers_are_put_in(moment: Moment, written: list[str]) -> None:
    assert lines(moment) == written


@pytest.mark.parametrize(
    ("moment", "title", "said"),
    [
        (FORWARD["7"], "value of $z_4$", "The value of z 4 is −15.079123."),
        (
            FORWARD["8"],
            "tangent of $z_4$, two arrows",
            "The tangent of z 4, two arrows: 3 times 0.769231 plus −1 times 0.000000 is 2.307692.",
        ),
        (FORWARD["6"], "tangent of $z_3$, no arrows", "The tangent of z 3, no arrows: 0.000000."),
        (
            REVERSE["1"],
            "adjoint of $z_6$, the seed",
            "The adjoint of z 6, the seed: 1 is 1.000000.",
        ),
        (
            REVERSE["3b"],
            "adjoint of $z_4$, path through $z_6$",
            "The adjoint of z 4, second path, through z 6: −14.839807 times 1.000000. "
            "So far −29.918930.",
        ),
    ],
)
def test_title_and_sentence(moment: Moment, title: str, said: str) -> None:
    total = 8 if moment.kind == "adjoint" else 12
    head = f"Step {moment.name} of {total}"
    assert (moment.title, moment.said) == (f"{head}: {title}", f"{head}. {said}")


def test_every_arrow_is_lit_once_a_sweep() -> None:
    """By the term that it carries: in reverse, the one of each operand; forward, of each step."""
    arrows = [edge[:2] for edge in RUN.edges]
    back = [a for m in REVERSE.values() if m.whole for a in m.arrows]
    down = [a for m in moments(RUN.forward_walk((1, 1)), 6) if m.kind != "value" for a in m.arrows]
    assert sorted(back) == sorted(down) == sorted(arrows)


def test_seed_and_paths_are_shown_apart() -> None:
    def g(x: Any) -> Any:
        y = exp(x)
        return y, 3 * y

    found = moments(trace(g, 0.0).reverse_walk((2, 5)), 2)
    assert [moment.name for moment in found] == ["1", "2a", "2b", "2", "3"]
    assert found[1].title == "Step 2a of 3: adjoint of $z_1$, the seed"
    assert [moment.shown for moment in found[1:4]] == ["2.00", "17.00", "17.00"]
    assert found[1].arrows == {}
    assert found[2].arrows == {("z_1", "z_2"): 1}


def many(paths: int) -> list[Moment]:
    """The moments of the input, of which the output is made so many times."""
    walk = trace(lambda x: sum(k * x for k in range(2, paths + 2)), 1.0).reverse_walk()
    return [moment for moment in moments(walk, 2) if moment.node == "x"]


def test_paths_have_letters_and_beyond_the_ninth_numbers() -> None:
    found = many(26)
    assert "".join(moment.name[-1] for moment in found[:-1]) == "abcdefghijklmnopqrstuvwxyz"
    said = [moment.said.partition(" of x, ")[2].partition(" path, ")[0] for moment in found[:-1]]
    assert said[7:11] == ["eighth", "ninth", "number 10", "number 11"]
    assert [many(paths)[-1].title.split(", ")[1] for paths in (9, 10)] == [
        "nine paths added",
        "10 paths added",
    ]


def test_paths_without_a_letter_are_added_at_once() -> None:
    (moment,) = many(27)
    assert moment.whole


def test_last_path_arrives_at_the_sum_as_the_trace_has_added_it() -> None:
    # From the last child to the first 1 is lost beside 1e16, and in the order of the terms not.
    *_, last, whole = moments(trace(lambda x: 1e16 * x - 1e16 * x + exp(x), 0.0).reverse_walk(), 2)
    assert last.shown == whole.shown == "0.00"


def test_node_that_no_path_leads_to() -> None:
    found = moments(trace(lambda x, y: x * 2 + 0 * y, 1.0, 2.0).reverse_walk(), 2)
    assert found[-1].title == "Step 5 of 5: adjoint of $y$, no path leads to the output"
    assert lines(found[-1]) == ["0", "0.00"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-1.0, "−1"),
        (0.25, "0.25"),
        (1 / 3, "0.333333"),
        (0.0, "0"),
        (1e-9, "1.0e−09"),
        (1e-10, "1.0e−10"),
        (0.1234500001, "0.123450"),
    ],
)
def test_number_outside_of_the_table_is_short(value: float, text: str) -> None:
    assert short(value, 6) == text


@pytest.mark.parametrize(("value", "text"), [(100.0, "100"), (0.0, "0")])
def test_number_without_decimals_is_whole(value: float, text: str) -> None:
    assert short(value, 0) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("−1.5", "-1.5"), ("1.0e−09", r"1.0\mathrm{e}{-09}"), ("nan", r"\mathrm{nan}")],
)
def test_written_number_in_latex(text: str, written: str) -> None:
    assert latex(text) == written


def test_numbers_that_are_none_are_shown() -> None:
    last = moments(trace(lambda x: x * math.inf, 1.0).forward_walk((1,)), 2)[-1]
    assert last.shown == "inf"


def test_array_is_refused() -> None:
    with pytest.raises(ValueError, match="single numbers") as caught:
        moments(trace(lambda x: x * 2, np.ones(2)).forward_walk((np.ones(2),)), 6)
    assert str(caught.value) == ("a stepper shows single numbers, but 'x' is of the type ndarray.")


def test_walk_without_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="step") as caught:
        moments(trace(lambda _: 1.0, 1.0).forward_walk((1,)), 6)
    assert str(caught.value) == "a stepper needs at least one step, this walk has none."
