"""Pre-activation networks against the formula, and their scalars."""

import pytest
import torch
from torch import nn
from torch.nn.functional import conv2d

from bnreport.errors import SpecError
from bnreport.models.preact_resnet import preact_resnet
from bnreport.norms.batch import batch
from bnreport.norms.none import none


def test_is_the_formula() -> None:
    """Without norms, in one stage: x + conv(relu(conv(relu(x)))), then relu, average, classifier."""
    model = preact_resnet(none, 3, 8, 10, depth=6, width=4, stages=1).double()
    stem, *convs = [module.weight for module in model.modules() if isinstance(module, nn.Conv2d)]
    images = torch.randn(2, 3, 8, 8, dtype=torch.float64)
    x = conv2d(images, stem, padding=1)
    for first, second in zip(convs[::2], convs[1::2], strict=True):
        x = x + conv2d(conv2d(x.relu(), first, padding=1).relu(), second, padding=1)
    classifier = model.classifier
    assert isinstance(classifier, nn.Linear)
    torch.testing.assert_close(model(images), x.relu().mean((2, 3)) @ classifier.weight.T + classifier.bias)


def test_skipinit_starts_as_the_identity() -> None:
    """A factor of 0 at the end of a branch leaves the shortcut, to the bit, and yet learns."""
    model = preact_resnet(none, 3, 8, 10, depth=6, width=4, stages=1, branch_scale=0.0)
    seen: dict[str, torch.Tensor] = {}
    for name, block in model.named_children():
        block.register_forward_hook(lambda _m, _i, y, name=name: seen.update({name: y}))
    model(torch.randn(2, 3, 8, 8)).square().sum().backward()
    assert torch.equal(seen["conv"], seen["block1_2"])
    factors = [weight for name, weight in model.named_parameters() if name.endswith("scale.weight")]
    assert len(factors) == 2
    assert all(factor.grad is not None and factor.grad.any() for factor in factors)


@pytest.mark.parametrize(("options", "scalars"), [({}, 0), ({"branch_scale": 0.1}, 1), ({"scalar_biases": True}, 3)])
def test_scalars_are_there_if_asked_for(options: dict[str, float], scalars: int) -> None:
    """A branch has a factor, or three biases, or neither; all else is the same network."""
    plain, other = (
        preact_resnet(batch, 3, 8, 10, depth=8, width=4, **held)  # type: ignore[arg-type]
        for held in ({}, options)
    )
    counts = [sum(weight.numel() for weight in model.parameters()) for model in (plain, other)]
    assert counts[1] - counts[0] == 3 * scalars


def test_stages_halve_and_double() -> None:
    """Three stages: 4 channels at full size, 8 at half, 16 at a quarter."""
    model, shapes = preact_resnet(batch, 3, 32, 10, depth=8, width=4), []
    for name, block in model.named_children():
        if name.startswith("block"):
            block.register_forward_hook(lambda _m, _i, y: shapes.append(tuple(y.shape[1:])))
    model(torch.randn(2, 3, 32, 32))
    assert shapes == [(4, 32, 32), (8, 16, 16), (16, 8, 8)]


@pytest.mark.parametrize(("depth", "stages", "near"), [(18, 3, 20), (2, 1, 4), (7, 1, 6), (9, 2, 10)])
def test_refuses_other_depths(depth: int, stages: int, near: int) -> None:
    """A depth that the stages cannot have is refused, and the nearest named."""
    with pytest.raises(SpecError, match=rf"{2 * stages}n \+ 2.*Got {depth}\. The nearest is {near}\."):
        preact_resnet(batch, 3, 32, 10, depth=depth, stages=stages)  # type: ignore[arg-type]
