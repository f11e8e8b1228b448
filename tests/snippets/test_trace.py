# ruff: noqa: ARG005  (inputs that are not used are what some tests are about)
import gc
import math

import numpy as np
import pytest

from snippets import elementals as e
from snippets.example import f, step
from snippets.reverse import grad
from snippets.trace import trace

POINT = (-0.7, 1.3)
U, V = POINT
Z1 = U / V
Z2 = math.sin(2 * math.pi * Z1)
Z3 = math.exp(2 * V)
Z4 = 3 * Z1 - Z3
Z5 = Z2 + Z4
Z6 = Z4 * Z5
COS = 2 * math.pi * math.cos(2 * math.pi * Z1)


def test_the_six_steps_of_the_source():
    recorded = trace(f, *POINT)
    assert recorded.values == pytest.approx(
        {"z_1": Z1, "z_2": Z2, "z_3": Z3, "z_4": Z4, "z_5": Z5, "z_6": Z6}, rel=1e-15
    )
    assert list(recorded.values) == ["z_1", "z_2", "z_3", "z_4", "z_5", "z_6"]
    assert recorded.inputs == {"w_1": U, "w_2": V}
    assert recorded.value == f(*POINT) == recorded.values["z_6"]
    assert recorded.outputs == ("z_6",)
    assert [s.operands for s in recorded.steps] == [
        ("w_1", "w_2"), ("z_1",), ("w_2",), ("z_1", "z_3"), ("z_2", "z_4"), ("z_4", "z_5"),
    ]  # fmt: skip


def test_the_six_tangents_by_hand():
    d1 = 1 / V
    expected = {"z_1": d1, "z_2": COS * d1, "z_3": 0.0, "z_4": 3 * d1}
    expected["z_5"] = expected["z_2"] + expected["z_4"]
    expected["z_6"] = Z5 * expected["z_4"] + Z4 * expected["z_5"]
    assert trace(f, *POINT).tangents((1, 0)) == pytest.approx(expected, rel=1e-14)
    d1, d3 = -U / V**2, 2 * Z3
    expected = {"z_1": d1, "z_2": COS * d1, "z_3": d3, "z_4": 3 * d1 - d3}
    expected["z_5"] = expected["z_2"] + expected["z_4"]
    expected["z_6"] = Z5 * expected["z_4"] + Z4 * expected["z_5"]
    assert trace(f, *POINT).tangents((0, 1)) == pytest.approx(expected, rel=1e-14)


def test_an_input_that_stands_still_moves_nothing():
    recorded = trace(lambda x, y: e.sqrt(x) + y, 0.0, 1.0)
    assert recorded.tangents((0, 1)) == {"z_1": 0.0, "z_2": 1.0}
    assert recorded.tangents((1, 0)) == {"z_1": math.inf, "z_2": math.inf}
    recorded = trace(lambda x: x * x, np.array([2.0, 3.0]))
    assert recorded.tangents((np.array([0.0, 1.0]),))["z_1"].tolist() == [0.0, 6.0]


def test_the_eight_adjoints_by_hand():
    z4 = Z4 + Z5
    z1 = COS * Z4 + 3 * z4
    expected = {
        "z_6": 1.0, "z_5": Z4, "z_4": z4, "z_3": -z4, "z_2": Z4, "z_1": z1,
        "w_1": z1 / V, "w_2": -U / V**2 * z1 + 2 * math.exp(2 * V) * -z4,
    }  # fmt: skip
    adjoints = trace(f, *POINT).adjoints()
    assert adjoints == pytest.approx(expected, rel=1e-13)
    assert (adjoints["w_1"], adjoints["w_2"]) == grad(f)(*POINT)


def test_no_slip_hides_at_the_running_point():
    assert len({round(abs(v), 6) for v in trace(f, *POINT).values.values()}) == 6


def test_printed():
    assert str(trace(f, *POINT)) == "\n".join(
        [
            "w_1 = -0.7",
            "w_2 = 1.3",
            "z_1 = w_1 / w_2   = -0.538462",
            "z_2 = sin(2π·z_1) = 0.239316",
            "z_3 = exp(2·w_2)  = 13.4637",
            "z_4 = 3·z_1 - z_3 = -15.0791",
            "z_5 = z_2 + z_4   = -14.8398",
            "z_6 = z_4·z_5     = 223.771",
            "return z_6",
        ]
    )


def test_without_statements_every_elemental_is_a_step():
    recorded = trace(lambda x, y: e.sin(x * y) + 3 * x, 2.0, 0.5)
    assert [s.text for s in recorded.steps] == ["x·y", "sin(z_1)", "3·x", "z_2 + z_3"]


def test_what_two_statements_share_is_a_step_of_its_own():
    def g(x):
        shared = x * 2
        a = step(shared + 1)
        b = step(e.sin(shared))
        return step(a * b)

    assert [s.text for s in trace(g, 1.0).steps] == [
        "x·2", "z_1 + 1", "sin(z_1)", "z_2·z_3",
    ]  # fmt: skip


