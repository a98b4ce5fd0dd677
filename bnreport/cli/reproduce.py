"""`bnreport reproduce`: train one run again, and compare it reading by reading."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.errors import BnreportError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bnreport.results import RunResult
    from bnreport.runs.plan import Run
    from bnreport.runs.status import Status


def command(
    spec: options.Spec,
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN",
            help="Its name, such as 'net.batchnorm seed 0', or its key or how that begins, as `plan --json` prints it.",
            show_default=False,
        ),
    ],
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    quiet: options.Quiet = False,
) -> None:
    """Train a finished run again from its seed and compare: exit 0 where every reading is equal, bit for bit."""
    from bnreport.cli._progress import watcher
    from bnreport.executors.job import Failed
    from bnreport.executors.runner import train_runs
    from bnreport.runs.folders import Folders
    from bnreport.runs.store import Store

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    found = _chosen(options.find(file, folders, bundle=True, quiet=True), run)
    with TemporaryDirectory() as scratch, watcher(quiet=quiet) as watch:
        apart = Folders(Path(scratch), data, reports)
        [(_, again)] = train_runs([found.run], apart, Store(apart.store, options.tell), watch, workers=1)
    if isinstance(again, Failed):
        raise BnreportError(again.line(found.run))
    lines = [*_compared(found.result, again)] if found.result else []
    for line in lines:
        sys.stdout.write(f"{line}\n")
    if lines:
        raise BnreportError(f"{found.run.name}: is not the same again, see above.")
    readings = sum(len(series.steps) for series in again.series.values())
    sys.stdout.write(f"{found.run.name}: {readings} readings of {len(again.series)} metrics, all equal bit for bit.\n")


def _chosen(found: "Sequence[Status]", name: str) -> "Status":
    fitting = [status for status in found if name in _names(status.run)] or [
        status for status in found if status.run.key.startswith(name)
    ]
    if len(fitting) != 1:
        which = "no run" if not fitting else f"{len(fitting)} runs"
        raise BnreportError(
            f"{name!r}: {which} of this profile by that name or start of a key. `bnreport plan` lists all."
        )
    if not fitting[0].result:
        raise BnreportError(f"{fitting[0].run.name}: has no result yet to compare with. `bnreport run` trains it.")
    return fitting[0]


def _names(run: "Run") -> list[str]:
    """Return a run's names: one for each arm that it serves."""
    return [f"{arm} {run.name_of_seed}" for arm in run.arms]


def _compared(was: "RunResult", now: "RunResult") -> "Iterator[str]":
    from bnreport.results.compare import differences

    if (was.outcome, was.stopped_at) != (now.outcome, now.stopped_at):
        yield f"outcome: {was.outcome} after {was.stopped_at} steps, now {now.outcome} after {now.stopped_at}"
    apart = differences(was, now)
    for metric, step, largest in apart:
        yield f"{metric}: differs from step {step} on, by {largest:.1g} of its value at most"
    for name in sorted({*was.environment, *now.environment} - {"command"} if apart else ()):
        before, after = was.environment.get(name, "not recorded"), now.environment.get(name, "not recorded")
        if before != after:
            yield f"{name.replace('_', ' ')}: {before}, now {after}"
