"""What Git says of a folder; no network is asked."""

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SAME_FOR_ALL = ("-c", "safe.directory=*", "-c", f"core.excludesFile={os.devnull}")
"""Settings, so that nobody's own decide what is recorded: Git answers whoever owns the folder, and hides nothing."""


def ask_git(folder: "Path", *words: str) -> str | None:
    """Return what Git says of a folder; None where it fails: no Git, no repository, or no answer."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    alone = environment | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *_SAME_FOR_ALL, *words],  # noqa: S607
            cwd=folder,
            env=alone,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
