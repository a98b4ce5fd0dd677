"""`bnreport judge`."""

import json
from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import Result

from bnreport.cli import _options
from bnreport.judge.certainty import Certainty, certainty
from bnreport.judge.trust import Trust, trusts
from bnreport.judge.verdicts import judge
from bnreport.report.export.verdicts import document, plain
from bnreport.report.facts import Facts
from bnreport.results import Results
from bnreport.study import load_study
from bnreport.study.load import StudyFile
from bnreport.study.schema import Study
from tests.judge.locked import data, entry, registration, results
from tests.judge.studies import claim, ending_at, study_of
from tests.report.conftest import example

Call = Callable[..., Result]


def test_judging_says_that_a_locked_study_was_amended(call: Call, tmp_path: Path) -> None:
    """One line on stderr, a value changed once has one of its own, and so have seeds that are not judged."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    call("lock", spec)
    folders = ("--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r")

    def said(*more: str) -> list[str]:
        result = call("judge", spec, *folders, "--profile", "smoke", *more)
        assert result.exit_code == 0, result.output
        return [line for line in result.stderr.splitlines() if not line.startswith("Profile")]

    [plain] = said()
    assert plain.startswith("Registration: confirmatory. Locked at ")
    [line, changed] = said("--set", "hypotheses.*.why_this_margin=So.")
    assert line.startswith("Registration: confirmatory. Locked at ")
    assert changed == "Not the study as it was locked: --set hypotheses.*.why_this_margin=So.."
    [_, changed, more] = said("--set", "seeds.looks=[9]")
    assert changed == "Not the study as it was locked: --set seeds.looks=[9]."
    assert more == "Seeds were added after the lock: only the 5 seeds registered are judged."
    assert said("--set", "seeds.alpha=[0.9]", "--quiet") == []


def test_a_verdict_in_json_has_null_for_what_is_not_finite(toy: Path) -> None:
    """JSON has no word for it."""
    verdicts = judge(load_study(toy, None, (), toy.parent).study, Results(), scale="reduced")
    row = json.loads(json.dumps(plain(replace(verdicts[0], p=nan, level=0.05), None, None), allow_nan=False))
    assert (row["hypothesis"], row["p"], row["level"], row["evidence"]["seeds"]) == ("harmless", None, 0.05, [])
    assert row["registration"]["word"] == "unregistered"
    assert (row["certainty"], row["directness"]) == (None, "indirect: networks or budgets are smaller than the paper's")


def test_an_override_of_a_locked_study_is_said_in_every_output(call: Call, toy: Path, tmp_path: Path) -> None:
    """Text and JSON, though nobody listens to stderr; so is what each claim may be called."""
    call("lock", toy)
    where = (toy, "--store", tmp_path / "s", "--data", tmp_path / "d", "--reports", tmp_path / "r", "--quiet")
    changed = ("--set", "experiments.net.recipe.steps=20")
    assert call("judge", *where, *changed).stdout.startswith(
        "Not the study as it was locked: --set experiments.net.recipe.steps=20.\n  — Not run "
    )
    assert call("judge", *where).stdout.startswith("  — Not run       b does no harm.  harmless\n")
    held = json.loads(call("judge", *where, *changed, "--json").stdout)
    assert (held["study"], held["locked"], held["overrides"]) == ("toy", True, [changed[1]])
    assert held["registration"]["word"] == "amended before results"
    assert held["families"] == [{"name": "", "claims": ["harmless", "better"], "lost": 0}]
    assert [each["registration"]["word"] for each in held["verdicts"]] == ["amended_before_results"] * 2


def test_json_says_how_sure_and_why_there_is_no_answer() -> None:
    """Level with what lowers it, reason, p and p by the correction; what was not tested has neither."""
    study = study_of(claim("superiority"), claim("superiority", arm="x.b", versus="x.b"), claim(primary=False))
    runs = ending_at(a=[0.95, 0.96, 0.94], b=[0.9, 0.9, 0.89])
    verdicts = judge(study_of(*study.hypotheses.values(), looks=[3]), runs, scale="paper")
    rated = certainty(verdicts, {})
    sure = trusts(rated, {})
    rows = [plain(verdict, rated.get(verdict.hypothesis), sure.get(verdict.hypothesis)) for verdict in verdicts]
    assert rows[0]["alpha"] == 0.05
    assert rows[0]["trust"]["certainty"] == rated["h0"].level
    assert rows[0]["certainty"]["level"] == rated["h0"].level
    lowered = [lost["by"] for lost in rows[0]["certainty"]["lowered"]]
    assert lowered[:2] == ["two levels for internal validity", "two levels for imprecision"]
    assert [(row["p"], row["p_holm"], row["certainty"]) for row in rows[1:]] == [(None, None, None)] * 2
    assert [row["reason"] for row in rows] == [verdicts[0].reason, "degenerate", ""]


def test_what_was_locked_is_rated_though_the_file_has_it_no_more() -> None:
    """By the margin that was locked, and by that of no other: certainty belongs to the verdict."""
    lock, runs = registration(entry(data())), results(np.random.default_rng(0), a0=9.0)
    removed, moved = data(), data()
    del removed["hypotheses"]["h0"]
    moved["hypotheses"]["h0"]["superiority"]["margin"] = 8.0

    def rated(held: dict[str, Any]) -> Certainty:
        file = StudyFile(Path("s.yaml"), "", "p", "asked", (), Study.model_validate(held), lock)
        return Facts(file, runs, judge(file.study, runs, scale="paper", registration=lock)).rated["h0"]

    assert "inconsistency" not in {each.domain for each in rated(data()).downgrades}
    assert [rated(held) for held in (removed, moved)] == [rated(data())] * 2


def test_json_answers_the_questions() -> None:
    """With how sure a decided answer is and what it hangs on; of parts each has its numbers."""
    facts = Facts(*example())
    facts.__dict__["trusts"] = {name: Trust("low", ("3",), fragile=True) for name in facts.trusts}
    said = "low certainty, lost without seed 3"
    held = json.loads(json.dumps(document(facts), allow_nan=False))
    assert [(each["name"], each["answer"]) for each in held["questions"]] == [
        ("noise", "supported"), ("elsewhere", "inconclusive"),
    ]  # fmt: skip
    assert held["questions"][0]["trust"] == {
        "certainty": "low", "fragile": True, "depends_on_one_seed": ["3"], "said": said,
    }  # fmt: skip
    assert held["questions"][1]["trust"] is None
    assert held["verdicts"][0]["trust"]["depends_on_one_seed"] == ["3"]


def test_what_is_told_of_tuning_is_what_the_report_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a study whose lock says otherwise, too: a lock changes looks, claims and analysis, and no arm's tuning."""
    lock, runs = registration(entry(data())), results(np.random.default_rng(0), a0=9.0)
    held = data() | {"seeds": {"looks": [5, 9], "alpha": [0.01, 0.04]}}
    rates = {"vary": "optimizer.lr", "values": [0.1, 0.3], "arms": ["a0"], "select": {"metric": "train_accuracy"}}
    held["experiments"]["x"]["tuning"] = rates
    held["experiments"]["x"]["arms"]["a0"]["set"] = {"optimizer.lr": 0.3}
    file = StudyFile(Path("s.yaml"), "", "p", "asked", (), Study.model_validate(held), lock)
    facts = Facts(file, runs, ())
    assert facts.study != file.study
    said: list[str] = []
    monkeypatch.setattr(_options, "tell", said.append)
    _options.tell_tuning(file, runs)
    assert [line.partition(": has ")[0] for line in said] == [each.arm for each in facts.tuning if not each.by_rule]
    assert said
