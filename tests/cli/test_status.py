"""`bnreport status`."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from typer.testing import CliRunner, Result

from bnreport.cli.main import app
from bnreport.errors import DataError
from bnreport.files import bundle_path, engine_path
from bnreport.report import made_with, up_to_date
from bnreport.runs import plan
from bnreport.runs.bundle import read_bundle
from bnreport.runs.store import Store
from tests.cli.conftest import run
from tests.cli.test_synthesize import _publish, _spec

Call = Callable[..., Result]
TO = "\N{RIGHTWARDS ARROW}"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked study with a report of its profile `full`; nobody may change it."""
    root = tmp_path_factory.mktemp("published")
    spec = _spec(root, "one")
    assert CliRunner().invoke(app, ["lock", str(spec)]).exit_code == 0
    _publish(root, spec, "full", 0.2)
    done = CliRunner().invoke(app, ["render", str(spec), "--profile", "full", *_where(root), "--quiet"])
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture
def root(published: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "root"))


def _where(root: Path) -> tuple[str, ...]:
    return ("--store", str(root / "s"), "--data", str(root / "d"), "--reports", str(root / "r"))


def _edit(root: Path, old: str, new: str) -> None:
    spec = root / "one.yaml"
    assert old in spec.read_text()
    spec.write_text(spec.read_text().replace(old, new))


def _asked(call: Call, root: Path, *more: str) -> tuple[int, Any]:
    """Return the exit code, and the one report's row."""
    done = call("status", root / "one.yaml", *_where(root), "--json", *more)
    [row] = json.loads(done.stdout)
    return done.exit_code, row


def test_a_report_of_its_study_is_current(call: Call, root: Path) -> None:
    """Exit 0 and a line; a comment, or a profile that it is not of, changes nothing that it says."""
    _edit(root, "title: A toy", "title: A toy # and a comment")
    _edit(root, "smoke: {scale: toy}", "smoke: {scale: toy, set: {seeds.looks: [3]}}")
    done = call("status", root / "one.yaml", *_where(root))
    assert (done.exit_code, done.stdout, done.stderr) == (0, f"{root / 'one.yaml'}, profile full: current.\n", "")


@pytest.mark.parametrize(
    ("edit", "what", "said"),
    [
        (("claim: b is better.", "claim: b is best."), "claim", f"b is better. {TO} b is best."),
        (("margin: 0.01", "margin: 0.03"), "margin", f"hypotheses.better.superiority.margin: 0.01 {TO} 0.03"),
        (("alpha: [0.05]", "alpha: [0.01]"), "seed", f"seeds.alpha: [0.05] {TO} [0.01]"),
        (("title: A toy", "title: A game"), "words", f"title: A toy {TO} A game"),
        (("{norm: batch}", "{norm: batch, label: BN}"), "words", f"experiments.net.arms.b.label: nothing {TO} BN"),
    ],
)
def test_what_is_said_otherwise_makes_it_stale(
    call: Call, root: Path, edit: tuple[str, str], what: str, said: str
) -> None:
    """Exit 4, with the value and what it was; nothing is to be trained for it."""
    _edit(root, *edit)
    code, row = _asked(call, root)
    assert (code, row["state"], row["missing"]) == (4, "stale", [])
    [change] = row["changed"]
    assert change["what"] == what
    assert said in change["said"]


def test_a_changed_arm_says_what_is_missing_and_what_it_costs(call: Call, root: Path) -> None:
    """Its runs alone, each for as long as a step of the published ones took."""
    published = [*read_bundle(bundle_path(root / "r/one/full")).results.of("net.b").values()]
    took = [run.seconds / run.stopped_at for run in published]
    _edit(root, "{norm: batch}", "{norm: layer}")
    code, row = _asked(call, root)
    assert (code, row["state"], {each["what"] for each in row["changed"]}) == (4, "stale", {"arm"})
    assert [(each["arms"], each["seed"]) for each in row["missing"]] == [(["net.b"], seed) for seed in range(5)]
    assert row["cost"]["seconds"] == pytest.approx(10 * sum(took))
    assert row["cost"]["unknown"] == 0
    assert row["cost"]["devices"] == sorted({each.environment["device"] for each in published})
    text = call("status", root / "one.yaml", *_where(root)).stdout
    assert "arm changed: experiments.net.arms.b.norm: batch \N{RIGHTWARDS ARROW} layer\n" in text
    assert "missing: 5 runs, about " in text
    assert "net.b seeds 0, 1, 2, 3, 4." in text
    hours = f"About {10 * sum(took) / 3600:.2f} worker-hours left."
    assert hours in call("plan", root / "one.yaml", *_where(root), "--profile", "full").stdout


