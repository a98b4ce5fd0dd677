"""Every kind of claim, supported, refuted and inconclusive, on arms whose truth is known: from runs to the page."""

import re
from collections.abc import Mapping
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bnreport.figures import requested
from bnreport.formatting import say_effect, say_span, say_value
from bnreport.hypotheses import registry
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.explanation import labelled
from bnreport.judge.wording import parts_of
from bnreport.report.card import USUAL
from bnreport.report.consistency import check_report
from bnreport.report.strip import strip
from bnreport.study.bind import labels_of
from tests.hypotheses.kinds import KINDS

if TYPE_CHECKING:
    from bnreport.hypotheses.shared.evidence import Evidence
    from bnreport.judge.verdicts import Verdict

Golden = Any  # what conftest.py makes
ANSWERS = ("supported", "refuted", "inconclusive")
SHAPES = ("✓", "✕", "?")
LOST = "\N{MULTIPLICATION SIGN} diverged"


def _row(golden: Golden, verdict: "Verdict") -> str:
    [row] = re.findall(rf'<tr id="verdict-{verdict.hypothesis}".*?</tr>', golden.page, re.DOTALL)
    return unescape(row)


def _card(golden: Golden, verdict: "Verdict") -> str:
    [card] = re.findall(rf'<article class="card" id="claim-{verdict.hypothesis}".*?</article>', golden.page, re.DOTALL)
    return str(card).partition('<details class="sensitivity"')[0]


def _words(part: str) -> list[tuple[str, str]]:
    """Return alt text, which the first panel has, and caption of every figure."""
    figures = re.findall(r"<figure .*?</figure>", part, re.DOTALL)
    found = [(re.findall(r'\salt="([^"]*)"', each), re.findall(r"<bdi>(.*?)</bdi>", each)) for each in figures]
    return [(unescape(alt), unescape(caption)) for [alt, *_], [caption] in found]


def _evidence(verdict: "Verdict") -> "Evidence":
    return verdict.evidence


def _arms(options: Mapping[str, Any]) -> list[str]:
    """Return the arms that a claim compares."""
    if "parts" in options:
        return [arm for part in options["parts"] for [test] in [part.values()] for arm in _arms(test)]
    roles = ("arm", "versus", "elsewhere_arm", "elsewhere_versus")
    return list(options.get("arms") or [options[role] for role in roles if role in options])


def test_page_does_not_contradict_itself(golden: Golden) -> None:
    """Whoever words a sentence wrongly is told by another sentence, a table or a picture."""
    check_report(golden.facts, golden.page, {})


def test_verdicts_are_the_truth(golden: Golden) -> None:
    """Each claim gets the verdict that its arms deserve, on the effect that they have."""
    assert tuple(each.verdict for each in golden.verdicts) == ANSWERS
    assert [each.estimate for each in golden.verdicts] == pytest.approx(golden.effects, abs=1e-7)


def test_each_effect_is_said_as_a_person_would(golden: Golden) -> None:
    """Who does how much more or less than whom, and where that may lie, as the kind's own test file has it."""
    tests = (golden.study.hypotheses[verdict.hypothesis].test for verdict in golden.verdicts)
    told = [
        say_effect_in_words(verdict, partial(labelled, labels=labels_of(golden.study, test)))
        for verdict, test in zip(golden.verdicts, tests, strict=True)
    ]
    assert told == [KINDS[golden.kind].SAYS[answer] for answer in ANSWERS]


def test_a_strip_shows_what_each_part_decides(golden: Golden) -> None:
    """One row has the verdict; of many, one that holds is not drawn as failed because another does."""
    for verdict in golden.verdicts:
        made = strip(verdict, "")
        assert made is not None
        kinds = [row.kind for row in made.rows]
        if golden.kind == "all_of":
            assert kinds == ["supported", verdict.verdict]
        elif len(kinds) == 1:
            assert kinds == [verdict.verdict]
        assert ("refuted" in kinds) == (verdict.verdict == "refuted")


