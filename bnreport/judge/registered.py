"""The study that is judged: what was locked before the runs, and beside it, exploratory, what was changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.errors import SpecError
from bnreport.judge.registration_status import (
    INCOMPLETE,
    UNREGISTERED,
    Begun,
    RegistrationStatus,
    Version,
    changed_status,
    late_commits,
    precedes,
    recorded,
    registered_version,
    status_of,
    whole,
)
from bnreport.registry import WindowName
from bnreport.study.bind import claims
from bnreport.study.choice import Choice
from bnreport.study.definitions import SHARED, alike, definitions
from bnreport.study.families import Family, families
from bnreport.study.registration import with_analysis

if TYPE_CHECKING:
    from bnreport.results import Results
    from bnreport.study.registration import Locked, Registration
    from bnreport.study.schema import Hypothesis, Study
    from bnreport.study.windows import Window


class Lost(NamedTuple):
    """A primary claim that can no longer be run as it was locked: it keeps its place in its family with p = 1."""

    hypothesis: str
    claim: str
    family: str


@dataclass(frozen=True)
class Registered:
    """A study as its lock lets it be judged."""

    study: "Study"
    """Primary are the claims that were locked before their runs, as they were locked, or all without a lock."""
    statuses: Mapping[str, RegistrationStatus]
    """Of each of its claims."""
    lost: tuple[Lost, ...] = ()
    late: "tuple[Locked, ...]" = ()
    """Entries that were locked before runs began, by their own word: the first commit that holds them came after."""

    @property
    def families(self) -> tuple[Family, ...]:
        """Families of the claims that are judged or lost."""
        return families(self.study, [each.family for each in self.lost])


def registered(study: "Study", registration: "Registration | None", results: "Results") -> Registered:
    """Return a study as its lock lets it be judged, given when its runs began.

    - A claim that was changed after results, or removed, is judged as it was locked; the changed one stands beside it
      under a name of its own. Where it can no longer be run as it was locked, it is lost.
    - A claim that was added after results is exploratory.
    - What all claims share is that of the last entry before any run, else of the first.

    Args:
        study: as loaded.
        registration: its lock; None without one.
        results: the runs.
    """
    if registration is None:
        return Registered(study, dict.fromkeys(study.hypotheses, UNREGISTERED))
    held = [each for entry in registration.entries for each in entry.definitions.values()]
    if held and not any(map(whole, held)):
        return Registered(study, dict.fromkeys(study.hypotheses, INCOMPLETE))
    return _Registering(study, registration.entries, Begun(results)).all()


class _Registering:
    def __init__(self, study: "Study", entries: "tuple[Locked, ...]", begun: Begun) -> None:
        self.entries, self.begun = entries, begun
        early = [
            entry
            for number, entry in enumerate(entries)
            if precedes(entry, begun.earliest()) and precedes(entry, recorded(entries[:number]))
        ]
        shared = (early or entries[:1])[-1].study
        self.apart = set() if shared is None else SHARED
        """What a claim may say otherwise than its lock, since it is judged by what the lock has."""
        self.study = with_analysis(study, shared, *(entry.study for entry in entries))
        self.now = definitions(study)
        self.windows: dict[str, Window] = {**study.windows}
        self.claims: dict[str, Hypothesis] = {}
        self.statuses: dict[str, RegistrationStatus] = {}
        self.lost: list[Lost] = []

    def all(self) -> Registered:
        """Place every claim of the study, and of every entry."""
        names = [*self.study.hypotheses, *(name for entry in self.entries for name in entry.definitions)]
        for name in dict.fromkeys(names):
            version = registered_version(name, self.entries, self.begun)
            if version and name in self.now and alike(version.definition, self.now[name], apart=self.apart):
                self._place(name, self.study.hypotheses[name], status_of(version))
            else:
                self._changed(name, version)
        study = self.study.model_copy(update={"hypotheses": self.claims, "windows": self.windows})
        return Registered(study, self.statuses, tuple(self.lost), late_commits(self.entries, self.begun.earliest()))

    def _place(self, name: str, hypothesis: "Hypothesis", status: RegistrationStatus) -> None:
        self.claims[name], self.statuses[name] = hypothesis, status

    def _changed(self, name: str, version: Version | None) -> None:
        """Place a claim that does not stand as it was registered."""
        known = [each for each in (self.now.get(name), version and version.definition) if each]
        starts = [self.begun.first(*known), *(recorded(self.entries, each) for each in known)]
        start = min((each for each in starts if each), default=None)
        changed = self.study.hypotheses.get(name)
        if version and (start is not None or not changed):
            held = self._as_locked(name, version)
            beside = self._free(f"{name}_as_changed") if changed and held else ""
            if held:
                self._place(name, held, status_of(version, beside=beside))
            elif version.definition.get("primary"):
                self.lost.append(_lost(name, version))
            name = beside or name
        if changed:
            status = changed_status(version, start, self.entries, name)
            late = version is None or start is not None
            self._place(name, changed.model_copy(update={"primary": False}) if late else changed, status)

    def _as_locked(self, name: str, version: Version) -> "Hypothesis | None":
        """Return a claim as it was locked; None where the study, its arms or this version make something else of it."""
        locked = version.entry.study
        if locked is None or name not in locked.hypotheses:
            return None
        hypothesis = locked.hypotheses[name]
        there = self.study.model_copy(update={"windows": locked.windows, "hypotheses": {name: hypothesis}})
        try:
            same = alike(version.definition, definitions(there)[name])
        except SpecError:
            return None
        return self._with_windows(hypothesis, locked.windows) if same else None

    def _with_windows(self, hypothesis: "Hypothesis", windows: "Mapping[str, Window]") -> "Hypothesis":
        """Bring the windows that a claim names; one whose name now means other steps gets a name of its own."""
        paper = hypothesis.paper
        names = {name for claim in claims(hypothesis.test) for _, name in claim.named(WindowName)}
        names |= {paper.window} if paper and paper.window else set()
        renamed: dict[str, str] = {}
        for name in names & windows.keys():
            other = name
            while self.windows.setdefault(other, windows[name]) != windows[name]:
                other = f"{other}_as_locked"
            renamed[name] = other
        test = Choice(hypothesis.test.name, _renamed(hypothesis.test.options, renamed))
        if paper and paper.window:
            paper = paper.model_copy(update={"window": renamed.get(paper.window, paper.window)})
        return hypothesis.model_copy(update={"test": test, "paper": paper})

    def _free(self, name: str) -> str:
        taken = {*self.study.hypotheses, *self.claims}
        return next(each for each in map(f"{name}{{}}".format, chain([""], count(2))) if each not in taken)


def _lost(name: str, version: Version) -> Lost:
    return Lost(name, str(version.definition.get("claim", "")), str(version.definition.get("family", "")))


def _renamed(options: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401  (nested options)
    if isinstance(options, list):
        return [_renamed(each, names) for each in options]
    if not isinstance(options, Mapping):
        return options
    windows = {"window", "other_window"}
    return {
        key: names.get(held, held) if key in windows and isinstance(held, str) else _renamed(held, names)
        for key, held in options.items()
    }
