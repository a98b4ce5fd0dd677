"""Jobs that wait for a worker, or for another process that trains the same runs in the same store."""

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bnreport.executors.job import Job
    from bnreport.runs.claims import Claims
    from bnreport.runs.plan import Run
    from bnreport.runs.store import Store


class Queue:
    """What is neither trained nor being trained here."""

    def __init__(self, jobs: "Iterable[Job]", store: "Store", claims: "Claims") -> None:
        """Wait with jobs.

        Args:
            jobs: in order.
            store: where others may have put a run's result meanwhile.
            claims: on what is being trained.
        """
        self.jobs = deque(jobs)
        self.store, self.claims = store, claims
        self._found: list[Run] = []

    def __len__(self) -> int:
        """Count the runs."""
        return sum(len(job.runs) for job in self.jobs)

    def next(self) -> "Job | None":
        """Claim what nobody else trains of the first job that has any; None where others train all that is left."""
        for _ in range(len(self.jobs)):
            job = self.jobs.popleft()
            mine = tuple(run for run in job.runs if self.claims.take(self.store.claim(run.key, run.probes)))
            todo = tuple(run for run in mine if not self._stored(run))
            if theirs := tuple(run for run in job.runs if run not in mine):
                self.jobs.append(job._replace(runs=theirs))
            for run in todo:
                self.store.verify_checkpoint(run.key, run.probes)
            if todo:
                return job._replace(runs=todo)
        return None

    def _stored(self, run: "Run") -> bool:
        """Tell whether another process stored a run since it was planned, and if so let it go."""
        if not self.store.get(run.key, run.probes):
            return False
        self.release(run)
        self._found.append(run)
        return True

    def release(self, run: "Run") -> None:
        """Give a claim back."""
        self.claims.release(self.store.claim(run.key, run.probes))

    def found(self) -> "Iterator[Run]":
        """Yield the runs that other processes have stored, each once."""
        while self._found:
            yield self._found.pop(0)

    def put_back(self, job: "Job") -> None:
        """Try a job again, after all others."""
        for run in job.runs:
            self.release(run)
        self.jobs.append(job)
