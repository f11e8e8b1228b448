"""Functions coded twice, of which PyTorch returns two derivatives.

The functions with ``jump`` in their name compute Eq. 4 as the errata correct it: 2x - 1 below 0,
0 at 0, 2x + 1 above. Those with ``line`` compute 2x. A nan in the input is a nan in the value.

Source: problem 4, Eq. 4 and Listings 1 to 3.
"""

import sys
from collections.abc import Callable
from numbers import Real

import torch
from torch import Tensor

Function = Callable[[Tensor], Tensor]


def _require_floating(x: Tensor) -> None:
    if not isinstance(x, Tensor):
        raise TypeError(f"x must be a PyTorch tensor, but it is of type {type(x).__name__}.")
    if not x.is_floating_point():
        raise TypeError(f"x must be of a floating-point dtype, but its dtype is {x.dtype}.")


# --8<-- [start:jump_by_sign]
def jump_by_sign(x: Tensor) -> Tensor:
    """Return Eq. 4 at each entry of x; PyTorch's derivative of this coding at 0 is 0.

    Args:
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.

    Source: Eq. 4, the idea of Listing 1.
    """
    _require_floating(x)
    side = torch.sign(x)
    return side * (2 * side * x + 1)


# --8<-- [end:jump_by_sign]


# --8<-- [start:jump_by_branch]
def at_each_entry(rule: Function, x: Tensor) -> Tensor:
    """Apply a rule for tensors of shape () to each entry of x, and keep the shape of x.

    Args:
        rule: A function from a tensor of shape () to one of shape ().
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.
    """
    _require_floating(x)
    entries = [rule(entry) for entry in x.reshape(-1)]
    return torch.stack(entries).reshape(x.shape) if entries else x.clone()


def jump_by_branch(x: Tensor) -> Tensor:
    """Return Eq. 4 at each entry of x; PyTorch's derivative of this coding at 0 is 2.

    Args:
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.

    Source: Eq. 4, what Listing 2 set out to do.
    """

    def rule(entry: Tensor) -> Tensor:
        if entry > 0:
            return 2 * entry + 1
        if entry < 0:
            return 2 * entry - 1
        return 2 * entry

    return at_each_entry(rule, x)


# --8<-- [end:jump_by_branch]


# --8<-- [start:jump_with_slope]
def jump_with_slope(slope: float) -> Function:
    """Return a coding of Eq. 4 of which PyTorch's derivative at 0 is ``slope``.

    Args:
        slope: Any finite number.

    Raises:
        TypeError: If ``slope`` is not a real number.
        ValueError: If ``slope`` is not finite.

    Source: Eq. 4, the remark on the ``else`` arm of Listing 2.
    """
    if isinstance(slope, bool) or not isinstance(slope, Real):
        raise TypeError(f"slope must be a real number, but it is of type {type(slope).__name__}.")
    if not abs(slope) <= sys.float_info.max:
        raise ValueError(f"slope must be finite in float64, but it is {slope}.")

    def rule(entry: Tensor) -> Tensor:
        if entry > 0:
            return 2 * entry + 1
        if entry < 0:
            return 2 * entry - 1
        return slope * entry

    return lambda x: at_each_entry(rule, x)


# --8<-- [end:jump_with_slope]


# --8<-- [start:jump_recursive]
def jump_recursive(x: Tensor) -> Tensor:
    """Return what a recursion from 2018 into the tensor makes of Eq. 4 today: often x itself.

    It meant to split x until one entry is left in a tensor of shape (1,), and to branch on that.
    Since PyTorch 0.4 a tensor of shape (3,) splits into tensors of shape (): the shortcut for
    these answers first, and no branch is reached. So shapes (), (3,) and (1, 3) give x back, with
    derivative 1; shapes (1,) and (3, 1) give Eq. 4; an empty tensor raises. It is kept as it
    behaves; use `jump_by_branch` for Eq. 4.

    Args:
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.
        RuntimeError: If ``x`` is empty, by PyTorch: there is nothing to stack.

    Source: Eq. 4, the idea of Listing 2.
    """
    _require_floating(x)
    if x.dim() == 0:
        return 1 * x
    if x.shape != (1,):
        return torch.stack([jump_recursive(part) for part in x])
    if x.data[0] > 0:
        return 2 * x + 1
    if x.data[0] < 0:
        return 2 * x - 1
    return 2 * x


# --8<-- [end:jump_recursive]


# --8<-- [start:line]
def line_by_sign(x: Tensor) -> Tensor:
    """Return 2x at each entry of x; PyTorch's derivative of this coding at 0 is 0.

    Args:
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.

    Source: the extra credit, the idea of Listing 3.
    """
    _require_floating(x)
    side = torch.sign(x)
    return 2 * x * side * side


def line_plain(x: Tensor) -> Tensor:
    """Return 2x at each entry of x; PyTorch's derivative of this coding is 2 everywhere.

    Args:
        x: A floating-point tensor of any shape.

    Raises:
        TypeError: If ``x`` is not a floating-point tensor.

    Source: the extra credit, Listing 3.
    """
    _require_floating(x)
    return 2 * x


# --8<-- [end:line]


