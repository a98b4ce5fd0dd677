"""Which seeds runs have: of verdicts drawn with the lock's salt, of tuning the same in every study."""

from hashlib import sha256

_BITS = 48


def draw_seed(salt: str, index: int) -> int:
    """Return the seed of an index: the first 48 bits of sha256("salt/index"); without a salt the index itself.

    So nobody has seen a run of a locked study before it was locked, and studies with one salt share runs.
    """
    return int.from_bytes(sha256(f"{salt}/{index}".encode()).digest()[: _BITS // 8]) if salt else index


def tuning_seed(index: int) -> int:
    """Return the seed of an index for tuning: 2^48 + index, above every seed that `draw_seed` returns.

    It knows no salt: locking retrains nothing, and nobody draws again until the wanted value is selected.
    """
    return (1 << _BITS) + index
