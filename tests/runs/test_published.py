"""The published reports are of today's code: no edit of words or pages turns their runs into those of older code."""

from pathlib import Path

import pytest

from bnreport.runs.bundle import read_bundle
from bnreport.runs.status import older

REPORTS = Path(__file__).parents[2] / "reports"


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*/*/results.json.gz")), ids=lambda path: str(path.parent.name))
def test_no_published_run_is_of_older_code(path: Path) -> None:
    """Its key is the one that the study and the code of today give it."""
    file, results = read_bundle(path)
    assert older(file, results) == ()
