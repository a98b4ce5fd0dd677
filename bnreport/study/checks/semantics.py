"""Checks of meaning, on a study whose shape is right: do the names it uses exist, can its tests be made?"""

from typing import TYPE_CHECKING, Any

from bnreport import probes
from bnreport.errors import SpecError, unknown
from bnreport.results import OVER_COLUMNS, ArmName
from bnreport.study.arms import Condition, condition, conditions, grid_points
from bnreport.study.checks.compatibility import misfits
from bnreport.study.checks.factors import arm_faults, crossing_faults, grid_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.hypotheses.shared.evidence import Test
    from bnreport.study.schema import Experiment, Hypothesis, Study
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]
    Arms = Mapping[str, Condition | None]


def senseless(study: "Study") -> "Iterator[Finding]":
    """Yield every mistake of meaning: where it is, and what is wrong."""
    for name, profile in study.profiles.items():
        for index, chosen in enumerate(profile.experiments or ()):
            if chosen not in study.experiments:
                yield ("profiles", name, "experiments", index), unknown("experiment", chosen, study.experiments)
    arms: dict[str, Condition | None] = {}
    for name, experiment in study.experiments.items():
        found = [(("experiments", name, *where), what) for where, what in _recipes(experiment)]
        yield from found
        for arm_name, arm in experiment.arms.items():
            for label, point in grid_points(experiment.grid):
                # a name whose recipe is wrong is known all the same: one mistake, one line
                arms[f"{name}.{arm_name}{label}"] = None if found else condition(experiment, arm, point)
    for name, hypothesis in study.hypotheses.items():
        where: Where = ("hypotheses", name, hypothesis.test.name)
        yield from (((*where, *inner), what) for inner, what in _hypothesis(hypothesis, study, arms))


def _recipes(experiment: "Experiment") -> "list[Finding]":
    """Try every arm alone and every value of the grid alone, and all of them together only if each is right."""
    found = [*arm_faults(experiment), *grid_faults(experiment)]
    return found or list(crossing_faults(experiment)) or list(misfits(experiment, conditions(experiment).values()))


def _hypothesis(hypothesis: "Hypothesis", study: "Study", arms: "Arms") -> "Iterator[Finding]":
    options = hypothesis.test.options
    try:
        test = study.bind(hypothesis.test)
    except SpecError as error:
        yield from (((), str(problem)) for problem in error.problems)
        return
    for where, part in _groups(options):
        if "arm" in part and part["arm"] == part.get("versus"):
            yield (*where, "versus"), f"compares {part['arm']} with itself. Name another arm."
    yield from _names(test, options, study, arms)
    steps = [held.recipe.steps for need in test.needs() if (held := arms.get(need.arm))]
    for where, part in _groups(options):
        for name in ("window", "other_window"):
            if part.get(name) and (what := _window(part[name], steps)):
                yield (*where, name), what


def _window(window: "list[int]", steps: "list[int]") -> str:
    first, last = window
    if first > last:
        return f"must run from its first step to its last. Got {window}. Write [{last}, {first}]."
    if steps and last > min(steps):
        return f"must end within the recipe's {min(steps)} steps. Got {window}."
    return ""


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
        if experiment and (what := _unread(part, experiment)):
            yield where, what
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


def _unread(part: "dict[str, Any]", experiment: "Experiment") -> str:
    """Say that a reduction means nothing for the metric, or that nothing is measured in the window."""
    metric = str(part.get("metric")).partition(".")[0]
    measured = metrics(experiment)
    if part.get("reduce") == "best" and metric in measured and measured[metric]["better"] is None:
        return f"{metric} has no better direction, so `best` means nothing. Use min, max, mean or median."
    for probe, choice in experiment.probes.items():
        every, (first, last) = choice.options.get("every", 1), part.get("window") or (0, 0)
        # readings come at multiples of `every`, or one step later
        looked = last // every * every + 1
        if metric in probes.registry[probe].constants["METRICS"] and looked < first <= last:
            return f"nothing is measured from step {first} to {last}: {probe} looks every {every} steps. Widen it."
    return ""


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
