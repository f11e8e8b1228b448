"""Undoing what NumPy's broadcasting did, as an elemental like any other.

Where an operation stretched an argument to the shape of its result, each entry of the argument was
used several times, and its adjoint is the sum over these uses.
"""

import functools
import sys

from snippets.elementals import Elemental
from snippets.notation import call
from snippets.variable import Value, shape


@functools.cache
def _fit_to(target: tuple[int, ...]) -> Elemental:
    """The sum over the axes that broadcasting made, and its mirror image, broadcasting itself."""

    def value(x: Value) -> Value:
        numpy = sys.modules["numpy"]
        x = numpy.asarray(x)
        if x.ndim > len(target):
            x = x.sum(axis=tuple(range(x.ndim - len(target))))
        wanted = target[len(target) - x.ndim :]
        repeated = tuple(axis for axis in range(x.ndim) if wanted[axis] == 1 != x.shape[axis])
        x = x.sum(axis=repeated, keepdims=True)
        return numpy.broadcast_to(x, target).copy() if target else float(x)

    form = call(r"\operatorname{sum}")
    return Elemental("sum", value, (lambda *_: 1.0,), form, call("sum"))


def fit(x: Value, target: tuple[int, ...]) -> Value:
    """`x` in the shape `target`, summed where `target` is smaller and repeated where it is larger.

    It is an elemental whose local partial is 1, and both modes pass all that they propagate
    through it. That undoes broadcasting, and makes `total` an elemental too.
    """
    return x if shape(x) == target else _fit_to(target)(x)


def total(x: Value) -> Value:
    """The sum of all entries of an array."""
    return fit(x, ())
