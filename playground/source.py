"""Reading what was typed: a function definition, or an expression whose names are the inputs."""

import ast
import builtins
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.mistakes import FILE, MistakeError, clean, mistake
from snippets import elementals
from snippets.example import step
from snippets.variable import Value

LONGEST = 4000  # characters
INPUTS = 4
_DEEPEST = 50  # brackets in brackets
KNOWN = (
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1",
    "log", "log1p", "sqrt", "hypot", "sign", "maximum", "minimum", "logistic", "softplus", "xlogy",
    "logsumexp", "dot",
)  # fmt: skip
_SIGNS = str.maketrans("−×·", "-**")  # what a phone's keyboard offers
_EXAMPLE = "such as sin(x*y)/x"


@dataclass(frozen=True)
class Typed:
    """A function as it was typed.

    Attributes:
        call: The function.
        name: What it is called; "f" for an expression.
        names: Its inputs, in order.
        defaults: The default values of those inputs that have one that is a number.
        lines: How many lines the text has.
    """

    call: Callable[..., Value]
    name: str
    names: tuple[str, ...]
    defaults: dict[str, float]
    lines: int


def namespace() -> dict[str, Any]:
    """The names that a typed function may use without an import."""
    known = {name: getattr(elementals, name) for name in KNOWN}
    return known | {
        "__name__": "typed",
        "pi": math.pi,
        "e": math.e,
        "math": math,
        "relu": relu,
        "step": step,
    }


def relu(x: Value) -> Value:
    """The larger of x and 0."""
    return elementals.maximum(x, 0.0)


def read(source: object) -> Typed:
    """The function that was typed: the last one that is defined, or an expression.

    Raises:
        MistakeError: There is none, it does not compile, its definition raises, or it does not have
            one to four inputs.
    """
    if not isinstance(source, str):
        raise MistakeError("The function is no text.")
    if not source.strip():
        raise MistakeError(f"Nothing is typed yet: expected a function of x, {_EXAMPLE}.")
    if len(source) > LONGEST:
        raise MistakeError(
            f"The function has {len(source)} characters, and at most {LONGEST} are read."
        )
    text = source.strip("\n").translate(_SIGNS)
    tree = _parsed(text)
    only = tree.body[0] if len(tree.body) == 1 else None
    space = namespace()
    if isinstance(only, ast.Expr) and not isinstance(only.value, ast.Lambda):
        function, name = _from_expression(only.value, space), "f"
    else:
        function, name = _from_definitions(tree, space)
    names, defaults = _inputs(function, name)
    return Typed(function, name, names, defaults, text.count("\n") + 1)


def _parsed(text: str) -> ast.Module:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:  # in a browser the parser itself would run out of stack
        raise MistakeError(
            f"This is no Python that can be read here: brackets are {deepest} deep, and at most "
            f"{_DEEPEST} are read."
        )
    try:
        return ast.parse(text.strip() if "\n" not in text.strip() else text, FILE)
    except SyntaxError as error:
        where = f" in line {error.lineno}" if error.lineno and "\n" in text else ""
        raise MistakeError(f"This is no Python{where}: {clean(error.msg)}.") from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise MistakeError(f"This is no Python: {clean(error) or 'it is too deep'}.") from None


def _from_expression(body: ast.expr, space: dict[str, Any]) -> Callable[..., Value]:
    """The function whose inputs are the names of an expression, in reading order."""
    bound = {n.id for n in ast.walk(body) if isinstance(n, ast.Name) and _stored(n)}
    bound |= {n.arg for n in ast.walk(body) if isinstance(n, ast.arg)}
    for node in ast.walk(body):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            _check_known(node.func.id, space, bound)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = node.value.id
            if module not in space:
                raise MistakeError(
                    f"{module} is not known here: sin, exp and the like are written without it, "
                    f"{node.attr} in place of {module}.{node.attr}."
                )
    free = [n for n in ast.walk(body) if isinstance(n, ast.Name) and n.id not in bound]
    free.sort(key=lambda n: (n.lineno, n.col_offset))
    names = [n.id for n in free if n.id not in space and not hasattr(builtins, n.id)]
    names = list(dict.fromkeys(names))
    parameters = [ast.arg(arg=name) for name in names]
    arguments = ast.arguments(
        posonlyargs=[], args=parameters, kwonlyargs=[], kw_defaults=[], defaults=[]
    )
    whole = ast.Expression(ast.Lambda(args=arguments, body=body))
    function: Callable[..., Value] = _run(
        lambda: eval(compile(ast.fix_missing_locations(whole), FILE, "eval"), space)
    )
    function.__name__ = "f"
    return function


def _stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _check_known(name: str, space: dict[str, Any], bound: set[str]) -> None:
    if name not in space and name not in bound and not hasattr(builtins, name):
        raise MistakeError(f"{name} is no function that is known here; there are {_listed()}.")


def _listed() -> str:
    return ", ".join([*KNOWN, "relu", "abs"])


def _from_definitions(tree: ast.Module, space: dict[str, Any]) -> tuple[Callable[..., Value], str]:
    """The last function that is defined at top level, and its name."""
    name = ""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            targets = [target.id for target in node.targets if isinstance(target, ast.Name)]
            name = targets[0] if targets else name
    last = tree.body[-1] if tree.body else None
    alone = (
        last.value if isinstance(last, ast.Expr) and isinstance(last.value, ast.Lambda) else None
    )
    if not name and alone is None:
        if isinstance(last, ast.Assign):
            hint = "write return before the result inside of a def, or leave out the name before ="
        else:
            hint = f"expected def f(x): …, or an expression {_EXAMPLE}"
        raise MistakeError(f"No function is defined here: {hint}.")

    def defined() -> Any:
        exec(compile(tree, FILE, "exec"), space)
        return eval(compile(ast.Expression(alone), FILE, "eval"), space) if alone else space[name]

    function = _run(defined)
    if not callable(function):
        raise MistakeError(f"{name} is no function any more at the end of what is typed.")
    return function, name or "f"


def _run(define: Callable[[], Any]) -> Any:
    try:
        return define()
    except BaseException as error:  # SystemExit as well: this is what was typed
        raise mistake("What is typed", error) from None


def _inputs(function: Callable[..., Value], name: str) -> tuple[tuple[str, ...], dict[str, float]]:
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise MistakeError(f"{name} does not say which inputs it has.") from None
    odd = [p for p in parameters if p.kind not in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if odd:
        raise MistakeError(
            f"{name} has the parameter {odd[0]}: every input needs a place of its own."
        )
    if not 1 <= len(parameters) <= INPUTS:
        listed = ", ".join(p.name for p in parameters)
        count = f"{len(parameters)} inputs ({listed[:80]})" if parameters else "no input"
        raise MistakeError(f"{name} has {count}, expected one to four, such as x.")
    defaults = {
        p.name: float(p.default)
        for p in parameters
        if isinstance(p.default, int | float) and math.isfinite(p.default)
    }
    return tuple(p.name for p in parameters), defaults
