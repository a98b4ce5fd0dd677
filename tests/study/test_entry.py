"""Entries of a lock: their shape, their digests, and the chain that they make."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bnreport.errors import SpecError
from bnreport.files import lock_path
from bnreport.study.entry import broken, digest
from tests.study.conftest import load

EditLock = Callable[[Callable[[dict[str, Any]], object]], None]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("previous", "0" * 64),
        ("locked_at", "2025-01-01T12:00:00+00:00"),
        ("salt", "0" * 32),
        ("why", "No reason."),
        ("study", {"study": "toy", "source": {"departures": []}}),
        ("definitions", {}),
        ("resolved", {}),
    ],
)
def test_the_digest_covers_all_that_is_locked(spec: Path, part: str, value: object) -> None:
    """Each part alone: a lock cannot be dated back, nor its departures left out."""
    held = json.loads(lock_path(spec).read_text())
    held["entries"][0][part] = value
    lock_path(spec).write_text(json.dumps(held))
    with pytest.raises(SpecError, match="entry 1 was edited after it was written"):
        load(spec)


@pytest.mark.parametrize(
    ("kept", "number"), [((1, 2), 1), ((0, 2), 2), ((1, 0, 2), 1), ((0, 2, 1), 2), ((0, 1, 1), 3), ((0, 0), 2)]
)
def test_a_broken_chain_is_refused(chain: Path, kept: tuple[int, ...], number: int) -> None:
    """An entry removed, reordered or repeated; one line says which one does not follow."""
    held = json.loads(lock_path(chain).read_text())
    lock_path(chain).write_text(json.dumps(held | {"entries": [held["entries"][index] for index in kept]}))
    with pytest.raises(
        SpecError, match=f"entry {number} does not follow the one before it: an entry was removed"
    ) as no:
        load(chain)
    assert "\n" not in str(no.value)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_edited_entry_of_a_chain_is_refused(chain: Path, index: int) -> None:
    """Wherever it stands; forging its digest breaks the chain after it."""
    held = json.loads(lock_path(chain).read_text())
    held["entries"][index]["why"] = "Another."
    lock_path(chain).write_text(json.dumps(held))
    with pytest.raises(SpecError, match=f"entry {index + 1} was edited"):
        load(chain)
    held["entries"][index]["digest"] = digest(held["entries"][index])
    lock_path(chain).write_text(json.dumps(held))
    if index < 2:
        with pytest.raises(SpecError, match=f"entry {index + 2} does not follow"):
            load(chain)


@pytest.mark.parametrize(
    "part",
    [
        {"locked_at": 5},
        {"locked_at": "yesterday"},
        {"locked_at": "2026-01-01T12:00:00+01:00"},
        {"locked_at": "2026-13-01T12:00:00+00:00"},
        {"salt": "pepper"},
        {"previous": ""},
        {"study": []},
        {"definitions": {"smoke": {"h1": 1}}},
        {"more": 1},
    ],
)
def test_an_entry_of_another_shape_is_refused(spec: Path, part: dict[str, object], edit_lock: EditLock) -> None:
    """The line says which part, even where the digest fits."""
    edit_lock(lambda held: held.update(part))
    with pytest.raises(SpecError, match=rf"is no lock file: 0\.{next(iter(part))}.*Restore it"):
        load(spec)


@pytest.mark.parametrize("resolved", [None, [], {"smoke": 5}, {"smoke": {}}, {"smoke": {"profiles": {"smoke": 1}}}])
def test_a_lock_of_another_shape_is_refused(spec: Path, resolved: object, edit_lock: EditLock) -> None:
    """Even where the digest fits."""
    edit_lock(lambda held: held.update(resolved=resolved))
    with pytest.raises(SpecError, match="is no lock file"):
        load(spec)


def test_no_entry_is_older_than_the_one_before() -> None:
    """Dated back, an amendment made with the results at hand would look as if it came before them."""
    entries: list[dict[str, Any]] = []
    for month in ("03", "01"):
        entry = {"previous": entries[-1]["digest"] if entries else None, "locked_at": f"2026-{month}-01T00:00:00+00:00"}
        entries.append({**entry, "digest": digest(entry)})
    assert broken(entries[:1]) == ""
    assert broken(entries).startswith("entry 2 is older than the one before it")
