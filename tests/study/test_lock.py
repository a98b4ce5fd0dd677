"""The lock: what it keeps, the chain of its entries, and what it refuses."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.files import lock_path
from bnreport.study.definitions import definitions
from bnreport.study.lock import Signature, read_lock, write_lock
from bnreport.study.yaml import parse
from tests.study.conftest import load

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
Lock = Callable[..., None]
EditLock = Callable[[Callable[[dict[str, Any]], object]], None]


def test_a_lock_holds_the_data_of_the_file(spec: Path, text: str) -> None:
    """Plain JSON: version, and an entry with time, salt, digest, study, and what each profile makes of it."""
    file = json.loads(lock_path(spec).read_text())
    [held] = file["entries"]
    assert [*file] == ["bnreport_lock", "entries"]
    assert file["bnreport_lock"] == 3
    assert (held["previous"], held["salt"], held["why"]) == (None, f"{12:032x}", "")
    assert held["locked_at"] == "2026-01-01T12:00:00+00:00"
    assert held["study"] == parse(spec, text).data
    assert held["resolved"]["smoke"]["hypotheses"]["h1"]["test"]["superiority"]["reduce"] == "final"
    assert held["definitions"]["smoke"] == definitions(load(spec).study)
    rest = {name: value for name, value in held.items() if name != "digest"}
    assert held["digest"] == sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_defaults_of_a_conjunctions_parts_are_locked(spec: Path, text: str, lock: Lock) -> None:
    """They are bound only when the test is made, and are written out all the same."""
    part = "superiority: {metric: test_accuracy, arm: net.b, versus: net.a, margin: 0.01}"
    lock_path(spec).unlink()
    spec.write_text(text.replace(part, f"all_of: {{parts: [{{{part}}}, {{all_of: {{parts: [{{{part}}}]}}}}]}}"))
    lock(spec)
    test = json.loads(lock_path(spec).read_text())["entries"][0]["definitions"]["smoke"]["h1"]["test"]
    first, second = test["all_of"]["parts"]
    assert first["superiority"]["reduce"] == "final"
    assert second["all_of"]["parts"] == [first]


def test_a_lock_is_never_overwritten(spec: Path, lock: Lock) -> None:
    """One line that says when it was locked and what to do."""
    before = lock_path(spec).read_bytes()
    with pytest.raises(SpecError) as refusal:
        lock(spec, NOW + timedelta(days=1))
    said = str(refusal.value)
    assert "was locked at 2026-01-01T12:00:00+00:00" in said
    assert "amendments" in said
    assert "`bnreport lock --amend`" in said
    assert "delete this file" in said
    assert "\n" not in said
    assert lock_path(spec).read_bytes() == before


def test_a_lock_edited_by_hand_is_refused(spec: Path) -> None:
    """A margin changed in the lock itself does not pass."""
    path = lock_path(spec)
    path.write_text(path.read_text().replace("0.01", "0.02"))
    with pytest.raises(SpecError, match=r"x\.lock\.json: entry 1 was edited after it was written.*Restore it"):
        load(spec)


def test_an_amended_lock_is_a_chain(chain: Path) -> None:
    """Each entry holds the digest of the one before, the first salt, its own time, reason and definitions."""
    first, second, third = read_lock(lock_path(chain), "toy")
    assert (first.previous, second.previous, third.previous) == (None, first.digest, second.digest)
    assert {entry.salt for entry in (first, second, third)} == {f"{12:032x}"}
    assert (second.locked_at, third.why) == ("2026-01-02T13:00:00+00:00", "Margin 0.03.")
    margins = [each.definitions["smoke"]["h1"]["test"]["superiority"]["margin"] for each in (first, second, third)]
    assert margins == [0.01, 0.02, 0.03]


def test_only_a_lock_that_is_there_and_differs_is_amended(tmp_path: Path, text: str, lock: Lock) -> None:
    """Without one there is nothing to append to; unchanged, nothing to append."""
    spec = tmp_path / "x.yaml"
    spec.write_text(text)
    with pytest.raises(SpecError, match="there is no lock to amend"):
        lock(spec, amend=True)
    assert not lock_path(spec).exists()
    lock(spec)
    held = lock_path(spec).read_bytes()
    with pytest.raises(SpecError, match=r"nothing changed since it was locked at 2026-01-01T12:00:00\+00:00"):
        lock(spec, NOW + timedelta(days=1), amend=True)
    assert lock_path(spec).read_bytes() == held


@pytest.mark.parametrize("version", [1, 2])
def test_a_lock_in_the_old_language_says_what_to_do(spec: Path, version: int) -> None:
    """One line: its studies cannot be read, so it cannot be restored either."""
    old = {"bnreport_lock": version, "locked_at": "2026-01-01T12:00:00+00:00", "digest": "", "study": {}}
    lock_path(spec).write_text(json.dumps(old))
    with pytest.raises(SpecError) as refusal:
        load(spec)
    assert str(refusal.value) == (
        f"{lock_path(spec)}: is of lock version {version}, whose studies were written in another language. Delete it "
        "and run `bnreport lock` anew; version control keeps it."
    )


def test_a_lock_of_another_study_is_refused(spec: Path, edit_lock: EditLock) -> None:
    """Two specs whose names differ in the suffix alone share a lock's place."""
    edit_lock(lambda held: held["study"].update(study="other"))
    with pytest.raises(SpecError, match=r"locks another study\. Got 'other', not 'toy'"):
        load(spec)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'{"bnreport_lock": 4, "entries": []}',
        b'{"bnreport_lock": true, "entries": []}',
        b'{"bnreport_lock": 3}',
        b'{"bnreport_lock": 3, "entries": []}',
        b'{"bnreport_lock": 3, "entries": {}}',
        b'{"bnreport_lock": 3, "entries": [7]}',
        b'{"bnreport_lock": 3, "entries": [{}]}',
        b'{"bnreport_lock": 3, "entries": [{"study": {"a": NaN}}]}',
        b'{"bnreport_lock": 3, "entries": [{"study": {"\\ud800": 1}}]}',
        b"[" * 100_000,
        b"1" * 10_000,
    ],
)
def test_hostile_locks_end_in_one_line(spec: Path, content: bytes) -> None:
    """Whatever the file holds, the line names it and the remedy."""
    lock_path(spec).write_bytes(content)
    with pytest.raises(SpecError) as refusal:
        load(spec)
    said = str(refusal.value)
    assert said.startswith(str(lock_path(spec)))
    assert said.endswith("Restore it from version control, or delete it to register anew.")
    assert "\n" not in said


