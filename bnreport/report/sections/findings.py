"""Findings: each question with its answer, how sure it is, and the claims it rests on."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list
from bnreport.judge.certainty import LEVELS
from bnreport.judge.wording import BADGES, Badge
from bnreport.report.answers import key_questions
from bnreport.report.claim_line import ClaimLine, claim_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.certainty import Certainty
    from bnreport.report.answers import AnsweredQuestion
    from bnreport.report.facts import Facts
    from bnreport.report.strip import Strip
    from bnreport.study.schema import Study

TITLE = "Findings"


class Finding(NamedTuple):
    """A question, or the claims that belong to none."""

    name: str
    """Of the question; empty for none, and what follows of it too."""
    ask: str
    badge: Badge | None
    word: str
    said: str
    """What was found, in sentences."""
    trust: str
    paper: str
    """What it says of the claim that decides, and how that goes with ours."""
    key: bool
    """Whether the first screen has told it, and the two pages need not again."""
    strips: "tuple[Strip, ...]"
    """Of the claims that decide."""
    lines: tuple[ClaimLine, ...]
    others: tuple[ClaimLine, ...]
    """Of these, the claims that have no card in the whole PDF, as they do not decide."""


class Findings(NamedTuple):
    """The section."""

    findings: tuple[Finding, ...]
    sure: str
    """How certain the verdicts are, and what lowers that; empty without verdicts."""
    bars: str
    """What each p is held against."""

    @property
    def short(self) -> "tuple[Finding, ...]":
        """Those that the two pages have: of questions that have run, or of all claims where none is asked."""
        asked = tuple(each for each in self.findings if each.badge and each.badge.kind != "not_run")
        return asked or (self.findings if not any(each.ask for each in self.findings) else ())


def gather(facts: "Facts") -> Findings:
    """Go through the questions, and the claims that belong to none."""
    return Findings(tuple(_findings(facts)), _sure(facts.certainties), _bars(facts.study))


def _findings(facts: "Facts") -> "Iterator[Finding]":
    lines: dict[str, list[ClaimLine]] = {}
    for verdict in facts.primary:
        asked = facts.study.hypotheses[verdict.hypothesis].question or ""
        lines.setdefault(asked, []).append(claim_line(facts, verdict))
    for each in facts.answers:
        yield _finding(each, tuple(lines.get(each.name, ())), key=each.name in key_questions(facts.answers))
    if rest := lines.get(""):
        yield Finding("", "", None, "", "", "", "", strips=(), key=False, lines=tuple(rest), others=tuple(rest))


def _finding(each: "AnsweredQuestion", lines: tuple[ClaimLine, ...], *, key: bool) -> Finding:
    deciding = [line for line in lines if line.name in each.question.decided_by]
    papers = dict.fromkeys(
        _AGREES[line.agreement]
        for line in [line for line in deciding if line.badge.kind == each.answer] or deciding
        if line.agreement in _AGREES and line.paper in _SAYS
    )
    return Finding(
        each.name,
        each.question.ask,
        BADGES[each.answer],
        each.words.word,
        " ".join(each.words.sentences),
        str(each.trust or ""),
        next(iter(papers)) if len(papers) == 1 else "",
        key,
        tuple(line.strip for line in deciding if line.strip),
        lines,
        tuple(line for line in lines if line not in deciding),
    )


_SAYS = ("supported", "refuted")
_AGREES = {
    "replicates": "as the paper says",
    "contradicts": "against the paper",
    "same direction": "our estimate points the paper\N{RIGHT SINGLE QUOTATION MARK}s way",
    "other direction": "our estimate points against the paper",
    "cannot tell": "the paper is neither borne out nor opposed",
}


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
