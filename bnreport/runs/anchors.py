"""What is recorded of a lock when its study is run, and kept in the bundle beside the report.

Which commits hold its entries: version control is what shows that a lock is as old as it says, and a page is the same
on a machine that has no repository. And when runs began that a later entry has replaced.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from bnreport.errors import StoreError
from bnreport.files import bundle_path, lock_path
from bnreport.runs.bundle import read_bundle
from bnreport.runs.git import ask_git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bnreport.runs.folders import Folders
    from bnreport.study import StudyFile


def anchored(file: "StudyFile", folders: "Folders", *, ask: bool) -> "StudyFile":
    """Return a study with what is known of each entry of its lock: the first commit that holds it, and when runs began.

    Args:
        file: as loaded.
        folders: where the bundle lies that an earlier run wrote.
        ask: whether Git is asked first, of the repository that the lock lies in; else what the bundle says counts.
    """
    if file.registration is None:
        return file
    known = _recorded(bundle_path(folders.report(file)))
    entries = tuple(
        replace(entry, begun=begun, commit=(_first(lock_path(file.path), entry.digest) if ask else "") or commit)
        for entry in file.registration.entries
        for begun, commit in [known.get(entry.digest, ({}, ""))]
    )
    return replace(file, registration=replace(file.registration, entries=entries))


def _first(lock: "Path", digest: str) -> str:
    """Return the first commit whose lock holds a digest, and its date; empty where nobody knows.

    A shallow clone does not know what came before it.
    """
    if ask_git(lock.parent, "rev-parse", "--is-shallow-repository") != "false":
        return ""
    found = ask_git(lock.parent, "log", "--reverse", "--format=%H of %cI", f"-S{digest}", "--", lock.name)
    return (found or "").partition("\n")[0]


def _recorded(bundle: "Path") -> "Mapping[str, tuple[dict[str, str], str]]":
    try:
        held = read_bundle(bundle).file.registration
    except StoreError:
        return {}  # there is none, or whoever needs its runs says what is wrong with it
    return {entry.digest: (entry.begun, entry.commit) for entry in held.entries} if held else {}
