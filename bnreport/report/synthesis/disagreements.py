"""Papers that disagree: those whose claims say opposite things of one explanation, side by side."""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.matrix import Row
    from bnreport.report.synthesis.studies import Studied
    from bnreport.study.questions import Aspect


class Statement(NamedTuple):
    """What one paper says by one claim, and what our runs say of it."""

    paper: str
    side: str
    """for or against, by what the paper says."""
    claim: "Bearing"
    measured: str
    """What the claim reads."""


class Disagreement(NamedTuple):
    """One question about one explanation, of which papers say opposite things."""

    label: str
    aspect: "Aspect"
    statements: tuple[Statement, ...]
    reason: str
    """What the claims and verdicts show of why."""


def disagreements_of(rows: "Iterable[Row]", studies: "Iterable[Studied]") -> tuple[Disagreement, ...]:
    """Return every question about an explanation of which one paper says for and another against."""
    papers = {study.spec: study.paper for study in studies}
    return tuple(
        Disagreement(row.explanation.label, cell.aspect, held, _reason(held))
        for row in rows
        for cell in row.cells
        for held in [tuple(_statements([*cell.deciding, *cell.others], papers))]
        if _opposite(held)
    )


def _statements(claims: "Iterable[Bearing]", papers: "dict[Path, str]") -> "Iterator[Statement]":
    """Yield each claim that its paper takes a side by, once, as the first profile judged it; those decided first."""
    seen = set()
    for claim in sorted(claims, key=lambda each: not each.decided):
        key = (claim.published.spec, claim.name)
        if claim.papers_side != "silent" and key not in seen:
            seen.add(key)
            measured = say_list([*map(claim.say, claim.metrics)])
            yield Statement(_paper(claim, papers), claim.papers_side, claim, measured)


def _paper(claim: "Bearing", papers: "dict[Path, str]") -> str:
    """Return the paper that makes a claim: that which stands before `, arXiv:` in its place, else the study's."""
    name, apart, _ = (claim.hypothesis.paper.where if claim.hypothesis.paper else "").partition(", arXiv:")
    return name if apart else papers[claim.published.spec]


def _opposite(statements: "Iterable[Statement]") -> bool:
    """Tell whether two papers take opposite sides; one that takes both disagrees with nobody but itself."""
    sides = {side: {each.paper for each in statements if each.side == side} for side in ("for", "against")}
    return any(one != other for one in sides["for"] for other in sides["against"])


def _reason(statements: "Sequence[Statement]") -> str:
    """Say whether both sides read the same quantity, and whether the verdicts bear both out; if they do, by which."""
    held = {side: [each for each in statements if each.side == side and _borne_out(each)] for side in _SIDES}
    both = all(held.values())
    of_each = held if both else {side: [each for each in statements if each.side == side] for side in _SIDES}
    read = {side: _read(of_each[side]) for side in _SIDES}
    shared = [name for name in read["for"] if name in read["against"]]
    ours = "that the runs bear out " if both else ""
    if shared:
        what = f"Claims {ours}on both sides read {say_list(shared)}, so it is no matter of words"
    else:
        quantities = (f"{say_list(read[side])} {side} it" for side in _SIDES)
        what = f"The same word, other quantities: claims {ours}on {' and on '.join(quantities)}"
    if both:
        return f"{what}."
    [told] = [side for side in _SIDES if held[side]] or [""]
    one = f"the runs bear out a claim that speaks {told} it, and none that speaks otherwise at that scale"
    return f"{what}; {one if told else 'the runs decide for neither'}."


_SIDES = ("for", "against")


def _read(statements: "Iterable[Statement]") -> list[str]:
    """Return the labels of what claims read, each once."""
    return [*dict.fromkeys(each.claim.say(name) for each in statements for name in each.claim.metrics)]


def _borne_out(statement: "Statement") -> bool:
    """Tell whether our verdict on a claim takes the side that its paper does; a toy takes none."""
    return statement.side == statement.claim.side and statement.claim.scale != "toy"
