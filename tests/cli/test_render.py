"""`bnreport render` from a published bundle."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.files import bundle_path, every_drawing
from bnreport.results import Results
from bnreport.runs.bundle import packed, read_bundle
from bnreport.runs.folders import Folders
from bnreport.runs.status import find_runs
from bnreport.runs.store import Store
from bnreport.study.load import StudyFile, load_study
from bnreport.study.registration import Locked, Registration
from bnreport.study.schema import Study
from tests import toy
from tests.runs.conftest import run as trained

STUDY = {
    "study": "toy",
    "title": "A toy",
    "experiments": {
        "net": {
            "recipe": {
                "dataset": "digits",
                "model": {"resnet_cifar": {"depth": 8, "width": 4}},
                "optimizer": {"sgd": {"lr": 0.1}},
                "steps": 1,
            },
            "arms": {"a": {"norm": "none"}, "b": {"norm": "batch"}},
        }
    },
    "hypotheses": {
        "better": {
            "claim": "b is better.",
            "superiority": {"metric": "test_accuracy", "arm": "net.b", "versus": "net.a", "margin": 0.01},
            "why_this_margin": "Ours.",
        }
    },
    "profiles": {"smoke": {"scale": "toy"}},
}


def _write(path: Path, title: str, *locked: Locked) -> None:
    study = Study.model_validate({**STUDY, "title": title})
    registration = Registration(locked, (), {}) if locked else None
    file = StudyFile(Path("toy.yaml"), "", "smoke", "asked", (), study, registration)
    path.write_bytes(packed(file, Results()))


def test_the_bundle_that_is_named_is_rendered(call: Callable[..., Result], tmp_path: Path) -> None:
    """Beside it and under its name, whatever lies there; neither bundle, nor another's report, is touched."""
    _write(tmp_path / "results.json.gz", "The one beside")
    _write(tmp_path / "old.json.gz", "The old one")
    before = [(tmp_path / name).read_bytes() for name in ("results.json.gz", "old.json.gz")]
    (tmp_path / "report.html").write_text("of the one beside")
    result = call("render", tmp_path / "old.json.gz", "--reports", tmp_path / "r")
    assert result.stdout == f"{tmp_path / 'old.report.html'}\n"
    assert "The old one" in (tmp_path / "old.report.html").read_text()
    assert (tmp_path / "report.html").read_text() == "of the one beside"
    assert [(tmp_path / name).read_bytes() for name in ("results.json.gz", "old.json.gz")] == before
    assert not (tmp_path / "r").exists()
    written = {path.name for path in tmp_path.iterdir()} - {"results.json.gz", "old.json.gz", "report.html"}
    assert written == {"old.report.html", "old.verdicts.json", "old.claims.csv"}


def test_a_reports_own_bundle_gives_its_page_again(call: Callable[..., Result], tmp_path: Path) -> None:
    """It is called results.json.gz, and the page report.html."""
    _write(tmp_path / "results.json.gz", "The one")
    assert call("render", tmp_path / "results.json.gz").stdout == f"{tmp_path / 'report.html'}\n"


@pytest.mark.parametrize("asked", [("--profile", "smoke"), ("--set", "seeds.looks=[2]"), ("--no-bundle",)])
def test_a_bundle_is_rendered_as_it_is(call: Callable[..., Result], tmp_path: Path, asked: tuple[str, ...]) -> None:
    """What would change it is refused as usage, and not ignored."""
    _write(tmp_path / "results.json.gz", "The one")
    assert call("render", tmp_path / "results.json.gz", *asked).exit_code == 2
    assert not (tmp_path / "report.html").exists()


def test_a_damaged_bundle_is_one_line(call: Callable[..., Result], tmp_path: Path) -> None:
    """Which names it."""
    (tmp_path / "old.json.gz").write_text("garbage")
    result = call("render", tmp_path / "old.json.gz", "--reports", tmp_path / "r")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "old.json.gz" in result.stderr


def test_an_old_pdf_goes_with_one_line(call: Callable[..., Result], tmp_path: Path) -> None:
    """The page has changed, and no --pdf was asked for: verdicts that are no longer ours do not stay beside it."""
    _write(tmp_path / "results.json.gz", "The one beside")
    old = tmp_path / "report.pdf"
    old.write_bytes(b"%PDF of another page")
    result = call("render", tmp_path / "results.json.gz")
    assert not old.exists()
    assert [line for line in result.stderr.splitlines() if "report.pdf" in line] == [
        "report.pdf was of another page, or damaged, and was removed. Render with --pdf for a new one."
    ]


def test_rendering_a_bundle_says_what_was_registered(call: Callable[..., Result], tmp_path: Path) -> None:
    """As it was when the bundle was written."""
    _write(tmp_path / "results.json.gz", "A toy", Locked("2026-01-01T12:00:00+00:00", "ab" * 32, "cd" * 16, "", {}))
    result = call("render", tmp_path / "results.json.gz", "--reports", tmp_path / "r")
    assert result.exit_code == 0, result.output
    assert result.stderr == (
        "Registration: unregistered. Locked at 2026-01-01T12:00:00+00:00; of its claims 1 unregistered.\n"
    )


def test_what_is_rendered_was_seen(call: Callable[..., Result], tmp_path: Path) -> None:
    """The bundle says when the runs of each arm began, as after a run: a later entry of the lock came after them.

    Its drawings lie beside the runs, for the next time.
    """
    spec = tmp_path / "toy.yaml"
    spec.write_text(toy.TEXT)
    assert call("lock", spec).exit_code == 0
    folders = Folders(tmp_path / "store", tmp_path / "data", tmp_path / "reports")
    file, store = load_study(spec, None, (), folders.data), Store(folders.store, print)
    for run, *_ in find_runs(file, folders, store):
        began = {"started_at": "2030-01-01T00:00:00+00:00", "probes": run.probes}
        store.put(replace(trained(1, run.index, **began), key=run.key))
    where = ("--store", folders.store, "--data", folders.data, "--reports", folders.reports)
    assert call("render", spec, *where).exit_code == 0
    assert {path.name for path in folders.report(file).iterdir()} == {
        "report.html", "results.json.gz", "verdicts.json", "claims.csv",
    }  # fmt: skip
    assert '<a href="toy/smoke/report.html">' in (folders.reports / "index.html").read_text()
    assert every_drawing(folders.store)
    held = read_bundle(bundle_path(folders.report(file))).file.registration
    assert held is not None
    assert held.entries[-1].begun == dict.fromkeys(("net.a", "net.b"), "2030-01-01T00:00:00+00:00")
