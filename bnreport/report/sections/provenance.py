"""Provenance: where every number comes from: the study file's digest, and what the runs themselves recorded."""

from collections import Counter
from hashlib import sha256
from shlex import join
from typing import TYPE_CHECKING, NamedTuple

from bnreport import __version__
from bnreport.formatting import NOTHING, say_name
from bnreport.report.environments import mixed, recorded_of
from bnreport.study.arms import conditions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.report.facts import Facts
    from bnreport.results import RunResult
    from bnreport.study.load import StudyFile

TITLE = "Provenance"
_MINUTE, _HOUR = 60.0, 3600.0
_ASKED = ("command", "commit", "uncommitted_changes", "packages_sha256", "deterministic_kernels")
"""What a reader asks for beside what every run notes; a name that no run recorded is shown blank."""


class Provenance(NamedTuple):
    """Facts about the study file and its runs; nothing about the machine that renders."""

    facts: tuple[tuple[str, str], ...]
    environment: tuple[tuple[str, tuple[str, ...]], ...]
    """What runs recorded, by name: one value, or several with how many runs each."""
    mixed: tuple[str, ...]
    """Names whose values differ between runs."""
    data: tuple[tuple[str, str], ...]
    """Data sets by name, with the digest of the content that the runs read."""
    blanks: tuple[str, ...]
    """What no run recorded."""
    compute: str
    """Of all runs; empty without any."""


def gather(facts: "Facts") -> Provenance:
    """Gather what study file and runs say of themselves."""
    file = facts.file
    runs = [run for _, seeds in sorted(facts.results.trained.items()) for _, run in sorted(seeds.items())]
    tuning = len(runs) - len(facts.runs)
    ends = sorted(run.finished_at for run in runs)
    seeds = {seed for _, seed in facts.runs}
    recorded = recorded_of(runs)
    compute = _duration(sum(run.seconds for run in runs)) if runs else ""
    digest = sha256()
    for run in runs:
        digest.update(run.key.encode())
    return Provenance(
        facts=(
            ("Study file", file.path.name),
            ("Its SHA-256", sha256(file.text.encode()).hexdigest()),
            ("Profile", file.profile),
            ("Overrides", "; ".join(file.overrides) or "none"),
            ("To run it again", _again(file)),
            ("Runs", f"{len(runs)}{f', {tuning} of them to tune arms' if tuning else ''}"),
            ("Of these by older code than that of today", str(len(facts.older))),
            ("Of these taken over from older code", _accepted(runs)),
            ("Seeds", ", ".join(map(str, sorted(seeds))) or "none"),
            ("SHA-256 of their keys", digest.hexdigest() if runs else NOTHING),
            ("Trained and measured, runs finished", f"{_when(ends[0])} to {_when(ends[-1])}" if ends else NOTHING),
            ("Judged and rendered by", f"bnreport {__version__}"),
            ("Compute, all runs", compute or NOTHING),
        ),
        environment=tuple((say_name(name), _values(tally)) for name, tally in sorted(recorded.items())),
        mixed=mixed(runs),
        data=_data(facts),
        blanks=tuple(say_name(name) for name in _ASKED if name not in recorded),
        compute=compute,
    )


def _accepted(runs: "Iterable[RunResult]") -> str:
    """Say which code trained runs that are taken for those of later code, and which that is."""
    pairs = Counter((run.code[:10], run.accepted[:10]) for run in runs if run.accepted)
    said = (f"{count} by {old}, the same for 20 steps under {new}" for (old, new), count in sorted(pairs.items()))
    return "; ".join(said) or "0"


def _again(file: "StudyFile") -> str:
    """Return the command that asks for the same study at the same scale."""
    chosen = [word for override in file.overrides for word in ("--set", override)]
    return join(["bnreport", "run", file.path.name, "--profile", file.profile, *chosen])


def _data(facts: "Facts") -> tuple[tuple[str, str], ...]:
    """Return each data set with every digest that its runs were trained on; none is believed without a run."""
    found = {
        (condition.recipe.dataset.name, str(run.settings["data"]))
        for name, experiment in facts.study.experiments.items()
        for arm, condition in conditions(experiment).items()
        for run in facts.results.of(f"{name}.{arm}").values()
        if "data" in run.settings
    }
    return tuple(sorted(found))


def _when(stamp: str) -> str:
    return stamp.replace("T", " ").replace("+00:00", " UTC")


def _values(tally: dict[str, int]) -> tuple[str, ...]:
    if len(tally) == 1:
        return tuple(tally)
    return tuple(f"{value} ({count} runs)" for value, count in sorted(tally.items()))


def _duration(seconds: float) -> str:
    if seconds < 2 * _MINUTE:
        return f"{seconds:.1f} s"
    return f"{seconds / _MINUTE:.1f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.1f} h"
