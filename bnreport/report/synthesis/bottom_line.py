"""The bottom line: what the deciding claims say of the explanations, in words that their certainty allows.

First what is needed for the benefit and what is enough for it, since that is what an explanation must be; then what
happens, and what is open. High certainty says it, moderate says probably, low says may. No sentence counts claims,
none calls anything proved, and none says why BatchNorm works.

Source: Santesso et al. (2020), Journal of Clinical Epidemiology 119, 126-135 (GRADE: how certainty is told).
"""

from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import capitalize, say_list, uncapitalize
from bnreport.judge.answer_in_words import HEDGES
from bnreport.judge.certainty import LEVELS
from bnreport.report.synthesis.claims import level_of
from bnreport.report.synthesis.words import ASPECT_WORDS, SCALE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bnreport.report.synthesis.matrix import Cell, Row, State
    from bnreport.study.questions import Aspect


_EXPLAINS: "tuple[Aspect, ...]" = ("necessary", "sufficient")
"""What an explanation of the benefit must be, one or the other."""
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
    shown = [ASPECT_WORDS[aspect] for aspect in _EXPLAINS if not _labels(rows, aspect, "for")]
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
    return ("for", ASPECT_WORDS[aspect].head), ("against", ASPECT_WORDS[aspect].head_not)


def _labels(rows: "Iterable[Row]", aspect: "Aspect", state: "State") -> str:
    """Name the explanations of which a question has this answer, the surest first; empty for none."""
    alike: dict[tuple[str, str], list[str]] = {}
    cells = [(row, cell) for row in rows for cell in row.cells if (cell.aspect, cell.state) == (aspect, state)]
    for row, cell in sorted(cells, key=lambda each: LEVELS.index(level_of(each[1].deciding, state) or LEVELS[-1])):
        where = [SCALE_WORDS[cell.scale]] if cell.scale == "reduced" else []
        limits = [
            *where,
            *["not every claim settled"] * cell.partly,
            *["some smaller networks differ"] * cell.smaller_differ,
        ]
        key = HEDGES[level_of(cell.deciding, state) or LEVELS[-1]], f" ({', '.join(limits)})" if limits else ""
        alike.setdefault(key, []).append(_label(row))
    return "; ".join(f"{hedge}{say_list(labels)}{limits}" for (hedge, limits), labels in alike.items())


def _open(rows: "Sequence[Row]") -> "Iterator[Sentence]":
    """Yield what claims differ on, what they leave open, and what none tests, question by question."""
    for head, states in _OPEN.items():
        asked = []
        for aspect, words in ASPECT_WORDS.items():
            cells = [
                (row, cell) for row in rows for cell in row.cells if cell.aspect == aspect and cell.state in states
            ]
            if cells:
                labels = [f"{_label(row)}{_so_in_smaller(cell)}" for row, cell in cells]
                asked.append(f"{words.question}: {say_list(labels)}")
        if asked:
            yield Sentence(head, f"{'; '.join(asked)}.")


def _so_in_smaller(cell: "Cell") -> str:
    """Return briefly what smaller networks say of an open question, where those that decide it speak on one side."""
    if len(cell.smaller_sides) != 1 or cell.state not in {"unsettled", "silent", "untested"}:
        return ""
    [side] = cell.smaller_sides
    hedge = HEDGES[level_of(cell.below, side) or LEVELS[-1]]
    return f" ({hedge}{'so' if side == 'for' else 'not'} in smaller networks)"


_OPEN: "dict[str, tuple[State, ...]]" = {
    "Contested,": ("contested",),
    "Left open,": ("unsettled", "silent", "untested", "toy", "exploratory"),
    "Not run yet,": ("not_run",),
    "No study tests": ("nobody",),
}


def _label(row: "Row") -> str:
    return uncapitalize(row.explanation.label)
