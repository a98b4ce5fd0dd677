"""The bottom line: words by certainty, and nothing that runs do not say."""

import re
from dataclasses import replace

import pytest

from bnreport.judge.certainty import Certainty
from bnreport.report.synthesis.bottom_line import LAST, NOTHING_YET, bottom_line
from bnreport.report.synthesis.claims import bearings_of, claims_of
from bnreport.report.synthesis.matrix import rows_of
from bnreport.report.synthesis.studies import Studied, explanations_of
from tests.report.synthesis.known import claim, published, studied, study, unrun

FOR = ("present", "for", "against")


def _told(*studies: Studied, level: str = "") -> list[str]:
    if level:
        for each in (judged for held in studies for judged in held.published):
            rated = {name: Certainty(level, ()) for name in each.facts.study.hypotheses}  # type: ignore[arg-type]
            each.facts.__dict__["rated"] = rated
    rows = rows_of(explanations_of(studies), bearings_of(claims_of(studies)), studies)
    return [" ".join(filter(None, each)) for each in bottom_line(rows)]


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
    first, *_ = _told(studied(published(study("one", claims, decided=["it", "more"]))), level=level)
    assert first.startswith("Steadier inputs: ")
    assert said in re.split("; |: ", first)


@pytest.mark.parametrize(
    ("aspect", "supported", "refuted"),
    [
        ("necessary", "the benefit goes when it is taken away", "the benefit stays when it is taken away"),
        ("sufficient", "the benefit comes with it alone", "the benefit does not come with it alone"),
    ],
)
def test_each_aspect_has_its_words(aspect: str, supported: str, refuted: str) -> None:
    """Needed is about taking it away, enough about it alone."""
    for outcome, said in (("supported", supported), ("refuted", refuted)):
        made = study("one", {"it": claim(outcome, bears={"steady": (aspect, "for", "against")})})
        first, *_ = _told(studied(published(made)), level="high")
        assert said in first


def test_what_was_not_tested_says_why() -> None:
    """With the reason; smaller networks and toys are named, and so is what no study asks."""
    made = study("one", {"it": claim("untested", bears={"steady": FOR})})
    first, *_ = _told(studied(published(made)))
    assert "whether it happens was not tested here (alike: arms are one and the same run)" in first
    assert "no study tests whether the benefit needs it or whether it is enough" in first
    made = study("one", {"it": claim("supported", bears={"steady": FOR})})
    assert (
        "it happens in networks smaller than the papers\N{RIGHT SINGLE QUOTATION MARK}"
        in _told(studied(published(made, scale="reduced")), level="high")[0]
    )
    assert "was tried in toys alone" in _told(studied(published(made, scale="toy")))[0]


def test_contested_names_both_sides() -> None:
    """And takes neither."""
    one = studied(published(study("one", {"it": claim("supported", bears={"steady": FOR})})))
    two = studied(published(study("two", {"it": claim("refuted", bears={"steady": FOR})})))
    assert "whether it happens is contested: One speaks for it and Two speaks against it" in _told(one, two)[0]


def test_one_study_on_both_sides_says_where() -> None:
    """By its questions, since its name would say nothing."""
    claims = {"it": claim("supported", bears={"steady": FOR}), "also": claim("refuted", bears={"steady": FOR})}
    first = _told(studied(published(study("one", claims, decided=["it", "also"]))))[0]
    assert "whether it happens is contested: One, where it asks \N{LEFT DOUBLE QUOTATION MARK}" in first
    assert "speaks for it and One, where it asks" in first


def test_a_decider_that_is_open_is_not_hidden() -> None:
    """The other still speaks."""
    claims = {
        "it": claim("supported", bears={"steady": FOR}),
        "also": claim("inconclusive", bears={"steady": FOR}),
    }
    told = _told(studied(published(study("one", claims, decided=["it", "also"]))), level="high")
    assert "it happens, though not every claim that decides this is settled" in told[0]


def test_the_least_certain_of_those_that_speak_counts() -> None:
    """A sentence is no surer than what it rests on."""
    claims = {"it": claim("supported", bears={"steady": FOR}), "also": claim("supported", bears={"steady": FOR})}
    held = published(study("one", claims, decided=["it", "also"]))
    held.facts.__dict__["rated"] = {"it": Certainty("high", ()), "also": Certainty("low", ())}
    assert "it may happen" in _told(studied(held))[0]


def test_a_decider_that_is_open_lowers_no_certainty() -> None:
    """Only those that speak are asked how sure they are."""
    claims = {"it": claim("supported", bears={"steady": FOR}), "also": claim("inconclusive", bears={"steady": FOR})}
    held = published(study("one", claims, decided=["it", "also"]))
    held.facts.__dict__["rated"] = {"it": Certainty("high", ()), "also": Certainty("low", ())}
    assert "it happens" in _told(studied(held))[0]


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
    assert told[1:] == ["No run has decided anything yet about a smoother loss and larger rates.", LAST]
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
    assert "it happens" in _told(studied(held))[0]
    assert "it may happen" in _told(studied(loose))[0]
