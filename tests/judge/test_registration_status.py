"""What a claim may be called: its entries in the lock against the times of the runs that it reads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bnreport.judge.registration_status import (
    Begun,
    changed_status,
    note_starts,
    precedes,
    registered_version,
    status_of,
    whole,
)
from bnreport.results import Results, RunResult
from bnreport.study.registration import Locked, Registration

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(finished: datetime | str, seconds: float = 60.0, started: str = "") -> RunResult:
    """Return a run that took a minute."""
    at = finished if isinstance(finished, str) else finished.isoformat(timespec="seconds")
    return RunResult("", {}, "finished", 1, "", {}, {}, {}, {}, seconds, at, started)


def begun(**arms: datetime | str) -> Begun:
    """Return when runs of these arms began, one of each."""
    started = {arm: at if isinstance(at, str) else at.isoformat() for arm, at in arms.items()}
    return Begun(Results({f"x.{arm}": {0: run(NOW + 9 * HOUR, started=at)} for arm, at in started.items()}))


def defined(margin: float = 0.01, *arms: str) -> dict[str, Any]:
    """Return the definition of a claim that reads these arms, or a and b."""
    return {"test": {"superiority": {"margin": margin}}, "arms": {f"x.{a}": {} for a in arms or "ab"}, "probes": {}}


def locked(at: datetime, **definitions: Mapping[str, Any]) -> Locked:
    """Return an entry."""
    return Locked(at.isoformat(timespec="seconds"), "0" * 64, "1" * 32, "", {**definitions})


@pytest.mark.parametrize(
    ("entries", "first", "margin", "amended"),
    [
        ([], {}, None, False),
        ([locked(NOW, other=defined())], {}, None, False),
        ([locked(NOW, h=defined())], {}, 0.01, False),
        ([locked(NOW, h=defined())], {"a": NOW + HOUR, "b": NOW + HOUR}, 0.01, False),
        ([locked(NOW, h=defined())], {"a": NOW + HOUR, "b": NOW - HOUR}, None, False),
        ([locked(NOW, h=defined())], {"c": NOW - HOUR}, 0.01, False),
        ([locked(NOW - HOUR), locked(NOW, h=defined())], {"a": NOW + HOUR}, 0.01, False),
        ([locked(NOW - HOUR), locked(NOW + HOUR, h=defined())], {"a": NOW}, None, False),
        ([locked(NOW - HOUR, h=defined()), locked(NOW, h=defined())], {"a": NOW + HOUR}, 0.01, False),
        ([locked(NOW - HOUR, h=defined()), locked(NOW, h=defined(0.02))], {"a": NOW + HOUR}, 0.02, True),
        ([locked(NOW - HOUR, h=defined()), locked(NOW + HOUR, h=defined(0.02))], {"a": NOW}, 0.01, False),
        ([locked(NOW - HOUR, h=defined()), locked(NOW + HOUR, h=defined(0.02, "c"))], {"a": NOW}, 0.01, False),
        ([locked(NOW, h=defined(0.01, "c")), locked(NOW + HOUR, h=defined(0.02))], {"a": NOW + HOUR / 2}, 0.01, False),
        ([locked(NOW - HOUR, h=defined()), locked(NOW)], {"a": NOW + HOUR}, 0.01, False),
    ],
    ids=[
        "no entry", "another claim", "no run yet", "in time", "an arm before", "another arm before", "added in time",
        "added late", "the same again", "amended in time", "amended late", "arms amended late",
        "amended to arms that ran", "removed",
    ],
)  # fmt: skip
def test_the_version_that_counts(
    entries: list[Locked], first: dict[str, datetime], margin: float | None, *, amended: bool
) -> None:
    """The first locked before any of its runs, or a later one that came before the runs of both."""
    found = registered_version("h", tuple(entries), begun(**first))
    assert (found and found.definition["test"]["superiority"]["margin"], bool(found and found.amended)) == (
        margin,
        amended,
    )


@pytest.mark.parametrize(("at", "margin"), [(NOW + HOUR, 0.01), (NOW + 3 * HOUR, 0.02)])
def test_runs_of_an_arm_that_was_changed_since_are_not_forgotten(at: datetime, margin: float) -> None:
    """Seen, amended and run afresh, it comes after results, though no run of today began before the second entry."""
    first, second = locked(NOW, h=defined()), locked(NOW + 2 * HOUR, h=defined(0.02))
    noted = note_starts(Registration((first,), (), {}), Results({"x.a": {0: run(at + HOUR, started=at.isoformat())}}))
    found = registered_version("h", (*noted.entries, second), begun(a=NOW + 4 * HOUR))
    assert found is not None
    assert found.definition["test"]["superiority"]["margin"] == margin


def test_the_first_start_of_each_arm_is_noted_with_the_last_entry() -> None:
    """What was noted before stays where it is earlier, and of arms that are no more."""
    entries = (locked(NOW - HOUR), replace(locked(NOW), begun={"x.a": NOW.isoformat(), "x.gone": "?"}))
    runs = {"x.a": {0: run(NOW, started=(NOW + HOUR).isoformat())}, "x.b": {0: run(NOW, 60.0)}}
    first, last = note_starts(Registration(entries, (), {}), Results(runs)).entries
    assert first == entries[0]
    assert last.begun == {"x.a": NOW.isoformat(), "x.gone": "?", "x.b": "2026-01-01T11:59:00+00:00"}


def test_a_definition_without_arms_fixes_nothing() -> None:
    """The claim could be about any: what old locks hold is its test alone."""
    assert registered_version("h", (locked(NOW, h={"test": {"superiority": {}}}),), begun()) is None
    assert [whole(each) for each in (defined(), {"test": {}}, {"arms": {}, "probes": {}})] == [True, False, False]


@pytest.mark.parametrize(
    ("started", "before"),
    [
        ("2026-01-01T11:00:00+00:00", False),
        ("2026-01-01T11:00:00", False),
        ("2026-01-01T13:00:00+00:00", True),
        ("2026-01-01T13:00:00+02:00", False),
        ("yesterday", False),
    ],
)
def test_the_first_start_of_a_resumed_run_counts(started: str, *, before: bool) -> None:
    """However late it was resumed; times without a zone are UTC, and one that is no time is long ago."""
    assert precedes(locked(NOW), begun(a=started).earliest()) == before


@pytest.mark.parametrize(("seconds", "before"), [(-1, True), (0, True), (1, False), (2, False)])
def test_order_is_told_to_the_second(seconds: int, *, before: bool) -> None:
    """Times cut to whole seconds: earlier by one is earlier, equal is not told, whether noted or worked out."""
    started = NOW - timedelta(seconds=seconds)
    assert precedes(locked(NOW), begun(a=started).earliest()) == before
    late = Begun(Results({"x.a": {0: run(started + timedelta(seconds=60))}}))
    assert precedes(locked(NOW), late.earliest()) == before


@pytest.mark.parametrize(("seconds", "before"), [(60.99, True), (61.0, False)])
def test_a_start_that_was_not_noted_is_the_end_less_the_time_taken(seconds: float, *, before: bool) -> None:
    """Less than a second later than that, as the end is cut to whole seconds."""
    held = Begun(Results({"x.a": {0: run(NOW + timedelta(seconds=60), seconds)}}))
    assert precedes(locked(NOW), held.earliest()) == before


@pytest.mark.parametrize(
    "odd", [run("yesterday"), run(""), run(NOW, float("inf")), run(NOW, 1e300), run("0001-01-01T00:00:00+00:00")]
)
def test_a_run_without_a_usable_time_began_before_every_lock(odd: RunResult) -> None:
    """When it started cannot be told, or was long ago."""
    held = Begun(Results({"x.a": {0: run(NOW + 24 * HOUR), 1: odd}}))
    assert registered_version("h", (locked(NOW, h=defined()),), held) is None


def test_only_the_arms_of_a_claim_count() -> None:
    """The first of any run of theirs; None where none has run."""
    held = begun(a=NOW, b=NOW - HOUR, c=NOW - 2 * HOUR)
    assert held.first(defined()) == NOW - HOUR
    assert held.first(defined(0.01, "a"), defined(0.01, "c")) == NOW - 2 * HOUR
    assert held.first(defined(0.01, "d")) is None
    assert (held.earliest(), begun().earliest()) == (NOW - 2 * HOUR, None)


def test_the_words() -> None:
    """Status and when, in one sentence that names the claim beside it."""
    entries = (locked(NOW, h=defined()), locked(NOW + HOUR, h=defined(0.02)))
    first = registered_version("h", entries[:1], begun())
    second = registered_version("h", entries, begun())
    assert first is not None
    assert second is not None
    assert status_of(first) == (
        "confirmatory",
        "Locked at 2026-01-01T12:00:00+00:00, before any of its runs began.",
    )
    word, why = status_of(second, beside="h_as_changed")
    assert word == "amended_before_results"
    assert why.startswith("Locked at 2026-01-01T13:00:00+00:00, before any of its runs began, in place of an earlier")
    assert why.endswith("the changed claim is exploratory: h_as_changed.")


@pytest.mark.parametrize(
    ("registered", "start", "name", "word", "said"),
    [
        (True, NOW + HOUR, "h", "amended_after_results", "not as it was locked at 2026-01-01T12:00:00+00:00"),
        (False, NOW - HOUR, "h", "added_after_results", "first locked at 2026-01-01T12:00:00+00:00"),
        (False, NOW, "new", "added_after_results", "not in the lock, and its first run began at 2026-01-01T12:00"),
        (True, None, "h", "amended_before_results", "`bnreport lock --amend` registers it before its first run"),
        (False, None, "new", "unregistered", "is not in the lock: `bnreport lock --amend`"),
    ],
)
def test_what_is_not_as_registered(
    *, registered: bool, start: datetime | None, name: str, word: str, said: str
) -> None:
    """Amended or added, after results as soon as there is one."""
    entries = (locked(NOW, h=defined()),)
    version = registered_version("h", entries, begun()) if registered else None
    status = changed_status(version, start, entries, name)
    assert status.word == word
    assert said in status.why
