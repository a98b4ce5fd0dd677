"""The bottom line: words by certainty, and nothing that runs do not say."""

import re
from dataclasses import replace

import pytest

from bnreport.judge.certainty import Certainty
from bnreport.report.synthesis.bottom_line import LAST, NOTHING_YET, bottom_line
from bnreport.report.synthesis.claims import bearings_of, claims_of
from bnreport.report.synthesis.clauses import clauses
from bnreport.report.synthesis.matrix import Row, rows_of
from bnreport.report.synthesis.studies import Studied, explanations_of
from tests.report.synthesis.known import claim, published, studied, study, unrun

FOR = ("present", "for", "against")


def _rows(*studies: Studied, level: str = "") -> tuple[Row, ...]:
    if level:
        for each in (judged for held in studies for judged in held.published):
            rated = {name: Certainty(level, ()) for name in each.facts.study.hypotheses}  # type: ignore[arg-type]
            each.facts.__dict__["rated"] = rated
    return rows_of(explanations_of(studies), bearings_of(claims_of(studies)), studies)


def _told(*studies: Studied, level: str = "") -> list[str]:
    return [" ".join(filter(None, each)) for each in bottom_line(_rows(*studies, level=level))]


def _clauses(*studies: Studied, level: str = "") -> str:
    return clauses(_rows(*studies, level=level)[0])


def _two(one: str, two: str) -> Studied:
    """Return a study whose two deciding claims come out so."""
    claims = {"it": claim(one, bears={"steady": FOR}), "also": claim(two, bears={"steady": FOR})}
    return studied(published(study("one", claims, decided=["it", "also"])))


@pytest.mark.parametrize(
    ("outcome", "level", "said"),
    [
        ("supported", "high", "it happens"),
        ("supported", "moderate", "it probably happens"),
        ("supported", "low", "it may happen"),
        ("supported", "very low", "whether it happens is very uncertain, and what there is speaks for it"),
        ("refuted", "high", "it does not happen"),
        ("refuted", "moderate", "it probably does not happen"),
        ("refuted", "low", "it may not happen"),
        ("inconclusive", "high", "whether it happens is not settled"),
        ("not_run", "high", "no run has tested yet whether it happens"),
    ],
)
def test_words_follow_the_certainty(outcome: str, level: str, said: str) -> None:
    """What is not decided gets no answer at any certainty."""
    claims = {
        "it": claim(outcome, bears={"steady": FOR}),
        "more": claim("supported", bears={"steady": ("necessary", "for", "against")}),
    }
    held = studied(published(study("one", claims, decided=["it", "more"])))
    assert said in re.split("; |: ", _clauses(held, level=level))


@pytest.mark.parametrize(
    ("aspect", "supported", "refuted"),
    [
        ("necessary", "the benefit goes when it is taken away", "a benefit remains when it is taken away"),
        ("sufficient", "the benefit comes with it alone", "not all of the benefit comes with it alone"),
    ],
)
def test_each_aspect_has_its_words(aspect: str, supported: str, refuted: str) -> None:
    """Needed is about taking it away, enough about it alone."""
    for outcome, said in (("supported", supported), ("refuted", refuted)):
        made = study("one", {"it": claim(outcome, bears={"steady": (aspect, "for", "against")})})
        assert said in _clauses(studied(published(made)), level="high")


def test_what_was_found_follows() -> None:
    """Of the first claim that speaks; nothing where none does."""
    told = _clauses(_two("supported", "supported"), level="high")
    assert "it happens: training accuracy is 30 points higher with supported than with base (" in told
    assert "points" not in _clauses(_two("inconclusive", "untested"))


def test_what_was_not_tested_says_why() -> None:
    """With the reason; smaller networks and toys are named, and so is what no study asks."""
    made = study("one", {"it": claim("untested", bears={"steady": FOR})})
    first = _clauses(studied(published(made)))
    assert "whether it happens was not tested here (alike: arms are one and the same run)" in first
    assert "no study tests whether the benefit needs it or whether it is enough" in first
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    assert "it happens in networks smaller than the papers\N{RIGHT SINGLE QUOTATION MARK}" in _clauses(
        studied(published(made, scale="reduced")), level="high"
    )
    assert "was tried in toys alone" in _clauses(studied(published(made, scale="toy")))


def test_contested_names_both_sides() -> None:
    """And takes neither."""
    one = studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    two = studied(published(study("two", {"it": claim("refuted", bears={"steady": FOR})})))
    assert "whether it happens is contested: One speaks for it and Two speaks against it" in _clauses(one, two)
    assert "Contested, whether it happens: steadier inputs." in _told(one, two)


def test_one_study_on_both_sides_says_where() -> None:
    """By its questions, since its name would say nothing; by its claims where one question has both."""
    told = _clauses(_two("supported", "refuted"))
    assert "contested: One by “It is supported.” speaks for it and One by “It is refuted.” speaks against it" in told
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "also": claim("refuted", bears={"steady": FOR}, question="more"),
    }
    asked = {"all": {"ask": "Is it so?", "decided_by": ["it"]}, "more": {"ask": "Is it?", "decided_by": ["also"]}}
    told = _clauses(studied(published(study("one", claims, questions=asked))))
    assert "One, where it asks “Is it so?”, speaks for it and One, where it asks “Is it?”, speaks against it" in told


