"""`bnreport cache`: what the store holds, whether it is whole, what nobody needs, and runs from elsewhere."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli import _options as options
from bnreport.errors import BnreportError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.results import RunResult

MEGABYTE = 1e6


def ls(
    *,
    store: options.StoreDir = options.STORE,
    as_json: options.Json = False,
) -> None:
    """List every stored run: its key, what was trained, how it ended, when; and what else lies there."""
    from bnreport.files import damaged_folder, decoded_folder, every_unfinished
    from bnreport.runs.store import Store

    entries = sorted(Store(store, options.tell).entries(), key=lambda entry: (entry[1].finished_at, entry[0]))
    if as_json:
        rows = [{**_facts(run), "bytes": path.stat().st_size} for path, run in entries]
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return
    for path, run in entries:
        facts = _facts(run)
        trained = f"{facts['model']}, {facts['norm']}, seed {facts['seed']}, {facts['steps']} steps"
        ended = f"{facts['outcome']} {facts['finished_at']}, {run.seconds:.0f} s, {_size([path])}"
        sys.stdout.write(f"{run.key[:10]} {trained}: {ended}\n")
    damaged, decoded = damaged_folder(store), decoded_folder(store)
    counts = {
        "runs": [path for path, _ in entries],
        "unfinished": every_unfinished(store),
        "damaged": [*damaged.glob("*")],
        "files of decoded data": [path for path in decoded.rglob("*") if path.is_file()],
    }
    told = ", ".join(
        f"{len(paths)} {name} ({_size(paths)})" for name, paths in counts.items() if paths or name == "runs"
    )
    sys.stdout.write(f"{told} in {store}\n")


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
        typer.Argument(metavar="SPEC...", help="Every study whose runs are to be kept.", show_default=False),
    ],
    *,
    delete: Annotated[bool, typer.Option("--delete", help="Remove what is listed.")] = False,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
) -> None:
    """List what none of these studies plans, in any profile, at any declared look; --delete removes it."""
    from bnreport.runs.folders import Folders
    from bnreport.runs.garbage import find_garbage
    from bnreport.runs.store import Store
    from bnreport.study.load import check_document
    from bnreport.study.yaml import parse, read_text

    studies = [study for spec in specs for study in check_document(parse(spec, read_text(spec))).values()]
    found = find_garbage(studies, Folders(store, data, options.REPORTS), Store(store, options.tell))
    for path, why in found:
        sys.stdout.write(f"{path}: {why}\n")
    size = _size(path for path, _ in found)
    if delete:
        for path, _ in found:
            path.unlink(missing_ok=True)
    hint = "" if delete or not found else " Nothing was removed yet: --delete does."
    sys.stdout.write(f"{len(found)} files, {size}, {'removed' if delete else 'not needed'}.{hint}\n")


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


SUBCOMMANDS = {"ls": ls, "verify": verify, "gc": gc, "import": import_}


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


def _named(choice: object) -> str:
    """Return a plug-in and its options as a study writes them, shortened."""
    if not isinstance(choice, dict):
        return str(choice)
    [(name, given)] = choice.items()
    options_ = ", ".join(f"{option}: {value}" for option, value in given.items()) if given else ""
    return f"{name} {{{options_}}}" if options_ else str(name)


def _size(paths: "Iterable[Path]") -> str:
    return f"{sum(path.stat().st_size for path in paths) / MEGABYTE:.1f} MB"
