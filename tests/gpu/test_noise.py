"""Noise on CUDA: one seed is one noise, whoever asks."""

import pytest
import torch

from bnreport.norms._noise import Noise


@pytest.mark.parametrize("shape", [(64, 16), (16, 8, 4, 6)], ids=str)
def test_one_seed_is_one_noise(device: torch.device, shape: tuple[int, ...]) -> None:
    """In float32 and float64, channels last or not, m is the same to the bit, and s to a rounding."""
    module = Noise(shift=0.5, scale=1.25, jitter=0.1)
    found = []
    for dtype in (torch.float32, torch.float64):
        zeros = torch.zeros(shape, dtype=dtype, device=device)
        for x in (zeros, zeros.movedim(1, -1).contiguous().movedim(-1, 1)):
            torch.manual_seed(7)
            m = module(x).double()
            torch.manual_seed(7)
            found.append((m, module(torch.full_like(x, 2.0**40)).double() / 2**40))
    (m, s), *others = found
    assert len(m.unique()) > 0.99 * m.numel()
    for also_m, also_s in others:
        assert torch.equal(also_m, m)
        torch.testing.assert_close(also_s, s, rtol=1e-6, atol=0)
