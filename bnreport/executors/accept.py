"""Runs of older code taken for those of today, where the first steps of every arm are the same, bit for bit."""

import json
from contextlib import closing
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

from bnreport.executors import worker
from bnreport.executors.job import Job
from bnreport.executors.slot import Slot
from bnreport.study.profiles import cuda_devices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bnreport.results import RunResult
    from bnreport.runs.folders import Folders
    from bnreport.runs.plan import Run
    from bnreport.runs.status import Status
    from bnreport.runs.store import Store


class Accepted(NamedTuple):
    """What came of one arm's runs of one older code."""

    arm: str
    runs: int
    """Of older code."""
    same: bool
    """Whether they count as of today's now."""


def accept(found: "Sequence[Status]", folders: "Folders", store: "Store") -> "Iterator[Accepted]":
    """Train the first steps of each arm that has runs of older code, and store those runs under keys of today.

    Compared are the fingerprints of one seed of each arm and older code: see `bnreport.training.fingerprint`. Both
    digests of code are kept. What was stored stays.

    Args:
        found: a study's runs, see `bnreport.runs.status`.
        folders: where their data sets lie.
        store: where runs are looked for, and stored.
    """
    past = _by_settings(store)
    pairs: dict[tuple[str, str], list[tuple[Run, RunResult]]] = {}
    for status in found:
        old = past.get(_alike({**status.run.settings, "data": status.run.data}, status.run.probes))
        if status.result is None and old and old.fingerprint:
            pairs.setdefault((status.run.arms[0], old.code), []).append((status.run, old))
    if not pairs:
        return
    with closing(Slot(0 if cuda_devices() else -1, get_context("spawn").RawValue("b", 0))) as slot:
        for (arm, _), held in pairs.items():
            run, old = held[0]
            [now] = slot.submit(worker.begin, Job((run,), folders, {})).result()
            if now == old.fingerprint:
                for each, before in held:
                    store.put(replace(before, key=each.key, accepted=each.code, probes=each.probes))
            yield Accepted(arm, len(held), same=now == old.fingerprint)


def _by_settings(store: "Store") -> "dict[str, RunResult]":
    """Return what is stored by all that its key is made of but the code."""
    return {_alike(run.settings, run.probes): run for _, run in store.entries()}


def _alike(settings: "Mapping[str, Any]", probes: "Mapping[str, Mapping[str, Any]]") -> str:
    options = {name: probe["options"] for name, probe in probes.items()}
    return json.dumps([settings, options], sort_keys=True, default=dict)
