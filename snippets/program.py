"""From trace to program: straight-line Python for a function and its gradient.

The function is traced, and its reverse sweep run, on nodes in place of numbers. What they computed
is the program: without the tape, every shared value once, nothing that no result needs.

Control flow is frozen by tracing. Each comparison that the function made becomes a guard of the
program, which raises where it would come out otherwise. Numbers that the function takes out of
tracing itself, with `primal`, are frozen too.
Source: B. Speelpenning, "Compiling fast partial derivatives of functions given by algorithms"
(1980); Griewank and Walther (2008), section 3.2.
"""

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from math import inf, nan
from numbers import Real
from typing import Any, Protocol, cast

from snippets.inputs import Function, checked_primals
from snippets.nodes import Node, simpler
from snippets.notation import ATOM, FACTOR, PRODUCT, SUM, Form, call, pattern
from snippets.plan import OtherBranchError, Plan, Room, function_name, raising
from snippets.variable import Value, Variable, constant, describe, is_array

READ = 250  # values of a program that a reader follows; beyond, names are used again
LONG = 60  # characters after which an expression gets a line of its own
SAME = (  # in the table, in `math` and in NumPy
    "exp", "log", "log1p", "expm1", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "atan2",
    "hypot", "sinh", "cosh", "tanh",
)  # fmt: skip
MATH = {name: getattr(math, name) for name in SAME} | {"**": math.pow}
OPERATORS = {
    "+": pattern("%s + %s", SUM, SUM, PRODUCT),
    "-": pattern("%s - %s", SUM, SUM, PRODUCT),
    "*": pattern("%s * %s", PRODUCT, PRODUCT, FACTOR),
    "negative": pattern("-%s", SUM, PRODUCT),
}
DIVISION = {"/": pattern("%s / %s", PRODUCT, PRODUCT, FACTOR)}


class Program(Protocol):
    """A generated function: called, it computes; its `source` is to be read."""

    source: str

    def __call__(self, *inputs: Value) -> Any:
        """The results at these inputs."""


def compile_gradient(f: Function, *example: Value) -> Program:
    """Straight-line Python for the value of f and its gradient.

    Args:
        f: A function of numbers with one output, or of arrays of one shape that it treats entry
            by entry.
        example: Inputs to trace f at, one number or array an input. The program takes inputs of
            the same kind: numbers, or arrays of any one shape.

    Returns:
        A function from the inputs to (value, tuple of partial derivatives). Its attribute
        `source` holds its source. It raises `OtherBranchError` where the inputs would take
        another branch than the example, and follows IEEE at domain edges.
        A program on numbers computes in the type that it is handed, for a check would cost as much
        as an operation: hand it floats. NumPy's integers and single precision overflow in it as
        they do in NumPy.

    Raises:
        TypeError: An input is no real number, or f uses an operation that is no elemental.
        ValueError: An input is not finite, shapes differ, f has several outputs, or it does not
            treat arrays entry by entry.

    Source: Speelpenning (1980); Griewank and Walther (2008), section 3.2.
    """
    return _compiled(f, example, differentiate=True)


def compile_value(f: Function, *example: Value) -> Program:
    """Straight-line Python for the value of f alone, which may be a tuple.

    It computes in the type that it is handed, as a program of `compile_gradient`.

    Args:
        f: As for `compile_gradient`, with any number of outputs.
        example: As for `compile_gradient`.

    Raises:
        TypeError: As for `compile_gradient`.
        ValueError: As for `compile_gradient`.

    Source: Griewank and Walther (2008), section 2.2.
    """
    return _compiled(f, example, differentiate=False)


def _compiled(f: Function, example: Sequence[Value], differentiate: bool) -> Program:
    names, points = checked_primals(f, example)
    for name, point in zip(names, points, strict=True):
        if isinstance(point, Variable):
            raise TypeError(f"{name}: expected a number or an array, got a traced value {point!r}.")
    if any(map(is_array, points)):
        from snippets import blocks  # the only part that needs NumPy

        return blocks.compiled(f, names, points, differentiate)
    plan = Plan(f, points, differentiate, [simpler])
    fallback = plan.fresh("by_the_table")
    source = scalar_source(plan, OPERATORS | DIVISION, fallback)
    return executed(source, _functions(plan, math_first=True) | {fallback: _by_the_table(plan)})


