"""Who asked for a run: the command, the code it came from, what was installed. Recorded, never keyed."""

import sys
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from shlex import join

from bnreport.files import PACKAGE
from bnreport.runs.git import ask_git


def invocation() -> dict[str, str]:
    """Return what this process knows; in an installed copy there is no commit to tell."""
    facts = {
        "command": join([Path(sys.argv[0]).name, *map(_anywhere, sys.argv[1:])]),
        "packages_sha256": _installed(),
    }
    if _git("ls-files", "__init__.py"):  # this very folder, not some repository that holds an installed copy
        commit, changed = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--untracked-files=all", "--", ".")
        if commit:
            facts["commit"] = commit
        if changed is not None:
            count = len(changed.splitlines())
            facts["uncommitted_changes"] = f"in {count} files of the package" if count else "none"
    return facts


def _anywhere(word: str) -> str:
    """Return a word of the command line as typed, but a path that only this machine has as seen from here, or by name.

    The path may be all of the word, or follow the `=` of an option.
    """
    option, sign, text = ("", "", word) if word.startswith("/") else word.rpartition("=")
    path, here = Path(text), Path.cwd()
    if not path.is_absolute():
        return word
    return f"{option}{sign}{path.relative_to(here) if path.is_relative_to(here) else path.name}"


def _installed() -> str:
    """Digest the names and versions of all packages: equal digests, equal environments."""
    lines = {f"{each.metadata['Name']}=={each.version}".lower() for each in distributions()}
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _git(*words: str) -> str | None:
    """Return what Git says of the package's folder."""
    return ask_git(PACKAGE, *words)
