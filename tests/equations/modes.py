"""Checks of the equations on the running example, its trace and both modes."""

import math

import mpmath
import numpy as np
import torch

from snippets.differences import complex_step
from snippets.example import f
from snippets.forward import jvp
from snippets.notation import latex_name
from snippets.reverse import Record, grad, sweep, vjp
from snippets.trace import Trace, trace
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks, latex_of
from tests.equations.values import At, Operator, always, column

POINTS = [(-0.7, 1.3), (0.8, -1.5), (0.0, 1.0), (-0.0, -2.0), (3.0, 0.25), (1e-8, 1e-8)]
DIRECTIONS = [(1.0, 0.0), (0.0, 1.0), (0.6, -0.8)]
EPSILON = 2.0**-53


def traces() -> list[Trace]:
    return [trace(f, *point) for point in POINTS]


def by_torch(point: tuple[float, ...]) -> tuple[float, ...]:
    w1, w2 = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point)
    return tuple(slope.item() for slope in torch.autograd.grad(f(w1, w2), (w1, w2)))


def value_of(step, operands: dict[str, complex]) -> complex:
    """What a step's printed formula evaluates to."""
    names = {latex_name(name): value for name, value in operands.items()}
    return Formula(step.latex).sides(names)[0]


def partial(t: Trace, step_name: str, operand: str) -> float:
    """∂step/∂operand by a complex step through the step's printed formula."""
    step = next(step for step in t.steps if step.name == step_name)
    operands = {name: t.nodes[name] for name in step.operands}
    operands[operand] += 1e-200j
    return value_of(step, operands).imag / 1e-200


@checks("eq:1")
def example(formula: Formula) -> Errors:
    """`example.f` on floats and on PyTorch tensors: the formula"""
    for w1, w2 in POINTS:
        yield formula.error({"f": f, "w_1": w1, "w_2": w2})
        tensors = (torch.tensor(w, dtype=torch.float64) for w in (w1, w2))
        value = f(*tensors).item()
        yield formula.error({"f": always(value), "w_1": w1, "w_2": w2})


@checks("eq:T1")
def steps(formula: Formula) -> Errors:
    """each step's value in the trace: its printed formula, given nothing but its operands"""
    for t in traces():
        above = list(t.inputs)
        for step in t.steps:
            operands = {name: t.nodes[name] for name in step.operands if name in above}
            yield formula.error(
                {
                    "z_t": t.values[step.name],
                    r"z_{o_1}, z_{o_2}, \dots": tuple(operands.values()),
                    r"\varphi_t": lambda *values, step=step, operands=operands: value_of(
                        step, dict(zip(operands, values, strict=True))
                    ),
                }
            )
            above.append(step.name)


def operands_of(t: Trace, step_name: str) -> list[str]:
    return [edge.operand for edge in t.edges if edge.step == step_name]


@checks("eq:F1")
def tangents(formula: Formula) -> Errors:
    """forward mode's tangents: the sum over operands, partials by complex step"""
    for t in traces():
        for seed in DIRECTIONS:
            tangent = dict(zip(t.inputs, seed, strict=True)) | t.tangents(seed)
            for step in t.values:
                yield formula.error(
                    {
                        r"\dot z_t": tangent[step],
                        r"o \text{ is an operand of } t": operands_of(t, step),
                        r"\frac{\partial z_t}{\partial z_o}": At(
                            "o", lambda o, t=t, step=step: partial(t, step, o)
                        ),
                        r"\dot z_o": At("o", lambda o, tangent=tangent: tangent[o]),
                    }
                )


@checks("eq:F2")
def directional_derivative(formula: Formula) -> Errors:
    """forward mode's last tangent: complex step along v; PyTorch's partials; reverse mode's row"""

    def derivative(body, scope):
        return body(scope | {("s",): scope[("s",)] + 1e-200j}).imag / 1e-200

    for point, t in zip(POINTS, traces(), strict=True):
        slopes = by_torch(point)
        for v in DIRECTIONS:
            yield formula.error(
                {
                    r"\dot z_6": t.tangents(v)["z_6"],
                    r"\frac{\mathrm{d}}{\mathrm{d} s}": Operator(derivative),
                    "f": lambda w: f(*w.ravel().tolist()),
                    "w": column(point),
                    "v": column(v),
                    "s": 0.0,
                    r"\frac{\partial f}{\partial w_1}": slopes[0],
                    r"\frac{\partial f}{\partial w_2}": slopes[1],
                    "v_1": v[0],
                    "v_2": v[1],
                    "J": np.array([grad(f)(*point)]),
                }
            )


