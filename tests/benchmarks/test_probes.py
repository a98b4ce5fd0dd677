"""Costs of measurements are of all that can be measured in a network."""

from benchmarks.probes import Bench, Case
from bnreport import probes
from bnreport.training.environment import device


def test_every_probe_that_fits_a_network_takes_its_turn() -> None:
    """A VGG has no residual branches; all else is timed beside the step and the slow reference."""
    bench = Bench(
        Case("tiny", "batch", "vgg", {"depth": 11, "width": 2, "hidden": 8}, shape=(8, 3, 32, 32)), device("cpu")
    )
    bench.fit()
    labels = {
        name for name in probes.registry.names if probes.registry[name].constants.get("TARGETS", "labels") == "labels"
    }
    assert labels - set(bench.probes) == {"branch_variance"}
    assert bench.round().keys() == {*bench.probes, "step", "reference", "bf16 step"}
