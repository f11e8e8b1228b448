"""Values that become lines of a program: each is computed once, however often it is asked for.

A `Node` is a variable below all records. Run a function on nodes, or the reverse sweep of its
record, and what they computed stands in the graph. So derivatives need no rule of their own here.
"""

import operator
import sys
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any, NamedTuple

from snippets.elementals import Elemental
from snippets.variable import TABLE, Value, Variable, describe, is_array

Rule = Callable[..., Value]  # from an operation's name and arguments to a simpler form, or None


class Guard(NamedTuple):
    """A comparison that steered the control flow while the function was traced.

    Attributes:
        place: How many nodes the graph had when it was made.
        symbol: Such as "<".
        left: What is compared, a node.
        right: With what, a node or a number.
        truth: What it came out as.
    """

    place: int
    symbol: str
    left: "Node"
    right: Value
    truth: bool


# --8<-- [start:graph]
class Graph:
    """All that a program may compute, in the order in which it was first computed.

    Attributes:
        nodes: The inputs, and one node for each operation on the same arguments.
        guards: The comparisons that the function made.
        rules: Simpler forms of operations; the first that applies is taken.
        truth: The type of what a comparison comes out as.
    """

    def __init__(self, rules: Sequence[Rule], truth: type = bool) -> None:
        self.nodes: list[Node] = []
        self.guards: list[Guard] = []
        self.rules, self.truth = rules, truth
        self._known: dict[tuple[Any, ...], Node] = {}
        self._compared: set[tuple[Any, ...]] = set()

    def input(self, value: float) -> "Node":
        """A node that the program is given."""
        return Node(self, value)

    def node(self, elemental: Elemental, args: tuple[Value, ...]) -> Value:
        """The node of an operation: the simplest form of it, and one that is there already."""
        for rule in self.rules:
            simpler = rule(elemental.name, *args)
            if simpler is not None:
                return simpler
        keys = [_key(arg) for arg in args]
        if elemental.name in ("+", "*"):
            keys.sort(key=str)
        key = (elemental.name, *keys)
        if key not in self._known:
            value = elemental(*map(_plain, args))
            self._known[key] = Node(self, value, elemental, args)
        return self._known[key]

    def compared(self, symbol: str, left: "Node", right: Value) -> Any:
        """What a comparison comes out as; the program must make it again."""
        truth = COMPARISONS[symbol](_plain(left), _plain(right))
        key = (symbol, _key(left), _key(right))
        if key not in self._compared:
            self._compared.add(key)
            self.guards.append(Guard(len(self.nodes), symbol, left, right, truth))
        return self.truth(truth)


# --8<-- [end:graph]
class Node(Variable):
    """A value of a program: an elemental and its arguments, which are numbers or nodes.

    Attributes:
        index: Its place in the graph.
        marked: Whether the function named it with `step`.
    """

    __slots__ = ("args", "elemental", "graph", "index", "marked")
    level = 0

    def __init__(
        self, graph: Graph, value: float, elemental: Any = None, args: tuple[Value, ...] = ()
    ) -> None:
        self.primal = Watched(value)
        self.primal.node = self
        self.graph, self.elemental, self.args = graph, elemental, args
        self.index = len(graph.nodes)
        self.marked = False
        graph.nodes.append(self)

    def mark(self) -> None:
        """Let this value have a line of its own."""
        self.marked = True

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> Value:
        """The node of this operation.

        Raises:
            TypeError: An argument is an array, a constant of the function.
        """
        for arg in args:
            if is_array(arg):
                raise TypeError(
                    f"{elemental.name}: a program is compiled entry by entry and cannot hold "
                    f"the array {describe(arg)}; make it an input."
                )
        return self.graph.node(elemental, args)


