"""`bnreport plan`: every run, whether it is stored, and why it is needed."""

import json
import sys
from typing import TYPE_CHECKING

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from bnreport.judge.power import Power
    from bnreport.runs.status import Status

STATES = ("stored", "resume", "missing", "later")
"""How far a run is."""


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """List the runs of a study: how far each is and why it is needed; the time left; which margins can be resolved."""
    from bnreport.cli._power import lines, summary, warnings
    from bnreport.judge.power import powers
    from bnreport.runs.status import Workspace, gather, statuses
    from bnreport.runs.store import Store

    workspace = Workspace(store, data, reports)
    file = options.load(spec, profile, overrides, workspace, quiet=quiet)
    found = statuses(options.planned(file, workspace), Store(store, options.tell))
    results = gather([run for run, _, _ in found], {run.key: result for run, _, result in found if result})
    power = powers(file.study, results)
    first = file.study.seeds.looks[0]
    if as_json:
        _write_json(found, power, first)
        return
    for each in found:
        why = ", ".join(each.run.needed_by) or "no hypothesis; shown in the learning curves"
        name = f"{' = '.join(each.run.arms)} seed {each.run.seed}"
        sys.stdout.write(f"{_state(each, first):8} {each.run.key[:10]} {name}: {why}\n")
    states = [_state(each, first) for each in found]
    counts = ", ".join(f"{states.count(name)} {name}" for name in STATES if name in states or name != "later")
    sys.stdout.write(f"{len(found)} runs: {counts}. {_time_left(found, first)}\n")
    sys.stdout.writelines(f"{line}\n" for line in lines(power))
    if not quiet:
        unknown = summary(power, instead="or plan again once three seeds are stored")
        for line in filter(None, [*warnings(power), unknown]):
            options.tell(line)


def _state(status: "Status", first: int) -> str:
    """Return a run's state; `later` if it is trained only should its hypotheses be undecided at the first look."""
    return "later" if status.state == "missing" and status.run.seed >= first else status.state


def _write_json(found: "tuple[Status, ...]", power: "tuple[Power, ...]", first: int) -> None:
    from bnreport.cli._power import plain

    rows = [
        {
            "key": each.run.key,
            "arms": each.run.arms,
            "seed": each.run.seed,
            "state": _state(each, first),
            "needed_by": each.run.needed_by,
            "seconds": each.result.seconds if each.result else None,
        }
        for each in found
    ]
    sys.stdout.write(json.dumps({"runs": rows, "power": [plain(each) for each in power]}, indent=1) + "\n")


def _time_left(found: "tuple[Status, ...]", first: int) -> str:
    """Estimate the work left from stored runs of the same arms: seconds of one worker."""
    measured: dict[str, list[float]] = {}
    for status in found:
        if status.result:
            measured.setdefault(status.run.arms[0], []).append(status.result.seconds)
    todo = [each.run.arms[0] for each in found if _state(each, first) in {"missing", "resume"}]
    known = [sum(measured[arm]) / len(measured[arm]) for arm in todo if arm in measured]
    if not todo:
        return "Nothing to train."
    if not known:
        return "Time unknown: no run of these arms is stored yet."
    rest = f", {len(todo) - len(known)} runs of unknown length" if len(known) < len(todo) else ""
    return f"About {sum(known) / 3600:.2f} worker-hours left{rest}."
