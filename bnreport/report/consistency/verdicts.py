"""A verdict is one word: on the first screen, among the findings, on its card, in its pictures and beside the page."""

import json
import re
from typing import TYPE_CHECKING

from bnreport.report.consistency.checked import Contradiction, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.report.consistency.checked import Checked
    from bnreport.report.consistency.page import Statement

WORDS: "Mapping[str, str]" = {
    "supported": "Supported",
    "refuted": "Refuted",
    "inconclusive": "Inconclusive",
    "not_run": "Not run",
    "exploratory": "Exploratory",
}
_ANSWERS: "Mapping[str, tuple[str, str]]" = {
    "Yes": ("supported", "High"),
    "Probably": ("supported", "Moderate"),
    "Perhaps": ("supported", "Low"),
    "Perhaps, on little evidence": ("supported", "Very low"),
    "No": ("refuted", "High"),
    "Probably not": ("refuted", "Moderate"),
    "Perhaps not": ("refuted", "Low"),
    "Perhaps not, on little evidence": ("refuted", "Very low"),
    "Not all of it": ("refuted", "High"),
    "Probably not all of it": ("refuted", "Moderate"),
    "Perhaps not all of it": ("refuted", "Low"),
    "Perhaps not all of it, on little evidence": ("refuted", "Very low"),
    "Exploratory": ("exploratory", ""),
    "Not settled": ("inconclusive", ""),
    "Not tested here": ("inconclusive", ""),
    "Not tested in full": ("inconclusive", ""),
    "Not run yet": ("not_run", ""),
}
"""What each answer says, and how sure it says so."""
_ANSWER = re.compile(rf"\S+ ({'|'.join(sorted(_ANSWERS, key=len, reverse=True))})\.")
_CERTAINTY = re.compile(r"\b(High|Moderate|Low|Very low) certainty")
_BEGINS = re.compile(rf"({'|'.join(WORDS.values())})[:,.]")


def badges_are_the_verdicts(checked: "Checked") -> "Iterator[Contradiction]":
    """Every badge has the word and the kind of its claim's verdict, or of its question's answer."""
    answers = {each.name: each.answer for each in checked.facts.answers}
    for badge in checked.page.badges:
        kind, _, name = badge.where.partition("-")
        true = checked.verdicts[name].verdict if name in checked.verdicts else answers.get(name)
        if kind not in {"verdict", "claim", "question"} or true is None:
            continue
        if badge.kind != true or badge.word not in {"", WORDS[true]}:
            said = f"{badge.shape} {badge.word or badge.kind}"
            yield Contradiction("a badge is not the verdict", said, f"#{badge.where}", WORDS[true], "the verdict")


def rows_are_the_verdicts(checked: "Checked") -> "Iterator[Contradiction]":
    """What a row of the findings is sorted and sifted by is what it shows."""
    for table in checked.page.tables:
        for row in table.rows:
            name = row.where.removeprefix("verdict-")
            if name == row.where or name not in checked.verdicts:
                continue
            verdict, said = checked.verdicts[name], row.attributes.get("data-verdict", "")
            if said != WORDS[verdict.verdict]:
                yield Contradiction("a row is not the verdict", said, f"#{row.where}", verdict.verdict, "the verdict")
            agreement = row.attributes.get("data-agreement", "")
            if agreement not in {"no statement", verdict.agreement.replace("_", " ")}:
                yield Contradiction(
                    "the paper beside a verdict", agreement, row.where, verdict.agreement, "the verdict"
                )


def files_are_the_verdicts(checked: "Checked") -> "Iterator[Contradiction]":
    """`verdicts.json` has the verdicts and answers of the page."""
    if (content := checked.files.get("verdicts.json")) is None:
        return
    held = json.loads(content)
    for name, verdict in checked.verdicts.items():
        [said] = [each["verdict"] for each in held["verdicts"] if each["hypothesis"] == name] or ["nothing"]
        if said != verdict.verdict:
            yield Contradiction(
                "a file is not the verdict", said, f"verdicts.json, {name}", verdict.verdict, "the verdict"
            )
    for each in held["questions"]:
        told = _told(checked, each["name"])
        if told and not told.text.partition(" ")[2].startswith(" ".join([f"{each['word']}.", *each["said"]])):
            yield Contradiction("an answer beside the page", each["word"], "verdicts.json", told.text, told.place)


