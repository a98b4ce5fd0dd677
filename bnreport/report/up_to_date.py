"""Does a published report say what its study, its runs and this version would say today?"""

from functools import cached_property
from shlex import quote
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.errors import BnreportError, DataError, StoreError, printable
from bnreport.files import beside, bundle_path, every_report, html_path, index_path, synthesis_folder
from bnreport.report.export.form import read_document
from bnreport.report.export.verdicts import NAME as VERDICTS
from bnreport.report.index import to_index
from bnreport.report.made_with import made_with
from bnreport.report.pdf import is_whole
from bnreport.report.seal import broken
from bnreport.report.study_changes import Change, study_changes
from bnreport.results import Results
from bnreport.runs.bundle import read_bundle
from bnreport.runs.cost import Cost, cost_of, seconds_by_arm
from bnreport.runs.plan import plan
from bnreport.runs.status import Status, find_runs
from bnreport.study.bind import bind
from bnreport.study.load import load_profiles

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from pathlib import Path

    from bnreport.report.export.form import Document
    from bnreport.runs.bundle import Published
    from bnreport.runs.folders import Folders
    from bnreport.runs.plan import Run
    from bnreport.runs.store import Store
    from bnreport.study.load import StudyFile

State = Literal["current", "incomplete", "stale", "broken"]
CODES: dict[State, int] = {"current": 0, "incomplete": 3, "stale": 4, "broken": 1}
"""How `bnreport status` ends, the best state first; of several studies the worst counts."""


_SAID = {
    "templates": "others than it was made with",
    "engine": "the code that judges, draws and words is other than it was",
}


class Standing(NamedTuple):
    """One study at one profile."""

    spec: "Path"
    profile: str
    """Empty where the study cannot be read."""
    report: "Path | None"
    """Its folder; None where nobody knows it."""
    state: State
    changed: tuple[Change, ...] = ()
    missing: "tuple[Run, ...]" = ()
    """Runs that `bnreport run` would train next."""
    cost: Cost = Cost(0, 0.0, 0)
    """Of these."""
    devices: tuple[str, ...] = ()
    """That the published runs took their time on."""
    later: int = 0
    """Missing runs of later looks, which are trained only where a claim is undecided then."""
    why: str = ""
    """What is broken; lines of `path:line:column: where: what`."""
    mend: tuple[str, ...] = ()
    """What makes it current, a sentence each."""


def standings(spec: "Path", folders: "Folders", store: "Store") -> "Iterator[Standing]":
    """Yield how a study stands, at each profile that has a report; where none has, at the file's first.

    Args:
        spec: the YAML file.
        folders: where runs, data and reports lie.
        store: where trained runs lie.
    """
    try:
        files = load_profiles(spec)
    except BnreportError as error:
        yield Standing(spec, "", None, "broken", why=str(error))
        return
    published = [file for file in files if _is_report(folders.report(file))]
    for file in published or files[:1]:
        try:
            yield _Seen(file, folders, store).standing
        except BnreportError as error:
            yield Standing(spec, file.profile, folders.report(file), "broken", why=str(error))


def orphans(seen: "Iterable[Standing]", folders: "Folders") -> "Iterator[Standing]":
    """Yield the reports that none of the studies seen makes, how the page over all studies stands, and their list.

    Args:
        seen: of all studies that there are.
        folders: where reports lie.
    """
    known = {each.report for each in seen}
    for path in every_report(folders.reports):
        if path not in known:
            gone = (Change("study", "none has this name and profile any more"),)
            yield Standing(path, path.name, path, "stale", gone, mend=("Delete the folder, or bring the study back.",))
    html = html_path(synthesis_folder(folders.reports))
    if html.exists():
        changes = [*_made_otherwise(html, folders.store)]
        again = ("`bnreport synthesize`, with the studies that it is about, makes it again.",) if changes else ()
        yield Standing(html, "", html.parent, "stale" if changes else "current", tuple(changes), mend=again)
    index = index_path(folders.reports)
    if index.is_file() and index.read_bytes() != to_index(folders.reports):
        changed = (Change("report", f"{index.name} is not what the reports beside it say today"),)
        again = ("`bnreport render`, or `run`, of any study writes it again.",)
        yield Standing(index, "", index.parent, "stale", changed, mend=again)


def _mend(file: "StudyFile", changed: "Container[str]", *, missing: bool) -> "Iterator[str]":
    """Yield the commands that make a report current."""
    asked = f"{quote(printable(str(file.path)))} --profile {file.profile}"
    if changed and not (missing and ("arm" in changed or "runs" in changed)):
        yield f"`bnreport render {asked}` makes it again."
    if missing:
        yield f"`bnreport run {asked}` trains what is missing."


def _made_otherwise(html: "Path", store: "Path") -> "Iterator[Change]":
    """Yield what a page was made with, or lies beside, that is another now."""
    with_ = made_with(store)
    for name in broken(html, **with_):
        yield Change(name, _SAID[name]) if name in with_ else Change("report", f"{name} is not as it was made")


