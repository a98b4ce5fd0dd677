"""One card per hypothesis: the claim, its test, its evidence, and what would have refuted it."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import hypotheses
from bnreport.formatting import NOTHING, say_effect, say_region, say_span, say_value
from bnreport.hypotheses.shared.evidence import READING, STEP
from bnreport.judge.verdicts import ORDINARY
from bnreport.report.caution import Caution, caution
from bnreport.report.claims import Claim, exhibits
from bnreport.report.provenance import mixed
from bnreport.report.robustness import Robustness, Trust, robustness, trust
from bnreport.report.seeds import Block, blocks
from bnreport.report.wording import AGREEMENTS, Badge, analysis, badge, say_n, say_p, say_reason, say_rule

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.certainty import Certainty
    from bnreport.judge.sensitivity import Sensitivity
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.exhibit import Exhibit
    from bnreport.results import Results
    from bnreport.study.choice import Choice


_PARTS = (
    "Parts of the claim, which must all be true. The effect judged is the least slack: how far the part that fits "
    "worst lies inside its region."
)
_STEPS = "Steps of the claim, which must all be true. The effect judged is the smallest of them."


class Part(NamedTuple):
    """One part of a composite claim."""

    kind: str
    effect: str
    """What the estimate is of."""
    estimate: str
    interval: str
    region: str


class Card(NamedTuple):
    """One hypothesis."""

    name: str
    claim: str
    badge: Badge
    detail: str
    reason: str
    paper: tuple[str, str, str] | None
    """What it says, where, and its number."""
    agreement: str
    test: str
    """Kind of test, in its own one-line summary."""
    options: tuple[tuple[str, str], ...]
    why_this_margin: str
    rule: str
    facts: tuple[tuple[str, str], ...]
    caution: Caution | None
    parts: tuple[Part, ...]
    """Of a composite claim, or the steps of one about an order."""
    parts_are: str
    """What they have to do with the effect that is judged."""
    figures: "tuple[Exhibit, ...]"
    """The main one first."""
    seeds: tuple[Block, ...]
    bears_on: tuple[tuple[str, str], ...]
    mixed: tuple[str, ...]
    """What differs between the environments of the runs compared here."""
    robustness: Robustness | None
    certainty: Trust | None


def card(
    claim: Claim,
    beside: "tuple[Sensitivity | None, Certainty | None]" = (None, None),
) -> Card:
    """Gather everything about one hypothesis; `beside` is what stands beside its verdict."""
    hypothesis, verdict, results = claim.hypothesis, claim.verdict, claim.results
    evidence = verdict.evidence
    unit = evidence.unit if evidence else "1"
    paper = hypothesis.paper
    return Card(
        name=verdict.hypothesis,
        claim=hypothesis.claim,
        badge=badge(verdict),
        detail=verdict.detail,
        reason=say_reason(verdict.reason) if verdict.reason and badge(verdict).kind != "exploratory" else "",
        paper=(paper.says, paper.where, _number(claim, unit)) if paper else None,
        agreement=AGREEMENTS[verdict.agreement],
        test=_summary(hypothesis.test),
        options=tuple(
            (name.replace("_", " "), _plain(value))
            for name, value in hypothesis.test.options.items()
            if value is not None and not (name == "parts" and evidence)  # they have a table of their own
        ),
        why_this_margin=hypothesis.why_this_margin,
        rule=say_rule(verdict.region, unit),
        facts=_facts(verdict, unit, analysis(claim.study).correction),
        caution=caution(verdict, hypothesis.test.name),
        parts=_parts(evidence, ORDINARY) if evidence else (),
        parts_are=_STEPS if evidence and {part.kind for part in evidence.parts} == {STEP} else _PARTS,
        figures=exhibits(claim) if evidence else (),
        seeds=blocks(evidence, results) if evidence else (),
        bears_on=tuple(sorted((name.replace("_", " "), side) for name, side in hypothesis.bears_on.items())),
        mixed=_mixed(evidence, results) if evidence else (),
        robustness=robustness(f"{claim.study.study}-{claim.name}-sensitivity", beside[0]),
        certainty=trust(beside[1]),
    )


def _number(claim: Claim, unit: str) -> str:
    """Return the paper's own number; where networks or budgets are not the paper's, say that they are others."""
    paper = claim.hypothesis.paper
    if paper is None or paper.value is None:
        return ""
    return f"{say_effect(paper.value, unit)}{' at its own scale' * (claim.scale != 'paper')}"


def _mixed(evidence: "Evidence", results: "Results") -> tuple[str, ...]:
    """Return what differs between the environments of runs that are compared: part by part, where there are several."""
    found = [
        mixed(run for name in table.arms for run in results.runs.get(name, {}).values()) for table in evidence.tables()
    ]
    return tuple(dict.fromkeys(name for each in found for name in each))


def _summary(test: "Choice") -> str:
    kind = test.name.replace("_", " ")
    known = test.name in hypotheses.registry.names
    return f"{kind}: {hypotheses.registry[test.name].summary}" if known else kind


def _plain(value: Any) -> str:  # noqa: ANN401  (any option)
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value)


def _facts(verdict: "Verdict", unit: str, correction: str) -> tuple[tuple[str, str], ...]:
    if verdict.estimate is None:
        return (("Seeds planned, run, used", _counts(verdict)),)
    level = "" if verdict.level is None else f"{100 * (1 - verdict.level):.4g} % "
    facts = [("Estimate", say_effect(verdict.estimate, unit)), ("95 % interval", say_span(verdict.interval, unit))]
    if verdict.primary:
        facts += [
            ("Verdict interval", f"{say_span(verdict.verdict_interval, unit)} ({level}{correction} step)"),
            (f"p at the margin, raw and {correction}", f"{say_p(verdict.p)} and {say_p(verdict.p_holm)}"),
        ]
    return (
        *facts,
        ("Claim region", say_region(verdict.region, unit)),
        ("Seeds planned, run, used", _counts(verdict)),
        ("Detectable effect (80 % power)", _mde(verdict, unit)),
        (
            "Correlation of paired arms",
            NOTHING if verdict.correlation is None else say_value(verdict.correlation, "1"),
        ),
    )


def _mde(verdict: "Verdict", unit: str) -> str:
    if verdict.mde is None:
        return NOTHING
    # of a ratio, m stands for a factor 1 + m
    return say_effect(verdict.mde + 1 if unit == "ratio" else verdict.mde, unit).lstrip("+")


def _counts(verdict: "Verdict") -> str:
    return f"{verdict.n_planned}, {verdict.n_run}, {say_n(verdict)}"


def _parts(evidence: "Evidence", alpha: float) -> tuple[Part, ...]:
    """Return what each part's runs say, at the level of the 95 % interval; the verdict is on all of them together."""
    return tuple(
        Part(
            kind=part.kind.replace("_", " "),
            effect=part.evidence.effect,
            estimate=say_effect(found.value if found else None, part.evidence.unit),
            interval=say_span(found.interval(alpha) if found else None, part.evidence.unit),
            region=say_region(part.region, part.evidence.unit),
        )
        for part in evidence.parts
        for found in [part.evidence.estimate]
        if part.kind != READING
    )
