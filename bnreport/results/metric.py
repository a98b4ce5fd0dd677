"""What a probe measures."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Metric:
    """A named scalar that a probe measures."""

    name: str
    unit: str
    """`fraction`, `nat`, `1` (a pure number), ...; fractions lie in [0, 1]."""
    better: Literal["higher", "lower"] | None
    """Which direction benefits training; None where neither does (then claims use raw differences)."""
    failure: float | None = None
    """The value a diverged run counts as (chance accuracy, ln classes); None where there is no natural one."""
