"""`bnreport plan`: every run, where its result lies, and why it is needed."""

import json
import sys
from typing import TYPE_CHECKING

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from bnreport.judge.power import Power
    from bnreport.runs.status import Status

STATES = ("stored", "bundled", "resume", "missing", "later")
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
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """List the runs of a study: how far each is and why it is needed; the time left; which margins can be resolved."""
    from bnreport.cli._power import lines, summary, warnings
    from bnreport.judge.power import powers
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    found = options.find(file, folders, bundle=bundle, quiet=True)  # each line says it
    power = powers(file.study, gather(found))
    if as_json:
        _write_json(found, power)
        return
    for each in found:
        unread = "it tunes an arm" if each.run.tuning else "shown in the learning curves"
        why = ", ".join(each.run.needed_by) or f"no hypothesis; {unread}"
        name = f"{' = '.join(each.run.arms)} {each.run.name_of_seed}"
        sys.stdout.write(f"{_state(each):8} {each.run.key[:10]} {name}: {why}\n")
    states = [_state(each) for each in found]
    counts = ", ".join(
        f"{states.count(name)} {name}" for name in STATES if name in states or name in {"stored", "resume", "missing"}
    )
    sys.stdout.write(f"{len(found)} runs: {counts}. {_time_left(found)}\n")
    sys.stdout.writelines(f"{line}\n" for line in lines(power))
    if not quiet:
        unknown = summary(power, instead="or plan again once three seeds are stored")
        for line in filter(None, [*warnings(power), unknown]):
            options.tell(line)


def _state(status: "Status") -> str:
    """Return a run's state; `later` if it is trained only should its hypotheses be undecided at the first look."""
    return "later" if status.state == "missing" and status.run.look else status.state


def _write_json(found: "tuple[Status, ...]", power: "tuple[Power, ...]") -> None:
    from bnreport.cli._power import plain

    rows = [
        {
            "key": each.run.key,
            "arms": each.run.arms,
            "index": each.run.index,
            "look": each.run.look,
            "seed": each.run.seed,
            "state": _state(each),
            "tuning": each.run.tuning,
            "needed_by": each.run.needed_by,
            "seconds": each.result.seconds if each.result else None,
        }
        for each in found
    ]
    sys.stdout.write(json.dumps({"runs": rows, "power": [plain(each) for each in power]}, indent=1) + "\n")


def _time_left(found: "tuple[Status, ...]") -> str:
    """Estimate the work left from stored runs of the same arms: seconds of one worker."""
    from bnreport.runs.cost import cost_of, seconds_by_arm

    todo = [each.run.arms[0] for each in found if _state(each) in {"missing", "resume"}]
    cost = cost_of(todo, seconds_by_arm(found))
    if not todo:
        return "Nothing to train."
    if cost.unknown == cost.runs:
        return "Time unknown: no run of these arms is stored yet."
    rest = f", {cost.unknown} runs of unknown length" if cost.unknown else ""
    return f"About {cost.seconds / 3600:.2f} worker-hours left{rest}."
