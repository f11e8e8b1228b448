"""What is shown of a function at a point, made by the functions of the site itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from literate.graphs import Graph, graph
from literate.maths import with_minus_signs
from literate.tables import Table, table
from playground.curves import Curves, curves
from playground.mistakes import MistakeError, mistake
from playground.request import Request, unit
from playground.slopes import Sides, sides
from playground.watching import MOST, Tally, TooLongError, watched
from snippets.differences import central_differences
from snippets.forward import jvp
from snippets.notation import latex_name, named
from snippets.program import compile_gradient
from snippets.reverse import grad
from snippets.trace import Trace, trace

SHOWN = 60  # steps that a reader follows in a table, a graph, a program
NODES = 30  # of a graph
JUDGED = 500  # steps whose slopes are computed to both sides
_KINDS = {
    "smooth": "smooth",
    "kink": "kink",
    "vertical": "vertical tangent",
    "jump": "jump",
    "edge": "edge of the domain",
    "unsettled": "unsettled",
}


@dataclass(frozen=True)
class Result:
    """All that is computed for one request; build it with `result`."""

    request: Request
    value: float
    tally: Tally
    trace: Trace
    rows: Sequence[dict[str, Any]]
    sides: Sequence[Sides]
    curves: Curves
    source: str = field(default="")

    @property
    def short(self) -> bool:
        """Whether the trace is short enough to be shown step by step."""
        return len(self.trace.steps) <= SHOWN

    @cached_property
    def gradient(self) -> Table:
        """The gradient by forward and by reverse mode and by a central difference."""
        name = self.request.typed.name
        return table(
            self.rows,
            caption=f"The gradient of {name} by forward mode, by reverse mode and by a central "
            f"difference with h = {shown(self.request.step)}, which knows nothing of how {name} is "
            "computed.",
        )

    @cached_property
    def steps(self) -> Table:
        """The trace: inputs and steps with value, tangent and adjoint."""
        seed = unit(len(self.request.point), self.request.place)
        tangents, adjoints = self.trace.tangents(seed), self.trace.adjoints()
        inputs = [
            {"step": f"${latex_name(name)}$", "formula": "input", "value": shown(x)}
            | {"tangent": shown(dx), "adjoint": shown(adjoints[name])}
            for (name, x), dx in zip(self.trace.inputs.items(), seed, strict=True)
        ]
        steps = [
            {"step": f"${latex_name(s.name)}$", "formula": f"${s.latex}$", "value": shown(s.value)}
            | {"tangent": shown(tangents[s.name]), "adjoint": shown(adjoints[s.name])}
            for s in self.trace.steps
        ]
        return table(
            inputs + steps,
            caption=f"The evaluation trace. Tangents are derivatives by {self.request.along}, from "
            f"top to bottom; adjoints are derivatives of the result, from bottom to top.",
        )

    @cached_property
    def formulas(self) -> tuple[Table, Table]:
        """How each tangent and each adjoint is computed."""
        seed = unit(len(self.request.point), self.request.place)
        forward = self.trace.forward_table(seed)
        tangents = [{"formula": r["formula"], "value": shown(r["value"])} for r in forward[1::2]]
        adjoints = [
            {"formula": row["formula"], "value": shown(row["value"])}
            for row in self.trace.reverse_table()
        ]
        along = self.request.along
        return (
            table(tangents, caption=f"Forward mode, with the seed 1 for {along}."),
            table(adjoints, caption="Reverse mode, with the seed 1 for the result."),
        )

    @cached_property
    def graph(self) -> Graph | None:
        """The computational graph, if it is small enough to be read."""
        edges, nodes = self.trace.edges, self.trace.nodes
        if len(nodes) > NODES or not edges:
            return None
        return graph(
            {name: f"{value:.4g}" for name, value in nodes.items()},
            [(edge.operand, edge.step, f"{edge.value:.3g}") for edge in edges],
            title="Computational graph",
            description="Arrows: "
            + ", ".join(f"{e.operand} to {e.step}, local partial {e.value:.3g}" for e in edges)
            + ". Each node carries its value.",
            caption="The computational graph: operands stand above what is computed from them, "
            "and each arrow carries its local partial.",
        )

    @cached_property
    def slopes(self) -> Table:
        """The slopes to both sides of the point, along each input."""
        rows = [
            {
                "along": name,
                "slope on the left": shown(one.left),
                "on the right": shown(one.right),
                "the point is a": _KINDS[one.kind],
                "reported": shown(one.reported),
            }
            for name, one in zip(self.request.typed.names, self.sides, strict=True)
        ]
        caption = "One-sided slopes along each input, by lexicographic tangents."
        return table(rows, caption=caption)


def result(asked: Request) -> Result:
    """Evaluate, trace and differentiate a function.

    Raises:
        MistakeError: It raises, its trace is too long, or its result is no number.
    """
    f, point = asked.typed.call, asked.point
    try:
        seed = unit(len(point), asked.place)
        value, _, tally = watched(f, point, seed)
        recorded = trace(f, *point)
        adjoints = grad(f)(*point)
        rows = [_row(asked, place, adjoints) for place in range(len(point))]
        judged = [
            sides(f, point, place, value, adjoints[place])
            for place in range(len(point) if tally.count <= JUDGED else 0)
        ]
        smooth = not judged or judged[asked.place].kind in ("smooth", "unsettled")
        drawn = curves(asked, value, adjoints[asked.place], tally.count, smooth)
        short = len(recorded.steps) <= SHOWN
        source = compile_gradient(f, *point).source if short else ""
    except TooLongError:
        raise MistakeError(
            f"The trace of {asked.typed.name} has more than {MOST} steps here: that is longer than "
            "this page can follow."
        ) from None
    except BaseException as error:  # whatever typed code raises
        raise mistake(asked.typed.name, error) from None
    return Result(asked, value, tally, recorded, rows, judged, drawn, source)


def _row(asked: Request, place: int, adjoints: Sequence[float]) -> dict[str, Any]:
    """A row of the gradient: one input, its derivative in three ways."""
    f, point, name = asked.typed.call, asked.point, asked.typed.names[place]
    seed = unit(len(point), place)
    _, tangent = jvp(f, point, seed)

    def along(x: float) -> float:
        moved = [*point[:place], x, *point[place + 1 :]]
        return watched(f, moved, seed)[0]  # as the trace computes: IEEE at the edges of domains

    (difference,) = central_differences(along, point[place], step=asked.step)
    return {
        "input": f"${latex_name(named(name))}$",
        "at": shown(point[place]),
        "forward": shown(tangent),
        "reverse": shown(adjoints[place]),
        "difference": shown(difference),
        "apart by": apart(difference, adjoints[place]),
    }


def shown(number: Any) -> str:
    """A number with ten digits; "none" for None."""
    if number is None:
        return "none"
    text = f"{float(number):.10g}"
    return with_minus_signs("0" if text == "-0" else text).replace("inf", "∞")


def apart(one: float, other: float) -> str:
    """How far two numbers are from each other, as a rough size."""
    distance = abs(one - other)
    return "0" if distance == 0 else f"{distance:.0e}" if math.isfinite(distance) else "—"
