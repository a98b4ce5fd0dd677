"""Slow, obvious arithmetic for two shares of successes, table by table."""

from math import comb


def chance(x: int, n: int, share: float) -> float:
    """Return the binomial probability of x successes in n."""
    return comb(n, x) * share**x * (1 - share) ** (n - x)


def largest_tail(table: tuple[int, int, int, int], difference: float, points: int = 400) -> float:
    """Return the largest P(observed difference >= x/n - y/m) over true shares that differ by `difference`."""
    x, n, y, m = table
    tables = [(i, j) for i in range(n + 1) for j in range(m + 1) if i * m - j * n >= x * m - y * n]
    first, last = max(0.0, -difference), min(1.0, 1 - difference)
    shares = [first + (last - first) * k / points for k in range(points + 1)]
    return max(
        sum(chance(i, n, min(1.0, max(0.0, share + difference))) * chance(j, m, share) for i, j in tables)
        for share in shares
    )
