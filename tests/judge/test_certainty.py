"""Each rule lowers certainty by its own amount, names itself, and leaves the verdict alone."""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from bnreport.hypotheses.shared.evidence import Evidence, Part
from bnreport.judge.certainty import DIRECTNESS, Certainty, certainty
from bnreport.judge.registration_status import RegistrationStatus
from bnreport.judge.sensitivity import SEED, Sensitivity
from bnreport.judge.variant import Variant
from bnreport.judge.verdicts import Verdict
from bnreport.results import Metric, SeedValues
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import NO_INTERVAL, Interval, Region
from bnreport.stats.slack import Claim, Slack
from bnreport.study.schema import SCALES

ACCURACY = Metric("accuracy", "fraction", "higher", 0.1)
EFFECTS = (0.051, 0.049, 0.052, 0.048, 0.050)


def verdict(effects: tuple[float, ...] = EFFECTS, region: Region = Region(low=0.02), **changes: Any) -> Verdict:  # noqa: ANN401, B008
    """Return a verdict on per-seed effects."""
    unit = changes.pop("unit", "fraction")
    logs = np.log(effects) if unit == "ratio" else np.array(effects)
    estimate = Ratio(Mean.of(logs)) if unit == "ratio" else Mean.of(logs)
    evidence = Evidence(
        unit, "a - b", estimate, seeds=tuple(range(len(effects))), effects=effects, null=float(unit == "ratio"),
        arms=changes.pop("arms", {}),
    )  # fmt: skip
    fields: dict[str, Any] = {
        "hypothesis": "h", "verdict": "supported", "reason": "", "detail": "", "primary": True, "region": region,
        "evidence": evidence, "estimate": estimate.value, "interval": estimate.interval(0.05),
        "verdict_interval": estimate.interval(0.05), "level": 0.05, "p": 0.0, "p_holm": 0.0, "alpha": 0.05,
        "n_planned": len(effects), "n_run": len(effects), "n_analysed": len(effects), "mde": estimate.mde(0.05),
        "correlation": None, "scale": "paper", "agreement": "replicates", "look": 1, "seeds": len(effects),
    }  # fmt: skip
    return Verdict(**(fields | changes))


def rate(one: Verdict, variants: Sensitivity | None = None, **setting: Any) -> Certainty:  # noqa: ANN401
    """Rate at the paper's scale, locked before the runs, unless told otherwise."""
    status = RegistrationStatus(setting.pop("registration", "confirmatory"), "")
    one = replace(one, scale=setting.pop("scale", "paper"), registration=status)
    return certainty((one,), {} if variants is None else {"h": variants})["h"]


def arm(*diverged: int) -> SeedValues:
    """Return an arm whose runs diverged or not."""
    return SeedValues(
        tuple(range(len(diverged))), np.full(len(diverged), 0.5), np.array(diverged, dtype=bool), ACCURACY
    )


def variants(*answers: Any, flips: bool = False) -> Sensitivity:  # noqa: ANN401
    """Return a supported verdict among other answers."""
    base = Variant("", "as judged", "supported", "", "fraction", Region(low=0.02), 0.05, Interval(0.04, 0.06), 5)
    others = [base._replace(family="reduction", label=str(i), answer=answer) for i, answer in enumerate(answers)]
    seed = base._replace(family=SEED, label="3", answer="inconclusive", n=4, influential=flips)
    return Sensitivity(base, (*others, seed))


def test_high_if_no_rule_applies() -> None:
    """Five tight seeds, locked, or amended before there were results, at the paper's scale."""
    assert rate(verdict()) == rate(verdict(), registration="amended_before_results") == Certainty("high", ())


FAR, NEAR = (0.30, 0.20, 0.25, 0.27, 0.23), (0.10, 0.06, 0.10, 0.06, 0.08)
NARROW = (0.0200, 0.0201, 0.0202, 0.0201, 0.0201)
CASES = [
    ("internal validity", "low", verdict(), {"registration": "unregistered"}),
    ("internal validity", "moderate", verdict(arms={"a": arm(1, 0), "b": arm(0, 0)}), {}),
    ("imprecision", "moderate", verdict((0.051, 0.049, 0.052, 0.050)), {}),
    ("imprecision", "low", verdict((0.051, 0.049, 0.052)), {}),
    ("imprecision", "moderate", verdict(NEAR, Region(low=0.02), level=0.004), {}),
    ("imprecision", "moderate", verdict((2.0, 3.0, 1.6, 2.2, 2.8), Region(low=1.25), unit="ratio", level=0.01), {}),
    ("imprecision", "moderate", verdict((0.05, 0.01, 0.04, 0.05, 0.01), Region(low=0.0)), {}),
    ("imprecision", "moderate", verdict((0.051, 0.050, 0.052, 0.051, 0.045), arms={"a": arm(0, 0, 0, 0, 0)}), {}),
    ("imprecision", "moderate", verdict(verdict="inconclusive"), {}),
    ("inconsistency", "moderate", verdict(), {"variants": variants("supported", "inconclusive", "supported")}),
    ("inconsistency", "moderate", verdict(), {"variants": variants("supported", flips=True)}),
]


