"""The first page: the verdicts counted, how far to trust them, each on a line, and all in one figure."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures.forest import from_verdicts
from bnreport.formatting import NOTHING, say_effect, say_list, say_name, say_p, say_span
from bnreport.judge.certainty import LEVELS
from bnreport.judge.parts import set_apart
from bnreport.judge.registration_words import say_status
from bnreport.judge.validity import say_reason, untested
from bnreport.judge.wording import BADGES, Badge, parts_of, say_n, say_why
from bnreport.report.figure import ReportFigure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.certainty import Certainty
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts
    from bnreport.study.schema import Study

TITLE = "Verdicts"
_VERBS = {
    "replicates": "replicates",
    "contradicts": "contradicts",
    "same_direction": "points the same way for",
    "other_direction": "points the other way for",
    "cannot_tell": "cannot tell for",
    "not_run": "has not tested",
}


class Count(NamedTuple):
    """How many hypotheses got one badge."""

    badge: Badge
    number: int


class PartLine(NamedTuple):
    """One part of a composite claim."""

    name: str
    """What sets it apart from the others."""
    estimate: str
    interval: str


class VerdictLine(NamedTuple):
    """One hypothesis."""

    name: str
    claim: str
    badge: Badge
    reason: str
    """Why there is no answer; empty if there is one."""
    parts: tuple[PartLine, ...]
    """Of a composite claim, in place of the three numbers that follow."""
    estimate: str
    interval: str
    verdict_interval: str
    n: str
    p: str
    bar: str
    """Below which p decides."""
    paper: str
    agreement: str
    certainty: "Certainty | None"
    status: str
    """What the claim may be called: confirmatory, ..."""


class Group(NamedTuple):
    """Claims of one question."""

    ask: str
    """Empty where the study has no questions."""
    lines: tuple[VerdictLine, ...]


class Verdicts(NamedTuple):
    """The section."""

    sentences: tuple[str, ...]
    sure: str
    """How far to trust them, and what lowers that; empty without verdicts."""
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    """Of all but exploratory claims, which have a section of their own."""
    bars: str
    """What each p is held against."""
    forest: ReportFigure | None


def gather(facts: "Facts") -> Verdicts:
    """Count badges and agreements, and list the verdicts."""
    study, verdicts = facts.study, facts.verdicts
    answers = Counter[str](verdict.verdict for verdict in verdicts)
    counts = tuple(Count(badge, answers[answer]) for answer, badge in BADGES.items() if answers[answer])
    return Verdicts(
        sentences=tuple(_sentences(study, verdicts, counts)),
        sure=_sure(facts.certainties),
        counts=counts,
        groups=tuple(_groups(facts)),
        bars=_bars(study),
        forest=forest(facts),
    )


def _sentences(study: "Study", verdicts: "tuple[Verdict, ...]", counts: tuple[Count, ...]) -> "Iterator[str]":
    """Say the counts; what is not comparable with the paper, or what it is silent on, is not counted."""
    claims = "claim" if len(verdicts) == 1 else "claims"
    said = say_list([f"{count.number} {count.badge.word.lower()}" for count in counts] or ["none was tested"])
    yield f"{len(verdicts)} {claims}: {said}."
    if void := Counter(say_reason(each.reason) for each in verdicts if untested(each.reason)):
        yield f"Not tested here, whatever their numbers: {say_list([f'{n} ({why})' for why, n in void.most_common()])}."
    agreements = Counter(
        "not_run" if verdict.verdict == "not_run" else str(verdict.agreement)
        for verdict in verdicts
        if verdict.agreement != "not_comparable"
        and (paper := study.hypotheses[verdict.hypothesis].paper)
        and paper.says != "silent"
    )
    if agreements:
        parts = [f"{verb} {agreements[kind]}" for kind, verb in _VERBS.items() if agreements[kind]]
        yield f"Of the {agreements.total()} with a statement in the paper, this study {say_list(parts)}."


def _bars(study: "Study") -> str:
    """Say which error rate each look may spend."""
    alpha = study.seeds.alpha
    if len(alpha) == 1:
        return f"{alpha[0]:g}, the error rate of its family"
    spent = say_list([f"{each:g} at look {number}" for number, each in enumerate(alpha, 1)])
    return f"what its look may spend of the error rate of its family, {spent}"


def _sure(certainties: "Mapping[str, Certainty]") -> str:
    """Say how certain the verdicts are, and for how many each domain lowers it."""
    if not certainties:
        return ""
    levels = Counter(each.level for each in certainties.values())
    domains = Counter(
        name for each in certainties.values() for name in dict.fromkeys(d.domain for d in each.downgrades)
    )
    one = "the only verdict" if len(certainties) == 1 else f"all {len(certainties)} verdicts"
    said = [f"{level} for {levels[level] if len(levels) > 1 else one}" for level in LEVELS if levels[level]]
    lost = [f"{domain} ({count})" for domain, count in domains.most_common()]
    return f"Certainty is {say_list(said)}{'; lowered for ' * bool(lost)}{say_list(lost) if lost else ''}."


def _groups(facts: "Facts") -> "Iterator[Group]":
    """Yield the claims question by question, each in the study's order."""
    study = facts.study
    found: dict[str, list[VerdictLine]] = {name: [] for name in study.questions}
    for verdict in facts.primary:
        found.setdefault(study.hypotheses[verdict.hypothesis].question or "", []).append(line(facts, verdict))
    for name, lines in found.items():
        if lines:
            yield Group(study.questions[name].ask if name in study.questions else "", tuple(lines))


def line(facts: "Facts", verdict: "Verdict") -> VerdictLine:
    """Say in one line what became of a hypothesis."""
    hypothesis = facts.study.hypotheses[verdict.hypothesis]
    unit = verdict.evidence.unit
    return VerdictLine(
        name=verdict.hypothesis,
        claim=hypothesis.claim,
        badge=BADGES[verdict.verdict],
        reason=say_why(verdict).partition(":")[0],
        parts=_parts(facts, verdict),
        estimate=say_effect(verdict.estimate, unit),
        interval=say_span(verdict.interval, unit),
        verdict_interval=say_span(verdict.verdict_interval, unit),
        n=say_n(verdict, of=True),
        p=say_p(verdict.p_holm),
        bar=NOTHING if verdict.alpha is None else f"{verdict.alpha:g}",
        paper=hypothesis.paper.says if hypothesis.paper else NOTHING,
        agreement=say_name(verdict.agreement),
        certainty=facts.certainties.get(verdict.hypothesis),
        status=say_status(verdict.registration.word, primary=verdict.primary),
    )


def _parts(facts: "Facts", verdict: "Verdict") -> tuple[PartLine, ...]:
    """Return the parts of a composite claim that has an estimate."""
    parts = parts_of(verdict) if verdict.estimate is not None else ()
    names = set_apart([part.effect for part in parts])[1] if parts else ()
    say = facts.claim(verdict).say
    return tuple(
        PartLine(say(name), say_effect(part.estimate, part.unit), say_span(part.interval, part.unit))
        for name, part in zip(names, parts, strict=True)
    )


def forest(facts: "Facts") -> ReportFigure | None:
    """Draw every hypothesis that has an estimate; None if there is none. The paper's numbers only at its own scale."""
    table = from_verdicts.table(facts.study, facts.verdicts)
    return ReportFigure("forest", f"{facts.study.study}-forest", table) if table else None
