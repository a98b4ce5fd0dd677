"""`bnreport doctor`: what works on this machine, and what to do about the rest."""

import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import typer

from bnreport.cli import _options as options
from bnreport.cli._terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT = 120
"""Seconds for PyTorch to be imported; on a cold disk it takes many."""
_LEAST = 1e9
"""Bytes of disk below which a study may not find room."""
_TORCH = (
    "import torch; print(torch.__version__, torch.version.cuda or 'none', torch.cuda.is_available(), sep='\\n'); "
    "torch.nn.BatchNorm2d(2)(torch.ones(2, 2, 2, 2)).sum().backward()"
)
_SIGNS = {"works": "✓", "lacks": "✗", "without": "·"}


class Finding(NamedTuple):
    """What was found of one thing."""

    what: str
    state: Literal["works", "lacks", "without"]
    """`without`: it is not here, and nothing but what is said needs it."""
    said: str
    """What is here; or what does not work, and how to mend it."""


def command(
    *,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
) -> None:
    """Try PyTorch, CUDA, Pango and fonts, data, store, disk and Git; exit 0 if all works, 3 if something does not."""
    found = [
        _python(), _torch(), _cuda(), _pdf(), *_datasets(data, store), _written("store", store),
        _written("reports", reports), _disk(store), _git(),
    ]  # fmt: skip
    if as_json:
        sys.stdout.write(json.dumps([each._asdict() for each in found], indent=1) + "\n")
    else:
        for each in found:
            say(f"{_SIGNS[each.state]} {each.what}: {each.said}", sys.stdout)
    raise typer.Exit(3 if any(each.state == "lacks" for each in found) else 0)


def _python() -> Finding:
    from bnreport import __version__

    return Finding("bnreport", "works", f"{__version__}, on Python {sys.version.partition(' ')[0]}.")


def _torch() -> Finding:
    """Let a process of its own train a batch normalisation for a step."""
    mend = "`check`, `plan`, `judge` and `render` do without; to train: pip install 'bnreport[train]'."
    if find_spec("torch") is None:
        return Finding("PyTorch", "lacks", f"is not installed. {mend}")
    try:
        done = subprocess.run(  # noqa: S603  (our own line)
            [sys.executable, "-c", _TORCH], capture_output=True, text=True, timeout=_TIMEOUT, check=True
        )
        number, cuda, _ = done.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        last = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        return Finding("PyTorch", "lacks", f"does not work: {''.join(last)} Install it again. {mend}")
    built = "for CPUs alone" if cuda == "none" else f"for CUDA {cuda}"
    if find_spec("torchvision") is None:
        return Finding("PyTorch", "lacks", f"{number}, but torchvision, which reads CIFAR-10, is not here. {mend}")
    return Finding("PyTorch", "works", f"{number}, built {built}; it trains.")


def _cuda() -> Finding:
    from bnreport.study.profiles import cuda_devices, no_gpu

    count = cuda_devices()
    if not count:
        return Finding("CUDA", "without", f"{no_gpu()}. Profiles that require cuda do not train here; all others do.")
    return Finding("CUDA", "works", f"{count} GPU{'s' * (count > 1)}.")


def _pdf() -> Finding:
    """Set a page of one word in each of the fonts."""
    from bnreport.errors import MachineError
    from bnreport.report.pdf import to_pdf

    fonts = ("Report Sans", "Report Serif", "Report Mono")
    words = "".join(f'<p style="font-family: {font}">x</p>' for font in fonts)
    page = f'<html lang="en"><head><title>x</title></head><body>{words}</body></html>'
    try:
        to_pdf(page, "")
    except MachineError as error:
        return Finding("PDF", "lacks", str(error))
    except OSError as error:  # a font of matplotlib's is gone
        return Finding("PDF", "lacks", f"cannot be set: {error}. Install matplotlib again: its fonts are used.")
    return Finding("PDF", "works", f"WeasyPrint {version('weasyprint')} with Pango and our fonts.")


def _datasets(data: Path, store: Path) -> "Iterator[Finding]":
    """Look for the data sets that need no options, decoded or not."""
    from bnreport import datasets
    from bnreport.datasets.shared.cache import source
    from bnreport.errors import BnreportError
    from bnreport.files import decoded_folder

    here: list[str] = []
    absent: list[str] = []
    for name in datasets.registry.names:
        if any(field.is_required() for field in datasets.registry[name].options.model_fields.values()):
            continue  # a folder of one's own, say
        try:
            local = source(name, {}, data).local
        except BnreportError:
            local = False
        decoded = any(decoded_folder(store).glob(f"{name}-*"))
        (here if local or decoded else absent).append(name)
    yield Finding("data", "works" if here else "lacks", f"{', '.join(here) or 'no data set'}.")
    if absent:
        what = f"{', '.join(absent)}: not in {data} (--data DIR, BNREPORT_DATA)"
        yield Finding(
            "more data", "without", f"{what}. `bnreport list datasets` says how to get each; `run` downloads cifar10."
        )


def _written(what: str, folder: Path) -> Finding:
    """Ask whether runs or reports may be written; nothing is."""
    if os.access(_nearest(folder), os.W_OK | os.X_OK):
        return Finding(what, "works", f"{folder} can be written.")
    mend = f"Name another folder: --{what} DIR (or BNREPORT_{what.upper()})"
    return Finding(what, "lacks", f"{folder} cannot be written. {mend}.")


def _nearest(folder: Path) -> Path:
    """Return a folder, or the nearest around it that is there."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def _disk(store: Path) -> Finding:
    folder = _nearest(store)
    free = shutil.disk_usage(folder).free
    said = f"{free / 1e9:.1f} GB free at {folder}"
    if free < _LEAST:
        return Finding("disk", "lacks", f"{said}. Free some, or name another place: --store DIR.")
    return Finding("disk", "works", f"{said}.")


def _git() -> Finding:
    from bnreport.runs.git import ask_git

    if not (number := ask_git(Path(), "version")):
        return Finding("Git", "lacks", "is not installed: reports cannot say when a lock was committed. Install git.")
    if ask_git(Path(), "rev-parse", "--is-inside-work-tree") != "true":
        what = "but this folder is no repository: reports cannot say when a lock was committed. `git init` makes one."
        return Finding("Git", "without", f"{number.removeprefix('git version ')}, {what}")
    return Finding("Git", "works", f"{number.removeprefix('git version ')}, and this folder is a repository.")
