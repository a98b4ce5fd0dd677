"""Power in lines: what the planned seeds detect, and which margins they cannot resolve."""

from typing import TYPE_CHECKING, Any

from bnreport.formatting import say_count, say_distance, say_list
from bnreport.judge.power import MOST
from bnreport.judge.power_words import say_sd, say_seeds_needed, say_source
from bnreport.judge.validity import say_reason
from bnreport.results.numbers import finite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bnreport.judge.power import Power, Spread


def lines(found: "Sequence[Power]") -> "Iterator[str]":
    """Say what is known of each hypothesis, and of which it cannot be; those of unknown SD are left to `summary`."""
    without: dict[str, list[str]] = {}
    for power in found:
        if not power.applicable:
            without.setdefault(power.reason, []).append(power.hypothesis)
        elif power.spread:
            yield f"{power.hypothesis}: {_known(power, power.spread)}."
    for reason, names in without.items():
        yield f"power not applicable to {say_list(names)}: {reason}."


def summary(found: "Sequence[Power]", *, instead: str) -> str:
    """Say of how many hypotheses the SD is unknown, and what to do; empty if of none."""
    unknown = [power for power in found if power.applicable and power.spread is None]
    if not unknown:
        return ""
    reasons = dict.fromkeys(say_reason(power.reason) for power in unknown if power.reason)
    why = f" ({'; '.join(reasons)})" if reasons else ""
    return (
        f"power unknown for {len(unknown)} of {len(found)} primary hypotheses{why}: declare `expected_sd`, the SD over "
        f"seeds of the effect, {instead}."
    )


def warnings(found: "Sequence[Power]") -> "Iterator[str]":
    """Say which margins cannot be resolved, and which claims no absence of effect can refute."""
    for power in found:
        where = f"warning: hypotheses.{power.hypothesis}"
        if power.no_margin:
            yield (
                f"{where}: with margin 0 no absence of effect can refute the claim. Let the margin be the largest "
                "effect that would not matter."
            )
        elif power.ratio is not None and power.ratio > 1:
            seeds, margin = say_count(power.n, "seed"), say_distance(power.margin, power.unit)
            least = say_distance(power.resolves, power.unit)
            yield f"{where}: {seeds} cannot resolve the margin of {margin}, only one of {least}. {_remedy(power)}"


def notices(found: "Sequence[Power]") -> "Iterator[str]":
    """Say which claims without a power calculation nothing but the opposite effect can refute; it is no mistake."""
    for power in found:
        if power.opposite_alone:
            yield (
                f"notice: hypotheses.{power.hypothesis}: with margin 0 the opposite effect alone can refute the claim, "
                "or the part that has no margin; that there is no effect never does."
            )


def plain(power: "Power") -> dict[str, Any]:
    """Return it as JSON values; where the unit is `ratio`, the SD is that of log-ratios."""
    spread = power.spread
    row = {
        "hypothesis": power.hypothesis,
        "applicable": power.applicable,
        "reason": power.reason,
        "alpha": power.alpha,
        "seeds_planned": power.n,
        "unit": power.unit,
        "margin": power.margin,
        "sd": spread.sd if spread else None,
        "sd_source": spread.source if spread else None,
        "sd_seeds": spread.n if spread and spread.n else None,
        "mde": power.mde,
        "resolves": power.resolves,
        "ratio": power.ratio,
        "seeds_needed": power.seeds,
    }
    return {**finite(row), "warnings": list(warnings([power]))}


def _known(power: "Power", spread: "Spread") -> str:
    said = f"{say_count(power.n, 'seed')} detect {say_distance(power.mde, power.unit)} beyond the margin"
    if power.resolves != power.mde:
        said += f" and resolve a margin of {say_distance(power.resolves, power.unit)}"
    said += f" (80 % power, alpha {power.alpha:.3g}: first of {power.primary}; SD {say_sd(spread, power.unit)}, "
    said += f"{say_source(spread)})"
    if power.ratio is None:
        return said
    margin, need = say_distance(power.margin, power.unit), say_seeds_needed(power)
    return f"{said}, {power.ratio:.2f} of the margin {margin}, which needs {need} seeds"


def _remedy(power: "Power") -> str:
    if power.seeds is None:
        return f"Not even {MOST:,} seeds would; widen the margin, or find an effect that varies less."
    return f"Plan {power.seeds} seeds, or widen the margin before anything is trained."
