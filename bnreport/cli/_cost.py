"""What measuring costs, in lines."""

from typing import TYPE_CHECKING

from bnreport.study.checks.cost import MOST, probe_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.study import Study


def share(name: str, study: "Study") -> str:
    """Say how much of the time of a profile's runs goes into probes, by experiment."""
    shares = {each: probe_shares(experiment) for each, experiment in study.experiments.items()}
    total = ", ".join(f"{each} {_percent(sum(held.values()))}" for each, held in shares.items())
    return f"profile {name}: share of time spent on probes, about: {total}."


def warning(name: str, study: "Study") -> str:
    """Say where probes take too much of it, and which most; empty if nowhere.

    A toy is too short for anything else, and a run of 0 steps is nothing else.
    """
    shares = {
        each: probe_shares(experiment)
        for each, experiment in study.experiments.items()
        if study.scale_of(name, [each]) != "toy" and any(steps for steps, _ in experiment.lengths.values())
    }
    high = ", ".join(f"{each} ({_largest(held)})" for each, held in shares.items() if sum(held.values()) > MOST)
    what = f"warning: profiles.{name}: probes take more than {_percent(MOST)} of the time in {high}"
    return f"{what}. Read less often: a larger `every`, a smaller `until`." if high else ""


def _largest(shares: "Mapping[str, float]") -> str:
    """Say which probe takes most, and how much."""
    name = max(shares, key=lambda probe: shares[probe])
    return f"{name} {_percent(shares[name])}"


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.0f} %"
