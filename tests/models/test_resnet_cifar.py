"""The 6n + 2 networks against the paper's numbers."""

import pytest
import torch
from torch import nn

from bnreport.errors import SpecError
from bnreport.models.resnet_cifar import PaddedShortcut, resnet_cifar
from bnreport.norms.batch import batch
from bnreport.norms.none import none


@pytest.mark.parametrize(
    ("depth", "millions", "digits"), [(20, 0.27, 2), (32, 0.46, 2), (44, 0.66, 2), (56, 0.85, 2), (110, 1.7, 1)]
)
def test_has_the_paper_s_number_of_parameters(depth: int, millions: float, digits: int) -> None:
    """He et al. 2016, Table 6: parameters in millions."""
    with torch.device("meta"):
        model = resnet_cifar(batch, 3, 32, 10, depth=depth)
    assert round(sum(parameter.numel() for parameter in model.parameters()) / 1e6, digits) == millions


@pytest.mark.parametrize("size", [7, 8])
def test_option_a_takes_every_second_position(size: int) -> None:
    """The shortcut is the strided slice with zeros for the new channels, to the last bit, gradient included."""
    x = torch.randn(2, 3, size, size).requires_grad_()
    kept = x[:, :, ::2, ::2]
    expected = torch.cat([kept, torch.zeros_like(kept)], dim=1)
    found = PaddedShortcut(3)(x)
    assert torch.equal(found, expected)
    upstream = torch.randn_like(found)
    (ours,), (theirs,) = (torch.autograd.grad(y, x, upstream) for y in (found, expected))
    assert torch.equal(ours, theirs)


def test_a_block_without_branch_is_its_shortcut() -> None:
    """With weights and biases zero, the network passes relu(x) from the first block to the last."""
    model = resnet_cifar(none, 3, 8, 10, depth=8, width=2)
    blocks = [block for name, block in model.named_children() if name.startswith("block")]
    for block in blocks:
        for parameter in block.parameters():
            nn.init.zeros_(parameter)
    x = torch.randn(2, 2, 8, 8)
    expected = torch.cat([x.relu()[:, :, ::4, ::4], torch.zeros(2, 6, 2, 2)], dim=1)
    assert torch.equal(nn.Sequential(*blocks)(x), expected)


def test_stages_halve_and_double() -> None:
    """Three stages: 16 channels at full size, 32 at half, 64 at a quarter."""
    model, shapes = resnet_cifar(batch, 3, 32, 10, depth=8), []
    for name, block in model.named_children():
        if name.startswith("block"):
            block.register_forward_hook(lambda _m, _i, y: shapes.append(tuple(y.shape[1:])))
    model(torch.randn(2, 3, 32, 32))
    assert shapes == [(16, 32, 32), (32, 16, 16), (64, 8, 8)]


@pytest.mark.parametrize(("depth", "near"), [(18, 20), (1, 8), (2, 8), (21, 20)])
def test_refuses_other_depths(depth: int, near: int) -> None:
    """A depth that is not 6n + 2 is refused, and the nearest named."""
    with pytest.raises(SpecError, match=rf"6n \+ 2.*Got {depth}\. The nearest is {near}\."):
        resnet_cifar(batch, 3, 32, 10, depth=depth)
