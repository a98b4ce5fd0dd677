"""What captions and alt texts of runs over steps have in common."""

from typing import TYPE_CHECKING

from bnreport.figures.shared.curve import arms_of, banded, middle, of_arm, seeds_of, typical
from bnreport.figures.shared.names import short
from bnreport.formatting import say_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bnreport.figures.shared.curve import Curve


def say_seeds(curves: "Sequence[Curve]") -> str:
    """Return what lines and bands are."""
    if len(seeds_of(curves)) == 1:
        return "A line for each arm, of its one seed."
    said = "Thick line: median over seeds; thin lines: the seeds"
    return f"{said}; band: their minimum to maximum." if banded(arms_of(curves)) else f"{said}."


def say_n(curves: "Sequence[Curve]") -> str:
    """Return how many seeds an arm has."""
    count = len(seeds_of(curves))
    return f"up to {count} seeds an arm" if count > 1 else "one seed an arm"


def say_marks(curves: "Sequence[Curve]", stray: "Sequence[tuple[str, int, bool]]", source: str = "") -> str:
    """Return what stands at the end of a caption: crosses, triangles, and whose figure it was first."""
    said = ""
    runs = {(curve.arm, curve.seed) for curve in curves}
    lost = {(curve.arm, curve.seed) for curve in curves if curve.diverged}
    if lost:
        unread = len(lost - {(curve.arm, curve.seed) for curve in curves if curve.values})
        before = f", {unread} of them before the first reading" if unread else ""
        said += f" A cross ends a run that diverged ({len(lost)} of {len(runs)}{before})."
    if arms := ", ".join(dict.fromkeys(short(arm) for arm, _, _ in stray)):
        said += f" Hollow triangles at the edge: readings off the axis, infinite or no number ({arms})."
    return f"{said} After {source}." if source else said


def say_axis(*, log: bool) -> str:
    """Return which axis it is."""
    return "logarithmic" if log else "linear"


def say_typical(curves: "Sequence[Curve]", unit: str) -> str:
    """Return the arms with the lowest and the highest typical reading: over steps, then over seeds that finished."""
    found = [(middle(each), each, arm) for arm in arms_of(curves) if (each := typical(of_arm(curves, arm)))]
    if not found:
        return "no run finished"
    ends = [min(found)] if len(found) == 1 else [min(found), max(found)]
    return " to ".join(f"{say_value(value, unit)} in {short(arm)} ({_range(each, unit)})" for value, each, arm in ends)


def _range(values: list[float], unit: str) -> str:
    return f"seeds {say_value(min(values), unit)} to {say_value(max(values), unit)}, n = {len(values)}"
