"""Fixup's rule on the network that it is for."""

import pytest
import torch
from torch import Tensor

from bnreport.inits.fixup import fixup
from bnreport.inits.he import he
from bnreport.models.preact_resnet import preact_resnet
from bnreport.norms.none import none
from bnreport.study.choice import Choice
from bnreport.training.seeding import initialise


def fixed(depth: int) -> dict[str, Tensor]:
    """Return the weights of a network of three stages as training starts it."""
    model = preact_resnet(none, 3, 8, 10, depth=depth, width=8, branch_scale=1.0, scalar_biases=True)
    initialise(model, Choice("fixup", {}), 1)
    return {name: weight.detach() for name, weight in model.named_parameters()}


@pytest.mark.parametrize(("depth", "branches"), [(8, 3), (14, 6), (32, 15)])
def test_first_convolutions_are_small_and_last_ones_zero(depth: int, branches: int) -> None:
    """He's deviation times L^(-1/2) at the first of a branch, zero at its last and in the classifier, 1 elsewhere."""
    weights = fixed(depth)
    first = [weight for name, weight in weights.items() if name.endswith("branch.conv1.weight")]
    last = [weight for name, weight in weights.items() if name.endswith(("branch.conv2.weight", "classifier.weight"))]
    assert (len(first), len(last)) == (branches, branches + 1)
    for weight in first:
        assert float(weight.std()) == pytest.approx((2 / (9 * len(weight) * branches)) ** 0.5, rel=0.12)
    assert not any(weight.any() for weight in last)
    assert float(weights["conv.weight"].std()) == pytest.approx((2 / 72) ** 0.5, rel=0.12)


def test_scalars_start_as_the_identity() -> None:
    """Factors 1 and biases 0, three biases and a factor for each branch besides those of the norms."""
    weights = fixed(8)
    factors = [weight for name, weight in weights.items() if name.endswith("branch.scale.weight")]
    biases = [weight for name, weight in weights.items() if "bias" in name and weight.shape == (1,)]
    assert [float(factor) for factor in factors] == [1] * 3
    assert len(biases) == 9
    assert not any(bias.any() for bias in biases)


def test_any_other_weight_is_as_he_draws_it() -> None:
    """A weight beside which no factor stands is He's."""
    one, other = torch.empty(4, 5), torch.empty(4, 5)
    fixup(one, torch.Generator().manual_seed(3))
    he(other, torch.Generator().manual_seed(3))
    assert torch.equal(one, other)
