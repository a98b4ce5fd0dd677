"""`bnreport check`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import Result

from bnreport.errors import MachineError
from bnreport.executors import networks
from bnreport.study.entry import digest
from tests.toy import BUILT

TEXT = BUILT + "profiles: {small: {}, deep: {set: {experiments.*.recipe.model.depth: 14}}}\n"
ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "santurkar_replication.yaml"


def test_a_sound_study_is_said_to_be_sound(call: Callable[..., Result]) -> None:
    """Exit 0, with what the study holds."""
    result = call("check", SPEC)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"{SPEC}: sound. 51 hypotheses, profiles paper, cpu, smoke, deep_linear."


@pytest.mark.parametrize("path", sorted(SPEC.parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_study_that_ships_is_sound(call: Callable[..., Result], path: Path) -> None:
    """In every profile."""
    result = call("check", path)
    assert (result.exit_code, result.stdout.splitlines()[0].split(". ")[0]) == (0, f"{path}: sound")


def test_the_mistakes_of_all_files_come_at_once(call: Callable[..., Result], tmp_path: Path) -> None:
    """A wrong file hides neither the next one's mistakes nor a sound one."""
    (tmp_path / "x.yaml").write_text("- 1\n")
    result = call("check", tmp_path / "x.yaml", SPEC, tmp_path / "nope.yaml")
    assert result.exit_code == 1
    assert [
        line.split(": ")[1][:6]
        for line in result.stderr.splitlines()
        if not any(word in line for word in ("warning", "notice", "power"))
    ] == [
        "a stud",
        "no suc",
    ]
    assert "sound" in result.stdout


def test_networks_that_do_not_fit_are_refused(call: Callable[..., Result], tmp_path: Path) -> None:
    """With the place, beside every other mistake, in every profile; those of some profiles name them."""
    path = tmp_path / "x.yaml"
    path.write_text(TEXT.replace("groups: 2", "groups: 3").replace("[1, 8]", "[1, 9]").replace("test_a", "tst_a"))
    result = call("check", path)
    assert result.exit_code == 1
    assert [line.removeprefix(f"{path}:").partition(":")[0] for line in result.stderr.splitlines()] == [
        "12",
        "15",
        "19",
    ]
    norm, layers, metric = (line.split(": ", 2)[2] for line in result.stderr.splitlines())
    assert norm.startswith("groups must divide channels. Got 3 for 8 channels.")
    assert layers == ("the network has 8 layers, and none of number 9. Name lower ones. So it is in small.")
    assert metric.startswith("unknown metric 'tst_accuracy'")


def test_one_profile_and_one_change_can_be_checked(call: Callable[..., Result], tmp_path: Path) -> None:
    """`--profile` leaves the others alone, `--set` comes after it and is where its mistakes are."""
    path = tmp_path / "x.yaml"
    path.write_text(TEXT.replace("[1, 8]", "[1, 9]"))
    sound = call("check", path, "--profile", "deep")
    assert (sound.exit_code, sound.stdout.splitlines()[0]) == (0, f"{path}: sound. 1 hypothesis, profiles deep.")
    wrong = call("check", path, "--profile", "deep", "--set", "experiments.net.recipe.model={resnet_cifar: {depth: 7}}")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("--set experiments.net.recipe.model={resnet_cifar: {depth: 7}}: experiments.net.")
    unknown = call("check", path, "--profile", "deeep")
    assert unknown.stderr == "--profile: unknown profile 'deeep'. Did you mean 'deep'? Known: deep, small.\n"


def test_a_lock_that_cannot_be_read_is_refused(call: Callable[..., Result], tmp_path: Path) -> None:
    """One line that names the lock and says what to do, here of one in the old language."""
    path, lock = tmp_path / "x.yaml", tmp_path / "x.lock.json"
    path.write_text(TEXT)
    lock.write_text('{"bnreport_lock": 2, "entries": []}')
    result = call("check", path, "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")  # nor is the study called sound above it
    assert result.stderr.splitlines()[0] == (
        f"{lock}: is of lock version 2, whose studies were written in another language. Delete it and run "
        "`bnreport lock` anew; version control keeps it."
    )


