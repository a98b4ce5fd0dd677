"""A warm-up, then the base rate."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnreport.registry import Steps


def warmup(step: int, _steps: int, *, warmup: "Steps" = 1000) -> float:
    """Rise linearly to the base rate over the warm-up, then keep it.

    factor = (step + 1) / warmup while step < warmup, else 1

    Args:
        step: optimiser steps already taken.
        warmup: steps of linear rise, no more than there are; 0 starts at the base rate.

    Source: Goyal et al. (2017), arXiv:1706.02677 (gradual warm-up), without the decay that follows there.
    """
    return min(1.0, (step + 1) / max(1, warmup))
