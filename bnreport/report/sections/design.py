"""Design: recipes, arms, and what a seed decides."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_name
from bnreport.report.tuning import TuningTable, tuning_tables
from bnreport.study.arms import Condition, conditions
from bnreport.study.choice import Choice
from bnreport.study.recipe import resolved
from bnreport.study.windows import FixedWindow, ProgressWindow

if TYPE_CHECKING:
    from bnreport.report.facts import Facts
    from bnreport.study.schema import Recipe
    from bnreport.study.windows import Window

TITLE = "Design"
STREAMS = (
    ("construction", "once", "weights as PyTorch draws them, before the study's initialisation"),
    ("init", "each layer", "initial weights, by the layer's name: a further layer shifts no other's"),
    ("order", "each epoch", "the order of the training samples"),
    ("augmentation", "each step", "crops and flips of the minibatch"),
    ("noise", "each step", "noise that norms inject, the same in a probe's repetition of the step"),
    ("reference", "once", "training inputs behind a test's running statistics and probes' moments"),
)
"""What a seed decides: name of the random stream, where it starts anew, and what is drawn from it."""


class ArmRow(NamedTuple):
    """One condition."""

    name: str
    """In the spec, as `experiment.arm`."""
    label: str
    changes: str
    """What differs from the recipe, the norm first."""
    seeds: str
    diverged: int


class ExperimentTable(NamedTuple):
    """One recipe and its arms."""

    label: str
    recipe: tuple[tuple[str, str], ...]
    """Its settings, and what measures the runs."""
    arms: tuple[ArmRow, ...]


class Design(NamedTuple):
    """The section."""

    streams: tuple[tuple[str, str, str], ...]
    windows: tuple[tuple[str, str], ...]
    """Names, and which steps of the arms compared each has."""
    tuning: tuple[TuningTable, ...]
    experiments: tuple[ExperimentTable, ...]


def gather(facts: "Facts") -> Design:
    """Describe every experiment that this profile runs."""
    return Design(
        STREAMS,
        tuple((say_name(name), say_window(window)) for name, window in facts.study.windows.items()),
        tuning_tables(facts),
        tuple(_experiment(facts, name) for name in facts.experiments),
    )


def say_window(window: "Window") -> str:
    """Say which steps a window has, and whether arms are compared over the same steps or at equal progress."""
    if isinstance(window, FixedWindow):
        first, last = (f"step {end.amount:.0f}" if end.unit == "steps" else str(end) for end in window.between)
        return f"{first} to {last} of every run: the same steps for all, however far each has come"
    if isinstance(window, ProgressWindow):
        low, high = (f"{each:g}" for each in window.between)
        return (
            f"of each run alone, from where its {say_name(window.metric)} is at {low} to where it is at {high}: equal "
            "progress, in as many steps as each takes"
        )
    of = " of the steps" if window.length.unit == "%" else ""
    return (
        f"{window.length}{of}, from where the {say_name(window.metric)} of every arm that a claim compares is at "
        f"{window.level:g}, seed by seed: the same steps for all. This is not equal progress, as an arm that learns "
        "faster is further on in them"
    )


def _experiment(facts: "Facts", name: str) -> ExperimentTable:
    experiment = facts.study.experiments[name]
    probes = say_name(", ".join(map(say_choice, experiment.probes.values())))
    return ExperimentTable(
        label=facts.study.experiment_label(name),
        recipe=(*_recipe(resolved(experiment.recipe)), ("probes", probes or "none")),
        arms=tuple(
            _arm(facts, f"{name}.{arm}", condition, resolved(experiment.recipe))
            for arm, condition in conditions(experiment).items()
        ),
    )


def _arm(facts: "Facts", full: str, condition: Condition, base: "Recipe") -> ArmRow:
    runs = facts.results.of(full)
    changes = [
        f"{say_name(name)}: {_difference(getattr(base, name), getattr(condition.recipe, name))}"
        for name in type(base).model_fields
        if getattr(base, name) != getattr(condition.recipe, name)
    ]
    return ArmRow(
        name=full,
        label=facts.study.label(full),
        changes="; ".join([f"norm: {say_choice(condition.norm)}", *changes]),
        seeds=_seeds(sorted(runs)),
        diverged=sum(run.outcome == "diverged" for run in runs.values()),
    )


def _seeds(ran: list[int]) -> str:
    """Name seeds briefly."""
    if len(ran) > 2 and ran == [*range(ran[0], ran[-1] + 1)]:  # noqa: PLR2004  (two are as short)
        return f"{ran[0]} to {ran[-1]}"
    return ", ".join(map(str, ran)) or "none"


def _difference(usual: object, own: object) -> str:
    """Return a changed value; of a plug-in kept but set otherwise, only the options that changed."""
    if isinstance(usual, Choice) and isinstance(own, Choice) and usual.name == own.name:
        own = Choice(own.name, {name: value for name, value in own.options.items() if value != usual.options[name]})
    return _value(own)


def _recipe(recipe: "Recipe") -> tuple[tuple[str, str], ...]:
    return tuple((say_name(name), _value(getattr(recipe, name))) for name in type(recipe).model_fields)


def _value(value: object) -> str:
    if isinstance(value, Choice):
        return say_choice(value)
    if isinstance(value, tuple):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, dict):
        return f"({', '.join(f'{name} {_value(item)}' for name, item in value.items())})"
    return "none" if value is None else str(value)


def say_choice(choice: Choice) -> str:
    """Return a plug-in with the options that are set: `vgg (depth 13)`."""
    options = ", ".join(f"{name} {_value(value)}" for name, value in choice.options.items() if value is not None)
    return f"{choice.name} ({options})" if options else choice.name
