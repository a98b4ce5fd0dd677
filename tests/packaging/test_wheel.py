"""What is installed from the wheel, in an empty folder: it needs no checkout, and to judge no PyTorch."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bnreport import __version__
from bnreport.files import bundle_path, shipped_studies
from tests.cli.test_synthesize import _publish, _spec

ROOT = Path(__file__).parents[2]
BLOCKED = "import sys\nsys.modules.update(dict.fromkeys(('torch', 'torchvision', 'sklearn')))\n"
"""`sitecustomize.py` that makes them as if they were not installed."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of what Git would ship, and return a folder where it alone is installed."""
    root = tmp_path_factory.mktemp("wheel")
    for name in ("bnreport", "specs", "templates"):
        shutil.copytree(ROOT / name, root / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, root / "copy")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    alone = ("--no-index", "--no-deps", "--no-build-isolation")
    _done([*pip, "wheel", *alone, "--wheel-dir", str(root), str(root / "copy")], root)
    [wheel] = root.glob("*.whl")
    assert wheel.name == f"bnreport-{__version__}-py3-none-any.whl"
    _done([*pip, "install", "--no-index", "--no-deps", "--target", str(root / "site"), str(wheel)], root)
    return root / "site"


def _done(words: list[str], where: Path, *paths: Path, code: int = 0) -> str:
    """Run a command, and return its stdout and stderr."""
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(words, cwd=where, env=there, capture_output=True, text=True, check=False)  # noqa: S603  (ours)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def _bnreport(site: Path, where: Path, *words: str, without: Path | None = None, code: int = 0) -> str:
    """Run the installed command line, without some packages where a folder says so."""
    return _done([sys.executable, "-m", "bnreport", *words], where, *filter(None, [without]), site, code=code)


@pytest.fixture
def without(tmp_path: Path) -> Path:
    """A folder that hides PyTorch, torchvision and scikit-learn."""
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text(BLOCKED)
    return tmp_path / "blocked"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty folder."""
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def test_a_study_is_made_and_run(site: Path, empty: Path) -> None:
    """`new`, then `run`: a report, PDFs and a bundle, two steps a run so that it takes seconds."""
    assert _bnreport(site, empty, "new", "mine.yaml") == "mine.yaml\n"
    quick = ("--set", "experiments.*.recipe.steps=2", "--set", "seeds.looks=[2]", "--workers", "1", "--quiet")
    made = _bnreport(site, empty, "run", "mine.yaml", *quick).splitlines()
    assert made == [f"reports/mine/smoke/{name}" for name in ("report.html", "report.pdf", "summary.pdf")]
    assert all((empty / name).stat().st_size > 10_000 for name in made)


def test_studies_come_with_it_by_name(site: Path, empty: Path) -> None:
    """Each that ships, its lock beside it; a file of one's own of that name precedes, and a misspelling is guessed."""
    for name in shipped_studies():
        assert (site / "bnreport" / "specs" / f"{name}.lock.json").is_file()
    planned = json.loads(
        _bnreport(site, empty, "plan", "santurkar_replication", "--profile", "smoke", "--json", "--quiet")
    )
    assert {run["state"] for run in planned["runs"]} <= {"missing", "later"}
    assert {run["seed"] for run in planned["runs"]} != {*range(10)}  # drawn with the lock's salt
    (empty / "santurkar_replication").write_text("study: mine\n")
    assert "santurkar_replication:" in _bnreport(site, empty, "judge", "santurkar_replication", code=1)
    assert "'ics_revisited'?" in _bnreport(site, empty, "judge", "ics_revisted", code=2)


def test_a_bundle_is_judged_and_rendered_without_pytorch(site: Path, empty: Path, without: Path) -> None:
    """And without scikit-learn, though its runs are on `digits`; what trains says what to install."""
    spec = _spec(empty, "one")
    bundle = bundle_path(_publish(empty, spec, "full", 0.2).reports / "one" / "full")
    shutil.rmtree(empty / "s")
    where = ("--store", "s", "--data", "d", "--reports", "r", "--quiet")

    def call(*words: str, code: int = 0) -> str:
        return _bnreport(site, empty, *words, without=without, code=code)

    assert str(bundle.parent.relative_to(empty) / "report.html") in call("render", str(bundle.relative_to(empty)))
    assert "Supported" in call("judge", "one.yaml", "--profile", "full", *where)
    assert "one.yaml: sound." in call("check", "one.yaml", "--quiet", *where[:6])
    assert "pip install 'bnreport[digits]'" in call("plan", "one.yaml", "--profile", "smoke", *where, code=1)
    extended = spec.read_text().replace("looks: [5]", "looks: [6]")
    spec.write_text(extended)
    assert "PyTorch is not installed. pip install 'bnreport[train]'" in call(
        "run", "one.yaml", "--profile", "full", *where, code=1
    )


def test_what_trains_is_an_extra() -> None:
    """The README's two commands ask for it; who only judges does not get it. The version stands in one file."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {
        name: {re.split(r"[<>=]", each)[0] for each in each} for name, each in held["optional-dependencies"].items()
    }
    assert not {"torch", "torchvision", "scikit-learn"} & {re.split(r"[<>=]", each)[0] for each in held["dependencies"]}
    assert named["digits"] == {"scikit-learn"}
    assert named["train"] == {"bnreport[digits]", "torch", "torchvision"}
    assert "bnreport[train]" in named["dev"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^pip install .* -e (\S+) &&", readme, re.MULTILINE) == ['".[train]"', '".[dev]"']
    files = [path for path in ROOT.glob("*.*") if path.suffix in {".toml", ".cff", ".yml"}]
    assert [
        path.name for path in files if f'"{__version__}"' in path.read_text() or f" {__version__}\n" in path.read_text()
    ] == []
