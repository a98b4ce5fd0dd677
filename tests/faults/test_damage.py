"""A byte flipped or lost in every kind of file: noticed, said in one line, never read as if it were whole."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from bnreport.cli.main import app
from bnreport.files import bundle_path, lock_path, sealed, unsealed
from tests.faults.place import TOY, Place, flipped

PLACES = [0.0, 0.02, 0.5, 0.97, 1.0]


def cut(path: Path, at: float) -> None:
    """Cut a file short, by at least one byte."""
    content = path.read_bytes()
    path.write_bytes(content[: int(at * (len(content) - 1))])


def call(place: Place, *words: str) -> Result:
    """Call bnreport in this process."""
    command, *rest = words
    folders = [f"--{name}={place.root / name}" for name in ("store", "data", "reports")]
    given = folders if command != "lock" else []
    return CliRunner().invoke(app, [command, str(place.spec), *given, *rest])


@pytest.fixture
def copy(tmp_path: Path, done: Place) -> Place:
    """Return a finished study to damage."""
    shutil.copytree(done.root, tmp_path, dirs_exist_ok=True)
    return Place(tmp_path)


@pytest.mark.parametrize("damage", [flipped, cut])
def test_of_a_finished_run(copy: Place, damage: Callable[[Path, float], None]) -> None:
    """It is set aside, whichever byte it is, and the others serve."""
    shutil.rmtree(copy.folders.reports)
    path = next(copy.folders.store.glob("runs/*/*.json"))
    whole = path.read_bytes()
    for number, at in enumerate(PLACES):
        path.write_bytes(whole)
        damage(path, at)
        said: list[str] = []
        assert sorted(each.state for each in copy.find_runs(said.append)) == ["missing", "stored"]
        assert len(said) == 1
        assert "fails its checksum; set aside as" in said[0]
        assert len([*copy.folders.store.glob("damaged/*")]) == number + 1


def test_of_a_run_that_a_newer_version_wrote(copy: Place) -> None:
    """It holds what we do not know: said, kept for that version, not used."""
    shutil.rmtree(copy.folders.reports)
    path = next(copy.folders.store.glob("runs/*/*.json"))
    held = json.loads(unsealed(path.read_bytes()) or b"")
    content = sealed(json.dumps({**held, "novelty": 1}).encode())
    path.write_bytes(content)
    said: list[str] = []
    assert sorted(each.state for each in copy.find_runs(said.append)) == ["missing", "stored"]
    [line] = said
    assert "was not written by this version of bnreport (novelty: " in line
    [kept] = copy.folders.store.glob("damaged/*")
    assert kept.read_bytes() == content


@pytest.mark.parametrize("damage", [flipped, cut])
def test_of_a_bundle(copy: Place, damage: Callable[[Path, float], None]) -> None:
    """Without a store it is all there is: refused in one line, or, where the byte says nothing, the same verdicts."""
    shutil.rmtree(copy.folders.store / "runs")
    path = bundle_path(copy.report)
    whole, before = path.read_bytes(), call(copy, "judge", "--json").stdout
    for at in PLACES:
        path.write_bytes(whole)
        damage(path, at)
        ended = call(copy, "judge", "--json", "--quiet")
        if ended.exit_code:
            assert ended.exit_code == 1
            assert ended.stdout == ""
            assert ended.stderr.count("\n") == 1
            assert str(path) in ended.stderr
        else:
            assert ended.stdout == before


@pytest.mark.parametrize("damage", [flipped, cut])
def test_of_a_lock(copy: Place, damage: Callable[[Path, float], None]) -> None:
    """Refused in one line; it never passes for what was registered."""
    assert call(copy, "lock").exit_code == 0
    path = lock_path(copy.spec)
    whole = path.read_bytes().rstrip()
    for at in [*PLACES, 0.1, 0.2, 0.3, 0.7, 0.9]:
        path.write_bytes(whole)
        damage(path, at)
        ended = call(copy, "judge", "--quiet")
        assert ended.exit_code == 1, (at, ended.output)
        assert ended.stderr.count("\n") == 1
        assert str(path) in ended.stderr


def test_of_decoded_data(copy: Place, done: Place) -> None:
    """Who trains decodes it again, so that keys and pixels are what they were."""
    for name in ("train_inputs.npy", "meta.json"):
        [path] = copy.folders.store.glob(f"data/*/{name}")
        whole = path.read_bytes()
        flipped(path, 0.9)
        for training in (False, True):
            assert [each.run.key for each in copy.find_runs(training=training)] == [
                each.run.key for each in done.find_runs()
            ]
        assert path.read_bytes() == whole


def test_of_images_that_changed_under_the_same_name_size_and_time(tmp_path: Path) -> None:
    """Other pixels are other runs."""
    text = (
        TOY.replace("{gaussian_linear: {samples: 200, draws: 4}}", "{image_folder: {path: imgs}}")
        .replace("{deep_linear: {depth: 4}}", "{resnet_cifar: {depth: 8, width: 2}}")
        .replace("      loss: squared_error\n      batch_size: 200", "      batch_size: 6")
    )
    place = Place(tmp_path, text)
    keys = []
    for colour in (10, 200):
        for number in range(24):
            path = (
                tmp_path / "data" / "imgs" / ("train" if number < 18 else "test") / f"c{number % 3}" / f"{number}.png"
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((8, 8, 3), colour + number, np.uint8)).save(path, compress_level=0)
            os.utime(path, (1, 1))
        planned = json.loads(call(place, "plan", "--json", "--quiet").stdout)["runs"]
        keys.append({row["key"] for row in planned})
    assert not keys[0] & keys[1]
