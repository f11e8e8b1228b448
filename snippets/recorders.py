"""Records of every operation that a function carries out, with its operands: branches, too.

`snippets.reverse` records what it can differentiate. These records are for looking at: they take
any function of NumPy or PyTorch, smooth or not, and note each comparison that steers the program.
"""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np

from snippets.elementals import Elemental
from snippets.ieee import quiet
from snippets.variable import _UFUNCS, TABLE, UnknownAttributeError, Value, Variable, new_level

Plain = Any  # a number, an array, or what else an operation is handed


@dataclass
class Operation:
    """One operation of a record.

    Attributes:
        name: Such as "relu".
        operands: What it was applied to, as plain numbers and arrays.
        sources: For each operand where it comes from: the position of an operation, -1 for the
            first input, -2 for the second, …, None for a constant.
        parts: For each operand which of the results there it is, counted from 0.
        results: The numbers that came out, as arrays.
        rule: What the operation's derivative rule makes of slopes of the operands: their adjoints
            from weights for the results, times the slopes, added up. None if it has none.
    """

    name: str
    operands: tuple[Plain, ...]
    sources: tuple[int | None, ...]
    parts: tuple[int, ...]
    results: tuple[np.ndarray, ...]
    rule: Callable[[Sequence[Any], Sequence[np.ndarray]], float] | None = None


@dataclass
class Log:
    """The operations of one evaluation that depend on the input, in order.

    Attributes:
        operations: The operations.
        output: Position of the operation that returned the function's value; -1 if that is the
            input, None if it is connected to neither.
        value: The function's value, an array.
        precision: Relative spacing of the coarsest floats that were met.
    """

    operations: list[Operation] = field(default_factory=list)
    output: int | None = None
    value: Any = None
    precision: float = 2.0**-52

    def grain(self) -> float:
        """How far the largest finite number met may be rounded, and a little more."""
        met = [one for o in self.operations for one in (*o.operands, *o.results)]
        arrays = [abs(array) for one in (*met, self.value) if (array := numbers(one)) is not None]
        finite = (float(a[np.isfinite(a)].max(initial=0.0)) for a in arrays)
        return 4 * self.precision * max(finite, default=0.0)


STEERING = {"bool", "float", "int", "item", "tolist", "index"}  # they leave the record


