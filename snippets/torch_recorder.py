"""The record of every PyTorch function that a function calls, see `snippets.recorders`.

Source: the manual of PyTorch, "Extending torch with a ``TorchFunctionMode``".
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from snippets.recorders import STEERING, Log, Operation, leaves, numbers, rebuilt

_NAMES = {
    "gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "==", "ne": "!=", "mul": "*", "add": "+",
    "sub": "-", "rsub": "-", "div": "/", "rdiv": "/", "rtruediv": "/", "truediv": "/", "pow": "**",
    "rpow": "**", "neg": "negative", "getitem": "[]", "setitem": "[]=",
}  # fmt: skip
_MIRRORED = ("rsub", "rdiv", "rtruediv", "rpow")


# --8<-- [start:calls]
class Calls(TorchFunctionMode):
    """While it is entered, every PyTorch function that meets a watched tensor is noted."""

    def __init__(self, inputs: Sequence[Tensor]) -> None:
        super().__init__()
        self.log = Log()
        self.positions = {id(x): -1 for x in inputs}
        self.kept: list[Any] = list(inputs)  # or another tensor might get the id of one

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        operands = [one for one in leaves([args, kwargs or {}]) if _counts(one)]
        sources = tuple(self.positions.get(id(one)) for one in operands)
        name = _name(func)
        if all(source is None for source in sources):
            return func(*args, **(kwargs or {}))
        if name in STEERING:
            args = rebuilt(args, lambda one: one.detach() if isinstance(one, Tensor) else one)
        before = tuple(plain(one) for one in operands)
        result = func(*args, **(kwargs or {}))
        changed = args[0] if result is None else result
        results = [one for one in leaves(changed) if _counts(one)]
        arrays = [array for one in results if (array := numbers(plain(one))) is not None]
        if arrays:
            if name in _MIRRORED:
                before, sources = before[::-1], sources[::-1]
            self.log.operations.append(
                Operation(_NAMES.get(name, name), before, sources, tuple(arrays))
            )
            for one in results:
                if isinstance(one, Tensor):
                    self.positions[id(one)] = len(self.log.operations) - 1
                    self.kept.append(one)
        return result


# --8<-- [end:calls]
def _name(func: Any) -> str:
    """The name of a function, a method, or the property that a getter is of."""
    owner = getattr(func, "__self__", None) if func.__name__ == "__get__" else func
    return str(getattr(owner, "__name__", "get")).strip("_")


def _counts(value: Any) -> bool:
    return isinstance(value, Tensor | bool | int | float)


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


def watch(f: Callable[..., Any], points: Sequence[Any]) -> Log:
    """Evaluate f with every PyTorch function noted that depends on its inputs.

    Args:
        f: A function of tensors.
        points: Its inputs, arrays.
    """
    inputs = [torch.tensor(x, dtype=torch.float64, requires_grad=True).clone() for x in points]
    with torch.enable_grad(), Calls(inputs) as calls:
        result = f(*inputs)
    log: Log = calls.log
    log.output = calls.positions.get(id(result))
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
    with torch.enable_grad():
        value = f(*(x.clone() for x in inputs))
    if not isinstance(value, Tensor) or not value.requires_grad:
        raise TypeError("the value is not connected to x by differentiable operations.")
    found = torch.autograd.grad(value.sum(), inputs, materialize_grads=True)
    return [one.numpy() for one in found]
