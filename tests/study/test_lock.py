"""The lock: what it keeps, what it refuses, and what counts as an amendment."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.judge.registration_status import standing
from bnreport.results import Results, RunResult
from bnreport.study.amendments import Amendment, amendments, resolved
from bnreport.study.load import check_document, load_study
from bnreport.study.lock import Registration, digest, from_json, lock_path, to_json, write_lock
from bnreport.study.yaml import parse

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
Found = list[tuple[str, str, str]]


def lock(spec: Path, now: datetime) -> None:
    """Lock a study as its file stands."""
    document = parse(spec, spec.read_text())
    write_lock(spec, document.data, check_document(document), now)


@pytest.fixture
def spec(tmp_path: Path, text: str) -> Path:
    """A sound study, locked."""
    path = tmp_path / "x.yaml"
    path.write_text(text)
    lock(path, NOW)
    return path


@pytest.fixture
def found(spec: Path, text: str) -> Callable[..., Found]:
    """What counts as amended after edits of the locked file, given as old and new text, and `--set` options."""

    def amended(*edits: tuple[str, str], overrides: tuple[str, ...] = ()) -> Found:
        edited = text
        for old, new in edits:
            assert old in edited
            edited = edited.replace(old, new)
        spec.write_text(edited)
        registration = load_study(spec, "smoke", overrides).registration
        assert registration is not None
        return [(each.where, each.was, each.now) for each in registration.amendments]

    return amended


def test_without_a_lock_there_is_no_registration(tmp_path: Path, text: str) -> None:
    """None, not an empty one."""
    (tmp_path / "x.yaml").write_text(text)
    assert load_study(tmp_path / "x.yaml", "smoke").registration is None


def test_a_lock_holds_the_data_of_the_file(spec: Path, text: str) -> None:
    """Plain JSON: version, time, digest, study, and what each profile makes of it."""
    held = json.loads(lock_path(spec).read_text())
    assert held["bnreport_lock"] == 2
    assert held["locked_at"] == "2026-01-01T12:00:00+00:00"
    assert held["study"] == parse(spec, text).data
    assert held["resolved"]["smoke"]["hypotheses"]["h1"]["test"]["superiority"]["reduce"] == "final"
    assert held["digest"] == digest(held["study"], held["resolved"])


def test_an_unchanged_study_has_no_amendments(found: Callable[..., Found]) -> None:
    """Nor has one whose title, comments, layout, order or spelling of numbers changed."""
    assert found() == []
    assert found(("title: A toy", "title: Another  # note"), ("margin: 0.01", "margin: 1.0e-2")) == []
    assert found(("      a: {norm: none}\n", ""), ("    probes:", "      a: {norm: none}\n    probes:")) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("margin: 0.01", "margin: 0.02"), [("hypotheses.h1.superiority.margin", "0.01", "0.02")]),
        (
            ("why_this_margin: Our", "why_this_margin: My"),
            [("hypotheses.h1.why_this_margin", "Our choice.", "My choice.")],
        ),
        (("looks: [2]", "looks: [3]"), [("seeds.looks", "[2]", "[3]")]),
        (("lr: 0.1", "lr: 1"), [("experiments.net.recipe.optimizer.sgd.lr", "0.1", "1")]),
        (("every: 5", "every: 2"), [("experiments.net.probes.accuracy.every", "5", "2")]),
        (("a: {norm: none}", "a: {norm: batch_minus}"), None),
        (
            ("    why_this_margin", "    primary: false\n    why_this_margin"),
            [("hypotheses.h1.primary", "true", "false")],
        ),
        (
            ("    why_this_margin", "    paper: {says: silent, where: p. 1}\n    why_this_margin"),
            [("hypotheses.h1.paper.says", "", "silent"), ("hypotheses.h1.paper.where", "", "p. 1")],
        ),
        (
            ("a: {norm: none}", "a: {norm: none, set: {steps: 5}}"),
            [("experiments.net.arms.a.set.steps", "", "5")],
        ),
    ],
)
def test_every_value_counts(found: Callable[..., Found], edit: tuple[str, str], expected: Found | None) -> None:
    """The path, the value as locked and the value now."""
    if expected is None:
        assert ("experiments.net.arms.a.norm", "none", "batch_minus") in found(edit)
    else:
        assert found(edit) == expected


def test_another_loss_is_an_amendment(spec: Path) -> None:
    """A plug-in without options, as the default loss is, counts by its name."""
    study = load_study(spec, "smoke").study
    locked, now = resolved(study, "smoke"), resolved(study, "smoke")
    now["experiments"]["net"]["recipe"]["loss"] = {"squared_error": {"factor": 0.5}}
    assert amendments({"smoke": locked}, now, "smoke") == (
        Amendment("experiments.net.recipe.loss", "cross_entropy", "squared_error"),
        Amendment("experiments.net.recipe.loss.squared_error.factor", "", "0.5"),
    )


def test_another_kind_of_test_shows(found: Callable[..., Found]) -> None:
    """The kind, what its options were and what they are."""
    amended = found(("superiority", "noninferiority"))
    assert ("hypotheses.h1.kind", "superiority", "noninferiority") in amended
    assert ("hypotheses.h1.superiority.margin", "0.01", "") in amended
    assert ("hypotheses.h1.noninferiority.margin", "", "0.01") in amended


def test_an_override_is_an_amendment(found: Callable[..., Found]) -> None:
    """The locked study is resolved without `--set`."""
    where = "hypotheses.h1.superiority.margin"
    assert found(overrides=(f"{where}=0.5",)) == [(where, "0.01", "0.5")]


def test_what_the_profile_sets_counts(found: Callable[..., Found]) -> None:
    """Both sides are resolved under the profile: what it overrides is the same in both, what it sets newly is not."""
    newly = ("smoke: {}", "smoke: {set: {experiments.*.recipe.steps: 20}}")
    assert found(newly) == [("experiments.net.recipe.steps", "10", "20")]
    assert found(newly, ("steps: 10", "steps: 30")) == [("experiments.net.recipe.steps", "10", "20")]


def test_each_profile_is_compared_with_itself(spec: Path, text: str) -> None:
    """What a locked profile sets is no amendment of it, whichever profile stands first."""
    lock_path(spec).unlink()
    spec.write_text(text.replace("smoke: {}", "smoke: {}\n  other: {set: {seeds.looks: [4]}}"))
    lock(spec, NOW)
    for profile in ("smoke", "other"):
        assert [*json.loads(lock_path(spec).read_text())["resolved"][profile]["profiles"]] == [profile]
        registration = load_study(spec, profile).registration
        assert registration is not None
        assert registration.amendments == ()


def test_experiments_that_the_profile_does_not_run_do_not_count(spec: Path, text: str) -> None:
    """What is not trained cannot bear on the verdicts."""
    more = text.replace(
        "hypotheses:\n", "  idle:\n" + text.split("  net:\n")[1].partition("hypotheses:")[0] + "hypotheses:\n"
    )
    more = more.replace("smoke: {}", "smoke: {experiments: [net]}")
    lock_path(spec).unlink()
    spec.write_text(more)
    lock(spec, NOW)
    before, idle, after = more.partition("  idle:\n")
    spec.write_text(before + idle + after.replace("steps: 10", "steps: 99"))
    registration = load_study(spec, "smoke").registration
    assert registration is not None
    assert registration.amendments == ()


def test_a_new_profile_is_one(found: Callable[..., Found], spec: Path) -> None:
    """One sentence, whatever it sets."""
    found(("smoke: {}", "smoke: {}\n  other: {set: {seeds.looks: [4]}}"))
    registration = load_study(spec, "other").registration
    assert registration is not None
    assert [tuple(each) for each in registration.amendments] == [("profiles.other", "", "added after the lock")]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("{scale: toy}", ("profiles.smoke.scale", "paper", "toy")),
        ("{note: Fewer.}", ("profiles.smoke.note", "", "Fewer.")),
        ("{requires: data}", ("profiles.smoke.requires", "", "data")),
        ("{experiments: [net]}", ("profiles.smoke.experiments", "", "[net]")),
    ],
)
def test_what_the_profile_says_of_itself_counts(found: Callable[..., Found], edit: str, expected: object) -> None:
    """A scale that is changed changes what the verdicts are compared with."""
    assert found(("smoke: {}", f"smoke: {edit}")) == [expected]


def test_another_profile_does_not_count(found: Callable[..., Found]) -> None:
    """Only the one that runs does."""
    assert found(("smoke: {}", "smoke: {}\n  other: {scale: toy, set: {seeds.looks: [4]}}")) == []


def test_a_default_changed_in_the_code_is_an_amendment(found: Callable[..., Found], spec: Path) -> None:
    """As if the version that locked had reduced to the best, sampled otherwise, and had an option that is gone."""

    def older(held: dict[str, Any]) -> None:
        resolved = held["resolved"]["smoke"]
        resolved["hypotheses"]["h1"]["test"]["superiority"] |= {"reduce": "best", "gone": 3}
        resolved["experiments"]["net"]["recipe"]["batch_size"] = 64
        resolved["analysis"] = {"multiplicity": "none"}

    _edit(spec, older)
    assert sorted(found()) == [
        ("analysis.divergence", "", "composite"),
        ("analysis.equivalence", "", "0.95"),
        ("analysis.multiplicity", "none", "holm"),
        ("experiments.net.recipe.batch_size", "64", "128"),
        ("hypotheses.h1.superiority.gone", "3", ""),
        ("hypotheses.h1.superiority.reduce", "best", "final"),
    ]


def test_the_analysis_of_the_study_counts(found: Callable[..., Found]) -> None:
    """Written in the file, or asked for once."""
    expected = [("analysis.divergence", "composite", "conditional")]
    assert found(("title: A toy", "title: A toy\nanalysis: {divergence: conditional}")) == expected
    assert found(overrides=("analysis.divergence=conditional",)) == expected


def test_a_probe_counts_with_its_name(found: Callable[..., Found], spec: Path) -> None:
    """Also one that has no options."""
    _edit(spec, lambda held: held["resolved"]["smoke"]["experiments"]["net"].update(probes={"gone": {}}))
    where = "experiments.net.probes"
    expected = [
        (f"{where}.gone", "gone", ""),
        (f"{where}.accuracy", "", "accuracy"),
        (f"{where}.accuracy.every", "", "5"),
    ]
    assert sorted(found()) == sorted(expected)


def test_defaults_of_a_conjunctions_parts_are_locked(spec: Path, text: str) -> None:
    """They are bound only when the test is made, and are written out all the same."""
    part = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
    lock_path(spec).unlink()
    spec.write_text(text.replace(part, f"all_of: {{parts: [{{{part}}}, {{all_of: {{parts: [{{{part}}}]}}}}]}}"))
    lock(spec, NOW)
    test = json.loads(lock_path(spec).read_text())["resolved"]["smoke"]["hypotheses"]["h1"]["test"]
    first, second = test["all_of"]["parts"]
    assert first["superiority"]["reduce"] == "final"
    assert second["all_of"]["parts"] == [first]


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        ("arms.a.set.augment", "", "[]"),
        ("arms.a.set.optimizer", "", "sgd"),
        ("arms.a.set.schedule.constant", "", "{}"),
        ("arms.a.set.model.vgg", "", "{}"),
        ("recipe.augment.1", "", "crop"),
    ],
)
def test_what_is_empty_counts_where_it_means_something(
    found: Callable[..., Found], path: str, was: str, now: str
) -> None:
    """An empty list that an arm sets takes augmentations away; a plug-in without options is one."""
    changes = {
        "arms.a.set.augment": ("a: {norm: none}", "a: {norm: none, set: {augment: []}}"),
        "arms.a.set.optimizer": ("a: {norm: none}", "a: {norm: none, set: {optimizer: {sgd: {lr: 0.2}}}}"),
        "arms.a.set.schedule.constant": ("a: {norm: none}", "a: {norm: none, set: {schedule: {constant: {}}}}"),
        "arms.a.set.model.vgg": ("a: {norm: none}", "a: {norm: none, set: {model: {vgg: null}}}"),
        "recipe.augment.1": ("steps: 10", "steps: 10\n      augment: [flip, crop]"),
    }
    assert (f"experiments.net.{path}", was, now) in found(changes[path])


def test_what_is_empty_counts_in_a_grid(spec: Path, text: str) -> None:
    """A plug-in by its name alone is a value of the grid."""
    grid = text.replace("probes:", "grid: {optimizer: [{sgd: {lr: 0.1}}], augment: [[], [crop: {}]]}\n    probes:")
    grid = grid.replace("net.b,", "net.b/optimizer=sgd/augment=none,").replace(
        "net.a,", "net.a/optimizer=sgd/augment=none,"
    )
    spec.write_text(grid)
    registration = load_study(spec, "smoke").registration
    assert registration is not None
    found = {each.where.removeprefix("experiments.net."): each.now for each in registration.amendments}
    assert found["grid.augment.0"] == "[]"
    assert found["grid.augment.1.0"] == "crop"
    assert found["grid.optimizer.0"] == "sgd"
    assert found["grid.optimizer.0.sgd.lr"] == "0.1"


def test_long_values_are_cut_where_they_differ(found: Callable[..., Found], spec: Path, text: str) -> None:
    """Two long claims that differ at their ends are not shown alike."""
    lock_path(spec).unlink()
    long = text.replace("claim: b", f"claim: {'so ' * 400}b")
    spec.write_text(long)
    lock(spec, NOW)
    [(_, was, now)] = found(("claim: b beats a", f"claim: {'so ' * 400}b ties a"))
    assert was.endswith("b beats a.")
    assert now.endswith("b ties a.")
    assert len(was) < 100


def test_a_lock_is_never_overwritten(spec: Path) -> None:
    """One line that says when it was locked and what to do."""
    before = lock_path(spec).read_bytes()
    with pytest.raises(SpecError) as refusal:
        lock(spec, NOW + timedelta(days=1))
    said = str(refusal.value)
    assert "was locked at 2026-01-01T12:00:00+00:00" in said
    assert "amendments" in said
    assert "delete this file" in said
    assert "\n" not in said
    assert lock_path(spec).read_bytes() == before


def _edit(spec: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a lock, and forge its digest."""
    held = json.loads(lock_path(spec).read_text())
    change(held)
    lock_path(spec).write_text(json.dumps(held | {"digest": digest(held["study"], held["resolved"])}))


