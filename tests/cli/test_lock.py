"""`bnreport lock`."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Call = Callable[..., Result]


def test_a_starter_study_is_locked_once(call: Call, tmp_path: Path) -> None:
    """The path on stdout; a second time is refused in one line and changes nothing."""
    spec, lock = tmp_path / "mine.yaml", tmp_path / "mine.lock.json"
    call("new", spec)
    first = call("lock", spec)
    assert (first.exit_code, first.stdout) == (0, f"{lock}\n")
    assert "Commit" in first.stderr
    held = lock.read_bytes()
    second = call("lock", spec)
    assert (second.exit_code, second.stdout) == (1, "")
    assert second.stderr.count("\n") == 1
    assert "never overwritten" in second.stderr
    assert lock.read_bytes() == held


def test_an_unsound_study_is_not_locked(call: Call, tmp_path: Path) -> None:
    """Its mistakes come as from `check`."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    spec.write_text(spec.read_text().replace("looks: [", "lokos: ["))
    result = call("lock", spec)
    assert result.exit_code == 1
    assert "unknown key 'lokos'" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.yaml"]


def test_quiet(call: Call, tmp_path: Path) -> None:
    """Only the path is said."""
    call("new", tmp_path / "mine.yaml")
    assert call("lock", tmp_path / "mine.yaml", "--quiet").stderr == ""


def test_an_amended_lock_keeps_its_salt(call: Call, tmp_path: Path) -> None:
    """A second entry with its reason; the salt is drawn once, and anew for every study."""
    specs = [tmp_path / "mine.yaml", tmp_path / "other.yaml"]
    for spec in specs:
        call("new", spec)
        call("lock", spec)
    specs[0].write_text(specs[0].read_text().replace("margin: 0.01", "margin: 0.02"))
    result = call("lock", "--amend", specs[0], "--why", "A smaller effect would not matter.")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'mine.lock.json'}\n"), result.stderr
    assert result.stderr.startswith("Amended. Commit this before the first run that it is about")
    first, second = json.loads((tmp_path / "mine.lock.json").read_text())["entries"]
    [other] = json.loads((tmp_path / "other.lock.json").read_text())["entries"]
    assert (second["previous"], second["why"]) == (first["digest"], "A smaller effect would not matter.")
    assert second["salt"] == first["salt"] != other["salt"]
    assert len(bytes.fromhex(first["salt"])) == 16


def test_studies_locked_together_have_one_salt(call: Call, tmp_path: Path) -> None:
    """Their seeds are the same, so their runs are shared; one that is unsound leaves all unlocked."""
    specs = [tmp_path / "mine.yaml", tmp_path / "other.yaml"]
    for spec in specs:
        call("new", spec)
    sound = specs[1].read_text()
    specs[1].write_text(sound.replace("looks: [", "lokos: ["))
    assert call("lock", *specs).exit_code == 1
    assert not list(tmp_path.glob("*.json"))
    specs[1].write_text(sound)
    result = call("lock", *specs)
    locks = [tmp_path / "mine.lock.json", tmp_path / "other.lock.json"]
    assert result.stdout.splitlines() == [*map(str, locks)]
    assert len({json.loads(lock.read_text())["entries"][0]["salt"] for lock in locks}) == 1


def test_an_amendment_needs_a_reason(call: Call, tmp_path: Path) -> None:
    """Reports show it, and no later call could add it."""
    spec = tmp_path / "mine.yaml"
    call("new", spec)
    call("lock", spec)
    before = (tmp_path / "mine.lock.json").read_bytes()
    assert call("lock", spec, "--amend").exit_code == 2
    assert (tmp_path / "mine.lock.json").read_bytes() == before


def test_a_reason_needs_an_amendment(call: Call, tmp_path: Path) -> None:
    """Usage, not a silent loss of what was written."""
    call("new", tmp_path / "mine.yaml")
    assert call("lock", tmp_path / "mine.yaml", "--why", "So.").exit_code == 2
    assert not (tmp_path / "mine.lock.json").exists()
