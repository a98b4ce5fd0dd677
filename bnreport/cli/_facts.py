"""What is known of a study, from what is stored or from a published bundle."""

from typing import TYPE_CHECKING

from bnreport.cli import _options as options

if TYPE_CHECKING:
    from pathlib import Path

    from bnreport.report.facts import Facts
    from bnreport.runs.folders import Folders


def facts_of(
    spec: "Path",
    folders: "Folders",
    profile: str | None = None,
    overrides: list[str] | None = None,
    *,
    bundle: bool = True,
    quiet: bool = False,
) -> "Facts":
    """Judge a study from the stored runs, or a results.json.gz as it is.

    Args:
        spec: the YAML file, or the bundle.
        folders: where runs, data and reports lie.
        profile: of the study; None takes the first that this machine meets.
        overrides: `path=value` each.
        bundle: whether the bundle beside the report counts.
        quiet: say nothing of profile and runs.
    """
    from bnreport.files import BUNDLE_ENDING
    from bnreport.judge.verdicts import judge
    from bnreport.report.facts import Facts
    from bnreport.runs.anchors import anchored
    from bnreport.runs.bundle import read_bundle
    from bnreport.runs.status import gather

    if spec.name.endswith(BUNDLE_ENDING):
        file, results = read_bundle(spec)
    else:
        file = anchored(options.load(spec, profile, overrides, folders, quiet=quiet), folders, ask=False)
        results = gather(options.find(file, folders, bundle=bundle, quiet=quiet))
    return Facts(file, results, judge(file.study, results, scale=file.scale, registration=file.registration))
