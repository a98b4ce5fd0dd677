"""`bnreport run`, from a study to a report and back."""

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bnreport.cli import _progress
from bnreport.cli.main import app
from bnreport.executors import runner
from bnreport.study.profiles import cuda_devices
from tests.toy import TEXT


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the toy once, and return the folder of `toy.yaml` and of store, data and reports; nobody may change it."""
    root = tmp_path_factory.mktemp("once")
    (root / "toy.yaml").write_text(TEXT)
    folders = ("--store", root / "s", "--data", root / "d", "--reports", root / "r")
    words = ["run", root / "toy.yaml", *folders, "--quiet"]
    assert CliRunner().invoke(app, [str(word) for word in words]).exit_code == 0
    return root


@pytest.fixture
def finished(once: Path, tmp_path: Path) -> Path:
    """Return a copy of the toy that was run."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "toy.yaml"


def test_one_line_says_what_was_registered(
    call: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a lock unregistered, locked before any run confirmatory; silent with --quiet."""
    monkeypatch.setattr(runner, "looks", lambda *_: iter(()))  # what is trained is another test's matter
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")

    def said(*more: str) -> list[str]:
        result = call("run", spec, *folders, *more)
        assert result.exit_code == 0, result.output
        return [line for line in result.stderr.splitlines() if line.startswith("Registration:")]

    assert said() == ["Registration: unregistered. No lock was written: claim and analysis could follow the data."]
    call("lock", spec)
    [line] = said()
    assert line.startswith("Registration: confirmatory. Locked at ")
    spec.write_text(TEXT.replace("margin: 0.01", "margin: 0.02"))
    assert said()[0].startswith("Registration: amended before results. ")
    assert said("--quiet") == []


def test_the_whole_path(call: Callable[..., Result], tmp_path: Path) -> None:
    """Trained, judged, rendered; a second call trains nothing; two looks; a damaged run is trained again."""
    spec = tmp_path / "toy.yaml"
    looks = TEXT.replace("looks: [2], alpha: [0.05]", "looks: [2, 3], alpha: [0.01, 0.04]")
    spec.write_text(looks)  # two seeds at alpha 0.01 decide nothing short of a wonder
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    first = call("run", spec, *folders)
    assert first.exit_code == 0, first.output
    assert [line for line in first.stderr.splitlines() if line.startswith(("Training", "Undecided"))] == [
        "Training 4 runs.",
        "Undecided after look 1: better.",
        "Training 2 runs.",
    ]
    page = (tmp_path / "r/toy/smoke/report.html").read_bytes()
    assert b"b is better." in page
    assert (tmp_path / "r/toy/smoke/report.pdf").read_bytes()[:5] == b"%PDF-"
    again = call("run", spec, *folders)
    assert "Training" not in again.stderr
    assert (tmp_path / "r/toy/smoke/report.html").read_bytes() == page

    states = [row["state"] for row in json.loads(call("plan", spec, *folders, "--json").stdout)["runs"]]
    assert states == ["stored"] * 6
    damaged = next((tmp_path / "s/runs").glob("*/*.json"))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    shutil.rmtree(tmp_path / "r")
    mended = call("run", spec, *folders)
    assert "fails its checksum" in mended.stderr
    assert "Training 1 run." in mended.stderr


def test_without_store_and_data_the_bundle_serves_what_it_covers(
    call: Callable[..., Result], finished: Path, tmp_path: Path
) -> None:
    """The bundle beside a report gives the same verdicts; for a probe with other options it counts as absent."""
    reports = ("--reports", tmp_path / "r", "--data", tmp_path / "d")
    page = (tmp_path / "r/toy/smoke/report.html").read_bytes()
    elsewhere = ("--store", tmp_path / "empty", *reports)
    here = json.loads(call("judge", finished, "--json", "--store", tmp_path / "s", *reports).stdout)
    bundled = call("judge", finished, "--json", *elsewhere)
    assert json.loads(bundled.stdout) == here
    assert "Runs from the bundle beside the report: 4; from the store: 0." in bundled.stderr
    assert (
        "4 runs: ● 0 stored, ◆ 4 in the bundle beside the report, ◐ 0 to resume, ○ 0 missing. Nothing to train."
        in call("plan", finished, *elsewhere).stdout
    )
    assert "Training" not in call("run", finished, *elsewhere).stderr
    assert not (tmp_path / "empty" / "runs").exists()
    other = call("judge", finished, "--json", *elsewhere, "--set", "experiments.net.probes.accuracy.every=1")
    assert [row["verdict"] for row in json.loads(other.stdout)["verdicts"]] == ["not_run"]
    apart = tmp_path / "again" / "results.json.gz"
    apart.parent.mkdir()
    apart.write_bytes((tmp_path / "r/toy/smoke/results.json.gz").read_bytes())
    assert call("render", apart).exit_code == 0
    assert (tmp_path / "again/report.html").read_bytes() == page


def test_a_gpu_profile_is_refused_before_anything_is_fetched(call: Callable[..., Result], tmp_path: Path) -> None:
    """Without a GPU, `run` of a profile that requires one ends in one line."""
    spec = tmp_path / "toy.yaml"
    text = TEXT.replace("dataset: digits", "dataset: cifar10")
    spec.write_text(text.replace("smoke: {scale: toy}", "big: {requires: cuda}"))
    result = call("run", spec, "--profile", "big", "--data", tmp_path, "--store", tmp_path / "s", "--quiet")
    if cuda_devices() == 0:
        assert result.exit_code == 1
        assert result.stderr.startswith("profile big requires cuda: no GPU found (")


def test_answers_come_first_and_paths_last(call: Callable[..., Result], finished: Path, tmp_path: Path) -> None:
    """On stdout, whatever was said of the study on stderr; with --quiet the paths alone."""
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    paths = [str(tmp_path / "r/toy/smoke" / name) for name in ("report.html", "report.pdf", "summary.pdf")]
    done = call("run", finished, *folders)
    first, *_, blank, page, pdf, summary = done.stdout.splitlines()
    assert first[2:] in {f"{word:14}b is better." for word in ("Supported", "Refuted", "Inconclusive")}
    assert [blank, page, pdf, summary] == ["", *paths]
    assert "b is better." not in done.stderr
    assert call("run", finished, *folders, "--quiet").stdout.splitlines() == paths


def test_a_pdf_of_the_same_page_is_kept(call: Callable[..., Result], finished: Path, tmp_path: Path) -> None:
    """Set once; again only when the page is another, or the file is cut short."""
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r", "--quiet")
    pdf = tmp_path / "r/toy/smoke/report.pdf"
    first, stamp = pdf.read_bytes(), pdf.stat().st_mtime_ns
    call("run", finished, *folders)
    assert pdf.stat().st_mtime_ns == stamp
    pdf.write_bytes(first[: len(first) // 2])
    call("run", finished, *folders)
    assert pdf.read_bytes() == first
    finished.write_text(TEXT.replace("b is better.", "b is much better."))
    call("run", finished, *folders)
    assert pdf.read_bytes() != first


def test_a_time_limit_ends_training_and_leaves_checkpoints(
    call: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun is resumed by the next command; what there is was judged and rendered."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT.replace("looks: [2]", "looks: [1]").replace("steps: 1", "steps: 1000000"))
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    # the hour is over once some steps are taken
    monkeypatch.setattr(_progress.Lines, "step", lambda *_: signal.raise_signal(signal.SIGALRM), raising=False)
    result = call("run", spec, *folders, "--for", "1h", "--workers", 1)
    assert result.exit_code == 0, result.output
    assert "The time is up." in result.stderr
    assert (tmp_path / "r/toy/smoke/report.html").exists()
    states = sorted(row["state"] for row in json.loads(call("plan", spec, *folders, "--json").stdout)["runs"])
    assert states == ["missing", "resume"]


def test_a_time_limit_is_over_in_time(call: Callable[..., Result], tmp_path: Path) -> None:
    """A run without end is ended, be it before its first step."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT.replace("looks: [2]", "looks: [1]").replace("steps: 1", "steps: 100000000"))
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    assert "The time is up." in call("run", spec, *folders, "--for", "0.5s", "--workers", 1).stderr


def test_an_arm_that_is_none_is_refused(call: Callable[..., Result], tmp_path: Path) -> None:
    """By its name, with the one that is meant."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    result = call("run", spec, *folders, "--only", "net.*", "--only", "net.bb")
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert "net.bb: no arm of this profile. Did you mean net.b? Known: net.a, net.b." in said


TUNED = TEXT.replace(
    "hypotheses:\n",
    "    tuning: {vary: optimizer.lr, values: [0.1, 0.5], seeds: 1, arms: [a], select: {metric: train_accuracy}}\n"
    "hypotheses:\n",
)


def test_tuning_is_trained_alone_and_says_what_to_write(call: Callable[..., Result], tmp_path: Path) -> None:
    """Before anything else and before the lock; the lock and all that follows leave it as it is."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TUNED)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    first = call("run", spec, "--tuning", *folders)
    assert first.exit_code == 0, first.output
    assert "Training 2 runs." in first.stderr
    title, *rows = first.stdout.splitlines()
    assert title.startswith("net.a: optimizer.lr 0.1, ")
    assert [row[4:7] for row in rows[:2]] == ["0.1", "0.5"]
    assert not (tmp_path / "r").exists()
    [held] = json.loads(call("judge", spec, *folders, "--json").stdout)["tuning"]
    selected = held["selected"]
    other = 0.6 - selected
    spec.write_text(TUNED.replace("a: {norm: none}", f"a: {{norm: none, set: {{optimizer.lr: {other}}}}}"))
    wrong = call("judge", spec, *folders)
    assert f"net.a: has optimizer.lr {other}, where the rule selects {selected}, from 2 values" in wrong.stderr
    spec.write_text(TUNED.replace("a: {norm: none}", f"a: {{norm: none, set: {{optimizer.lr: {selected}}}}}"))
    call("lock", spec)
    again = call("run", spec, "--tuning", *folders)
    assert "Training" not in again.stderr
    assert again.stdout.startswith(
        f"net.a: optimizer.lr {selected}, selected from 2 values, 1 seed each, by the highest"
    )
    assert call("judge", spec, *folders, "--quiet").stderr == ""


def test_without_tuning_there_is_none_to_train(call: Callable[..., Result], tmp_path: Path) -> None:
    """Nor does a run of the study begin instead."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(TEXT)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")
    result = call("run", spec, "--tuning", *folders)
    assert result.exit_code == 2
    assert "this profile tunes no arm." in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("text", ["8", "0m", "-1s", "m", "1d", "8 m"])
def test_a_time_limit_has_a_unit(call: Callable[..., Result], tmp_path: Path, text: str) -> None:
    """What is no length of time is a mistake of usage."""
    result = call("run", tmp_path / "toy.yaml", "--for", text)
    assert result.exit_code == 2
    assert "with its unit" in result.stderr
