import math

import pytest
import torch

from snippets.black_images import gradients, initial, strokes


def clamp(x):
    return x.clamp(min=0)


def test_images_are_black_but_for_one_stroke():
    images, labels = strokes(30)
    assert images.shape == (30, 10, 10)
    assert set(labels.tolist()) == {-1, 1}
    for image, label in zip(images, labels, strict=True):
        rows, columns = image.nonzero().T
        along, across = (columns, rows) if label > 0 else (rows, columns)
        assert len(along.unique()) == 5
        assert len(across.unique()) == 1
        assert len(image[image > 0].unique()) == 1
        assert 0.5 <= image.max() <= 1


def test_a_stroke_never_touches_the_edge_and_may_lie_next_to_it():
    images, _ = strokes(200)
    places = images.nonzero()[:, 1:]
    assert (places.min(), places.max()) == (1, 8)


def test_one_image():
    images, labels = strokes(1)
    assert images.shape == (1, 10, 10)
    assert labels.shape == (1,)


def test_the_same_images_at_each_call():
    assert torch.equal(strokes(4)[0], strokes(4)[0])


@pytest.mark.parametrize("count", [0, -1])
def test_no_images(count):
    with pytest.raises(ValueError, match=r"^count must be at least 1, but it is"):
        strokes(count)


def test_the_filters_are_a_convolution():
    images, _ = strokes(3)
    network = initial()._replace(biases=torch.arange(4.0, dtype=torch.float64))
    filters = network.filters.T.reshape(4, 1, 3, 3)
    expected = torch.conv2d(images[:, None], filters, network.biases)
    assert torch.allclose(network.before(images).permute(0, 3, 1, 2), expected, atol=1e-12)


def test_images_need_not_be_square():
    assert initial().before(torch.zeros(2, 5, 9, dtype=torch.float64)).shape == (2, 3, 7, 4)


def test_the_loss_is_the_mean_of_minus_the_log_likelihood():
    images, labels = strokes(4)
    network = initial()
    scores = torch.relu(network.before(images)).mean((1, 2)) @ network.weights
    chances = [
        1 / (1 + math.exp(-label * score)) for score, label in zip(scores, labels, strict=True)
    ]
    loss = network.loss(images, labels, torch.relu).item()
    assert loss == pytest.approx(-sum(map(math.log, chances)) / 4, rel=1e-12)


def test_gradients_are_those_of_the_loss():
    images, labels = strokes(3)
    network = initial()
    smooth = torch.nn.functional.softplus
    found = gradients(network, images, labels, smooth)
    assert list(found) == ["filters", "biases", "weights", "images"]
    for name in network._fields:
        part = getattr(network, name)
        assert not part.requires_grad
        direction = torch.ones_like(part)
        ahead, behind = (
            network._replace(**{name: part + h * direction}).loss(images, labels, smooth)
            for h in (1e-5, -1e-5)
        )
        assert ((ahead - behind) / 2e-5).item() == pytest.approx(found[name].sum().item(), abs=1e-8)


def test_which_gradients_depend_on_the_choice_at_zero():
    images, labels = strokes(3)
    by_relu, by_clamp = (gradients(initial(), images, labels, f) for f in (torch.relu, clamp))
    differ = {name for name in by_relu if not torch.equal(by_relu[name], by_clamp[name])}
    assert differ == {"biases", "images"}