def leaves(value: Plain) -> list[Plain]:
    """The entries of nested tuples, lists and dictionaries, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        return [leaf for entry in value for leaf in leaves(entry)]
    return [value]


def rebuilt(value: Plain, change: Callable[[Plain], Plain]) -> Plain:
    """Nested tuples, lists and dictionaries with each entry changed."""
    if isinstance(value, dict):
        return {key: rebuilt(entry, change) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        entries = [rebuilt(entry, change) for entry in value]
        return type(value)(entries) if type(value) in (tuple, list) else tuple(entries)
    return change(value)


def numbers(value: Plain) -> np.ndarray | None:
    """A number or array as an array of floats, None for anything else."""
    if isinstance(value, bool | int | float | np.generic | np.ndarray):
        array = np.asarray(value)
        return array.astype(float) if array.dtype.kind in "fiub" else None
    return None


class InPlaceError(TypeError):
    """An array is changed in place, so that other names of it would change unseen."""


class Watched(Variable):
    """A number or array that notes in a log whatever is done with it."""

    __slots__ = ("log", "part", "position")

    def __init__(self, log: Log, level: int, position: int, value: Plain, part: int = 0) -> None:
        self.log, self.level, self.primal = log, level, value
        self.position, self.part = position, part

    def apply(self, elemental: Elemental, args: tuple[Value, ...]) -> Any:
        """An elemental of our engine."""
        return self.note(elemental.name, elemental, args)

    def note(
        self, name: str, function: Callable[..., Any], args: Sequence[Any], **options: Any
    ) -> Any:
        """Apply any function, and write it down.

        Raises:
            InPlaceError: It returns nothing, so that it has written into an array.
        """
        operands = leaves([*args, options])
        watched = [one if isinstance(one, Watched) else None for one in operands]
        plain = [rebuilt(one, _bare) for one in (list(args), options)]
        with quiet():
            result = function(*plain[0], **plain[1])
        if result is None:
            raise InPlaceError(f"f: {name} writes into an array, which cannot be followed.")
        found = [array for one in leaves(result) if (array := numbers(one)) is not None]
        if not found:
            return result
        for one in leaves(result):
            if isinstance(one, np.floating | np.ndarray) and one.dtype.kind == "f":
                precision = float(np.finfo(one.dtype).eps)
                self.log.precision = max(self.log.precision, precision)
        sources = tuple(None if one is None else one.position for one in watched)
        self.log.operations.append(
            Operation(
                name,
                tuple(_bare(one) for one in operands),
                sources,
                tuple(0 if one is None else one.part for one in watched),
                tuple(found),
                _rule(function, plain[0], result) if isinstance(function, Elemental) else None,
            )
        )
        position = len(self.log.operations) - 1
        if name in STEERING:
            return result
        part = count()

        def at(one: Plain) -> Plain:
            if numbers(one) is None:
                return one
            return Watched(self.log, self.level, position, one, next(part))

        return rebuilt(result, at)

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Value, **options: Any) -> Value:
        name = _UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if method == "__call__" and not options and name in TABLE:
            return TABLE[name](*args)
        name = _SYMBOLS.get(name, name) if method == "__call__" else f"{ufunc.__name__}.{method}"
        into = (options.get("out") or (None,))[0]
        if into is not None and (isinstance(into, Watched) or into is not args[0]):
            raise InPlaceError(
                f"f: np.{ufunc.__name__}(…, out=…) cannot be followed; use what it returns."
            )
        return self.note(name, getattr(ufunc, method), args, **options)

    def __array_function__(self, function: Any, _: Any, args: Any, options: Any) -> Any:
        if options.get("out") is not None:
            raise InPlaceError(
                f"f: np.{function.__name__}(…, out=…) cannot be followed; use what it returns."
            )
        return self.note(function.__name__, function, args, **options)

    def __getattr__(self, name: str) -> Any:
        value = getattr(np.asarray(self.primal), name, None)
        if value is None or name.startswith("__"):
            raise UnknownAttributeError(f"a NumPy array has no attribute {name}.")
        if callable(value):
            method = operator.methodcaller
            return lambda *args, **options: self.note(
                name,
                lambda x, *a, **o: method(name, *a, **o)(np.asarray(x)),
                (self, *args),
                **options,
            )
        return self.note(name, lambda _: value, (self,)) if name == "T" else value

    def __bool__(self) -> bool:
        return bool(self.note("bool", bool, (self,)))

    def __float__(self) -> float:
        return float(self.note("float", float, (self,)))

    def __int__(self) -> int:
        return int(self.note("int", int, (self,)))

    def __len__(self) -> int:
        return len(self.primal)

    def __iter__(self) -> Any:
        return (self.note("[]", operator.getitem, (self, n)) for n in range(len(self)))


def _rule(elemental: Elemental, operands: Sequence[Any], z: Any) -> Callable[..., float]:
    """What the table of elementals makes of slopes."""

    def rule(slopes: Sequence[Any], weights: Sequence[np.ndarray]) -> float:
        total = 0.0
        with quiet():
            for place, slope in enumerate(slopes):
                if slope is not None:
                    term = elemental.partials[place](z, *operands) * weights[0] * slope
                    total += float(np.sum(term))
        return total

    return rule


def _bare(value: Plain) -> Plain:
    return value.primal if isinstance(value, Watched) else value


_SYMBOLS = {
    "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "==",
    "not_equal": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=",
}  # fmt: skip


def _noted(name: str, function: Callable[..., Any], mirrored: bool = False) -> Callable[..., Any]:
    def method(self: Watched, *args: Any) -> Any:
        return self.note(name, function, (*args, self) if mirrored else (self, *args))

    return method


_METHODS: dict[str, tuple[str, Callable[..., Any]]] = {
    name: (symbol, getattr(operator, name)) for name, symbol in _SYMBOLS.items() if len(name) == 2
}
_METHODS |= {"getitem": ("[]", operator.getitem), "invert": ("~", np.logical_not)}
_METHODS |= {name: (name, getattr(np, name)) for name in ("round", "floor", "ceil", "trunc")}
_BINARY = {
    "floordiv": ("//", operator.floordiv), "mod": ("%", operator.mod),
    "matmul": ("@", operator.matmul), "and": ("&", operator.and_), "or": ("|", operator.or_),
}  # fmt: skip
for _name, (_symbol, _function) in (_METHODS | _BINARY).items():
    setattr(Watched, f"__{_name}__", _noted(_symbol, _function))
for _name, (_symbol, _function) in _BINARY.items():
    setattr(Watched, f"__r{_name}__", _noted(_symbol, _function, mirrored=True))


def _updated(name: str) -> Callable[..., Any]:
    """An operator such as +=, which changes an array under all its names."""

    def method(self: Watched, other: Any) -> Any:
        fresh = getattr(self, f"__{name}__")(other)
        if not np.ndim(self.primal) or not isinstance(fresh, Watched):
            return fresh
        if self.primal.base is not None:
            raise InPlaceError(
                f"f: __i{name}__ changes a part of an array in place; make a new one."
            )
        self.primal, self.position, self.part = fresh.primal, fresh.position, fresh.part
        return self

    return method


for _name in ("add", "sub", "mul", "truediv", "pow", "floordiv", "mod", "matmul"):
    setattr(Watched, f"__i{_name}__", _updated(_name))


def number(log: Log) -> float:
    """The value of a function as a float, nan if it is no number."""
    value = numbers(log.value)
    return float(value.item()) if value is not None and value.size == 1 else math.nan


def watch(f: Callable[..., Any], points: Sequence[Any], rules: bool = False) -> Log:  # noqa: ARG001
    """Evaluate f with everything noted that is done with its inputs.

    Args:
        f: A function of numbers or NumPy arrays.
        points: Its inputs.
        rules: Without effect; elementals always have their rules at hand.
    """
    log, level = Log(), new_level()
    with quiet():
        result = f(*(Watched(log, level, -1 - n, x) for n, x in enumerate(points)))
    if isinstance(result, Watched):
        log.output, result = result.position, result.primal
    log.value = result
    return log
