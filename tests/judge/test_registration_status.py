"""Confirmatory, amended or exploratory: the word, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bnreport.judge.registration_status import kept_seeds, registration_status
from bnreport.results import Results, RunResult
from bnreport.study.amendments import Amendment
from bnreport.study.registration import Locked, Registration
from bnreport.study.schema import Experiment, Seeds, Study

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ENTRY = Locked("2026-01-01T12:00:00+00:00", "0" * 64, "1" * 32, "", {})
REGISTRATION = Registration((ENTRY,), (), {})


def run(finished: datetime | str, seconds: float = 60.0, started: str = "") -> RunResult:
    """Return a run that took a minute."""
    at = finished if isinstance(finished, str) else finished.isoformat(timespec="seconds")
    return RunResult("", {}, "finished", 1, "", {}, {}, {}, {}, seconds, at, started)


def results(*runs: RunResult) -> Results:
    """Return runs of one arm."""
    return Results({"x.a": dict(enumerate(runs))})


def test_status_without_a_lock() -> None:
    """Exploratory."""
    word, why = registration_status(None, results(run(NOW)))
    assert (word, why[:20]) == ("exploratory", "No lock was written:")


@pytest.mark.parametrize(("after", "word"), [(-3600, "exploratory"), (30, "exploratory"), (61, "confirmatory")])
def test_status_by_the_start_of_the_first_run(after: int, word: str) -> None:
    """A run that finished after the lock may have started before it."""
    found = registration_status(
        REGISTRATION, results(run(NOW + timedelta(days=1)), run(NOW + timedelta(seconds=after)))
    )
    assert found.word == word
    assert "2026-01-01T12:00:00+00:00" in found.why


def test_status_names_both_times() -> None:
    """The reader sees by how much the lock came late."""
    assert registration_status(REGISTRATION, results(run(NOW))).why == (
        "Locked at 2026-01-01T12:00:00+00:00, after the first run had started at 2026-01-01T11:59:00+00:00."
    )


def test_status_with_amendments() -> None:
    """Their number is said; a late lock is the worse of the two."""
    changed = replace(REGISTRATION, amendments=(Amendment("a", "1", "2"), Amendment("b", "", "3")))
    assert registration_status(changed, results(run(NOW + timedelta(hours=1)))) == (
        "amended",
        "Locked at 2026-01-01T12:00:00+00:00, before the first run; 2 values changed since.",
    )
    assert registration_status(changed, results(run(NOW))).word == "exploratory"


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (("seeds.looks",), "seeds.looks"),
        (("hypotheses.seeds.claim", "seeds.looks", "seeds.alpha"), "seeds.looks and seeds.alpha"),
        (("experiments.net.looks",), "experiments.net.looks"),
        (("profiles.other",), "profiles.other"),
    ],
)
def test_seeds_changed_once_there_are_runs_are_exploratory(where: tuple[str, ...], names: str) -> None:
    """Peeking at five seeds and judging ten is optional stopping; with no run there was nothing to peek at."""
    changed = replace(REGISTRATION, amendments=tuple(Amendment(each, "[5]", "[10]") for each in where))
    word, why = registration_status(changed, results(run(NOW + timedelta(hours=1))))
    assert word == "exploratory"
    assert why.startswith("Locked at 2026-01-01T12:00:00+00:00, before the first run")
    assert why.endswith(f", but {names} changed since: when to stop may have followed the results.")
    assert registration_status(changed, Results()).word == "amended"


@pytest.mark.parametrize(
    "where",
    ["hypotheses.seeds.claim", "profiles.smoke.scale", "experiments.seeds.arms.a.norm", "experiments.looks.label"],
)
def test_other_changes_are_amendments(where: str) -> None:
    """They do not choose when to stop."""
    changed = replace(REGISTRATION, amendments=(Amendment(where, "1", "2"),))
    assert registration_status(changed, results(run(NOW + timedelta(hours=1)))).word == "amended"


@pytest.mark.parametrize(
    ("started", "word"),
    [
        ("2026-01-01T11:00:00+00:00", "exploratory"),
        ("2026-01-01T11:00:00", "exploratory"),
        ("2026-01-01T13:00:00+00:00", "confirmatory"),
        ("2026-01-01T13:00:00+02:00", "exploratory"),
        ("yesterday", "exploratory"),
    ],
)
def test_status_by_the_first_start_of_a_resumed_run(started: str, word: str) -> None:
    """What was trained before the interruption counts, however late it was resumed."""
    assert registration_status(REGISTRATION, results(run(NOW + timedelta(days=1), started=started))).word == word


@pytest.mark.parametrize(
    ("before", "word"), [(-1, "confirmatory"), (0, "confirmatory"), (1, "exploratory"), (2, "exploratory")]
)
def test_status_to_the_second(before: int, word: str) -> None:
    """Times cut to whole seconds have an order from one second on: earlier by one is earlier, equal is not told."""
    started = NOW - timedelta(seconds=before)
    noted = run(NOW + timedelta(days=1), started=started.isoformat(timespec="seconds"))
    assert registration_status(REGISTRATION, results(noted)).word == word
    assert registration_status(REGISTRATION, results(run(started + timedelta(seconds=60)))).word == word


@pytest.mark.parametrize(("seconds", "word"), [(60.99, "confirmatory"), (61.0, "exploratory")])
def test_status_of_a_start_that_was_not_noted(seconds: float, word: str) -> None:
    """It is less than a second later than the end, cut to whole seconds, less the time taken."""
    assert registration_status(REGISTRATION, results(run(NOW + timedelta(seconds=60), seconds))).word == word


def test_status_before_any_run() -> None:
    """Nothing has run: nothing was seen."""
    assert registration_status(REGISTRATION, Results()).word == "confirmatory"


@pytest.mark.parametrize(
    "odd", [run("yesterday"), run(""), run(NOW, float("inf")), run(NOW, 1e300), run("0001-01-01T00:00:00+00:00")]
)
def test_a_run_without_a_usable_time_is_never_confirmatory(odd: RunResult) -> None:
    """When it started cannot be told, or was long ago."""
    assert registration_status(REGISTRATION, results(run(NOW + timedelta(days=1)), odd)).word == "exploratory"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (3, ("confirmatory", ", before the first run; unchanged since.")),
        (1, ("exploratory", ", after the first run had started at 2026-01-02T11:59:00+00:00.")),
    ],
)
def test_status_of_an_amended_lock(days: int, expected: tuple[str, str]) -> None:
    """What was fixed last counts, and both times are said: an entry after the first run is a late lock."""
    amended = replace(REGISTRATION, entries=(ENTRY, replace(ENTRY, locked_at="2026-01-03T12:00:00+00:00")))
    said = "Locked at 2026-01-01T12:00:00+00:00, amended by a lock at 2026-01-03T12:00:00+00:00"
    word, rest = expected
    assert registration_status(amended, results(run(NOW + timedelta(days=days)))) == (word, said + rest)


def test_seeds_that_are_not_judged_are_said() -> None:
    """How many are, where the file asks for more than the lock has; nothing otherwise."""
    asked = replace(REGISTRATION, asked={"net": (2, 4)})
    experiments = {name: Experiment.model_construct(looks=looks) for name, looks in (("net", None), ("big", (1,)))}
    study = Study.model_construct(seeds=Seeds(looks=(2,), alpha=(0.05,)), experiments=experiments)
    both = replace(REGISTRATION, asked={"net": (2,), "big": (4,)})
    assert kept_seeds(study, both).endswith("only the 1 or 2 seeds registered are judged.")
    said = "Seeds were added after the lock: only the 2 seeds registered are judged."
    assert [kept_seeds(study, each) for each in (asked, REGISTRATION, None)] == [
        said,
        "",
        "",
    ]
