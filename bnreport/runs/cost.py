"""What runs would cost, by what others of the same arms took."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from bnreport.registry import ArmName
    from bnreport.results import Results, RunResult
    from bnreport.runs.status import Status

_HOUR = 3600


class Cost(NamedTuple):
    """Of some runs."""

    runs: int
    seconds: float
    """Of one worker, for those whose arm has been timed."""
    unknown: int
    """Runs of arms of which nothing is stored yet."""

    def __str__(self) -> str:
        """Return it in words: `12 runs, about 0.50 worker-hours`."""
        said = f"{self.runs} run{'s' * (self.runs != 1)}"
        if self.unknown == self.runs:
            return f"{said} of unknown length"
        rest = f" and {self.unknown} runs of unknown length" if self.unknown else ""
        return f"{said}, about {self.seconds / _HOUR:.2f} worker-hours{rest}"


def seconds_by_arm(found: "Iterable[Status]", published: "Results | None" = None) -> "dict[str, float]":
    """Return how long a run of each arm took, mean over those that are there.

    An arm that has none is taken for as long as its published runs were, of the arm as it was then, and one that is new
    for as long as those of its experiment; a step of either for as long as a step of them.

    Args:
        found: the runs, and how far each is.
        published: runs of the report so far, by arm.
    """
    measured: dict[str, list[float]] = {}
    for status in found:
        if status.result:
            measured.setdefault(status.run.arms[0], []).append(status.result.seconds)
    seconds = {arm: _mean(held) for arm, held in measured.items()}
    a_step = _of_a_step(published.trained if published else {})
    for run in (status.run for status in found if status.run.arms[0] not in seconds):
        arm = run.arms[0]
        if (known := a_step.get(arm) or a_step.get(arm.experiment)) is not None:
            seconds[arm] = known * max(run.condition.recipe.steps, 1)
    return seconds


def _of_a_step(published: "Mapping[ArmName, Mapping[int, RunResult]]") -> dict[str, float]:
    """Return the seconds of a step, by arm and by experiment; a run at initialisation counts as one."""
    measured: dict[str, list[float]] = {}
    for arm, runs in published.items():
        for run in runs.values():
            for name in (arm, arm.experiment):
                measured.setdefault(name, []).append(run.seconds / max(run.stopped_at, 1))
    return {name: _mean(held) for name, held in measured.items()}


def _mean(numbers: "Collection[float]") -> float:
    return sum(numbers) / len(numbers)


def cost_of(arms: "Iterable[str]", seconds: "Mapping[str, float]") -> Cost:
    """Add up what one more run of each of these arms would cost.

    Args:
        arms: the first of those that each run serves, one entry per run.
        seconds: that runs took, by arm.
    """
    todo = [*arms]
    known = [seconds[arm] for arm in todo if arm in seconds]
    return Cost(len(todo), sum(known), len(todo) - len(known))
