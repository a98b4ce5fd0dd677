"""Whether a probe measures a metric, and that part of it."""

import pytest

from bnreport.study.arms import Experiment
from bnreport.study.checks.measured import unmeasured, without

RECIPE = {"dataset": "digits", "model": {"vgg": {"depth": 11}}, "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
HELD = Experiment.model_validate(
    {
        "recipe": RECIPE,
        "arms": {"a": {"norm": "none"}},
        "probes": {"accuracy": {"every": 5}, "ics_gradient": {"every": 5, "layers": [3, 5]}},
    }
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("train_accuracy", ""),
        ("train_accurcy", "Did you mean 'train_accuracy'?"),
        ("train_accuracy.5", "is a single number"),
        ("ics_l2", "has one value for each of its"),
        ("ics_l2.median", ""),
        ("ics_l2.5", ""),
        ("ics_l2.4", "unknown column of ics_l2 '4'."),
    ],
)
def test_a_metric_is_a_number_that_is_measured(name: str, said: str) -> None:
    """A name that nobody measures, a part of a single number, and the whole of several are none."""
    found = unmeasured(name, HELD, counted=False)
    assert said in found
    assert bool(said) == bool(found)


def test_a_share_of_columns_takes_the_whole() -> None:
    """Where columns are counted, several numbers are what is asked for."""
    assert unmeasured("ics_l2", HELD, counted=True) == ""


def test_columns_are_those_that_the_probe_was_told() -> None:
    """A reduction over them is one only where it is allowed."""
    assert without("ics_l2", "3", HELD) == ""
    assert "unknown column of ics_l2 'max'" in without("ics_l2", "max", HELD)
    assert without("ics_l2", "max", HELD, ("max",)) == ""
