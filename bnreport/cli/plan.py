"""`bnreport plan`: every run, whether it is stored, and why it is needed."""

import json
import sys
from typing import TYPE_CHECKING

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from bnreport.workspace import Status


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """List the runs of a study: stored, to resume or missing; why; the time left; which margins can be resolved."""
    from bnreport.cli._power import lines, plain, summary, warnings
    from bnreport.power import powers
    from bnreport.store import Store
    from bnreport.workspace import Workspace, gather, statuses

    workspace = Workspace(store, data, options.REPORTS)
    file, runs = options.open_study(spec, profile, overrides, workspace, quiet=quiet)
    found = statuses(runs, Store(store, options.tell))
    power = powers(file.study, gather(runs, {run.key: result for run, _, result in found if result}))
    if as_json:
        rows = [
            {
                "key": run.key,
                "arms": run.arms,
                "seed": run.seed,
                "state": state,
                "needed_by": run.needed_by,
                "seconds": result.seconds if result else None,
            }
            for run, state, result in found
        ]
        sys.stdout.write(json.dumps({"runs": rows, "power": [plain(each) for each in power]}, indent=1) + "\n")
        return
    for run, state, _ in found:
        why = ", ".join(run.needed_by) or "no hypothesis; shown in the learning curves"
        sys.stdout.write(f"{state:8} {run.key[:10]} {' = '.join(run.arms)} seed {run.seed}: {why}\n")
    states = [status.state for status in found]
    counts = ", ".join(f"{states.count(name)} {name}" for name in ("stored", "resume", "missing"))
    sys.stdout.write(f"{len(found)} runs: {counts}. {_time_left(found)}\n")
    sys.stdout.writelines(f"{line}\n" for line in lines(power))
    if not quiet:
        for line in filter(
            None, [*warnings(power), summary(power, instead="or plan again once three seeds are stored")]
        ):
            options.tell(line)


def _time_left(found: "tuple[Status, ...]") -> str:
    """Estimate the work left from stored runs of the same arms: seconds of one worker."""
    measured: dict[str, list[float]] = {}
    for status in found:
        if status.result:
            measured.setdefault(status.run.arms[0], []).append(status.result.seconds)
    todo = [status.run.arms[0] for status in found if not status.result]
    known = [sum(measured[arm]) / len(measured[arm]) for arm in todo if arm in measured]
    if not todo:
        return "Nothing to train."
    if not known:
        return "Time unknown: no run of these arms is stored yet."
    rest = f", {len(todo) - len(known)} runs of unknown length" if len(known) < len(todo) else ""
    return f"About {sum(known) / 3600:.2f} worker-hours left{rest}."
