"""Types of options that are read by rules of their own."""

import pytest
from pydantic import BaseModel, ValidationError

from bnreport.registry import ArmName, MetricName, WindowName
from bnreport.results import Window


def test_an_arm_is_an_experiment_and_a_condition() -> None:
    """The condition keeps its point of the grid, whose values may have dots."""
    arm = ArmName("vgg.batchnorm/lr=0.1")
    assert (arm.experiment, arm.condition) == ("vgg", "batchnorm/lr=0.1")


@pytest.mark.parametrize(
    ("written", "name", "column"),
    [("loss", "loss", None), ("ics_cosine.5", "ics_cosine", "5"), ("a.9/3.5", "a", "9/3.5"), ("loss.", "loss", "")],
)
def test_a_metric_and_its_column(written: str, name: str, column: str | None) -> None:
    """Up to the first dot it is the metric; a name that ends there names a column, and a wrong one."""
    metric = MetricName(written)
    assert (metric.name, metric.column) == (name, column)


class Reading(BaseModel):
    """Where a claim reads."""

    window: WindowName


@pytest.mark.parametrize("written", ["early", "first_10"])
def test_a_window_is_a_name(written: str) -> None:
    """What stands in a file is kept."""
    assert Reading.model_validate({"window": written}).window == written


@pytest.mark.parametrize("written", ["", "Early", "a b", 5, [0, 100], Window("fixed", 0, 100)])
def test_what_is_no_window(written: object) -> None:
    """Other text, steps, and a window itself: they have a name."""
    with pytest.raises(ValidationError, match="must name one of the study's windows"):
        Reading.model_validate({"window": written})
