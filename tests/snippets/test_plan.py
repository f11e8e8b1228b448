from snippets import elementals as e
from snippets.example import f
from snippets.nodes import Node, simpler
from snippets.plan import Plan, Room


def test_names_are_those_of_the_trace():
    plan = Plan(f, (-0.7, 1.3), True, [simpler])
    assert plan.parameters == ["w1", "w2"]
    assert plan.title == "value_and_gradient"
    names = [plan.name(end) for end in plan.ends]
    assert names == ["z_6", "bar_w1", "bar_w2"]
    assert plan.returned(plan.name) == "z_6, (bar_w1, bar_w2)"
    others = [name for node in plan.graph.nodes if (name := plan.name(node)).startswith("u_")]
    assert others == [f"u_{n}" for n in range(1, len(others) + 1)] != []


def test_dead_code_has_no_uses():
    def wasteful(x):
        e.exp(x)
        return x * x

    plan = Plan(wasteful, (2.0,), True, [simpler])
    used = {n.elemental.name for n in plan.graph.nodes if n.elemental and plan.uses[n.index]}
    assert used == {"*", "+"}
    assert [elemental.name for elemental in plan.elementals] == ["*", "+"]


def test_a_place_is_free_after_the_last_use():
    plan = Plan(lambda x, y: e.sin(x * y) * e.exp(x * y), (2.0, 3.0), False, [simpler])
    product, sine, exponential = plan.graph.nodes[2:5]
    room = Room(plan)
    assert room.take(product) == "a_1"
    room.release(product)
    assert room.take(sine) == "a_2"
    room.release(product)
    assert room.take(exponential) == "a_1"
    assert room.names == ["a_1", "a_2"]


def test_names_taken_by_inputs():
    plan = Plan(lambda z_1, u_1, a_1: (z_1 + u_1) * a_1, (1.0, 2.0, 3.0), True, [simpler])
    assert plan.parameters == ["z_1", "u_1", "a_1"]
    names = [plan.name(node) for node in plan.graph.nodes]
    assert len(set(names)) == len(names)
    room = Room(plan)
    (node,) = (one for one in plan.values if isinstance(one, Node))
    assert room.take(node) == "a_1_"
