"""Normal weights: the gain."""

import torch

from bnreport.inits.gaussian import gaussian


def test_the_gain_scales() -> None:
    """From one seed weights are proportional to the gain."""
    one, three = torch.empty(3, 4), torch.empty(3, 4)
    gaussian(one, torch.Generator().manual_seed(1))
    gaussian(three, torch.Generator().manual_seed(1), gain=3)
    torch.testing.assert_close(three, 3 * one)
