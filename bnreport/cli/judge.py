"""`bnreport judge`: the verdict table, from what is stored."""

import json
import math
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict
    from bnreport.results import Results
    from bnreport.study import StudyFile


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
    """Judge every hypothesis of a study from the stored runs; train nothing."""
    from bnreport.runs.status import Workspace
    from bnreport.runs.store import Store

    workspace = Workspace(store, data, reports)
    file = options.load(spec, profile, overrides, workspace, quiet=quiet)
    runs = options.planned(file, workspace)
    results = options.stored(runs, Store(store, options.tell), options.folder(file, workspace))
    verdicts = decide(file, results)
    if as_json:
        sys.stdout.write(json.dumps([plain(verdict) for verdict in verdicts], indent=1) + "\n")
    else:
        sys.stdout.write(table(verdicts))


def decide(file: "StudyFile", results: "Results") -> "tuple[Verdict, ...]":
    """Judge a study at the scale of its profile; seeds that were added after a lock are not read."""
    from bnreport.judge.verdicts import judge
    from bnreport.report.registration import as_registered

    return judge(as_registered(file).study, results, scale=file.study.profiles[file.profile].scale)


def table(verdicts: "tuple[Verdict, ...]") -> str:
    """Return one line per hypothesis: name, verdict, the sentence behind it."""
    width = max(len(verdict.hypothesis) for verdict in verdicts) if verdicts else 0
    return "".join(f"{v.hypothesis:{width}}  {v.verdict:12}  {v.detail}\n" for v in verdicts)


def plain(verdict: "Verdict") -> dict[str, Any]:
    """Return a verdict as JSON values; numbers that are not finite become null."""
    row = asdict(verdict)
    row["evidence"] = row["evidence"] and {
        name: row["evidence"][name] for name in ("unit", "effect", "seeds", "effects", "detail")
    }
    cleaned: dict[str, Any] = _finite(row)
    return cleaned


def _finite(value: Any) -> Any:  # noqa: ANN401  (JSON values)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
