"""What stands in for a number while a derivative is taken: the operators and their levels.

Every `jvp`, `vjp` and `trace` opens a level of its own, later ones higher. An operation belongs to
the highest level among its arguments, and the others are constants to it. That is all it takes to
keep nested derivatives apart.
Source: J. M. Siskind and B. A. Pearlmutter, "Nesting forward-mode AD in a functional framework",
Higher-Order and Symbolic Computation 21 (2008).
"""

import itertools
import operator
import sys
from collections.abc import Callable
from numbers import Real
from typing import Any, NoReturn

Value = Any  # float, NumPy array of floats, or a Variable of a lower level

TABLE: dict[str, Callable[..., Value]] = {}  # name → elemental, filled by `snippets.elementals`

_LEVELS = itertools.count(1)


def new_level() -> int:
    """A level above every one opened so far."""
    return next(_LEVELS)


def _operators(name: str) -> tuple[Callable[..., Value], Callable[..., Value]]:
    """Two methods for an elemental of two arguments: self * other, and other * self.

    Where it is plain that self has the highest level, nobody is asked for it.
    """

    def method(self: "Variable", other: Value) -> Value:
        if type(other) is int:
            other = constant(other, name)
        if type(other) is float or (type(other) is type(self) and other.level == self.level):
            return self.apply(TABLE[name], (self, other))
        return TABLE[name](self, other)

    def reflected(self: "Variable", other: Value) -> Value:
        if type(other) is int:
            other = constant(other, name)
        if type(other) is float:
            return self.apply(TABLE[name], (other, self))
        return TABLE[name](other, self)

    return method, reflected


class Variable:
    """A value that some derivative is being taken with respect to.

    Attributes:
        level: The derivative it belongs to.
        primal: The value it stands for, at the level below.
    """

    __slots__ = ("level", "primal")
    level: int
    primal: Value

    def apply(self, elemental: Any, args: tuple[Value, ...]) -> Value:
        """The elemental's result at this variable's level, the highest among `args`."""
        raise NotImplementedError

    def mark(self) -> None:
        """Let this value end a statement of the trace, see `snippets.example.step`."""
        if isinstance(self.primal, Variable):
            self.primal.mark()

    __add__, __radd__ = _operators("+")
    __sub__, __rsub__ = _operators("-")
    __mul__, __rmul__ = _operators("*")
    __truediv__, __rtruediv__ = _operators("/")
    __pow__, __rpow__ = _operators("**")

    def __neg__(self) -> Value:
        return TABLE["negative"](self)

    def __pos__(self) -> Value:
        return self

    def __abs__(self) -> Value:
        return TABLE["abs"](self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.primal!r})"

    def __format__(self, spec: str) -> str:
        return format(primal(self), spec) if spec else str(self)

    def __copy__(self) -> "Variable":
        return self

    def __deepcopy__(self, memo: object) -> "Variable":
        return self  # a copy would belong to a record that nobody sweeps

    def __getattr__(self, name: str) -> Any:
        raise UnknownAttributeError(
            f".{name} of a traced value cannot be differentiated: it is no elemental. {ADVICE}"
        )

    # Comparisons steer control flow, so they answer for the primal value, as a plain bool. They go
    # down level by level, for a series below would not have its tangents passed over.

    def __lt__(self, other: Value) -> Any:
        return self.primal < _below(other, self.level)

    def __le__(self, other: Value) -> Any:
        return self.primal <= _below(other, self.level)

    def __gt__(self, other: Value) -> Any:
        return self.primal > _below(other, self.level)

    def __ge__(self, other: Value) -> Any:
        return self.primal >= _below(other, self.level)

    def __eq__(self, other: object) -> Any:
        return self.primal == _below(other, self.level)

    def __ne__(self, other: object) -> Any:
        return self.primal != _below(other, self.level)

    def __bool__(self) -> bool:
        return bool(self.primal)

    __hash__ = object.__hash__

    def __array_ufunc__(self, ufunc: Any, method: str, *args: Value, **options: Any) -> Value:
        """NumPy's functions on variables: `np.sin(x)` and `array * x` are elementals too."""
        name = _UFUNCS.get(ufunc.__name__, ufunc.__name__)
        if method == "__call__" and name in _COMPARISONS:
            left, right = args
            if isinstance(left, Variable):
                return _COMPARISONS[name][0](left, right)
            return _COMPARISONS[name][1](right, left)
        if method == "__call__" and name in ("isfinite", "isinf", "isnan"):
            return ufunc(primal(self))
        if method != "__call__" or options or name not in TABLE:
            call = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
            call += f"(…, {next(iter(options))}=…)" if options else ""
            raise TypeError(f"np.{call} is not in the table of elementals. {ADVICE}")
        return TABLE[name](*args)

    def __array_function__(self, function: Any, *_: Any) -> NoReturn:
        raise TypeError(f"np.{function.__name__} is not in the table of elementals. {ADVICE}")


