"""Checks of meaning, on a study whose shape is right: do the names it uses exist, can its tests be made?"""

from typing import TYPE_CHECKING, Any

from bnreport import probes
from bnreport.errors import SpecError, unknown
from bnreport.results import OVER_COLUMNS, ArmName
from bnreport.study.arms import Condition, condition, conditions
from bnreport.study.bind import Binding, arms_of, bind, claims
from bnreport.study.checks.compatibility import misfits
from bnreport.study.checks.factors import arm_faults, crossing_faults, grid_faults
from bnreport.study.checks.questions import question_faults
from bnreport.study.checks.ranges import level_faults, range_faults
from bnreport.study.checks.readings import reading_faults
from bnreport.study.grid import grid_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.study.schema import Experiment, Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]
    """Where, and what is wrong."""
    Arms = Mapping[str, Condition | None]


def semantic_errors(study: "Study", profile: str | None = None) -> "Iterator[Finding]":
    """Yield every mistake of meaning: where it is, and what is wrong.

    Args:
        study: as resolved.
        profile: under which; None for the file as it stands.
    """
    yield from _profiles(study)
    yield from question_faults(study)
    yield from level_faults(study)
    arms: dict[str, Condition | None] = {}
    faulty: set[str] = set()
    for name, experiment in study.experiments.items():
        found = [(("experiments", name, *where), what) for where, what in _recipes(experiment)]
        yield from found
        if experiment.looks and len(experiment.looks) != len(study.seeds.looks):
            what = f"needs {len(study.seeds.looks)} looks, as many as the study has. Got {list(experiment.looks)}."
            yield ("experiments", name, "looks"), what
        faulty |= {name} if found else set()
        for arm_name, arm in experiment.arms.items():
            for label, point in grid_points(experiment.grid):
                # a name whose recipe is wrong is known all the same: one mistake, one line
                arms[f"{name}.{arm_name}{label}"] = None if found else condition(experiment, arm, point)
    sound = {name: held for name, held in study.experiments.items() if name not in faulty}
    bindable = study.model_copy(update={"experiments": sound})
    for name, hypothesis in study.hypotheses.items():
        where: Where = ("hypotheses", name, hypothesis.test.name)
        few = profile is None or study.scale_of(profile, _read(hypothesis)) == "toy"
        said = list(_claim(hypothesis, bindable, few=few))
        said += _hypothesis(hypothesis, bindable, arms, said=bool(said))
        yield from (((*where, *inner), what) for inner, what in said)


def _profiles(study: "Study") -> "Iterator[Finding]":
    for name, profile in study.profiles.items():
        named: list[Finding] = [
            (("experiments", index), chosen) for index, chosen in enumerate(profile.experiments or ())
        ]
        if isinstance(profile.scale, dict):
            named += [(("scale", chosen), chosen) for chosen in profile.scale]
        for where, chosen in named:
            if chosen not in study.experiments:
                yield ("profiles", name, *where), unknown("experiment", chosen, study.experiments)


def _recipes(experiment: "Experiment") -> "list[Finding]":
    """Try every arm alone and every value of the grid alone, and all of them together only if each is right."""
    found = [*arm_faults(experiment), *grid_faults(experiment)]
    return found or list(crossing_faults(experiment)) or list(misfits(experiment, conditions(experiment).values()))


def _read(hypothesis: "Hypothesis") -> list[str]:
    return [arm.experiment for arm in arms_of(hypothesis.test)]


def _claim(hypothesis: "Hypothesis", study: "Study", *, few: bool) -> "Iterator[Finding]":
    """Check each part of a claim by itself: what its metric can be, and what is measured where it reads."""
    binding = Binding(study, hypothesis.test)
    for claim in claims(hypothesis.test):
        yield from range_faults(claim)
        yield from reading_faults(claim, binding, few=few)
    if len({study.looks_of(name) for name in _read(hypothesis)}) > 1:
        yield (), "reads experiments with unequal looks. Give them the same."


