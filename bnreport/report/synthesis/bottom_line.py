"""The bottom line: what the deciding claims say of each explanation, in words that their certainty allows.

High certainty says it, moderate says probably, low says may, and of very low nothing is said but that. No sentence
counts claims, none calls anything proved, and none says why BatchNorm works.

Source: Santesso et al. (2020), Journal of Clinical Epidemiology 119, 126-135 (GRADE: how certainty is told).
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import say_list, uncapitalize
from bnreport.judge.certainty import LEVELS
from bnreport.judge.validity import say_reason
from bnreport.report.synthesis.words import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bnreport.judge.certainty import Level
    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.matrix import Cell, Row, State
    from bnreport.study.questions import Aspect


class _Words(NamedTuple):
    """How an aspect is told: by subject, verb and the forms that doubt gives it."""

    question: str
    subject: str
    does: tuple[str, str]
    """What speaks for it, as it is and after `may`."""
    does_not: tuple[str, str]
    """What speaks against it, likewise."""
    rest: str


_WORDS: "dict[Aspect, _Words]" = {
    "present": _Words("whether it happens", "it", ("happens", "happen"), ("does not happen", "not happen"), ""),
    "necessary": _Words(
        "whether the benefit needs it", "the benefit", ("goes", "go"), ("stays", "stay"), " when it is taken away"
    ),
    "sufficient": _Words(
        "whether it is enough", "the benefit", ("comes", "come"), ("does not come", "not come"), " with it alone"
    ),
}
_SMALLER = "networks smaller than the papers\N{RIGHT SINGLE QUOTATION MARK}"
_SILENT: "dict[State, str]" = {
    "not_run": "no run has tested yet",
    "exploratory": "no claim was to decide",
    "nobody": "no study tests",
}
"""States of cells without a claim that was to decide and was run, and how that is told."""
NOTHING_YET = "No study has results yet, so nothing can be said about why Batch Normalization works."
LAST = (
    "None of this proves an explanation: a mechanism may be present and not needed, or needed and not enough, and what "
    "nobody tested may matter more."
)


class Sentence(NamedTuple):
    """One sentence of the paragraph."""

    label: str
    """The explanations of which it holds; empty for none."""
    text: str


def bottom_line(rows: "Sequence[Row]") -> tuple[Sentence, ...]:
    """Return the paragraph's sentences: what holds of each explanation tested, then what no run has decided."""
    told = [row for row in rows if any(cell.state not in _SILENT for cell in row.cells)]
    if not told:
        return (Sentence("", NOTHING_YET),)
    alike: dict[str, list[str]] = {}
    for row in told:
        alike.setdefault(clauses(row), []).append(row.explanation.label)
    rest = [row.explanation.label for row in rows if row not in told]
    open_ = (Sentence("", f"No run has decided anything yet about {_named(rest, uncapitalize)}."),) if rest else ()
    return (*(Sentence(f"{_named(names)}:", f"{said}.") for said, names in alike.items()), *open_, Sentence("", LAST))


def _named(labels: "list[str]", first: "Callable[[str], str]" = str) -> str:
    return say_list([first(labels[0]), *map(uncapitalize, labels[1:])])


def clauses(row: "Row") -> str:
    """Return what the deciding claims say of one explanation, as a sentence without its full stop."""
    said = [phrase(cell) for cell in row.cells if cell.state not in _SILENT]
    return "; ".join([*said, *_grouped(cell for cell in row.cells if cell.state in _SILENT)])


def _grouped(cells: "Iterable[Cell]") -> "Iterator[str]":
    """Say what was not asked, questions of one kind together."""
    held = [*cells]
    for state, said in _SILENT.items():
        asked = [_WORDS[cell.aspect].question for cell in held if cell.state == state]
        if asked:
            yield f"{said} {' or '.join(asked)}"


def phrase(cell: "Cell") -> str:
    """Return what the deciding claims of a cell say, as part of a sentence, or why they say nothing."""
    question = _WORDS[cell.aspect].question
    where, tried = (f" in {_SMALLER}", f" (tried in {_SMALLER} alone)") if cell.scale == "reduced" else ("", "")
    if cell.state in {"for", "against"}:
        part = ", though not every claim that decides this is settled" if cell.partly else ""
        return f"{_spoken(cell)}{where}{part}"
    if cell.state == "contested":
        return f"{question} is contested{tried}: {_sides(cell)}"
    if cell.state == "untested":
        reasons = dict.fromkeys(say_reason(claim.verdict.reason) for claim in cell.deciding if claim.void)
        return f"{question} was not tested here ({'; '.join(reasons)})"
    return {
        "silent": f"{question} stays open{tried}: what was decided says nothing about it",
        "unsettled": f"{question} is not settled{tried}",
        "toy": f"{question} was tried in toys alone, which say nothing about the papers",
    }[cell.state]


def level_of(cell: "Cell") -> "Level | None":
    """Return the certainty of what a cell says: the least of the claims that say it; None where it says nothing."""
    levels = [claim.level for claim in cell.deciding if claim.side == cell.state and claim.level]
    return max(levels, key=LEVELS.index, default=None)


def _spoken(cell: "Cell") -> str:
    words, level = _WORDS[cell.aspect], level_of(cell)
    plain, bare = words.does if cell.state == "for" else words.does_not
    if level == "high":
        return f"{words.subject} {plain}{words.rest}"
    if level == "moderate":
        return f"{words.subject} probably {plain}{words.rest}"
    if level == "low":
        return f"{words.subject} may {bare}{words.rest}"
    return f"{words.question} is very uncertain, and what there is speaks {cell.state} it"


def _sides(cell: "Cell") -> str:
    """Name the studies that speak for and against; of one that does both, the questions in which it does."""
    on = {
        each.side: {held.published.facts.study.study for held in cell.deciding if held.side == each.side}
        for each in cell.deciding
    }
    both = on["for"] & on["against"]
    said = []
    for side in ("for", "against"):
        names = dict.fromkeys(_speaker(each, both) for each in cell.deciding if each.side == side)
        said.append(f"{say_list([*names])} {'speak' if len(names) > 1 else 'speaks'} {side} it")
    return say_list(said)


def _speaker(bearing: "Bearing", both: set[str]) -> str:
    """Name a claim's study, and its question where the study is on both sides."""
    study = bearing.published.facts.study
    asked = study.questions.get(bearing.hypothesis.question or "")
    if asked is None or study.study not in both:
        return name_of(study.study)
    ask = f"\N{LEFT DOUBLE QUOTATION MARK}{asked.ask}\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"{name_of(study.study)}, where it asks {ask},"
