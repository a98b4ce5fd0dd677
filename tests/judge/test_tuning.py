"""What the rule selects, and whether the arms have it."""

from dataclasses import replace
from math import isnan, nan
from typing import Any

import numpy as np
import pytest

from bnreport.judge.tuning import TunedArm, say_value_of, tuned_arms
from bnreport.results import Metric, Results, RunResult, Series
from bnreport.study.schema import Study

ACCURACY = Metric("train_accuracy", "fraction", "higher", 0.1)
LOSS = Metric("train_loss", "nat", "lower", None)
RECIPE = {"dataset": "digits", "model": "vgg", "optimizer": {"sgd": {"lr": 0.1}}, "steps": 10}
CLAIM = {"metric": "train_accuracy", "arm": "e.b", "versus": "e.a", "margin": 0.1}


def study(**fields: Any) -> Study:  # noqa: ANN401
    """Return a study that tries three rates for arm b, which has 0.3."""
    rates = {"vary": "optimizer.lr", "values": [0.1, 0.3, 1.0], "arms": ["b"], "select": {"metric": "train_accuracy"}}
    arms = {"a": {"norm": "none"}, "b": {"norm": "batch", "set": {"optimizer.lr": 0.3}}}
    experiment = {"recipe": RECIPE, "arms": arms, "probes": {"accuracy": {"every": 5}}, "tuning": rates | fields}
    return Study.model_validate(
        {
            "study": "s",
            "title": "t",
            "experiments": {"e": experiment},
            "hypotheses": {"h": {"claim": "c", "superiority": CLAIM, "why_this_margin": "w"}},
            "profiles": {"p": {}},
        }
    )


def run(end: float | None, metric: Metric = ACCURACY) -> RunResult:
    """Return a run that was better half way, and ends so; None is a run that diverged."""
    series = Series(np.array([5, 10]), np.array([0.99, nan if end is None else end]))
    held = RunResult("", {}, "finished", 10, "", {metric.name: metric}, {metric.name: series}, {}, {}, 1.0, "")
    return replace(held, outcome="diverged") if end is None else held


def tuned(*ends: list[float | None], metric: Metric = ACCURACY, **fields: Any) -> TunedArm:  # noqa: ANN401
    """Return arm b, of which each rate ended so, seed by seed."""
    names = [f"e.b/lr={rate}" for rate in (0.1, 0.3, 1.0)]
    runs = {n: {s: run(end, metric) for s, end in enumerate(held)} for n, held in zip(names, ends, strict=False)}
    [found] = tuned_arms(study(**fields), Results({}, runs))
    return found


def test_the_best_mean_is_selected() -> None:
    """Not the best seed; the arm has it, or another."""
    held = tuned([0.5, 0.5], [0.6, 0.6], [0.9, 0.1])
    assert (held.arm, held.held.value, held.missing, held.better) == ("e.b", 0.3, 0, "higher")
    assert [each.mean for each in held.tried] == pytest.approx([0.5, 0.6, 0.5])
    assert held.selected == held.held
    assert held.by_rule
    other = tuned([0.7, 0.7], [0.6, 0.6], [0.9, 0.1])
    assert other.selected == other.tried[0]
    assert not other.by_rule


def test_of_equal_means_the_first_is_selected() -> None:
    """In the order of the study, so that neither taste nor a rounded sum decides: (0.4 + 0.8) / 2 is not 0.6."""
    held = tuned([0.5, 0.7], [0.6, 0.6], [0.4, 0.8])
    assert held.tried[0].mean < held.tried[2].mean
    assert held.selected == held.tried[0]


@pytest.mark.parametrize(
    ("rule", "value"),
    [({"metric": "train_loss"}, 0.1), ({"metric": "train_loss", "better": "higher"}, 1.0)],
)
def test_the_rule_says_what_is_better(rule: dict[str, str], value: float) -> None:
    """The metric's own direction, or the one that the rule gives it."""
    found = tuned([0.5, 0.5], [0.6, 0.6], [0.7, 0.7], metric=LOSS, select=rule).selected
    assert found is not None
    assert found.value == value


