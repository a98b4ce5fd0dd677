"""A claim's card: the claim, its test, its evidence, and what would have refuted it."""

from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport import hypotheses
from bnreport.figures import requested, table_of_claim
from bnreport.formatting import NOTHING, capitalize, say_effect, say_name, say_region, say_span
from bnreport.hypotheses.shared.evidence import READING, STEP
from bnreport.judge.certainty import DIRECTNESS
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.many_parts import FEW
from bnreport.judge.parts import composite
from bnreport.judge.registration_words import say_status
from bnreport.judge.verdicts import ORDINARY
from bnreport.judge.wording import BADGES, Badge, parts_of, say_rule, say_why
from bnreport.report.claim_line import claim_line
from bnreport.report.environments import MixedEnvironments, mixed_environments
from bnreport.report.evidence_in_numbers import evidence_in_numbers
from bnreport.report.failed_runs import FailedRuns, failed_runs
from bnreport.report.figure import ReportFigure
from bnreport.report.papers_number import say_papers_number
from bnreport.report.seeds import Block, blocks
from bnreport.report.sensitivity import OtherAnalyses, say_more_seeds, sensitivity
from bnreport.report.tuning import say_tuning_of
from bnreport.study.bind import arms_of

if TYPE_CHECKING:
    from bnreport.figures import JudgedClaim
    from bnreport.judge.certainty import Certainty
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts
    from bnreport.study.questions import BearsOn

_PARTS = "Parts of the claim, which must all be true."
_STEPS = "Steps of the claim, which must all be true. The effect judged is the smallest of them."


USUAL = ["paired"]
"""Figures of a hypothesis whose file asks for none."""


class PartRow(NamedTuple):
    """One part of a composite claim."""

    kind: str
    effect: str
    """What the estimate is of."""
    estimate: str
    interval: str
    deciding: str
    """At the level at which it counts in the verdict on the whole; a dash where nothing is decided."""
    region: str


class Card(NamedTuple):
    """One hypothesis."""

    name: str
    claim: str
    decides: bool
    """Whether it decides a question, or no claim of the study does: the whole PDF has such cards alone."""
    primary: bool
    """False: it stands among the exploratory results, without a badge."""
    badge: Badge
    finding: str
    """What was found, in a sentence; empty without an estimate."""
    more_seeds: str
    """What seeds show that came after the look which decided; empty where none did."""
    numbers: str
    """The same in numbers, in a line: seeds, estimates with the intervals that decide, and p."""
    detail: str
    """Again, part by part, and what to beware of."""
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
    parts: tuple[PartRow, ...]
    """Of a composite claim, or the steps of one about an order."""
    parts_are: str
    """What they have to do with the effect that is judged."""
    figures: "tuple[ReportFigure, ...]"
    """The main one first."""
    seeds: tuple[Block, ...]
    bears_on: "tuple[tuple[str, BearsOn], ...]"
    """Explanations, and what the claim tests about each."""
    mixed: MixedEnvironments
    """What differs between the environments of the runs compared here."""
    sensitivity: OtherAnalyses | None
    certainty: "Certainty | None"
    status: str
    """What the claim may be called: confirmatory, ..."""
    directness: str
    """What the scale allows to say about the paper."""


