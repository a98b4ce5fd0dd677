"""`bnreport cache`: what a store holds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.files import drawing_path, write_whole
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
    [(path, _)] = store.entries()
    assert lines[1] == f"1 runs ({path.stat().st_size / 1e3:.0f} kB) in {store.root}"


def test_unlike_runs_read_unlike(call: Call, store: Store) -> None:
    """Of the rest of the recipe, what most runs of the store do not have: another rate, another optimiser."""
    for digit, optimizer in ((2, {"sgd": {"lr": 0.1}}), (3, {"sgd": {"lr": 0.1}}), (4, {"sgd": {"lr": 0.01}}),
                             (5, {"adam": {"eps": 1}})):  # fmt: skip
        recipe = {**SETTINGS["recipe"], "optimizer": optimizer}
        store.put(run(digit, 3, settings={**SETTINGS, "recipe": recipe}))
    [(path, _)] = [entry for entry in store.entries() if entry[1].key.startswith("1")]
    path.unlink()
    lines = call("cache", "ls", "--store", store.root).stdout.splitlines()[:-1]
    told = {line[0]: line.partition("{groups: 2}")[2].partition(" seed 3")[0] for line in lines}
    assert told == {"2": ",", "3": ",", "4": ", optimizer.sgd.lr 0.01,", "5": ", optimizer.adam.eps 1,"}


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
    assert listed.stdout.splitlines()[0] == (
        f"{path}: none of the given studies plans it: vgg {{depth: 11}}, group {{groups: 2}}, seed 3, 10 steps"
    )
    assert path.exists()
    call("cache", "gc", spec, "--store", store.root, "--delete")
    assert not path.exists()


def test_figures_of_other_code_are_listed_and_removed(call: Call, store: Store, tmp_path: Path) -> None:
    """Beside the runs: `ls` counts them, `gc` names them."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    path = drawing_path(store.root, "0" * 64, "1" * 64)
    write_whole(path, b"old")
    assert "1 figures drawn (" in call("cache", "ls", "--store", store.root).stdout
    assert f"{path}: other code drew it\n" in call("cache", "gc", spec, "--store", store.root).stdout
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


def test_the_group_has_its_name_in_the_help(call: Call) -> None:
    """As every other command has."""
    lines = [line.replace("│", " ").split() for line in call("--help").stdout.splitlines()]
    assert ["cache", "What", "the", "store"] in [words[:4] for words in lines]


def test_a_misspelt_subcommand_is_suggested(call: Call) -> None:
    """As a command is."""
    assert "Did you mean 'verify'?" in " ".join(call("cache", "verfy").stderr.replace("│", " ").split())
