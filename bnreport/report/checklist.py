"""What a reader of a replication asks for, answered from the study and its runs; what neither says stays blank."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bnreport.judge.registration_status import Standing
    from bnreport.report.ledger import Stage
    from bnreport.report.provenance import Provenance
    from bnreport.report.resolution import Resolution
    from bnreport.study.schema import Study


class Item(NamedTuple):
    """One question."""

    question: str
    answer: str
    """Empty where nothing was recorded: the reader must see the gap."""
    section: str
    """Id of the section that says more; empty where none does."""


def checklist(
    study: "Study",
    standing: "Standing",
    flow: "tuple[Stage, ...]",
    resolution: "Resolution",
    provenance: "Provenance",
) -> tuple[Item, ...]:
    """Answer it.

    Source: after the paper checklists of NeurIPS and the ML Code Completeness Checklist, asked of a registered report.
    """
    return (*_claims(study, standing), *_statistics(study, resolution), *_runs(flow, provenance))


def _claims(study: "Study", standing: "Standing") -> tuple[Item, ...]:
    claims = study.hypotheses.values()
    located = sum(claim.paper is not None for claim in claims)
    version = study.source.url if study.source else ""
    return (
        Item("Is every claim traced to its place in the paper?", f"{located} of {len(claims)}", "hypotheses"),
        Item("Which version of the paper was read?", version, ""),
        Item("Were claims, margins and tests fixed before the runs?", f"{standing.word}: {standing.why}", "registered"),
        Item("Does every margin have its reason?", f"yes, all {len(claims)}", "hypotheses"),
        Item("Are departures from the paper listed?", _departures(study), "scope"),
    )


def _departures(study: "Study") -> str:
    declared = study.source.departures if study.source else ()
    return f"{len(declared)} declared" if declared else ""


def _statistics(study: "Study", resolution: "Resolution") -> tuple[Item, ...]:
    looks = ", then ".join(map(str, study.seeds.looks))
    alpha = ", then ".join(f"{each:g}" for each in study.seeds.alpha)
    resolved = [line for line in resolution.lines if line.resolved]
    power = f"{len(resolved)} of {resolution.primary} with 80 % power" if resolution.primary else ""
    return (
        Item("How many seeds per arm, and when was stopping decided?", f"{looks}; declared in the study", "registered"),
        Item("What do intervals vary over?", "seeds: initial weights, order of the data, augmentation, noise", "scope"),
        Item(
            "How are several claims corrected for?",
            f"{study.analysis.multiplicity.capitalize()} over {resolution.primary}, two-sided error rate {alpha}",
            "power",
        ),
        Item("Can the seeds resolve the margins?", power, "power"),
        Item("How do diverged runs count?", _DIVERGED[study.analysis.divergence], "runs"),
        Item("How were arms tuned?", "they were not; settings are the study's", "design"),
    )


_DIVERGED = {
    "composite": "as the metric's failure value",
    "conditional": "left out with their seed, in every arm",
}


def _runs(flow: "tuple[Stage, ...]", provenance: "Provenance") -> tuple[Item, ...]:
    counts = {stage.name: stage.number for stage in flow}
    recorded = {name.replace(" ", "_"): values for name, values in provenance.environment}
    device = recorded.get("device", ())
    software = [name for name in ("torch", "python", "bnreport") if recorded.get(name)]
    asked = (
        ("Is the training data named by its content?", "; ".join(value for _, value in provenance.data)),
        ("On what hardware did it run?", "; ".join(device)),
        ("How much compute did it take?", provenance.compute),
        ("Which versions of the software?", ", ".join(f"{name} {'; '.join(recorded[name])}" for name in software)),
        ("Which commit of the code, and was it clean?", _commit(recorded)),
        ("Were deterministic kernels enforced?", "; ".join(recorded.get("deterministic_kernels", ()))),
    )
    return (
        Item(
            "Is every planned run accounted for?",
            f"{counts['planned']} planned, {counts['started']} started, {counts['diverged']} diverged",
            "runs",
        ),
        *(Item(question, answer, "provenance") for question, answer in asked),
        Item("Can the report be made again from what is published?", "yes, from results.json alone", "references"),
    )


def _commit(recorded: dict[str, tuple[str, ...]]) -> str:
    commits, changed = ("; ".join(recorded.get(name, ())) for name in ("commit", "uncommitted_changes"))
    return f"{commits} (uncommitted changes: {changed})" if commits and changed else commits