def executed(source: str, namespace: dict[str, Any]) -> Program:
    """The function that a source defines, with its source."""
    exec(compile(source, "<generated>", "exec"), namespace)
    function = namespace[source.removeprefix("def ").partition("(")[0]]
    function.source = source
    return cast(Program, function)


# --8<-- [start:source]
def scalar_source(plan: Plan, operators: Mapping[str, Form], fallback: str = "") -> str:
    """The program on floats as Python source.

    Args:
        plan: What it has to compute.
        operators: How operations are written that are no calls.
        fallback: What takes over where an operation of Python raises; nothing by default.
    """
    room = Room(plan) if len(plan.graph.nodes) > READ else None
    done: dict[int, tuple[str, int]] = {}  # the text of each value, and how tightly it binds
    reads: dict[int, list[Node]] = {}  # the values with a line of their own in that text
    lines: list[str] = []
    guards = deque(plan.graph.guards)

    def text(value: Value) -> str:
        return literal(value)[0] if type(value) is float else done[value.index][0]

    for node in plan.graph.nodes:
        while guards and guards[0].place == node.index:
            lines.append(raising(guards.popleft(), text))
        if node.elemental is None:
            done[node.index], reads[node.index] = (plan.name(node), ATOM), []
        elif plan.uses[node.index]:
            form = operators.get(node.elemental.name) or call(function_name(node.elemental))
            whole = form.write(
                [literal(arg) if type(arg) is float else done[arg.index] for arg in node.args]
            )
            read = [one for arg in node.args if type(arg) is not float for one in reads[arg.index]]
            if plan.deserves_a_line(node) or len(whole[0]) > LONG:
                if room:
                    room.release(*read)
                name = room.take(node) if room else plan.name(node)
                lines.append(f"{name} = {whole[0]}")
                whole, read = (name, ATOM), [node]
            done[node.index], reads[node.index] = whole, read
    lines += [raising(guard, text) for guard in guards]
    lines.append("return " + plan.returned(text))
    head = f"def {plan.title}({', '.join(plan.parameters)}):\n"
    if not fallback:
        return head + indented(lines, 1)
    again = f"return {fallback}({', '.join(plan.parameters)})"
    edges = indented(["except (ArithmeticError, TypeError, ValueError):"], 1)
    return head + indented(["try:"], 1) + indented(lines, 2) + edges + indented([again], 2)


# --8<-- [end:source]
def indented(lines: Sequence[str], depth: int) -> str:
    """Lines of source at a depth."""
    return "".join(f"{'    ' * depth}{line}\n" for line in lines)


def literal(number: float) -> tuple[str, int]:
    """A number as source, and how tightly it binds."""
    text = repr(number)
    return text, SUM if text.startswith("-") else ATOM


def _functions(plan: Plan, math_first: bool) -> dict[str, Any]:
    """Name in source → function, for all that a plan needs."""
    names: dict[str, Any] = {"OtherBranchError": OtherBranchError, "inf": inf, "nan": nan}
    for one in plan.elementals:
        fast = MATH.get(one.name) if math_first else None
        names[function_name(one)] = fast or one.value
    return names


def _by_the_table(plan: Plan) -> Callable[..., Any]:
    """The same program, slower, with the values of the table, which never raise on numbers."""
    compiled: list[Program] = []

    def by_the_table(*inputs: Value) -> Any:
        numbers = [_number(*pair) for pair in zip(plan.parameters, inputs, strict=True)]
        if not compiled:
            source = scalar_source(plan, OPERATORS)
            compiled.append(executed(source, _functions(plan, math_first=False)))
        return compiled[0](*numbers)

    return by_the_table


def _number(name: str, value: object) -> float:
    if isinstance(value, Real) and type(value).__name__ != "bool":
        return cast(float, constant(value, name))
    hint = "; compile with arrays as the example" if is_array(value) else ""
    raise TypeError(f"{name}: expected a real number, got {describe(value)}{hint}.")
