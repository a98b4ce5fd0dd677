"""How much of a run's time its probes take, by what their files say that a reading costs."""

from typing import TYPE_CHECKING

from bnreport import probes
from bnreport.study.checks.readings import timing

if TYPE_CHECKING:
    from bnreport.study.choice import Choice
    from bnreport.study.schema import Experiment

MOST = 0.3
"""Share of a run's time beyond which `check` warns."""


def probe_shares(experiment: "Experiment") -> dict[str, float]:
    """Return the share of the time of an experiment's runs that each of its probes takes.

    readings * COST / (steps + readings * COST of all probes), summed over the arms. COST is in training steps: a number
    in the probe's file, or one for each layer that is asked for and one for all of them. A probe without it counts as
    free. It is an estimate: what a step and a reading cost depends on network, norm and machine.
    """
    runs = experiment.lengths.values()
    costs = {name: sum(_cost(name, choice, *run) for run in runs) for name, choice in experiment.probes.items()}
    whole = sum(steps for steps, _ in runs) + sum(costs.values())
    return {name: cost / whole for name, cost in costs.items()}


def _cost(probe: str, choice: "Choice", steps: int, epoch: int | None) -> float:
    """Return what a probe costs a run, in training steps."""
    if "every" not in choice.options:
        return 0
    cost, layers = probes.registry[probe].constants.get("COST", 0), choice.options.get("layers")
    if isinstance(cost, dict):
        cost = min(cost["all"], cost["layer"] * len(layers)) if layers else cost["all"]
    read = timing(probe, choice.options, steps, epoch)
    readings: int = min(read.until, steps - 1) // read.every + 1
    return float(cost * readings)
