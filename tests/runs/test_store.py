"""The store: whole entries, damage set aside, nothing lost."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.errors import StoreError
from bnreport.files import write_whole
from bnreport.results import Metric, RunResult, Series
from bnreport.runs.store import Store

KEY = "ab" * 32
COARSE: dict[str, Any] = {"accuracy": {"every": 100}}
FINE: dict[str, Any] = {"accuracy": {"every": 1}}
BOTH: dict[str, Any] = {"accuracy": {"every": 100}, "other": {"every": 2}}


def result(probes: dict[str, Any] = COARSE, seconds: float = 1.0) -> RunResult:
    """Return a finished run."""
    series = Series(np.array([1, 2]), np.array([0.1, np.nan]))
    metric = Metric("m", "nat", "lower")
    return RunResult(
        KEY,
        {"seed": 0},
        "finished",
        2,
        "",
        {"m": metric},
        {"m": series},
        probes,
        {},
        seconds,
        "2026-11-20T10:00:00+00:00",
    )


@pytest.fixture
def reports() -> list[str]:
    """Return what the store said."""
    return []


@pytest.fixture
def store(tmp_path: Path, reports: list[str]) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "store", reports.append)


def test_round_trip(store: Store, reports: list[str]) -> None:
    """What was put is got, and reading an empty store writes nothing."""
    assert store.get(KEY, COARSE) is None
    assert not store.root.exists()
    store.put(result())
    got = store.get(KEY, COARSE)
    assert got is not None
    np.testing.assert_array_equal(got.series["m"].values, [0.1, np.nan])
    assert replace(got, series={}) == replace(result(), series={})
    assert reports == []


def test_probes_that_cover_serve(store: Store) -> None:
    """A run with more probes serves those who ask for fewer; other options do not."""
    store.put(result(BOTH))
    assert store.get(KEY, COARSE) is not None
    assert store.get(KEY, {}) is not None
    assert store.get(KEY, FINE) is None


def test_other_options_lie_side_by_side(store: Store) -> None:
    """Neither replaces the other, and each is found."""
    store.put(result(COARSE, seconds=1))
    store.put(result(FINE, seconds=2))
    found = [store.get(KEY, probes) for probes in (COARSE, FINE)]
    assert [run.seconds for run in found if run] == [1, 2]
    assert store.checkpoint(KEY, COARSE) != store.checkpoint(KEY, FINE)


def test_the_order_of_probes_does_not_matter(store: Store) -> None:
    """A study whose probes are written in another order goes on from the same checkpoint."""
    turned = dict(reversed(BOTH.items()))
    assert [*turned] != [*BOTH]
    assert store.checkpoint(KEY, turned) == store.checkpoint(KEY, BOTH)
    assert store.path(KEY, turned) == store.path(KEY, BOTH)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "foreign", "renamed"])
def test_damage_is_set_aside(store: Store, reports: list[str], damage: str) -> None:
    """An entry that is not whole is reported once, kept under damaged/, not used; a new one takes its place."""
    store.put(result())
    path = store.path(KEY, COARSE)
    content = path.read_bytes()
    if damage == "foreign":
        payload = b"{}"
        content = sha256(payload).hexdigest().encode() + b"\n" + payload
    path.write_bytes({"flip": content.replace(b"0.1", b"0.2"), "cut": content[:-1], "empty": b""}.get(damage, content))
    if damage == "renamed":
        path = path.rename(store.path(KEY, FINE))
    for _ in range(2):
        assert store.get(KEY, FINE if damage == "renamed" else COARSE) is None
    assert len(reports) == 1
    assert reports[0].endswith("The run is trained again.")
    assert not path.exists()
    assert [file.name for file in (store.root / "damaged").iterdir()] == [path.name]
    store.put(result())
    path.write_bytes(b"again")
    store.get(KEY, COARSE)
    assert len(list((store.root / "damaged").iterdir())) == (1 if damage == "renamed" else 2)


def test_what_an_unfinished_run_left_goes_once_it_is_stored(store: Store) -> None:
    """Its checkpoint, whole or half, and its claim; nothing of other runs."""
    saved, other = store.checkpoint(KEY, COARSE), store.checkpoint(KEY, FINE)
    for path in (saved, other, store.claim(KEY, COARSE)):
        write_whole(path, b"")
    partial = saved.with_name(f".{saved.name[:40]}.0123abcd")
    partial.touch()
    store.clear(KEY, COARSE)
    assert [*saved.parent.iterdir()] == [other]
    store.clear(KEY, COARSE)


def test_a_failure_is_written_down(store: Store) -> None:
    """One after another; where there is no store, nothing is, and nothing happens."""
    store.note("early")
    assert not store.root.exists()
    store.put(result())
    store.note("first")
    store.note("second\n")
    lines = (store.root / "failures.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition(" ")[2] for line in lines] == ["first", "second"]


def test_half_written_files_are_ignored(store: Store, reports: list[str]) -> None:
    """What a killed process left behind is not taken for an entry."""
    path = store.path(KEY, COARSE)
    path.parent.mkdir(parents=True)
    (path.parent / f".{path.name[:40]}.xyz").write_bytes(b"half")
    assert store.get(KEY, COARSE) is None
    assert reports == []


def test_many_writers_of_one_key(store: Store, reports: list[str]) -> None:
    """Writers at once and readers among them: always a whole entry."""

    def work(index: int) -> bool:
        store.put(result(seconds=index))
        return store.get(KEY, COARSE) is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(40)))
    assert reports == []
    assert [file.name for file in store.path(KEY, COARSE).parent.iterdir()] == [store.path(KEY, COARSE).name]


def test_full_disk_loses_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and the run stored before is still there."""
    store.put(result(seconds=1))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        store.put(result(seconds=2))
    got = store.get(KEY, COARSE)
    assert got is not None
    assert got.seconds == 1


def test_read_only_store_is_one_line(store: Store, reports: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage that cannot be set aside is reported and not used."""
    store.put(result())
    store.path(KEY, COARSE).write_bytes(b"damaged")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    assert store.get(KEY, COARSE) is None
    assert "cannot be set aside (Permission denied)" in reports[0]