class UnknownAttributeError(TypeError, AttributeError):
    """An operation that no elemental stands for; `hasattr` still answers False."""


_UFUNCS = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**",
    "float_power": "**", "absolute": "abs", "fabs": "abs", "arcsin": "asin", "arccos": "acos",
    "arctan": "atan", "arctan2": "atan2", "logaddexp": "logsumexp",
}  # fmt: skip
_COMPARISONS = {  # as it stands, and with the sides exchanged
    "less": (operator.lt, operator.gt), "less_equal": (operator.le, operator.ge),
    "greater": (operator.gt, operator.lt), "greater_equal": (operator.ge, operator.le),
    "equal": (operator.eq, operator.eq), "not_equal": (operator.ne, operator.ne),
}  # fmt: skip
ADVICE = "Use the functions of snippets.elementals, or add an entry there."


def _refusal(operation: str, advice: str = ADVICE) -> Callable[..., NoReturn]:
    def refuse(*_: object) -> NoReturn:
        raise TypeError(f"{operation} cannot be differentiated: it is no elemental. {advice}")

    return refuse


_MATHS = "In place of math.sin, math.exp, … use sin, exp, … of snippets.elementals."
for _method, _operation in {
    "floordiv": "//", "mod": "%", "divmod": "divmod", "matmul": "@", "lshift": "<<",
    "rshift": ">>", "and": "&", "or": "|", "xor": "^",
}.items():  # fmt: skip
    setattr(Variable, f"__{_method}__", _refusal(_operation))
    setattr(Variable, f"__r{_method}__", _refusal(_operation))
for _method in ("int", "complex", "index", "round", "floor", "ceil", "trunc", "invert"):
    setattr(Variable, f"__{_method}__", _refusal(f"{_method}(…)"))
for _method, _operation, _instead in (
    ("float", "float(…)", _MATHS),
    ("len", "len(…)", ADVICE),
    ("getitem", "indexing", ADVICE),
    ("iter", "iteration", ADVICE),
    ("array", "np.array(…) of traced values", "Keep them in a tuple or a list."),
):
    setattr(Variable, f"__{_method}__", _refusal(_operation, _instead))


def primal(value: Value) -> Any:
    """The plain number or array under all levels."""
    while isinstance(value, Variable):
        value = value.primal
    return value


def _below(value: object, level: int) -> Any:
    """What a value is to a comparison at a level: derivatives at this level and above are left."""
    while isinstance(value, Variable) and value.level >= level:
        value = value.primal
    return value


def is_array(value: Value) -> bool:
    """Whether `value` is a NumPy array. NumPy is never imported for it."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def shape(value: Value) -> tuple[int, ...]:
    """Shape of the number or array under all levels; () for a number."""
    if type(value) is float:
        return ()
    plain = primal(value)
    return tuple(plain.shape) if is_array(plain) else ()


def constant(value: object, where: str) -> Value:
    """A number or array as the engine computes with it: float64, arrays copied.

    Raises:
        TypeError: It is neither a real number, nor an array of them; `where` opens the message.
        ValueError: It is a number too large for float64.
    """
    if type(value) is int or isinstance(value, Real) or type(value).__name__ == "bool":
        try:
            return float(value)  # type: ignore[arg-type]
        except OverflowError:
            raise ValueError(
                f"{where}: expected finite numbers in the range of float64, got {describe(value)}."
            ) from None
    if is_array(value) and value.dtype.kind in "fiub":  # type: ignore[attr-defined]
        array = value.astype(float, subok=False)  # type: ignore[attr-defined]
        return array if array.shape else float(array)
    raise TypeError(f"{where}: expected a real number or an array of them, got {describe(value)}.")


def describe(value: object) -> str:
    """`value` and its type, short enough for a message."""
    text = repr(value)
    return f"{text if len(text) <= 40 else text[:37] + '…'} ({type(value).__name__})"
