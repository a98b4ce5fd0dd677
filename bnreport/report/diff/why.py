"""Why a verdict is another: what the claim rests on, the runs, its share of the error rate."""

from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING

from bnreport.formatting import say_list, say_region
from bnreport.report.diff.numbers import same
from bnreport.study.amendments import redefinitions
from bnreport.study.definitions import definitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.diff.sides import Side
    from bnreport.report.export.form import ClaimRead
    from bnreport.study.amendments import Amendment

_SHOWN = 3
"""Values that are told; all are among those of the study."""
_DERIVED = "meaning"
"""Part of a definition that follows from others."""


def definitions_of(was: "Side", now: "Side") -> "dict[str, tuple[Amendment, ...]]":
    """Return, by claim, what differs in what it rests on; nothing where one of the studies is not known."""
    if was.judged is None or now.judged is None:
        return {}
    before, after = definitions(was.judged), definitions(now.judged)
    return {name: redefinitions({name: before[name]}, {name: after[name]}, ()) for name in before.keys() & after.keys()}


def why(was: "ClaimRead", now: "ClaimRead", changed: "tuple[Amendment, ...] | None") -> tuple[str, ...]:
    """Return the causes that are known, the claim's own first.

    Args:
        was: the claim as it was judged.
        now: as it is.
        changed: what differs in what it rests on; None where that is not known.
    """
    own = _rests_on(changed) if changed is not None else _seen(was, now)
    return (*own, *_runs(was, now, defined_alike=not changed)) or ("not known",)


def _rests_on(changed: "tuple[Amendment, ...]") -> "Iterator[str]":
    """Say which values of the claim's definition differ, the first few in full."""
    parts = [(each.where.split(".", 2)[-1], each) for each in changed]
    told = [(where, each) for where, each in parts if where.partition(".")[0] != _DERIVED] or parts
    for where, each in told[:_SHOWN]:
        yield str(replace(each, where=where))
    if len(told) > _SHOWN:
        yield f"{len(told) - _SHOWN} more values that it rests on"


def _seen(was: "ClaimRead", now: "ClaimRead") -> "Iterator[str]":
    """Say what the verdicts alone show of the claim."""
    if was.claim != now.claim:
        yield "the claim's text"
    if was.region != now.region:
        before, after = (
            say_region((-inf if low is None else low, inf if high is None else high), each.evidence.unit)
            for each in (was, now)
            for low, high in [each.region]
        )
        yield f"true for effects: {before} \N{RIGHTWARDS ARROW} {after}"


def _runs(was: "ClaimRead", now: "ClaimRead", *, defined_alike: bool) -> "Iterator[str]":
    """Say how many seeds ran, which effects are others, and what share of the error rate the claim has."""
    if was.n_run != now.n_run:
        yield f"seeds that ran: {was.n_run} \N{RIGHTWARDS ARROW} {now.n_run}"
    if was.look != now.look:
        yield f"look: {was.look} \N{RIGHTWARDS ARROW} {now.look}"
    if defined_alike and (seeds := _trained_anew(was, now)):
        yield f"other runs of seed{'s' * (len(seeds) > 1)} {say_list([*map(str, seeds)])}"
    if was.level != now.level and was.level is not None and now.level is not None:
        yield f"its share of the error rate: {was.level:.3g} \N{RIGHTWARDS ARROW} {now.level:.3g}"
    if was.status != now.status:
        yield f"registration: {was.status} \N{RIGHTWARDS ARROW} {now.status}"


def _trained_anew(was: "ClaimRead", now: "ClaimRead") -> list[int]:
    """Return the seeds that both have, with other effects."""
    before, after = (dict(zip(each.evidence.seeds, each.evidence.effects, strict=False)) for each in (was, now))
    return [seed for seed in before if seed in after and not same(before[seed], after[seed])]
