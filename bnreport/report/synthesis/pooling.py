"""Claims of one declared estimand, joined by random effects where they may be: exploratory, and no verdict reads it.

Joined are claims whose metric, reduction, window as written, scale of the effect, scale of the networks and contrast of
arms agree, which share no run and are of different experiments. All others stand side by side, and nothing is averaged.
"""

import json
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.formatting import say_count, say_effect, say_name, say_span
from bnreport.hypotheses.shared.contrast import Contrast
from bnreport.judge.verdicts import ORDINARY
from bnreport.registry import ArmName
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.random_effects import FEWEST_POOLED, FEWEST_PREDICTED, RandomEffects
from bnreport.stats.region import Interval
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.report.synthesis.claims import Claim


class Member(NamedTuple):
    """One claim of an estimand."""

    claim: "Claim"
    effect: str
    """What the estimate is of."""
    estimate: str
    interval: str
    joined: bool


class Pool(NamedTuple):
    """Claims of one estimand that read the same."""

    estimand: str
    members: tuple[Member, ...]
    said: str
    """The joined estimate with its intervals, or why nothing was joined: whole sentences."""
    joined: RandomEffects | None


def pools_of(claims: "Iterable[Claim]") -> tuple[Pool, ...]:
    """Return the claims of every declared estimand that were tested, those that read the same together."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.hypothesis.estimand and claim.verdict.estimate is not None and not claim.void:
            groups.setdefault((claim.hypothesis.estimand, _reading(claim)), []).append(claim)
    return tuple(_pool(estimand, held) for (estimand, _), held in groups.items())


def _reading(claim: "Claim") -> str:
    """Return all that must agree, as text that is equal where it does; alone where a claim is no contrast."""
    facts = claim.published.facts
    test = facts.claim(claim.verdict).test
    if not isinstance(test, Contrast) or not isinstance(claim.verdict.evidence.estimate, Mean | Ratio):
        return f"{claim.published.name} {claim.name}"
    window = facts.study.windows.get(str(claim.hypothesis.test.options.get("window")))
    held = {
        "metric": test.measure.metric,
        "reduce": test.measure.reduce,
        "better": test.measure.better,
        "window": window.model_dump(mode="json") if window else None,
        "scales": [test.scale, claim.scale],
        "contrast": [*zip(_differences(claim, test.arms), test.weights, strict=True)],
    }
    return json.dumps(held, sort_keys=True)


def _differences(claim: "Claim", arms: "tuple[str, ...]") -> "list[dict[str, Any]]":
    """Return of each arm its norm, and the parts of its recipe in which it differs from the others."""
    experiments = claim.published.facts.study.experiments
    names = [ArmName(arm) for arm in arms]
    held = [conditions(experiments[name.experiment])[name.condition] for name in names]
    recipes = [each.recipe.model_dump(mode="json") for each in held]
    unlike = [part for part in recipes[0] if any(recipe[part] != recipes[0][part] for recipe in recipes)]
    return [
        {"norm": each.norm.plain(), **{part: recipe[part] for part in unlike}}
        for each, recipe in zip(held, recipes, strict=True)
    ]


def _pool(estimand: str, claims: "list[Claim]") -> Pool:
    apart = [*_apart(claims)]
    rest = len(claims) - len(apart)
    beside = " Claims that share runs or an experiment with one before them stand beside it." if rest else ""
    joined = None
    if len(apart) < FEWEST_POOLED:
        few = f"{say_count(len(apart), 'experiment')}, fewer than {FEWEST_POOLED}"
        said = f"Not joined: {few}, and how far such effects lie apart cannot be told.{beside}"
    else:
        means = [_mean(claim) for claim in apart]
        joined = RandomEffects.of([mean.value for mean in means], [mean.error for mean in means])
        said = f"{_say(joined, claims[0].verdict.evidence.unit)}{beside}"
    return Pool(
        say_name(estimand), tuple(_member(each, joined=bool(joined) and each in apart) for each in claims), said, joined
    )


def _apart(claims: "Iterable[Claim]") -> "Iterator[Claim]":
    """Yield claims that share neither a run nor an experiment with one before them."""
    runs: set[str] = set()
    experiments: set[tuple[str, str]] = set()
    for claim in claims:
        facts = claim.published.facts
        arms = [ArmName(arm) for arm in claim.verdict.evidence.arms]
        read = {run.key for arm in arms for run in facts.results.of(arm).values()}
        of = {(facts.study.study, arm.experiment) for arm in arms}
        if isinstance(claim.verdict.evidence.estimate, Mean | Ratio) and not (read & runs or of & experiments):
            runs |= read
            experiments |= of
            yield claim


def _mean(claim: "Claim") -> Mean:
    estimate = claim.verdict.evidence.estimate
    if isinstance(estimate, Ratio):
        return estimate.log
    if not isinstance(estimate, Mean):
        raise TypeError(f"{claim.name} is no mean over seeds")
    return estimate


def _say(joined: RandomEffects, unit: str) -> str:
    """Say the mean over experiments, how far their effects lie apart, and where another's would lie."""
    value, span = _shown(joined.value, unit), _span(joined.interval(ORDINARY), unit)
    said = f"Over {joined.k} experiments the mean effect is {say_effect(value, unit)}, 95 % interval {span}"
    said += " (random effects, Hartung and Knapp; exploratory)."
    if joined.k < FEWEST_PREDICTED:
        return f"{said} Where another experiment would lie cannot be told from fewer than {FEWEST_PREDICTED}."
    return (
        f"{said} The effect in another experiment like these is expected in {_span(joined.prediction(ORDINARY), unit)}."
    )


def _shown(value: float, unit: str) -> float:
    return exp(value) if unit == "ratio" else value


def _span(interval: Interval, unit: str) -> str:
    return say_span(Interval(*(_shown(end, unit) for end in interval)), unit)


def _member(claim: "Claim", *, joined: bool) -> Member:
    verdict, unit = claim.verdict, claim.verdict.evidence.unit
    effect = claim.published.facts.claim(verdict).say(verdict.evidence.effect)
    return Member(claim, effect, say_effect(verdict.estimate, unit), say_span(verdict.interval, unit), joined)