def test_what_is_not_as_it_was_locked_is_said(call: Callable[..., Result], tmp_path: Path) -> None:
    """One warning a value, with its profiles if not in all: what was edited, and what this version reads otherwise."""
    path, lock = tmp_path / "x.yaml", tmp_path / "x.lock.json"
    path.write_text(TEXT)
    assert call("lock", path).exit_code == 0
    assert "as it was locked" not in call("check", path, "--quiet").stderr
    held = json.loads(lock.read_text())
    [entry] = held["entries"]
    entry["definitions"]["deep"]["h1"]["meaning"]["scale"] = "ratio"
    entry["digest"] = digest(entry)
    lock.write_text(json.dumps(held))
    result = call("check", path, "--quiet")
    assert result.exit_code == 0
    said = f"{path}: [deep] warning: hypotheses.h1.meaning.scale: is not as it was locked."
    assert said in result.stderr.splitlines()
    path.write_text(TEXT.replace("margin: 0.01", "margin: 0.02"))
    said = f"{path}: warning: hypotheses.h1.superiority.margin: is not as it was locked."
    assert said in call("check", path, "--quiet").stderr.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_no_bug(tmp_path: Path, checked: dict[str, str]) -> None:
    """A file's name may hold any byte."""
    path = os.fsencode(tmp_path) + b"/\xff.yaml"
    Path(os.fsdecode(path)).write_bytes(SPEC.read_bytes())
    code = b"from bnreport.cli.main import main; main()"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, b"check", path], check=False, capture_output=True, env={**os.environ, **checked}
    )
    assert (done.returncode, b"bug" in done.stderr) == (0, False)
    assert done.stdout.splitlines()[0].endswith(b"profiles paper, cpu, smoke, deep_linear.")


def _no_torch(_: object) -> NoReturn:
    raise MachineError("PyTorch cannot be loaded")


def test_mistakes_can_be_read_by_programs(
    call: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Place in parts; exit 1, nothing on stderr; a sound file beside them has its profiles."""
    wrong, sound, none = (tmp_path / f"{name}.yaml" for name in ("wrong", "sound", "none"))
    wrong.write_text(TEXT.replace("margin: 0.01", "margin: -1"))
    sound.write_text(TEXT)
    result = call("check", wrong, sound, none, "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    held = json.loads(result.stdout)
    assert held["sound"] == {str(sound): ["small", "deep"]}
    assert [*held["warnings"]] == [str(sound)]
    said = call("check", sound).stderr
    assert all(line in said for line in held["warnings"][str(sound)])
    assert held["warnings"][str(sound)]
    by_path = {(each["path"], each["line"], each["column"]): each for each in held["mistakes"]}
    assert [*by_path] == [(str(none), None, None), (str(wrong), 19, 69)]
    margin = by_path[str(wrong), 19, 69]
    assert margin["where"] == "hypotheses.h1.superiority.margin"
    assert margin["what"].startswith("must be")
    assert margin["said"] == f"{wrong}:19:69: {margin['where']}: {margin['what']}"
    assert (call("check", sound, "--json").exit_code, call("check", sound, "--json").stderr) == (0, "")
    monkeypatch.setattr(networks, "_built", _no_torch)
    broken = json.loads(call("check", sound, "--json", "--store", tmp_path / "new").stdout)
    assert (broken["sound"], [each["what"] for each in broken["mistakes"]]) == ({}, ["PyTorch cannot be loaded"])
    monkeypatch.undo()
    override = call("check", sound, "--json", "--set", "experiments.net.recipe.steps=a:1:2")
    assert {(each["path"], each["line"]) for each in json.loads(override.stdout)["mistakes"]} == {
        ("--set experiments.net.recipe.steps=a:1:2", None)
    }
