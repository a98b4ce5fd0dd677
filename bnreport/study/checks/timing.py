"""When a probe reads a run, in steps."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bnreport import probes
from bnreport.registry import MetricName, in_steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.registry import ArmName
    from bnreport.study.schema import Study


@dataclass(frozen=True)
class Timing:
    """When a probe reads a metric of a run, in steps."""

    name: str
    """Of the probe."""
    every: int
    until: int
    """The last step that may be read."""
    regular: range
    """What would be read if it were not for `until`, the end of the run apart."""
    closing: int | None
    """The end of the run, where that is read as well."""

    @property
    def count(self) -> int:
        """How many readings there are."""
        return self.between(0, self.until)

    def between(self, first: int, last: int) -> int:
        """Return how many readings there are from one step to another, both included."""
        return self._count(first, min(last, self.until))

    def ends_before(self, last: int) -> bool:
        """Tell whether it would read once more up to a step, if it did not stop before."""
        return self._count(self.until + 1, last) > 0

    def reading(self, index: int) -> int:
        """Return the step of a reading, by its place from 0 to `count` - 1."""
        if index < len(self.regular) or self.closing is None:
            return self.regular[index]
        return self.closing

    def _count(self, first: int, last: int) -> int:
        regular = max(0, bisect_right(self.regular, last) - bisect_left(self.regular, first))
        return regular + (self.closing is not None and first <= self.closing <= last)


def timing(
    probe: str, written: "Mapping[str, Any]", whole: int, epoch: int | None, facts: "Mapping[str, Any]"
) -> Timing:
    """Return when a probe reads a metric of a run.

    Args:
        probe: its name.
        written: its options, as they are written.
        whole: steps of the run.
        epoch: steps of one epoch; None where nobody knows.
        facts: what its file says of the metric. `read` is `before` or `after` the step: at 0, k, 2k, ... with the last
            step still to take, or at k, 2k, ... and at the end of the run. `first` is the first step that is read
            instead, 1 or `every`, and k, 2k, ... later again; then the end is no reading of its own. `timing` names the
            option that holds an interval of its own.
    """
    options = in_steps(probes.registry[probe].options, written, whole, epoch)
    until, after = options.get("until"), facts["read"] == "after"
    every = options[facts["timing"]]["every"] if "timing" in facts else options["every"]
    first = facts.get("first", "every" if after else 0)
    last = whole if after else max(0, whole - 1)
    regular = range(every if first == "every" else first, last + 1, every)
    closes = after and "first" not in facts and whole not in regular
    return Timing(probe, every, whole if until is None else until, regular, whole if closes else None)


def timings(metric: str, arm: "ArmName", study: "Study") -> "Iterator[Timing]":
    """Yield when each probe that measures a metric reads it in an arm's runs."""
    for name, options, run in measuring(metric, arm, study):
        if "every" in options:
            yield timing(name, options, *run, probes.metrics_of([name])[MetricName(metric).name])


def measuring(
    metric: str, arm: "ArmName", study: "Study"
) -> "Iterator[tuple[str, dict[str, Any], tuple[int, int | None]]]":
    """Yield each probe that measures a metric, be it named with a column or not, in an arm; nothing if it is not run.

    Each has its options as written, and the steps of the arm's runs and of one epoch.
    """
    held = study.experiments.get(arm.experiment)
    run = held.lengths.get(arm.condition) if held else None
    if held and run:
        for name in probes.measuring(metric, held.probes):
            yield name, held.probes[name].options, run
