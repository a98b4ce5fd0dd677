"""The first page: counts, a sentence, the verdict board and the forest."""

from collections import Counter
from math import inf, isfinite, log, nan
from typing import TYPE_CHECKING, NamedTuple

from bnreport.figures import NOTHING, say_effect, say_span
from bnreport.figures import forest as drawing
from bnreport.report.exhibit import Exhibit, exhibit
from bnreport.report.wording import AGREEMENTS, BADGES, Badge, badge, say_list, say_p
from bnreport.stats.region import Interval

if TYPE_CHECKING:
    from bnreport.spec.models import Study
    from bnreport.verdicts import Verdict

_NO_INTERVAL = Interval(nan, nan)


class Count(NamedTuple):
    """How many hypotheses got one badge."""

    badge: Badge
    number: int


class Summary(NamedTuple):
    """The answer in a breath."""

    sentences: tuple[str, ...]
    counts: tuple[Count, ...]


class Line(NamedTuple):
    """One hypothesis on the board."""

    name: str
    claim: str
    badge: Badge
    effect: str
    """What the estimate is of, in words."""
    estimate: str
    interval: str
    verdict_interval: str
    n: str
    p: str
    paper: str
    agreement: str


def summary(study: "Study", verdicts: "tuple[Verdict, ...]") -> Summary:
    """Count badges and agreements, and say them."""
    badges = Counter(badge(verdict).kind for verdict in verdicts)
    counts = tuple(Count(BADGES[kind], badges[kind]) for kind in BADGES if badges[kind])
    claims = "claim" if len(verdicts) == 1 else "claims"
    said = say_list([f"{count.number} {count.badge.word.lower()}" for count in counts] or ["none was tested"])
    sentences = [f"{len(verdicts)} {claims}: {said}."]
    agreements: Counter[str] = Counter(
        verdict.agreement for verdict in verdicts if verdict.primary and study.hypotheses[verdict.hypothesis].paper
    )
    if agreements:
        parts = [f"{AGREEMENTS[kind]} {agreements[kind]}" for kind in AGREEMENTS if agreements[kind]]
        sentences.append(f"Of the {agreements.total()} with a statement in the paper, this study {_verbs(parts)}.")
    return Summary(tuple(sentences), counts)


def _verbs(parts: list[str]) -> str:
    words = {"uninformative": "cannot tell for", "not comparable": "is not comparable on"}
    return say_list([_verb(part, words) for part in parts])


def _verb(part: str, words: dict[str, str]) -> str:
    kind, _, number = part.rpartition(" ")
    return f"{words.get(kind, kind)} {number}"


def lines(study: "Study", verdicts: "tuple[Verdict, ...]") -> tuple[Line, ...]:
    """Return the verdict board."""
    return tuple(_line(study, verdict) for verdict in verdicts)


def _line(study: "Study", verdict: "Verdict") -> Line:
    hypothesis = study.hypotheses[verdict.hypothesis]
    unit = verdict.evidence.unit if verdict.evidence else "1"
    return Line(
        name=verdict.hypothesis,
        claim=hypothesis.claim,
        badge=badge(verdict),
        effect=verdict.evidence.effect if verdict.evidence else "",
        estimate=say_effect(verdict.estimate, unit),
        interval=say_span(verdict.interval, unit),
        verdict_interval=say_span(verdict.verdict_interval, unit) if verdict.primary else NOTHING,
        n=f"{verdict.n_analysed} of {verdict.n_planned}",
        p=say_p(verdict.p_holm) if verdict.primary else NOTHING,
        paper=hypothesis.paper.says if hypothesis.paper else NOTHING,
        agreement=AGREEMENTS[verdict.agreement] if hypothesis.paper else NOTHING,
    )


def forest(study: "Study", verdicts: "tuple[Verdict, ...]") -> Exhibit | None:
    """Draw every hypothesis that has an estimate; None if there is none."""
    rows = tuple(_row(study, verdict) for verdict in verdicts if verdict.evidence and verdict.estimate is not None)
    return exhibit("forest", f"{study.study}-forest", drawing.Table(rows)) if rows else None


def _row(study: "Study", verdict: "Verdict") -> drawing.Row:
    unit = verdict.evidence.unit if verdict.evidence else "1"
    paper = study.hypotheses[verdict.hypothesis].paper
    shown = paper is not None and paper.value is not None and verdict.agreement != "not_comparable"
    return drawing.Row(
        label=verdict.hypothesis.replace("_", " "),
        verdict=badge(verdict).kind,
        unit=unit,
        scale=_margin(verdict),
        estimate=nan if verdict.estimate is None else verdict.estimate,
        interval=verdict.interval or _NO_INTERVAL,
        verdict_interval=verdict.verdict_interval or _NO_INTERVAL,
        region=verdict.region,
        paper=paper.value if shown and paper and paper.value is not None else nan,
        text=f"{say_effect(verdict.estimate, unit)} {say_span(verdict.interval, unit)}",
    )


def _margin(verdict: "Verdict") -> float:
    """Return the length that counts as 1: the larger finite bound, or the interval's half-width where that is 0."""
    ratio = verdict.evidence is not None and verdict.evidence.unit == "ratio"
    bounds = _logarithms(verdict.region) if ratio else tuple(verdict.region)
    bound = max((abs(end) for end in bounds if isfinite(end)), default=0.0)
    if bound > 0:
        return bound
    interval = verdict.verdict_interval or verdict.interval or _NO_INTERVAL
    low, high = _logarithms(interval) if ratio else interval
    half = (high - low) / 2
    return half if isfinite(half) and half > 0 else 1.0


def _logarithms(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = (log(end) if end > 0 else -inf if end == end else nan for end in ends)  # noqa: PLR0124  (NaN)
    return low, high
