"""The study that a lock lets be judged: nobody gains by changing a claim, or its family, once there are results."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
import pytest

from bnreport.judge.registered import Registered, registered
from bnreport.judge.registration_status import INCOMPLETE, UNREGISTERED, note_starts
from bnreport.judge.verdicts import Verdict, judge
from bnreport.registry import ArmName
from bnreport.results import Results
from bnreport.study.registration import Locked, Registration
from bnreport.study.schema import Study
from tests.judge.locked import CLAIMS, HOUR, NOON, claim, data, entry, registration, results

Edit = Callable[[dict[str, Any]], object]
RUNS = results(np.random.default_rng(0), a0=9.0)


def changed(edit: Edit) -> dict[str, Any]:
    """Return the study, edited."""
    held = data()
    edit(held)
    return held


def seen(edit: Edit, runs: Results = RUNS, lock: Registration | None = None) -> Registered:
    """Edit the study, locked before its runs, when they are there."""
    return registered(Study.model_validate(changed(edit)), lock or registration(entry(data())), runs)


def words(held: Registered) -> dict[str, str]:
    """Return the status of every claim that is not confirmatory."""
    return {name: status.word for name, status in held.statuses.items() if status.word != "confirmatory"}


def judged(held: dict[str, Any], lock: Registration | None, runs: Results = RUNS) -> dict[str, Verdict]:
    """Return the verdicts by name."""
    verdicts = judge(Study.model_validate(held), runs, scale="paper", registration=lock)
    return {verdict.hypothesis: verdict for verdict in verdicts}


def _drop(held: dict[str, Any]) -> None:
    del held["hypotheses"]["h1"]


def _demote(held: dict[str, Any]) -> None:
    held["hypotheses"]["h1"]["primary"] = False


def _move(held: dict[str, Any]) -> None:
    held["hypotheses"]["h1"]["superiority"]["margin"] = 3.0


def _swap(held: dict[str, Any]) -> None:
    held["hypotheses"]["h1"]["superiority"]["arm"] = "x.a2"


def test_an_untouched_study_is_confirmatory() -> None:
    """It is judged as it stands."""
    held = seen(lambda _: None)
    assert (words(held), held.lost, [*held.study.hypotheses]) == ({}, (), [f"h{n}" for n in range(CLAIMS)])
    assert [family.size for family in held.families] == [CLAIMS]


@pytest.mark.parametrize("edit", [_demote, _move, _swap])
def test_a_claim_changed_after_results_is_judged_as_it_was_locked(edit: Edit) -> None:
    """Verdicts are those of the untouched study; the changed claim stands beside it, an estimate without a verdict."""
    held = seen(edit)
    assert words(held) == {"h1_as_changed": "amended_after_results"}
    assert [*held.study.hypotheses][1:3] == ["h1", "h1_as_changed"]
    lock = registration(entry(data()))
    before, after = judged(data(), lock), judged(changed(edit), lock)
    beside = after.pop("h1_as_changed")
    assert (beside.verdict, beside.primary, beside.p_holm) == ("exploratory", False, None)
    assert {name: each.p_holm for name, each in after.items()} == {name: each.p_holm for name, each in before.items()}
    assert after["h1"].registration.word == "confirmatory"
    assert "h1_as_changed" in after["h1"].registration.why
    assert beside.registration.word == "amended_after_results"


def test_a_removed_claim_is_still_judged() -> None:
    """Its arms are there, so nothing hinders it."""
    assert [*seen(_drop).study.hypotheses] == [*(f"h{n}" for n in range(CLAIMS) if n != 1), "h1"]
    lock = registration(entry(data()))
    assert judged(changed(_drop), lock)["h1"].p_holm == judged(data(), lock)["h1"].p_holm


def _other_arm(held: dict[str, Any]) -> None:
    held["experiments"]["x"]["arms"]["a1"]["norm"] = "batch"


def _no_arm(held: dict[str, Any]) -> None:
    del held["hypotheses"]["h1"], held["experiments"]["x"]["arms"]["a1"]


def _other_probe(held: dict[str, Any]) -> None:
    held["experiments"]["x"]["probes"]["accuracy"]["every"] = 2


@pytest.mark.parametrize(
    ("edit", "count", "status"),
    [(_other_arm, 1, "amended_after_results"), (_no_arm, 1, None), (_other_probe, 8, "amended_after_results")],
)
def test_what_can_no_longer_be_run_keeps_its_place(edit: Edit, count: int, status: str | None) -> None:
    """With p = 1, so the others gain nothing; the claim as it stands is exploratory."""
    held = seen(edit)
    assert ([each.hypothesis for each in held.lost][-1][0], len(held.lost)) == ("h", count)
    assert [family.size for family in held.families] == [CLAIMS]
    assert held.statuses["h1"].word == status if status else "h1" not in held.statuses
    lock = registration(entry(data()))
    before, after = judged(data(), lock)["h0"], judged(changed(edit), lock)["h0"]
    if count == 1:
        assert (after.verdict, after.p_holm) == ("supported", before.p_holm)
    else:
        assert after.verdict == "exploratory"


@pytest.mark.parametrize(("hours", "word"), [(0.5, "confirmatory"), (2, "added_after_results")])
def test_an_addition_is_exploratory_until_it_is_locked_before_its_runs(hours: float, word: str) -> None:
    """A second entry before the runs makes it confirmatory, one after them does not, nor does none."""

    def add(held: dict[str, Any]) -> None:
        held["hypotheses"]["new"] = claim(arm="x.a0", versus="x.a1")

    assert words(seen(add)) == {"new": "added_after_results"}
    held = seen(add, lock=registration(entry(data()), entry(changed(add), NOON + hours * HOUR)))
    assert held.statuses["new"].word == word
    assert held.study.hypotheses["new"].primary == (word == "confirmatory")
    assert [family.size for family in held.families] == [CLAIMS + (word == "confirmatory")]


@pytest.mark.parametrize(("hours", "margin", "word"), [(0.5, 3.0, "amended_before_results"), (2, 0.0, "confirmatory")])
def test_an_amendment_takes_its_place_before_results(hours: float, margin: float, word: str) -> None:
    """Locked before any of its runs it is the claim; after them it stands beside it."""
    held = seen(_move, lock=registration(entry(data()), entry(changed(_move), NOON + hours * HOUR)))
    assert held.study.hypotheses["h1"].test.options["margin"] == margin
    assert held.statuses["h1"].word == word
    assert ("h1_as_changed" in held.statuses) == (hours > 1)


def test_without_results_nothing_came_after_them() -> None:
    """What is not yet locked says how to be."""
    held = seen(_move, runs=Results({}))
    assert words(held) == {"h1": "amended_before_results"}
    assert held.study.hypotheses["h1"].test.options["margin"] == 3.0


def test_results_that_were_seen_are_not_forgotten() -> None:
    """Arms are changed after results and nothing has run of what they are now: it is too late all the same."""
    noted = note_starts(registration(entry(data())), RUNS)
    lock = Registration((*noted.entries, entry(changed(_other_arm), NOON + 2 * HOUR)), (), {})
    held = seen(_other_arm, Results({}), lock)
    assert words(held) == {"h1": "amended_after_results"}
    assert [each.hypothesis for each in held.lost] == ["h1"]


def _alone(held: dict[str, Any]) -> None:
    held["hypotheses"] = {"h0": held["hypotheses"]["h0"]}


def test_a_claim_that_is_found_in_results_is_not_confirmed_by_training_them_again() -> None:
    """A lock keeps its seeds, so a new store makes the same runs later: what was locked between is no older for it."""
    noted = note_starts(registration(entry(changed(_alone))), RUNS)
    lock = registration(*noted.entries, entry(data(), NOON + 2 * HOUR))
    again = results(np.random.default_rng(0), started=NOON + 3 * HOUR, a0=9.0)
    held = seen(lambda _: None, again, lock)
    assert words(held) == {f"h{number}": "added_after_results" for number in range(1, CLAIMS)}
    assert f"began at {(NOON + HOUR).isoformat()}" in held.statuses["h1"].why


def test_runs_from_before_the_lock_confirm_nothing() -> None:
    """Copied into a fresh store they still say when they began; nor does a run that says nothing."""
    old = results(np.random.default_rng(0), started=NOON - HOUR, a0=9.0)
    assert {*words(seen(lambda _: None, old)).values()} == {"added_after_results"}
    assert {verdict.verdict for verdict in judged(data(), registration(entry(data())), old).values()} == {"exploratory"}


def test_a_run_confirms_only_what_was_locked_before_it_began() -> None:
    """One arm that ran early, for another study, takes the claims that read it, and no other."""
    early = results(np.random.default_rng(0), started=NOON - HOUR)
    mixed = Results({**RUNS.runs, "x.a3": early.runs["x.a3"]})
    assert words(seen(lambda _: None, mixed)) == {"h3": "added_after_results"}


def test_what_claims_share_is_that_of_the_lock() -> None:
    """Seeds, error rates, analysis, families and what decides a question; of the last entry before any run."""

    def loosen(held: dict[str, Any]) -> None:
        held["seeds"] = {"looks": [5, 9], "alpha": [0.05, 0.4]}
        held["analysis"] = {"divergence": "conditional"}
        held["experiments"]["x"]["family"] = "own"
        held["questions"]["q"]["decided_by"] = "h5"

    for held in (
        seen(loosen),
        seen(loosen, lock=registration(entry(data()), entry(changed(loosen), NOON + 2 * HOUR))),
    ):
        study = held.study
        assert (study.seeds.looks, study.seeds.alpha, study.analysis.divergence) == ((5,), (0.05,), "composite")
        assert (study.questions["q"].decided_by, study.experiments["x"].family) == (("h0",), None)
        assert words(held) == {}
    again = results(np.random.default_rng(0), started=NOON + 3 * HOUR, a0=9.0)
    noted = note_starts(registration(entry(data())), RUNS).entries
    after = seen(loosen, again, registration(*noted, entry(changed(loosen), NOON + 2 * HOUR))).study
    assert (after.seeds.alpha, after.analysis.divergence) == ((0.05,), "composite")  # RUNS were seen before it
    early = seen(loosen, lock=registration(entry(data()), entry(changed(loosen), NOON + HOUR / 2)))
    assert (early.study.seeds.looks, early.study.questions["q"].decided_by) == ((5, 9), ("h5",))
    assert {status.word for status in early.statuses.values()} == {"amended_before_results"}


def test_an_experiment_added_before_its_runs_has_the_looks_and_family_that_it_was_locked_with() -> None:
    """Not those of the first entry, which lacks it: what was decided there is not taken back by more claims."""

    def add(held: dict[str, Any]) -> None:
        held["experiments"]["y"] = {**held["experiments"]["x"], "family": "own", "looks": [3]}
        held["hypotheses"]["new"] = claim(arm="y.a0", versus="y.b")

    def change(held: dict[str, Any]) -> None:
        add(held)
        held["experiments"]["y"] |= {"family": None, "looks": [5]}

    later = results(np.random.default_rng(0), n=3, started=NOON + 3 * HOUR, a0=99.0)
    both = Results({**RUNS.runs, **{ArmName(arm.replace("x.", "y.")): each for arm, each in later.runs.items()}})
    lock = registration(entry(data()), entry(changed(add), NOON + 2 * HOUR))
    for held in (changed(add), changed(change)):
        found = judged(held, lock, both)
        assert (found["new"].verdict, found["new"].n_planned, found["new"].level) == ("supported", 3, 0.05)
        assert (found["new"].registration.word, found["h0"].level) == ("confirmatory", 0.05 / CLAIMS)


def test_a_window_that_was_moved_is_as_it_was_for_what_was_locked() -> None:
    """Both are there, each under a name, for the claim as locked and as changed."""

    def windowed(held: dict[str, Any], last: int) -> None:
        held["windows"]["w"]["between"] = [1, last]
        held["hypotheses"]["h1"]["superiority"] |= {"window": "w", "reduce": "mean"}

    first = changed(lambda held: windowed(held, 10))
    held = seen(lambda held: windowed(held, 5), lock=registration(entry(first)))
    spans = {
        name: [str(end) for end in held.study.windows[held.study.hypotheses[name].test.options["window"]].between]  # type: ignore[union-attr]
        for name in ("h1", "h1_as_changed")
    }
    assert spans == {"h1": ["1 steps", "10 steps"], "h1_as_changed": ["1 steps", "5 steps"]}


def test_an_entry_that_this_version_cannot_read_loses_what_was_changed() -> None:
    """Claims that are as they were need no reading."""
    lock = entry(data())
    unread = registration(Locked(lock.locked_at, lock.digest, lock.salt, "", lock.definitions))
    assert words(seen(lambda _: None, lock=unread)) == {}
    held = seen(_demote, lock=unread)
    assert (words(held), [each.hypothesis for each in held.lost]) == ({"h1": "amended_after_results"}, ["h1"])

    def convention(held: dict[str, Any]) -> None:
        held["analysis"] = {"equivalence": 0.9}

    assert {*words(seen(convention, lock=unread)).values()} == {"amended_after_results"}
    assert seen(convention).study.analysis.equivalence == 0.95


def test_without_a_lock_every_claim_is_unregistered() -> None:
    """As it is under a lock of an old version, which fixed the tests alone; verdicts are given, certain at low most."""
    assert {*registered(Study.model_validate(data()), None, RUNS).statuses.values()} == {UNREGISTERED}
    bare = {name: {"test": held["test"], "primary": True} for name, held in entry(data()).definitions.items()}
    old = registration(Locked(NOON.isoformat(), "0" * 64, "1" * 32, "", bare))
    assert {*seen(_move, lock=old).statuses.values()} == {INCOMPLETE}
    assert judged(data(), None)["h0"].verdict == judged(data(), old)["h0"].verdict == "supported"


def test_demoting_all_but_the_best_of_eight_nulls_makes_no_false_verdict_likelier() -> None:
    """Under the lock the rate of any false verdict is Holm's; without it, that of one test of the best of eight."""
    rng, lock, n = np.random.default_rng(1805), registration(entry(data())), 120
    false = {"locked": 0, "free": 0}
    for _ in range(n):
        runs = results(rng)
        first = judged(data(), lock, runs)
        best = min(first, key=lambda name: first[name].p or 1.0)

        def demote(held: dict[str, Any], best: str = best) -> None:
            for name, each in held["hypotheses"].items():
                each["primary"] = name == best

        for way, registered_as in (("locked", lock), ("free", None)):
            verdicts = judged(changed(demote), registered_as, runs).values()
            false[way] += any(verdict.verdict in {"supported", "refuted"} for verdict in verdicts)
    assert false["locked"] / n <= 0.05 + 4 * sqrt(0.05 * 0.95 / n)
    assert false["free"] / n > 0.15