def test_a_lock_nested_too_deep_is_refused(spec: Path, edit_lock: EditLock) -> None:
    """Too deep to compare, not too deep to read."""
    deep: object = 1
    for _ in range(480):
        deep = {"a": deep}
    edit_lock(lambda held: held["resolved"]["smoke"].update(seeds=deep))
    with pytest.raises(SpecError, match=r"is nested too deep for a lock\. Delete it"):
        load(spec)


def test_a_lock_is_never_too_large_to_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, lock: Lock
) -> None:
    """It is refused before it is written."""
    monkeypatch.setattr("bnreport.study.lock.MAX_BYTES", 1000)
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(SpecError, match="Use fewer profiles"):
        lock(tmp_path / "x.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


def test_a_lock_is_strict_json(spec: Path, edit_lock: EditLock) -> None:
    """NaN is refused even where the digest fits."""
    edit_lock(lambda held: held["study"].update(title=float("nan")))
    with pytest.raises(SpecError, match="is no lock file"):
        load(spec)


def test_a_folder_and_a_broken_link_are_refused(spec: Path) -> None:
    """Neither counts as no lock."""
    lock_path(spec).unlink()
    lock_path(spec).mkdir()
    with pytest.raises(SpecError, match="is no file that can be read"):
        load(spec)
    lock_path(spec).rmdir()
    lock_path(spec).symlink_to("nowhere")
    with pytest.raises(SpecError, match="is no file that can be read"):
        load(spec)


def test_a_number_that_json_lacks_is_refused(tmp_path: Path) -> None:
    """The lock is strict JSON."""
    with pytest.raises(SpecError, match=r"holds \.nan or \.inf"):
        write_lock(tmp_path / "x.yaml", {"study": "toy", "seeds": float("nan")}, {}, Signature(NOW, "0" * 32))
    assert list(tmp_path.iterdir()) == []


def test_a_clock_set_back_amends_no_lock(spec: Path, lock: Lock) -> None:
    """The entry would look older than the one before it."""
    spec.write_text(spec.read_text().replace("margin: 0.01", "margin: 0.02"))
    with pytest.raises(SpecError, match="is later than this machine's clock"):
        lock(spec, NOW.replace(year=2020), amend=True)
