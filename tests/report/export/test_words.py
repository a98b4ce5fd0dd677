"""What formats say alike."""

from dataclasses import replace

from bnreport.report.export.words import departures
from bnreport.report.facts import Facts
from bnreport.study.amendments import Amendment
from bnreport.study.registration import Locked, Registration


def quoted(text: str) -> str:
    """Put it in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def test_departures_are_from_the_paper_and_from_the_lock(facts: Facts) -> None:
    """The study's own words first; then what --set and amendments changed."""
    assert [*departures(facts)] == ["Five seeds instead of one.", "A residual network of 8 layers instead of VGG."]
    lock = Registration(
        (Locked("2026-01-01T12:00:00+00:00", "ab" * 32, "cd" * 16, "", {}),),
        (Amendment("seeds.looks", "[5]", "[6]"), Amendment("questions.new.ask", "", "So?")),
        {},
    )
    changed = Facts(replace(facts.file, registration=lock, overrides=("a=1",)), facts.stored, facts.verdicts)
    assert [*departures(changed)][2:] == [
        "Not the study as it was locked: --set a=1.",
        f"Amended: seeds.looks, from {quoted('[5]')} to {quoted('[6]')}.",
        f"Amended: questions.new.ask, from nothing to {quoted('So?')}.",
    ]