@checks("eq:2")
def adjoints(formula: Formula) -> Errors:
    """reverse mode's adjoints: the sum over children, partials by complex step"""
    for t in traces():
        adjoint = t.adjoints()
        for name in [*t.inputs, *t.values][:-1]:
            children = [edge.step for edge in t.edges if edge.operand == name]
            yield formula.error(
                {
                    r"\frac{dz_6}{dz_t}": adjoint[name],
                    r"c \text{ is a child of } t": children,
                    r"\frac{dz_6}{dz_c}": At("c", lambda c, adjoint=adjoint: adjoint[c]),
                    r"\frac{\partial z_c}{\partial z_t}": At(
                        "c", lambda c, t=t, name=name: partial(t, c, name)
                    ),
                    r"\frac{dz_6}{dz_6}": adjoint["z_6"],
                }
            )


@checks("eq:3")
def gradient(formula: Formula) -> Errors:
    """`grad` and PyTorch: the adjoints of both inputs, one above the other"""
    for point, t in zip(POINTS, traces(), strict=True):
        adjoint = t.adjoints()
        for slopes in (grad(f)(*point), by_torch(point), complex_step(f, *point)):
            yield formula.error(
                {
                    r"\frac{df}{dw}": column(slopes),
                    r"\frac{dz_6}{dw_1}": adjoint["w_1"],
                    r"\frac{dz_6}{dw_2}": adjoint["w_2"],
                }
            )


@checks("eq:R1")
def small_changes(formula: Formula) -> Errors:
    """the change of each step on a complex way of length 1e-200: the sum over operands"""
    for t in traces():
        for seed in DIRECTIONS:
            moved = [complex(x, 1e-200 * dx) for x, dx in zip(t.inputs.values(), seed, strict=True)]
            nodes = dict(zip(t.inputs, moved, strict=True))
            for step in t.steps:
                nodes[step.name] = value_of(step, {one: nodes[one] for one in step.operands})
            change = {name: value.imag / 1e-200 for name, value in nodes.items()}
            for step in t.steps:
                yield formula.error(
                    {
                        "dz_t": change[step.name],
                        r"s \text{ is an operand of } t": operands_of(t, step.name),
                        r"\frac{\partial z_t}{\partial z_s}": At(
                            "s", lambda s, step=step: step.partial_values[s]
                        ),
                        "dz_s": At("s", lambda s, change=change: change[s]),
                    }
                )


@checks("eq:R2", relations=r"\leftarrow")
def striking_out(formula: Formula) -> Errors:
    """`sweep`, line by line of the record: the weight after it from the weight before"""
    for point in POINTS:
        record = Record()
        w1, w2 = map(record.append, point)
        z1 = w1 / w2
        end = z1 * (z1 - w2) * (z1 + w1)  # z1 is used three times, w2 twice
        weights = [0.0] * end.index + [1.0]
        for child in range(end.index, 1, -1):
            before = list(weights)
            after = struck_out(record, child, before)
            for place, t in enumerate(record.operands[child]):
                rule = record.elementals[child].partials[place]
                other_uses = record.operands[child].count(t) > 1
                assert not other_uses
                yield formula.error(
                    {
                        "a_t": At(
                            r"\leftarrow", lambda now, t=t, b=before, a=after: (a if now else b)[t]
                        ),
                        "a_c": before[child],
                        r"\frac{\partial z_c}{\partial z_t}": rule(
                            record.values[child], *record.arguments[child]
                        ),
                    }
                )
            weights = after
        yield abs(weights[0] - sweep(record, {end.index: 1.0})[0])


def struck_out(record: Record, child: int, weights: list[float]) -> list[float]:
    """The weights that `sweep` makes of these when it has only the line `child` to strike out."""
    one_line = Record()
    one_line.values, one_line.arguments = record.values, record.arguments
    one_line.elementals = [
        elemental if at == child else None for at, elemental in enumerate(record.elementals)
    ]
    one_line.operands = record.operands
    return sweep(one_line, dict(enumerate(weights)))


