"""Designs that can never decide a claim, whatever the runs show: said before a GPU hour is spent."""

from typing import TYPE_CHECKING

from bnreport.formatting import say_count
from bnreport.study.bind import bind, looks_of, runs_in
from bnreport.study.families import families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.study.schema import Study

MOST = 100
"""Seeds that are tried."""


def undecidable(study: "Study") -> "Iterator[str]":
    """Yield a warning for each primary claim that no outcome of any look decides, at the level where Holm starts.

    The level is a look's alpha over the number of primary claims of its family; the last look's is told. A claim that
    the profile does not run keeps its place in the family, and is not warned of.
    """
    sizes = {name: family.size for family in families(study) for name in family.members}
    for name, size in sizes.items():
        written = study.hypotheses[name].test
        if not runs_in(study, written):
            continue
        looks = zip(looks_of(study, written), (alpha / size for alpha in study.seeds.alpha), strict=True)
        test, (*early, (seeds, alpha)) = bind(study, written), looks
        if any(test.decides(*look) for look in (*early, (seeds, alpha))):
            continue
        enough = next((n for n in range(seeds + 1, MOST + 1) if test.decides(n, alpha)), None)
        takes = f"it takes {enough}" if enough else f"nor does it with {MOST}"
        what = f"with {say_count(seeds, 'seed')} no outcome decides the claim at level {alpha:.3g}; {takes}"
        yield f"warning: hypotheses.{name}: {what}."
