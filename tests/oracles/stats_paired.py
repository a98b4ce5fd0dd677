"""Slow, obvious arithmetic for the verdict engine, from the textbook."""

from math import sqrt


def paired_t(first: list[float], second: list[float]) -> tuple[float, float]:
    """Return Student's t of the paired differences against 0, and its degrees of freedom."""
    differences = [a - b for a, b in zip(first, second, strict=True)]
    n = len(differences)
    mean = sum(differences) / n
    variance = sum((d - mean) ** 2 for d in differences) / (n - 1)
    return mean / sqrt(variance / n), n - 1


def holm_decisions(p: list[float], alpha: float) -> list[bool]:
    """Decide each p as Holm words it: test the smallest, strike it out, go on; stop at the first failure."""
    left = dict(enumerate(p))
    rejected = [False] * len(p)
    while left:
        smallest = min(left, key=left.__getitem__)
        if left[smallest] >= alpha / len(left):
            break
        rejected[smallest] = True
        del left[smallest]
    return rejected
