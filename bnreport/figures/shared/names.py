"""Names of arms where room is short."""

import re
from textwrap import fill
from typing import TYPE_CHECKING

from bnreport.registry.options import ARM
from bnreport.results import ArmName

if TYPE_CHECKING:
    from collections.abc import Sequence


def parted(arm: str) -> tuple[str, str]:
    """Return an arm's experiment and condition; a label, which names no experiment, is all condition."""
    name = ArmName(arm)
    return (name.experiment, name.condition) if re.match(ARM, arm) else ("", arm)


def short(arm: str) -> str:
    """Return an arm's name without its experiment."""
    return parted(arm)[1]


def called(arms: "Sequence[str]") -> list[str]:
    """Return the arms' names, without the experiment where it is the same for all."""
    alike = len({parted(arm)[0] for arm in arms}) == 1
    return [short(arm) if alike else arm for arm in arms]


def wrapped(name: str, most: int) -> str:
    """Break a long name between its factors, or else its words."""
    for joint in ("/", "_"):
        if max(map(len, name.split("\n"))) > most:
            name = fill(
                name.replace(joint, f" {joint}"), most, break_on_hyphens=False, break_long_words=joint == "_"
            ).replace(f" {joint}", joint)
    return name
