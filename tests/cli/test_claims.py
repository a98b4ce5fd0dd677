"""Answers and claims, as a terminal shows them."""

import io
from collections.abc import Iterable
from dataclasses import replace

import pytest
from rich.console import Console, RenderableType
from rich.text import Text

from bnreport.cli._claims import COLOURS, Entry, answers, claims
from bnreport.cli._terminal import rendered
from bnreport.formatting import say_p, say_span
from bnreport.judge.trust import Trust
from bnreport.judge.validity import say_reason
from bnreport.judge.wording import BADGES
from bnreport.report.facts import Facts
from tests.report.conftest import example

WIDE = 10_000


def text_of(shown: Iterable[RenderableType], width: int = WIDE) -> str:
    """Return it as plain text."""
    return rendered(Console(file=io.StringIO(), width=width), *shown)


def entry_of(facts: Facts, name: str) -> list[str]:
    """Return the lines of a claim without what is around them, its badge before the first."""
    [found] = [block for block in text_of(claims(facts)).split("\n\n") if f"  {name}\n" in f"{block}\n"]
    return [line.strip() for line in found.splitlines()]


def unasked(facts: Facts, *names: str) -> Facts:
    """Return the same with these claims belonging to no question."""
    held = facts.study.hypotheses
    changed = {name: held[name].model_copy(update={"question": None}) for name in names}
    made = facts.study.model_copy(update={"hypotheses": {**held, **changed}})
    return replace(facts, file=replace(facts.file, study=made))


@pytest.fixture(scope="module")
def facts() -> Facts:
    """Return the study of known truth."""
    return Facts(*example())


@pytest.mark.parametrize("width", [60, 79, 80, 100])
def test_nothing_is_lost_or_cut_at_any_width(facts: Facts, width: int) -> None:
    """The same words in the same order as in a pipe, none in two, no line longer than the terminal is wide."""
    for shown in (claims, answers):
        text = text_of(shown(facts), width)
        assert max(map(len, text.splitlines())) <= width
        assert text.split() == text_of(shown(facts)).split()


@pytest.mark.parametrize(("width", "lines"), [(60, 3), (100, 2)])
def test_the_longest_id_is_whole_where_there_is_little_room(width: int, lines: int) -> None:
    """Below its badge instead of beside it."""
    name = "batchnorm_makes_worst_gradients_predictive_deep_linear"
    text = text_of([Entry(BADGES["inconclusive"], (Text("A claim."), Text(name)))], width)
    assert (name in text.split(), len(text.splitlines())) == (True, lines)


def test_claims_stand_below_their_question(facts: Facts) -> None:
    """Below its answer with how sure that is; those of no question come after, what is exploratory last."""
    facts = unasked(facts, "batchnorm_raises_test_accuracy")
    facts.__dict__["trusts"] = {name: Trust("low", ("3",)) for name in facts.trusts}
    sure = "low certainty, lost without seed 3"
    lines = text_of(claims(facts)).splitlines()
    asked = facts.study.questions
    assert [line for line in lines if line and not line.startswith("  ")] == [
        asked["noise"].ask,
        f"✓ Perhaps, {sure}; decided by noise_does_not_harm_accuracy and batchnorm_raises_test_accuracy",
        asked["elsewhere"].ask,
        "? Not settled; decided by batchnorm_helps_the_small_net",
        "Claims of no question",
        "Exploratory: an estimate, and no verdict",
    ]
    order = [
        line.rpartition("  ")[2] for line in lines if line[:3] in {f"  {badge.shape}" for badge in BADGES.values()}
    ]
    assert order == [
        "noise_does_not_harm_accuracy",
        "noise_helps_without_batchnorm",
        "batchnorm_helps_the_small_net",
        "batchnorm_allows_ten_times_the_rate",
        "batchnorm_raises_test_accuracy",
        "batchnorm_narrows_the_loss_range",
    ]


