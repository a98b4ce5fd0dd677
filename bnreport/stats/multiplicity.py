"""Holm's step-down procedure and Bonferroni's single step, with the level at which each interval is drawn."""

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Step(NamedTuple):
    """Where one hypothesis stands in the procedure."""

    level: float
    """alpha / (K - j + 1) at its step j; from the first non-rejection on, the level at which it stopped."""
    adjusted: float
    """Holm's adjusted p: rejected at study level alpha iff below alpha."""
    rejected: bool


def shares(method: Literal["holm", "bonferroni"], p: "Sequence[float]", alpha: float, count: int) -> tuple[Step, ...]:
    """Share alpha by either method; `count` is the whole family's, of which `p` holds those still undecided."""
    return holm(p, alpha) if method == "holm" else bonferroni(p, alpha, count)


def holm(p: "Sequence[float]", alpha: float) -> tuple[Step, ...]:
    """Step down through the p values, smallest first, until one is not below alpha / (K - j + 1).

    Controls the probability of any false rejection among the K hypotheses at `alpha`, whatever their dependence.
    A step's `level` is the level of its verdict interval: it excludes the bound iff the hypothesis is rejected.
    Step-level intervals are not jointly simultaneous intervals (Brannath 2024).

    Args:
        p: K two-sided p values, in any order.
        alpha: error rate of the whole family.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    >>> [step.rejected for step in holm([0.04, 0.01, 0.03], alpha=0.05)]
    [False, True, False]
    """
    count = len(p)
    steps: dict[int, Step] = {}
    adjusted = 0.0
    level = alpha
    stopped = False
    for rank, index in enumerate(sorted(range(count), key=p.__getitem__)):
        remaining = count - rank
        adjusted = max(adjusted, min(1.0, remaining * p[index]))
        if not stopped:
            level = alpha / remaining
            stopped = not p[index] < level
        steps[index] = Step(level, adjusted, not stopped)
    return tuple(steps[index] for index in range(count))


def bonferroni(p: "Sequence[float]", alpha: float, count: int) -> tuple[Step, ...]:
    """Test each hypothesis at alpha / count: the error rate holds for directions too, whatever their dependence.

    Args:
        p: two-sided p values of the hypotheses still undecided, in any order.
        alpha: error rate of the whole family.
        count: hypotheses in the family, decided ones included.

    Source: Dunn (1961), Journal of the American Statistical Association 56, 52-64.

    >>> [step.rejected for step in bonferroni([0.04, 0.01, 0.03], alpha=0.05, count=3)]
    [False, True, False]
    """
    level = alpha / count if count else alpha
    return tuple(Step(level, min(1.0, count * each), each < level) for each in p)
