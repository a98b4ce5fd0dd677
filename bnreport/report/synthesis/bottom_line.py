"""The bottom line: what the deciding claims say of the explanations, in words that their certainty allows.

First what is needed for the benefit and what is enough for it, since that is what an explanation must be; then what
happens, and what is open. High certainty says it, moderate says probably, low says may. No sentence counts claims,
none calls anything proved, and none says why BatchNorm works.

Source: Santesso et al. (2020), Journal of Clinical Epidemiology 119, 126-135 (GRADE: how certainty is told).
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import capitalize, say_list, uncapitalize
from bnreport.judge.answer_in_words import HEDGES
from bnreport.judge.certainty import LEVELS, least
from bnreport.judge.effect_in_words import say_effect_in_words
from bnreport.judge.validity import say_reason
from bnreport.report.synthesis.words import SCALE_WORDS, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bnreport.judge.certainty import Level
    from bnreport.report.synthesis.claims import Bearing
    from bnreport.report.synthesis.matrix import Cell, Row, State
    from bnreport.study.questions import Aspect


class _Words(NamedTuple):
    """How an aspect is told. {} takes `probably `, where it may stand."""

    question: str
    does: str
    """What speaks for it."""
    may: str
    """The same of low certainty."""
    does_not: str
    """What speaks against it: of the benefit that not all of it goes or comes, since a share is no claim's."""
    may_not: str
    head: str
    head_not: str


_WORDS: "dict[Aspect, _Words]" = {
    "present": _Words(
        "whether it happens",
        "it {}happens", "it may happen", "it {}does not happen", "it may not happen",
        "happens with BatchNorm", "does not happen with BatchNorm",
    ),
    "necessary": _Words(
        "whether the benefit needs it",
        "the benefit {}goes when it is taken away", "the benefit may go when it is taken away",
        "a benefit {}remains when it is taken away", "a benefit may remain when it is taken away",
        "needed", "not needed for all of it",
    ),
    "sufficient": _Words(
        "whether it is enough",
        "the benefit {}comes with it alone", "the benefit may come with it alone",
        "not all of the benefit {}comes with it alone", "the benefit may not all come with it alone",
        "enough", "not enough for all of it",
    ),
}  # fmt: skip
_EXPLAINS: "tuple[Aspect, ...]" = ("necessary", "sufficient")
"""What an explanation of the benefit must be, one or the other."""
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
    """What it says of the explanations that it names; empty where it says so itself."""
    text: str


def bottom_line(rows: "Sequence[Row]") -> tuple[Sentence, ...]:
    """Return the paragraph's sentences: what is needed or enough, what happens, what is open, what no run has tried."""
    if all(cell.state in {"not_run", "nobody"} for row in rows for cell in row.cells):
        return (Sentence("", NOTHING_YET),)
    shown = [_WORDS[aspect] for aspect in _EXPLAINS if not _labels(rows, aspect, "for")]
    none = f"no explanation is shown to be {' or '.join(words.head for words in shown)}" if shown else ""
    told = [
        Sentence(f"{capitalize(head)}:", f"{labels}.")
        for aspect in (*_EXPLAINS, "present")
        for state, head in _heads(aspect)
        if (labels := _labels(rows, aspect, state))
    ]
    first = (Sentence("", f"{capitalize(none)} for the benefit of BatchNorm."),) if none else ()
    return (*first, *told, *_open(rows), Sentence("", LAST))


def _heads(aspect: "Aspect") -> "tuple[tuple[State, str], ...]":
    return ("for", _WORDS[aspect].head), ("against", _WORDS[aspect].head_not)