class Space:
    """Vectors of so many entries."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __contains__(self, vector: np.ndarray) -> bool:
        return vector.shape == (self.size, 1)


@checks("eq:B1")
def one_identity(formula: Formula) -> Errors:
    """`jvp` and `vjp` on functions with one and with three outputs"""
    rng = np.random.default_rng(547)

    def three(w1, w2):
        return f(w1, w2), f(w2, w1), w1 * w2

    def one(w1, w2):
        return (f(w1, w2),)

    for function, m in ((one, 1), (three, 3)):
        for _ in range(4):
            point, u, v = rng.uniform(0.5, 1.5, 2), rng.normal(size=m), rng.normal(size=2)
            tangent = jvp(function, point.tolist(), v.tolist())[1]
            adjoint = vjp(function, *point.tolist())[1](u.tolist())
            yield formula.error(
                {
                    "u": column(u),
                    "v": column(v),
                    "J v": column(tangent),
                    r"J^\top u": column(adjoint),
                    r"\mathbb{R}^m": Space(m),
                    r"\mathbb{R}^n": Space(2),
                }
            )


SMOOTH = {  # function → its value and first three derivatives
    mpmath.exp: lambda x: [mpmath.exp(x)] * 4,
    mpmath.sin: lambda x: [mpmath.sin(x), mpmath.cos(x), -mpmath.sin(x), -mpmath.cos(x)],
    mpmath.log: lambda x: [mpmath.log(x), 1 / x, -1 / x**2, 2 / x**3],
}


@checks("eq:B2", tolerance=1e-9)
def errors_of_differences(formula: Formula) -> Errors:
    """the worst error of difference quotients in 80 digits, values off by ε either way"""
    for function, derivatives in SMOOTH.items():
        with mpmath.workdps(80):
            x, h = mpmath.mpf("0.7"), mpmath.mpf("1e-12")
            d = derivatives(x)
            # ε such that both arms count
            for epsilon in (mpmath.mpf(0), h**2, h**3):
                off = (1 - epsilon, 1 + epsilon)
                forward = max(
                    abs((function(x + h) * p - d[0] * q) / h - d[1]) for p in off for q in off
                )
                central = max(
                    abs((function(x + h) * p - function(x - h) * q) / (2 * h) - d[1])
                    for p in off
                    for q in off
                )
                yield float(
                    formula.error(
                        {
                            "E_1": always(forward),
                            "E_2": always(central),
                            "h": h,
                            r"\varepsilon": epsilon,
                            "f": d[0],
                            "D^2 f": d[2],
                            "D^3 f": d[3],
                        },
                        floor=0.0,
                    )
                )


@checks("eq:B3", tolerance=1e-9)
def best_steps(formula: Formula) -> Errors:
    """the zero of the slope of Eq. (B2), as printed, by bisection, and Eq. (B2) there"""
    estimate = Formula(latex_of("eq:B2"))
    for derivatives in SMOOTH.values():
        values = [float(one) for one in derivatives(mpmath.mpf("0.7"))]
        names = {"f": values[0], "D^2 f": values[2], "D^3 f": values[3], r"\varepsilon": EPSILON}

        def at(place: int, h: complex, names=names) -> complex:
            unused = {"E_1": always(0.0), "E_2": always(0.0)}
            return estimate.sides(names | unused | {"h": h}, claim=place)[1]

        steps = [_bottom(lambda h, place=place, at=at: at(place, h)) for place in (0, 1)]
        yield formula.error(
            names
            | {"h_1": steps[0], "h_2": steps[1]}
            | {"E_1": lambda h, at=at: at(0, h), "E_2": lambda h, at=at: at(1, h)},
            floor=0.0,
        )


def _bottom(curve) -> float:
    """Where the slope of a V is 0, by bisection on a logarithmic scale."""
    low, high = math.log(1e-12), math.log(1.0)
    for _ in range(60):
        middle = (low + high) / 2
        h = math.exp(middle)
        if curve(complex(h, 1e-30)).imag > 0:
            high = middle
        else:
            low = middle
    return math.exp(low)
