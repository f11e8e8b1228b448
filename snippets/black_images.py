"""A small convolutional network on strokes before a black background, with a rectifier to choose.

Most of its pre-activations are exactly 0, where ReLU's derivative is a matter of choice.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

Function = Callable[[Tensor], Tensor]
SIZE = 10
STROKE = 5
CHANNELS = 4


# --8<-- [start:strokes]
def strokes(count: int) -> tuple[Tensor, Tensor]:
    """Return black images with one grey stroke each, and labels: 1 if it lies, -1 if it stands.

    Args:
        count: How many images.

    Returns:
        Images of shape (count, 10, 10) with entries from 0 to 1, and labels of shape (count,),
        in float64. The same at each call.

    Raises:
        ValueError: If ``count`` is not positive.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, but it is {count}.")
    rng = np.random.default_rng(547)
    images, labels = np.zeros((count, SIZE, SIZE)), rng.choice([-1.0, 1.0], count)
    for image, label in zip(images, labels, strict=True):
        lying = image if label > 0 else image.T
        row, column = rng.integers(1, SIZE - STROKE, 2)
        lying[row, column : column + STROKE] = rng.uniform(0.5, 1)
    return torch.tensor(images), torch.tensor(labels)


# --8<-- [end:strokes]


# --8<-- [start:Network]
class Network(NamedTuple):
    """A convolution of 3 x 3 with a bias, a rectifier, the mean of each channel, a weighted sum.

    Attributes:
        filters: Of the convolution, one a column, shape (9, 4).
        biases: Of the convolution, shape (4,).
        weights: Of the sum, shape (4,).
    """

    filters: Tensor
    biases: Tensor
    weights: Tensor

    def before(self, images: Tensor) -> Tensor:
        """Return what goes into the rectifier, of shape (n, height - 2, width - 2, 4)."""
        height, width = images.shape[1] - 2, images.shape[2] - 2
        shifts = [images[:, i : i + height, j : j + width] for i in range(3) for j in range(3)]
        return torch.stack(shifts, dim=3) @ self.filters + self.biases

    def loss(self, images: Tensor, labels: Tensor, rectify: Function) -> Tensor:
        """Return the mean logistic loss, of shape ()."""
        scores = rectify(self.before(images)).mean((1, 2)) @ self.weights
        return torch.nn.functional.softplus(-labels * scores).mean()


# --8<-- [end:Network]


# --8<-- [start:initial]
def initial() -> Network:
    """Return a network with random filters and weights, the same at each call, and biases of 0."""
    rng = np.random.default_rng(547)
    filters = torch.tensor(rng.normal(size=(9, CHANNELS)))
    weights = torch.tensor(rng.normal(size=CHANNELS))
    return Network(filters, torch.zeros_like(weights), weights)


# --8<-- [end:initial]


# --8<-- [start:gradients]
def gradients(
    network: Network, images: Tensor, labels: Tensor, rectify: Function
) -> dict[str, Tensor]:
    """Return PyTorch's gradients of the loss, by the network's fields and by "images".

    Args:
        network: Its tensors stay as they are.
        images: Of shape (n, height, width).
        labels: Of shape (n,), each 1 or -1.
        rectify: The function after the convolution, such as `torch.relu`.
    """
    asked = {**network._asdict(), "images": images}
    leaves = {name: tensor.detach().clone().requires_grad_() for name, tensor in asked.items()}
    *parts, seen = leaves.values()
    found = torch.autograd.grad(Network(*parts).loss(seen, labels, rectify), [*leaves.values()])
    return dict(zip(leaves, found, strict=True))


# --8<-- [end:gradients]
