"""What was asked: the paper, the profile, recipes, arms and seeds."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING
from bnreport.results import ArmName
from bnreport.study.arms import Condition, conditions
from bnreport.study.choice import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study.load import StudyFile
    from bnreport.study.schema import Recipe, Study


STREAMS = (
    ("construction", "once", "weights as PyTorch draws them, before the study's initialisation"),
    ("init", "each layer", "initial weights, by the layer's name: a further layer shifts no other's"),
    ("order", "each epoch", "the order of the training samples"),
    ("augmentation", "each step", "crops and flips of the minibatch"),
    ("noise", "each step", "noise that norms inject, the same in a probe's repetition of the step"),
)
"""What a seed decides: name of the random stream, where it starts anew, and what is drawn from it."""


class Paper(NamedTuple):
    """The source."""

    name: str
    url: str
    """Of http or https: the study admits no other."""


class Profile(NamedTuple):
    """The scale that ran."""

    name: str
    because: str
    note: str
    overrides: tuple[str, ...]


class Arm(NamedTuple):
    """One condition."""

    name: str
    norm: str
    changes: str
    seeds: str
    diverged: int


class Experiment(NamedTuple):
    """One recipe and its arms."""

    name: str
    recipe: tuple[tuple[str, str], ...]
    probes: str
    arms: tuple[Arm, ...]


def paper(study: "Study") -> Paper | None:
    """Return the source."""
    source = study.source
    if source is None:
        return None
    return Paper(source.paper, source.url)


def profile(file: "StudyFile") -> Profile:
    """Return the profile, why it was taken, and what a reader must know about it."""
    chosen = file.study.profiles[file.profile]
    return Profile(file.profile, file.because, chosen.note or "", file.overrides)


def planned(file: "StudyFile", results: "Results", verdicts: "tuple[Verdict, ...]") -> dict[str, tuple[int, ...]]:
    """Return the seeds planned for each arm: all up to the look reached, or to that which decided its hypotheses."""
    study = file.study
    chosen = study.profiles[file.profile].experiments or tuple(study.experiments)
    reached, needed = _reached(study, results), _needed(study, verdicts)
    return {
        f"{name}.{arm}": tuple(range(min(reached, needed.get(f"{name}.{arm}", study.seeds.looks[0]))))
        for name in study.experiments
        if name in chosen
        for arm in conditions(study.experiments[name])
    }


def _reached(study: "Study", results: "Results") -> int:
    """Return the seeds of the first look that holds every declared seed that ran in some arm."""
    looks = study.seeds.looks
    declared = [seed for runs in results.runs.values() for seed in runs if seed < looks[-1]]
    return next(look for look in looks if look > max(declared, default=0))


def _needed(study: "Study", verdicts: "tuple[Verdict, ...]") -> dict[str, int]:
    """Return, by arm, how many seeds its hypotheses need: a decided one asks for no later look."""
    needed: dict[str, int] = {}
    for verdict in verdicts:
        test = study.hypotheses[verdict.hypothesis].test
        for need in study.bind(test).needs():
            needed[need.arm] = max(needed.get(need.arm, 0), verdict.n_planned)
    return needed


def experiments(study: "Study", seeds: "Mapping[str, tuple[int, ...]]", results: "Results") -> tuple[Experiment, ...]:
    """Describe every experiment that this profile runs."""
    running = {ArmName(arm).experiment for arm in seeds}
    return tuple(
        Experiment(
            name=name,
            recipe=_recipe(experiment.recipe),
            probes=", ".join(_choice(probe) for probe in experiment.probes.values()) or "none",
            arms=tuple(
                _arm(f"{name}.{arm}", condition, experiment.recipe, results)
                for arm, condition in conditions(experiment).items()
            ),
        )
        for name, experiment in study.experiments.items()
        if name in running
    )


def _arm(full: str, condition: Condition, base: "Recipe", results: "Results") -> Arm:
    runs = results.runs.get(full, {})
    changes = [
        f"{name.replace('_', ' ')}: {_difference(getattr(base, name), getattr(condition.recipe, name))}"
        for name in type(base).model_fields
        if getattr(base, name) != getattr(condition.recipe, name)
    ]
    return Arm(
        name=ArmName(full).condition,
        norm=_choice(condition.norm),
        changes="; ".join(changes) or NOTHING,
        seeds=_seeds(sorted(runs)),
        diverged=sum(run.outcome == "diverged" for run in runs.values()),
    )


def _seeds(ran: list[int]) -> str:
    """Name seeds in little room."""
    if len(ran) > 2 and ran == [*range(ran[0], ran[-1] + 1)]:  # noqa: PLR2004  (two are as short)
        return f"{ran[0]} to {ran[-1]}"
    return ", ".join(map(str, ran)) or "none"


def _difference(usual: object, own: object) -> str:
    """Return a changed value; of a plug-in kept but set otherwise, only the options that changed."""
    if isinstance(usual, Choice) and isinstance(own, Choice) and usual.name == own.name:
        own = Choice(own.name, {name: value for name, value in own.options.items() if value != usual.options[name]})
    return _value(own)


def _recipe(recipe: "Recipe") -> tuple[tuple[str, str], ...]:
    return tuple((name.replace("_", " "), _value(getattr(recipe, name))) for name in type(recipe).model_fields)


def _value(value: object) -> str:
    if isinstance(value, Choice):
        return _choice(value)
    if isinstance(value, tuple):
        return ", ".join(map(_value, value)) or "none"
    return str(value)


def _choice(choice: Choice) -> str:
    options = ", ".join(f"{name} {_value(value)}" for name, value in choice.options.items() if value is not None)
    return f"{choice.name} ({options})" if options else choice.name