# --8<-- [start:rules]
def simpler(name: str, *args: Value) -> Value | None:
    """A form of the operation that costs less and has the same value, up to rounding."""
    x, y = args[0], args[-1]
    match (name, *map(_form, args)):
        case ("+", 0.0, _) | ("*", 1.0, _):
            return y
        case ("+" | "-", _, 0.0) | ("*" | "/" | "**", _, 1.0):
            return x
        case ("-", 0.0, _) | ("*", -1.0, _):
            return -y
        case ("*", tuple(), float()):
            return y * x  # the number first
        case ("*", float(), ("*", float(c), u)) if _in_range(x * c) or not x:
            return (x * c) * u
        case ("negative", ("negative", u)):
            return u
        case ("negative", ("-", u, v)):
            return v - u
        case ("+", _, ("negative", v)):
            return x - v
        case ("+", ("negative", u), _):
            return y - u
        case ("-", _, ("negative", v)):
            return x + v
        case ("*" | "/", ("negative", u), _):
            return -(u * y if name == "*" else u / y)
        case ("*" | "/", _, ("negative", v)):
            return -(x * v if name == "*" else x / v)
        case ("+" | "-", ("*", u, same), ("*", v, z)) if same is z:
            return (u + v if name == "+" else u - v) * z
        case ("*", tuple(), ("/", u, v)) if _is_divided(u, v) and _older(u, x):
            return u * (x / v)  # an adjoint is divided first: others need the quotient too
        case ("**", _, 0.0):
            return 1.0
        case ("**", _, 2.0):
            return x * x
    return None


# --8<-- [end:rules]
# --8<-- [start:half_angle]
def half_angle(name: str, *args: Value) -> Value | None:
    """Sine and cosine from one tangent of half the angle: 2t / (1 + t²) and (1 − t²) / (1 + t²).

    NumPy's tangent uses wide vector instructions where there are any; its sine and cosine do not.
    What comes out is the sine to within 3 · 2⁻⁵³ of itself, and the cosine to within 3 · 2⁻⁵³:
    near its zeros it has fewer digits than NumPy's own.
    Source: the addition theorems, as Eq. P1.
    """
    if name not in ("sin", "cos"):
        return None
    t = TABLE["tan"](0.5 * args[0])
    below = 1.0 + t * t
    return 2.0 * t / below if name == "sin" else (1.0 - t) * (1.0 + t) / below


# --8<-- [end:half_angle]
class Watched(float):
    """The number under a node. To compare it steers control flow, so the graph writes that down."""

    __slots__ = ("node",)
    node: Node
    __hash__ = float.__hash__

    def __bool__(self) -> bool:
        return bool(self.node.graph.compared("!=", self.node, 0.0))


COMPARISONS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


def _watching(symbol: str) -> Any:
    def compare(self: Watched, other: Any) -> Any:
        if is_array(other) and other.ndim:
            raise TypeError(
                f"{symbol}: a program is compiled entry by entry and cannot hold the array "
                f"{describe(other)}; make it an input."
            )
        if not isinstance(other, Real) and not is_array(other):
            return NotImplemented
        right = other.node if isinstance(other, Watched) else float(other)
        return self.node.graph.compared(symbol, self.node, right)

    return compare


for _symbol, _operation in COMPARISONS.items():
    setattr(Watched, f"__{_operation.__name__}__", _watching(_symbol))


def _plain(value: Value) -> float:
    return float(value.primal) if isinstance(value, Node) else value


def _key(value: Value) -> int | str:
    """What tells a value from others; −0.0 is not 0.0."""
    return value.index if isinstance(value, Node) else repr(value)


def _form(value: Value) -> Any:
    """A number as it is, a node as its elemental's name and its arguments."""
    if not isinstance(value, Node):
        return value
    return (value.elemental.name, *value.args) if value.elemental else ("input",)


def _in_range(number: float) -> bool:
    return sys.float_info.min <= abs(number) <= sys.float_info.max


def _is_divided(value: Value, by: Value) -> bool:
    """Whether it is a number, or a quotient with this divisor."""
    return not isinstance(value, Node) or (_form(value)[0] == "/" and value.args[1] is by)


def _older(value: Value, than: Node) -> bool:
    return not isinstance(value, Node) or value.index < than.index
