"""Arms side by side over the seeds that all of them have, or the reason why they cannot be compared."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from bnreport.results import Measure, Results, SeedValues

FEWEST = 2
"""Seeds below which there is no variance, hence no interval."""


class Paired(NamedTuple):
    """One number per arm and common seed."""

    arms: "Mapping[str, SeedValues]"
    """As read; arms without a value are left out."""
    seeds: tuple[int, ...]
    """Seeds that every arm has, in order."""
    values: "Mapping[str, NDArray[np.float64]]"
    """Per arm (n,): its values at `seeds`."""
    reason: str
    """Why there can be no estimate; empty if there can."""
    detail: str
    """The reason and the caveats, in whole sentences."""


def pair(results: "Results", arms: "Sequence[str]", measure: "Measure") -> Paired:
    """Read every arm and keep the seeds that all of them have.

    Diverged runs are never dropped. They count as the metric's failure value; where it has none, the arms cannot be
    compared: `differential_divergence` if failures differ between arms, `invalid` if not.
    """
    read = {arm: results.read(arm, measure) for arm in arms}
    found = {arm: values for arm, values in read.items() if values is not None}
    if len(found) < len(read):
        absent = " or ".join(arm for arm in read if arm not in found)
        return Paired(found, (), {}, "missing_runs", f"No run of {absent} measured {measure.metric}.")
    seeds = tuple(sorted(set.intersection(*(set(values.seeds) for values in found.values()))))
    places = {arm: [values.seeds.index(seed) for seed in seeds] for arm, values in found.items()}
    table = {arm: values.values[places[arm]] for arm, values in found.items()}
    diverged = {arm: int(values.diverged[places[arm]].sum()) for arm, values in found.items()}
    if len(seeds) < FEWEST:
        reason, detail = (
            "too_few_seeds",
            f"An interval needs {FEWEST} seeds that every arm has; there are {len(seeds)}.",
        )
    else:
        reason, detail = _trouble(table, diverged, measure)
    sentences = [detail, *_unpaired(found, seeds), *_failures(found, diverged, len(seeds))]
    return Paired(found, seeds, table, reason, " ".join(filter(None, sentences)))


def _trouble(
    table: "Mapping[str, NDArray[np.float64]]", diverged: "Mapping[str, int]", measure: "Measure"
) -> tuple[str, str]:
    bad = [arm for arm, values in table.items() if not np.isfinite(values).all()]
    if not bad:
        return "", ""
    if len(set(diverged.values())) > 1:
        return "differential_divergence", (
            f"Diverged runs differ between arms, {measure.metric} has no failure value to count them as, "
            "and dropping them would favour the arm that fails more."
        )
    return "invalid", f"{' and '.join(bad)} has runs without a finite {measure.metric}."


def _unpaired(arms: "Mapping[str, SeedValues]", seeds: "Sequence[int]") -> "Iterator[str]":
    for arm, values in arms.items():
        alone = [str(seed) for seed in values.seeds if seed not in seeds]
        if alone:
            word = "seeds" if len(alone) > 1 else "seed"
            yield f"Left out, for want of a partner: {word} {', '.join(alone)} of {arm}."


def _failures(arms: "Mapping[str, SeedValues]", diverged: "Mapping[str, int]", n: int) -> "Iterator[str]":
    for arm, count in diverged.items():
        failure = arms[arm].metric.failure
        if count:
            counts_as = "" if failure is None else f" and count as {failure:g} {arms[arm].metric.unit}"
            yield f"{count} of {n} runs of {arm} diverged{counts_as}."
