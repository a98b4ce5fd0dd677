"""Which seeds the lock leaves to be judged."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bnreport.study.schema import Seeds

if TYPE_CHECKING:
    from bnreport.study.load import StudyFile


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
