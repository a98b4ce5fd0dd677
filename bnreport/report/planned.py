"""Which seeds of which arms were planned, as far as the looks have come, and how many runs that makes."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from bnreport.formatting import say_name
from bnreport.registry import ArmName
from bnreport.study.arms import conditions
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.schema import Study


def planned_seeds(
    study: "Study", profile: str, results: "Results", verdicts: "Sequence[Verdict]"
) -> dict[str, tuple[int, ...]]:
    """Return the seeds planned for each arm: all up to the look reached, or to that which decided its hypotheses."""
    reached, needed = _reached(study, results), _needed(study, verdicts)
    chosen = study.profiles[profile].experiments or study.experiments
    planned: dict[str, tuple[int, ...]] = {}
    for name in filter(chosen.__contains__, study.experiments):
        looks = study.looks_of(name)
        for condition in conditions(study.experiments[name]):
            arm = f"{name}.{condition}"
            planned[arm] = tuple(range(min(looks[reached], needed.get(arm, looks[0]))))
    return planned


def say_runs(study: "Study", profile: str, results: "Results", planned: "Mapping[str, Sequence[int]]") -> str:
    """Say how many of the runs planned at this look are stored, and how many all looks plan at most if more come.

    Args:
        study: as its lock lets it be judged.
        profile: that runs.
        results: the runs that are stored.
        planned: the seeds planned for each arm.
    """
    count, looks = sum(map(len, planned.values())), len(study.seeds.looks)
    ran = sum(seed in planned.get(arm, ()) for arm, runs in results.runs.items() for seed in runs)
    beyond = sum(map(len, results.runs.values())) - ran
    at, more = "", ""
    if looks > 1:
        reached = _reached(study, results) + 1
        most = sum(study.looks_of(ArmName(arm).experiment)[-1] for arm in planned)
        at = f" at look {reached} of {looks}"
        if (reached, ran) != (looks, count):
            more = f"; all looks together plan {most} at most, since a claim that is decided asks for no more"
    rest = f", and {beyond} beyond the plan" if beyond else ""
    if not count:
        return f"profile {say_name(profile)} plans no runs{f'; {beyond} are stored' * bool(beyond)}"
    return f"{ran} of the {count} runs that profile {say_name(profile)} plans{at} are stored{rest}{more}"


def _reached(study: "Study", results: "Results") -> int:
    """Return the first look, counted from 0, that holds every declared seed that ran in some arm."""
    reached = [0]
    for arm, runs in results.runs.items():
        looks = study.looks_of(ArmName(arm).experiment)
        reached += [bisect_right(looks, seed) for seed in runs if seed < looks[-1]]
    return max(reached)


def _needed(study: "Study", verdicts: "Sequence[Verdict]") -> dict[str, int]:
    """Return, by arm, how many seeds its hypotheses need: a decided one asks for no later look."""
    needed: dict[str, int] = {}
    for verdict in verdicts:
        for need in bind(study, study.hypotheses[verdict.hypothesis].test).needs():
            needed[need.arm] = max(needed.get(need.arm, 0), verdict.n_planned)
    return needed
