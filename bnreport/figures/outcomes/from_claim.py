"""How often every arm of a claim's experiment trained."""

from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bnreport.figures.outcomes.table import ArmCounts, Table
from bnreport.formatting import say_name, say_value
from bnreport.hypotheses.shared.reading import words
from bnreport.hypotheses.shared.successes import successes
from bnreport.judge.verdicts import ORDINARY
from bnreport.registry import ArmName
from bnreport.stats.binary import Shares, wilson
from bnreport.stats.region import NO_INTERVAL
from bnreport.study.arms import conditions
from bnreport.study.choice import Choice
from bnreport.study.schema import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bnreport.figures.shared.claim import JudgedClaim
    from bnreport.results import Measure, Metric
    from bnreport.study.arms import Condition


class _Setting(NamedTuple):
    """What one arm trains, its learning rate apart."""

    rate: float
    rest: "Mapping[str, Any]"


def table(claim: "JudgedClaim") -> Table | None:
    """Return every arm of both experiments that was run, as the claim counts successes; None without any."""
    [measure] = claim.test.measures
    threshold = claim.options.get("threshold")
    seen = claim.results.first(claim.verdict.seeds)
    compared = claim.options["arm"], claim.options["versus"]
    experiments = list(dict.fromkeys(ArmName(arm).experiment for arm in compared))
    settings = {
        f"{name}.{arm}": _setting(condition)
        for name in experiments
        if name in claim.study.experiments  # a profile may leave it out
        for arm, condition in conditions(claim.study.experiments[name]).items()
    }
    found = {arm: side for arm in settings if len((side := successes(arm, seen, measure, threshold)).seeds)}
    if not found:
        return None
    rest = _rest(claim, {arm: settings[arm] for arm in found}, whole=len(experiments) > 1)
    arms = []
    for arm, side in found.items():
        unread = int(np.isnan(side.values).sum())
        trained, lost = int(np.nansum(side.values)), int(side.diverged.sum())
        runs = len(side.seeds) - unread
        arms.append(ArmCounts(claim.label(arm), rest[arm], settings[arm].rate, trained, runs, lost, unread))
    return _table(
        tuple(arms),
        (claim.label(compared[0]), claim.label(compared[1])),
        (
            claim.say_experiments(compared),
            _success(measure, threshold, measure.seen(claim.results.metric(compared[0], measure.metric))),
        ),
    )


def _table(arms: tuple[ArmCounts, ...], compared: tuple[str, str], said: tuple[str, str]) -> Table:
    one, other = ([arm for arm in arms if arm.name == name and arm.runs] for name in compared)
    sure = one and other and not (one[0].unread or other[0].unread)
    known = Shares(one[0].trained, one[0].runs, other[0].trained, other[0].runs) if sure else None
    first, second = (wilson(each[0].trained, each[0].runs, ORDINARY) if each else NO_INTERVAL for each in (one, other))
    return Table(
        experiment=said[0],
        success=said[1],
        arms=arms,
        compared=compared,
        intervals=(first, second),
        difference=known.value if known else nan,
        newcombe=known.newcombe(ORDINARY) if known else NO_INTERVAL,
    )


def _success(measure: "Measure", threshold: float | None, metric: "Metric | None") -> str:
    """Say what it means to have trained."""
    if threshold is None or metric is None:
        return "a run trained if it did not diverge"
    beyond = f"at {say_value(threshold, metric.unit)} or {'below' if metric.better == 'lower' else 'above'}"
    return f"a run trained if it did not diverge and its {say_name(words(measure))} was {beyond}"


def _setting(condition: "Condition") -> _Setting:
    recipe = condition.recipe
    held: dict[str, Any] = {"norm": condition.norm} | {name: getattr(recipe, name) for name in Recipe.model_fields}
    options = dict(recipe.optimizer.options)
    rate = options.pop("lr", nan)
    return _Setting(float(rate), held | {"optimizer": Choice(recipe.optimizer.name, options)})


def _rest(claim: "JudgedClaim", settings: "Mapping[str, _Setting]", *, whole: bool) -> dict[str, str]:
    """Name, beside its learning rate, what sets each arm apart: its norm, and what else differs between them.

    Args:
        claim: whose arms they are.
        settings: by arm.
        whole: whether to name the experiment.
    """
    fields = {name: [setting.rest[name] for setting in settings.values()] for name in ("norm", *Recipe.model_fields)}
    said: dict[str, str] = {}
    taken: dict[tuple[str, float], str] = {}
    for arm, setting in settings.items():
        parts = [claim.say_experiments([arm])] * whole
        for name, values in fields.items():
            parts += _said(name, setting.rest[name], values)
        label = ", ".join(parts)
        if taken.setdefault((label, setting.rate), arm) != arm:  # a second arm that trains the same
            label = f"{label} ({claim.study.label(arm)})"
        said[arm] = label
    return said


def _said(name: str, value: object, values: "Sequence[Any]") -> "Iterable[str]":
    """Say the value of a field, if others have another one; a norm always."""
    if not isinstance(value, Choice):
        return [] if all(value == other for other in values) else [f"{name}={_plain(value)}"]
    alike = [other.options for other in values if other.name == value.name]
    options = [f"{key}={_plain(held)}" for key, held in value.options.items() if any(o[key] != held for o in alike)]
    return [value.name, *options] if name == "norm" or len(alike) < len(values) else options


def _plain(value: object) -> str:
    """Write a value in short."""
    if isinstance(value, Choice):
        return value.name
    if isinstance(value, list | tuple):
        return "+".join(map(_plain, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
