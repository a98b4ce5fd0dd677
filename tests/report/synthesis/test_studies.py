"""Which studies may stand side by side."""

from pathlib import Path

import pytest

from bnreport.errors import SpecError
from bnreport.report.synthesis.studies import explanations_of, read_studies
from bnreport.runs.folders import Folders
from bnreport.runs.store import Store
from tests import toy
from tests.report.synthesis.known import claim, study, unrun


def test_explanations_are_joined_by_name() -> None:
    """In the order of the studies; one name has one text."""
    one = study("one", {"it": claim("supported")})
    more = {"rank": {"label": "Full rank", "says": "It is full."}}
    held = {name: each.model_dump() for name, each in one.explanations.items()}
    two = study("two", {"it": claim("supported")}, explanations=more | {"rates": held["rates"]})
    assert [*explanations_of([unrun(one), unrun(two)])] == ["steady", "smooth", "rates", "rank"]
    other = study("two", {"it": claim("supported")}, explanations={"rates": more["rank"]})
    with pytest.raises(SpecError, match=r"two.yaml: explanations.rates: has another label or text than in one.yaml"):
        explanations_of([unrun(one), unrun(other)])


def test_a_study_without_a_bundle_was_not_run(tmp_path: Path) -> None:
    """Named twice it is read once."""
    spec = tmp_path / "toy.yaml"
    spec.write_text(toy.TEXT)
    folders = Folders(tmp_path / "s", tmp_path / "d", tmp_path / "r")
    [held] = read_studies([spec, spec], folders, Store(folders.store, print))
    assert (held.name, held.paper, held.published) == ("toy", "Toy", ())