def test_what_one_statement_uses_twice_belongs_to_it():
    recorded = trace(lambda x: step((x + 1) * (x + 1)), 2.0)
    assert [s.text for s in recorded.steps] == ["(x + 1)·(x + 1)"]

    def g(x):
        inner = x + 1
        return step(inner * inner)

    recorded = trace(g, 2.0)
    assert [s.text for s in recorded.steps] == ["(x + 1)·(x + 1)"]
    assert recorded.edges[0].value == recorded.adjoints()["x"] == 6.0


def test_what_the_unmarked_part_or_the_result_uses_is_no_part_of_a_statement():
    def g(x):
        inner = x * x
        return step(inner + 1) + inner

    assert [s.text for s in trace(g, 2.0).steps] == ["x·x", "z_1 + 1", "z_2 + z_1"]

    def returns_the_inner(x):
        inner = x * x
        return inner, step(inner + 1)

    assert trace(returns_the_inner, 2.0).outputs == ("z_1", "z_2")


def test_steps_without_use():
    def g(x):
        e.exp(x)
        return x * 2

    recorded = trace(g, 0.0)
    assert recorded.values == {"z_1": 1.0, "z_2": 0.0}
    assert recorded.adjoints() == {"x": 2.0, "z_1": 0.0, "z_2": 1.0}
    assert [r["formula"] for r in recorded.reverse_table()] == [
        r"$\bar z_2 = 1$", r"$\bar z_1 = 0$", r"$\bar x = 2\,\bar z_2$",
    ]  # fmt: skip


def test_constants_unused_inputs_and_inputs_returned():
    recorded = trace(lambda x: 3, 1.0)
    assert (recorded.value, recorded.values, recorded.outputs) == (3.0, {}, (None,))
    assert recorded.adjoints() == {"x": 0.0}
    assert str(recorded) == "x = 1\nreturn 3"
    recorded = trace(lambda x, y: x, 1.0, 2.0)
    assert recorded.adjoints() == {"x": 1.0, "y": 0.0}
    assert recorded.value == 1.0
    assert recorded.outputs == ("x",)
    assert [r["formula"] for r in recorded.reverse_table()] == [r"$\bar x = 1$", r"$\bar y = 0$"]
    assert trace(lambda: 2.0).adjoints() == {}


def names(g, *inputs):
    recorded = trace(g, *inputs)
    return list(recorded.inputs), list(recorded.values)


def test_names():
    assert names(lambda w1, w12: w1 * w12, 1, 2) == (["w_1", "w_12"], ["z_1"])
    assert names(lambda *w: w[0] * w[1], 1, 2) == (["w_1", "w_2"], ["z_1"])
    assert names(lambda *args: args[0] * args[1], 1, 2) == (["x_1", "x_2"], ["z_1"])
    assert names(lambda a, *rest: a * rest[0], 1, 2) == (["a", "rest_1"], ["z_1"])
    assert names(lambda z: z * 2, 1) == (["z"], ["v_1"])
    assert names(lambda z1, v: z1 * v, 1, 1) == (["z_1", "v"], ["u_1"])
    assert names(lambda w1, w_1: w1 * w_1, 1, 1) == (["x_1", "x_2"], ["z_1"])
    assert names(lambda z, v, u, t, s, r, q, p, o, n, m, l, k: z * k, *[1] * 13)[1] == ["step_1"]  # noqa: E741
    assert names(lambda rate, x2y: rate * x2y, 1, 1) == (["rate", "x2y"], ["z_1"])
    assert names(e.sin, 1) == (["x_1"], ["z_1"])
    assert names(lambda x, y=2.0: x * y, 1) == (["x"], ["z_1"])
    assert names(max, 1, 2) == (["x_1", "x_2"], [])


def test_several_outputs():
    recorded = trace(lambda x, y: (x * y, x + y, x), 2.0, 3.0)
    assert recorded.value == (6.0, 5.0, 2.0)
    assert recorded.outputs == ("z_1", "z_2", "x")
    seed = (1.0, 10.0, 100.0)
    assert recorded.adjoints(seed) == {"x": 113.0, "y": 12.0, "z_1": 1.0, "z_2": 10.0}
    rows = recorded.reverse_table(seed)
    assert rows[2]["formula"] == r"$\bar x = 100 + y\,\bar z_1 + \bar z_2$"
    with pytest.raises(TypeError, match="seed: f returned 3 outputs"):
        recorded.adjoints()
    assert trace(lambda x: (x * 2,), 1.0).adjoints((3.0,)) == {"x": 6.0, "z_1": 3.0}


def test_a_seed_for_one_output():
    assert trace(f, *POINT).adjoints(2.0)["w_1"] == 2 * grad(f)(*POINT)[0]


def test_arrays():
    w1, w2 = np.array([-0.7, 0.4]), np.array([[1.3], [0.8]])
    recorded = trace(f, w1, w2)
    assert recorded.values["z_6"].shape == (2, 2)
    assert recorded.adjoints()["w_2"].shape == (2, 1)
    assert recorded.tangents((1, 0))["z_3"].shape == (2, 1)
    assert "sin(2π·z_1)" in str(recorded)
    assert np.allclose(recorded.adjoints()["w_1"], grad(f)(w1, w2)[0])