def worst(states: "Iterable[State]") -> State:
    """Return the worst of some states; current where there are none."""
    return max(states, key=[*CODES].index, default="current")


def _is_report(folder: "Path") -> bool:
    """Tell whether a folder holds a report, or what is left of one."""
    return html_path(folder).exists() or bundle_path(folder).exists()


class _Seen:
    """A study and its report, side by side; each part is read when it is asked for."""

    def __init__(self, file: "StudyFile", folders: "Folders", store: "Store") -> None:
        self.folder, self.folders, self.store = folders.report(file), folders, store
        self.published: Published | None = None
        if bundle_path(self.folder).exists():
            self.published = read_bundle(bundle_path(self.folder))
        self.file = file

    @property
    def standing(self) -> Standing:
        """Put it together."""
        changed, missing = (*self._changes(),), self._missing
        runs, todo = self._held, [status.run for status in missing]
        cost = cost_of([run.arms[0] for run in todo], seconds_by_arm(self.found, runs))
        devices = {str(run.environment.get("device", "")) for held in runs.trained.values() for run in held.values()}
        state: State = "stale" if changed else "incomplete" if todo else "current"
        left = sum(not status.result for status in self.found) - len(todo)
        ran_on = tuple(sorted(filter(None, devices)))
        mend = (*_mend(self.file, {each.what for each in changed}, missing=bool(todo)),)
        where = self.file.path, self.file.profile, self.folder
        return Standing(*where, state, changed, tuple(todo), cost, ran_on, left, mend=mend)

    @property
    def _held(self) -> Results:
        """The published runs."""
        return self.published.results if self.published else Results()

    @cached_property
    def found(self) -> tuple[Status, ...]:
        """Every planned run, and where it is; those on data that nobody has are missing."""
        try:
            return find_runs(self.file, self.folders, self.store)
        except DataError:
            return tuple(Status(run, "missing", None) for run in plan(self.file.study, lambda _: "", self.file.salt))

    @cached_property
    def document(self) -> "Document | None":
        """Its verdicts; None where this version reads none."""
        try:
            return read_document(beside(html_path(self.folder), VERDICTS))
        except StoreError:
            return None

    @property
    def _missing(self) -> list[Status]:
        """The missing runs of the first look, or else those of the next that undecided claims read."""
        missing = [status for status in self.found if not status.result]
        if first := [status for status in missing if not status.run.look]:
            return first
        waiting = self._waiting()
        needed = [each for each in missing if any(waiting.get(arm, 0) > each.run.index for arm in each.run.arms)]
        return [each for each in needed if each.run.look == min(status.run.look for status in needed)]

    def _waiting(self) -> dict[str, int]:
        """Return, by arm, how many seeds the claims read that later seeds may decide."""
        seeds: dict[str, int] = {}
        study = self.file.study
        for claim in self.document.verdicts if self.document else ():
            if claim.n_run < claim.n_planned and claim.hypothesis in study.hypotheses:
                for need in bind(study, study.hypotheses[claim.hypothesis].test).needs():
                    seeds[need.arm] = max(seeds.get(need.arm, 0), claim.n_planned)
        return seeds

    def _changes(self) -> "Iterator[Change]":
        if not _is_report(self.folder):
            if any(status.result for status in self.found):
                yield Change("report", "there is none yet of the runs that are stored")
            return
        if self.published is None or not html_path(self.folder).exists():
            yield Change("report", "its page or its results.json.gz is not there")
            return
        if asked := self.published.file.overrides:
            yield Change("overrides", f"it was made with {' '.join(f'--set {each}' for each in asked)}")
        study = [*study_changes(self.published.file.study, self.file.study, self.file.profile)]
        yield from study
        yield from self._of_lock(self.published)
        yield from self._of_runs(arms=any(each.what == "arm" for each in study))
        yield from _made_otherwise(html_path(self.folder), self.folders.store)
        for path in sorted(self.folder.glob("*.pdf")):
            if not is_whole(path.read_bytes()):
                yield Change("report", f"{path.name} is damaged")

    def _of_runs(self, *, arms: bool) -> "Iterator[Change]":
        """Say which runs are stored and not published, or published and planned no more, unless `arms` changed."""
        kept = {run.key for held in self._held.trained.values() for run in held.values()}
        if new := sum(status.state == "stored" and status.run.key not in kept for status in self.found):
            yield Change("runs", f"{new} more are stored than it has")
        if not arms and (lost := len(kept - {status.run.key for status in self.found if status.result})):
            yield Change("runs", f"{lost} that it has were trained or measured by other code")

    def _of_lock(self, published: "Published") -> "Iterator[Change]":
        """Say which entries the lock has now that the report does not know, or the other way round."""
        was, now = (
            [entry.digest for entry in registration.entries] if registration else []
            for registration in (published.file.registration, self.file.registration)
        )
        if was != now:
            yield Change("lock", "removed since" if not now else "amended since" if was else "added since")
