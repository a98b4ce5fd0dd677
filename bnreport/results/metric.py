"""What a probe measures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import ConfigDict

from bnreport.results.numbers import STRICT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Metric:
    """A named scalar that a probe measures."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    name: str
    unit: str
    """`fraction`, `nat`, `1` (a pure number), ...; fractions lie in [0, 1]."""
    better: Literal["higher", "lower"] | None
    """Which direction benefits training; None where neither does, and a claim must say."""
    failure: float | None = None
    """The value a diverged run counts as: chance accuracy, ln classes, its first loss; None where none is natural."""

    def at(self, level: float, values: "NDArray[np.float64]") -> "NDArray[np.bool_]":
        """Tell which values are at a level or beyond: at or below it where lower is better, else at or above it."""
        return values <= level if self.better == "lower" else values >= level
