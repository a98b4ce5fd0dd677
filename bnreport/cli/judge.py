"""`bnreport judge`: the answers and the verdicts, from what is stored."""

import sys

from bnreport.cli import _options as options
from bnreport.cli._terminal import show


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
    from bnreport.judge.registration_words import say_overrides
    from bnreport.judge.verdicts import judge
    from bnreport.report.export.verdicts import to_json
    from bnreport.report.facts import Facts
    from bnreport.runs.anchors import anchored
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather

    folders = Folders(store, data, reports)
    file = anchored(options.load(spec, profile, overrides, folders, quiet=quiet), folders, ask=False)
    results = gather(options.find(file, folders, bundle=bundle, quiet=quiet))
    if not quiet:
        options.tell_registration(file, results)
        options.tell_tuning(file, results)
    facts = Facts(file, results, judge(file.study, results, scale=file.scale, registration=file.registration))
    if as_json:
        sys.stdout.write(to_json(facts))
        return
    from bnreport.cli._claims import claims

    show(*filter(None, [say_overrides(file.overrides, file.registration)]), *claims(facts))
