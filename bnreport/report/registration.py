"""What was registered before the runs, and which seeds that leaves to be judged."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import NOTHING
from bnreport.judge.registration_status import standing
from bnreport.study.schema import Seeds

if TYPE_CHECKING:
    from bnreport.judge.registration_status import Standing
    from bnreport.results import Results
    from bnreport.study.amendments import Amendment
    from bnreport.study.load import StudyFile


class Registered(NamedTuple):
    """The lock, beside the study as it ran."""

    standing: "Standing"
    lock: tuple[tuple[str, str], ...]
    """Facts about it; empty without a lock."""
    amendments: "tuple[Amendment, ...]"
    kept_seeds: str
    """Which seeds are judged, where more were added after the lock; empty otherwise."""


def registered(file: "StudyFile", results: "Results") -> Registered:
    """Gather it."""
    held = file.registration
    lock = (("Locked at", held.locked_at), ("SHA-256 of what was locked", held.digest)) if held else ()
    changes = held.amendments if held else ()
    judged, asked = as_registered(file).study.seeds.looks[-1], file.study.seeds.looks[-1]
    kept = f"Seeds were added after the lock: only the {judged} seeds registered are judged." if judged < asked else ""
    shown = tuple(each._replace(was=each.was or NOTHING, now=each.now or NOTHING) for each in changes)
    return Registered(standing(held, results), lock, shown, kept)


def as_registered(file: "StudyFile") -> "StudyFile":
    """Return the study with the looks and error rates of its lock, where seeds were added since.

    Seeds that are added once results are known let chance choose when to stop, so no verdict reads them.
    """
    changes = {each.where: each.was for each in file.registration.amendments} if file.registration else {}
    seeds = file.study.seeds
    try:
        looks, alpha = (
            json.loads(changes[f"seeds.{name}"]) if f"seeds.{name}" in changes else list(getattr(seeds, name))
            for name in ("looks", "alpha")
        )
    except ValueError:  # a list too long to be shown whole
        return file
    if max(looks) >= max(seeds.looks):
        return file
    locked = Seeds(looks=tuple(looks), alpha=tuple(map(float, alpha)))
    return replace(file, study=file.study.model_copy(update={"seeds": locked}))
