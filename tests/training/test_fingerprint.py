"""What a run is after its first steps."""

import torch
from torch import nn

from bnreport.training.fingerprint import fingerprint


def network() -> nn.Module:
    """Return a network with a buffer."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2))


def test_the_last_bit_of_each_part_counts() -> None:
    """Weights, buffers and readings; not where they lie in memory."""
    readings = [(1, {"loss": 0.5})]
    whole = fingerprint(network(), readings)
    assert fingerprint(network().to(memory_format=torch.channels_last), readings) == whole  # type: ignore[call-overload]
    assert fingerprint(network(), [(1, {"loss": 0.5000000000000001})]) != whole
    for name in ("0.weight", "1.running_mean"):
        other = network()
        tensor = other.state_dict()[name]
        tensor.view(-1)[0] = torch.nextafter(tensor.view(-1)[0], torch.tensor(9.0))
        assert fingerprint(other, readings) != whole
