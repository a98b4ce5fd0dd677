"""When a probe reads a run, in steps."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import probes
from bnreport.registry import in_steps

if TYPE_CHECKING:
    from collections.abc import Mapping


class Timing(NamedTuple):
    """When a probe reads a run, in steps."""

    name: str
    every: int
    until: int
    first: int = 0

    def between(self, first: int, last: int) -> int:
        """Return the most readings from one step to another: they come at multiples of `every`, or one step later."""
        first = max(first, self.first)
        last = max(first - 1, min(last, self.until))
        return max((last - late) // self.every - (first - 1 - late) // self.every for late in (0, 1))

    def ends_before(self, last: int) -> bool:
        """Tell whether it would read once more up to a step, if it did not stop before."""
        return self.until < last and self.between(0, last) < self._replace(until=last).between(0, last)


def timing(
    probe: str, written: "Mapping[str, Any]", whole: int, epoch: int | None, facts: "Mapping[str, Any] | None" = None
) -> Timing:
    """Return when a probe reads a run.

    Args:
        probe: its name.
        written: its options, as they are written.
        whole: steps of the run.
        epoch: steps of one epoch; None where nobody knows.
        facts: what its file says of the metric that is meant: `timing` names the option that holds an interval of its
            own, `first` the first step that can be read.
    """
    options, facts = in_steps(probes.registry[probe].options, written, whole, epoch), facts or {}
    until = options.get("until")
    every = options[facts["timing"]]["every"] if "timing" in facts else options["every"]
    return Timing(probe, every, whole if until is None else until, facts.get("first", 0))
