"""How long a person waits for a command that trains and renders nothing.

Run `python -m benchmarks.startup`. Times are those of the whole command, in a process of its own.
"""

from functools import partial
from pathlib import Path

from benchmarks.timing import measure, waiting

SPEC = str(Path(__file__).parent.parent / "specs" / "santurkar_replication.yaml")
COMMANDS = (("--help",), ("list", "norms"), ("schema",), ("check", SPEC), ("plan", SPEC, "--profile", "smoke"))


def main() -> None:
    """Print the medians, and keep all of it."""
    measure(
        "startup",
        {f"bnreport {' '.join(Path(word).name for word in words)}": partial(waiting, *words) for words in COMMANDS},
    )


if __name__ == "__main__":
    main()
