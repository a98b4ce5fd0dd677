"""What is said of runs that diverged or collapsed is the same in every place, and what the runs themselves say."""

import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.report.consistency.checked import Checked
    from bnreport.report.consistency.page import Statement, Table

_STAGE = re.compile(r"(\d+) (planned|started|finished|diverged|analysed)$")
_LOST_MARK = "\N{MULTIPLICATION SIGN} diverged"
_LOST = re.compile(r"(\d+) of (\d+) of ")


def diverged_runs_are_counted_alike(checked: "Checked") -> "Iterator[Contradiction]":
    """The table of arms, the table of runs and the runs themselves agree on how many diverged."""
    listed = _listed(checked)
    for table in checked.page.tables:
        if table.section != "design" or "Name in the spec" not in table.headers:
            continue
        for row in table.rows:
            name, cell = row.text()[-1], row.cells[-2]
            runs = checked.facts.results.of(name)
            true = sum(run.outcome == "diverged" for run in runs.values())
            if not runs:
                continue
            if cell.text != str(true):
                yield wrong(f"{true} runs of {row.text()[0]} diverged", cell._replace(text=" | ".join(row.text())))
            if listed and listed.get(name, 0) != int(cell.text):
                said = f"{listed.get(name, 0)} runs of {row.text()[0]} diverged"
                yield Contradiction("runs that diverged", " | ".join(row.text()), cell.place, said, "#runs")


def _listed(checked: "Checked") -> "Mapping[str, int]":
    """Return how many runs of each arm the table of runs calls diverged."""
    arms = {checked.facts.anchor(arm, seed): arm for arm, seed in checked.facts.runs}
    found: dict[str, int] = {}
    for table in checked.page.tables:
        for row, cell in zip(table.rows, table.column("Outcome"), strict=False):
            if row.where in arms:
                found[arms[row.where]] = found.get(arms[row.where], 0) + cell.text.startswith(_LOST_MARK)
    return found


def the_flow_adds_up(checked: "Checked") -> "Iterator[Contradiction]":
    """Of the runs planned some started, which finished or diverged; those that diverged are counted alike elsewhere."""
    items = [each for each in checked.page.statements if each.tag == "li" and each.section == "runs"]
    found = {match[2]: (int(match[1]), each) for each in items if (match := _STAGE.match(each.text))}
    if not found:
        return
    count = {name: number for name, (number, _) in found.items()}
    if count["started"] > count["planned"] or count["finished"] + count["diverged"] != count["started"]:
        yield wrong("runs from plan to verdict do not add up", found["started"][1], found["finished"][1])
    for each in checked.page.statements:
        said = re.search(r"; (\d+) diverged$", each.text) if each.section == "checklist" else None
        if said and int(said[1]) != count["diverged"]:
            yield wrong("runs that diverged", each, found["diverged"][1])


def cautions_agree_with_their_counts(checked: "Checked") -> "Iterator[Contradiction]":
    """A caution names just the arms whose runs its table calls lost, and as many as the runs say."""
    for table in checked.page.tables:
        if table.caption.startswith("Runs that trained"):
            yield from _caution(checked, table)


def _caution(checked: "Checked", table: "Table") -> "Iterator[Contradiction]":
    cautions = [each for each in checked.page.of(table.where, "p") if each.text.startswith("Caution.")]
    lost = []
    for row in table.rows:
        arm, trained, diverged, collapsed = row.text()
        kept, runs = map(int, trained.split(" of "))
        gone = int(diverged) + int(collapsed)
        said = row.cells[0]._replace(text=" | ".join(row.text()))
        if kept + gone != runs:
            yield wrong("runs that trained, diverged and collapsed do not add up", said)
        if gone:
            lost.append(f"{gone} of {runs} of {arm}")
        yield from _beside_the_runs(checked, table.where.removeprefix("claim-"), arm, (int(diverged), runs), said)
    for caution in cautions:
        ours = caution.text.partition(" lost.")[0]
        if len(_LOST.findall(ours)) != len(lost) or any(each not in ours for each in lost):
            counts = "; ".join(lost) or "none"
            yield Contradiction("runs that diverged or collapsed", ours, caution.place, counts, "the table below it")


def _beside_the_runs(
    checked: "Checked", claim: str, label: str, counts: tuple[int, int], said: "Statement"
) -> "Iterator[Contradiction]":
    """Hold an arm's diverged runs against the runs: all of them where all are counted, else no more than there are."""
    if claim not in checked.verdicts:
        return
    labels = checked.facts.claim(checked.verdicts[claim]).labels
    for arm in (arm for arm, own in labels.items() if label == own or label.startswith(f"{own} (")):
        runs = checked.facts.results.of(arm)
        true = sum(run.outcome == "diverged" for run in runs.values())
        diverged, counted = counts
        if diverged > true or (counted == len(runs) and diverged != true):
            yield Contradiction("runs that diverged", said.text, said.place, f"{true} of {label} diverged", "the runs")
