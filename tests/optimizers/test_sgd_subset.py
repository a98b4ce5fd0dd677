"""Training of some of the parameters: what moves, and what does not."""

import pytest
import torch

from bnreport import models, norms
from bnreport.optimizers.sgd_subset import sgd_subset


def moved(trained: str) -> dict[str, torch.Tensor]:
    """Return by name what of a network moves when every gradient is 1."""
    network = models.registry.create("vgg", lambda c: norms.registry.create("batch", c), 3, 8, 10, depth=11, width=4)
    before = {name: each.detach().clone() for name, each in network.named_parameters()}
    optimizer = sgd_subset(network.parameters(), lr=0.1, trained=trained, momentum=0.9, weight_decay=0.01)  # type: ignore[arg-type]
    for parameter in network.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return {name: each.detach() != before[name] for name, each in network.named_parameters()}


def test_vectors_alone() -> None:
    """Scales, shifts and the classifier's bias move whole, and no map at all, not even by its decay."""
    for name, changed in moved("vectors").items():
        assert changed.all() if changed.ndim == 1 else not changed.any(), name


def test_as_many_at_random() -> None:
    """As many numbers of the maps before the last move as there are in vectors, in every one of these; nothing else."""
    changed = moved("random")
    vectors = sum(each.numel() for each in changed.values() if each.ndim == 1)
    hidden = [name for name, each in changed.items() if each.ndim > 1 and name != "classifier.weight"]
    assert sum(int(each.sum()) for each in changed.values()) == vectors
    assert sum(int(changed[name].sum()) for name in hidden) == vectors
    again = moved("random")
    assert all(torch.equal(changed[name], again[name]) for name in changed)


@pytest.mark.parametrize("trained", ["vectors", "random"])
def test_what_has_no_gradient_is_left_alone(trained: str) -> None:
    """A step without gradients moves nothing."""
    parameters = [torch.nn.Parameter(torch.ones(shape)) for shape in [(2, 3), (2,), (4, 2)]]
    sgd_subset(parameters, lr=1.0, trained=trained).step()  # type: ignore[arg-type]
    assert all(bool((each == 1).all()) for each in parameters)
