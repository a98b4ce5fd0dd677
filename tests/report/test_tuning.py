"""What the report says of tuned arms."""

from collections.abc import Callable
from typing import Any

import pytest

from bnreport.report.card import card
from bnreport.report.facts import Facts
from bnreport.report.sections import checklist, design, limitations, provenance
from bnreport.report.tuning import say_tuning, say_tuning_of, tuning_tables
from bnreport.results import Results

Small = Any  # what conftest.py makes
A, B = "vgg.batchnorm", "vgg.standard"
CLAIM = {"metric": "train_accuracy", "arm": A, "versus": B, "margin": 0.02}
RATES = {
    "vary": "optimizer.lr",
    "values": [0.05, 0.1, 0.2],
    "arms": ["standard", "batchnorm"],
    "select": {"metric": "train_accuracy"},
}


@pytest.fixture(scope="module")
def made(small: Small) -> Callable[..., Facts]:
    """Return the maker of a study whose arms have 0.1; the best rate of each is given, and how often it was tried."""

    def facts(standard: float = 0.1, batchnorm: float = 0.1, seeds: int = 2) -> Facts:
        plain = small.facts({A: small.arm(0.7), B: small.arm(0.5)}, "superiority", CLAIM)
        vgg = plain.study.experiments["vgg"].model_dump() | {"tuning": RATES}
        known = {**plain.study.experiments, "vgg": type(plain.study.experiments["vgg"]).model_validate(vgg)}
        best = {"standard": standard, "batchnorm": batchnorm}
        tuning = {
            f"vgg.{arm}/lr={rate}": {seed: small.run(0.6 if rate == best[arm] else 0.4) for seed in range(seeds)}
            for arm in best
            for rate in (0.05, 0.1, 0.2)
        }
        study = plain.study.model_copy(update={"experiments": known})
        file = plain.file.__class__(plain.file.path, plain.file.text, "smoke", "named", (), study)
        return Facts(file, Results(plain.stored.runs, tuning), plain.verdicts)

    return facts


def answer(facts: Facts) -> str:
    """Return what the checklist says."""
    return next(item.answer for item in checklist.gather(facts) if item.question == "How were arms tuned?")


def test_a_study_without_tuning_says_so(facts: Facts) -> None:
    """In the checklist; there is no table, and nothing on a card."""
    assert answer(facts) == "they were not; settings are the study's"
    assert design.gather(facts).tuning == ()
    assert say_tuning_of(facts, [A, B]) == ()


def test_the_checklist_says_how_arms_were_tuned(made: Callable[..., Facts]) -> None:
    """Which arms, what was tried, the rule, whether each has what it selects, and how many were not tuned."""
    rule = "optimizer.lr, of each selected from 3 values, 2 seeds each, by the highest train accuracy (final)"
    said = answer(made())
    assert f": {rule}, on seeds that no verdict has; each arm has what it selects; the other " in said
    assert "not what the rule selects, or not known to be: batchnorm in vgg" in say_tuning(made(batchnorm=0.2))


def test_every_value_tried_has_a_row(made: Callable[..., Facts], page_of: Callable[[Facts], str]) -> None:
    """Seed by seed, with the mean; what is selected and what the arm has may be two rows."""
    facts = made(batchnorm=0.2)
    first, second = tuning_tables(facts)
    assert [(row.value, row.seeds, row.mean, row.said) for row in first.rows] == [
        ("0.05", ("40.0 %", "40.0 %"), "40.0 %", ""),
        ("0.1", ("60.0 %", "60.0 %"), "60.0 %", "selected, the arm's"),
        ("0.2", ("40.0 %", "40.0 %"), "40.0 %", ""),
    ]
    assert [row.said for row in second.rows] == ["", "the arm's", "selected"]
    assert second.sentence in page_of(facts)


def test_a_run_that_is_missing_is_a_dash(made: Callable[..., Facts]) -> None:
    """And there is no mean of the others."""
    row = tuning_tables(made(seeds=1))[0].rows[0]
    assert (row.seeds, row.mean) == (("40.0 %", "\N{EN DASH}"), "\N{EN DASH}")


def test_a_card_says_what_its_arms_have(made: Callable[..., Facts]) -> None:
    """Of each tuned arm that the claim reads."""
    facts = made(batchnorm=0.2)
    shown = card(facts, facts.verdicts[0])
    said = {name: text for name, text in shown.facts if name.startswith("Tuning of ")}
    assert len(said) == 2
    assert "where the rule selects 0.2" in said["Tuning of batchnorm"]


def test_a_value_that_the_rule_does_not_select_limits_the_study(made: Callable[..., Facts]) -> None:
    """The reader must not take it for a tuned arm."""
    assert not any("optimizer.lr" in line for line in limitations.gather(made()).limits)
    [line] = [line for line in limitations.gather(made(batchnorm=0.2)).limits if "optimizer.lr" in line]
    assert "has optimizer.lr 0.1, where the rule selects 0.2, " in line


def test_tuning_is_no_run_of_the_study_but_was_paid_for(made: Callable[..., Facts]) -> None:
    """The flow counts runs of claims; provenance counts all, and their time."""
    facts = made()
    assert len(facts.runs) == 10
    held = provenance.gather(facts)
    assert dict(held.facts)["Runs"] == "22, 12 of them to tune arms"
    assert held.compute == "22.0 s"
