"""The first screen: what a reader with a minute reads."""

import re
from dataclasses import replace
from typing import Any

from bnreport.report.facts import Facts
from bnreport.report.sections.answer import gather


def test_decided_questions_are_answered_whole_and_others_named(facts: Facts) -> None:
    """With word and sentences; what is open stands beside its question alone."""
    found = gather(facts)
    assert [(line.ask, line.badge.kind, line.word) for line in found.answers] == [
        (facts.study.questions["noise"].ask, "supported", facts.answers[0].words.word)
    ]
    assert "points" in found.answers[0].said
    assert [(each.word, each.asked) for each in found.more] == [
        ("Not settled", (("elsewhere", facts.study.questions["elsewhere"].ask),))
    ]


def test_the_title_is_answered_by_what_deciding_claims_say_of_explanations(facts: Facts) -> None:
    """Each explanation that they bear on, for or against; what is silent, or decides no question, does not count."""
    assert gather(facts).explanations == (
        ("Less internal covariate shift", "claims differ on whether it is needed"),
        ("A smoother loss", "perhaps enough"),
    )
    for verdict, said in (("inconclusive", "left open"), ("not_run", "not run yet")):
        changed = replace(facts, verdicts=tuple(replace(each, verdict=verdict) for each in facts.verdicts))
        assert {told for _, told in gather(changed).explanations} == {said}


def test_at_most_four_answers_are_told_whole(facts: Facts) -> None:
    """The others are named with their word, in the study's order."""
    many = tuple(facts.answers[0]._replace(name=f"q{i}") for i in range(6))
    held = replace(facts)
    held.__dict__["answers"] = many
    found = gather(held)
    assert [line.name for line in found.answers] == ["q0", "q1", "q2", "q3"]
    assert [[name for name, _ in each.asked] for each in found.more] == [["q4", "q5"]]


def test_a_toy_is_a_demo_and_answers_nothing(known: Any, facts: Facts) -> None:  # noqa: ANN401
    """No answer, no badge, and a banner."""
    profiles = {
        name: profile.model_copy(update={"scale": "toy"}) for name, profile in facts.file.study.profiles.items()
    }
    toy = replace(facts, file=replace(known[0], study=facts.file.study.model_copy(update={"profiles": profiles})))
    found = gather(toy)
    assert (found.demo, found.answers, found.more) == (True, (), ())


def test_the_doubt_that_matters_most_comes_first(known: Any, facts: Facts) -> None:  # noqa: ANN401
    """What a smaller scale may change, in the profile's own words where it has some; comparisons that could not be."""
    waits = "Not every run that is planned has been made; claims that need them are open."
    assert gather(facts).doubt == (waits,)
    void = tuple(replace(each, verdict="inconclusive", reason="not_started") for each in facts.verdicts)
    first, said = gather(replace(facts, verdicts=void)).doubt
    assert first == waits
    assert said.startswith("Some comparisons could not be made: ")
    for note in (None, "tiny networks."):
        profiles = {
            name: profile.model_copy(update={"scale": "reduced", "note": note})
            for name, profile in facts.file.study.profiles.items()
        }
        study = facts.file.study.model_copy(update={"profiles": profiles})
        doubt, *_ = gather(replace(facts, file=replace(known[0], study=study))).doubt
        assert doubt == "Tiny networks." if note else doubt.startswith("Networks or budgets are smaller")


def test_the_page_begins_with_it(page: str) -> None:
    """Then findings; no sentence on the first screen counts claims."""
    assert re.findall(r'<section id="([^"]+)"', page)[:2] == ["answer", "findings"]


def test_the_page_names_no_arm_by_its_identifier(page: str) -> None:
    """But in code: people read labels, in text, captions, alt texts and tables for download alike."""
    prose = re.sub(r"<code>.*?</code>|<script>.*?</script>", "", page)
    assert re.findall(r"\b(?:vgg|resnet)\.\w+", prose) == []
