"""What is not settled, which run would settle it, and what that would cost."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.judge.power_words import say_seeds_needed
from bnreport.judge.validity import say_reason
from bnreport.report.synthesis.words import SCALE_WORDS, name_of
from bnreport.runs.cost import cost_of, seconds_by_arm
from bnreport.runs.plan import plan
from bnreport.study.bind import arms_of, experiments_of
from bnreport.study.schema import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.matrix import Cell, Row
    from bnreport.report.synthesis.studies import Studied
    from bnreport.runs.plan import Run
    from bnreport.study.choice import Choice
    from bnreport.study.load import StudyFile
    from bnreport.study.questions import Aspect
    from bnreport.study.schema import Hypothesis, Scale


class Way(NamedTuple):
    """One thing that would settle it."""

    claim: "Bearing | None"
    """That waits for it; None where it is not about one."""
    what: str
    """A whole sentence, with the cost where it is known."""
    command: str
    """Empty where no command does it."""


class Open(NamedTuple):
    """One question about one explanation that is not settled."""

    label: str
    aspect: "Aspect"
    why: str
    ways: tuple[Way, ...]


_WHY = {
    "contested": "contested",
    "silent": "what was decided says nothing about it",
    "unsettled": "not settled",
    "untested": "not tested here",
    "toy": "tried in toys alone",
    "exploratory": "only explored: no claim was to decide it",
    "not_run": "not run yet",
    "nobody": "no study tests this",
}


def open_of(rows: "Iterable[Row]", studies: "Sequence[Studied]") -> tuple[Open, ...]:
    """Return every cell that is not settled at the papers' own scale, in the table's order."""
    known = _Known(studies)
    return tuple(
        Open(
            row.explanation.label, cell.aspect, _why(cell), tuple(dict.fromkeys(_ways(row.name, cell, studies, known)))
        )
        for row in rows
        for cell in row.cells
        if cell.state not in {"for", "against"} or cell.scale != "paper" or cell.partly
    )


def _why(cell: "Cell") -> str:
    if cell.state not in {"for", "against"}:
        return _WHY[cell.state]
    part = "not every claim that decides it is settled" if cell.partly else ""
    scale = "settled in smaller networks alone" if cell.scale != "paper" else ""
    return "; ".join(filter(None, [scale, part]))


def _ways(name: str, cell: "Cell", studies: "Sequence[Studied]", known: "_Known") -> "Iterator[Way]":
    """Yield what would settle a cell: runs that are missing, more seeds, a larger scale, a study."""
    for claim in (*cell.deciding, *cell.above):
        if not claim.decided:
            yield _settle(claim)
    held = {claim.published.spec for claim in (*cell.deciding, *cell.others, *cell.above)}
    for study in studies:
        if study.name in cell.planned or study.spec in held:
            yield from _larger(study, name, cell, known)
    if cell.state in {"nobody", "exploratory"}:
        yield Way(None, "A claim that is to decide it, in a study of its own or locked before new runs.", "")
    if cell.state == "contested" and cell.scale == "paper":
        yield Way(None, "A claim that asks both in the same runs; more seeds of these would not.", "")


def _settle(claim: "Bearing") -> Way:
    """Say what one undecided claim waits for."""
    published, verdict = claim.published, claim.verdict
    file = published.facts.file
    if claim.void:
        reason = say_reason(verdict.reason)
        return Way(claim, f"More seeds would not: {reason}. It takes a claim or a recipe that avoids that.", "")
    looks = verdict.look + (verdict.n_run >= verdict.seeds)  # the next look's, once this one's are there
    missing = [
        each.run.arms[0]
        for each in published.found
        if each.result is None and claim.name in each.run.needed_by and each.run.look < looks
    ]
    if missing:
        cost = cost_of(missing, seconds_by_arm(published.found))
        return Way(claim, f"Runs of profile {file.profile} are missing: {cost}.", command(file))
    return Way(claim, _more_seeds(claim), "")


def _more_seeds(claim: "Bearing") -> str:
    """Say how many seeds would resolve the margin, and what the further ones cost."""
    power = next((each for each in claim.published.facts.powers if each.hypothesis == claim.name), None)
    if power is None or not power.applicable or power.spread is None:
        return "How many seeds would decide it is not known: it has no power calculation."
    if power.seeds is not None and power.seeds <= power.n:
        return "Its seeds resolve the margin, and the effect lies near it: only many more, or another margin, decide."
    needed = f"{say_seeds_needed(power)} seeds instead of {power.n} would resolve its margin (80 % power)"
    if power.seeds is None:
        return f"{needed}: no study has so many."
    arms = [arm for arm in arms_of(claim.hypothesis.test) for _ in range(power.seeds - power.n)]
    return f"{needed}: {cost_of(arms, seconds_by_arm(claim.published.found))}, with a lock of their own."


class _Known:
    """What published runs tell about those of other profiles, each of which is planned once."""

    def __init__(self, studies: "Iterable[Studied]") -> None:
        found = [each for study in studies for published in study.published for each in published.found]
        self._keys = {each.run.key for each in found if each.result}
        self._data = [*{each.run.data: each.run.condition.recipe.dataset for each in found}.items()]
        self._plans: dict[tuple[Path, str], tuple[Run, ...]] = {}

    def missing(self, file: "StudyFile", claims: set[str]) -> "list[Run]":
        """Return the runs of a profile's first look that some claims read and nobody has published."""
        planned = self._plans.get((file.path, file.profile))
        if planned is None:
            planned = self._plans[file.path, file.profile] = plan(file.study, self._digest, file.salt)
        return [run for run in planned if not run.look and claims & {*run.needed_by} and run.key not in self._keys]

    def _digest(self, dataset: "Choice") -> str:
        """Return a data set's digest; empty where no published run has read it."""
        return next((digest for digest, known in self._data if known == dataset), "")


