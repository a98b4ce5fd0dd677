"""How far the verdicts reach: what was trained, at which scale, and what that leaves open."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.wording import say_list
from bnreport.results import ArmName
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnreport.judge.registration_status import Standing
    from bnreport.results import Results
    from bnreport.study.load import StudyFile
    from bnreport.study.schema import Experiment

_SCALES = {
    "paper": "This profile is at the scale of the paper: its numbers may be compared with the paper's.",
    "reduced": "This profile is smaller than the paper: the same question on the same data, with smaller networks or "
    "budgets. Verdicts are compared with the paper's; numbers are not.",
    "toy": "This profile is a toy: it shows that the study works, and says nothing about the paper.",
}
_SEEDS = (
    "Seeds vary initial weights, the order of the data, augmentation and noise. Data sets, networks and settings are "
    "the ones above, so no interval speaks of others."
)
_NAMED = 6
"""Arms without runs that are named; any more are counted."""


class Reach(NamedTuple):
    """What one experiment trained."""

    experiment: str
    datasets: str
    networks: str
    steps: str
    seeds: str
    """Of every arm that ran; fewest and most where they differ."""


class Scope(NamedTuple):
    """The section."""

    scale: str
    reach: tuple[Reach, ...]
    limits: tuple[str, ...]
    departures: tuple[str, ...]


def scope(
    file: "StudyFile", planned: "Mapping[str, tuple[int, ...]]", results: "Results", standing: "Standing"
) -> Scope:
    """Gather it; every limit follows from the study or its runs."""
    study = file.study
    running = dict.fromkeys(ArmName(arm).experiment for arm in planned)
    reach = tuple(_reach(name, study.experiments[name], results) for name in running)
    return Scope(
        scale=_SCALES[study.profiles[file.profile].scale],
        reach=reach,
        limits=tuple(_limits(reach, planned, results, standing)),
        departures=study.source.departures if study.source else (),
    )


def _reach(name: str, experiment: "Experiment", results: "Results") -> Reach:
    recipes = [condition.recipe for condition in conditions(experiment).values()]
    counts = sorted({len(runs) for arm, runs in results.runs.items() if ArmName(arm).experiment == name and runs})
    return Reach(
        experiment=name,
        datasets=_each(recipe.dataset.name for recipe in recipes),
        networks=_each(
            f"{recipe.model.name} ({', '.join(f'{option} {value}' for option, value in recipe.model.options.items())})"
            for recipe in recipes
        ),
        steps=_each(f"{recipe.steps:,}" for recipe in recipes),
        seeds=" to ".join(map(str, dict.fromkeys([counts[0], counts[-1]]))) if counts else "none",
    )


def _each(words: "Iterable[str]") -> str:
    return ", ".join(dict.fromkeys(words))


def _limits(
    reach: tuple[Reach, ...], planned: "Mapping[str, tuple[int, ...]]", results: "Results", standing: "Standing"
) -> "Iterator[str]":
    yield _SEEDS
    datasets = list(dict.fromkeys(name for each in reach for name in each.datasets.split(", ")))
    if len(datasets) == 1:
        yield f"There is one data set, {datasets[0]}: whether a verdict holds on another was not asked."
    if standing.word != "confirmatory":
        yield f"The verdicts are {standing.word}: {standing.why[0].lower()}{standing.why[1:]}"
    missing = [arm for arm, seeds in planned.items() if set(seeds) - set(results.runs.get(arm, {}))]
    if missing:
        more = [f"{len(missing) - _NAMED} more"] if len(missing) > _NAMED else []
        yield f"Runs are missing of {say_list([*missing[:_NAMED], *more])}; claims that need them have no verdict."
