"""`bnreport cache`: what a store holds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.runs.store import Store
from tests.runs.conftest import run

Call = Callable[..., Result]
SETTINGS = {"recipe": {"model": {"vgg": {"depth": 11}}}, "norm": {"group": {"groups": 2}}, "seed": 3}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of one run."""
    made = Store(tmp_path / "store", print)
    made.put(run(1, 3, settings=SETTINGS))
    return made


def test_runs_are_listed_by_what_was_trained(call: Call, store: Store) -> None:
    """A line each, and what they take."""
    lines = call("cache", "ls", "--store", store.root).stdout.splitlines()
    assert lines[0].startswith(
        "1111111111 vgg {depth: 11}, group {groups: 2}, seed 3, 10 steps: finished 2026-11-20T10"
    )
    assert lines[1] == f"1 runs (0.0 MB) in {store.root}"


def test_json_names_every_fact(call: Call, store: Store) -> None:
    """For scripts."""
    [row] = json.loads(call("cache", "ls", "--store", store.root, "--json").stdout)
    assert (row["key"], row["model"], row["seed"], row["seconds"]) == ("1" * 64, "vgg {depth: 11}", 3, 31.5)


def test_damage_is_found_and_ends_in_1(call: Call, store: Store) -> None:
    """The damaged run is named, and what is whole is counted."""
    assert call("cache", "verify", "--store", store.root).exit_code == 0
    [(path, _)] = store.entries()
    path.write_bytes(path.read_bytes()[:-9])
    found = call("cache", "verify", "--store", store.root)
    assert (found.exit_code, found.stdout) == (1, f"0 runs in {store.root} are whole.\n")
    assert "fails its checksum" in found.stderr


def test_nothing_goes_before_it_was_listed(call: Call, store: Store, tmp_path: Path) -> None:
    """The first call removes nothing; --delete does."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    [(path, _)] = store.entries()
    listed = call("cache", "gc", spec, "--store", store.root)
    assert listed.stdout.splitlines()[0] == f"{path}: no study plans it"
    assert path.exists()
    call("cache", "gc", spec, "--store", store.root, "--delete")
    assert not path.exists()


def test_runs_are_taken_over(call: Call, store: Store, tmp_path: Path) -> None:
    """From one store into another."""
    done = call("cache", "import", store.root, "--store", tmp_path / "other")
    assert done.stdout == "1 runs taken over, 0 known already, 0 unfinished.\n"
    assert len([*Store(tmp_path / "other", print).entries()]) == 1


def test_an_empty_source_is_refused(call: Call, tmp_path: Path) -> None:
    """It was hardly meant."""
    assert call("cache", "import", tmp_path, "--store", tmp_path / "other").exit_code == 1


def test_a_misspelt_subcommand_is_suggested(call: Call) -> None:
    """As a command is."""
    assert "Did you mean 'verify'?" in " ".join(call("cache", "verfy").stderr.replace("│", " ").split())
