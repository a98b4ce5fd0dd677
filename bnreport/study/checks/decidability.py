"""Designs that can never decide a claim, whatever the runs show: said before a GPU hour is spent."""

from typing import TYPE_CHECKING

from bnreport.study.bind import bind, looks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Study

MOST = 100
"""Seeds that are tried."""


def undecidable(study: "Study") -> "Iterator[str]":
    """Yield a warning for each primary claim that no outcome of its last look decides, at the level where Holm starts.

    The level is the last look's alpha over the number of primary claims.
    """
    primary = {name: hypothesis for name, hypothesis in study.hypotheses.items() if hypothesis.primary}
    alpha = study.seeds.alpha[-1] / max(1, len(primary))
    for name, hypothesis in primary.items():
        test, seeds = bind(study, hypothesis.test), looks_of(study, hypothesis.test)[-1]
        if test.decides(seeds, alpha):
            continue
        enough = next((n for n in range(seeds + 1, MOST + 1) if test.decides(n, alpha)), None)
        takes = f"it takes {enough}" if enough else f"nor does it with {MOST}"
        count = f"{seeds} seed{'' if seeds == 1 else 's'}"
        yield f"warning: hypotheses.{name}: with {count} no outcome decides the claim at level {alpha:.3g}; {takes}."
