import pytest

from snippets.elementals import exp, sin
from snippets.example import f
from snippets.trace import trace

POINT = (-0.7, 1.3)


def shares(move):
    return {(share.operand, share.step): (share.slope, share.factor) for share in move.shares}


def test_walk_forward_alternates_values_and_tangents():
    recorded = trace(f, *POINT)
    walk = recorded.forward_walk((1, 0))
    assert [move.kind for move in walk.moves] == ["value", "tangent"] * 6
    assert [move.name for move in walk.moves[::2]] == list(recorded.values)
    assert {m.name: m.value for m in walk.moves[::2]} == recorded.values
    assert {m.name: m.value for m in walk.moves[1::2]} == recorded.tangents((1, 0))
    assert (walk.known, walk.seeds) == (recorded.inputs, {"w_1": 1, "w_2": 0})


@pytest.mark.parametrize("seed", [(1, 0), (0, 1), (0.6, -0.8), (0, 0)])
def test_shares_of_a_tangent_add_up_to_it(seed):
    recorded = trace(f, *POINT)
    given = dict(zip(recorded.inputs, seed, strict=True)) | recorded.tangents(seed)
    for move in recorded.forward_walk(seed).moves[1::2]:
        for (operand, step), (slope, factor) in shares(move).items():
            assert step == move.name
            assert slope == pytest.approx(
                next(e.value for e in recorded.edges if e[:2] == (operand, step))
            )
            assert factor == given[operand]
        assert sum(a * b for a, b in shares(move).values()) == pytest.approx(move.value)


def test_input_that_stands_still_has_no_share():
    by_name = {move.name: move for move in trace(f, *POINT).forward_walk((1, 0)).moves[1::2]}
    assert list(shares(by_name["z_1"])) == [("w_1", "z_1")]
    assert shares(by_name["z_3"]) == {}
    assert by_name["z_3"].formula == "0"


def test_shares_of_an_adjoint_come_from_its_children_and_add_up_to_it():
    recorded = trace(f, *POINT)
    adjoints = recorded.adjoints()
    walk = recorded.reverse_walk()
    assert [move.name for move in walk.moves] == [*list(recorded.values)[::-1], "w_1", "w_2"]
    for move in walk.moves:
        children = [edge for edge in recorded.edges if edge.operand == move.name]
        assert list(shares(move)) == [(edge.operand, edge.step) for edge in children]
        for edge in children:
            assert shares(move)[edge[:2]] == pytest.approx((edge.value, adjoints[edge.step]))
        total = sum(move.given) + sum(a * b for a, b in shares(move).values())
        assert total == pytest.approx(move.value) == pytest.approx(adjoints[move.name])


def test_output_that_is_an_operand_too_has_its_seed_and_a_share():
    def g(x):
        y = exp(x)
        return y, 3 * y

    moves = {move.name: move for move in trace(g, 0.5).reverse_walk((2, 5)).moves}
    assert moves["z_1"].given == (2,)
    assert shares(moves["z_1"]) == {("z_1", "z_2"): (3, 5)}
    assert moves["z_1"].formula == r"2 + 3\,\bar z_2"


def test_step_that_leads_to_no_output_gives_no_share():
    def g(x):
        y = exp(x)
        sin(x)
        return y

    moves = {move.name: move for move in trace(g, 0.5).reverse_walk().moves}
    assert list(shares(moves["x"])) == [("x", "z_1")]
    assert [moves[name].formula for name in ("z_2", "z_1")] == ["0", "1"]


def test_formula_is_filled_with_numbers():
    recorded = trace(f, *POINT)
    numbers = {name: f"{value:.1f}" for name, value in recorded.nodes.items()}
    assert [step.filled(numbers) for step in recorded.steps] == [
        r"\frac{-0.7}{1.3}",
        r"\sin(2\pi (-0.5))",
        r"\exp(2 \cdot 1.3)",
        "3 (-0.5) - 13.5",
        "0.2 + (-15.1)",
        "(-15.1) (-14.8)",
    ]


def test_wrong_seeds():
    recorded = trace(f, *POINT)
    with pytest.raises(ValueError, match="seed: expected 2, one for each of w_1, w_2, got 1"):
        recorded.forward_walk((1,))
    with pytest.raises(TypeError, match="the one for the output in seed: expected a real number"):
        recorded.reverse_walk("a")
