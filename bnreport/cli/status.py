"""`bnreport status`: is each published report what its study, its runs and this version would make today?"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bnreport.cli import _options as options
from bnreport.cli._terminal import say
from bnreport.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.up_to_date import Standing

_SHOWN = 8
"""Changes, and arms that lack runs, that are told of one report; --json has all."""


def command(
    specs: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SPEC...]", help="As elsewhere; by default specs/*.yaml.", parser=options.study, show_default=False
        ),
    ] = None,
    *,
    allow: Annotated[
        Literal["incomplete", "stale"] | None,
        typer.Option(help="End with 0 up to this state: `stale` lets incomplete pass too.", show_default=False),
    ] = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
) -> None:
    """Say of each report whether it is current; exit 0, 3: runs are missing, 4: stale, 1: broken; the worst counts."""
    from bnreport.errors import BnreportError
    from bnreport.report.made_with import remember_engine
    from bnreport.report.up_to_date import CODES, orphans, standings, worst
    from bnreport.runs.folders import Folders
    from bnreport.runs.store import Store

    paths = specs or sorted(path for ending in ("yaml", "yml") for path in Path("specs").glob(f"*.{ending}"))
    if not paths:
        raise BnreportError("specs: there is no study in that folder. Name some: bnreport status SPEC...")
    remember_engine(store)
    folders, here = Folders(store, data, reports), Store(store, options.tell)
    found = [each for spec in paths for each in standings(spec, folders, here)]
    if specs is None:
        found += orphans(found, folders)
    if as_json:
        sys.stdout.write(json.dumps([plain(each) for each in found], indent=1) + "\n")
    else:
        for each in found:
            for line in lines(each):
                say(line, sys.stdout)
    state = worst(each.state for each in found)
    raise typer.Exit(0 if allow and worst([state, allow]) == allow else CODES[state])


def lines(standing: "Standing") -> "Iterator[str]":
    """Yield what is told of one report: its state, then what changed and what is missing, set in."""
    spec = printable(str(standing.spec))
    yield f"{spec}, profile {standing.profile}: {standing.state}." if standing.profile else f"{spec}: {standing.state}."
    yield from (f"  {line}" for line in standing.why.splitlines())
    for each in standing.changed[:_SHOWN]:
        yield f"  {each.what} changed: {each.said}"
    if (more := len(standing.changed) - _SHOWN) > 0:
        yield f"  {more} more changes."
    if standing.missing:
        arms = [*_arms(standing)]
        more_arms = f" and {len(arms) - _SHOWN} more arms" if len(arms) > _SHOWN else ""
        yield f"  missing: {_cost(standing)}: {', '.join(arms[:_SHOWN])}{more_arms}."
    if standing.later and standing.missing:
        yield f"  {standing.later} more runs belong to later looks, and are trained only for claims that are open then."
    yield from (f"  {each}" for each in standing.mend)


def _cost(standing: "Standing") -> str:
    known = standing.cost.unknown < standing.cost.runs
    on = f" ({', '.join(standing.devices)})" if known and standing.devices else ""
    return f"{standing.cost}{on}"


def _arms(standing: "Standing") -> "Iterator[str]":
    """Yield each arm with the seeds that it lacks."""
    from bnreport.formatting import say_which_seeds

    seeds: dict[str, list[int]] = {}
    for run in standing.missing:
        seeds.setdefault(run.arms[0], []).append(run.index)
    for arm, indices in seeds.items():
        yield f"{arm} {say_which_seeds(indices)}"


def plain(standing: "Standing") -> dict[str, Any]:
    """Return the same as JSON values; `seconds` are of one worker, of the runs whose arms have been timed."""
    return {
        "spec": str(standing.spec),
        "profile": standing.profile or None,
        "report": standing.report and str(standing.report),
        "state": standing.state,
        "changed": [each._asdict() for each in standing.changed],
        "missing": [{"arms": run.arms, "seed": run.index, "key": run.key} for run in standing.missing],
        "cost": {**standing.cost._asdict(), "devices": standing.devices},
        "later": standing.later,
        "why": standing.why.splitlines(),
        "mend": standing.mend,
    }
