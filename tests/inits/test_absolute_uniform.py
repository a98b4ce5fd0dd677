"""Weights of one sign against those they are made of."""

import pytest
import torch

from bnreport.inits.absolute_uniform import absolute_uniform
from bnreport.inits.torch_default import torch_default


def test_is_twice_the_size_of_pytorchs_weights() -> None:
    """W becomes 2 |W|: mean a and variance a^2 / 3, with a = 1 / sqrt(fan_in)."""
    plain, weight = torch.empty(200, 400), torch.empty(200, 400)
    torch_default(plain, torch.Generator().manual_seed(1))
    absolute_uniform(weight, torch.Generator().manual_seed(1))
    assert torch.equal(weight, 2 * plain.abs())
    assert float(weight.mean()) == pytest.approx(1 / 20, rel=0.01)
    assert float(weight.var()) == pytest.approx(1 / 1200, rel=0.02)
