"""The first page: counts, a sentence, the verdict board and the forest."""

from collections import Counter
from math import nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures import forest as drawing
from bnreport.formatting import NOTHING, say_effect, say_span
from bnreport.judge.certainty import LEVELS
from bnreport.report.exhibit import Exhibit
from bnreport.report.robustness import Trust, margin, trust
from bnreport.report.wording import AGREEMENTS, BADGES, Badge, badge, say_list, say_n, say_p
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.judge.certainty import Certainty
    from bnreport.judge.verdicts import Scale, Verdict
    from bnreport.study.schema import Study

_NO_INTERVAL = Interval(nan, nan)
_VERBS = {"replicates": "replicates", "contradicts": "contradicts", "uninformative": "cannot tell for"}


class Count(NamedTuple):
    """How many hypotheses got one badge."""

    badge: Badge
    number: int


class Summary(NamedTuple):
    """The answer in a breath."""

    sentences: tuple[str, ...]
    sure: str
    """How far to trust it, and what lowers that; empty without verdicts."""
    counts: tuple[Count, ...]


class Line(NamedTuple):
    """One hypothesis on the board."""

    name: str
    claim: str
    badge: Badge
    estimate: str
    interval: str
    verdict_interval: str
    n: str
    p: str
    paper: str
    agreement: str
    certainty: Trust | None


def summary(study: "Study", verdicts: "tuple[Verdict, ...]", certainties: "Mapping[str, Certainty]") -> Summary:
    """Count badges, agreements and certainties, and say them; what is not comparable with the paper is not counted."""
    badges = Counter(badge(verdict).kind for verdict in verdicts)
    counts = tuple(Count(BADGES[kind], badges[kind]) for kind in BADGES if badges[kind])
    claims = "claim" if len(verdicts) == 1 else "claims"
    said = say_list([f"{count.number} {count.badge.word.lower()}" for count in counts] or ["none was tested"])
    sentences = [f"{len(verdicts)} {claims}: {said}."]
    agreements: Counter[str] = Counter(
        verdict.agreement
        for verdict in verdicts
        if verdict.agreement != "not_comparable" and study.hypotheses[verdict.hypothesis].paper
    )
    if agreements:
        parts = [f"{verb} {agreements[kind]}" for kind, verb in _VERBS.items() if agreements[kind]]
        sentences.append(f"Of the {agreements.total()} with a statement in the paper, this study {say_list(parts)}.")
    return Summary(tuple(sentences), _sure(certainties), counts)


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


def lines(study: "Study", verdicts: "tuple[Verdict, ...]", certainties: "Mapping[str, Certainty]") -> tuple[Line, ...]:
    """Return the verdict board."""
    return tuple(_line(study, verdict, certainties.get(verdict.hypothesis)) for verdict in verdicts)


def _line(study: "Study", verdict: "Verdict", certainty: "Certainty | None") -> Line:
    hypothesis = study.hypotheses[verdict.hypothesis]
    unit = verdict.evidence.unit if verdict.evidence else "1"
    return Line(
        name=verdict.hypothesis,
        claim=hypothesis.claim,
        badge=badge(verdict),
        estimate=say_effect(verdict.estimate, unit),
        interval=say_span(verdict.interval, unit),
        verdict_interval=say_span(verdict.verdict_interval, unit) if verdict.primary else NOTHING,
        n=say_n(verdict, of=True),
        p=say_p(verdict.p_holm) if verdict.primary else NOTHING,
        paper=hypothesis.paper.says if hypothesis.paper else NOTHING,
        agreement=AGREEMENTS[verdict.agreement] if hypothesis.paper else NOTHING,
        certainty=trust(certainty),
    )


def forest(study: "Study", verdicts: "tuple[Verdict, ...]", scale: "Scale") -> Exhibit | None:
    """Draw every hypothesis that has an estimate; None if there is none. The paper's numbers only at its own scale."""
    rows = tuple(
        _row(study, verdict, own=scale == "paper")
        for verdict in verdicts
        if verdict.evidence and verdict.estimate is not None
    )
    return Exhibit("forest", f"{study.study}-forest", drawing.Table(rows)) if rows else None


def _row(study: "Study", verdict: "Verdict", *, own: bool) -> drawing.Row:
    unit = verdict.evidence.unit if verdict.evidence else "1"
    paper = study.hypotheses[verdict.hypothesis].paper
    return drawing.Row(
        label=verdict.hypothesis.replace("_", " "),
        verdict=badge(verdict).kind,
        unit=unit,
        scale=margin(
            verdict.region, verdict.verdict_interval or verdict.interval or _NO_INTERVAL, ratio=unit == "ratio"
        ),
        estimate=nan if verdict.estimate is None else verdict.estimate,
        interval=verdict.interval or _NO_INTERVAL,
        verdict_interval=verdict.verdict_interval or _NO_INTERVAL,
        region=verdict.region,
        paper=paper.value if own and paper and paper.value is not None else nan,
        text=say_effect(verdict.estimate, unit),
    )
