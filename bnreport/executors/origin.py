"""Who asked for a run: the command, the code it came from, what was installed. Recorded, never keyed."""

import subprocess
import sys
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from shlex import join

_PACKAGE = Path(__file__).parent.parent


def origin() -> dict[str, str]:
    """Return what this process knows; in an installed copy there is no commit to tell."""
    facts = {
        "command": join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "packages_sha256": _installed(),
    }
    if _git("ls-files", "__init__.py"):  # this very folder, not some repository that holds an installed copy
        changed = _git("status", "--porcelain", "--", ".").splitlines()
        facts["commit"] = _git("rev-parse", "HEAD")
        facts["uncommitted_changes"] = f"in {len(changed)} files of the package" if changed else "none"
    return facts


def _installed() -> str:
    """Digest the names and versions of all packages: equal digests, equal environments."""
    lines = {f"{each.metadata['Name']}=={each.version}".lower() for each in distributions()}
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _git(*words: str) -> str:
    """Return what Git says of the package's folder; nothing where there is no Git, or no repository."""
    try:
        done = subprocess.run(["git", *words], cwd=_PACKAGE, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