def test_a_lock_edited_by_hand_is_refused(spec: Path) -> None:
    """A margin changed in the lock itself does not pass."""
    path = lock_path(spec)
    path.write_text(path.read_text().replace("0.01", "0.02"))
    with pytest.raises(SpecError, match=r"x\.lock\.json: was edited after it was written.*Restore it"):
        load_study(spec, "smoke")


@pytest.mark.parametrize("part", ["study", "resolved"])
def test_the_digest_covers_all_that_is_locked(spec: Path, part: str) -> None:
    """The file's data and what it was resolved to, each alone."""
    held = json.loads(lock_path(spec).read_text())
    held[part]["more"] = {"profiles": {"more": {}}}
    lock_path(spec).write_text(json.dumps(held))
    with pytest.raises(SpecError, match="was edited after it was written"):
        load_study(spec, "smoke")


def test_a_lock_of_another_study_is_refused(spec: Path) -> None:
    """Two specs whose names differ in the suffix alone share a lock's place."""
    _edit(spec, lambda held: held["study"].update(study="other"))
    with pytest.raises(SpecError, match=r"locks another study\. Got 'other', not 'toy'"):
        load_study(spec, "smoke")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'{"bnreport_lock": 1}',
        b'{"bnreport_lock": true}',
        b'{"bnreport_lock": 2, "locked_at": 5, "digest": "", "study": {}, "resolved": {}}',
        b'{"bnreport_lock": 2, "locked_at": "yesterday", "digest": "", "study": {}, "resolved": {}}',
        b'{"bnreport_lock": 2, "locked_at": "0000-01-01T00:00:00+00:00", "digest": "", "study": {}, "resolved": {}}',
        b'{"bnreport_lock": 2, "locked_at": "2026-01-01T00:00:00+00:00", "digest": 5, "study": {}, "resolved": {}}',
        b'{"bnreport_lock": 2, "locked_at": "2026-01-01T00:00:00+00:00", "digest": "", "study": [], "resolved": {}}',
        b'{"bnreport_lock":2,"locked_at":"2026-01-01T00:00:00+00:00","digest":"","resolved":{},"study":{"a": NaN}}',
        b'{"bnreport_lock":2,"locked_at":"2026-01-01T00:00:00+00:00","digest":"","resolved":{},"study":{"\\ud800": 1}}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
)
def test_hostile_locks_end_in_one_line(spec: Path, content: bytes) -> None:
    """Whatever the file holds, the line names it and the remedy."""
    lock_path(spec).write_bytes(content)
    with pytest.raises(SpecError) as refusal:
        load_study(spec, "smoke")
    said = str(refusal.value)
    assert said.startswith(str(lock_path(spec)))
    assert said.endswith("Restore it from version control, or delete it to register anew.")
    assert "\n" not in said


