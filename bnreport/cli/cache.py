"""`bnreport cache`: what the store holds, whether it is whole, what nobody needs, and runs from elsewhere."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.cli._terminal import say
from bnreport.errors import BnreportError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bnreport.results import RunResult

MEGABYTE, KILOBYTE = 1e6, 1e3


def ls(*, store: options.StoreDir = options.STORE, as_json: options.Json = False) -> None:
    """List every stored run: its key, what was trained, how it ended, when; and what else lies there."""
    from bnreport.files import damaged_folder, decoded_folder, every_drawing, every_unfinished
    from bnreport.runs.store import Store

    entries = sorted(Store(store, options.tell).entries(), key=lambda entry: (entry[1].finished_at, entry[0]))
    if as_json:
        rows = [{**_facts(run), "bytes": path.stat().st_size} for path, run in entries]
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return
    usual = _usual(run for _, run in entries)
    for path, run in entries:
        ended = f"{run.outcome} {run.finished_at}, {run.seconds:.0f} s, {_size([path])}"
        say(f"{run.key[:10]} {_trained(run, usual)}: {ended}", sys.stdout)
    damaged, decoded = damaged_folder(store), decoded_folder(store)
    counts = {
        "runs": [path for path, _ in entries],
        "unfinished": every_unfinished(store),
        "damaged": [*damaged.glob("*")],
        "figures drawn": every_drawing(store),
        "files of decoded data": [path for path in decoded.rglob("*") if path.is_file()],
    }
    told = ", ".join(
        f"{len(paths)} {name} ({_size(paths)})" for name, paths in counts.items() if paths or name == "runs"
    )
    say(f"{told} in {store}", sys.stdout)


def verify(*, store: options.StoreDir = options.STORE) -> None:
    """Read every stored run and check its checksum; damaged ones are set aside and trained again by the next `run`."""
    from bnreport.runs.store import Store

    damaged: list[str] = []
    whole = len([*Store(store, damaged.append).entries()])
    for line in damaged:
        options.tell(line)
    sys.stdout.write(f"{whole} runs in {store} are whole.\n")
    if damaged:
        raise StoreError(f"{store}: {len(damaged)} of {whole + len(damaged)} runs were damaged; see above.")


def gc(
    specs: Annotated[
        list[Path],
        typer.Argument(
            metavar="SPEC...", help="Every study whose runs are to be kept.", parser=options.study, show_default=False
        ),
    ],
    *,
    delete: Annotated[bool, typer.Option("--delete", help="Remove what is listed.")] = False,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
) -> None:
    """List what none of these studies plans, in any profile, at any declared look; --delete removes it.

    Figures that other code drew are listed too: no report reads them.
    """
    from bnreport.report.kept_drawings import drawings_of_other_code
    from bnreport.runs.folders import Folders
    from bnreport.runs.garbage import Garbage, find_garbage
    from bnreport.runs.store import Store
    from bnreport.study.load import load_profiles

    files = [file for spec in specs for file in load_profiles(spec)]
    held = Store(store, options.tell)
    found = find_garbage(files, Folders(store, data, options.REPORTS), held)
    found += [Garbage(path, "other code drew it") for path in drawings_of_other_code(store)]
    usual = _usual(run for _, run in held.entries())
    for path, why, run in found:
        say(f"{path}: {why}{f': {_trained(run, usual)}' if run else ''}", sys.stdout)
    size = _size(each.path for each in found)
    if delete:
        for each in found:
            each.path.unlink(missing_ok=True)
    hint = "" if delete or not found else " Nothing was removed yet: --delete does."
    say(f"{len(found)} files, {size}, {'removed' if delete else 'not needed'}.{hint}", sys.stdout)


def import_(
    source: Annotated[
        Path,
        typer.Argument(metavar="SOURCE", help="A store, a tar of one, or a results.json.gz.", show_default=False),
    ],
    *,
    store: options.StoreDir = options.STORE,
) -> None:
    """Take over the runs and checkpoints of another machine; what is here already stays as it is."""
    from bnreport.runs.store import Store
    from bnreport.runs.transfer import import_runs

    done = import_runs(source, Store(store, options.tell))
    for line in done.refused:
        options.tell(line)
    if not any(done):
        raise BnreportError(f"{source}: there is no run in it. Name a store, a tar of one, or a results.json.gz.")
    sys.stdout.write(f"{done.new} runs taken over, {done.known} known already, {done.unfinished} unfinished.\n")


def accept(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    quiet: options.Quiet = False,
) -> None:
    """Keep runs of older code where twenty steps of each arm, measured, are bit-identical under that of today."""
    from bnreport.executors.accept import accept as compared
    from bnreport.runs.folders import Folders
    from bnreport.runs.store import Store

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    found = options.find(file, folders, bundle=True, quiet=True)
    done = []
    for each in compared(found, folders, Store(store, options.tell)):
        done.append(each)
        what = "the same, kept" if each.same else "NOT the same, to be trained again"
        sys.stdout.write(f"{each.arm}: {each.runs} runs of older code: {what}\n")
    if not done:
        raise BnreportError(f"{spec}: the store has no run of older code that this profile would train again.")


SUBCOMMANDS = {"accept": accept, "ls": ls, "verify": verify, "gc": gc, "import": import_}


def _facts(run: "RunResult") -> dict[str, object]:
    recipe = run.settings.get("recipe", {})
    return {
        "key": run.key,
        "model": _named(recipe.get("model")),
        "norm": _named(run.settings.get("norm")),
        "seed": run.settings.get("seed"),
        "steps": run.stopped_at,
        "outcome": run.outcome,
        "finished_at": run.finished_at,
        "seconds": run.seconds,
    }


def _usual(runs: "Iterable[RunResult]") -> dict[str, str | None]:
    """Return of each further part of a recipe what most runs have, None for nothing; of equals the first."""
    held = [_rest(run) for run in runs]
    names = dict.fromkeys(name for each in held for name in each)
    return {name: Counter(each.get(name) for each in held).most_common(1)[0][0] for name in names}


def _trained(run: "RunResult", usual: "Mapping[str, str | None]") -> str:
    """Say what was trained: model, norm, seed and steps, and of the rest what most runs do not have."""
    facts = _facts(run)
    unusual = [f"{name} {value}".rstrip() for name, value in _rest(run).items() if usual[name] != value]
    said = [str(facts["model"]), str(facts["norm"]), *unusual, f"seed {facts['seed']}", f"{facts['steps']} steps"]
    return ", ".join(said)


def _rest(run: "RunResult") -> dict[str, str]:
    """Return what else sets runs apart, options of plug-ins by name: the learning rate as `optimizer.sgd.lr`."""
    recipe = run.settings.get("recipe", {})
    others = {name: value for name, value in recipe.items() if name not in {"model", "steps"}}
    return dict(_leaves(others, "")) | {"data": str(run.settings.get("data", ""))[:8]}


def _leaves(held: object, around: str) -> "Iterator[tuple[str, str]]":
    if isinstance(held, dict) and held:
        for name, value in held.items():
            yield from _leaves(value, f"{around}.{name}" if around else name)
    else:
        yield around, "" if held == {} else str(held)


def _named(choice: object) -> str:
    """Return a plug-in and its options as a study writes them, shortened."""
    if not isinstance(choice, dict):
        return str(choice)
    [(name, given)] = choice.items()
    options_ = ", ".join(f"{option}: {value}" for option, value in given.items()) if given else ""
    return f"{name} {{{options_}}}" if options_ else str(name)


def _size(paths: "Iterable[Path]") -> str:
    size = sum(path.stat().st_size for path in paths)
    return f"{size / KILOBYTE:.0f} kB" if size < MEGABYTE else f"{size / MEGABYTE:.1f} MB"
