"""What every loss promises."""

import pytest
import torch
from torch import Tensor

from bnreport.losses import registry

every_loss = pytest.mark.parametrize("name", registry.names)


def batch(name: str, dtype: torch.dtype = torch.float64) -> tuple[Tensor, Tensor]:
    """Return five outputs of length four, and targets of the loss's kind."""
    generator = torch.Generator().manual_seed(1)
    outputs = torch.randn(5, 4, generator=generator, dtype=torch.float64).to(dtype)
    if registry[name].constants["TARGETS"] == "labels":
        return outputs, torch.tensor([0, 3, 1, 1, 2])
    return outputs, torch.randn(5, 4, generator=generator, dtype=torch.float64).to(dtype)


@every_loss
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_is_a_scalar_of_the_outputs_type(name: str, dtype: torch.dtype) -> None:
    """One positive number, finite, in the precision of the outputs."""
    loss = registry.create(name, *batch(name, dtype))
    assert loss.shape == ()
    assert loss.dtype == dtype
    assert loss.isfinite()
    assert loss > 0


@every_loss
def test_gradient_is_right(name: str) -> None:
    """Differences in float64 agree with the gradient, and its own with the second one: probes take both."""
    outputs, targets = batch(name)
    outputs.requires_grad_()
    assert torch.autograd.gradcheck(lambda x: registry.create(name, x, targets), outputs)
    assert torch.autograd.gradgradcheck(lambda x: registry.create(name, x, targets), outputs)


@every_loss
def test_leaves_its_arguments_alone(name: str) -> None:
    """Outputs and targets are the network's and the data set's."""
    arguments = batch(name)
    registry.create(name, *arguments)
    assert all(torch.equal(one, other) for one, other in zip(arguments, batch(name), strict=True))


@every_loss
def test_order_of_the_batch_is_irrelevant(name: str) -> None:
    """Samples permuted together with their targets give the same loss."""
    outputs, targets = batch(name)
    order = torch.tensor([4, 2, 0, 3, 1])
    torch.testing.assert_close(
        registry.create(name, outputs[order], targets[order]), registry.create(name, outputs, targets)
    )


@every_loss
def test_says_what_it_compares_outputs_with(name: str) -> None:
    """`TARGETS` is one of the two kinds that data sets have."""
    assert registry[name].constants["TARGETS"] in {"labels", "numbers"}


@every_loss
def test_is_described(name: str) -> None:
    """The file says what it computes, who defined it and what each option means."""
    entry = registry[name]
    assert entry.summary.endswith(".")
    assert entry.source
    assert all(field.description for field in entry.options.model_fields.values())
