"""`report.md`: title, answers, a table of the claims, departures and registration, in GitHub's Markdown."""

import re
from typing import TYPE_CHECKING, Any

from bnreport.judge.wording import BADGES
from bnreport.report.export.rows import HEADINGS, rows
from bnreport.report.export.verdicts import questions
from bnreport.report.export.words import departures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bnreport.report.facts import Facts

NAME = "report.md"
_MEANS = re.compile(r"([\\`*_\[\]|~$])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_REFERS = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)")
"""Where GitHub would name a person, or link an issue."""
_STARTS = re.compile(r"^(\d+)?(?=[#+.=-])")
"""Where a line would become a heading, a list or a rule."""


def export(facts: "Facts") -> dict[str, bytes]:
    """Return the page as a file."""
    return {NAME: "\n\n".join(_blocks(facts)).encode() + b"\n"}


def escape(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    shown = _MEANS.sub(r"\\\1", " ".join(text.split()))
    return _REFERS.sub("<!-- -->", _STARTS.sub(r"\1\\", shown).translate(_HTML))


def table(headings: "Sequence[str]", lines: "Iterable[Sequence[str]]") -> str:
    """Return a table; its cells are text."""
    cells = [map(escape, headings), ["---"] * len(headings), *(map(escape, line) for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _blocks(facts: "Facts") -> "Iterator[str]":
    study, file = facts.study, facts.file
    yield f"# {escape(study.title)}"
    yield f"Study {escape(study.study)}, profile {escape(file.profile)}. {escape(facts.progress)}"
    if study.source:
        yield f"Claims from {escape(study.source.paper)}, <{_address(study.source.url)}>."
    asked = [_answer(each) for each in questions(facts)]
    if asked:
        yield "## Answers"
        yield "\n".join(asked)
    yield "## Claims"
    yield table(HEADINGS, rows(facts))
    if found := [*departures(facts)]:
        yield "## Departures from the paper and the lock"
        yield "\n".join(f"- {escape(each)}" for each in found)
    yield "## Registration"
    yield escape(f"{facts.registration.word.capitalize()}. {facts.registration.why}")
    if facts.finished_at:
        yield f"Results as of {facts.finished_at}, the end of the newest run."


def _answer(question: dict[str, Any]) -> str:
    badge, trust = BADGES[question["answer"]], question["trust"]
    sure = f" ({escape(trust['said'])})" if trust else ""
    found = escape(" ".join(question["said"]))
    return f"- **{escape(question['ask'])}** {badge.shape} {question['word']}{sure}{': ' * bool(found)}{found}"


def _address(url: str) -> str:
    """Return an address that ends where it ends: brackets of its own would close it early."""
    return url.replace("<", "%3C").replace(">", "%3E")