def test_smaller_networks_speak_where_larger_leave_it_open() -> None:
    """On one side, or that they differ; toys never, and not where larger ones have decided."""
    wide = studied(published(study("one", {"it": claim("inconclusive", bears={"steady": FOR})})))
    sure = studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    small = [
        studied(published(study(name, {"it": claim(outcome, bears={"steady": FOR})}), scale="reduced"))
        for name, outcome in (("two", "supported"), ("three", "refuted"))
    ]
    assert "in networks smaller" not in _clauses(sure, small[0])
    said = "whether it happens is not settled; in networks smaller than the papers\N{RIGHT SINGLE QUOTATION MARK} it "
    assert f"{said}happens" in _clauses(wide, small[0], level="high")
    assert "not settled; claims on smaller networks differ" in _clauses(wide, *small)


def test_exploratory_runs_are_results() -> None:
    """A page that says that there are none would be false."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR}, primary=False)})
    assert NOTHING_YET not in _told(studied(published(made)))


def test_a_decider_that_is_open_is_not_hidden() -> None:
    """The other still speaks."""
    held = _two("supported", "inconclusive")
    assert "it happens, though not every claim that decides this is settled" in _clauses(held, level="high")
    assert "Happens with BatchNorm: steadier inputs (not every claim settled)." in _told(held, level="high")


@pytest.mark.parametrize(("second", "said"), [("supported", "it may happen"), ("inconclusive", "it happens")])
def test_the_least_certain_of_those_that_speak_counts(second: str, said: str) -> None:
    """A sentence is no surer than what it rests on; one that is open lowers nothing."""
    held = _two("supported", second)
    held.published[0].facts.__dict__["rated"] = {"it": Certainty("high", ()), "also": Certainty("low", ())}
    assert said in _clauses(held)


@pytest.mark.parametrize(
    ("aspect", "outcome", "level", "scale", "said"),
    [
        ("necessary", "supported", "high", "paper", "Needed: steadier inputs."),
        ("necessary", "refuted", "moderate", "paper", "Not needed for all of it: probably steadier inputs."),
        ("sufficient", "supported", "low", "paper", "Enough: perhaps steadier inputs."),
        ("sufficient", "refuted", "high", "reduced", "Not enough for all of it: steadier inputs (smaller networks)."),
        ("present", "refuted", "very low", "paper",
         "Does not happen with BatchNorm: on little evidence perhaps steadier inputs."),
        ("present", "inconclusive", "high", "paper", "Left open, whether it happens: steadier inputs."),
    ],
)  # fmt: skip
def test_the_paragraph_goes_from_what_explains_to_what_is_open(
    aspect: str, outcome: str, level: str, scale: str, said: str
) -> None:
    """It says first which of needed and enough nothing is shown to be."""
    made = study("one", {"it": claim(outcome, bears={"steady": (aspect, "for", "against")})})
    first, *told = _told(studied(published(made, scale=scale)), level=level)
    both = ["needed"] * (not said.startswith("Needed")) + ["enough"] * (not said.startswith("Enough"))
    assert first == f"No explanation is shown to be {' or '.join(both)} for the benefit of BatchNorm."
    assert told[0] == said


def test_a_claim_that_decides_nothing_changes_no_word() -> None:
    """However it comes out."""
    claims = {"it": claim("supported", bears={"steady": FOR})}
    alone = _told(studied(published(study("one", claims))))
    beside = {**claims, "beside": claim("refuted", bears={"steady": FOR})}
    assert _told(studied(published(study("one", beside)))) == alone


def test_nothing_is_counted_proved_or_averaged() -> None:
    """No numbers of claims, no `because`; other explanations are named, and the last sentence is a caution."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    told = _told(studied(published(made)), level="high")
    untested = (
        "No study tests whether it happens: a smoother loss and larger rates; whether the benefit needs it: steadier "
        "inputs, a smoother loss and larger rates; whether it is enough: steadier inputs, a smoother loss and larger "
        "rates."
    )
    assert told[2:] == [untested, LAST]
    assert not re.search(r"\d|because|average", " ".join(told))


def test_without_runs_nothing_is_said() -> None:
    """One sentence."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    assert _told(unrun(made)) == [NOTHING_YET]


def test_a_low_certainty_is_not_told_as_a_high_one() -> None:
    """Judged for real: without a lock the same verdict may at most."""
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    held = published(made)
    free = tuple(
        replace(each, registration=each.registration._replace(word="unregistered")) for each in held.facts.verdicts
    )
    loose = held._replace(facts=replace(held.facts, verdicts=free))
    assert "it happens" in _clauses(studied(held))
    assert "it may happen" in _clauses(studied(loose))
