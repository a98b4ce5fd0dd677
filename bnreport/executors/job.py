"""What executors and workers tell each other: jobs one way, events the other."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bnreport.runs.folders import Folders
    from bnreport.runs.plan import Run


class Job(NamedTuple):
    """A run to train, or several of one condition to train as one network."""

    runs: "tuple[Run, ...]"
    folders: "Folders"
    invocation: "Mapping[str, str]"
    """Recorded with every result."""
    save_every: float = 60.0
    """Seconds between checkpoints."""
    tries: int = 0
    """That have failed."""

    @property
    def first(self) -> "Run":
        """The run that speaks for all: they differ in their seeds alone."""
        return self.runs[0]


class Progress(NamedTuple):
    """A run has taken some steps."""

    key: str
    step: int


class Stored(NamedTuple):
    """A run's result is in the store, whoever trained it."""

    key: str


class Failed(NamedTuple):
    """A run was not trained to its end, for a reason that is not its own outcome."""

    key: str
    why: str
    again: bool
    """Whether it is tried once more."""

    def line(self, run: "Run") -> str:
        """Say so in the end, of the run of this key."""
        return f"{run.name}: not trained: {self.why}"


class Waiting(NamedTuple):
    """All that is left is trained by other processes: so many runs."""

    left: int


Event = Progress | Stored | Failed | Waiting


class Failure(NamedTuple):
    """Why a job was not trained to its end."""

    why: str
    """Whole sentences: what happened, and how to mend it."""
    chance: bool
    """Whether another try may end otherwise."""