@pytest.mark.parametrize("resolved", [None, [], {"smoke": 5}, {"smoke": {}}, {"smoke": {"profiles": {"smoke": 1}}}])
def test_a_lock_of_another_shape_is_refused(spec: Path, resolved: object) -> None:
    """Even where the digest fits."""
    _edit(spec, lambda held: held.update(resolved=resolved))
    with pytest.raises(SpecError, match="is no lock file"):
        load_study(spec, "smoke")


def test_a_lock_nested_too_deep_is_refused(spec: Path) -> None:
    """Too deep to compare, not too deep to read."""
    deep: object = 1
    for _ in range(480):
        deep = {"a": deep}
    _edit(spec, lambda held: held["resolved"]["smoke"].update(seeds=deep))
    with pytest.raises(SpecError, match=r"is nested too deep for a lock\. Restore it"):
        load_study(spec, "smoke")


def test_whatever_a_lock_was_resolved_to_is_compared(spec: Path) -> None:
    """Another version may have had other parts, and none of ours."""
    _edit(spec, lambda held: held.update(resolved={"smoke": {"profiles": {"smoke": {}}}}))
    registration = load_study(spec, "smoke").registration
    assert registration is not None
    assert ("hypotheses.h1.kind", "", "superiority") in registration.amendments


def test_a_lock_is_never_too_large_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It is refused before it is written."""
    monkeypatch.setattr("bnreport.study.lock.MAX_BYTES", 1000)
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(SpecError, match="Use fewer profiles"):
        lock(tmp_path / "x.yaml", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


def test_a_lock_is_strict_json(spec: Path) -> None:
    """NaN is refused even where the digest fits."""
    _edit(spec, lambda held: held["study"].update(title=float("nan")))
    with pytest.raises(SpecError, match="is no lock file"):
        load_study(spec, "smoke")


def test_a_folder_and_a_broken_link_are_refused(spec: Path) -> None:
    """Neither counts as no lock."""
    lock_path(spec).unlink()
    lock_path(spec).mkdir()
    with pytest.raises(SpecError, match="is no file that can be read"):
        load_study(spec, "smoke")
    lock_path(spec).rmdir()
    lock_path(spec).symlink_to("nowhere")
    with pytest.raises(SpecError, match="is no file that can be read"):
        load_study(spec, "smoke")


def test_a_number_that_json_lacks_is_refused(tmp_path: Path) -> None:
    """The lock is strict JSON."""
    with pytest.raises(SpecError, match=r"holds \.nan or \.inf"):
        write_lock(tmp_path / "x.yaml", {"study": "toy", "seeds": float("nan")}, {}, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_registration_survives_json(found: Callable[..., Found], spec: Path) -> None:
    """As the results bundle keeps it."""
    found(("margin: 0.01", "margin: 0.02"), ("looks: [2]", "looks: [3]"))
    registration = load_study(spec, "smoke").registration
    assert registration is not None
    assert len(registration.amendments) == 2
    assert from_json(json.loads(json.dumps(to_json(registration)))) == registration


REGISTRATION = Registration("2026-01-01T12:00:00+00:00", "0" * 64, ())


def run(finished: datetime | str, seconds: float = 60.0, started: str = "") -> RunResult:
    """Return a run that took a minute."""
    at = finished if isinstance(finished, str) else finished.isoformat(timespec="seconds")
    return RunResult("", {}, "finished", 1, "", {}, {}, {}, {}, seconds, at, started)


def results(*runs: RunResult) -> Results:
    """Return runs of one arm."""
    return Results({"x.a": dict(enumerate(runs))})


def test_standing_without_a_lock() -> None:
    """Exploratory."""
    word, why = standing(None, results(run(NOW)))
    assert (word, why[:20]) == ("exploratory", "No lock was written:")


@pytest.mark.parametrize(("after", "word"), [(-3600, "exploratory"), (30, "exploratory"), (61, "confirmatory")])
def test_standing_by_the_start_of_the_first_run(after: int, word: str) -> None:
    """A run that finished after the lock may have started before it."""
    found = standing(REGISTRATION, results(run(NOW + timedelta(days=1)), run(NOW + timedelta(seconds=after))))
    assert found.word == word
    assert "2026-01-01T12:00:00+00:00" in found.why


def test_standing_names_both_times() -> None:
    """The reader sees by how much the lock came late."""
    assert standing(REGISTRATION, results(run(NOW))).why == (
        "Locked at 2026-01-01T12:00:00+00:00, after the first run had started at 2026-01-01T11:59:00+00:00."
    )


def test_standing_with_amendments() -> None:
    """Their number is said; a late lock is the worse of the two."""
    changed = replace(REGISTRATION, amendments=(Amendment("a", "1", "2"), Amendment("b", "", "3")))
    assert standing(changed, results(run(NOW + timedelta(hours=1)))) == (
        "amended",
        "Locked at 2026-01-01T12:00:00+00:00, before the first run; 2 values changed since.",
    )
    assert standing(changed, results(run(NOW))).word == "exploratory"


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (("seeds.looks",), "seeds.looks"),
        (("hypotheses.seeds.claim", "seeds.looks", "seeds.alpha"), "seeds.looks and seeds.alpha"),
        (("profiles.other",), "profiles.other"),
    ],
)
def test_seeds_changed_once_there_are_runs_are_exploratory(where: tuple[str, ...], names: str) -> None:
    """Peeking at five seeds and judging ten is optional stopping; with no run there was nothing to peek at."""
    changed = replace(REGISTRATION, amendments=tuple(Amendment(each, "[5]", "[10]") for each in where))
    word, why = standing(changed, results(run(NOW + timedelta(hours=1))))
    assert word == "exploratory"
    assert why.startswith("Locked at 2026-01-01T12:00:00+00:00, before the first run")
    assert why.endswith(f", but {names} changed since: when to stop may have followed the results.")
    assert standing(changed, Results()).word == "amended"


@pytest.mark.parametrize("where", ["hypotheses.seeds.claim", "profiles.smoke.scale", "experiments.seeds.arms.a.norm"])
def test_other_changes_are_amendments(where: str) -> None:
    """They do not choose when to stop."""
    changed = replace(REGISTRATION, amendments=(Amendment(where, "1", "2"),))
    assert standing(changed, results(run(NOW + timedelta(hours=1)))).word == "amended"


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
def test_standing_by_the_first_start_of_a_resumed_run(started: str, word: str) -> None:
    """What was trained before the interruption counts, however late it was resumed."""
    assert standing(REGISTRATION, results(run(NOW + timedelta(days=1), started=started))).word == word


@pytest.mark.parametrize(
    ("before", "word"), [(-1, "confirmatory"), (0, "confirmatory"), (1, "exploratory"), (2, "exploratory")]
)
def test_standing_to_the_second(before: int, word: str) -> None:
    """Times cut to whole seconds have an order from one second on: earlier by one is earlier, equal is not told."""
    started = NOW - timedelta(seconds=before)
    noted = run(NOW + timedelta(days=1), started=started.isoformat(timespec="seconds"))
    assert standing(REGISTRATION, results(noted)).word == word
    assert standing(REGISTRATION, results(run(started + timedelta(seconds=60)))).word == word


@pytest.mark.parametrize(("seconds", "word"), [(60.99, "confirmatory"), (61.0, "exploratory")])
def test_standing_of_a_start_that_was_not_noted(seconds: float, word: str) -> None:
    """It is less than a second later than the end, cut to whole seconds, less the time taken."""
    assert standing(REGISTRATION, results(run(NOW + timedelta(seconds=60), seconds))).word == word


def test_standing_before_any_run() -> None:
    """Nothing has run: nothing was seen."""
    assert standing(REGISTRATION, Results()).word == "confirmatory"


@pytest.mark.parametrize(
    "odd", [run("yesterday"), run(""), run(NOW, float("inf")), run(NOW, 1e300), run("0001-01-01T00:00:00+00:00")]
)
def test_a_run_without_a_usable_time_is_never_confirmatory(odd: RunResult) -> None:
    """When it started cannot be told, or was long ago."""
    assert standing(REGISTRATION, results(run(NOW + timedelta(days=1)), odd)).word == "exploratory"
