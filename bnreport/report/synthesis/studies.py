"""Which studies there are, and at which profiles each has published runs."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import Problem, SpecError
from bnreport.files import bundle_path
from bnreport.judge.verdicts import judge
from bnreport.report.facts import Facts
from bnreport.report.synthesis.words import name_of
from bnreport.runs.anchors import anchored
from bnreport.runs.status import find_runs, gather
from bnreport.study.load import load_profiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bnreport.runs.folders import Folders
    from bnreport.runs.status import Status
    from bnreport.runs.store import Store
    from bnreport.study.load import StudyFile
    from bnreport.study.questions import Explanation


class Published(NamedTuple):
    """One study at one of its profiles, judged."""

    spec: "Path"
    facts: Facts
    found: "tuple[Status, ...]"
    """Every planned run, and where it lies."""

    @property
    def name(self) -> str:
        """Study and profile, for people."""
        return f"{name_of(self.facts.study.study)} ({self.facts.file.profile})"


class Studied(NamedTuple):
    """One study."""

    spec: "Path"
    files: "tuple[StudyFile, ...]"
    """As each of its profiles resolves it, in the file's order."""
    published: tuple[Published, ...]
    """At the profiles that have runs; none where it was not run."""

    @property
    def name(self) -> str:
        """As the file has it."""
        return self.files[0].study.study

    @property
    def paper(self) -> str:
        """Whose claims it tests; the study's own name where it names no paper."""
        source = self.files[0].study.source
        return source.paper if source else name_of(self.name)


def read_studies(specs: "Iterable[Path]", folders: "Folders", store: "Store") -> tuple[Studied, ...]:
    """Read studies with their published runs, and judge them.

    A profile is published where a results bundle lies in the folder of its report. Its runs are matched by key, in the
    store and then in the bundle, as `judge` does.

    Raises:
        SpecError: with every mistake found in a study; or two studies have one name, or mean different things by the
            name of an explanation.
        StoreError: a bundle is damaged.
    """
    studies = tuple(_read(spec, folders, store) for spec in dict.fromkeys(specs))
    _check_names(studies)
    explanations_of(studies)
    return studies


def _read(spec: "Path", folders: "Folders", store: "Store") -> Studied:
    files = load_profiles(spec)
    return Studied(spec, files, tuple(_published(spec, files, folders, store)))


def _published(spec: "Path", files: "Iterable[StudyFile]", folders: "Folders", store: "Store") -> "Iterator[Published]":
    for each in files:
        if not bundle_path(folders.report(each)).exists():
            continue
        file = anchored(each, folders, ask=False)
        found = find_runs(file, folders, store)
        results = gather(found)
        if results.runs:
            verdicts = judge(file.study, results, scale=file.scale, registration=file.registration)
            yield Published(spec, Facts(file, results, verdicts), found)


def _check_names(studies: "Iterable[Studied]") -> None:
    seen: dict[str, Path] = {}
    for each in studies:
        if each.name in seen:
            what = f"is {each.name} as in {seen[each.name]}, and their results would lie in one folder. Rename one."
            raise SpecError([Problem(str(each.spec), "study", what)])
        seen[each.name] = each.spec


def explanations_of(studies: "Iterable[Studied]") -> "dict[str, Explanation]":
    """Return every explanation by its name, in the order of the studies.

    Raises:
        SpecError: two studies say different things of one name.
    """
    found: dict[str, Explanation] = {}
    where: dict[str, Path] = {}
    for each in studies:
        for name, explanation in each.files[0].study.explanations.items():
            if found.setdefault(name, explanation) != explanation:
                what = f"has another label or text than in {where[name]}; one name is one explanation. Say both alike."
                raise SpecError([Problem(str(each.spec), f"explanations.{name}", what)])
            where.setdefault(name, each.spec)
    return found
