"""What a report was made with, beside its study and runs: templates and code, each as a digest in the page's seal."""

import json
import re
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING

from bnreport.errors import StoreError
from bnreport.files import KINDS, PACKAGE, engine_path, write_whole
from bnreport.report.html import templates
from bnreport.runs.keys import report_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_DIGEST = re.compile("[0-9a-f]{64}")
_READ = {".j2", ".css", ".js"}
"""Templates that pages are made from; others start a study, or are an editor's."""


def made_with(store: "Path | None") -> dict[str, str]:
    """Return digests (sha256, hexadecimal) of the templates and the code, which a page's seal holds.

    Args:
        store: where what was read of the code is kept for the next time, if it may be.
    """
    return {"templates": templates_digest(), "engine": engine_digest(store)}


@cache
def templates_digest() -> str:
    """Digest names and contents of all that pages are made from."""
    return _digest(templates(), [path for path in templates().rglob("*") if path.suffix in _READ])


@cache
def engine_digest(store: "Path | None" = None) -> str:
    """Digest the code that judges, draws and words, and what plug-ins say of themselves, which pages print.

    Comments, other docstrings and places of modules do not count.

    Args:
        store: which may remember what was read of files as they are; see `remember_engine`.
    """
    return (store and _remembered(store, _files())) or _read_engine()


def remember_engine(store: "Path") -> None:
    """Let a store remember the digest for the files as they are: reading all of the code takes a second.

    For who has read none of it yet in this process: what was read earlier may be of files as they were then.
    """
    if not _remembered(store, files := _files()):
        with suppress(StoreError):  # nothing depends on it but time
            write_whole(engine_path(store), json.dumps({"files": files, "engine": _read_engine()}).encode())


def _remembered(store: "Path", files: str) -> str:
    try:
        held = json.loads(engine_path(store).read_bytes())
        engine = str(held["engine"])
        return engine if held["files"] == files and _DIGEST.fullmatch(engine) else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _files() -> str:
    return _digest(PACKAGE, PACKAGE.rglob("*.py"))


@cache
def _read_engine() -> str:
    said = [
        (kind, name, plugin.summary, plugin.source, repr(sorted(plugin.constants.items())))
        for kind in KINDS
        for registry in [import_module(f"{PACKAGE.name}.{kind}").registry]
        for name in registry.names
        for plugin in [registry[name]]
    ]
    return sha256(json.dumps([report_digest(), said]).encode()).hexdigest()


def _digest(root: "Path", files: "Iterable[Path]") -> str:
    said = sha256()
    for path in sorted(files):
        said.update(f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes()).hexdigest()} ".encode())
    return said.hexdigest()
