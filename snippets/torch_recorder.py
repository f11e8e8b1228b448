"""The record of every PyTorch function that a function calls, see `snippets.recorders`.

Source: the manual of PyTorch, "Extending torch with a ``TorchFunctionMode``".
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from snippets.recorders import Log, Operation, leaves, numbers, rebuilt

_NAMES = {
    "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "==", "ne": "!=", "mul": "*", "add": "+",
    "sub": "-", "div": "/", "truediv": "/", "pow": "**", "neg": "negative",
    "getitem": "[]", "setitem": "[]=",
}  # fmt: skip
_LEAVING = {"__bool__", "__float__", "__int__", "__index__", "item", "tolist"}  # into plain Python


# --8<-- [start:calls]
class Calls(TorchFunctionMode):
    """While it is entered, every PyTorch function that meets a watched tensor is noted."""

    def __init__(self, inputs: Sequence[Tensor], rules: bool) -> None:
        super().__init__()
        self.log, self.rules = Log(), rules
        self.places = {id(x): (-1 - n, 0) for n, x in enumerate(inputs)}  # position and part
        self.kept: list[Any] = list(inputs)  # or another tensor might get the id of one
        self.writers: dict[int, int] = {}  # memory → position of the last change in place

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        operands = [one for one in leaves([args, kwargs or {}]) if _counts(one)]
        for one in operands:
            self.refresh(one)
        places = [self.places.get(id(one), (None, 0)) for one in operands]
        sources = tuple(position for position, _ in places)
        parts = tuple(part for _, part in places)
        name = _name(func)
        if all(source is None for source in sources):
            return func(*args, **(kwargs or {}))
        if func.__name__ in _LEAVING:
            args = rebuilt(args, lambda one: one.detach() if isinstance(one, Tensor) else one)
        before = tuple(plain(one) for one in operands)
        rule = _rule(func, *_copies(args, kwargs or {})) if self.rules else None
        versions = [_version(one) for one in operands]
        result = func(*args, **(kwargs or {}))
        if func is torch.autograd.grad and self.rules:
            rule = _rule_of_grad(args[1], result)
        changed = args[0] if result is None else result
        results = [one for one in leaves(changed) if _counts(one) or isinstance(one, bool)]
        arrays: list[np.ndarray] = []
        for one in results:
            if (array := numbers(plain(one))) is not None:
                self._follow(one, (len(self.log.operations), len(arrays)))
                arrays.append(array)
        if arrays:
            name = _NAMES.get(name, name)
            self.log.operations.append(Operation(name, before, sources, parts, tuple(arrays), rule))
        for one, version in zip(operands, versions, strict=True):
            if version != _version(one):
                self.writers[_storage(one)] = len(self.log.operations) - 1
        return result

    def refresh(self, x: Any) -> None:
        """Note what became of a tensor by a change in place of another view of its memory."""
        writer = self.writers.get(_storage(x)) if isinstance(x, Tensor) else None
        position, part = self.places.get(id(x), (None, 0))
        if writer is None or (position is not None and position >= writer):
            return
        if (value := plain(x)) is None:
            return
        self._follow(x, (len(self.log.operations), 0))
        self.log.operations.append(
            Operation("view", (value, value), (position, writer), (part, 0), (value,))
        )

    def _follow(self, result: Any, place: tuple[int, int]) -> None:
        if isinstance(result, Tensor):
            if result.is_floating_point():
                precision = torch.finfo(result.dtype).eps
                self.log.precision = max(self.log.precision, precision)
            self.places[id(result)] = place
            self.kept.append(result)


# --8<-- [end:calls]
def _name(func: Any) -> str:
    """The name of a function, a method, or the property that a getter is of."""
    owner = getattr(func, "__self__", None) if func.__name__ == "__get__" else func
    return str(getattr(owner, "__name__", "get")).strip("_")


def _version(x: Any) -> int:
    """How often the memory of a tensor was changed in place."""
    try:
        return int(x._version)
    except (AttributeError, RuntimeError):  # a number; inside torch.func.grad or inference_mode
        return 0


def _storage(x: Any) -> int:
    try:
        return int(x.untyped_storage()._cdata)
    except (AttributeError, NotImplementedError, RuntimeError):  # inside torch.func.grad
        return id(x)


def _counts(value: Any) -> bool:
    return isinstance(value, Tensor | int | float) and not isinstance(value, bool)


def _copies(args: Any, kwargs: Any) -> list[Any]:
    """Arguments that stay as they are when an operation changes its own in place."""
    return [
        rebuilt(one, lambda x: x.detach().clone() if isinstance(x, Tensor) else x)
        for one in (args, kwargs)
    ]


def _rule(func: Any, args: Any, kwargs: Any) -> Callable[..., float]:
    """What PyTorch's rule for one function makes of slopes."""

    def rule(slopes: Sequence[Any], weights: Sequence[np.ndarray]) -> float:
        leaves_in: list[Tensor] = []

        def fresh(x: Any) -> Any:
            if not isinstance(x, Tensor):
                return x
            leaves_in.append(x.detach().requires_grad_(x.is_floating_point()))
            return leaves_in[-1].clone()

        with torch.enable_grad():
            again = [rebuilt(one, fresh) for one in (args, kwargs)]
            result = func(*again[0], **again[1])
            results = [x for x in leaves(again[0][0] if result is None else result) if _counts(x)]
            pairs = [
                (x, torch.tensor(w).to(x.dtype))
                for x, w in zip(results, weights, strict=False)
                if isinstance(x, Tensor) and x.requires_grad
            ]
            asked = [x for x in leaves_in if x.requires_grad]
            if not pairs:
                return 0.0
            total = torch.stack([(x * w).sum() for x, w in pairs]).sum()
            adjoints = torch.autograd.grad(total, asked, materialize_grads=True)
        found = dict(zip(map(id, asked), adjoints, strict=True))
        operands = [x for x in leaves([args, kwargs]) if _counts(x)]
        tensors = iter(leaves_in)
        answer = 0.0
        for operand, slope in zip(operands, slopes, strict=True):
            leaf = next(tensors) if isinstance(operand, Tensor) else None
            if slope is not None and id(leaf) in found:
                answer += float(np.sum(found[id(leaf)].numpy(force=True) * slope))
        return answer

    return rule