@pytest.mark.parametrize(("domain", "level", "one", "setting"), CASES)
def test_each_rule_alone(domain: str, level: str, one: Verdict, setting: dict[str, Any]) -> None:
    """One downgrade, in its domain, with a reason."""
    found = rate(one, **setting)
    assert (found.level, [lost.domain for lost in found.downgrades]) == (level, [domain])
    assert len(found.downgrades[0].why) > 20
    assert found.downgrades[0].said == f"{'one level' if level == 'moderate' else 'two levels'} for {domain}"


@pytest.mark.parametrize(
    "harmless",
    [
        {"variants": variants("supported", "supported", "supported", "supported", "inconclusive")},
        {"variants": variants(None, None)},
    ],
)
def test_four_fifths_agreeing_is_not_fragile(harmless: dict[str, Any]) -> None:
    """Eighty per cent is enough, and what has no answer counts neither way."""
    assert rate(verdict(), **harmless).level == "high"


def test_equal_divergence_costs_nothing() -> None:
    """Only a difference between arms biases; and where one arm always fails, that is the finding."""
    assert rate(verdict(arms={"a": arm(1, 0), "b": arm(0, 1)})).level == "high"
    assert rate(verdict(arms={"a": arm(1, 1), "b": arm(0, 0)})).level == "high"


@pytest.mark.parametrize(
    ("effects", "low"), [(FAR, 0.02), (FAR, 0.0), ((0.0200, 0.0201, 0.0202, 0.0201, 0.0201), 0.02)]
)
def test_what_is_decided_far_from_the_bound_is_precise(effects: tuple[float, ...], low: float) -> None:
    """Whatever the width, and the minimum detectable effect; and near the bound by an interval that is narrow."""
    one = verdict(effects, Region(low=low))
    assert one.region.holds(one.verdict_interval or NO_INTERVAL)
    assert [lost for lost in rate(one).downgrades if "interval" in lost.why] == []


def test_directness_lowers_nothing() -> None:
    """A scale on which everything is very low would say nothing; it has a word of its own."""
    assert {rate(verdict(), scale=scale).level for scale in SCALES} == {"high"}
    assert [DIRECTNESS[scale].partition(":")[0] for scale in SCALES] == ["direct", "indirect", "none"]


def test_of_several_claims_those_that_decide_are_asked() -> None:
    """Support needs all of them clear of their bounds; to refute the whole one clear part is enough."""
    far, near = ((verdict(each, Region(low=0.02)).evidence, Region(low=0.02)) for each in (FAR, NEAR))
    assert _level((far, near), "supported", 0.004) == "moderate"
    assert _level((far, far), "supported", 0.004) == "high"
    away = [(evidence, Region(high=region.low)) for evidence, region in (far, near)]
    assert _level(away, "refuted", 0.008) == "high"
    assert _level(away[1:] * 2, "refuted", 0.008) == "moderate"
    said = [lost.why for lost in _of((far, near), "inconclusive", 0.004).downgrades]
    assert said == ["not decided: the parts do not all lie where they must, and none wholly outside"]


def _level(held: Sequence[tuple[Evidence, Region]], answer: str, level: float) -> str:
    return _of(held, answer, level).level


def _of(held: Sequence[tuple[Evidence, Region]], answer: str, level: float) -> Certainty:
    """Rate a conjunction of five seeds."""
    parts = tuple(Part("superiority", region, evidence) for evidence, region in held)
    slack = Slack(tuple(Claim(part.evidence.estimate, part.region) for part in parts if part.evidence.estimate))
    whole = replace(parts[0].evidence, parts=parts, estimate=slack, effects=(), seeds=())
    one = verdict(region=Region(low=0), verdict=answer, level=level)
    return rate(replace(one, evidence=whole))


def test_a_fine_ratio_costs_nothing() -> None:
    """A factor of 1.02 is detected, and the margin is 1.25: both are compared as logarithms."""
    assert rate(verdict((2.0, 2.02, 1.99, 2.01, 2.0), Region(low=1.25), unit="ratio")).level == "high"


def test_rules_add_up_and_stop_at_very_low() -> None:
    """Seven levels lost are still very low, with every reason kept."""
    one = verdict((0.3, 0.1, 0.2), arms={"a": arm(1, 0), "b": arm(0, 0)}, verdict="inconclusive")
    found = rate(one, variants("refuted"), registration="unregistered")
    assert found.level == "very low"
    assert [lost.levels for lost in found.downgrades] == [2, 1, 2, 1, 1]


def test_no_verdict_has_no_certainty_and_verdicts_are_untouched() -> None:
    """Nothing to be certain of; and rating returns levels, not verdicts."""
    one = verdict()
    before = replace(one)
    assert certainty((replace(one, verdict_interval=None),), MappingProxyType({})) == {}
    rate(one, scale="toy")
    assert one == before
