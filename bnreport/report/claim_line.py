"""A claim on a line: what it says, what was found, and how sure that is."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING, capitalize, say_effect, say_name, say_p, say_span
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.registration_words import say_status
from bnreport.judge.wording import BADGES, Badge, effects_of, parts_of, say_n, say_why
from bnreport.report.strip import Strip, strip

if TYPE_CHECKING:
    from bnreport.judge.certainty import Certainty
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


class ClaimLine(NamedTuple):
    """One hypothesis."""

    name: str
    claim: str
    badge: Badge
    reason: str
    """Why there is no answer; empty if there is one."""
    finding: str
    """What was found, in a sentence; empty without an estimate."""
    numbers: str
    """The same as estimate and the interval that decides, else that at 95 %."""
    strip: Strip | None
    n: str
    p: str
    bar: str
    """Below which p decides."""
    paper: str
    agreement: str
    certainty: "Certainty | None"
    status: str
    """What the claim may be called: confirmatory, ..."""


def claim_line(facts: "Facts", verdict: "Verdict") -> ClaimLine:
    """Say in one line what became of a hypothesis."""
    hypothesis = facts.study.hypotheses[verdict.hypothesis]
    finding = capitalize(say_effect_in_words(verdict, facts.claim(verdict).say))
    return ClaimLine(
        name=verdict.hypothesis,
        claim=hypothesis.claim,
        badge=BADGES[verdict.verdict],
        reason=say_why(verdict).partition(":")[0],
        finding=finding,
        numbers=_numbers(verdict),
        strip=strip(verdict, f"{BADGES[verdict.verdict].word}. {finding}", facts.claim(verdict).say),
        n=say_n(verdict, of=True),
        p=say_p(verdict.p_holm),
        bar=NOTHING if verdict.alpha is None else f"{verdict.alpha:g}",
        paper=hypothesis.paper.says if hypothesis.paper else NOTHING,
        agreement=say_name(verdict.agreement),
        certainty=facts.certainties.get(verdict.hypothesis),
        status=say_status(verdict.registration.word, primary=verdict.primary),
    )


def _numbers(verdict: "Verdict") -> str:
    """Return effect and interval as the card has them, of a composite claim part by part."""
    decides = verdict.verdict_interval or (verdict.level and parts_of(verdict))
    ordinary = "" if decides else " (95 %)"
    told = (
        f"{say_effect(part.estimate, part.unit)} {say_span(part.interval, part.unit)}" for part in effects_of(verdict)
    )
    return "; ".join(f"{each}{ordinary}" for each in told)