def _rule_of_grad(inputs: Any, results: Any) -> Callable[..., float]:
    """The same for a derivative in the function: its graph leads on to the inputs."""

    def rule(slopes: Sequence[Any], weights: Sequence[np.ndarray]) -> float:
        pairs = zip(leaves(results), weights, strict=True)
        terms = [(x * torch.tensor(w)).sum() for x, w in pairs if x.requires_grad]
        if not terms:
            return 0.0
        asked = leaves(inputs)
        total = torch.stack(terms).sum()
        adjoints = torch.autograd.grad(total, asked, retain_graph=True, materialize_grads=True)
        known = slopes[-len(asked) :]
        return sum(
            float(np.sum(adjoint.numpy(force=True) * slope))
            for adjoint, slope in zip(adjoints, known, strict=True)
            if slope is not None
        )

    return rule


def plain(value: Any) -> Any:
    """A tensor as a NumPy array, None if it holds no numbers that can be read; others as is."""
    if not isinstance(value, Tensor):
        return value
    if value.is_complex():
        return None
    try:
        return value.detach().cpu().to(torch.float64).numpy().copy()
    except RuntimeError:  # inside torch.func.grad
        return None


def watch(f: Callable[..., Any], points: Sequence[Any], rules: bool = False) -> Log:
    """Evaluate f with every PyTorch function noted that depends on its inputs.

    Args:
        f: A function of tensors.
        points: Its inputs, arrays.
        rules: Whether each operation is to keep its derivative rule.
    """
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True).clone() for x in points]
    with torch.enable_grad(), Calls(inputs, rules) as calls:
        result = f(*inputs)
    calls.refresh(result)
    log: Log = calls.log
    log.output = calls.places.get(id(result), (None, 0))[0]
    log.value = plain(result)
    return log


def gradient(f: Callable[..., Any], points: Sequence[Any]) -> list[np.ndarray]:
    """PyTorch's derivatives of f with respect to each input.

    Args:
        f: A function of tensors.
        points: Its inputs, arrays.

    Raises:
        TypeError: The value of f is not connected to the inputs by differentiable operations.
    """
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in points]
    copies = [x.clone() for x in inputs]
    with torch.enable_grad(), Calls(copies, rules=False):
        value = f(*copies)
    if not isinstance(value, Tensor) or not value.requires_grad:
        raise TypeError("the value is not connected to x by differentiable operations.")
    found = torch.autograd.grad(value.sum(), inputs, materialize_grads=True)
    return [one.numpy(force=True) for one in found]
