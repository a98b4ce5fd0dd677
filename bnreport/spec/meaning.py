"""Checks of meaning, on a study whose shape is right: do the names it uses exist, can its tests be made?"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from bnreport import hypotheses, probes
from bnreport.errors import SpecError, unknown
from bnreport.spec.arms import Condition, condition, grid_points
from bnreport.spec.override import UnknownPathError
from bnreport.spec.problems import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.spec.document import Where
    from bnreport.spec.models import Experiment, Hypothesis, Study

    Finding = tuple[Where, str]


def senseless(study: "Study") -> "Iterator[Finding]":
    """Yield every mistake of meaning: where it is, and what is wrong."""
    for name, profile in study.profiles.items():
        for index, experiment in enumerate(profile.experiments or ()):
            if experiment not in study.experiments:
                yield ("profiles", name, "experiments", index), unknown("experiment", experiment, study.experiments)
    arms: dict[str, Condition] = {}
    for name, experiment in study.experiments.items():
        yield from _arms(name, experiment, arms)
    for name, hypothesis in study.hypotheses.items():
        yield from _hypothesis(name, hypothesis, study, arms)


def _arms(name: str, experiment: "Experiment", arms: dict[str, Condition]) -> "Iterator[Finding]":
    for arm_name, arm in experiment.arms.items():
        for label, point in grid_points(experiment.grid):
            try:
                arms[f"{name}.{arm_name}{label}"] = condition(experiment, arm, point)
            except (UnknownPathError, ValidationError) as error:
                where: Where = ("experiments", name, "arms", arm_name, "set") if arm.set else ("experiments", name, "grid")
                whats = [str(error)] if isinstance(error, UnknownPathError) else sentences(error)
                yield from ((where, what) for what in whats)


def _hypothesis(name: str, hypothesis: "Hypothesis", study: "Study", arms: dict[str, Condition]) -> "Iterator[Finding]":
    where: Where = ("hypotheses", name, hypothesis.test.name)
    try:
        test = hypotheses.registry.create(hypothesis.test.name, **hypothesis.test.options)
    except SpecError as error:
        yield from ((where, str(problem)) for problem in error.problems)
        return
    for need in test.needs():
        if need.arm not in arms:
            yield (*where, _option(hypothesis, need.arm)), unknown("arm", need.arm, arms)
            continue
        measured = metrics(study.experiments[need.arm.partition(".")[0]])
        if need.metric not in measured:
            mend = "Add the probe that measures it to the experiment."
            yield (*where, _option(hypothesis, need.metric)), f"{unknown('metric', need.metric, measured)} {mend}"


def metrics(experiment: "Experiment") -> tuple[str, ...]:
    """Return the metrics that an experiment's probes measure."""
    return tuple(metric for probe in experiment.probes for metric in probes.registry[probe].constants["METRICS"])


def _option(hypothesis: "Hypothesis", value: str) -> str:
    """Return which option holds a value, so that the message points at its line."""
    return next((name for name, held in hypothesis.test.options.items() if held == value), "")
