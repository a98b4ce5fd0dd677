"""Uniform weights: the gain."""

import torch

from bnreport.inits.uniform import uniform


def test_the_gain_scales() -> None:
    """From one seed weights are proportional to the gain."""
    one, three = torch.empty(3, 4), torch.empty(3, 4)
    uniform(one, torch.Generator().manual_seed(1))
    uniform(three, torch.Generator().manual_seed(1), gain=3)
    torch.testing.assert_close(three, 3 * one)
