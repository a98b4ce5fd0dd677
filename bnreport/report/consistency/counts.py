"""Numbers that cannot be: six of five, none of none, 120 %, a share that would have to change by 107 points."""

import re
from typing import TYPE_CHECKING

from bnreport.formatting import MINUS
from bnreport.report.consistency.checked import wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked, Contradiction

_OF = re.compile(rf"(?<![\w.,·{MINUS}+\N{{MULTIPLICATION SIGN}}/-])(\d[\d,]*) of (?:the )?(\d[\d,]*)(?![\w.]*\d)(?! %)")
_PERCENT = re.compile(rf"(?<![\w,.])({MINUS}?\d[\d,]*(?:\.\d+)?) %")
_RELATIVE = re.compile(r" % (?:higher|lower|more|less|sooner|later|larger|smaller|of)")
_POINTS = re.compile(rf"^[+{MINUS}]?(\d[\d,]*(?:\.\d+)?) pp$")
_P = re.compile(r"\bp = (\d+(?:\.\d+)?)(?![\w·]|\.\d)")
_THREE = re.compile(r"^(\d+), (\d+), (\d+)$")
_WHOLE = 100.0


def parts_are_within_their_whole(checked: "Checked") -> "Iterator[Contradiction]":
    """In `n of m`, m is more than none and n no more than m."""
    for each in checked.page.statements:
        if " of " not in each.text:
            continue
        for part, whole in _OF.findall(each.text):
            few, all_of = int(part.replace(",", "")), int(whole.replace(",", ""))
            if (all_of == 0 or few > all_of) and f"{part} of " in checked.ours(each.text):
                yield wrong(f"{part} of {whole} cannot be", each)


def shares_are_within_a_hundred(checked: "Checked") -> "Iterator[Contradiction]":
    """A share lies in 0 to 100 %; by how many percent something is larger may be any number."""
    for each in checked.page.statements:
        if " %" not in each.text or _RELATIVE.search(each.text):
            continue
        for number in _PERCENT.findall(each.text):
            if not 0 <= _value(number) <= _WHOLE and f"{number} %" in checked.ours(each.text):
                yield wrong(f"a share of {number} % cannot be", each)


def points_are_within_a_hundred(checked: "Checked") -> "Iterator[Contradiction]":
    """Neither an estimate of two shares' difference nor what is detected of one exceeds 100 points."""
    for table in checked.page.tables:
        cells = table.column("MDE beyond the margin")
        for row in table.rows:
            if len(row.cells) > 1 and row.cells[0].text.startswith(("Detectable", "Estimate")):
                cells.append(row.cells[1])
        for cell in cells:
            if (found := _POINTS.match(cell.text)) and _value(found[1]) > _WHOLE:
                yield wrong("no difference of two shares exceeds 100 points", cell)


def chances_are_within_one(checked: "Checked") -> "Iterator[Contradiction]":
    """A p value lies in 0 to 1."""
    for each in checked.page.statements:
        if "p = " in each.text and any(float(p) > 1 for p in _P.findall(each.text)):
            yield wrong("a probability above 1 cannot be", each)


def seeds_used_have_run(checked: "Checked") -> "Iterator[Contradiction]":
    """Of the seeds planned some have run, and of these some are used."""
    for each in checked.page.statements:
        if each.tag == "td" and each.table.startswith("Evidence on claim") and (found := _THREE.match(each.text)):
            planned, run, used = map(int, found.groups())
            if not planned >= run >= used:
                yield wrong("more seeds are used than ran, or ran than were planned", each)


def _value(number: str) -> float:
    return float(number.replace(MINUS, "-").replace(",", ""))
