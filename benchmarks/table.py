"""The tables of speed of README and CONTRIBUTING, from the results that were kept.

Run `python -m benchmarks.table` after the others.
"""

import json
from statistics import median
from typing import Any

from benchmarks.machine import RESULTS
from benchmarks.training import others, ratios

WAITING = ("startup", "plan", "judge", "render")


def kept(name: str) -> Any:  # noqa: ANN401  (whatever a benchmark kept)
    """Read a result."""
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def parts() -> dict[str, str]:
    """Return the tables in Markdown: images a second as ratios, measurements in steps, and seconds that people wait."""
    held = {"training": _training(), "probes": _probes(), "waiting": _waiting()}
    return {name: "\n".join(lines) for name, lines in held.items()}


def _training() -> list[str]:
    rows = kept("training-cpu")["rows"]
    versus = others(rows[0]["images_per_second"])
    lines = [f"| training | {' | '.join(f'over {each}' for each in versus)} |", f"|---|{'---|' * len(versus)}"]
    for row in rows:
        rates = row["images_per_second"]
        cells = " | ".join(f"{median(ratios(rates, each)):.2f}" for each in versus)
        lines.append(f"| {row['net']}, {row['precision']} | {cells} |")
    return lines


def _probes() -> list[str]:
    cases = kept("probes-cpu")["in_steps"]
    names = sorted({name for case in cases.values() for name in case if not name.startswith("step")})
    lines = [f"| a reading, in training steps | {' | '.join(cases)} |", f"|---|{'---|' * len(cases)}"]
    for name in names:
        cells = (f"{median(case[name]):.3g}" if name in case else "" for case in cases.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _waiting() -> list[str]:
    found = {what: held for name in WAITING for what, held in kept(name)["seconds"].items()}
    lines = [f"| {what} | {median(held):.2f} ({min(held):.2f} to {max(held):.2f}) |" for what, held in found.items()]
    return ["| waiting, in seconds | median (least to greatest) |", "|---|---|", *lines]


if __name__ == "__main__":
    print(*parts().values(), sep="\n\n")
