"""What probes cost beside training."""

import pytest

from bnreport.study.checks.cost import probe_shares
from bnreport.study.schema import Experiment

RECIPE = {
    "dataset": "digits",
    "model": {"resnet_cifar": {"depth": 8, "width": 4}},
    "optimizer": {"sgd": {"lr": 0.1}},
    "steps": 100,
}


def experiment(**probes: dict[str, object]) -> Experiment:
    """Return one of two arms, the second of which trains twice as long."""
    arms = {"a": {"norm": "none"}, "b": {"norm": "none", "set": {"steps": 200}}}
    return Experiment.model_validate({"recipe": RECIPE, "arms": arms, "probes": probes})


@pytest.mark.parametrize(
    ("probes", "costs"),
    [
        ({"accuracy": {"every": 50}}, {"accuracy": (2 + 4) * 24}),
        ({"accuracy": {"every": "50 %"}}, {"accuracy": (2 + 2) * 24}),
        ({"sharpness": {"every": 1000}}, {"sharpness": (1 + 1) * 76}),
        ({"landscape": {"every": 30, "until": "60 %"}}, {"landscape": (3 + 5) * 16}),
        ({"ics_gradient": {"every": 10, "layers": [1, 2]}}, {"ics_gradient": (10 + 20) * 1.2}),
        ({"ics_gradient": {"every": 10, "layers": [1, 2, 3, 4, 5, 6]}}, {"ics_gradient": (10 + 20) * 3.2}),
        ({"ics_gradient": {"every": 10}}, {"ics_gradient": (10 + 20) * 3.2}),
        ({"objective": {"every": 1}, "moments": {"every": 1}}, {"objective": 0, "moments": 100 + 200}),
    ],
)
def test_shares_are_readings_times_cost(probes: dict[str, dict[str, object]], costs: dict[str, float]) -> None:
    """Of steps and readings together, summed over the arms; readings come from step 0 on."""
    whole = 300 + sum(costs.values())
    expected = {name: cost / whole for name, cost in costs.items()}
    assert probe_shares(experiment(**probes)) == pytest.approx(expected)
