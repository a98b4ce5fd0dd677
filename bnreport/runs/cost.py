"""What runs would cost, by what others of the same arms took."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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


def seconds_by_arm(found: "Iterable[Status]") -> "dict[str, float]":
    """Return how long a run of each arm took, mean over those that are there."""
    measured: dict[str, list[float]] = {}
    for status in found:
        if status.result:
            measured.setdefault(status.run.arms[0], []).append(status.result.seconds)
    return {arm: sum(seconds) / len(seconds) for arm, seconds in measured.items()}


def cost_of(arms: "Iterable[str]", seconds: "Mapping[str, float]") -> Cost:
    """Add up what one more run of each of these arms would cost.

    Args:
        arms: the first of those that each run serves, one entry per run.
        seconds: that runs took, by arm.
    """
    todo = [*arms]
    known = [seconds[arm] for arm in todo if arm in seconds]
    return Cost(len(todo), sum(known), len(todo) - len(known))
