"""`bnreport run`: train what is missing, judge, render."""

import fnmatch
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.cli._limit import Limit, TimeUp, limited
from bnreport.cli._terminal import say, show
from bnreport.cli.render import print_paths, publish
from bnreport.errors import BnreportError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.results import Results
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import Status
    from bnreport.study import StudyFile


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Runs at once; by default six per GPU, else one per CPU core.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ARM", help="Train these arms alone now, as vgg.batchnorm or 'vgg.*'.", show_default=False
        ),
    ] = None,
    tuning: Annotated[
        bool, typer.Option("--tuning", help="Train what tunes arms alone, and say which values the rule selects.")
    ] = False,
    bundle: options.Bundle = True,
    limit: Limit = None,
    quiet: options.Quiet = False,
) -> None:
    """Train the runs that are missing, judge every hypothesis, write report.html and report.pdf."""
    from bnreport.cli._progress import watcher
    from bnreport.executors.runner import train_missing
    from bnreport.runs.anchors import anchored
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather
    from bnreport.runs.store import Store
    from bnreport.study.profiles import demand

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    file = anchored(file, folders, ask=True)
    demand(file.profile, file.study.profiles[file.profile])
    here = Store(store, options.tell)
    found = options.find(file, folders, bundle=bundle, quiet=quiet, download=True)
    if tuning:
        found = _tuning(found)
    for each in only or ():
        _known(each, found)
    if not quiet and not tuning:
        options.tell_registration(file, gather(found))
        options.tell_tuning(file, gather(found))
    failed = ""
    try:
        with watcher(quiet=quiet) as watch, limited(limit):
            found, failures = train_missing(file, found, folders, here, watch, workers=workers, only=only or ())
            failed = "\n".join(failures)
    except TimeUp:
        found = options.find(file, folders, bundle=bundle, quiet=True)
        options.tell("The time is up. What is finished is kept; the same command goes on from there.")
    if tuning:
        _say_tuned(file, gather(found), failed)
    else:
        _conclude(file, gather(found), folders, failed, quiet=quiet)


def _tuning(found: "Iterable[Status]") -> "tuple[Status, ...]":
    """Leave out what tunes nothing."""
    kept = tuple(status for status in found if status.run.tuning)
    if not kept:
        raise typer.BadParameter("this profile tunes no arm.", param_hint="--tuning")
    return kept


def _say_tuned(file: "StudyFile", results: "Results", failed: str) -> None:
    """Print what was tried, and what the rule selects; in the end say what was not trained."""
    from bnreport.cli._tuning import lines
    from bnreport.judge.tuning import tuned_arms

    for each in tuned_arms(file.study, results):
        for line in lines(each):
            say(line, sys.stdout)
    if failed:
        raise BnreportError(failed)


def _known(pattern: str, found: "Iterable[Status]") -> None:
    """Refuse to train arms that are none of the profile's."""
    names = sorted({arm for status in found for arm in status.run.arms})
    if not fnmatch.filter(names, pattern):
        near = get_close_matches(pattern, names, n=1)
        mean = f"Did you mean {near[0]}? " if near else ""
        raise typer.BadParameter(
            f"{pattern}: no arm of this profile. {mean}Known: {', '.join(names)}.", param_hint="--only"
        )


def _conclude(file: "StudyFile", results: "Results", folders: "Folders", failed: str, *, quiet: bool) -> None:
    """Judge what there is, print the answers and last where the report lies; in the end say what was not trained."""
    from bnreport.cli._claims import answers
    from bnreport.judge.verdicts import judge
    from bnreport.report.facts import Facts
    from bnreport.report.render import PAPERS
    from bnreport.runs.store import Store

    if failed and not results.runs:
        raise BnreportError(failed)
    options.keep(file, results, folders, Store(folders.store, options.tell))
    file = options.noted(file, results)
    verdicts = judge(file.study, results, scale=file.scale, registration=file.registration)
    facts = Facts(file, results, verdicts, folders.store)
    rendered = publish(facts, folders, pdfs=PAPERS)
    if not quiet:
        options.tell_tuning(file, results)
        show(*answers(facts))
    print_paths(rendered)
    if failed:
        raise BnreportError(failed)
