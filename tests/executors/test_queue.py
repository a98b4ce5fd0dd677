"""What is claimed, what is waited for, what others have done meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from bnreport.executors.job import Job
from bnreport.executors.queue import Queue
from bnreport.results import RunResult
from bnreport.runs.folders import Folders
from bnreport.runs.plan import Run
from bnreport.runs.store import Store


class Others:
    """Claims of which other processes hold some."""

    def __init__(self, *names: str) -> None:
        """Let others hold these."""
        self.theirs = {*names}
        self.ours: set[str] = set()

    def take(self, path: Path) -> bool:
        """Claim."""
        name = path.name[0]
        if name in self.theirs | self.ours:
            return False
        self.ours.add(name)
        return True

    def release(self, path: Path) -> None:
        """Give back."""
        self.ours.discard(path.name[0])


def queue(tmp_path: Path, claims: Any, *groups: str) -> Queue:  # noqa: ANN401
    """Return jobs of runs that a letter names."""
    condition: Any = None
    folders = Folders(tmp_path, tmp_path, tmp_path)
    runs = {key: Run(key * 64, condition, 0, 0, 0, "", {}, ("e.a",), ()) for group in groups for key in group}
    jobs = [Job(tuple(runs[key] for key in group), folders, {}) for group in groups]
    return Queue(jobs, Store(tmp_path, pytest.fail), claims)


def names(job: Job | None) -> str:
    """Name a job's runs."""
    return "".join(run.key[0] for run in job.runs) if job else ""


def test_a_job_is_what_nobody_else_trains_of_it(tmp_path: Path) -> None:
    """The rest stays, and is got once it is free."""
    others = Others("b", "d")
    waiting = queue(tmp_path, others, "abc", "d", "e")
    assert [names(waiting.next()) for _ in range(3)] == ["ac", "e", ""]
    assert len(waiting) == 2
    others.theirs.clear()
    assert sorted(names(waiting.next()) for _ in range(2)) == ["b", "d"]
    assert waiting.next() is None
    assert len(waiting) == 0


def test_what_another_process_has_stored_is_not_trained(tmp_path: Path) -> None:
    """It is found, once, and its claim is given back."""
    others = Others()
    waiting = queue(tmp_path, others, "ab")
    waiting.store.put(RunResult("a" * 64, {}, "finished", 1, "", {}, {}, {}, {}, 1.0, "2026-11-20T10:00:00+00:00"))
    job = waiting.next()
    assert names(job) == "b"
    assert [run.key[0] for run in waiting.found()] == ["a"]
    assert [*waiting.found()] == []
    assert others.ours == {"b"}


def test_what_is_put_back_comes_last(tmp_path: Path) -> None:
    """And is claimed anew."""
    others = Others()
    waiting = queue(tmp_path, others, "a", "b")
    first = waiting.next()
    assert first is not None
    waiting.put_back(first._replace(tries=1))
    assert others.ours == set()
    assert [names(waiting.next()), names(waiting.next())] == ["b", "a"]


def test_a_damaged_checkpoint_is_said_and_set_aside(tmp_path: Path) -> None:
    """Its run starts anew."""
    said: list[str] = []
    waiting = queue(tmp_path, Others(), "a")
    waiting.store = Store(tmp_path, said.append)
    saved = waiting.store.checkpoint("a" * 64, {})
    saved.parent.mkdir(parents=True)
    saved.write_bytes(b"half")
    assert names(waiting.next()) == "a"
    assert len(said) == 1
    assert "fails its checksum; set aside as" in said[0]
    assert not saved.exists()