def _hypothesis(hypothesis: "Hypothesis", study: "Study", arms: "Arms", *, said: bool) -> "Iterator[Finding]":
    options = hypothesis.test.options
    try:
        test = bind(study, hypothesis.test)
    except SpecError as error:
        # what cannot be bound was most likely said already, at its own place
        yield from (((), str(problem)) for problem in error.problems if not said)
        return
    for where, part in _groups(options):
        if "arm" in part and part["arm"] == part.get("versus"):
            yield (*where, "versus"), f"compares {part['arm']} with itself. Name another arm."
    yield from _names(test, options, study, arms)


def _names(test: "Test", options: "dict[str, Any]", study: "Study", arms: "Arms") -> "Iterator[Finding]":
    """Look up every arm, metric and column."""
    # a share of the columns needs them all; parts of a conjunction stand there without their defaults
    counted = any("of" in part or "fraction" in part for _, part in _groups(options))
    for need in test.needs():
        if need.arm not in arms:
            yield _option(options, need.arm), unknown("arm", need.arm, arms)
        experiment = study.experiments.get(ArmName(need.arm).experiment)
        if experiment and (what := _unmeasured(need.metric, experiment, counted=counted)):
            yield _option(options, need.metric), what
    for where, part in _groups(options):
        experiment = study.experiments.get(ArmName(part.get("arm")).experiment)
        for index, column in enumerate(part.get("columns") or ()):
            if experiment and (what := _without(part["metric"], column, experiment)):
                yield (*where, "columns", index), what


def _unmeasured(name: str, experiment: "Experiment", *, counted: bool) -> str:
    """Say that no probe of an experiment measures a metric, or not that column of it; empty if one does."""
    metric, dot, column = name.partition(".")
    measured = metrics(experiment)
    if metric not in measured:
        return f"{unknown('metric', metric, measured)} Add the probe that measures it to the experiment."
    columns = measured[metric].get("columns")
    if dot and not columns:
        return f"{metric} is a single number, and {name} names a part of it. Write {metric}."
    if columns and not dot and not counted:
        return f"{metric} has one value for each of its {columns}. Write {metric}.median, or one column."
    return _without(metric, column, experiment, OVER_COLUMNS) if dot else ""


def _without(metric: str, column: str, experiment: "Experiment", others: tuple[str, ...] = ()) -> str:
    """Say that the probe was told which layers to measure, and not this one; a column is `layer` or `layer/...`."""
    for probe, choice in experiment.probes.items():
        layers = [*map(str, choice.options.get("layers") or ())]
        measures = metric in probes.registry[probe].constants["METRICS"]
        if measures and layers and column.partition("/")[0] not in {*layers, *others}:
            return unknown(f"column of {metric}", column, [*layers, *others])
    return ""


def metrics(experiment: "Experiment") -> dict[str, dict[str, Any]]:
    """Return the metrics that an experiment's probes measure, with what their files say of them."""
    held = [probes.registry[probe].constants["METRICS"] for probe in experiment.probes]
    return {metric: facts for part in held for metric, facts in part.items()}


def _groups(options: Any, where: "Where" = ()) -> "Iterator[tuple[Where, dict[str, Any]]]":  # noqa: ANN401  (YAML)
    """Yield every group of options: the hypothesis's own, and those of a conjunction's parts."""
    if isinstance(options, dict):
        yield where, options
    items = options.items() if isinstance(options, dict) else enumerate(options) if isinstance(options, list) else ()
    for name, held in items:
        yield from _groups(held, (*where, name))


def _option(options: Any, value: str) -> "Where":  # noqa: ANN401  (plain YAML data)
    """Return which option holds a value, so that the message points at its line."""
    items = options.items() if isinstance(options, dict) else enumerate(options) if isinstance(options, list) else ()
    for name, held in items:
        if held == value:
            return (name,)
        if inner := _option(held, value):
            return (name, *inner)
    return ()
