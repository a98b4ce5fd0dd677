"""What a power calculation rests on and asks for, in words."""

from typing import TYPE_CHECKING

from bnreport.formatting import NOTHING, say_distance, say_number
from bnreport.judge.power import MOST

if TYPE_CHECKING:
    from bnreport.judge.power import Power, Spread


def say_sd(spread: "Spread", unit: str) -> str:
    """Return the standard deviation over seeds with its unit; of ratios it is that of their logarithms."""
    return f"{say_number(spread.sd)} (log)" if unit == "ratio" else say_distance(spread.sd, unit)


def say_source(spread: "Spread") -> str:
    """Return where the standard deviation is from."""
    return f"{spread.source} on {spread.n} seeds" if spread.n else spread.source


def say_seeds_needed(power: "Power") -> str:
    """Return the fewest seeds that resolve the margin; a dash where that is not known."""
    if power.seeds is not None:
        return str(power.seeds)
    return f"more than {MOST:,}" if power.ratio is not None else NOTHING
