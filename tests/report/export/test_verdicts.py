"""`verdicts.json`."""

import json
from math import nan

import pytest

from bnreport.report.export.verdicts import NAME, document, export, plain_tuning
from bnreport.report.export.words import say_effect_of
from bnreport.report.facts import Facts
from tests.judge.test_tuning import tuned


def test_the_document_says_what_the_study_says_of_each_claim(facts: Facts) -> None:
    """Its number, text, kind and margin, what the paper says, and in words what was found; of the study its title."""
    held = json.loads(export(facts)[NAME])
    first = held["verdicts"][0]
    assert {name: held[name] for name in ("study", "profile", "scales", "finished_at")} == {
        "study": "known_truth", "profile": "smoke", "scales": ["paper"], "finished_at": "2026-11-20T10:04:00+00:00",
    }  # fmt: skip
    assert (held["title"], held["source"]["url"]) == (facts.study.title, "https://arxiv.org/abs/1805.11604v3")
    assert {name: first[name] for name in ("number", "hypothesis", "question", "kind", "margin", "status")} == {
        "number": 1, "hypothesis": "noise_does_not_harm_accuracy", "question": "noise", "kind": "noninferiority",
        "margin": 0.02, "status": "unregistered",
    }  # fmt: skip
    assert first["claim"] == facts.study.hypotheses[first["hypothesis"]].claim
    assert first["paper"] == {"says": "supported", "where": "Fig. 2, p. 3", "value": None}
    assert first["said"] == say_effect_of(facts, facts.verdicts[0]) != ""
    assert [len(each["said"]) for each in held["questions"]] == [2, 1]
    assert held == document(facts)


def test_json_has_every_number() -> None:
    """The rule with its direction, the values tried, what is selected and what the arm has; no NaN."""
    held = tuned([0.5, 0.5], [0.6, 0.6], [0.7, 0.7])
    made = plain_tuning(held)
    assert made["select"] == {"metric": "train_accuracy", "reduce": "final", "better": "higher"}
    assert made["tried"][0] == {"value": 0.1, "numbers": pytest.approx([0.5, 0.5]), "mean": 0.5, "diverged": 0}
    assert (made["arm"], made["seeds"], made["missing"]) == ("e.b", 2, 0)
    assert (made["selected"], made["has"], made["by_rule"]) == (1.0, 0.3, False)
    lost = held._replace(tried=tuple(each._replace(numbers=(nan, nan)) for each in held.tried))
    assert json.loads(json.dumps(plain_tuning(lost), allow_nan=False))["tried"][0]["mean"] is None
