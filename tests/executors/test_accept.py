"""Runs of older code, kept where it trains alike."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.executors.accept import Accepted, accept
from bnreport.runs.folders import Folders
from bnreport.runs.status import Status, find_runs
from bnreport.runs.store import Store
from bnreport.study.load import load_study

Study = tuple[Folders, Store, Callable[[], tuple[Status, ...]]]
OLD = "0" * 64


def past(trained: Path, other: Path, *unlike: str) -> Study:
    """Return what older code left in a store: all its runs under other keys, some with another fingerprint."""
    folders = Folders(other / "store", other / "data", other / "reports")
    store = Store(folders.store, pytest.fail)
    for _, run in Store(trained / "store", pytest.fail).entries():
        norm, *_ = run.settings["norm"]
        mark = "f" * 64 if norm in unlike else run.fingerprint
        store.put(replace(run, key=run.key[::-1], code=OLD, fingerprint=mark))
    file = load_study(trained / "tiny.yaml", "p", (), folders.data)
    return folders, store, lambda: find_runs(file, folders, store)


def test_what_trains_alike_is_kept_and_says_so(trained: Path, tmp_path: Path) -> None:
    """An arm whose first steps are the same has its runs under keys of today, with both digests; another has not."""
    folders, store, found = past(trained, tmp_path, "none")
    assert {status.state for status in found()} == {"missing"}
    assert {*accept(found(), folders, store)} == {
        Accepted("d.bn", 2, same=True),
        Accepted("d.none", 2, same=False),
    }
    assert {(status.run.arms[0], status.state) for status in found()} == {("d.bn", "stored"), ("d.none", "missing")}
    kept = [status for status in found() if status.result]
    assert {(each.result.code, each.result.accepted) for each in kept if each.result} == {(OLD, kept[0].run.code)}
    assert not [*accept([status for status in found() if status.result], folders, store)]


def test_each_older_code_is_compared_by_itself(trained: Path, tmp_path: Path) -> None:
    """One that trains alike vouches for no run of another."""
    folders, store, found = past(trained, tmp_path)
    for path, run in store.entries():
        if run.settings["seed"]:
            path.unlink()
            store.put(replace(run, code="1" * 64, fingerprint="f" * 64))
    assert sorted(accept(found(), folders, store)) == [
        Accepted("d.bn", 1, same=False),
        Accepted("d.bn", 1, same=True),
        Accepted("d.none", 1, same=False),
        Accepted("d.none", 1, same=True),
    ]


def test_a_run_without_a_fingerprint_is_not_kept(trained: Path, tmp_path: Path) -> None:
    """Nothing shows that it would be the same."""
    folders, store, found = past(trained, tmp_path)
    for path, run in store.entries():
        path.unlink()
        store.put(replace(run, fingerprint=""))
    assert [*accept(found(), folders, store)] == []