# --8<-- [start:derivative]
def derivative(f: Function, x: Tensor) -> Tensor:
    """Return PyTorch's derivative of f at each entry of x, in the shape of x.

    f must work entry by entry. What PyTorch says is handed on as it is, a nan included: this
    function reports, it does not correct. Neither ``x`` nor ``x.grad`` changes.

    Args:
        f: A function from tensor to tensor.
        x: A floating-point tensor of any shape, without nan.

    Raises:
        TypeError: If ``x`` or the value of f is not a floating-point tensor, or f no function.
        ValueError: If ``x`` has a nan, if f changes the shape or mixes entries, or if its value is
            not connected to x: PyTorch then has no derivative, and a 0 made up for it would be
            wrong whenever f left PyTorch on the way. Write a constant c as ``0 * x + c``.

    Source: problem 4.
    """
    _require_floating(x)
    _require_function(f)
    if x.isnan().any():
        raise ValueError("x must have no nan, at which no derivative is defined, but it has one.")
    with torch.inference_mode(False), torch.enable_grad():
        point = x.detach().clone().requires_grad_()
        value = f(point.clone())
    _require_same_kind(value, point)
    (slopes,) = torch.autograd.grad(
        value, point, torch.ones_like(value), retain_graph=True, allow_unused=True
    )
    if slopes is None:
        raise ValueError(_UNCONNECTED)
    _require_entry_by_entry(value, point, slopes)
    return slopes


# --8<-- [end:derivative]


# --8<-- [start:gradient]
def gradient(f: Function, *entries: float, create_graph: bool = False) -> list[float]:
    """Return PyTorch's gradient of f at the vector of these entries, in float64.

    As `derivative`, it hands on what PyTorch says, a nan included.

    Args:
        f: A function from a tensor of shape (n,) to one of shape ().
        entries: The n entries of the point: any numbers but nan, the infinite ones included.
        create_graph: Whether the gradient could be differentiated again. PyTorch has another
            formula for this in a few rules, so the numbers can differ.

    Returns:
        The n entries of the gradient.

    Raises:
        TypeError: If an entry is not a real number, f no function, or its value no tensor.
        ValueError: If an entry is nan, if the value has not the shape (), or if it is not connected
            to the point.

    Source: problem 4, for several variables.
    """
    _require_function(f)
    with torch.inference_mode(False), torch.enable_grad():
        point = _vector(entries).requires_grad_()
        value = f(point.clone())
    _require_scalar(value)
    (slopes,) = torch.autograd.grad(value, point, create_graph=create_graph, allow_unused=True)
    if slopes is None:
        raise ValueError(_UNCONNECTED)
    return list(slopes.tolist())


# --8<-- [end:gradient]

_UNCONNECTED = (
    "f must compute its value from x by PyTorch's differentiable operations, but the value is not "
    "connected to x."
)


def _require_function(f: object) -> None:
    if not callable(f):
        kind = type(f).__name__
        raise TypeError(f"f must be a function from tensor to tensor, but it is of type {kind}.")


def _vector(entries: tuple[float, ...]) -> Tensor:
    for entry in entries:
        if isinstance(entry, bool) or not isinstance(entry, Real):
            kind = type(entry).__name__
            raise TypeError(f"an entry must be a real number, but one is of type {kind}.")
    vector = torch.tensor(entries, dtype=torch.float64)
    if vector.isnan().any():
        raise ValueError("no entry may be nan, at which no gradient is defined, but one is.")
    return vector


def _require_scalar(value: object) -> None:
    if not isinstance(value, Tensor):
        raise TypeError(f"f must return a tensor, but it returned {type(value).__name__}.")
    if value.shape != ():
        raise ValueError(
            f"f must return a tensor of shape (), but it has the shape {tuple(value.shape)}."
        )
    if not value.requires_grad:
        raise ValueError(_UNCONNECTED)


def _require_same_kind(value: Tensor, point: Tensor) -> None:
    if not isinstance(value, Tensor) or not value.is_floating_point():
        kind = value.dtype if isinstance(value, Tensor) else type(value).__name__
        raise TypeError(f"f must return a floating-point tensor, but it returned {kind}.")
    if value.shape != point.shape:
        raise ValueError(
            f"f must return a tensor of the shape of x, {tuple(point.shape)}, "
            f"but it returned one of shape {tuple(value.shape)}."
        )
    if not value.requires_grad:
        raise ValueError(_UNCONNECTED)


def _require_entry_by_entry(value: Tensor, point: Tensor, slopes: Tensor) -> None:
    """Refuse f whose entries mix: weights, no two the same, must come back as factors."""
    order = torch.arange(value.numel(), dtype=torch.float64)
    weights = (2.0 ** (6 * (0.618034 * order % 1))).reshape(value.shape).to(value)
    (weighted,) = torch.autograd.grad(value, point, weights)
    expected = weights.to(slopes.dtype) * slopes
    tiny = torch.finfo(slopes.dtype).tiny
    if not torch.allclose(weighted, expected, rtol=1e-2, atol=tiny, equal_nan=True):
        raise ValueError("f must work entry by entry, but an entry of its value depends on others.")