@pytest.fixture
def no_search_for_garbage():
    """Among a million records that are all in use, it would take half of the time."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search_for_garbage")
def test_no_number_of_steps_is_too_deep():
    def chain(x):
        for _ in range(200_000):
            x = e.sin(x)
        return x

    x, slope = 1.0, 1.0
    for _ in range(200_000):
        x, slope = math.sin(x), slope * math.cos(x)
    recorded = trace(chain, 1.0)
    assert recorded.kept == 200_001
    assert recorded.values["z_200000"] == x
    assert recorded.adjoints()["x"] == pytest.approx(slope, rel=1e-9)


def test_what_is_kept_for_the_sweep():
    assert trace(f, *POINT).kept == 11  # two inputs, nine operations
    x = np.ones((2, 3))
    assert trace(lambda x, y: x * y, x, 2.0).kept == 13
    assert trace(lambda x: 3.0, 1.0).kept == 1


def test_a_long_trace_prints_its_ends():
    printed = str(trace(lambda x: math.prod([x] * 100), 1.0)).splitlines()
    assert len(printed) == 43
    assert printed[21] == "…  60 more steps"
    assert printed[-2].startswith("z_100 = ")


def test_a_statement_of_many_operations():
    recorded = trace(lambda *x: step(sum(x)), *range(1500))
    assert len(recorded.steps) == 1
    assert len(recorded.edges) == 1500
    assert recorded.steps[0].text.endswith("x_1500")


def test_edges_carry_the_local_partials():
    edges = {(edge.operand, edge.step): edge for edge in trace(f, *POINT).edges}
    assert len(edges) == 10
    for pair, latex, text, value in [
        (("w_1", "z_1"), r"\frac{1}{w_2}", "1 / w_2", 1 / V),
        (("w_2", "z_1"), r"-\frac{w_1}{w_2^{2}}", "-w_1 / w_2^2", -U / V**2),
        (("z_1", "z_2"), r"2\pi \cos(2\pi z_1)", "2π·cos(2π·z_1)", COS),
        (("w_2", "z_3"), r"2 \exp(2 w_2)", "2·exp(2·w_2)", 2 * Z3),
        (("z_3", "z_4"), "-1", "-1", -1.0),
        (("z_4", "z_6"), "z_5", "z_5", Z5),
    ]:
        assert (edges[pair].latex, edges[pair].text) == (latex, text)
        assert edges[pair].value == pytest.approx(value, rel=1e-15)
    assert list(trace(f, *POINT).nodes)[:3] == ["w_1", "w_2", "z_1"]


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, np.array([1.0, math.nan]), 10**400])
def test_inputs_that_are_not_finite(bad):
    with pytest.raises(ValueError, match="w_2: expected finite numbers"):
        trace(f, 1.0, bad)


@pytest.mark.parametrize(
    "bad", ["1", None, True, np.True_, np.array([True]), 1j, [1.0], np.array(["a"])]
)
def test_inputs_that_are_no_numbers(bad):
    with pytest.raises(TypeError, match="w_1: expected a real number"):
        trace(f, bad, 1.0)


def test_wrong_number_of_inputs():
    with pytest.raises(TypeError, match=r"f takes 2 inputs \(w1, w2\), but 3 came in"):
        trace(f, 1.0, 2.0, 3.0)
    with pytest.raises(TypeError, match=r"at least 1 inputs? \(a\), but 0 came in"):
        trace(lambda a, *b: a)
    with pytest.raises(TypeError, match="needs the keyword c"):
        trace(lambda *, c: c)
    with pytest.raises(TypeError, match="f: expected a function, got 3"):
        trace(3, 1.0)


@pytest.mark.parametrize("bad", ["1", None, True, 1j, {"a": 1}, np.array(["a"])])
def test_results_that_are_no_numbers(bad):
    with pytest.raises(TypeError, match="the result of the function: expected a real number"):
        trace(lambda x: bad, 1.0)
    with pytest.raises(TypeError, match="output 2 of the function"):
        trace(lambda x: (x, bad), 1.0)


def test_a_trace_is_not_disturbed_by_nested_derivatives():
    recorded = trace(lambda x: step(x * grad(lambda y: step(x * y * y))(3.0)[0]), 2.0)
    assert recorded.value == 24.0
    assert recorded.adjoints()["x"] == 24.0


def test_a_variable_shows_its_primal():
    seen = []
    grad(lambda x: (seen.append(repr(x * 2)), x)[1])(1.5)
    assert seen == ["Recorded(3.0)"]


def test_a_value_that_is_changed_does_not_change_the_trace():
    t = trace(e.exp, np.array([0.0, 1.0]))
    t.value[0] = 99.0
    assert next(iter(t.adjoints().values())).tolist() == [1.0, math.e]
