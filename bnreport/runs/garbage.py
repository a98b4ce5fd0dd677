"""What of a store no study needs."""

import json
import time
from typing import TYPE_CHECKING, NamedTuple

from bnreport.errors import DataError
from bnreport.files import damaged_folder, every_unfinished
from bnreport.runs.plan import plan
from bnreport.runs.status import data_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bnreport.results import RunResult
    from bnreport.runs.folders import Folders
    from bnreport.runs.store import Store
    from bnreport.study import Choice, StudyFile

IN_USE = 600
"""Seconds since a checkpoint was last written within which somebody may be training."""
_UNPLANNED = "none of the given studies plans it"


class Garbage(NamedTuple):
    """A file that no study needs."""

    path: "Path"
    why: str
    run: "RunResult | None" = None
    """What was trained, where the file is a whole run."""


def find_garbage(files: "Iterable[StudyFile]", folders: "Folders", store: "Store") -> list[Garbage]:
    """List what none of these studies plans: runs, checkpoints, and what was set aside as damaged.

    A run whose data set is not at hand is known by its settings alone, and kept whatever its data were. A checkpoint
    written in the last ten minutes is in use.

    Args:
        files: studies, each as loaded for one profile.
        folders: where their data sets lie.
        store: what is looked through.
    """
    keys: set[str] = set()
    settings: set[str] = set()
    for file in files:
        here = _Digests(folders)
        for run in plan(file.study, here.digest, file.salt):
            if run.data in here.absent:
                settings.add(_alike(run.settings))
            else:
                keys.add(run.key)
    entries = dict(store.entries())
    found = [
        Garbage(path, _UNPLANNED, run)
        for path, run in entries.items()
        if run.key not in keys and _alike(_without_data(run)) not in settings
    ]
    held = {path.stem for path in entries}
    now = time.time()
    for path in every_unfinished(store.root):
        key = path.name.partition("-")[0]
        if path.stem in held:
            found.append(Garbage(path, "its run is finished"))
        elif key not in keys and not settings and now - path.stat().st_mtime > IN_USE:
            found.append(Garbage(path, _UNPLANNED))
    damaged = sorted(damaged_folder(store.root).glob("*"))
    return [*found, *(Garbage(path, "it was damaged") for path in damaged)]


class _Digests:
    """Digests of data sets; one that is not here has its own name for a digest."""

    def __init__(self, folders: "Folders") -> None:
        self.folders = folders
        self.absent: set[str] = set()

    def digest(self, choice: "Choice") -> str:
        try:
            return data_digest(choice, self.folders)
        except DataError:
            self.absent.add(str(choice))
            return str(choice)


def _without_data(run: "RunResult") -> dict[str, object]:
    return {name: value for name, value in run.settings.items() if name != "data"}


def _alike(settings: dict[str, object]) -> str:
    return json.dumps(settings, sort_keys=True)
