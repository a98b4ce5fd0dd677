"""What is planned beside what there is: how far every run is and where it was found, results by arm."""

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.datasets.shared.cache import load
from bnreport.errors import DataError
from bnreport.files import bundle_path
from bnreport.results import Results, RunResult
from bnreport.runs.bundle import data_digests, read_bundle
from bnreport.runs.plan import plan
from bnreport.runs.store import covers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bnreport.registry import ArmName
    from bnreport.runs.bundle import Published
    from bnreport.runs.folders import Folders
    from bnreport.runs.plan import Run
    from bnreport.runs.store import Store
    from bnreport.study import Choice, StudyFile


class Status(NamedTuple):
    """A planned run and how far it is."""

    run: "Run"
    state: Literal["stored", "bundled", "resume", "missing"]
    """In the store, or else in the bundle beside the report; begun, or not even that."""
    result: RunResult | None


def find_runs(
    file: "StudyFile", folders: "Folders", store: "Store", *, download: bool = False, bundle: bool = True
) -> tuple[Status, ...]:
    """Plan the seeds of every declared look, and match each run by its key: in the store, then in the bundle.

    The bundle lies beside the report and is only read. A data set that is not here has the digest that the bundle's
    runs were trained on, so that what is published can be judged and rendered without it.

    Raises:
        DataError: a data set is neither here nor in the bundle.
        StoreError: the bundle is damaged.
    """
    beside = _Published(bundle_path(folders.report(file)) if bundle else None)
    known: dict[str, str] = {}

    def digest(choice: "Choice") -> str:
        name = str(choice)
        if name not in known:
            try:
                known[name] = data_digest(choice, folders, download=download)
            except DataError:
                if name not in beside.data:
                    raise
                known[name] = beside.data[name]
        return known[name]

    runs = plan(file.study, digest, file.salt)
    return tuple(_status(run, store, beside) for run in runs)


def published(file: "StudyFile", folders: "Folders") -> Results | None:
    """Return the runs of the report so far, by arm as it was then; None where there is no report.

    Raises:
        StoreError: the bundle is damaged.
    """
    path = bundle_path(folders.report(file))
    return read_bundle(path).results if path.exists() else None


def data_digest(choice: "Choice", folders: "Folders", *, download: bool = False) -> str:
    """Digest a data set's content, decoded into the cache where needed; whoever may download it also verifies it."""
    found = load(choice.name, choice.options, folders.data, folders.decoded, download=download, verify=download)
    return found.digest


class _Published:
    """The bundle beside the report, if there is one and it is wanted, read when it is first asked for."""

    def __init__(self, path: "Path | None") -> None:
        self.path = path

    @property
    def results(self) -> Results:
        """By arm and seed."""
        return self._read.results if self._read else Results({})

    @cached_property
    def runs(self) -> "dict[str, RunResult]":
        """By key."""
        return {run.key: run for seeds in self.results.trained.values() for run in seeds.values()}

    @property
    def name(self) -> str:
        """The file of its study; empty where there is no bundle."""
        return self._read.file.path.name if self._read else ""

    @cached_property
    def data(self) -> "Mapping[str, str]":
        """Digests of data sets, as chosen in the study."""
        return data_digests(self._read.file.study, self._read.results) if self._read else {}

    @cached_property
    def _read(self) -> "Published | None":
        return read_bundle(self.path) if self.path and self.path.exists() else None


def _status(run: "Run", store: "Store", published: _Published) -> Status:
    if stored := store.get(run.key, run.probes):
        return Status(run, "stored", stored)
    bundled = published.runs.get(run.key)
    if bundled and covers(bundled, run.probes):
        return Status(run, "bundled", bundled)
    begun = store.checkpoint(run.key, run.probes).exists()
    return Status(run, "resume" if begun else "missing", None)


def sources(found: "Iterable[Status]") -> str:
    """Say where results come from, if not all are from the store; else nothing."""
    count = Counter(status.state for status in found)
    if not count["bundled"]:
        return ""
    return f"Runs from the bundle beside the report: {count['bundled']}; from the store: {count['stored']}."


def gather(found: "Iterable[Status]") -> Results:
    """Arrange results by arm and seed."""
    arms: dict[ArmName, dict[int, RunResult]] = {}
    tuning: dict[ArmName, dict[int, RunResult]] = {}
    for run, _, result in found:
        if result:
            for arm in run.arms:
                (tuning if run.tuning else arms).setdefault(arm, {})[run.index] = result
    return Results(arms, tuning)


def left_behind(folder: "Path", results: Results, store: "Store") -> "tuple[str, tuple[RunResult, ...]]":
    """Name the study file of the bundle in a report's folder, and its runs that nothing else will hold.

    Args:
        folder: of the report.
        results: of the next report there.
        store: what is trained.
    """
    held = _Published(bundle_path(folder))
    return held.name, tuple(
        run
        for arm, seeds in held.results.trained.items()
        for index, run in seeds.items()
        if index not in results.trained.get(arm, {}) and not store.get(run.key, run.probes)
    )


def older(file: "StudyFile", results: Results) -> tuple[str, ...]:
    """Name the runs, by arm and seed's index, whose key is not the one that the code of today gives them."""
    digests = data_digests(file.study, results)
    keys = {
        (arm, run.index): run.key
        for run in plan(file.study, lambda choice: digests.get(str(choice), ""), file.salt)
        for arm in run.arms
    }
    return tuple(
        f"{arm} seed {index}"
        for arm, seeds in sorted(results.trained.items())
        for index, run in sorted(seeds.items())
        if run.key != keys.get((arm, index))
    )
