"""What a program has to compute, and how its values are called.

The names are those of the trace: z_1 for a step, bar_z_1 for its adjoint; u_1, u_2, … for what has
no name there.
"""

import inspect
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

from snippets.elementals import Elemental
from snippets.inputs import Function, called
from snippets.nodes import Graph, Guard, Node, Rule
from snippets.notation import named
from snippets.trace import trace
from snippets.variable import TABLE, Value

FUNCTIONS = {"/": "divide", "**": "power", "+": "add", "-": "subtract", "*": "multiply"}
RESERVED = {"OtherBranchError", "copyto", "inf", "nan", "out"}


class OtherBranchError(ValueError):
    """The input would take another branch than the example did when the program was traced."""

    def __init__(self, comparison: str, traced: bool) -> None:
        super().__init__(
            f"{comparison} is {not traced} at this input, but the program was traced on the branch "
            f"where it is {traced}; compile it again with an example from this branch."
        )
        self.__suppress_context__ = True  # that Python's own operations were tried first


class Plan:
    """A function traced on nodes, with its reverse sweep if the gradient is wanted.

    Attributes:
        graph: All that tracing computed.
        parameters: Names of the inputs.
        several: Whether the function returned a tuple.
        values: What it returned, nodes or numbers.
        gradient: Its partial derivatives, likewise; None if they are not wanted.
        ends: Values and gradient in a row.
        results: Their places in the graph.
        uses: Place in the graph → how often the value is needed; 0 for dead code.
    """

    def __init__(
        self,
        f: Function,
        points: Sequence[float],
        differentiate: bool,
        rules: Sequence[Rule],
        truth: type = bool,
    ) -> None:
        self.graph = Graph(rules, truth)
        traced = trace(f, *map(self.graph.input, points))  # its reverse sweep below, on nodes
        self.several = isinstance(traced.value, tuple)
        if self.several and differentiate:
            raise ValueError(
                f"compile_gradient: expected one output, {called(f)} returned "
                f"{len(traced.value)} in a tuple; use compile_value."
            )
        adjoints = traced.adjoints() if differentiate else {}
        self.values: list[Value] = list(traced.value) if self.several else [traced.value]
        self.gradient = [adjoints[name] for name in traced.inputs] if differentiate else None
        self.ends = [*self.values, *(self.gradient or [])]
        self.results = {end.index for end in self.ends if isinstance(end, Node)}
        self.uses = self._counted()
        self._taken = {FUNCTIONS.get(name, name) for name in TABLE} | RESERVED
        self._count = itertools.count(1)
        self._name(f, list(traced.inputs), traced.values, adjoints)

    def _counted(self) -> Counter[int]:
        ends = [*self.ends]
        for guard in self.graph.guards:
            ends += [guard.left, guard.right]
        uses = Counter(end.index for end in ends if isinstance(end, Node))
        for node in reversed(self.graph.nodes):
            if uses[node.index]:
                uses.update(arg.index for arg in node.args if isinstance(arg, Node))
        return uses

    def _name(
        self, f: Function, inputs: list[str], steps: dict[str, Value], adjoints: dict[str, Value]
    ) -> None:
        self.parameters = [self.fresh(name) for name in _as_in_python(f, inputs)]
        self._names = dict(enumerate(self.parameters))
        shown = dict(zip(inputs, self.parameters, strict=True))
        for name, node in steps.items():
            if isinstance(node, Node):
                self._names.setdefault(node.index, self.fresh(name))
        for name, node in adjoints.items():
            if isinstance(node, Node) and node.index not in self._names:
                self._names[node.index] = self.fresh(f"bar_{shown.get(name, name)}")
                node.marked |= isinstance(step := steps.get(name), Node) and step.marked

    def fresh(self, name: str) -> str:
        """`name`, or one like it that is not taken yet."""
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def name(self, node: Node) -> str:
        """What the value of a node is called."""
        if node.index not in self._names:
            self._names[node.index] = self.fresh(f"u_{next(self._count)}")
        return self._names[node.index]

    @property
    def elementals(self) -> list[Elemental]:
        """The elementals that the program applies."""
        used = (node.elemental for node in self.graph.nodes if self.uses[node.index])
        return list({one.name: one for one in used if one is not None}.values())

    @property
    def title(self) -> str:
        """What the program is called."""
        return "value" if self.gradient is None else "value_and_gradient"

    def deserves_a_line(self, node: Node) -> bool:
        """Whether the reader is shown a value by name: a statement, a result, or used twice."""
        return node.marked or self.uses[node.index] > 1 or node.index in self.results

    def returned(self, text: Callable[[Value], str]) -> str:
        """What the program returns, as source."""
        values = [text(value) for value in self.values]
        value = _tuple(values) if self.several else values[0]
        if self.gradient is None:
            return value
        return f"{value}, {_tuple([text(slope) for slope in self.gradient])}"


class Room:
    """Places for values; one whose value nobody needs any more is used again.

    Attributes:
        names: All places so far.
    """

    def __init__(self, plan: Plan) -> None:
        self.names: list[str] = []
        self._plan, self._left = plan, plan.uses.copy()
        self._free: list[str] = []
        self._held: dict[int, str] = {}

    def take(self, node: Node) -> str:
        """A place for the value of a node."""
        if not self._free:
            self.names.append(self._plan.fresh(f"a_{len(self.names) + 1}"))
            self._free.append(self.names[-1])
        self._held[node.index] = self._free.pop()
        return self._held[node.index]

    def release(self, *values: Value) -> None:
        """Say that values have been used once more; after the last use their place is free."""
        for value in values:
            if isinstance(value, Node):
                self._left[value.index] -= 1
                if not self._left[value.index] and value.index in self._held:
                    self._free.append(self._held.pop(value.index))


def function_name(elemental: Elemental) -> str:
    """What an elemental is called in source."""
    return re.sub(r"\W", "_", FUNCTIONS.get(elemental.name, elemental.name))


def _tuple(parts: Sequence[str]) -> str:
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def _as_in_python(f: Function, inputs: list[str]) -> list[str]:
    """Names of the inputs as the function's parameters have them, w1 for w_1."""
    try:
        parameters = list(inspect.signature(f).parameters)
    except (TypeError, ValueError):
        return inputs
    return [
        parameter if parameter and named(parameter) == name else name
        for name, parameter in itertools.zip_longest(inputs, parameters[: len(inputs)])
    ]


def raising(guard: Guard, text: Callable[[Value], str], arrays: bool = False) -> str:
    """The line of source that makes a comparison again, and raises where it turns out otherwise."""
    left, right = text(guard.left), text(guard.right)
    said = f"{left} {guard.symbol} {right}"
    if arrays:
        wrong = f"not ({said}).all()" if guard.truth else f"({said}).any()"
    elif guard.symbol in ("==", "!=") and right == "0.0":
        wrong = left if guard.truth == (guard.symbol == "==") else f"not {left}"
    else:
        wrong = f"not {said}" if guard.truth else said
    return f"if {wrong}: raise OtherBranchError({said!r}, {guard.truth})"
