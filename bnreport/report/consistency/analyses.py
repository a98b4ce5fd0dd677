"""What is said of a claim's other analyses is what their table says."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.consistency.checked import Checked
    from bnreport.report.consistency.page import Table

_DIFFER = re.compile(r"(\d+) of the (\d+) others answers? otherwise")
_AGREE = re.compile(r"All (\d+) others answer as the verdict")
_AGREEING = re.compile(r"(\d+) of (\d+) other analyses agree")
_NONE = re.compile(r"\b[Nn]o (?:row|other analysis|analysis) (?:changes|alters)")


def other_analyses_are_counted(checked: "Checked") -> "Iterator[Contradiction]":
    """A caption tells how many rows answer otherwise, a sentence how many analyses agree, and both count right."""
    captions = {each.where: each.caption for each in checked.page.drawings}
    for table in checked.page.tables:
        if table.headers[:2] == ("analysis", "answer") and table.caption.startswith("Data of"):
            figure = re.sub(r"Data of figure (\d+).*", r"figure-\1", table.caption)
            yield from _caption(table, captions.get(figure, ""), figure)
            yield from _sentences(checked, table)


def _caption(table: "Table", caption: str, figure: str) -> "Iterator[Contradiction]":
    answers = [row.text()[1] for row in table.rows]
    others = len(answers) - 1
    differ = sum(answer != answers[0] for answer in answers[1:])
    found, agree = _DIFFER.search(caption), _AGREE.search(caption)
    said = (int(found[1]), int(found[2])) if found else (0, int(agree[1])) if agree else (differ, others)
    if said != (differ, others) or (differ and _NONE.search(caption)):
        true = f"{differ} of {others} rows answer otherwise"
        yield Contradiction("other analyses", caption, f"#{figure}", true, f"its table, in #{table.where}")


def _sentences(checked: "Checked", table: "Table") -> "Iterator[Contradiction]":
    margins = {
        row.text()[0]
        for each in checked.page.tables
        if each.where == table.where and each.caption.startswith("Other margins")
        for row in each.rows
    }
    rows = [row.text() for row in table.rows]
    other_seeds = ("without seed", "every seed")
    given = [row for row in rows[1:] if not row[1].startswith("no answer")]
    choices = [row for row in given if row[0] not in margins and not row[0].startswith(other_seeds)]
    agreeing = sum(row[1] == rows[0][1] for row in choices)
    for each in checked.page.of(table.where, "p", "dd"):
        found = _AGREEING.search(each.text)
        if found and (int(found[1]), int(found[2])) != (agreeing, len(choices)):
            true = f"{agreeing} of {len(choices)} rows agree"
            yield Contradiction("other analyses", each.text, each.place, true, f"the table {table.caption!r}")
        if _NONE.search(each.text) and any(row[1] != rows[0][1] for row in rows):
            row = next(row for row in table.rows if row.text()[1] != rows[0][1])
            yield wrong("other analyses", each, row.cells[1]._replace(text=" | ".join(row.text())))
