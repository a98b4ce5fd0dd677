"""`claims.csv`."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from bnreport.report.export.claims import HEADERS, NAME, export
from bnreport.report.facts import Facts
from tests.report.export.conftest import HOSTILE


def _read(facts: Facts) -> list[dict[str, str]]:
    return [*csv.DictReader(StringIO(export(facts)[NAME].decode(), newline=""))]


def test_a_row_a_claim_with_its_numbers(facts: Facts) -> None:
    """Unrounded, in the study's order; the interval at 95 % and that which decides are two."""
    rows = _read(facts)
    first, verdict = rows[0], facts.verdicts[0]
    assert [row["id"] for row in rows] == [each.hypothesis for each in facts.verdicts]
    assert tuple(first) == HEADERS
    assert verdict.interval is not None
    assert verdict.verdict_interval is not None
    assert [float(first[name]) for name in ("estimate", "low_95", "high_95", "low_deciding", "high_deciding", "p")] == [
        verdict.estimate, *verdict.interval, *verdict.verdict_interval, verdict.p,
    ]  # fmt: skip
    assert [first[name] for name in ("number", "verdict", "unit", "margin", "region_low", "region_high", "n")] == [
        "1", "supported", "fraction", "0.02", "-0.02", "inf", "5",
    ]  # fmt: skip
    assert (rows[1]["paper_says"], rows[1]["paper_value"], rows[4]["paper_says"]) == ("supported", "0.03", "")


def test_a_text_is_never_computed(hostile: Facts) -> None:
    """A cell that begins like a formula says that it is text; a negative number stays one, and no row is broken."""
    rows = _read(hostile)
    assert {row["claim"] for row in rows} == {f"'{' '.join(HOSTILE.split())}"}
    assert float(rows[0]["region_low"]) == -0.02
    assert export(hostile)[NAME].decode().count("\n") == 1 + len(rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r+", "\n-", " @"])
def test_whatever_comes_before_a_formula_it_is_text(start: str, facts: Facts) -> None:
    """Blanks and line ends too, which a spreadsheet passes over."""
    held, name = facts.file.study, "noise_does_not_harm_accuracy"
    claim = held.hypotheses[name].model_copy(update={"claim": f"{start}1"})
    study = held.model_copy(update={"hypotheses": {**held.hypotheses, name: claim}})
    changed = Facts(replace(facts.file, study=study), facts.stored, facts.verdicts)
    assert _read(changed)[0]["claim"] == f"'{start.strip()}1"


def test_a_composite_claim_has_no_number_of_its_own(small: Any) -> None:  # noqa: ANN401
    """How far its worst part lies inside its region is none that people read."""
    part = {"superiority": {"metric": "test_loss", "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}}
    other = {"superiority": {**part["superiority"], "metric": "train_accuracy"}}
    runs = {"vgg.batchnorm": small.arm(0.9), "vgg.standard": small.arm(0.5)}
    [row] = _read(small.facts(runs, "all_of", {"parts": [part, other]}))
    assert row["verdict"] == "supported"
    assert {row[name] for name in ("estimate", "unit", "low_95", "high_deciding", "region_low", "margin")} == {""}
    assert row["n"] == "5"
