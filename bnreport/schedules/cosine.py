"""Cosine annealing with an optional warm-up."""

from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bnreport.registry import Steps


def cosine(step: int, steps: int, *, warmup: "Steps" = 0) -> float:
    """Rise linearly over the warm-up, then fall along half a cosine that reaches 0 after the last step.

    factor = (step + 1) / warmup while step < warmup, else (1 + cos(pi * (step - warmup) / (steps - warmup))) / 2

    Args:
        step: optimiser steps already taken.
        steps: in all.
        warmup: steps of linear rise; 0 starts at the base rate.

    Source: Loshchilov & Hutter (2017), arXiv:1608.03983, eq. 5, without restarts; warm-up as in Goyal et al. (2017),
    arXiv:1706.02677, section 2.2.
    """
    if step < warmup:
        return (step + 1) / warmup
    return (1 + cos(pi * (step - warmup) / max(1, steps - warmup))) / 2
