"""What fixes a hypothesis: everything that its verdict rests on, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from bnreport.study.definitions import alike, definitions
from tests.study.conftest import load

SECOND = """\
  h2:
    claim: a alone.
    superiority: {metric: test_accuracy, arm: net.a, versus: net.c, margin: 0.01}
    why_this_margin: Our choice.
"""


@pytest.fixture
def both(text: str) -> str:
    """Two hypotheses, of which one reads arms a and b, the other a and c."""
    more = text.replace("    probes:\n", "      c: {norm: batch}\n    probes:\n      objective: {every: 5}\n")
    return more.replace("profiles:\n", f"{SECOND}profiles:\n")


def defined(folder: Path, text: str) -> dict[str, dict[str, Any]]:
    """Return the definitions of a study."""
    (folder / "x.yaml").write_text(text)
    return definitions(load(folder / "x.yaml").study)


def test_a_definition_is_all_that_a_verdict_rests_on(tmp_path: Path, both: str) -> None:
    """Claim, test with defaults, the arms it reads with recipe and norm, the probes of its metric, seeds, analysis."""
    found = defined(tmp_path, both)
    assert [*found] == ["h1", "h2"]
    held = found["h1"]
    assert [*held] == [
        "question",
        "claim",
        "primary",
        "test",
        "meaning",
        "windows",
        "arms",
        "probes",
        "seeds",
        "family",
        "analysis",
    ]
    assert (held["claim"], held["primary"]) == ("b beats a.", True)
    assert held["test"]["superiority"]["reduce"] == "final"
    assert held["meaning"] == {"region": [0.01, None], "scale": "raw", "parts": []}
    assert (held["question"], held["windows"]) == (None, {})
    assert held["arms"].keys() == {"net.a", "net.b"}
    assert held["arms"]["net.b"]["norm"] == {"group": {"groups": 2, "eps": 1e-5}}
    assert held["arms"]["net.a"]["recipe"]["batch_size"] == 128
    assert held["probes"].keys() == {"net"}
    assert held["probes"]["net"].keys() == {"accuracy"}
    assert held["probes"]["net"]["accuracy"]["every"] == 5
    assert held["seeds"] == {"looks": [2], "alpha": [0.05]}
    assert (held["family"], held["analysis"]["multiplicity"]) == ("", "holm")


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (("claim: b beats a.", "claim: b is better."), {"h1"}),
        (("versus: net.a, margin: 0.01", "versus: net.a, margin: 0.02"), {"h1"}),
        (("b: {norm: {group: {groups: 2}}}", "b: {norm: {group: {groups: 4}}}"), {"h1"}),
        (("a: {norm: none}", "a: {norm: none, set: {optimizer.lr: 0.2}}"), {"h1", "h2"}),
        (("steps: 10", "steps: 20"), {"h1", "h2"}),
        (("accuracy: {every: 5}", "accuracy: {every: 2}"), {"h1", "h2"}),
        (("objective: {every: 5}", "objective: {every: 2}"), set()),
        (("looks: [2]", "looks: [3]"), {"h1", "h2"}),
        (("  net:\n", "  net:\n    looks: [3]\n"), {"h1", "h2"}),
        (("  net:\n", "  net:\n    family: nets\n"), {"h1", "h2"}),
        (("a: {norm: none}", "a: {norm: none, label: plain}"), set()),
        (("title: A toy", "title: A toy\nanalysis: {multiplicity: bonferroni}"), {"h1", "h2"}),
        (("    claim: a alone.", "    primary: false\n    claim: a alone."), {"h2"}),
        (("title: A toy", "title: Another"), set()),
    ],
)
def test_it_changes_with_what_it_rests_on(tmp_path: Path, both: str, edit: tuple[str, str], changed: set[str]) -> None:
    """And with nothing else."""
    assert edit[0] in both
    before, after = defined(tmp_path, both), defined(tmp_path, both.replace(*edit))
    assert {name for name in before if before[name] != after[name]} == changed


def test_an_arm_that_the_profile_does_not_run_is_left_out(tmp_path: Path, both: str) -> None:
    """The claim is still defined: it was registered, and cannot be run."""
    other = both.split("  net:\n")[1].partition("hypotheses:")[0]
    text = both.replace("hypotheses:\n", f"  idle:\n{other}hypotheses:\n").replace("versus: net.c", "versus: idle.c")
    held = defined(tmp_path, text.replace("smoke: {}", "smoke: {experiments: [net]}"))["h2"]
    assert (held["question"], held["windows"]) == (None, {})
    assert held["arms"].keys() == {"net.a"}
    assert held["test"]["superiority"]["versus"] == "idle.c"


def test_windows_are_in_steps_and_their_levels_measured(tmp_path: Path, both: str) -> None:
    """Of every part; another length, or another level, is another claim, a window that nothing names is none."""
    early = "  early: {align: step, from: {objective: 1.5}, length: 50 %}"
    toy = both.replace("smoke: {}", "smoke: {scale: toy}")
    named = toy.replace(
        "experiments:\n", f"windows:\n{early}\n  late: {{align: fixed, between: [5, 100 %]}}\nexperiments:\n"
    )
    named = named.replace("accuracy: {every: 5}", "accuracy: {every: 5, test: {every: 1}}")
    part = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
    assert part in named
    parts = f"all_of: {{parts: [{{{part[:-1]}, window: early}}}}, {{{part}}}]}}"
    before = defined(tmp_path, named.replace(part, parts))
    window = before["h1"]["windows"]["early"]
    assert (window["align"], window["metric"], window["level"], window["length"]) == ("step", "objective", 1.5, 5)
    assert window["arms"] == ["net.b", "net.a"]
    assert before["h1"]["windows"].keys() == {"early"}
    assert before["h1"]["probes"]["net"].keys() == {"accuracy", "objective"}
    assert before["h2"]["windows"] == {}
    for old, new in (("50 %", "60 %"), ("1.5", "1.4")):
        after = defined(tmp_path, named.replace(part, parts).replace(early, early.replace(old, new)))
        assert {name for name in before if before[name] != after[name]} == {"h1"}
    assert json.loads(json.dumps(before)) == before


def test_claims_are_alike_whatever_their_study_shares(tmp_path: Path, both: str) -> None:
    """Seeds, family and analysis are compared on their own; parts that one of them lacks are not."""
    before, shared, other = (
        defined(tmp_path, each)["h1"]
        for each in (both, both.replace("looks: [2]", "looks: [3]"), both.replace("margin: 0.01", "margin: 0.02"))
    )
    assert [alike(before, each) for each in (before, shared, other)] == [True, True, False]
    assert not alike(before, shared, apart=())
    assert alike({"claim": "b beats a."}, before)
    assert json.loads(json.dumps(before)) == before


def test_a_claim_rests_on_how_its_arms_were_tuned(tmp_path: Path, both: str) -> None:
    """Of an arm that it reads; another claim, and a study without tuning, has nothing of it."""
    rates = "{vary: optimizer.lr, values: [0.1, 0.3], arms: [b], select: {metric: train_accuracy}}"
    tuned = both.replace("    probes:\n", f"    tuning: {rates}\n    probes:\n")
    before, other = defined(tmp_path, tuned), defined(tmp_path, tuned.replace("0.3]", "0.2]"))
    assert before["h1"]["tuning"]["net"]["values"] == [0.1, 0.3]
    assert not alike(before["h1"], other["h1"])
    assert before["h2"] == defined(tmp_path, both)["h2"]


def test_an_estimand_is_no_part_of_a_definition(tmp_path: Path, both: str) -> None:
    """It may be named after a study was locked; and a claim without one is written as before there were any."""
    before = defined(tmp_path, both)
    assert "estimand" not in before["h1"]
    after = defined(tmp_path, both.replace("    claim: a alone.\n", "    claim: a alone.\n    estimand: gain\n"))
    assert load(tmp_path / "x.yaml").study.hypotheses["h2"].estimand == "gain"
    assert after == before
