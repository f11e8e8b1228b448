"""Generated programs on NumPy arrays: entry by entry, in blocks that stay in the cache.

Written as NumPy, each operation would read and write arrays of full length, and memory would set
the pace. Here the program goes through all its operations on one block before the next, and writes
into work arrays that are used again. Only the results are as long as the inputs.
"""

from collections import deque
from collections.abc import Sequence
from math import inf, nan
from typing import Any, cast

import numpy as np

from snippets.ieee import quiet
from snippets.inputs import Function, called
from snippets.nodes import Guard, Node, Rule, half_angle, simpler
from snippets.plan import OtherBranchError, Plan, Room, function_name, raising
from snippets.program import SAME, Program, executed, indented, literal
from snippets.reverse import below, run
from snippets.variable import Value, describe, is_array, shape

BLOCK = 8192  # entries: with ten or so arrays of them, what a core's own cache holds
UFUNCS = {name: getattr(np, name) for name in SAME} | {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power,
    "negative": np.negative, "abs": np.abs, "sign": np.sign,
    "maximum": np.maximum, "minimum": np.minimum,
}  # fmt: skip


def compiled(
    f: Function,
    names: Sequence[str],
    points: Sequence[Value],
    differentiate: bool,
    rules: Sequence[Rule] = (half_angle, simpler),
) -> Program:
    """The program for arrays of the example's kind; see `snippets.program.compile_gradient`.

    Args:
        f: What to compile.
        names: Names of the inputs.
        points: The example, arrays of one shape.
        differentiate: Whether the gradient is wanted too.
        rules: Simpler forms of operations. Without `half_angle` sine and cosine are NumPy's.

    Raises:
        ValueError: The example's arrays differ in shape or are empty, or f does not treat them
            entry by entry.
    """
    _check_shapes(names, points)
    if not points[0].size:
        raise ValueError(f"{names[0]}: expected at least one entry to trace f at, got none.")
    first = [float(point.flat[0]) for point in points]
    plan = Plan(f, first, differentiate, rules, truth=np.bool_)
    source, results, work = array_source(plan)
    functions = {function_name(one): UFUNCS.get(one.name, one.value) for one in plan.elementals}
    others = {"OtherBranchError": OtherBranchError, "copyto": np.copyto, "inf": inf, "nan": nan}
    body = executed(source, functions | others)

    def program(*arrays: Value) -> Any:
        _check_shapes(plan.parameters, arrays)
        outputs = in_blocks(body, arrays, results, work)
        count = len(plan.values)
        value = tuple(outputs[:count]) if plan.several else outputs[0]
        return (value, tuple(outputs[count:])) if differentiate else value

    program.source = source  # type: ignore[attr-defined]
    value = program(*points)
    _check_meaning(f, points, value[0] if differentiate else value, plan.several)
    return cast(Program, program)


# --8<-- [start:in_blocks]
def in_blocks(body: Program, arrays: Sequence[Value], results: int, work: int) -> list[Value]:
    """Run the body of a program on one block after the other.

    Args:
        body: What is done with a block: from the inputs' parts, into the results' parts, with
            work arrays.
        arrays: The inputs, arrays of one shape.
        results: How many arrays of that shape the body fills.
        work: How many arrays of the length of a block it needs besides.
    """
    inputs = [np.asarray(array, float).ravel() for array in arrays]
    size = inputs[0].size
    outputs = [np.empty(size) for _ in range(results)]
    room = np.empty((work, min(BLOCK, size)))
    with quiet():
        for start in range(0, size, BLOCK):
            parts = [array[start : start + BLOCK] for array in inputs + outputs]
            body(*parts, *room[:, : size - start])
    return [output.reshape(arrays[0].shape) for output in outputs]


# --8<-- [end:in_blocks]
def array_source(plan: Plan) -> tuple[str, int, int]:
    """The body of a program on arrays, and how many results and work arrays it is handed.

    An operation writes into a work array whose value nobody needs any more, or into a result.
    """
    room = Room(plan)
    lines: list[str] = []
    guards = deque(plan.graph.guards)

    def text(value: Value) -> str:
        return literal(value)[0] if type(value) is float else plan.name(value)

    def check(guard: Guard) -> None:
        lines.append(raising(guard, text, arrays=True))
        room.release(guard.left, guard.right)

    for node in plan.graph.nodes:
        while guards and guards[0].place == node.index:
            check(guards.popleft())
        if node.elemental is None or not plan.uses[node.index]:
            continue
        function = function_name(node.elemental)
        args, name = ", ".join(map(text, node.args)), plan.name(node)
        room.release(*node.args)
        if node.elemental.name not in UFUNCS:
            lines.append(f"{name} = {function}({args})")
        elif node.index in plan.results:
            lines.append(f"{function}({args}, out={name})")
        else:
            lines.append(f"{name} = {function}({args}, out={room.take(node)})")
    while guards:
        check(guards.popleft())

    results: list[str] = []
    for end in plan.ends:
        direct = isinstance(end, Node) and end.elemental and end.elemental.name in UFUNCS
        if direct and plan.name(end) not in results:
            results.append(plan.name(end))
        else:
            results.append(plan.fresh(f"result_{len(results) + 1}"))
            lines.append(f"copyto({results[-1]}, {text(end)})")
    parameters = ", ".join([*plan.parameters, *results, *room.names])
    return f"def {plan.title}({parameters}):\n" + indented(lines, 1), len(results), len(room.names)


def _check_shapes(names: Sequence[str], arrays: Sequence[Value]) -> None:
    """Refuse all but arrays of one shape.

    Raises:
        TypeError: Their number is not that of the names, or one is no array of real numbers.
        ValueError: Their shapes differ.
    """
    if len(arrays) != len(names):
        raise TypeError(
            f"inputs: expected {len(names)} ({', '.join(names)}), but {len(arrays)} came in."
        )
    for name, array in zip(names, arrays, strict=True):
        if not is_array(array) or array.dtype.kind not in "fiu":
            raise TypeError(
                f"{name}: expected an array of real numbers as the other inputs, "
                f"got {describe(array)}."
            )
        if array.shape != arrays[0].shape:
            raise ValueError(
                f"{name}: expected the shape {arrays[0].shape} of {names[0]}, got {array.shape}."
            )


def _check_meaning(f: Function, points: Sequence[Value], value: Value, several: bool) -> None:
    """Refuse a function that does something else to arrays than the same to each entry.

    Raises:
        ValueError: f returns another shape, or other numbers, than the program.
    """
    with quiet():
        record, outputs, _ = run(f, points)
    for one, other in zip(below(record, outputs), value if several else [value], strict=True):
        if shape(one) not in ((), shape(other)) or not np.allclose(one, other, equal_nan=True):
            raise ValueError(
                f"f: expected a function that treats arrays entry by entry, but {called(f)} "
                f"returned {describe(one)} for inputs of the shape {points[0].shape}."
            )
    # One entry, or zeros, can hide a sum from the numbers.
    if any(one is not None and one.name == "sum" for one in record.elementals):
        raise ValueError(
            f"f: expected a function that treats arrays entry by entry, but {called(f)} sums "
            "over entries."
        )
