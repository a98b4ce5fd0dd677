"""Can what an experiment tunes be tried, and selected by its rule, and has each arm one of the values tried?"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from bnreport import probes
from bnreport.errors import short
from bnreport.registry import ArmName, MetricName
from bnreport.study.arms import condition, conditions, tuning_conditions
from bnreport.study.checks.compatibility import misfits
from bnreport.study.checks.factors import repeated, sentences
from bnreport.study.checks.measured import unmeasured
from bnreport.study.checks.timing import timings
from bnreport.study.overrides import UnknownPathError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Experiment, Study
    from bnreport.study.tuning import Tuning
    from bnreport.study.yaml import Where

    Finding = tuple[Where, str]


def tuning_faults(study: "Study", name: str) -> "list[Finding]":
    """Return what is wrong with the tuning of an experiment whose arms are sound: where in it, and what.

    Args:
        study: as resolved.
        name: of the experiment.
    """
    experiment = study.experiments[name]
    tuning = experiment.tuning
    if tuning is None:
        return []
    found = [(("tuning", *where), what) for where, what in (*_values(experiment, tuning), *_rule(study, name, tuning))]
    return found or [*misfits(experiment, tuning_conditions(experiment).values()), *_held(experiment, tuning)]


def _values(experiment: "Experiment", tuning: "Tuning") -> "Iterator[Finding]":
    """Try each value in each arm; a list that several arms share is at fault once."""
    seen: dict[Finding, None] = {}
    for name, values in tuning.tried(experiment.arms).items():
        at: Where = ("values", name) if isinstance(tuning.values, dict) else ("values",)
        for where, what in repeated(values):
            seen[(*at, *where), what] = None
        for index, value in enumerate(values):
            try:
                condition(experiment, experiment.arms[name], {tuning.vary: value})
            except UnknownPathError as error:
                seen[("vary",), str(error)] = None
            except ValidationError as error:
                seen |= dict.fromkeys(((*at, index), what) for what in sentences(error))
    yield from seen


def _rule(study: "Study", name: str, tuning: "Tuning") -> "Iterator[Finding]":
    """Check that the metric is measured, as often as once, and that one direction of it is the better one."""
    experiment, metric = study.experiments[name], tuning.select.metric
    if what := unmeasured(metric, experiment, counted=False):
        yield ("select", "metric"), what
        return
    if tuning.select.better is None and not probes.metrics_of(experiment.probes)[MetricName(metric).name]["better"]:
        yield ("select",), f"{metric} has no better direction of its own. Add `better: higher` or `better: lower`."
    arms = [ArmName(f"{name}.{arm}") for arm in tuning.tried(experiment.arms)]
    never = next((each for arm in arms for each in timings(metric, arm, study) if not each.count), None)
    if never:
        what = f"{metric} is never read: {never.name} reads every {never.every} steps up to step {never.until}"
        yield ("select", "metric"), f"{what}. Read more often, or longer."


def _held(experiment: "Experiment", tuning: "Tuning") -> "Iterator[Finding]":
    """Check that each tuned arm has one of the values tried, and so can have the one that is selected."""
    every, tried = conditions(experiment), tuning_conditions(experiment)
    for name, values in tuning.tried(experiment.arms).items():
        if every[name] not in (held for point, held in tried.items() if point.partition("/")[0] == name):
            what = f"is tuned, and has none of the values of {tuning.vary} that are tried, {short([*values])}"
            yield ("arms", name), f"{what}. `set` it to one of them; `run --tuning` says which the rule selects."
