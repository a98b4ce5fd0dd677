"""The formats, and what they have in common."""

from dataclasses import replace
from pathlib import Path

import pytest

from bnreport.report import export as package
from bnreport.report.export import ALWAYS, FORMATS, export
from bnreport.report.facts import Facts


def test_every_format_is_a_file_of_its_name() -> None:
    """And every file that exports is in the list, so that adding one is noticed."""
    files = {path.stem for path in Path(package.__path__[0]).glob("*.py") if "\ndef export(" in path.read_text()}
    assert files - {"__init__"} == {*FORMATS}
    assert {*ALWAYS} <= {*FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_results_have_the_same_bytes(name: str, facts: Facts, tmp_path: Path) -> None:
    """Whatever was gathered before, and wherever the files go; each has something to say."""
    once, again = (
        export(facts, tmp_path / "report.html", [name]),
        export(replace(facts), tmp_path / "report.html", [name]),
    )
    assert once == again
    assert all(once.values())
    assert len(once) > 0


def test_files_carry_the_name_of_their_page(facts: Facts, tmp_path: Path) -> None:
    """Beside `x.report.html` lie `x.claims.csv` and so on: no other page's are replaced."""
    made = export(facts, tmp_path / "old.report.html", ALWAYS)
    assert sorted(path.name for path in made) == ["old.claims.csv", "old.verdicts.json"]
    assert {path.parent for path in made} == {tmp_path}
