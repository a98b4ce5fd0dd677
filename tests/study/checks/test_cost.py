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
        ({"accuracy": {"every": 1}}, {"accuracy": (1 + 2) * 28}),
        ({"accuracy": {"every": 1, "test": {"every": 40}}}, {"accuracy": (3 + 5) * 28}),
        ({"accuracy": {"every": 1, "test": {"every": 40}, "until": "50 %"}}, {"accuracy": (1 + 2) * 28}),
        ({"accuracy": {"every": 1, "test": {"every": "50 %", "samples": 2500}}}, {"accuracy": (2 + 2) * 10}),
        ({"accuracy": {"every": 1, "test": {"every": "50 %", "samples": 10**6}}}, {"accuracy": (2 + 2) * 28}),
        ({"sharpness": {"every": 1000}}, {"sharpness": (1 + 1) * 60}),
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


def test_at_initialisation_each_probe_reads_once() -> None:
    """There is nothing but readings then."""
    recipe, arms = {**RECIPE, "steps": 0}, {"a": {"norm": "none"}}
    probes = {"landscape": {"every": 5}, "sharpness": {"every": "1 %"}, "objective": {}}
    shares = probe_shares(Experiment.model_validate({"recipe": recipe, "arms": arms, "probes": probes}))
    assert shares == pytest.approx({"landscape": 16 / 76, "sharpness": 60 / 76, "objective": 0})
    free = {"objective": {"every": 5}}
    assert probe_shares(Experiment.model_validate({"recipe": recipe, "arms": arms, "probes": free})) == {"objective": 0}
