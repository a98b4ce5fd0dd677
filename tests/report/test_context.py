"""The facts of the report before any markup, against a study whose truth is known."""

import csv
from dataclasses import replace
from io import StringIO
from urllib.parse import unquote

import numpy as np
import pytest

from bnreport.judge.verdicts import Verdict
from bnreport.report.context import Context, build
from bnreport.report.drawing import drawn
from bnreport.report.html import to_html
from bnreport.report.learning import thinned
from bnreport.report.wording import say_p
from bnreport.results import Results
from bnreport.study.load import StudyFile

Known = tuple[StudyFile, Results, tuple[Verdict, ...]]


@pytest.fixture(scope="module")
def context(known: Known) -> Context:
    """Build it once."""
    return build(*known)


def test_board(context: Context) -> None:
    """Each line has the badge that the arms' ends imply."""
    assert [line.badge.kind for line in context.board] == [
        "supported", "supported", "refuted", "exploratory", "inconclusive", "not_run",
    ]  # fmt: skip
    assert [line.agreement for line in context.board] == [
        "replicates", "replicates", "replicates", "not comparable", "\N{EN DASH}", "uninformative",
    ]  # fmt: skip
    assert context.board[3].verdict_interval == "\N{EN DASH}"
    assert context.board[3].estimate.startswith("\N{MULTIPLICATION SIGN}2")


def test_flow_adds_up(context: Context) -> None:
    """Planned arms include those that never ran; diverged runs are analysed, not dropped."""
    assert [(stage.name, stage.number) for stage in context.flow] == [
        ("planned", 40), ("started", 30), ("finished", 29), ("diverged", 1), ("analysed", 30),
    ]  # fmt: skip


def test_seed_table_shows_the_failure_value_of_a_diverged_run(context: Context) -> None:
    """Chance accuracy, marked."""
    [block] = context.cards[2].seeds
    assert [name for name, _ in block.rows] == ["vgg.noisy_standard", "vgg.standard", "effect"]
    cell = block.rows[0][1][3]
    assert (block.seeds[3], cell.text, cell.diverged) == ("3", "10.0 %", True)


def test_ledger_shows_what_was_measured(context: Context) -> None:
    """The diverged run's last loss is no number, and its cause is named."""
    lost = [entry for ledger in context.ledger for entry in ledger.entries if entry.outcome == "diverged"]
    assert [(entry.arm, entry.seed, entry.cause) for entry in lost] == [
        ("noisy_standard", 3, "loss is NaN at step 550")
    ]
    assert set(lost[0].finals) == {"\N{EN DASH}"}


def test_figure_words_hold_the_numbers(context: Context) -> None:
    """Alt text states the conclusion; the CSV holds every number drawn, unrounded."""
    figure = context.cards[1].figures[0]
    assert figure.table.alt.startswith(f"Supported: effect {context.board[1].estimate}, 95 % interval")
    table = list(csv.reader(StringIO(unquote(figure.csv.partition(",")[2]))))
    assert table[0] == ["seed", "vgg.batchnorm (fraction)", "vgg.standard (fraction)", "effect (fraction)"]
    for _, arm, versus, effect in table[1:6]:
        assert float(effect) == float(arm) - float(versus)
    assert [row[0] for row in table[6:9]] == ["estimate", "95 % low", "95 % high"]


def test_arms_name_only_what_they_change(context: Context) -> None:
    """An override is one option, not the whole optimiser."""
    arms = {arm.name: arm for experiment in context.design for arm in experiment.arms}
    assert arms["fast_batchnorm"].changes == "optimizer: sgd (lr 1.0)"
    assert arms["batchnorm"].changes == "\N{EN DASH}"
    assert arms["fast_batchnorm"].seeds == "none"


def test_order_of_runs_does_not_matter(known: Known, context: Context) -> None:
    """Runs come in any order; the report has the study's."""
    file, runs, verdicts = known
    turned = Results({arm: dict(reversed(list(runs.runs[arm].items()))) for arm in reversed(list(runs.runs))})
    other = build(file, turned, verdicts)
    assert to_html(other, drawn(other.exhibits)) == to_html(context, drawn(context.exhibits))


def test_mixed_environments_are_flagged(known: Known) -> None:
    """Two devices among the runs are named, with how many runs each."""
    file, runs, verdicts = known
    arm = dict(runs.runs["vgg.standard"])
    arm[0] = type(arm[0])(**{**vars(arm[0]), "environment": {**arm[0].environment, "device": "cuda"}})
    found = build(file, Results({**runs.runs, "vgg.standard": arm}), verdicts).provenance
    assert found.mixed == ("device",)
    assert ("device", ("cpu (29 runs)", "cuda (1 runs)")) in found.environment


def test_mixed_environments_are_flagged_where_they_matter(known: Known) -> None:
    """Only the cards that compare the odd run carry the warning."""
    file, runs, verdicts = known
    arm = dict(runs.runs["vgg.standard"])
    arm[0] = type(arm[0])(**{**vars(arm[0]), "environment": {**arm[0].environment, "torch": "2.11.0"}})
    cards = build(file, Results({**runs.runs, "vgg.standard": arm}), verdicts).cards
    assert [card.mixed for card in cards] == [(), ("torch",), ("torch",), ("torch",), (), ()]


@pytest.mark.parametrize(("scale", "drawn"), [("paper", True), ("reduced", False), ("toy", False)])
def test_paper_number_is_drawn_at_its_own_scale_only(known: Known, scale: str, drawn: bool) -> None:  # noqa: FBT001
    """A diamond beside a smaller network's effect would invite a comparison that means nothing."""
    file, runs, verdicts = known
    profile = file.study.profiles["smoke"].model_copy(update={"scale": scale})
    study = file.study.model_copy(update={"profiles": {"smoke": profile}})
    figure = build(replace(file, study=study), runs, verdicts).forest
    assert figure is not None
    assert (figure.rows[1][-1] == "0.03") == drawn


def test_board_and_card_carry_the_same_certainty(context: Context) -> None:
    """Verdicts have a level and its reasons; what has no verdict has none."""
    assert [line.certainty is None for line in context.board] == [False, False, False, True, False, True]
    assert [line.certainty for line in context.board] == [card.certainty for card in context.cards]
    assert [card.robustness is None for card in context.cards] == [False, False, False, True, False, True]


def test_thinning_keeps_ends_and_extremes() -> None:
    """A long series keeps first, last, its spike and its dip."""
    values = np.sin(np.arange(10_000) / 700)
    values[[1234, 7777]] = 9, -9
    kept = thinned(values)
    assert len(kept) <= 164
    assert {0, 1234, 7777, 9999} <= set(kept.tolist())


@pytest.mark.parametrize(
    ("p", "said"), [(0.0, "< 0.001"), (0.00099, "< 0.001"), (0.0123, "0.012"), (None, "\N{EN DASH}")]
)
def test_probabilities(p: float | None, said: str) -> None:
    """No p is ever printed as zero."""
    assert say_p(p) == said
