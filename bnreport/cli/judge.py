"""`bnreport judge`: the verdict table, from what is stored."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bnreport.cli import _options as options
from bnreport.cli._output import finite

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict


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
    """Judge every hypothesis of a study from the stored runs; train nothing."""
    from bnreport.judge.verdicts import judge
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    results = gather(options.find(file, folders, bundle=bundle, quiet=quiet))
    if not quiet:
        options.tell_registration(file, results)
    verdicts = judge(file.study, results, scale=file.scale)
    if as_json:
        sys.stdout.write(json.dumps([plain(verdict) for verdict in verdicts], indent=1) + "\n")
    else:
        sys.stdout.write(table(verdicts))


def table(verdicts: "tuple[Verdict, ...]") -> str:
    """Return one line per hypothesis: name, verdict, the sentence behind it."""
    width = max(len(verdict.hypothesis) for verdict in verdicts) if verdicts else 0
    return "".join(f"{v.hypothesis:{width}}  {v.verdict:12}  {v.detail}\n" for v in verdicts)


def plain(verdict: "Verdict") -> dict[str, Any]:
    """Return a verdict as JSON values; numbers that are not finite become null."""
    row = asdict(verdict)
    row["evidence"] = {name: row["evidence"][name] for name in ("unit", "effect", "seeds", "effects", "detail")}
    cleaned: dict[str, Any] = finite(row)
    return cleaned