def answers_are_the_verdicts(checked: "Checked") -> "Iterator[Contradiction]":
    """An answer's word is that of its verdict and certainty, and the same on the first screen."""
    first = [each for each in checked.page.statements if each.section == "answer" and each.tag == "li"]
    for each in checked.facts.answers:
        if (told := _told(checked, each.name)) is None:
            continue
        found = _ANSWER.match(told.text)
        answer, level = _ANSWERS[found[1]] if found else ("", "")
        if answer != each.answer and (each.answer != "exploratory" or level):
            yield Contradiction("an answer is not the verdict", told.text, told.place, each.answer, "the verdict")
        sure = [s for s in checked.page.of(told.where, "p") if s != told and _CERTAINTY.match(s.text)]
        for beside in sure if level else ():
            if not beside.text.startswith(f"{level} certainty"):
                yield wrong("an answer is not as sure as its certainty", told, beside)
        ask = " ".join(each.question.ask.split())
        brief = " ".join(" ".join([f"{each.words.word}.", *each.words.brief]).split()) if each.words.brief else ""
        yield from _on_the_first_screen(first, ask, told, found[1] if found else "", brief)


def _told(checked: "Checked", name: str) -> "Statement | None":
    """Return the answer to a question as the findings have it."""
    return next(iter(checked.page.of(f"question-{name}", "p")), None)


def _on_the_first_screen(
    first: "list[Statement]", ask: str, told: "Statement", word: str, brief: str
) -> "Iterator[Contradiction]":
    shape, _, said = told.text.partition(" ")
    for line in first:
        whole = f"{shape} {ask} {said}"  # the two pages tell it there, and here its word alone
        alike = line.text in {whole, f"{shape} {ask} {brief}"} or line.text.startswith(f"{shape} {word}: ")
        alike = alike or (said == f"{word}." and line.text.startswith(f"{whole} "))
        if ask in line.text and not alike:
            yield wrong("the first screen answers otherwise", line, told)


def certainties_are_the_same(checked: "Checked") -> "Iterator[Contradiction]":
    """Row and card of a claim are equally sure."""
    rows = {row.where: row.cells[1] for table in checked.page.tables for row in table.rows if len(row.cells) > 1}
    for name in checked.verdicts:
        cards = [each for each in checked.page.of(f"claim-{name}", "p") if _CERTAINTY.search(each.text)]
        row = rows.get(f"verdict-{name}")
        one, two = (_CERTAINTY.search(each.text) if each else None for each in (row, next(iter(cards), None)))
        if one and two and one[1] != two[1] and row:
            yield wrong("two certainties of one claim", row, cards[0])


def pictures_are_the_verdicts(checked: "Checked") -> "Iterator[Contradiction]":
    """What is read aloud of a claim's pictures begins with its verdict."""
    for drawing in checked.page.drawings:
        name = drawing.within.removeprefix("claim-")
        found = _BEGINS.match(drawing.alts[0]) if drawing.alts else None
        if found and name in checked.verdicts and found[1] != WORDS[checked.verdicts[name].verdict]:
            true = WORDS[checked.verdicts[name].verdict]
            yield Contradiction("a picture's text", drawing.alts[0], f"#{drawing.where}", true, f"#{drawing.within}")
    for strip in checked.page.strips:
        said = strip.html.partition("<title>")[2].partition("</title>")[0]
        if not said.startswith(f"{WORDS.get(strip.kind)}."):
            yield Contradiction("a strip is not its verdict", said, f"#{strip.where}", strip.kind, "its colour")
