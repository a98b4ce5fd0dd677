"""How a claim looks from the other side: what the `MIRROR` of a kind of hypothesis is made of."""

from typing import Any

Options = dict[str, Any]


def swapped(options: Options) -> Options:
    """Let arm and versus change places, here and elsewhere."""
    other = {"arm": "versus", "versus": "arm"}
    other |= {f"elsewhere_{role}": f"elsewhere_{change}" for role, change in other.items()}
    return {other.get(name, name): value for name, value in options.items()}


def backwards(options: Options) -> Options:
    """List the arms, or the parts, from the last to the first."""
    return {name: held[::-1] if name in {"arms", "parts"} else held for name, held in options.items()}


def opposite(options: Options) -> Options:
    """Claim the other direction."""
    other = {"positive": "negative", "negative": "positive", "increasing": "decreasing"}
    return options | {"direction": other[options["direction"]]}


def same(effect: float) -> float:
    """Return the effect of the claim seen from the other side: as it was."""
    return effect