def _labels(rows: "Iterable[Row]", aspect: "Aspect", state: "State") -> str:
    """Name the explanations of which a question has this answer, the surest first; empty for none."""
    alike: dict[tuple[str, str], list[str]] = {}
    cells = [(row, cell) for row in rows for cell in row.cells if (cell.aspect, cell.state) == (aspect, state)]
    for row, cell in sorted(cells, key=lambda each: LEVELS.index(level_of(each[1]) or LEVELS[-1])):
        where = [SCALE_WORDS[cell.scale]] if cell.scale == "reduced" else []
        limits = [
            *where,
            *["not every claim settled"] * cell.partly,
            *["some smaller networks differ"] * cell.smaller_differ,
        ]
        key = HEDGES[level_of(cell) or LEVELS[-1]], f" ({', '.join(limits)})" if limits else ""
        alike.setdefault(key, []).append(_label(row))
    return "; ".join(f"{hedge}{say_list(labels)}{limits}" for (hedge, limits), labels in alike.items())


def _open(rows: "Sequence[Row]") -> "Iterator[Sentence]":
    """Yield what claims differ on, what they leave open, and what none tests, question by question."""
    for head, states in _OPEN.items():
        asked = []
        for aspect, words in _WORDS.items():
            cells = [
                (row, cell) for row in rows for cell in row.cells if cell.aspect == aspect and cell.state in states
            ]
            if cells:
                labels = [f"{_label(row)}{_so_in_smaller(cell)}" for row, cell in cells]
                asked.append(f"{words.question}: {say_list(labels)}")
        if asked:
            yield Sentence(head, f"{'; '.join(asked)}.")


_OPEN: "dict[str, tuple[State, ...]]" = {
    "Contested,": ("contested",),
    "Left open,": ("unsettled", "silent", "untested", "toy", "exploratory"),
    "Not run yet,": ("not_run",),
    "No study tests": ("nobody",),
}


def _label(row: "Row") -> str:
    return uncapitalize(row.explanation.label)


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
        asked = [_WORDS[cell.aspect].question for cell in held if cell.state == state]
        if asked:
            yield f"{said} {' or '.join(asked)}"


def phrase(cell: "Cell") -> str:
    """Return what the deciding claims of a cell say, as part of a sentence, or why they say nothing."""
    question = _WORDS[cell.aspect].question
    where, tried = (f" in {_SMALLER}", f" (tried in {_SMALLER} alone)") if cell.scale == "reduced" else ("", "")
    if cell.state in {"for", "against"}:
        part = ", though not every claim that decides this is settled" if cell.partly else ""
        smaller = ", though some of what decides it in smaller networks speaks otherwise" * cell.smaller_differ
        return f"{_spoken(cell)}{where}{part}{smaller}"
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


def level_of(cell: "Cell") -> "Level | None":
    """Return the certainty of what a cell says: the least of the claims that say it; None where it says nothing."""
    levels = [claim.level for claim in cell.deciding if claim.side == cell.state and claim.level]
    return least(levels) if levels else None


def _spoken(cell: "Cell") -> str:
    return _speak(cell.aspect, cell.state, level_of(cell))


def _speak(aspect: "Aspect", side: str, level: "Level | None") -> str:
    words = _WORDS[aspect]
    plain, bare = (words.does, words.may) if side == "for" else (words.does_not, words.may_not)
    if level in {"high", "moderate"}:
        return plain.format("probably " * (level == "moderate"))
    return bare if level == "low" else f"{words.question} is very uncertain, and what there is speaks {side} it"


def _so_in_smaller(cell: "Cell") -> str:
    """Return briefly what smaller networks say, where all that decide it there speak on one side."""
    sides = {each.side for each in cell.below} - {"silent"}
    if len(sides) != 1 or cell.state not in {"unsettled", "silent", "untested"}:
        return ""
    [side] = sides
    levels = [each.level for each in cell.below if each.side == side and each.level]
    return f" ({HEDGES[least(levels) if levels else LEVELS[-1]]}{'so' if side == 'for' else 'not'} in smaller networks)"


def _in_smaller(cell: "Cell") -> str:
    """Return what smaller networks say where those of the paper's scale leave it open; empty where they do too."""
    sides = {each.side for each in cell.below} - {"silent"}
    if len(sides) != 1:
        return "; claims on smaller networks differ" if sides else ""
    [side] = sides
    levels = [each.level for each in cell.below if each.side == side and each.level]
    return f"; in {_SMALLER} {_speak(cell.aspect, side, least(levels) if levels else None)}"


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