def test_a_study_without_a_report_is_incomplete(call: Call, root: Path) -> None:
    """Exit 3, with every run of the first look; `--allow incomplete` ends with 0, and changes nothing else."""
    shutil.rmtree(root / "r")
    code, row = _asked(call, root)
    assert (code, row["state"], len(row["missing"]), row["cost"]["unknown"]) == (3, "incomplete", 10, 10)
    assert _asked(call, root, "--allow", "incomplete") == (0, row)
    _edit(root, "norm: none", "norm: nun")
    assert _asked(call, root, "--allow", "stale")[0] == 1


def test_a_lost_run_makes_it_incomplete_and_stale(call: Call, root: Path, write_bundle: Callable[..., Path]) -> None:
    """The page has a run that its bundle has not."""
    folder = root / "r/one/full"
    held = read_bundle(bundle_path(folder))
    del held.results.runs["net.b"][4]
    write_bundle(held.file, held.results, folder)
    code, row = _asked(call, root)
    assert (code, [each["seed"] for each in row["missing"]]) == (4, [4])
    assert row["changed"] == [
        {"what": "report", "said": "results.json.gz is not as it was made"},
    ]
    assert call("render", root / "one.yaml", "--profile", "full", *_where(root)).exit_code == 0
    code, row = _asked(call, root)
    assert (code, row["state"], row["changed"]) == (3, "incomplete", [])


def test_runs_that_the_page_lacks_make_it_stale(call: Call, root: Path, write_bundle: Callable[..., Path]) -> None:
    """They are stored, and the report was made before."""
    folder = root / "r/one/full"
    held = read_bundle(bundle_path(folder))
    late = held.results.runs["net.b"].pop(4)
    write_bundle(held.file, held.results, folder)
    assert call("render", root / "one.yaml", "--profile", "full", *_where(root)).exit_code == 0
    Store(root / "s", print).put(late)
    code, row = _asked(call, root)
    assert (code, row["missing"], row["changed"]) == (
        4,
        [],
        [{"what": "runs", "said": "1 more are stored than it has"}],
    )


def test_an_undecided_claim_asks_for_the_next_look(call: Call, root: Path, write_bundle: Callable[..., Path]) -> None:
    """Once the first is there; before, its runs are those that are missing, and the others belong to later looks."""
    shutil.rmtree(root / "r")
    (root / "one.lock.json").unlink()
    _edit(root, "{looks: [5], alpha: [0.05]}", "{looks: [3, 5], alpha: [0.01, 0.04]}")
    folder = root / "r/one/full"
    _publish(root, root / "one.yaml", "full", 0.0103)
    held = read_bundle(bundle_path(folder))
    for count, missing, later in ((3, [3, 3, 4, 4], 0), (2, [2, 2], 4)):
        write_bundle(held.file, held.results.first(count), folder)
        assert call("render", root / "one.yaml", "--profile", "full", *_where(root)).exit_code == 0
        code, row = _asked(call, root)
        assert (code, [each["seed"] for each in row["missing"]], row["later"]) == (3, missing, later)


def test_an_amended_lock_makes_it_stale(call: Call, root: Path) -> None:
    """Even where the study is what it was before: what verdicts may be called has changed."""
    _edit(root, "margin: 0.01", "margin: 0.03")
    assert call("lock", root / "one.yaml", "--amend", "--why", "x", "--quiet").exit_code == 0
    assert {"what": "lock", "said": "amended since"} in _asked(call, root)[1]["changed"]
    (root / "one.lock.json").unlink()
    assert {"what": "lock", "said": "removed since"} in _asked(call, root)[1]["changed"]


