"""What the deciding claims say of one explanation, present, needed and enough, in words that their certainty allows.

Source: Santesso et al. (2020), Journal of Clinical Epidemiology 119, 126-135 (GRADE: how certainty is told).
"""

from typing import TYPE_CHECKING

from bnreport.formatting import say_list
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.validity import say_reason
from bnreport.report.synthesis.claims import level_of
from bnreport.report.synthesis.words import ASPECT_WORDS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bnreport.judge.certainty import Level
    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.matrix import Cell, Row, State
    from bnreport.study.questions import Aspect

_SMALLER = "networks smaller than the papers\N{RIGHT SINGLE QUOTATION MARK}"
_SILENT: "dict[State, str]" = {
    "not_run": "no run has tested yet",
    "exploratory": "no claim was to decide",
    "nobody": "no study tests",
}
"""States of cells without a claim that was to decide and was run, and how that is told."""


def clauses(row: "Row") -> str:
    """Return what the deciding claims say of one explanation, as a sentence without its full stop."""
    said = [f"{phrase(cell)}{_found(cell)}" for cell in row.cells if cell.state not in _SILENT]
    return "; ".join([*said, *_grouped(cell for cell in row.cells if cell.state in _SILENT)])


def _found(cell: "Cell") -> str:
    """Return what the first claim that speaks for a cell's answer found; nothing where it has none."""
    speaks = [claim for claim in cell.deciding if claim.side == cell.state in {"for", "against"}]
    found = say_effect_in_words(speaks[0].verdict, speaks[0].say) if speaks else ""
    return f": {found}" if found else ""


def _grouped(cells: "Iterable[Cell]") -> "Iterator[str]":
    """Say what was not asked, questions of one kind together."""
    held = [*cells]
    for state, said in _SILENT.items():
        asked = [ASPECT_WORDS[cell.aspect].question for cell in held if cell.state == state]
        if asked:
            yield f"{said} {' or '.join(asked)}"


def phrase(cell: "Cell") -> str:
    """Return what the deciding claims of a cell say, as part of a sentence, or why they say nothing."""
    question = ASPECT_WORDS[cell.aspect].question
    where, tried = (f" in {_SMALLER}", f" (tried in {_SMALLER} alone)") if cell.scale == "reduced" else ("", "")
    if cell.state in {"for", "against"}:
        part = ", though not every claim that decides this is settled" if cell.partly else ""
        smaller = ", though some of what decides it in smaller networks speaks otherwise" * cell.smaller_differ
        return f"{_speak(cell.aspect, cell.state, level_of(cell.deciding, cell.state))}{where}{part}{smaller}"
    if cell.state == "contested":
        return f"{question} is contested{tried}: {_sides(cell)}"
    if cell.state == "untested":
        reasons = dict.fromkeys(say_reason(claim.verdict.reason) for claim in cell.deciding if claim.void)
        return f"{question} was not tested here ({'; '.join(reasons)})"
    return {
        "silent": f"{question} stays open{tried}: what was decided says nothing about it{_in_smaller(cell)}",
        "unsettled": f"{question} is not settled{tried}{_in_smaller(cell)}",
        "toy": f"{question} was tried in toys alone, which say nothing about the papers",
    }[cell.state]


def _speak(aspect: "Aspect", side: str, level: "Level | None") -> str:
    words = ASPECT_WORDS[aspect]
    plain, bare = (words.does, words.may) if side == "for" else (words.does_not, words.may_not)
    if level in {"high", "moderate"}:
        return plain.format("probably " * (level == "moderate"))
    return bare if level == "low" else f"{words.question} is very uncertain, and what there is speaks {side} it"


def _in_smaller(cell: "Cell") -> str:
    """Return what smaller networks say where those of the paper's scale leave it open; empty where they do too."""
    if len(cell.smaller_sides) != 1:
        return "; claims on smaller networks differ" if cell.smaller_sides else ""
    [side] = cell.smaller_sides
    return f"; in {_SMALLER} {_speak(cell.aspect, side, level_of(cell.below, side))}"


def _sides(cell: "Cell") -> str:
    """Name the studies that speak for and against; of one that does both, the questions in which it does."""
    both = [each for each in cell.deciding if each.side in {"for", "against"}]
    said = []
    for side in ("for", "against"):
        names = dict.fromkeys(_speaker(each, both) for each in cell.deciding if each.side == side)
        said.append(f"{say_list([*names])} {'speak' if len(names) > 1 else 'speaks'} {side} it")
    return say_list(said)


def _speaker(bearing: "Bearing", both: "Sequence[Bearing]") -> str:
    """Name a claim's study, and where that is on both sides its question, or itself where that is on both too."""
    study = bearing.published.facts.study
    others = [each for each in both if each.published.facts.study.study == study.study and each.side != bearing.side]
    asked = study.questions.get(bearing.hypothesis.question or "")
    if not others:
        return name_of(study.study)
    if asked is None or any(each.hypothesis.question == bearing.hypothesis.question for each in others):
        return f"{name_of(study.study)} by {_quoted(bearing.hypothesis.claim)}"
    return f"{name_of(study.study)}, where it asks {_quoted(asked.ask)},"


def _quoted(text: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
