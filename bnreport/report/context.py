"""Everything the page says, before any markup: sections as plain data, in the order in which it says them."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.certainty import certainty
from bnreport.report import board, cards, design, learning, ledger, provenance, registration, resolution
from bnreport.results import Results
from bnreport.sensitivity import sensitivity

if TYPE_CHECKING:
    from bnreport.report.exhibit import Exhibit
    from bnreport.spec.load import StudyFile
    from bnreport.verdicts import Verdict


class Context(NamedTuple):
    """The report."""

    study: str
    title: str
    source: design.Paper | None
    profile: design.Profile
    summary: board.Summary
    board: tuple[board.Line, ...]
    forest: "Exhibit | None"
    registered: registration.Registered
    cards: tuple[cards.Card, ...]
    resolution: resolution.Resolution
    learning: tuple[learning.Chapter, ...]
    design: tuple[design.Experiment, ...]
    flow: tuple[ledger.Stage, ...]
    ledger: tuple[ledger.Ledger, ...]
    departures: tuple[str, ...]
    provenance: provenance.Provenance
    finished_at: str
    """End of the newest run, ISO 8601: the report's only date; empty without runs."""


def build(file: "StudyFile", results: Results, verdicts: "tuple[Verdict, ...]") -> Context:
    """Gather every section."""
    registered = registration.registered(file, results)
    file = registration.as_registered(file)
    study = file.study
    planned = design.planned(file, results)
    # whatever order the runs come in, the page shows the study's
    order = dict.fromkeys([*planned, *sorted(results.runs)])
    results = Results({arm: results.runs[arm] for arm in order if arm in results.runs})
    metrics = learning.metrics(study, results)
    scale = study.profiles[file.profile].scale
    variants = sensitivity(study, results, verdicts)
    certainties = certainty(verdicts, variants, scale, registered.standing.word)
    return Context(
        study=study.study,
        title=study.title,
        source=design.paper(study),
        profile=design.profile(file),
        summary=board.summary(study, verdicts),
        board=board.lines(study, verdicts, certainties),
        forest=board.forest(study, verdicts, scale),
        registered=registered,
        cards=tuple(
            cards.card(study, verdict, results, (variants.get(verdict.hypothesis), certainties.get(verdict.hypothesis)))
            for verdict in verdicts
        ),
        resolution=resolution.resolution(study, results, verdicts),
        learning=learning.chapters(results, metrics),
        design=design.experiments(study, planned, results),
        flow=ledger.flow(planned, results, verdicts),
        ledger=ledger.ledgers(results, metrics, study.seeds.looks[-1]),
        departures=study.source.departures if study.source else (),
        provenance=provenance.provenance(file, results),
        finished_at=max((run.finished_at for runs in results.runs.values() for run in runs.values()), default=""),
    )
