"""What other commands read of a `verdicts.json`; what else it holds is passed over."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from bnreport.errors import StoreError
from bnreport.judge.answer import Answer
from bnreport.results.form import say_errors
from bnreport.study.schema import Scale

if TYPE_CHECKING:
    from pathlib import Path

Interval = tuple[float | None, float | None]
"""An end that is not finite is None."""


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class Trusted(_Form):
    """How far to trust a verdict or an answer."""

    certainty: str
    said: str


class Answered(_Form):
    """One question."""

    name: str
    ask: str
    word: str
    answer: Answer
    said: tuple[str, ...]
    """What each claim that decides it found."""
    trust: Trusted | None


class Measured(_Form):
    """What the runs of a claim say, seed by seed."""

    unit: str
    seeds: tuple[int, ...]
    effects: tuple[float | None, ...]


class PartRead(_Form):
    """One part of a composite claim."""

    unit: str
    estimate: float | None
    interval: Interval | None


class ClaimRead(_Form):
    """One claim with its verdict."""

    hypothesis: str
    claim: str
    verdict: Answer
    reason: str
    status: str
    """What it may be called: confirmatory, ..."""
    region: Interval
    evidence: Measured
    estimate: float | None
    interval: Interval | None
    """At 95 %."""
    level: float | None
    look: int
    n_run: int
    n_planned: int
    """Seeds declared: those of the look that decided, of the last look while undecided."""
    said: str
    trust: Trusted | None
    parts: tuple[PartRead, ...]
    """Of a composite claim; it has an estimate without a unit."""


class Registered(_Form):
    """What the verdicts may be called."""

    word: str


class Document(_Form):
    """One study at one profile."""

    study: str
    profile: str
    title: str
    scales: tuple[Scale, ...]
    finished_at: str
    registration: Registered
    questions: tuple[Answered, ...]
    verdicts: tuple[ClaimRead, ...]


def read_document(path: "Path") -> Document:
    """Read a `verdicts.json`.

    Raises:
        StoreError: there is none, or it is not one that this version reads.
    """
    try:
        return Document.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}.") from None
    except ValidationError as error:
        mend = "`bnreport render` writes it again."
        raise StoreError(f"{path}: this is no verdicts.json of today ({say_errors(error)}). {mend}") from None
