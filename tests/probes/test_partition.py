"""Boundaries that can be counted by hand, and those of networks."""

from math import sqrt

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from bnreport.errors import SpecError
from bnreport.norms.batch import batch
from bnreport.norms.none import none
from bnreport.study.choice import Choice
from tests.probes.cases import Case
from tests.probes.starts import draw, look, network


def line(*places: float) -> nn.Module:
    """Return a map of a number with a unit for each place, which switches there."""
    model = nn.Sequential()
    model.add_module("linear1", nn.Linear(1, len(places), bias=False))
    model.add_module("norm1", none(len(places)))
    with torch.no_grad():
        model[0].weight.fill_(1)
        model[1].bias.copy_(-torch.tensor(places))
    return model


def count(model: nn.Module, x: torch.Tensor, **options: float) -> list[float]:
    """Return boundaries near and far, and the share of those near."""
    return list(look("partition", Case(model, x, torch.zeros(len(x), 1), mse_loss), **options).values())


def test_boundaries_on_a_line_are_counted() -> None:
    """Around -1 and 1, r = 1: segments from -1.5 to -0.5 and from 0.5 to 1.5; far ones are about 10 and -10."""
    x = torch.tensor([[-1.0], [1.0]])
    assert count(line(-1.2, -0.9, 0.0, 0.8), x) == [1.5, 0, 1]
    assert count(line(-10.2, -9.8, 10.2, 9.9, 1.1), x)[0] == 0.5
    assert count(line(-0.1, 0.1), x) == [0, 0, 0.5]
    assert count(line(-0.04, 0.04), x, length=2.1) == [2, 0, 1]


def test_far_segments_lie_at_their_distance() -> None:
    """With boundaries at plus and minus `distance` r every far segment crosses one, and with others none."""
    x = torch.tensor([[-1.0], [1.0]])
    assert count(line(-6.1, 6.1), x, distance=6) == [0, 1, 0]
    assert count(line(-10.1, 10.1), x, distance=6) == [0, 0, 0.5]


def test_statistics_are_those_of_the_data() -> None:
    """Behind batch normalisation the boundary lies at the mean of the data, and stays there however far one looks."""
    model = nn.Sequential()
    model.add_module("linear1", nn.Linear(1, 1, bias=False))
    model.add_module("norm1", batch(1))
    near, far, share = count(model, torch.tensor([[99.9], [100.1]]), length=2.5)
    assert (near, far, share) == (1, 0, 1)


@pytest.mark.parametrize("features", [2, 20])
def test_batch_normalisation_moves_boundaries_onto_the_data(features: int) -> None:
    """Data away from the origin has several times as many boundaries near it as without (Balestriero & Baraniuk)."""
    init = Choice("gaussian", {"gain": sqrt(2)})
    normalised, plain = (
        count(network("mlp", norm, init, (features, features), depth=5, width=64), draw(64, features) + 3)
        for norm in ("batch", "none")
    )
    assert normalised[0] > 3 * plain[0]
    assert normalised[1] < 2 * plain[1]
    assert normalised[2] > plain[2] + 0.1


def test_refuses_networks_without_norms() -> None:
    """There is nothing to look at."""
    with pytest.raises(SpecError, match="has no norm"):
        count(nn.Sequential(nn.Linear(1, 1)), draw(4, 1))
