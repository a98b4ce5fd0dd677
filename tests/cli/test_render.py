"""`bnreport render` from a published bundle."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from bnreport.results import Results
from bnreport.runs.bundle import packed
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study

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


def _write(path: Path, title: str) -> None:
    file = StudyFile(Path("toy.yaml"), "", "smoke", "asked", (), Study.model_validate({**STUDY, "title": title}))
    path.write_bytes(packed(file, Results()))


def test_the_bundle_that_is_named_is_rendered(call: Callable[..., Result], tmp_path: Path) -> None:
    """Whatever it is called, and whatever `results.json.gz` lies beside it."""
    _write(tmp_path / "results.json.gz", "The one beside")
    _write(tmp_path / "old.json.gz", "The old one")
    result = call("render", tmp_path / "old.json.gz", "--reports", tmp_path / "r")
    assert result.exit_code == 0, result.output
    page = (tmp_path / "r" / "toy" / "smoke" / "report.html").read_text()
    assert "The old one" in page
    assert "The one beside" not in page
    (tmp_path / "old.json.gz").write_text("garbage")
    result = call("render", tmp_path / "old.json.gz", "--reports", tmp_path / "r")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "old.json.gz" in result.stderr


def test_an_old_pdf_goes_with_one_line(call: Callable[..., Result], tmp_path: Path) -> None:
    """The page has changed, and no --pdf was asked for: verdicts that are no longer ours do not stay beside it."""
    _write(tmp_path / "results.json.gz", "The one beside")
    old = tmp_path / "r" / "toy" / "smoke" / "report.pdf"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"%PDF of another page")
    result = call("render", tmp_path / "results.json.gz", "--reports", tmp_path / "r")
    assert not old.exists()
    assert [line for line in result.stderr.splitlines() if "report.pdf" in line] == [
        "report.pdf was of another page, or damaged, and was removed. Render with --pdf for a new one."
    ]
