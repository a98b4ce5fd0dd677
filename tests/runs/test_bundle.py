"""What is published is read back as it was, and what was damaged or edited is refused in one line."""

import gzip
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from bnreport.cli.main import app
from bnreport.errors import StoreError
from bnreport.files import bundle_path
from bnreport.results import Metric, Results, Series
from bnreport.results.form import encoded
from bnreport.runs.bundle import packed, read_bundle, write_bundle
from bnreport.study.load import StudyFile

Published = tuple[StudyFile, Results]
REPORTS = sorted((Path(__file__).parents[2] / "reports").glob("*/*/results.json.gz"))


def text(path: Path) -> str:
    """Return what a bundle holds."""
    return gzip.decompress(path.read_bytes()).decode()


def same_runs(one: Results, other: Results) -> bool:
    """Compare arms, seeds and runs, these by their bytes: NaN is NaN."""
    plain = [{a: {i: encoded(run) for i, run in seeds.items()} for a, seeds in r.runs.items()} for r in (one, other)]
    return plain[0] == plain[1]


def test_what_is_written_is_read(published: Published, tmp_path: Path) -> None:
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


def test_an_arm_of_a_grid_is_read(published: Published, tmp_path: Path) -> None:
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


def test_seeds_are_told_by_index_and_as_drawn(published: Published, tmp_path: Path) -> None:
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
def test_a_broken_archive_is_refused(published: Published, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
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
def test_an_edited_run_is_named(published: Published, tmp_path: Path, old: str, new: str) -> None:
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


def test_a_run_without_its_line_is_refused(published: Published, tmp_path: Path) -> None:
    """Written anew by another program, no checksum can be looked at."""
    path = write_bundle(*published, tmp_path)
    _pack(path, json.dumps(json.loads(text(path))))
    with pytest.raises(StoreError, match="its runs do not stand each on a line"):
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
def test_each_damage_is_one_line(which: str, published: Published, tmp_path: Path) -> None:
    """Nothing senseless is read: the line names the file, the field and what is wrong with it."""
    path = write_bundle(*published, tmp_path)
    data = json.loads(text(path))
    damage, said = DAMAGE[which]
    damage(data)
    _pack(path, json.dumps(data))
    with pytest.raises(StoreError, match=rf"results\.json\.gz: .*{re.escape(said)}") as caught:
        read_bundle(path)
    assert "\n" not in str(caught.value)


def test_data_digests_pass_over_runs_without_one(published: Published, tmp_path: Path) -> None:
    """A data set has the digest that its runs noted."""
    file, results = published
    assert read_bundle(write_bundle(file, results, tmp_path)).data_digests == {
        str(file.study.experiments["e"].recipe.dataset): "d" * 64
    }
    silent = replace(results.runs["e.bn"][0], settings={"seed": 0})
    assert read_bundle(write_bundle(file, Results({"e.bn": {0: silent}}), tmp_path)).data_digests == {}


@pytest.fixture(scope="module")
def form() -> jsonschema.Draft202012Validator:
    """Return the validator of what `bnreport schema --results` prints."""
    printed = json.loads(CliRunner().invoke(app, ["schema", "--results"]).stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    return jsonschema.Draft202012Validator(printed)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.parent.name)
def test_published_bundles_are_read_and_fit(form: jsonschema.Draft202012Validator, path: Path) -> None:
    """Every one in the repository; written again, it has the same bytes."""
    assert packed(*read_bundle(path)) == path.read_bytes()
    assert [error.message for error in form.iter_errors(json.loads(text(path)))] == []


def test_there_is_a_published_bundle() -> None:
    """The test above has something to look at."""
    assert REPORTS


@pytest.fixture
def bundle(published: Published) -> Any:  # noqa: ANN401
    """Return a bundle as it is written, with a run that has every awkward number."""
    file, results = published
    series = {"layers": Series(np.array([5, 9]), np.array([[0.1, np.inf], [np.nan, -np.inf]]), ("a", "b"))}
    odd = replace(results.runs["e.bn"][0], series=series, metrics={"layers": Metric("layers", "1", None)})
    runs = {**results.runs, "e.bn": {0: replace(odd, seconds=float("nan"))}}
    return json.loads(gzip.decompress(packed(file, Results(runs))))


def test_a_bundle_just_written_fits(form: jsonschema.Draft202012Validator, bundle: Any) -> None:  # noqa: ANN401
    """NaN, infinities and columns included, and the checksum is what the schema says of it."""
    assert [error.message for error in form.iter_errors(bundle)] == []
    entry = bundle["runs"][0]
    body = json.dumps({n: entry[n] for n in ("arm", "index", "run")}, separators=(",", ":"), ensure_ascii=False)
    assert sha256(body.removesuffix("}").encode()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("runs", 0, "run", "outcome"), "lost"),
        (("runs", 0, "run", "seconds"), "long"),
        (("runs", 0, "run", "settled"), True),
        (("runs", 0, "index"), "zero"),
        (("runs", 0, "sha256"), "none"),
        (("spec", "resolved", "title"), 7),
        (("spec", "resolved", "hypotheses", "h", "test"), {"superiority": {}}),
        (("spec", "registration"), "none"),
        (("bundle",), 3),
    ],
)
def test_what_is_damaged_does_not_fit(
    form: jsonschema.Draft202012Validator,
    bundle: Any,  # noqa: ANN401
    place: tuple[str | int, ...],
    value: object,
) -> None:
    """One wrong value is found at its place."""
    damaged = deepcopy(bundle)
    held = damaged
    for name in place[:-1]:
        held = held[name]
    held[place[-1]] = value
    assert not form.is_valid(damaged)
