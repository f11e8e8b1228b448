"""What goes into a function that is to be differentiated, and what comes out, checked and named."""

import inspect
import math
import sys
from collections.abc import Callable, Sequence
from types import FunctionType

from snippets.notation import named
from snippets.variable import Value, Variable, constant, describe, is_array, shape

Function = Callable[..., Value]


def input_names(f: Function, count: int) -> list[str]:
    """Names of the inputs of a call `f(*inputs)`: its parameters, or x_1, x_2, … without names.

    Raises:
        TypeError: `f` is not callable, or does not take that many inputs.
    """
    if not callable(f):
        raise TypeError(f"f: expected a function, got {describe(f)}.")
    try:
        parameters = list(inspect.signature(f).parameters.values())
    except (TypeError, ValueError):  # some functions written in C tell no signature
        return [f"x_{position}" for position in range(1, count + 1)]
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    rest = next((p.name for p in parameters if p.kind == p.VAR_POSITIONAL), None)
    needed = sum(p.default is p.empty for p in places)
    keywords = [p.name for p in parameters if p.kind == p.KEYWORD_ONLY and p.default is p.empty]
    if keywords:
        raise TypeError(
            f"{called(f)} needs the keyword {keywords[0]}: every input must be positional."
        )
    if count < needed or (rest is None and count > len(places)):
        expected = f"{needed}" if needed == len(places) else f"{needed} to {len(places)}"
        listed = ", ".join(p.name for p in places) or "none"
        at_least = "at least " if rest else ""
        raise TypeError(
            f"{called(f)} takes {at_least}{expected} inputs ({listed}), but {count} came in."
        )
    names = [named(p.name) for p in places[:count]]
    letter = "x" if rest == "args" else rest
    names += [f"{letter}_{position}" for position in range(1, count - len(places) + 1)]
    return names if len(set(names)) == count else [f"x_{n}" for n in range(1, count + 1)]


def called(f: Function) -> str:
    """The name of `f` for messages."""
    name: str = getattr(f, "__name__", "") or getattr(f, "name", type(f).__name__)
    return "the function" if name == "<lambda>" else name


def checked_primals(f: Function, primals: Sequence[Value]) -> tuple[list[str], list[Value]]:
    """Names and values of the inputs, integers as floats.

    Raises:
        TypeError: They are no sequence, their number does not fit `f`, or one is not a real number
            or array.
        ValueError: One is nan or infinite.
    """
    if not _is_sequence(primals):
        raise TypeError(
            f"primals: expected a sequence, one number an input, got {describe(primals)}."
        )
    names = input_names(f, len(primals))
    return names, [_finite(name, x) for name, x in zip(names, primals, strict=True)]


def checked_points(f: Function, primals: Sequence[Value]) -> Sequence[Value]:
    """The values that `checked_primals` returns; as many finite floats as f takes pass at once.

    Raises:
        TypeError: As `checked_primals`.
        ValueError: As `checked_primals`.
    """
    if isinstance(f, FunctionType):
        code = f.__code__
        if code.co_argcount == len(primals) and not code.co_kwonlyargcount:
            for x in primals:
                if type(x) is not float or not math.isfinite(x):
                    break
            else:
                return primals
    return checked_primals(f, primals)[1]


def checked_directions(
    what: str, names: Sequence[str], primals: Sequence[Value], directions: Sequence[Value]
) -> list[Value]:
    """One number (or array of the same shape) for each primal, such as tangents.

    Raises:
        TypeError: They are no sequence, or one is not a real number or array.
        ValueError: Their number or a shape differs from the primals', or one is not finite.
    """
    if not _is_sequence(directions):
        raise TypeError(
            f"{what}: expected a sequence, one number for each of {', '.join(names)}, "
            f"got {describe(directions)}."
        )
    if len(directions) != len(names):
        raise ValueError(
            f"{what}: expected {len(names)}, one for each of {', '.join(names)}, "
            f"got {len(directions)}."
        )
    checked = []
    for name, primal, direction in zip(names, primals, directions, strict=True):
        value = _finite(f"the one for {name} in {what}", direction)
        if shape(value) not in ((), shape(primal)):
            raise ValueError(
                f"{what}: the one for {name} has the shape {shape(value)}, "
                f"expected {shape(primal)} as its primal."
            )
        checked.append(value)
    return checked


def _is_sequence(value: Value) -> bool:
    if is_array(value):
        return bool(value.ndim)
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def _is_bool(value: Value) -> bool:
    return type(value).__name__ == "bool" or (is_array(value) and value.dtype.kind == "b")


def _finite(name: str, value: Value) -> Value:
    if isinstance(value, Variable):
        return value
    if _is_bool(value):
        raise TypeError(f"{name}: expected a real number, got {describe(value)}.")
    number = constant(value, name)
    fine = (
        sys.modules["numpy"].isfinite(number).all() if is_array(number) else math.isfinite(number)
    )
    if not fine:
        raise ValueError(f"{name}: expected finite numbers, got {describe(value)}.")
    return number


def checked_outputs(f: Function, result: object) -> tuple[list[Value], bool]:
    """What `f` returned as a list of outputs, and whether it was a tuple or list.

    Raises:
        TypeError: It is neither a number, an array, nor a tuple or list of them.
    """
    if isinstance(result, Variable):
        return [result], False
    several = isinstance(result, tuple | list)
    outputs = list(result) if several else [result]  # type: ignore[call-overload]
    for position, output in enumerate(outputs):
        if isinstance(output, Variable):
            continue
        where = f"output {position + 1} of {called(f)}" if several else f"the result of {called(f)}"
        if _is_bool(output):
            raise TypeError(f"{where}: expected a real number, got {describe(output)}.")
        outputs[position] = constant(output, where)
    return outputs, several
