"""What the lock leaves to be judged is kept in the bundle."""

from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.results import Results
from bnreport.runs.bundle import read_bundle, write_bundle
from bnreport.study.amendments import Amendment
from bnreport.study.load import StudyFile
from bnreport.study.lock import Registration

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]
AT = "2026-11-20T08:00:00+00:00"
MARGIN = Amendment("hypotheses.noise.superiority.margin", "0.03", "<0.02>")


def _locked(file: StudyFile, *changes: Amendment, at: str = AT) -> StudyFile:
    return replace(file, registration=Registration(at, "ab" * 32, changes))


@pytest.mark.parametrize("changes", [None, (), (MARGIN,)])
def test_the_bundle_keeps_the_registration(known: Known, tmp_path: Path, changes: tuple[Amendment, ...] | None) -> None:
    """None, untouched or amended: what is read back is what was written."""
    file = known[0] if changes is None else _locked(known[0], *changes)
    write_bundle(file, known[1], tmp_path)
    assert read_bundle(tmp_path).file == replace(file, path=Path(file.path.name))
