"""What runs would cost."""

import pytest

from bnreport.registry import ArmName
from bnreport.results import Results
from bnreport.runs.cost import Cost, cost_of, seconds_by_arm
from bnreport.runs.plan import plan
from bnreport.runs.status import Status
from tests.runs.conftest import run, study


def test_runs_cost_what_others_of_their_arm_took() -> None:
    """The mean of those that are there; an arm without any is of unknown length."""
    planned = plan(study(), lambda _: "d")
    took = iter((10.0, 20.0))
    found = [
        Status(each, "stored", run(1, each.index, seconds=next(took)))
        if each.arms == ("e.bn",) and each.index < 2
        else Status(each, "missing", None)
        for each in planned
    ]
    seconds = seconds_by_arm(found)
    assert seconds == {"e.bn": 15.0}
    assert cost_of(["e.bn", "e.bn", "e.standard"], seconds) == Cost(3, 30.0, 1)


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (Cost(12, 1800.0, 0), "12 runs, about 0.50 worker-hours"),
        (Cost(3, 3600.0, 1), "3 runs, about 1.00 worker-hours and 1 runs of unknown length"),
        (Cost(1, 0.0, 1), "1 run of unknown length"),
    ],
)
def test_a_cost_is_said_in_hours(cost: Cost, said: str) -> None:
    """And what is not known stays so."""
    assert str(cost) == said


def test_an_arm_that_was_changed_costs_what_a_step_of_its_published_runs_took() -> None:
    """A new one what a step of its experiment's; of another experiment nobody knows."""
    planned = plan(study(), lambda _: "d")  # of 10 steps
    found = [Status(each, "missing", None) for each in planned]
    took = run(1, 0, seconds=8.0, stopped_at=40)
    assert seconds_by_arm(found, Results({ArmName("e.bn"): {0: took}})) == {"e.bn": 2.0, "e.standard": 2.0}
    both = Results({ArmName("e.bn"): {0: took}, ArmName("e.gone"): {0: run(2, 0, seconds=0.0, stopped_at=40)}})
    assert seconds_by_arm(found, both) == {"e.bn": 2.0, "e.standard": 1.0}
    assert seconds_by_arm(found, Results({ArmName("other.bn"): {0: took}})) == {}
