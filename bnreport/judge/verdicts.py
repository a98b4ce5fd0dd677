"""One rule for every kind of hypothesis: the Holm-step interval against the claim region.

The study's `analysis` may choose Bonferroni's step for Holm's, two one-sided tests at alpha each for claims with two
bounds, and seeds that trained in every arm for all declared seeds; each is said in the detail.

- The K primary hypotheses of a family are counted before the runs, those of every entry of a lock too, and one that
  cannot be tested keeps its place with p = 1. So runs that arrive later can add verdicts and never take one back.
- Looks: at look i, Holm runs at alpha_i over the primary hypotheses still undecided, on the first looks[i] seeds of
  each arm; what it decides is final. Every intersection of true claims is tested at alpha_i / |I| per member and look,
  so any false verdict at any look has probability sum(alpha) at most (Bonferroni over looks, closed testing within).
  That bound holds whatever each look reads: a claim whose experiment gets no more seeds takes part in the later look
  with those that it has.
- What cannot be tested on a declared seed is closed: no later look takes it up, as other seeds are not that one.
- No verdict falls between looks: with fewer seeds than declared the answer is `missing_runs`, and seeds beyond the last
  look are not read.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bnreport.judge.agreement import Agreement, agree, direction_beside
from bnreport.judge.answer import DECIDED, Answer, decide
from bnreport.judge.case import Case, case_of
from bnreport.judge.explanation import chosen, explain, say_looks
from bnreport.judge.multiplicity import share_alpha
from bnreport.judge.registered import registered
from bnreport.judge.registration_status import UNREGISTERED, RegistrationStatus
from bnreport.judge.validity import untested
from bnreport.results import FEWEST_READINGS
from bnreport.study.bind import bind, experiments_of, looks_of
from bnreport.study.schema import least_faithful

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.results import Results
    from bnreport.stats.multiplicity import Step
    from bnreport.stats.region import Interval, Region
    from bnreport.study.choice import Choice
    from bnreport.study.registration import Registration
    from bnreport.study.schema import Scale, Scales, Study

ORDINARY = 0.05
"""Alpha of the interval that readers know, shown beside the one that decides."""


@dataclass(frozen=True)
class Verdict:
    """What the runs say about one hypothesis, and everything that must be printed beside it."""

    hypothesis: str
    """Its name in the study."""
    verdict: Answer
    reason: str
    """Code when inconclusive or not_run (imprecise, degenerate, censored, missing_runs, ...); empty otherwise."""
    detail: str
    """Why this verdict, in plain sentences with the numbers."""
    primary: bool
    """Whether it is to be decided, and has a part in Holm."""
    region: "Region"
    evidence: "Evidence"
    estimate: float | None
    interval: "Interval | None"
    """The ordinary 95 % interval, whatever the study's alpha; it decides nothing."""
    verdict_interval: "Interval | None"
    """At the Holm step's level: it alone decides. None where there can be no verdict."""
    level: float | None
    """Alpha of the verdict interval."""
    p: float | None
    """2 min(p_support, p_refute) at the margin, the minimum itself for two one-sided tests; None without a verdict."""
    p_holm: float | None
    """Adjusted within its look: decided iff below `alpha`."""
    alpha: float | None
    """Error rate that its look may spend in its family; None without a verdict."""
    n_planned: int
    """Seeds declared: those of the look that decided, of the last look while undecided."""
    n_run: int
    """Seeds on which every arm has run and was measured, among those declared."""
    n_analysed: int
    mde: float | None
    """Minimum detectable effect at 80 % power and the verdict's level, in the effect's unit; of a ratio the factor."""
    correlation: float | None
    scale: "Scale"
    """Of the claim: the least faithful one of the experiments that it reads."""
    agreement: Agreement
    """The verdict beside what the paper says."""
    look: int
    """Which declared look this verdict was taken at, from 1."""
    seeds: int
    """Declared at that look: what it was taken on."""
    registration: RegistrationStatus = UNREGISTERED
    """What it may be called."""

    @property
    def open(self) -> bool:
        """Whether a further look may decide it."""
        return self.primary and self.verdict not in DECIDED and not self.evidence.closed


