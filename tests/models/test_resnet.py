"""Residual networks against torchvision's."""

from functools import partial
from typing import Any

import pytest
import torch
import torchvision
from pydantic import ValidationError
from torch import nn

from bnreport.models import registry
from bnreport.models.resnet import resnet
from bnreport.norms.batch import batch


@pytest.mark.parametrize("depth", [18, 34, 50, 101])
def test_has_torchvision_s_parameters(depth: Any) -> None:  # noqa: ANN401  (a Literal, parametrised)
    """With the ImageNet stem every parameter has the shape of torchvision's, in the same order."""
    with torch.device("meta"):
        ours = resnet(batch, 3, 224, 1000, depth=depth, stem="imagenet")
        theirs = getattr(torchvision.models, f"resnet{depth}")()
    assert [p.shape for p in ours.parameters()] == [p.shape for p in theirs.parameters()]


@pytest.mark.parametrize("depth", [18, 50])
def test_computes_what_torchvision_computes(depth: Any) -> None:  # noqa: ANN401
    """With torchvision's weights the class scores are torchvision's, in training and in evaluation."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        theirs = getattr(torchvision.models, f"resnet{depth}")(num_classes=7)
        x = torch.randn(2, 3, 48, 48)
    with torch.device("meta"):
        ours = resnet(batch, 3, 48, 7, depth=depth, stem="imagenet")
    state = dict(zip(ours.state_dict(), theirs.state_dict().values(), strict=True))
    ours.load_state_dict({name: value.clone() for name, value in state.items()}, assign=True)
    with torch.no_grad():
        torch.testing.assert_close(ours(x), theirs(x))
        torch.testing.assert_close(ours.eval()(x), theirs.eval()(x))


def test_small_stem_keeps_the_size() -> None:
    """The CIFAR stem halves nothing: four stages of 32x32, 16x16, 8x8 and 4x4."""
    sizes: dict[str, int] = {}
    model = resnet(partial(batch), 3, 32, 10, width=2)
    for name, block in model.named_children():
        block.register_forward_hook(lambda _m, _i, y, name=name: sizes.update({name: y.shape[-1]}))
    model(torch.randn(2, 3, 32, 32))
    assert [sizes[name] for name in ("stem", "block1_2", "block2_2", "block3_2", "block4_2")] == [32, 32, 16, 8, 4]


def test_refuses_other_depths() -> None:
    """A depth without a table is refused before anything is built."""
    with pytest.raises(ValidationError, match="18, 34, 50 or 101"):
        registry["resnet"].options(depth=19)


def test_leaves_initialisation_to_others() -> None:
    """Weights are drawn as PyTorch draws them."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        first = next(resnet(batch, 3, 32, 10, width=2).parameters())
        torch.manual_seed(0)
        assert torch.equal(first, nn.Conv2d(3, 2, 3, bias=False).weight)