def test_the_rule_says_which_steps_count() -> None:
    """Each run was at 0.99 half way."""
    held = tuned([0.5, 0.5], [0.6, 0.6], [0.4, 0.4], select={"metric": "train_accuracy", "reduce": "mean"})
    assert held.tried[1].mean == pytest.approx((0.99 + 0.6) / 2)


def test_a_run_that_diverged_counts_as_a_failure() -> None:
    """With the metric's failure value; where none is natural the value cannot be selected."""
    held = tuned([0.5, 0.5], [None, 0.8], [0.4, 0.4])
    assert held.tried[1].mean == pytest.approx((0.1 + 0.8) / 2)
    assert held.tried[1].diverged == 1
    assert held.selected == held.tried[0]
    lost = tuned([0.5, 0.5], [None, 0.1], [0.6, 0.6], metric=LOSS, select={"metric": "train_loss"})
    assert isnan(lost.tried[1].mean)
    assert lost.selected == lost.tried[0]
    assert tuned([None] * 2, [None] * 2, [None] * 2, metric=LOSS, select={"metric": "train_loss"}).selected is None


def test_before_every_run_is_there_nothing_is_selected() -> None:
    """Whatever the others say; a study that was not run lacks all of them."""
    held = tuned([0.5, 0.5], [0.6, 0.6], [0.7])
    assert (held.missing, held.planned, held.selected, held.by_rule) == (1, 6, None, False)
    assert tuned().missing == 6
    assert tuned([0.5], [0.6], [0.4], seeds=1).by_rule


def test_runs_of_claims_select_nothing() -> None:
    """Tuning has runs of its own."""
    [held] = tuned_arms(study(), Results({"e.b": {0: run(0.9), 1: run(0.9)}}))
    assert held.missing == 6


def test_what_is_not_tuned_is_not_listed() -> None:
    """A study without tuning has no tuned arm."""
    plain = study().experiments["e"].model_copy(update={"tuning": None})
    assert tuned_arms(study().model_copy(update={"experiments": {"e": plain}}), Results()) == ()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ([[0.5, 0.5], [0.6, 0.6], [0.4, 0.4]], "0.3, selected {}"),
        ([[0.5, 0.5], [0.6, 0.6], [0.7, 0.7]], "0.3, where the rule selects 1.0, {}: 70.0 % against 60.0 %"),
        ([[0.5, 0.5], [0.6, 0.6]], "0.3, to be selected {}: 2 of 6 tuning runs are missing"),
    ],
)
def test_a_sentence_says_it_all(ends: list[list[float | None]], said: str) -> None:
    """The value, the budget, the rule, and what is not as it should be."""
    rule = "from 3 values, 2 seeds each, by the highest train accuracy (final)"
    assert say_value_of(tuned(*ends)) == f"optimizer.lr {said.format(rule)}"


def test_a_value_at_the_end_is_said() -> None:
    """A larger rate was not tried; of values that are no numbers none is at an end."""
    held = study().experiments["e"]
    arms = {"b": held.arms["b"].model_copy(update={"set": {"optimizer.lr": 1.0}})}
    last = study().model_copy(update={"experiments": {"e": held.model_copy(update={"arms": held.arms | arms})}})
    runs = {f"e.b/lr={rate}": {s: run(end) for s in (0, 1)} for rate, end in ((0.1, 0.4), (0.3, 0.5), (1.0, 0.6))}
    [found] = tuned_arms(last, Results({}, runs))
    assert say_value_of(found).endswith("; it is at an end of the range tried, and a better one may lie beyond")
    words = found._replace(tried=tuple(each._replace(value={"sgd": {}}) for each in found.tried))
    assert found.at_end
    assert not words.at_end
