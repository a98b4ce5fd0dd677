"""What is planned beside what is stored: the folders, the state of every run, the results by arm."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from bnreport.datasets.shared.cache import load
from bnreport.results import Results, RunResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bnreport.runs.plan import Run
    from bnreport.runs.store import Store
    from bnreport.study import Choice


@dataclass(frozen=True)
class Places:
    """Folders that workers read and write."""

    store: Path
    data: Path
    cache: Path


@dataclass(frozen=True)
class Workspace:
    """The folders of one invocation."""

    store: Path
    data: Path
    reports: Path

    @property
    def places(self) -> Places:
        """What workers need to know; decoded data lies in the store's folder, beside the runs."""
        return Places(self.store, self.data, self.store / "data")


class Status(NamedTuple):
    """A planned run and how far it is."""

    run: "Run"
    state: Literal["stored", "resume", "missing"]
    result: RunResult | None


def data_digest(workspace: Workspace) -> "Callable[[Choice], str]":
    """Return a function that digests data sets, each once, decoding them into the cache where needed."""
    known: dict[str, str] = {}
    places = workspace.places

    def digest(choice: "Choice") -> str:
        name = str(choice)
        if name not in known:
            known[name] = load(choice.name, choice.options, places.data, places.cache).digest
        return known[name]

    return digest


def statuses(runs: "Iterable[Run]", store: "Store") -> tuple[Status, ...]:
    """Look up every run."""
    found = []
    for run in runs:
        result = store.get(run.key, run.probes)
        begun = store.checkpoint(run.key, run.probes).exists()
        found.append(Status(run, "stored" if result else "resume" if begun else "missing", result))
    return tuple(found)


def gather(runs: "Iterable[Run]", found: "Mapping[str, RunResult]") -> Results:
    """Arrange results by arm and seed."""
    arms: dict[str, dict[int, RunResult]] = {}
    for run in runs:
        if run.key in found:
            for arm in run.arms:
                arms.setdefault(arm, {})[run.seed] = found[run.key]
    return Results(arms)