def _larger(study: "Studied", name: str, cell: "Cell", known: _Known) -> "Iterator[Way]":
    """Yield the profile of a study that tests this at the largest scale beyond what was published, or as large."""
    done = {each.facts.file.profile for each in study.published}
    open_ = cell.state not in {"for", "against"}
    fewer = SCALES.index(cell.scale) + open_ if cell.scale else len(SCALES)
    found = [
        (SCALES.index(scale), file)
        for file in study.files
        if file.profile not in done and (scale := _scale_of(file, name, cell.aspect)) and SCALES.index(scale) < fewer
    ]
    if not found:
        return
    largest, file = min(found, key=lambda each: each[0])
    asked = {hypothesis for hypothesis, claim in file.study.hypotheses.items() if _bears(claim, name, cell.aspect)}
    missing = [run.arms[0] for run in known.missing(file, asked)]
    if not missing:
        return
    cost = cost_of(missing, {})  # at another scale nothing was timed
    what = f"{name_of(study.name)}, {SCALE_WORDS[SCALES[largest]]}, profile {file.profile}: {cost}."
    yield Way(None, what, command(file))


def _scale_of(file: "StudyFile", name: str, aspect: "Aspect") -> "Scale | None":
    """Return the largest scale at which a profile tests this; None where it does not."""
    scales = [
        file.study.scale_of(file.profile, experiments_of(claim.test))
        for claim in file.study.hypotheses.values()
        if _bears(claim, name, aspect) and any(each in file.study.experiments for each in experiments_of(claim.test))
    ]
    return min(scales, key=SCALES.index, default=None)


def _bears(claim: "Hypothesis", name: str, aspect: "Aspect") -> bool:
    """Tell whether a claim is to decide this."""
    return claim.primary and name in claim.bears_on and claim.bears_on[name].tests == aspect


def command(file: "StudyFile") -> str:
    """Return what trains the missing runs of a profile."""
    return f"bnreport run {file.path.name} --profile {file.profile}"
