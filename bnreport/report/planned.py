"""Which seeds of which arms were planned, as far as the looks have come."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from bnreport.registry import ArmName
from bnreport.study.arms import conditions
from bnreport.study.bind import bind

if TYPE_CHECKING:
    from collections.abc import Sequence

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
