"""A difference as text, Markdown and JSON."""

import json
import re
from typing import Any

import pytest

from bnreport.report.diff.compare import Difference, compare
from bnreport.report.diff.say import FORMATS, to_json, to_markdown, to_text
from bnreport.report.diff.sides import side_of
from tests.report.diff.pairs import side, verdicts_only, with_margin
from tests.report.export.conftest import HOSTILE
from tests.report.synthesis.known import claim

TO = " \N{RIGHTWARDS ARROW} "


def _found() -> Difference:
    was = side({"it": with_margin(0.1), "gone": claim("untested", primary=False)})
    return compare(was, side({"it": with_margin(0.35), "new": claim("refuted", primary=False, claim=HOSTILE)}))


def test_text_tells_each_claim_and_why() -> None:
    """Old and new where they differ, once where they do not; then the answers, then the study's values."""
    lines = to_text(_found()).splitlines()
    at = lines.index("it: changed. It is supported.")
    assert lines[at + 1] == f"  verdict: supported{TO}refuted"
    assert re.fullmatch(r"  estimate: \+29\.60 pp \[\+\d\d\.\d\d, \+\d\d\.\d\d\] pp", lines[at + 2])
    assert lines[at + 4 : at + 6] == ["  status: confirmatory", f"  why: superiority.margin: 0.1{TO}0.35"]
    assert any(line.startswith("gone: removed. ") for line in lines)
    assert any(line.startswith("Question all: Is it so? supported") and TO in line for line in lines)
    assert f"  hypotheses.it.superiority.margin: 0.1{TO}0.35" in lines


def test_markdown_is_tables_that_hostile_text_does_not_break() -> None:
    """A row a claim with old and new verdict, estimate, certainty and why; values of the study are folded."""
    page = to_markdown(_found())
    head = "| Hypothesis | Verdict | Estimate, 95 % interval | Certainty | Why it changed |"
    assert head in page
    rows = page.partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}
    assert len(rows) == 2 + 3
    assert f"| it | supported{TO}refuted | " in page
    assert f"superiority.margin: 0.1{TO}0.35 |" in page
    assert "<b>" not in page
    assert "@all" not in page
    assert re.search(r"<details><summary>\d+ values of the study</summary>\n\n\| Where", page)


def test_a_composite_claim_tells_its_parts(small: Any) -> None:  # noqa: ANN401
    """Each with the interval that decides; where nothing ran there is a dash, as for any claim."""
    parts = [
        {"superiority": {"metric": metric, "arm": "vgg.batchnorm", "versus": "vgg.standard", "margin": 0.1}}
        for metric in ("test_loss", "train_accuracy")
    ]
    runs = {"vgg.batchnorm": small.arm(0.9), "vgg.standard": small.arm(0.5)}
    none, some = (side_of(small.facts(held, "all_of", {"parts": parts})) for held in ({}, runs))
    [estimate] = [line for line in to_text(compare(none, some)).splitlines() if line.startswith("  estimate: ")]
    assert estimate.startswith(f"  estimate: \N{EN DASH}{TO}+0.")
    assert re.search(r" nat; \+\d\d\.\d\d pp \[.*\] pp \(parts, intervals that decide\)$", estimate)


def test_json_has_both_sides() -> None:
    """Unrounded, with what kind of change it is; values are null where a study is not known."""
    held = json.loads(to_json(_found()))
    assert {each["hypothesis"]: each["change"] for each in held["claims"]} == {
        "it": "changed", "new": "added", "gone": "removed",
    }  # fmt: skip
    [it] = [each for each in held["claims"] if each["hypothesis"] == "it"]
    assert (it["old"]["verdict"], it["new"]["verdict"]) == ("supported", "refuted")
    assert it["old"]["estimate"] == pytest.approx(0.296)
    assert {each["where"] for each in held["values"]} >= {"hypotheses.it.superiority.margin"}
    one = side({"it": claim("supported")})
    assert json.loads(to_json(compare(one, verdicts_only(one))))["values"] is None


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_where_nothing_differs_it_says_so(name: str) -> None:
    """And whether the study was compared."""
    one = side({"it": claim("supported")})
    assert "Nothing differs: " in FORMATS[name](compare(one, one))
    assert "and so is every value of the study." in FORMATS[name](compare(one, one))
    assert "every value" not in FORMATS[name](compare(one, verdicts_only(one)))