def judge(
    study: "Study", results: "Results", *, scale: "Scales", registration: "Registration | None" = None
) -> tuple[Verdict, ...]:
    """Return one verdict per hypothesis, in the study's order; see `registered` for what a lock makes of it.

    Args:
        study: the hypotheses, the analysis, and how many seeds each look has.
        results: the runs.
        scale: of the profile that ran, one or by experiment; a claim has the least faithful of those that it reads.
        registration: the study's lock; None without one.
    """
    held = registered(study, registration, results)
    study = held.study
    tests = {name: bind(study, h.test, _fewest(h.test, scale)) for name, h in study.hypotheses.items()}
    verdicts: dict[str, Verdict] = {}
    for number, alpha in enumerate(study.seeds.alpha, start=1):
        asked = [name for name in tests if number == 1 or verdicts[name].open or not verdicts[name].primary]
        declared = {name: looks_of(study, study.hypotheses[name].test)[number - 1] for name in asked}
        seen = {seeds: results.first(seeds) for seeds in {*declared.values()}}
        cases = [case_of(name, tests[name], study, seen[seeds], seeds) for name, seeds in declared.items()]
        closed = {name for name, each in verdicts.items() if not each.open and each.verdict not in DECIDED}
        steps = share_alpha(study, held.families, {case.name: case.p for case in cases}, closed, alpha)
        for case in cases:
            if number == 1 or case.n_run >= case.seeds:
                verdicts[case.name] = _verdict(case, steps.get(case.name), number, study, scale)
    return tuple(replace(verdicts[name], registration=held.statuses[name]) for name in study.hypotheses)


def _fewest(test: "Choice", scale: "Scales") -> int:
    """Return how many readings of each run a fixed window needs."""
    return 1 if least_faithful(scale, experiments_of(test)) == "toy" else FEWEST_READINGS


def _verdict(case: Case, step: "Step | None", number: int, study: "Study", scale: "Scales") -> Verdict:
    looks, own = looks_of(study, case.hypothesis.test), least_faithful(scale, experiments_of(case.hypothesis.test))
    evidence, region, estimate = case.evidence, case.region, case.evidence.estimate
    held = step if case.tested else None
    level = held.level * 2 / case.tests if held else None
    interval = estimate.interval(ORDINARY) if estimate else None
    verdict_interval = estimate.interval(level) if estimate and level is not None else None
    answer, reason = _answer(case, verdict_interval)
    last = answer in DECIDED or evidence.closed or not case.hypothesis.primary
    coming = next((seeds for seeds in looks if seeds > case.seeds), None)
    seeds = (case.n_run, case.seeds, None if last else coming)
    paper = case.hypothesis.paper
    direction = direction_beside(paper.says, evidence, region) if paper and case.tested else 0
    said = chosen(study.analysis.multiplicity, tost=case.tests == 1) if level else ""
    said += say_looks(evidence, study.seeds.alpha, number) if level else ""
    return Verdict(
        hypothesis=case.name,
        verdict=answer,
        reason=reason,
        detail=explain(evidence, region, (verdict_interval or interval, level or ORDINARY), seeds=seeds, chosen=said),
        primary=case.hypothesis.primary,
        region=region,
        evidence=evidence,
        estimate=estimate.value if estimate else None,
        interval=interval,
        verdict_interval=verdict_interval,
        level=level,
        p=case.p if held else None,
        p_holm=held.adjusted if held else None,
        alpha=study.seeds.alpha[number - 1] if held else None,
        n_planned=case.seeds if last else looks[-1],
        n_run=case.n_run,
        n_analysed=estimate.n if estimate else 0,
        mde=estimate.mde(level or sum(study.seeds.alpha)) if estimate else None,
        correlation=evidence.correlation,
        scale=own,
        agreement=agree((answer, reason), case.hypothesis, own, direction, case.beside),
        look=number,
        seeds=case.seeds,
    )


def _answer(case: Case, interval: "Interval | None") -> tuple[Answer, str]:
    """Return the verdict and its reason code: the interval against the region, and nothing else."""
    none = case.evidence.estimate is None and case.evidence.reason == "missing_runs"
    if case.reason == "missing_runs" and (case.n_run == 0 or none):
        return "not_run", case.reason
    if not case.hypothesis.primary:
        return "exploratory", case.reason if untested(case.reason) else ""
    if case.reason or interval is None:
        return "inconclusive", case.reason
    answer = decide(interval, case.region)
    return answer, "imprecise" if answer == "inconclusive" else ""
