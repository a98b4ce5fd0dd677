"""Hypotheses: of each the claim, its test, its evidence, and what would have refuted it, on a card."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import hypotheses
from bnreport.figures import Claim, requested, table_of_claim
from bnreport.formatting import NOTHING, say_effect, say_p, say_region, say_span, say_value
from bnreport.hypotheses.shared.evidence import READING, STEP
from bnreport.judge.explanation import labelled
from bnreport.judge.verdicts import ORDINARY
from bnreport.judge.wording import Badge, badge, say_n, say_rule, say_why
from bnreport.report.failed_runs import FailedRuns, failed_runs
from bnreport.report.figure import ReportFigure
from bnreport.report.papers_number import say_papers_number
from bnreport.report.sections.provenance import mixed
from bnreport.report.seeds import Block, blocks
from bnreport.report.sensitivity import OtherAnalyses, sensitivity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.certainty import Certainty
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts
    from bnreport.study.choice import Choice
    from bnreport.study.questions import BearsOn

TITLE = "Hypotheses"
_PARTS = (
    "Parts of the claim, which must all be true. The effect judged is how far the part that fits worst lies inside its "
    "region."
)
_STEPS = "Steps of the claim, which must all be true. The effect judged is the smallest of them."


USUAL = ["paired"]
"""Figures of a hypothesis whose file asks for none."""


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
    primary: bool
    """False: it stands among the exploratory results, without a badge."""
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
    failed_runs: FailedRuns | None
    parts: tuple[Part, ...]
    """Of a composite claim, or the steps of one about an order."""
    parts_are: str
    """What they have to do with the effect that is judged."""
    figures: "tuple[ReportFigure, ...]"
    """The main one first."""
    seeds: tuple[Block, ...]
    bears_on: "tuple[tuple[str, BearsOn], ...]"
    """Explanations, and what the claim tests about each."""
    mixed: tuple[str, ...]
    """What differs between the environments of the runs compared here."""
    sensitivity: OtherAnalyses | None
    certainty: "Certainty | None"


def gather(facts: "Facts") -> tuple[Card, ...]:
    """Return a card for each hypothesis that is judged."""
    return tuple(card(facts, verdict) for verdict in facts.verdicts if verdict.primary)


def card(facts: "Facts", verdict: "Verdict") -> Card:
    """Gather everything about one hypothesis."""
    name, evidence, study = verdict.hypothesis, verdict.evidence, facts.study
    hypothesis = study.hypotheses[name]
    paper, unit, labels = hypothesis.paper, evidence.unit if evidence else "1", facts.labels(verdict)
    return Card(
        name=name,
        claim=hypothesis.claim,
        primary=verdict.primary,
        badge=badge(verdict),
        detail=labelled(verdict.detail, labels),
        reason=say_why(verdict),
        paper=(paper.says, paper.where, say_papers_number(facts, verdict)) if paper else None,
        agreement=verdict.agreement.replace("_", " "),
        test=_summary(hypothesis.test),
        options=_options(hypothesis.test, evidence, labels),
        why_this_margin=hypothesis.why_this_margin,
        rule=say_rule(verdict.region, unit),
        facts=_facts(verdict, unit, facts.analysis.correction),
        failed_runs=failed_runs(facts, verdict),
        parts=_parts(evidence, labels) if evidence else (),
        parts_are=_STEPS if evidence and {part.kind for part in evidence.parts} == {STEP} else _PARTS,
        figures=_figures(Claim(study, verdict, facts.results)) if evidence else (),
        seeds=blocks(facts, evidence, labels) if evidence else (),
        bears_on=tuple((study.explanations[name].label, each) for name, each in hypothesis.bears_on.items()),
        mixed=_mixed(facts, evidence) if evidence else (),
        sensitivity=sensitivity(f"{study.study}-{name}-sensitivity", facts.sensitivity.get(name)),
        certainty=facts.certainties.get(name),
    )


def _figures(claim: Claim) -> tuple[ReportFigure, ...]:
    """Draw what the hypothesis's file asks for: the main figure, then those that support it."""
    asked = requested(hypotheses.registry[claim.hypothesis.test.name].constants.get("FIGURES", USUAL))
    made = ((each.kind, table_of_claim(each.kind, claim)) for each in asked)
    return tuple(ReportFigure(kind, f"{claim.study.study}-{claim.name}-{kind}", table) for kind, table in made if table)


def _mixed(facts: "Facts", evidence: "Evidence") -> tuple[str, ...]:
    """Return what differs between the environments of runs that are compared: part by part, where there are several."""
    results = facts.results
    found = [mixed(run for name in table.arms for run in results.of(name).values()) for table in evidence.tables()]
    return tuple(dict.fromkeys(name for each in found for name in each))


def _options(test: "Choice", evidence: "Evidence | None", labels: "Mapping[str, str]") -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.replace("_", " "), labelled(_plain(value), labels))
        for name, value in test.options.items()
        if value is not None and not (name == "parts" and evidence)  # they have a table of their own
    )


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


def _parts(evidence: "Evidence", labels: "Mapping[str, str]") -> tuple[Part, ...]:
    """Return what each part's runs say, at the level of the 95 % interval; the verdict is on all of them together."""
    return tuple(
        Part(
            kind=part.kind.replace("_", " "),
            effect=labelled(part.evidence.effect, labels),
            estimate=say_effect(found.value if found else None, part.evidence.unit),
            interval=say_span(found.interval(ORDINARY) if found else None, part.evidence.unit),
            region=say_region(part.region, part.evidence.unit),
        )
        for part in evidence.parts
        for found in [part.evidence.estimate]
        if part.kind != READING
    )
