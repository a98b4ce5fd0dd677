"""How long a person waits for a command that trains and renders nothing.

Run `python -m benchmarks.startup`. Times are those of the whole command, in a process of its own.
"""

from pathlib import Path

from benchmarks.timing import ROUNDS, tell, waiting

SPEC = str(Path(__file__).parent.parent / "specs" / "santurkar_replication.yaml")
COMMANDS = (("--help",), ("list", "norms"), ("schema",), ("check", SPEC), ("plan", SPEC, "--profile", "smoke"))


def main() -> None:
    """Print the medians; the first round, which compiles and fills the system's caches, counts for nothing."""
    for words in COMMANDS:
        waiting(*words)
        tell(f"bnreport {' '.join(Path(word).name for word in words)}", (waiting(*words) for _ in range(ROUNDS)))


if __name__ == "__main__":
    main()