def test_a_claim_has_everything_that_a_reader_needs(facts: Facts) -> None:
    """Badge, claim and id on one line; effect, certainty and paper; seeds, p, Holm's p, its bar and the status."""
    [verdict] = [each for each in facts.verdicts if each.hypothesis == "noise_helps_without_batchnorm"]
    first, effect, sure, numbers = entry_of(facts, verdict.hypothesis)
    assert first == "✕ Refuted       The same noise helps a network without BatchNorm.  noise_helps_without_batchnorm"
    assert effect == "Training accuracy is 36 points lower with noisy standard than with standard (19 to 53)."
    assert sure == f"{facts.trusts[verdict.hypothesis]}; beside the paper: replicates"
    assert numbers == (
        f"5 of 5 seeds; p {say_p(verdict.p)}, Holm p {say_p(verdict.p_holm)} against 0.05; {verdict.registration.word}"
    )


def test_what_has_no_verdict_says_why(facts: Facts) -> None:
    """In words, and once: runs that are missing, an interval on both sides, a comparison that means nothing."""
    assert entry_of(facts, "batchnorm_allows_ten_times_the_rate")[1].startswith("runs are missing")
    assert entry_of(facts, "batchnorm_helps_the_small_net")[2].endswith(f"; {say_reason('imprecise')}")
    [verdict] = [each for each in facts.verdicts if each.hypothesis == "batchnorm_helps_the_small_net"]
    untested = replace(verdict, reason="degenerate", p=None, p_holm=None, alpha=None)
    made = replace(facts, verdicts=tuple(untested if each == verdict else each for each in facts.verdicts))
    void = entry_of(made, verdict.hypothesis)
    assert void[0].startswith("? Inconclusive  ")
    assert sum(say_reason("degenerate") in line for line in void) == 1
    assert void[-1].endswith("no p value; unregistered")


def test_without_a_verdict_the_ordinary_interval_is_given(facts: Facts) -> None:
    """Of what is exploratory."""
    [verdict] = facts.exploratory
    span = say_span(verdict.interval, "ratio")
    assert entry_of(facts, verdict.hypothesis)[-1] == f"5 of 5 seeds; 95 % interval {span}; no p value; unregistered"


def test_answers_come_with_what_was_measured(facts: Facts) -> None:
    """One entry a question; of a study without questions, one a claim that is to be decided."""
    asked = facts.study.questions
    text = text_of(answers(facts))
    assert [block.splitlines()[0] for block in text.strip().split("\n\n")] == [
        f"✓ Supported     {asked['noise'].ask}",
        f"? Inconclusive  {asked['elsewhere'].ask}",
    ]
    assert ("is 0.72 points higher" in text, "is 15 points higher" in text) == (True, True)
    plain = unasked(facts, *facts.study.hypotheses)
    made = plain.study.model_copy(update={"questions": {}})
    found = text_of(answers(replace(plain, file=replace(plain.file, study=made)))).strip().split("\n\n")
    assert [block.splitlines()[0].split(maxsplit=1)[1] for block in found] == [
        f"{BADGES[each.verdict].word:14}{facts.study.hypotheses[each.hypothesis].claim}" for each in facts.primary
    ]


@pytest.mark.parametrize("kind", COLOURS)
def test_a_colour_can_be_read_on_any_ground(kind: str) -> None:
    """Contrast of 4.5 with white and with black (WCAG 2.2, relative luminance)."""
    channels = [int(COLOURS[kind][start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    luminance = sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert min(1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05) >= 4.5


def test_verdicts_are_coloured_in_a_terminal(facts: Facts) -> None:
    """In the colour of each, ids dimmed; without colours where they are not wanted."""
    coloured = rendered(
        Console(file=io.StringIO(), width=100, force_terminal=True, color_system="truecolor", no_color=False),
        *claims(facts),
    )
    red, green, blue = (int(COLOURS["refuted"][start : start + 2], 16) for start in (1, 3, 5))
    assert f"\x1b[1;38;2;{red};{green};{blue}m✕ Refuted" in coloured
    assert "\x1b[2mnoise_helps_without_batchnorm\x1b[0m" in coloured
    assert "\x1b" not in text_of(claims(facts))
