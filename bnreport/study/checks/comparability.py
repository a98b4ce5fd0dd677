"""Is a metric measured alike in every arm that a claim compares?"""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import probes
from bnreport.errors import SpecError, short
from bnreport.registry import WindowName, in_steps
from bnreport.study.checks.readings import METRICS
from bnreport.study.checks.timing import measuring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.registry import ArmName
    from bnreport.study.bind import Binding, WrittenClaim
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]

_WHERE = {"layers"}
"""Options that say where a probe looks, which a claim says of its own: networks differ in their layers."""


class _Record(NamedTuple):
    """How a probe measures a metric in one experiment."""

    probe: str
    experiment: str
    written: dict[str, Any]
    """Its options as they stand there."""
    resolved: dict[str, Any]
    """The same in steps."""


def unlike_readings(claim: "WrittenClaim", binding: "Binding") -> "Iterator[Finding]":
    """Yield metrics of a claim that its arms' experiments measure with other options, such as `every` or `until`.

    Lengths are alike if they are written alike, or come to as many steps. A window by progress compares the readings
    of its metric too.
    """
    read = [(name, str(claim.options.get(name))) for name in METRICS.values() if name in claim.options]
    for name, written in claim.named(WindowName):
        try:
            window = binding.window(written)
        except SpecError:
            continue  # said at its own place
        read += [(name, window.metric)] if window and window.metric else []
    for name, metric in read:
        records = list(_records(metric, claim.arms, binding))
        other = next((each for each in records if _unlike(each, records[0])), None)
        if other:
            yield (*claim.where, name), _said(metric, records[0], other)


def _records(metric: str, arms: "Iterable[ArmName]", binding: "Binding") -> "Iterator[_Record]":
    for arm in arms:
        for name, options, run in measuring(metric, arm, binding.study):
            resolved = in_steps(probes.registry[name].options, options, *run)
            if "until" in resolved:
                resolved["until"] = run[0] if resolved["until"] is None else resolved["until"]
            yield _Record(name, arm.experiment, options, resolved)


def _unlike(one: _Record, other: _Record) -> bool:
    return bool(_differing(one.written, other.written) and _differing(one.resolved, other.resolved))


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name in one if name not in _WHERE and one[name] != other.get(name)]


def _said(metric: str, one: _Record, other: _Record) -> str:
    name = _differing(one.resolved, other.resolved)[0]
    values = f"{short(one.resolved[name])} in {one.experiment}, {short(other.resolved.get(name))} in {other.experiment}"
    return f"{metric} is not measured alike: {one.probe} has {name} {values}. Give both the same."
