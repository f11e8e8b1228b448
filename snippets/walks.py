r"""What a mode computes, one quantity after the other, with the arrows that each comes along.

A walk is what a table of `snippets.tables` is written from. Besides the formula of each row it
knows the terms one by one: which arrow of the computational graph a term belongs to, and the two
numbers that are multiplied there.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from snippets.expression import term
from snippets.notation import latex_name, number
from snippets.variable import Value, is_array

if TYPE_CHECKING:
    from snippets.statements import Step
    from snippets.trace import Edge, Trace

DOT, BAR = r"\dot", r"\bar"


class Share(NamedTuple):
    """A term of a sum: what comes along one arrow.

    Attributes:
        operand: Where the arrow starts.
        step: Where it ends.
        partial: The local partial ∂step/∂operand, an expression or a number.
        slope: Its value.
        symbol: LaTeX of the tangent or adjoint that it is multiplied with.
        factor: The value of that.
    """

    operand: str
    step: str
    partial: Value
    slope: Value
    symbol: str
    factor: Value

    def written(self, first: bool) -> str:
        """The term in LaTeX, with its sign; a first one has none where it is a plus."""
        return term(self.partial, self.symbol, first)


class Move(NamedTuple):
    """One quantity of a walk: the value, the tangent or the adjoint of a node.

    Attributes:
        kind: "value", "tangent" or "adjoint".
        name: The node, an input or a step.
        symbol: LaTeX of the quantity.
        formula: LaTeX of what it is computed by.
        value: What it comes out as.
        given: Seeds that are part of its sum.
        shares: The other terms, in the order of the formula; none where the kind is "value".
        step: What is computed, where the kind is "value".
    """

    kind: str
    name: str
    symbol: str
    formula: str
    value: Value
    given: tuple[Value, ...] = ()
    shares: tuple[Share, ...] = ()
    step: "Step | None" = None


class Walk(NamedTuple):
    """All that one sweep computes, in order.

    Attributes:
        derivative: What the sweep is after, "tangent" or "adjoint".
        inputs: The names of the inputs.
        known: Node → value, of those that are there when the sweep starts.
        seeds: Input → its tangent; empty for a sweep back, which computes its seed as a move.
        nodes: The names of all nodes, inputs first.
        edges: The arrows of the computational graph.
        moves: What is computed.
    """

    derivative: str
    inputs: tuple[str, ...]
    known: Mapping[str, Value]
    seeds: Mapping[str, Value]
    nodes: tuple[str, ...]
    edges: Sequence["Edge"]
    moves: tuple[Move, ...]


def forward_walk(trace: "Trace", seed: Sequence[Value]) -> Walk:
    """The value of each step, and then its tangent from the tangents of its operands.

    An input whose tangent is 0 is a constant, and is left out of the sums.

    Raises:
        TypeError: `seed` is no sequence of real numbers.
        ValueError: It does not have one number an input.

    Source: the course text, problem 2, forward mode, steps 1 to 12.
    """
    seeds = dict(zip(trace.inputs, seed, strict=False))
    tangents = trace.tangents(seed)
    known = seeds | tangents
    still = {name for name, one in seeds.items() if not is_array(one) and one == 0}
    moves = []
    for step in trace.steps:
        shares = [
            Share(
                name,
                step.name,
                partial,
                step.partial_values[name],
                latex_name(name, DOT),
                known[name],
            )
            for name, partial in step.partials.items()
            if name not in still and not _is_zero(partial)
        ]
        moves.append(
            Move("value", step.name, latex_name(step.name), step.latex, step.value, step=step)
        )
        moves.append(_sum("tangent", step.name, DOT, tangents[step.name], (), shares))
    inputs, nodes = tuple(trace.inputs), tuple(trace.nodes)
    return Walk("tangent", inputs, trace.inputs, seeds, nodes, trace.edges, tuple(moves))


def reverse_walk(trace: "Trace", seed: Any = None) -> Walk:
    """Each adjoint from the adjoints of its children: the last step first, the inputs last.

    Raises:
        TypeError: There are several outputs and no seed, or the seed is no real number.
        ValueError: There is not one number an output.

    Source: the course text, problem 2, reverse mode, steps 1 to 8, and Eq. 2.
    """
    adjoints = trace.adjoints(seed)
    given = seed if isinstance(trace.value, tuple) else [seed]
    seeds: dict[str, list[Value]] = {}
    for name, one in zip(trace.outputs, given, strict=True):
        if name is not None:
            seeds.setdefault(name, []).append(1.0 if one is None else one)
    shares: dict[str, list[Share]] = {name: [] for name in adjoints}
    reached = set(seeds)
    for step in reversed(trace.steps):
        if step.name not in reached:
            continue
        symbol, factor = latex_name(step.name, BAR), adjoints[step.name]
        for name, partial in step.partials.items():
            reached.add(name)
            if not _is_zero(partial):
                slope = step.partial_values[name]
                shares[name].append(Share(name, step.name, partial, slope, symbol, factor))
    order = [step.name for step in reversed(trace.steps)] + list(trace.inputs)
    moves = tuple(
        _sum("adjoint", name, BAR, adjoints[name], seeds.get(name, ()), shares[name][::-1])
        for name in order
    )
    inputs, nodes = tuple(trace.inputs), tuple(trace.nodes)
    return Walk("adjoint", inputs, trace.nodes, {}, nodes, trace.edges, moves)


def _sum(
    kind: str,
    name: str,
    accent: str,
    value: Value,
    given: Sequence[Value],
    shares: Sequence[Share],
) -> Move:
    """A move whose formula is the seeds and the terms added up, 0 if there is none."""
    text = " + ".join(number(one)[0] for one in given)
    for share in shares:
        text += share.written(first=not text)
    symbol = latex_name(name, accent)
    return Move(kind, name, symbol, text or "0", value, tuple(given), tuple(shares))


def _is_zero(partial: Value) -> bool:
    return isinstance(partial, float) and partial == 0.0
