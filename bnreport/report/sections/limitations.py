"""Limitations: what was trained, at which scale, and what that leaves open."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list, say_name, uncapitalize
from bnreport.judge.tuning import say_value_of
from bnreport.registry import ArmName
from bnreport.report.environments import mixed_environments
from bnreport.report.scale import say_some
from bnreport.report.sections.design import say_choice
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts
    from bnreport.study.choice import Choice
    from bnreport.study.schema import Scale

TITLE = "Limitations"
_SCALES = {
    "paper": "at the scale of the paper: where the paper prints a number, it is compared with ours.",
    "reduced": "smaller than the paper: the same question, with smaller networks or "
    "budgets. Verdicts are compared with the paper's; numbers are not.",
    "toy": "a toy: it shows that the study works, and answers none of its questions.",
}
SEEDS_VARY = "initial weights, the order of the data, augmentation and noise"
_SEEDS = (
    f"Seeds vary {SEEDS_VARY}. Data sets, networks and settings are the ones above, so no interval is about others."
)
_DRAWS = "draws"
"""Option of a data set that is drawn at random, anew for each seed."""
_FEW = 3
"""Networks of a kind that are named one by one."""
_NAMED = 6
"""Arms without runs that are named; any more are counted."""


class Reach(NamedTuple):
    """What one experiment trained."""

    experiment: str
    scale: "Scale"
    datasets: str
    networks: str
    steps: str
    seeds: str
    """Of every arm that ran; fewest and most where they differ."""


class Limitations(NamedTuple):
    """The section."""

    scales: tuple[str, ...]
    """What may be compared with the paper, and what is a toy; of some experiments apart, where the profile has more
    than one scale."""
    note: str
    """What the profile says of itself."""
    reach: tuple[Reach, ...]
    limits: tuple[str, ...]
    departures: tuple[str, ...] | None
    """None where there is no paper to depart from."""


def gather(facts: "Facts") -> Limitations:
    """Say what follows from the study and its runs."""
    source = facts.study.source
    reach = tuple(_reach(facts, name) for name in facts.experiments)
    return Limitations(
        scales=tuple(_scales(facts)),
        note=facts.profile.note or "",
        reach=reach,
        limits=tuple(_limits(facts, reach)),
        departures=source.departures if source else None,
    )


def say_data(facts: "Facts") -> str:
    """Say that verdicts are conditional on the samples that every seed has; of some data sets each seed has its own."""
    experiments = (facts.study.experiments[name] for name in facts.experiments)
    held = [condition.recipe.dataset for each in experiments for condition in conditions(each).values()]
    drawn = list(dict.fromkeys(say_name(each.name) for each in held if _DRAWS in each.options))
    fixed = list(dict.fromkeys(say_name(each.name) for each in held if _DRAWS not in each.options))
    said = []
    if fixed:
        same = f"every seed trains on the same samples of {say_list(fixed)} and is tested on the same ones"
        said.append(f"verdicts are conditional on these samples, since {same}")
    if drawn:
        said.append(f"of {say_list(drawn)} each seed has a draw of its own")
    return "; ".join(said)


def _scales(facts: "Facts") -> "Iterator[str]":
    held: dict[Scale, list[str]] = {}
    for name in facts.experiments:
        held.setdefault(facts.study.scale_of(facts.file.profile, [name]), []).append(name)
    for scale, names in held.items():
        if not facts.study.source and scale != "toy":
            continue
        labels = [facts.study.experiment_label(name) for name in names]
        yield f"{'This profile is' if len(held) == 1 else f'{say_some(labels)}:'} {_SCALES[scale]}"


def _reach(facts: "Facts", name: str) -> Reach:
    recipes = [condition.recipe for condition in conditions(facts.study.experiments[name]).values()]
    models: dict[str, list[Choice]] = {}
    for recipe in recipes:
        models.setdefault(recipe.model.name, []).append(recipe.model)
    ran = facts.results.runs.items()
    counts = sorted({len(runs) for arm, runs in ran if ArmName(arm).experiment == name and runs})
    return Reach(
        experiment=facts.study.experiment_label(name),
        scale=facts.study.scale_of(facts.file.profile, [name]),
        datasets=_each(say_name(recipe.dataset.name) for recipe in recipes),
        networks=say_name(", ".join(map(_networks, models.values()))),
        steps=_each(f"{recipe.steps:,}" for recipe in recipes),
        seeds=" to ".join(map(str, dict.fromkeys([counts[0], counts[-1]]))) if counts else "none",
    )


def _networks(models: "list[Choice]") -> str:
    """Name each of a few networks of a kind; of more, how many there are, and what they differ in."""
    alike = list(dict.fromkeys(map(say_choice, models)))
    if len(alike) <= _FEW:
        return ", ".join(alike)
    held = {name: [each.options[name] for each in models] for name in models[0].options}
    unlike = {name: dict.fromkeys(values) for name, values in held.items() if len({*values}) > 1}
    said = (f"{name} {say_list(_in_order(values), 'or')}" for name, values in unlike.items())
    return f"{len(alike)} of {models[0].name}: {'; '.join(said)}"


def _in_order(values: "Iterable[object]") -> list[str]:
    """Return values as words, numbers by size."""
    numbers = sorted(each for each in values if isinstance(each, int | float))
    return [
        *map(str, numbers),
        *sorted("none" if each is None else str(each) for each in values if not isinstance(each, int | float)),
    ]


def _unlike(facts: "Facts", verdict: "Verdict") -> bool:
    return bool(mixed_environments(facts, verdict.evidence).within)


def _each(names: "Iterable[str]") -> str:
    return ", ".join(dict.fromkeys(names))


def _limits(facts: "Facts", reach: tuple[Reach, ...]) -> "Iterator[str]":
    yield _SEEDS
    if data := say_data(facts):
        yield f"{data[0].upper()}{data[1:]}."
    datasets = list(dict.fromkeys(name for each in reach for name in each.datasets.split(", ")))
    if len(datasets) == 1:
        yield f"There is one data set, {datasets[0]}: whether a verdict holds on another was not tested."
    status = facts.registration
    if status.word != "confirmatory":
        yield f"The verdicts are {status.word}: {uncapitalize(status.why)}"
    if unlike := sum(_unlike(facts, each) for each in facts.verdicts):
        one = unlike == 1
        claims = f"{unlike} of {len(facts.verdicts)} claims compare{'s' * one}"
        which = f"{'its card' if one else 'their cards'} in report.html {'says' if one else 'say'} which"
        yield f"{claims} arms whose runs of one and the same seed were trained in unlike environments; {which}."
    for tuned in facts.tuning:
        if not tuned.by_rule:
            yield f"{facts.study.full_label(tuned.arm)} has {say_value_of(tuned)}."
    ran = facts.results
    missing = [facts.study.full_label(arm) for arm, seeds in facts.planned.items() if set(seeds) - set(ran.of(arm))]
    if missing:
        more = [f"{len(missing) - _NAMED} more"] if len(missing) > _NAMED else []
        yield f"Runs of {say_list([*missing[:_NAMED], *more])} are missing; claims that need them have no verdict."
