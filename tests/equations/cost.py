"""Checks of the equations on what derivatives cost."""

from math import comb

from bench.cost import layer, product
from bench.program import rosenbrock
from snippets.checkpoint import checkpointed
from snippets.example import f
from snippets.reverse import vjp
from snippets.variable import TABLE, Variable, new_level
from tests.equations.latex import Formula
from tests.equations.register import Errors, checks


class Metered(Variable):
    """A number below the engine's levels that counts the operations on it and its like."""

    def __init__(self, primal: float, level: int, done: list[str]) -> None:
        self.primal, self.level, self.done = primal, level, done

    def apply(self, elemental, args):
        self.done.append(elemental.name)
        plain = (arg.primal if isinstance(arg, Metered) else arg for arg in args)
        return Metered(elemental(*plain), self.level, self.done)


def operations(task, point) -> list[str]:
    """The operations that the task carries out on numbers."""
    level, done = new_level(), []
    task(*(Metered(x, level, done) for x in point))
    return done


def swept(function, *seed):
    def task(*point):
        _, pullback = vjp(function, *point)
        return pullback(*seed)

    return task


def with_sweep(name: str) -> int:
    """Operations of one step and its part of the sweep, by the engine: all adjoints have begun."""
    elemental = TABLE[name]
    count = len(elemental.partials)
    return len(
        operations(swept(lambda *x: (*x, elemental(*x)), (0.5,) * (count + 1)), (0.3, 0.6)[:count])
    )


@checks("eq:C1", relations=r"\le =")
def cheap_gradient(formula: Formula) -> Errors:
    """operations that the engine carries out for value and gradient: ω times those of the value"""
    x = [0.5 + 0.1 * k for k in range(12)]
    for function, point in ((f, (-0.7, 1.3)), (product, x), (rosenbrock, x), (layer, x)):
        plain = operations(function, point)
        dearest = max(map(with_sweep, set(plain)))
        yield formula.error(
            {
                r"\operatorname{ops}(f, \nabla f)": len(operations(swept(function), point)),
                r"\operatorname{ops}(f)": len(plain),
                r"\omega": dearest,
                r"\max_t c_t": dearest,
            }
        )
    # One step whose operands have adjoints already: there the bound is attained.
    for name, by_hand in (("*", 5), ("sin", 4), ("exp", 3)):
        yield formula.error(
            {
                r"\operatorname{ops}(f, \nabla f)": with_sweep(name),
                r"\operatorname{ops}(f)": 1,
                r"\omega": by_hand,
                r"\max_t c_t": by_hand,
            },
            tight=True,
        )


@checks("eq:C2", relations=r"= < \le")
def evaluations(formula: Formula) -> Errors:
    """evaluations counted while `checkpointed` runs, for several n and s"""
    for n in (1, 2, 7, 20, 40):
        for s in (1, 2, 3, 8):
            swept = checkpointed(lambda x: 0.5 * x, n, lambda x: x, s)(1.0)
            r = next(r for r in range(n) if comb(s + r, s) >= n)
            yield formula.error(
                {
                    "E": swept.evaluations,
                    "n": n,
                    "s": s,
                    "r": r,
                    r"\binom{s + r}{s + 1}": comb(s + r, s + 1),
                    r"\binom{s + r - 1}{s}": comb(s + r - 1, s) if r else 0,
                    r"\binom{s + r}{s}": comb(s + r, s),
                }
            )
