"""The tables of speed that people read are those of the results that were kept."""

from pathlib import Path

import pytest

from benchmarks.table import parts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("part", ["training", "waiting"])
def test_readme_shows_what_was_measured(part: str) -> None:
    """Line by line."""
    assert parts()[part] in (ROOT / "README.md").read_text(encoding="utf-8")


def test_contributing_shows_what_measurements_cost() -> None:
    """Line by line."""
    assert parts()["probes"] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
