"""How much of a run's time its probes take, by what their files say that a reading costs."""

from typing import TYPE_CHECKING, Any

from bnreport import probes
from bnreport.registry import Sparse
from bnreport.study.checks.timing import timing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bnreport.study.choice import Choice
    from bnreport.study.schema import Experiment

MOST = 0.3
"""Share of a run's time beyond which `check` warns."""


def probe_shares(experiment: "Experiment") -> dict[str, float]:
    """Return the share of the time of an experiment's runs that each of its probes takes.

    readings * COST / (steps + readings * COST of all probes), summed over the arms. COST is in training steps: a number
    in the probe's file, or one for each layer that is asked for and one for all of them; a test has one for its
    statistics, one for each sample and one for all. A probe without it counts as free. It is an estimate: what a step
    and a reading cost depends on network, norm and machine.
    """
    runs = experiment.lengths.values()
    costs = {name: sum(_cost(name, choice, *run) for run in runs) for name, choice in experiment.probes.items()}
    whole = sum(steps for steps, _ in runs) + sum(costs.values())
    return {name: cost / (whole or 1) for name, cost in costs.items()}


def _cost(probe: str, choice: "Choice", steps: int, epoch: int | None) -> float:
    """Return what a probe costs a run, in training steps."""
    if "every" not in choice.options:
        return 0
    constants = probes.registry[probe].constants
    cost: Any = constants.get("COST", 0)
    testing = isinstance(cost, dict) and "test" in cost
    read = [facts for facts in constants["METRICS"].values() if not testing or "timing" in facts]
    readings = max(timing(probe, choice.options, steps, epoch, facts).count for facts in read)
    return readings * (
        _of_test(cost["test"], choice.options["test"]) if testing else _of_layers(cost, choice.options.get("layers"))
    )


def _of_layers(cost: Any, layers: "Sequence[int] | None") -> float:  # noqa: ANN401  (what the file holds)
    if isinstance(cost, dict):
        return float(min(cost["all"], cost["layer"] * len(layers)) if layers else cost["all"])
    return float(cost)


def _of_test(cost: "Mapping[str, float]", test: Any) -> float:  # noqa: ANN401  (as it is written)
    samples = Sparse.read(test).samples
    tested = cost["all"] if samples is None else min(cost["all"], cost["sample"] * samples)
    return cost["recalibration"] + tested
