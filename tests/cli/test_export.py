"""`bnreport export`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from bnreport.files import bundle_path, write_whole
from bnreport.runs.bundle import packed
from tests.cli.test_synthesize import _publish, _spec
from tests.report.conftest import example

Call = Callable[..., Result]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Publish the known study."""
    file, results, _ = example()
    path = bundle_path(tmp_path / "known_truth" / "smoke")
    write_whole(path, packed(file, results))
    return path


def test_the_formats_that_are_named_are_written(call: Call, bundle: Path, tmp_path: Path) -> None:
    """Beside the bundle or where --out says; their paths are printed, in the order of the list."""
    result = call("export", bundle, "--latex", "--csv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{bundle.parent / 'claims.csv'}\n{bundle.parent / 'report.tex'}\n"
    assert {path.name for path in bundle.parent.iterdir()} == {"results.json.gz", "claims.csv", "report.tex"}
    out = tmp_path / "out"
    assert call("export", bundle, "--csv", "--out", out).stdout == f"{out / 'claims.csv'}\n"
    assert (out / "claims.csv").read_bytes() == (bundle.parent / "claims.csv").read_bytes()


def test_all_are_written_when_none_is_named(call: Call, bundle: Path, tmp_path: Path) -> None:
    """Figures too."""
    result = call("export", bundle, "--out", tmp_path / "out")
    written = [Path(line).relative_to(tmp_path / "out").as_posix() for line in result.stdout.splitlines()]
    assert written[:5] == ["verdicts.json", "claims.csv", "report.md", "report.tex", "references.bib"]
    assert len(written) > 5
    assert all(each.startswith("figures/") and each.endswith(".pdf") for each in written[5:])


def test_a_study_is_exported_beside_its_report(call: Call, tmp_path: Path) -> None:
    """As it is stored; verdicts.json is what `judge --json` prints. Without runs there is nothing to export."""
    spec = _spec(tmp_path, "one")
    where = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r", "--quiet")
    result = call("export", spec, "--json", "--profile", "full", *where)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{spec}: no run of profile full is stored. `bnreport run` trains them.\n"
    _publish(tmp_path, spec, "full", 0.2)
    assert call("export", spec, "--json", "--profile", "full", *where).exit_code == 0
    judged = call("judge", spec, "--json", "--profile", "full", *where).stdout
    assert (tmp_path / "r" / "one" / "full" / "verdicts.json").read_text() == judged


def test_a_bundle_is_exported_as_it_is(call: Call, bundle: Path) -> None:
    """What would change it is refused as usage."""
    assert call("export", bundle, "--profile", "smoke").exit_code == 2
