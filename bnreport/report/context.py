"""Everything the page says, before any markup: sections as plain data, in the order in which it says them."""

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.certainty import certainty
from bnreport.judge.sensitivity import sensitivity
from bnreport.report import (
    board,
    cards,
    checklist,
    design,
    exploratory,
    learning,
    ledger,
    measurements,
    provenance,
    references,
    registration,
    resolution,
    scope,
    wording,
)
from bnreport.report.claims import Claim
from bnreport.results import Results
from bnreport.runs import bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.verdicts import Verdict
    from bnreport.report.exhibit import Exhibit
    from bnreport.study.load import StudyFile


class Context(NamedTuple):
    """The report."""

    study: str
    title: str
    source: design.Paper | None
    profile: design.Profile
    numbers: "Mapping[str, int]"
    """Hypotheses counted from 1, in the study's order: how the page refers to them in little room."""
    summary: board.Summary
    board: tuple[board.Line, ...]
    forest: "Exhibit | None"
    analysis: wording.Analysis
    registered: registration.Registered
    cards: tuple[cards.Card, ...]
    resolution: resolution.Resolution
    learning: tuple[learning.Chapter, ...]
    measurements: tuple[measurements.Chapter, ...]
    design: tuple[design.Experiment, ...]
    flow: tuple[ledger.Stage, ...]
    ledger: tuple[ledger.Ledger, ...]
    exploratory: exploratory.Exploratory
    scope: scope.Scope
    checklist: tuple[checklist.Item, ...]
    provenance: provenance.Provenance
    references: tuple[references.Reference, ...]
    bundle: bytes
    """The results bundle that lies beside the page."""
    finished_at: str
    """End of the newest run, ISO 8601: the report's only date; empty without runs."""

    @property
    def exhibits(self) -> "Iterator[Exhibit]":
        """Every figure."""
        if self.forest:
            yield self.forest
        for card in self.cards:
            yield from card.figures
            if card.robustness:
                yield card.robustness.figure
        for chapter in self.learning:
            yield from chapter.figures
        for measured in self.measurements:
            for group in measured.groups:
                yield from group.figures

    @property
    def bundle_digest(self) -> str:
        """SHA-256 of the bundle."""
        return sha256(self.bundle).hexdigest()


def build(file: "StudyFile", results: Results, verdicts: "tuple[Verdict, ...]") -> Context:
    """Gather every section."""
    registered = registration.registered(file, results)
    asked, file = (file, results), registration.as_registered(file)
    study = file.study
    planned = design.planned(file, results, verdicts)
    results = _in_order(results, planned)
    metrics = learning.metrics(study, results)
    pictured = measurements.shared(study, results, metrics)
    scale = study.profiles[file.profile].scale
    variants = sensitivity(study, results, verdicts)
    certainties = certainty(verdicts, variants, scale, registered.standing.word)
    flow = ledger.flow(planned, results, verdicts)
    ledgers = ledger.ledgers(results, metrics, verdicts, study.seeds.looks[-1])
    resolved = resolution.resolution(study, results, verdicts)
    origin = provenance.provenance(file, results)
    return Context(
        study=study.study,
        title=study.title,
        source=design.paper(study),
        profile=design.profile(file),
        numbers={name: number for number, name in enumerate(study.hypotheses, start=1)},
        summary=board.summary(study, verdicts, certainties),
        board=board.lines(study, verdicts, certainties),
        forest=board.forest(study, verdicts, scale),
        analysis=wording.analysis(study),
        registered=registered,
        cards=tuple(
            cards.card(Claim(study, verdict, results, scale), (variants.get(name), certainties.get(name)))
            for verdict in verdicts
            for name in [verdict.hypothesis]
        ),
        resolution=resolved,
        learning=learning.chapters(results, pictured.learning, pictured.points),
        measurements=measurements.chapters(pictured),
        design=design.experiments(study, planned, results),
        flow=flow,
        ledger=ledgers,
        exploratory=exploratory.exploratory(study, verdicts, ledgers),
        scope=scope.scope(file, planned, results, registered.standing),
        checklist=checklist.checklist(study, registered.standing, flow, resolved, origin),
        provenance=origin,
        references=references.references(study, planned),
        bundle=bundle.encoded(*asked),
        finished_at=max((run.finished_at for runs in results.runs.values() for run in runs.values()), default=""),
    )


def _in_order(results: Results, planned: "Mapping[str, tuple[int, ...]]") -> Results:
    """Return the runs in the study's order, whatever order they come in."""
    order = dict.fromkeys([*planned, *sorted(results.runs)])
    return Results({arm: results.runs[arm] for arm in order if arm in results.runs})
