"""Axes over steps as a reader's browser draws them again, from the rows of the table beside the figure."""

from typing import NamedTuple


class StepAxes(NamedTuple):
    """All that the table does not say of one pair of axes."""

    title: str
    """What is measured, without its unit."""
    unit: str
    log: bool
    """Whether the vertical axis is logarithmic."""
    ends: tuple[float, float]
    """Least and largest value of the vertical axis."""
    arms: tuple[str, ...]
    lost: tuple[tuple[str, int], ...]
    """Arm and seed of each run that diverged."""
    rows: tuple[str, ...] = ()
    """What the table's columns before that of the arm hold in the rows of these axes."""
    counted: tuple[int, int] | None = None
    """First and last step that claims count."""
    levels: tuple[float, ...] = ()
    """Values at which a dotted line stands."""
    uprights: tuple[int, ...] = ()
    """Steps at which a dashed line stands."""
    others: int = 0
    """How many of the figure's last pictures show something else."""