def test_the_table_has_the_verdict_of_each_claim(golden: Golden) -> None:
    """Its row has badge, effect and interval of this claim and no other; its card has the same badge."""
    pattern = r'class="badge (\w+)"><span class="shape" aria-hidden="true">(.)</span> (\w+)'
    for answer, shape, effect, verdict in zip(ANSWERS, SHAPES, golden.effects, golden.verdicts, strict=True):
        row, unit = _row(golden, verdict), _evidence(verdict).unit
        assert re.findall(pattern, row) == [(answer, shape, answer.capitalize())]
        assert re.findall(pattern, _card(golden, verdict)) == [(answer, shape, answer.capitalize())]
        parts = [(part.estimate, part.interval, part.unit) for part in parts_of(verdict)]
        for estimate, interval, of in parts or [(effect, verdict.verdict_interval, unit)]:
            assert say_effect(estimate, of) in row
            assert say_span(interval, of) in row
        assert golden.study.hypotheses[verdict.hypothesis].claim in row


def test_cards_have_their_figures(golden: Golden) -> None:
    """All that the kind asks for, each about the arms of this claim, the main one with verdict and effect."""
    asked = [each.kind for each in requested(registry[golden.kind].constants.get("FIGURES", USUAL))]
    for answer, effect, verdict in zip(ANSWERS, golden.effects, golden.verdicts, strict=True):
        card, evidence = _card(golden, verdict), _evidence(verdict)
        prefix = f"{golden.study.study}-{verdict.hypothesis}"
        assert re.findall('download="([^"]*)"', card) == [f"{prefix}-{figure}.csv" for figure in asked]
        words = _words(card)
        assert len(words) == card.count("<figure") == len(asked)
        alt = words[0][0]
        assert alt.startswith(answer.capitalize())
        parts = [(part.evidence.estimate, part.evidence.unit) for part in evidence.parts]
        said = [say_effect(found.value, unit) for found, unit in parts if found] if asked[0] == "forest" else []
        assert all(each in alt for each in said or [say_effect(effect, evidence.unit)])
        for arm in _arms(golden.study.hypotheses[verdict.hypothesis].test.options):
            assert all(arm.partition(".")[2] in alt for alt, _ in words)


def test_figures_speak_of_numbers_only(golden: Golden) -> None:
    """No alt text or caption on the whole page lets a missing value through, or is empty."""
    words = _words(golden.page)
    assert len(words) == golden.page.count("<figure")
    panels = map(unescape, re.findall(r'<img [^>]* alt="([^"]*)"', golden.page))
    for text in (*(each for pair in words for each in pair), *panels):
        assert text
        assert not re.search(r"(?<![a-z])(nan|inf)(?![a-z])|None", text)


def _numbers(golden: Golden, options: Mapping[str, Any], name: str) -> list[str]:
    """Return what the runs of an arm show, seed by seed."""
    arm = golden.arms[name.partition(".")[2]]
    if hasattr(KINDS[golden.kind], "shown"):
        found: list[str] = KINDS[golden.kind].shown(arm, options)
        return found
    return [say_value(end, "fraction") for end in arm.accuracy]


def test_every_number_is_in_the_seed_table(golden: Golden) -> None:
    """Of each arm and seed what the arm is known to do, marked where it diverged, and each seed's effect."""
    for verdict in golden.verdicts:
        card, evidence = _card(golden, verdict), _evidence(verdict)
        options = golden.study.hypotheses[verdict.hypothesis].test.options
        rows = {
            unescape(name): [" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in re.findall(r"<td.*?</td>", row)]
            for table in re.findall(r'<table class="dense seeds">.*?</table>', card, re.DOTALL)
            for name, row in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table, re.DOTALL)
        }
        if "parts" in options:
            for at, part in enumerate(options["parts"], 1):
                for name in _arms(*part.values()):
                    lost, ends = golden.arms[name.partition(".")[2]].diverged, _numbers(golden, options, name)
                    assert rows[f"Part {at}, {golden.study.label(name)}"] == [
                        f"{end} {LOST}" * (seed in lost) or end for seed, end in enumerate(ends)
                    ]
            continue
        metric = f", {options['metric'].replace('_', ' ')}" if golden.kind == "association" else ""
        for name in _arms(options):
            lost = golden.arms[name.partition(".")[2]].diverged
            known = enumerate(_numbers(golden, options, name))
            said = golden.study.label(name)
            [told] = [row for row in rows if row == said or (metric and row.startswith(f"{said}{metric} "))]
            assert rows[told] == [f"{text} {LOST}" if seed in lost else text for seed, text in known]
        if golden.kind == "association":  # no effect belongs to one seed; the other metric stands beside the first
            assert len(rows) == 2 * len(_arms(options))
            continue
        [title] = [name for name in rows if name.startswith("effect")]
        unit = "1" if "(" in title else evidence.unit  # a long unit stands in the title
        assert rows[title] == [say_effect(each, unit) for each in evidence.effects]