@pytest.mark.parametrize("what", ["templates", "engine"])
def test_another_version_makes_it_stale(call: Call, root: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its templates, or its code; a file that is gone makes a report another."""
    name = {"templates": "templates_digest", "engine": "engine_digest"}[what]
    monkeypatch.setattr(made_with, name, lambda *_: "other")
    code, row = _asked(call, root)
    assert (code, [each["what"] for each in row["changed"]]) == (4, [what])
    monkeypatch.undo()
    (root / "r/one/full/verdicts.json").unlink()
    code, row = _asked(call, root)
    assert (code, row["changed"]) == (4, [{"what": "report", "said": "verdicts.json is not as it was made"}])


@pytest.mark.parametrize("name", ["report.html", "verdicts.json", "claims.csv", "results.json.gz"])
def test_what_was_edited_afterwards_makes_it_stale(call: Call, root: Path, name: str) -> None:
    """A page that says another verdict, or a file of another page beside it; an export of the same changes nothing."""
    path = root / "r/one/full" / name
    assert call("export", root / "one.yaml", "--profile", "full", "--json", "--csv", *_where(root)).exit_code == 0
    assert _asked(call, root)[1]["state"] == "current"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), 1))
    else:
        path.write_bytes(path.read_bytes().replace(b"b is better", b"b is worse"))
    code, row = _asked(call, root)
    assert (code, row["changed"]) == (4, [{"what": "report", "said": f"{name} is not as it was made"}])
    path.unlink()
    assert _asked(call, root)[0] == 4


def test_a_pdf_that_is_not_whole_makes_it_stale(call: Call, root: Path) -> None:
    """Cut short, or no PDF of ours at all; a whole one does not."""
    assert call("render", root / "one.yaml", "--profile", "full", "--summary", *_where(root)).exit_code == 0
    path = root / "r/one/full/summary.pdf"
    whole = path.read_bytes()
    assert _asked(call, root)[1]["changed"] == []
    for content in (whole[:-100], whole.replace(b"obj", b"obi", 1), b"", b"%PDF-1.7"):
        path.write_bytes(content)
        assert _asked(call, root)[1]["changed"] == [{"what": "report", "said": "summary.pdf is damaged"}]


def test_a_report_with_values_of_its_own_is_not_of_its_study(call: Call, root: Path) -> None:
    """What --set made of it is said, and a render without makes it current."""
    where = ("--profile", "full", *_where(root))
    asked = ("--set", "hypotheses.better.superiority.margin=0.02")
    assert call("render", root / "one.yaml", *where, *asked).exit_code == 0
    code, row = _asked(call, root)
    assert code == 4
    assert row["changed"][0] == {"what": "overrides", "said": f"it was made with {' '.join(asked)}"}
    assert call("render", root / "one.yaml", *where).exit_code == 0
    assert _asked(call, root)[0] == 0


def test_runs_of_other_code_make_it_stale(call: Call, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are missing, and those that are published are of no use for a report of today."""
    monkeypatch.setattr(plan, "code_digest", lambda _: "other")
    code, row = _asked(call, root)
    assert (code, len(row["missing"])) == (4, 10)
    assert {"what": "runs", "said": "10 that it has were trained or measured by other code"} in row["changed"]


def test_another_order_makes_it_stale(call: Call, root: Path) -> None:
    """Pages follow the order of the file."""
    _edit(root, "a: {norm: none}, b: {norm: batch}", "b: {norm: batch}, a: {norm: none}")
    assert _asked(call, root)[1]["changed"] == [
        {"what": "words", "said": f"order of experiments.net.arms: a, b {TO} b, a"}
    ]


def test_reports_that_nothing_makes_are_named(call: Call, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all studies are asked for: of a study that is gone, and the page over all of them."""
    (root / "specs").mkdir()
    for name in ("one.yaml", "one.lock.json"):
        shutil.move(root / name, root / "specs" / name)
    shutil.copytree(root / "r/one", root / "r/gone")
    assert call("synthesize", root / "specs/one.yaml", *_where(root)).exit_code == 0
    monkeypatch.chdir(root)
    done = call("status", *_where(root))
    assert done.exit_code == 4
    assert (
        f"{root / 'r/gone/full'}, profile full: stale.\n  study changed: none has this name and profile any more"
        in done.stdout
    )
    assert f"{root / 'r/why/report.html'}: current." in done.stdout
    assert f"{root / 'r/index.html'}" not in done.stdout
    shutil.rmtree(root / "r/gone")
    assert "index.html is not what the reports beside it say" in call("status", *_where(root)).stdout
    (root / "r/one/full/results.json.gz").write_bytes(b"{}")
    assert "results.json.gz is not as it was made" in call("status", *_where(root)).stdout


@pytest.mark.parametrize("broken", ["study", "lock", "bundle"])
def test_what_cannot_be_read_is_broken(call: Call, root: Path, broken: str) -> None:
    """Exit 1, with the place, beside a study that stands as before."""
    sound = _spec(root, "two")
    path = {"study": root / "one.yaml", "lock": root / "one.lock.json", "bundle": root / "r/one/full/results.json.gz"}[
        broken
    ]
    path.write_text("study: one\ntitle: 3\n" if broken == "study" else "{}")
    done = call("status", root / "one.yaml", sound, *_where(root), "--json")
    rows = json.loads(done.stdout)
    assert (done.exit_code, [row["state"] for row in rows]) == (1, ["broken", "incomplete"])
    assert rows[0]["why"][0].startswith(str(path))


def test_without_a_name_it_takes_the_folder_of_studies(call: Call, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so where there is none."""
    monkeypatch.chdir(root)
    done = call("status")
    assert (done.exit_code, done.stderr) == (
        1,
        "specs: there is no study in that folder. Name some: bnreport status SPEC...\n",
    )
    (root / "specs").mkdir()
    shutil.copy(root / "one.yaml", "specs")
    shutil.copy(root / "one.lock.json", "specs")
    assert call("status", *_where(root)).exit_code == 0


def test_it_remembers_the_code(root: Path) -> None:
    """The digest of the code is that of the memory while no file changes."""
    words = ("status", str(root / "one.yaml"), *_where(root))
    engine_path(root / "s").unlink(missing_ok=True)
    done = run(*words)
    assert (done.returncode, done.stderr) == (0, "")
    held = json.loads(engine_path(root / "s").read_text())
    engine_path(root / "s").write_text(json.dumps({**held, "engine": "a" * 64}))
    assert run(*words).returncode == 4
    engine_path(root / "s").write_text(json.dumps({**held, "engine": None}))
    assert run(*words).returncode == 0
    engine_path(root / "s").write_text(json.dumps({"files": "others", "engine": "another"}))
    assert run(*words).returncode == 0


def test_stored_runs_without_a_report_make_it_stale(call: Call, root: Path) -> None:
    """They are there to be told of, and nothing tells of them."""
    bundle = bundle_path(root / "r/one/full")
    assert call("cache", "import", bundle, "--store", root / "s").exit_code == 0
    shutil.rmtree(bundle.parent)
    code, row = _asked(call, root)
    assert (code, row["changed"]) == (4, [{"what": "report", "said": "there is none yet of the runs that are stored"}])
    assert row["mend"] == [f"`bnreport render {root / 'one.yaml'} --profile {row['profile']}` makes it again."]


def test_without_its_data_every_run_is_missing(call: Call, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows which runs they would be of; what they took before is known."""

    def gone(*_: object) -> NoReturn:
        raise DataError("no such data")

    monkeypatch.setattr(up_to_date, "find_runs", gone)
    code, row = _asked(call, root)
    assert (code, len(row["missing"]), row["cost"]["unknown"]) == (4, 10, 0)
