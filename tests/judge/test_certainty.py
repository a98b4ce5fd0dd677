"""Each rule lowers certainty by its own amount, names itself, and leaves the verdict alone."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from bnreport.hypotheses.shared.evidence import Evidence
from bnreport.judge.certainty import Certainty, certainty
from bnreport.judge.sensitivity import SEED, Sensitivity, Variant
from bnreport.judge.verdicts import Verdict
from bnreport.results import Metric, SeedValues
from bnreport.stats.mean import Mean, Ratio
from bnreport.stats.region import Interval, Region

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
        "verdict_interval": estimate.interval(0.05), "level": 0.05, "p": 0.0, "p_holm": 0.0,
        "n_planned": len(effects), "n_run": len(effects), "n_analysed": len(effects), "mde": estimate.mde(0.05),
        "correlation": None, "scale": "paper", "agreement": "replicates", "look": 1, "seeds": len(effects),
    }  # fmt: skip
    return Verdict(**(fields | changes))


def rate(one: Verdict, variants: Sensitivity | None = None, **setting: Any) -> Certainty:  # noqa: ANN401
    """Rate at the paper's scale, locked before the runs, unless told otherwise."""
    one = replace(one, scale=setting.pop("scale", "paper"))
    setting = {"registration": "confirmatory"} | setting
    return certainty((one,), {} if variants is None else {"h": variants}, **setting)["h"]


def arm(*diverged: int) -> SeedValues:
    """Return an arm whose runs diverged or not."""
    return SeedValues(
        tuple(range(len(diverged))), np.full(len(diverged), 0.5), np.array(diverged, dtype=bool), ACCURACY
    )


def variants(*answers: Any, flips: bool = False) -> Sensitivity:  # noqa: ANN401
    """Return a supported verdict among other answers."""
    base = Variant("", "as judged", "supported", "", "fraction", Region(low=0.02), 0.05, Interval(0.04, 0.06), 5)
    others = [base._replace(family="margin", label=str(i), answer=answer) for i, answer in enumerate(answers)]
    seed = base._replace(family=SEED, label="3", answer="inconclusive" if flips else "supported", n=4)
    return Sensitivity(base, (*others, seed))


def test_high_if_no_rule_applies() -> None:
    """Five tight seeds, locked, at the paper's scale."""
    assert rate(verdict()) == Certainty("high", ())


CASES = [
    ("internal validity", "moderate", verdict(), {"registration": None}),
    ("internal validity", "moderate", verdict(), {"registration": "amended"}),
    ("internal validity", "moderate", verdict(arms={"a": arm(1, 0), "b": arm(0, 0)}), {}),
    ("imprecision", "moderate", verdict((0.051, 0.049, 0.052, 0.050)), {}),
    ("imprecision", "low", verdict((0.051, 0.049, 0.052)), {}),
    ("imprecision", "moderate", verdict((0.30, 0.20, 0.25, 0.27, 0.23)), {}),
    ("imprecision", "moderate", verdict((2.0, 3.0, 2.5, 2.2, 2.8), Region(low=1.1), unit="ratio"), {}),
    ("imprecision", "moderate", verdict((0.051, 0.050, 0.052, 0.051, 0.045)), {}),
    ("inconsistency", "moderate", verdict(), {"variants": variants("supported", "inconclusive", "supported")}),
    ("inconsistency", "moderate", verdict(), {"variants": variants("supported", flips=True)}),
    ("indirectness", "moderate", verdict(), {"scale": "reduced"}),
    ("indirectness", "low", verdict(), {"scale": "toy"}),
]


@pytest.mark.parametrize(("domain", "level", "one", "setting"), CASES)
def test_each_rule_alone(domain: str, level: str, one: Verdict, setting: dict[str, Any]) -> None:
    """One downgrade, in its domain, with a reason."""
    found = rate(one, **setting)
    assert (found.level, [lost.domain for lost in found.downgrades]) == (level, [domain])
    assert len(found.downgrades[0].why) > 20


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


def test_equal_divergence_and_margin_zero_cost_nothing() -> None:
    """Only a difference between arms biases; a margin of 0 cannot be compared with a detectable effect."""
    assert rate(verdict(arms={"a": arm(1, 0), "b": arm(0, 1)})).level == "high"
    assert rate(verdict((0.30, 0.20, 0.25, 0.27, 0.23), Region(low=0.0))).level == "high"


def test_a_fine_ratio_costs_nothing() -> None:
    """A factor of 1.02 is detected, and the margin is 1.25: both are compared as logarithms."""
    assert rate(verdict((2.0, 2.02, 1.99, 2.01, 2.0), Region(low=1.25), unit="ratio")).level == "high"


def test_rules_add_up_and_stop_at_very_low() -> None:
    """Six levels lost are still very low, with every reason kept."""
    one = verdict((0.3, 0.1, 0.2), arms={"a": arm(1), "b": arm(0)})
    found = rate(one, variants("refuted"), scale="toy", registration=None)
    assert found.level == "very low"
    assert len(found.downgrades) == 5


def test_skew_counts_on_the_wrong_side_only_and_swapping_arms_mirrors_it() -> None:
    """A tail towards the claim makes support cautious; mirrored arms with a mirrored verdict fare alike."""
    left = (0.051, 0.050, 0.052, 0.051, 0.045)
    right = tuple(-effect for effect in left)
    assert rate(verdict(left, Region(low=0.02))).level == "moderate"
    assert rate(verdict(right, Region(low=-0.02), verdict="refuted")).level == "moderate"
    assert rate(verdict(right, Region(low=-0.2))).level == "high"


def test_no_verdict_has_no_certainty_and_verdicts_are_untouched() -> None:
    """Nothing to be certain of; and rating returns levels, not verdicts."""
    one = verdict()
    before = replace(one)
    assert certainty((replace(one, verdict_interval=None),), MappingProxyType({})) == {}
    rate(one, scale="toy")
    assert one == before
