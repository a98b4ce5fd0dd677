"""What is published is read back as it was, and what was damaged or edited is refused in one line."""

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bnreport.errors import StoreError
from bnreport.files import bundle_path
from bnreport.results import Metric, Results, Series
from bnreport.results.form import encoded
from bnreport.runs.bundle import data_digests, packed, read_bundle
from bnreport.study.load import StudyFile
from tests.runs.conftest import tuned

Published = tuple[StudyFile, Results]
Write = Callable[..., Path]


def text(path: Path) -> str:
    """Return what a bundle holds."""
    return gzip.decompress(path.read_bytes()).decode()


def same_runs(one: Results, other: Results) -> bool:
    """Compare arms, seeds and runs, these by their bytes: NaN is NaN."""
    plain = [{a: {i: encoded(run) for i, run in seeds.items()} for a, seeds in r.runs.items()} for r in (one, other)]
    return plain[0] == plain[1]


def test_what_is_written_is_read(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Study, choices and runs, one that lacks a number included; of the path, the name."""
    file, results = published
    series = {"m": Series(np.array([5, 9]), np.array([[0.1, np.inf], [np.nan, -np.inf]]), ("a", "b"))}
    odd = replace(results.runs["e.bn"][1], series=series, metrics={"m": Metric("m", "1", None)}, seconds=float("nan"))
    results = Results({**results.runs, "e.bn": {0: results.runs["e.bn"][0], 3: odd}})
    path = write_bundle(file, results, tmp_path)
    assert path == bundle_path(tmp_path)
    again = read_bundle(path)
    assert again.file == replace(file, path=Path("s.yaml"))
    assert same_runs(again.results, results)


def test_an_arm_of_a_grid_is_read(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Its name may hold what JSON escapes."""
    file, results = published
    folders = tuple({"image_folder": {"path": path}} for path in ('a"b', "c"))
    experiment = file.study.experiments["e"].model_copy(update={"grid": {"dataset": folders}})
    study = file.study.model_copy(update={"experiments": {"e": experiment}})
    arm = 'e.bn/dataset=image_folder(path=a"b)'
    path = write_bundle(replace(file, study=study), Results({arm: results.runs["e.bn"]}), tmp_path)
    assert [*read_bundle(path).results.runs] == [arm]


def test_the_bytes_depend_on_what_is_in_it_alone(published: Published) -> None:
    """No time, no name of a file or system, whatever order the runs come in."""
    file, results = published
    turned = {arm: dict(reversed(seeds.items())) for arm, seeds in reversed(results.runs.items())}
    assert packed(file, results) == packed(file, Results(turned))
    assert packed(file, results)[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def test_seeds_are_told_by_index_and_as_drawn(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Results go by the index; the key's settings hold the seed."""
    file, results = published
    drawn = replace(results.runs["e.bn"][0], settings={"seed": 90210})
    path = write_bundle(file, Results({"e.bn": {0: drawn}}), tmp_path)
    [entry] = json.loads(text(path))["runs"]
    assert (entry["arm"], entry["index"], entry["run"]["settings"]["seed"]) == ("e.bn", 0, 90210)
    assert read_bundle(path).results.runs["e.bn"][0].settings == {"seed": 90210}


def test_absent_bundle_is_refused(tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(StoreError, match="Run the study first"):
        read_bundle(bundle_path(tmp_path))


@pytest.mark.parametrize("held", ["", "[]", "{}", '{"bundle": 99}', "[" * 10**5])
def test_what_is_no_bundle_is_refused(tmp_path: Path, held: str) -> None:
    """One line that names the file."""
    path = bundle_path(tmp_path)
    path.write_bytes(gzip.compress(held.encode()))
    with pytest.raises(StoreError, match=r"results\.json\.gz: this is no results bundle") as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "damage",
    [lambda held: held[:-9], lambda _: b"{}", lambda held: held[:99] + held[100:]],
    ids=["short", "plain", "gap"],
)
def test_a_broken_archive_is_refused(
    published: Published, tmp_path: Path, damage: Callable[[bytes], bytes], write_bundle: Write
) -> None:
    """Cut short, never packed, a byte lost: one line."""
    path = write_bundle(*published, tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match=r"results\.json\.gz: cannot be read as a results bundle \(.+\)\.") as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)


def _pack(path: Path, lines: str) -> None:
    path.write_bytes(gzip.compress(lines.encode()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.30000000000000004", "0.40000000000000004"),
        ('"train_accuracy":{"columns"', '"train_accuracy" : {"columns"'),
        ('"index":0', '"index":2'),
        ('"outcome":"finished"', '"outcome":"diverged"'),
        ("0.30000000000000004", "0.3000000000000000"),
        ('"seconds":31.5', '"seconds":'),
    ],
)
def test_an_edited_run_is_named(published: Published, tmp_path: Path, old: str, new: str, write_bundle: Write) -> None:
    """Whatever was changed of it: whose and which it is stands in the line."""
    path = write_bundle(*published, tmp_path)
    lines = text(path).splitlines()
    row = next(row for row, line in enumerate(lines) if line.startswith('{"arm":"e.standard","index":0'))
    assert old in lines[row]
    lines[row] = lines[row].replace(old, new)
    _pack(path, "\n".join(lines))
    index = 2 if "index" in old else 0
    with pytest.raises(StoreError, match=rf"results\.json\.gz: e\.standard, seed {index}: damaged or edited") as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)


def test_a_run_without_its_line_is_refused(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Written anew by another program, no checksum can be looked at."""
    path = write_bundle(*published, tmp_path)
    _pack(path, json.dumps(json.loads(text(path))))
    with pytest.raises(StoreError, match="study and runs do not stand each on a line"):
        read_bundle(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"title":"', '"title":"Not '),
        ('"profile":"', '"profile" :"'),
        ('"registration":null', '"registration":{}'),
        ('{"bundle":3', '{"bundle":4'),
    ],
)
def test_an_edited_study_is_noticed(
    published: Published, tmp_path: Path, old: str, new: str, write_bundle: Write
) -> None:
    """Its text, profile, registration and what it resolved to: verdicts rest on them as on the runs."""
    path = write_bundle(*published, tmp_path)
    first, rest = text(path).split("\n", 1)
    assert old in first
    _pack(path, f"{first.replace(old, new, 1)}\n{rest}")
    with pytest.raises(StoreError, match=r"results\.json\.gz: the study that it holds, or which runs, does not fit"):
        read_bundle(path)


@pytest.mark.parametrize(
    ("line", "more"), [(-1, ',"spec":{}}'), (0, ""), (-1, ""), (1, "")], ids=["tail", "before", "behind", "between"]
)
def test_what_stands_beside_the_lines_is_noticed(
    published: Published, tmp_path: Path, write_bundle: Write, line: int, more: str
) -> None:
    """What is read is what was checked: of two values of one name JSON takes the last."""
    path = write_bundle(*published, tmp_path)
    lines = text(path).rstrip("\n").split("\n")
    if more:
        lines[line] = lines[line].replace("}", more)
    else:
        lines.insert(line if line >= 0 else len(lines), " ")
    _pack(path, "\n".join([*lines, ""]))
    with pytest.raises(StoreError, match=r"edited|no results bundle"):
        read_bundle(path)


def test_a_run_that_was_taken_out_is_noticed(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Every other line is as it was; the runs left out might be those that speak against the claim."""
    path = write_bundle(*published, tmp_path)
    head, _, *rest = text(path).splitlines()
    _pack(path, "\n".join([head, *rest]))
    with pytest.raises(StoreError, match="the study that it holds, or which runs, does not fit its checksum"):
        read_bundle(path)


DAMAGE: dict[str, tuple[Callable[[Any], object], str]] = {
    "version": (lambda data: data.update(bundle=1), "bundle: "),
    "because": (lambda data: data["spec"].pop("because"), "spec.because: "),
    "name": (lambda data: data["spec"].update(name=None), "spec.name: "),
    "overrides": (lambda data: data["spec"].update(overrides="ab"), "spec.overrides: "),
    "profile": (lambda data: data["spec"].update(profile="zz"), "no profile 'zz'"),
    "study": (lambda data: data["spec"]["resolved"].pop("title"), "spec.resolved.title: "),
    "lock": (lambda data: data["spec"].update(registration={}), "spec.registration."),
    "arm": (lambda data: data["runs"][0].update(arm="e.zz"), "no arm 'e.zz'"),
    "name of an arm": (lambda data: data["runs"][0].update(arm="zz"), "runs.0.arm: "),
    "twice": (lambda data: data["runs"].append(data["runs"][0]), "two of its runs are of one arm and seed"),
    "index": (lambda data: data["runs"][0].update(index=-1), "runs.0.index: "),
    "values": (lambda data: data["runs"][1]["run"]["series"]["train_accuracy"]["values"].pop(), "runs.1.run.series."),
}


@pytest.mark.parametrize("which", DAMAGE)
def test_each_damage_is_one_line(which: str, published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Nothing senseless is read: the line names the file, the field and what is wrong with it."""
    path = write_bundle(*published, tmp_path)
    data = json.loads(text(path))
    damage, said = DAMAGE[which]
    damage(data)
    _pack(path, json.dumps(data))
    with pytest.raises(StoreError, match=rf"results\.json\.gz: .*{re.escape(said)}") as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)


def test_data_digests_pass_over_runs_without_one(published: Published) -> None:
    """A data set has the digest that its runs noted."""
    file, results = published
    assert data_digests(file.study, results) == {str(file.study.experiments["e"].recipe.dataset): "d" * 64}
    silent = replace(results.runs["e.bn"][0], settings={"seed": 0})
    assert data_digests(file.study, Results({"e.bn": {0: silent}})) == {}


def test_runs_that_tune_arms_are_read_as_such(published: Published, tmp_path: Path, write_bundle: Write) -> None:
    """Beside the runs of claims, and their data are known too."""
    file, results = published
    both = Results({"e.bn": results.runs["e.bn"]}, {"e.bn/lr=0.3": results.runs["e.standard"]})
    again = read_bundle(write_bundle(tuned(file), both, tmp_path))
    assert same_runs(again.results, both)
    assert same_runs(Results(again.results.tuning), Results(both.tuning))
    assert {*data_digests(again.file.study, Results({}, both.tuning)).values()} == {"d" * 64}
