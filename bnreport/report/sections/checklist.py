"""Checklist: what a reader of a replication asks, answered by the study and its runs; the rest stays blank."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.report.sections import provenance
from bnreport.report.sections.limitations import SEEDS_VARY, say_data
from bnreport.report.sections.runs import count_stages
from bnreport.report.tuning import say_tuning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.report.facts import Facts
    from bnreport.study.schema import Study

TITLE = "Checklist"


class Item(NamedTuple):
    """One question."""

    question: str
    answer: str
    """Empty where nothing was recorded: the reader must see the gap."""
    section: str
    """Id of the section that says more; empty where none does."""


def gather(facts: "Facts") -> tuple[Item, ...]:
    """Answer it.

    Source: after the paper checklists of NeurIPS and the ML Code Completeness Checklist, asked of a registered report.
    """
    return (*_claims(facts), *_statistics(facts), *_runs(facts))


def _claims(facts: "Facts") -> tuple[Item, ...]:
    study, status = facts.study, facts.registration
    claims = study.hypotheses.values()
    own = (
        Item("Were claims, margins and tests fixed before the runs?", f"{status.word}: {status.why}", "registration"),
        Item("Does every margin have its reason?", f"yes, all {len(claims)}", "evidence"),
    )
    if not study.source:
        return own
    located = sum(claim.paper is not None for claim in claims)
    departures = len(study.source.departures)
    return (
        Item("Is every claim traced to its place in the paper?", f"{located} of {len(claims)}", "evidence"),
        Item("Which version of the paper was read?", study.source.url, ""),
        *own,
        Item("Are departures from the paper listed?", f"{departures} declared" if departures else "", "limitations"),
    )


def _statistics(facts: "Facts") -> tuple[Item, ...]:
    study, primary = facts.study, len(facts.powers)
    looks = "; ".join([*_looks(study), "declared in the study"])
    enough = sum(power.ratio is not None and power.ratio <= 1 for power in facts.powers if power.spread)
    alpha = f"two-sided error rate {_then(study.seeds.alpha)}"
    correction = f"{facts.analysis.correction} over {facts.registration.corrected}; {alpha}"
    power = f"{enough} of {primary} with 80 % power" if primary else ""
    return (
        Item("How many seeds per arm, and when was stopping decided?", looks, "registration"),
        Item("What do intervals vary over?", "; ".join([f"seeds: {SEEDS_VARY}", say_data(facts)]), "limitations"),
        Item("How are several claims corrected for?", correction, "power"),
        Item("Can the seeds resolve the margins?", power, "power"),
        Item("What becomes of a run that diverged?", facts.analysis.diverged, "runs"),
        Item("How were arms tuned?", say_tuning(facts), "design"),
    )


def _looks(study: "Study") -> "Iterator[str]":
    """Yield the study's looks, and those of experiments that have their own."""
    yield _then(study.seeds.looks)
    for name, experiment in study.experiments.items():
        if experiment.looks:
            yield f"{study.experiment_label(name)}: {_then(experiment.looks)}"


def _then(values: "Iterable[float]") -> str:
    return ", then ".join(f"{each:g}" for each in values)


def _runs(facts: "Facts") -> tuple[Item, ...]:
    counts = {stage.name: stage.number for stage in count_stages(facts)}
    found = provenance.gather(facts)
    recorded = {name.replace(" ", "_"): values for name, values in found.environment}
    device = recorded.get("device", ())
    software = [name for name in ("torch", "python", "bnreport") if recorded.get(name)]
    asked = (
        ("Is the training data named by its content?", "; ".join(value for _, value in found.data)),
        ("On what hardware did it run?", "; ".join(device)),
        ("How much compute did it take?", found.compute),
        ("Which versions of the software?", ", ".join(f"{name} {'; '.join(recorded[name])}" for name in software)),
        ("Which commit of the code, and was it clean?", _commit(recorded)),
        ("Were deterministic kernels enforced?", "; ".join(recorded.get("deterministic_kernels", ()))),
    )
    return (
        Item(
            "Is every planned run accounted for?",
            f"{facts.counted}; {counts['diverged']} diverged",
            "runs",
        ),
        *(Item(question, answer, "provenance") for question, answer in asked),
        Item("Can the report be made again from what is published?", "yes, from results.json.gz alone", "references"),
    )


def _commit(recorded: dict[str, tuple[str, ...]]) -> str:
    commits, changed = ("; ".join(recorded.get(name, ())) for name in ("commit", "uncommitted_changes"))
    return f"{commits} (uncommitted changes: {changed})" if commits and changed else commits