def card(facts: "Facts", verdict: "Verdict") -> Card:
    """Gather everything about one hypothesis."""
    claim, evidence, explanations = facts.claim(verdict), verdict.evidence, facts.study.explanations
    hypothesis, paper = claim.hypothesis, claim.hypothesis.paper
    return Card(
        name=claim.name,
        claim=hypothesis.claim,
        decides=not facts.study.questions
        or any(claim.name in each.decided_by for each in facts.study.questions.values()),
        primary=verdict.primary,
        badge=BADGES[verdict.verdict],
        finding=capitalize(say_effect_in_words(verdict, claim.say)),
        more_seeds=say_more_seeds(facts.sensitivity.get(claim.name), of_parts=composite(evidence)),
        numbers=_numbers(facts, verdict),
        detail=claim.say(verdict.detail),
        reason=say_why(verdict),
        paper=(paper.says, paper.where, say_papers_number(facts, verdict)) if paper else None,
        agreement=say_name(verdict.agreement),
        test=f"{say_name(hypothesis.test.name)}: {hypotheses.registry[hypothesis.test.name].summary}",
        options=_options(claim),
        why_this_margin=hypothesis.why_this_margin,
        rule=say_rule(verdict.region, evidence.unit, of_parts=composite(evidence)),
        facts=(
            *evidence_in_numbers(verdict, facts.analysis.correction),
            *say_tuning_of(facts, arms_of(hypothesis.test)),
        ),
        failed_runs=failed_runs(facts, verdict),
        parts=_parts(claim),
        parts_are=_STEPS if {part.kind for part in evidence.parts} == {STEP} else _PARTS,
        figures=_figures(claim),
        seeds=blocks(facts, evidence, claim.labels),
        bears_on=tuple((explanations[name].label, each) for name, each in hypothesis.bears_on.items()),
        mixed=mixed_environments(facts, evidence),
        sensitivity=sensitivity(
            f"{facts.study.study}-{claim.name}-sensitivity",
            facts.sensitivity.get(claim.name),
            of_parts=composite(evidence),
        ),
        certainty=facts.certainties.get(claim.name),
        status=say_status(verdict.registration.word, primary=verdict.primary),
        directness=DIRECTNESS[verdict.scale],
    )


def _numbers(facts: "Facts", verdict: "Verdict") -> str:
    """Return what paper has of the numbers; of many parts their count, since each has a row on screen."""
    line, parts = claim_line(facts, verdict), parts_of(verdict)
    p = "" if line.p == NOTHING else f"p {line.p if line.p.startswith('<') else f'= {line.p}'}"
    effects = line.numbers if len(parts) <= FEW else f"{len(parts)} parts, whose intervals are in report.html"
    return "; ".join(filter(None, [f"{line.n}{'' if line.n.endswith('seeds)') else ' seeds'}", effects, p]))


def _figures(claim: "JudgedClaim") -> tuple[ReportFigure, ...]:
    """Draw what the hypothesis's file asks for: the main figure, then those that support it."""
    asked = requested(hypotheses.registry[claim.hypothesis.test.name].constants.get("FIGURES", USUAL))
    made = ((each.kind, table_of_claim(each.kind, claim)) for each in asked)
    return tuple(ReportFigure(kind, f"{claim.study.study}-{claim.name}-{kind}", table) for kind, table in made if table)


def _options(claim: "JudgedClaim") -> tuple[tuple[str, str], ...]:
    """Return what is set; parts have a table of their own."""
    held = ((name, value) for name, value in claim.options.items() if value is not None and name != "parts")
    return tuple((say_name(name), claim.say(_plain(value))) for name, value in held)


def _plain(value: Any) -> str:  # noqa: ANN401  (any option)
    if value is None:
        return NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return str(value)


def _parts(claim: "JudgedClaim") -> tuple[PartRow, ...]:
    """Return what each part's runs say, at 95 % and at the level that decides; the verdict is on all together."""
    deciding = {part.effect: say_span(part.interval, part.unit) for part in parts_of(claim.verdict)}
    return tuple(
        PartRow(
            kind=say_name(part.kind),
            effect=claim.say(part.evidence.effect),
            estimate=say_effect(found.value if found else None, part.evidence.unit),
            interval=say_span(found.interval(ORDINARY) if found else None, part.evidence.unit),
            deciding=deciding.get(part.evidence.effect, NOTHING) if claim.verdict.level else NOTHING,
            region=say_region(part.region, part.evidence.unit),
        )
        for part in claim.evidence.parts
        for found in [part.evidence.estimate]
        if part.kind != READING
    )
