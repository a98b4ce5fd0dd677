"""A difference as text, as Markdown for a pull request, and as JSON."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bnreport.formatting import NOTHING, say_count, say_effect, say_name, say_span
from bnreport.report.export.markdown import escape, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bnreport.report.diff.compare import AnswerChange, ClaimChange, Difference
    from bnreport.report.export.form import Answered, ClaimRead

_TO = " \N{RIGHTWARDS ARROW} "
_NOTHING = "Nothing differs: claims, verdicts, numbers and answers are the same{}."
_UNKNOWN = "Values of the study are not compared: a verdicts.json does not hold the study."


def to_text(found: "Difference") -> str:
    """Return lines for a terminal."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: "Difference") -> "Iterator[str]":
    yield _heading(found)
    if found.empty:
        yield _same(found)
        return
    for change in found.claims:
        yield f"{change.name}: {_claim(change)}"
        for what, said in _said(change).items():
            yield f"  {what}: {said}"
        yield from (f"  why: {each}" for each in change.why)
    for answer in found.answers:
        yield f"Question {answer.name}: {_ask(answer)} {_answer(answer)}"
    if found.values is None:
        yield _UNKNOWN
    elif found.values:
        yield f"Study: {say_count(len(found.values), 'value')} differ{'s' * (len(found.values) == 1)}."
        yield from (f"  {each.where}: {each.was or NOTHING}{_TO}{each.now or NOTHING}" for each in found.values)


def to_markdown(found: "Difference") -> str:
    """Return tables for a comment on a pull request; values of the study are folded."""
    return "\n\n".join(_blocks(found)) + "\n"


def _blocks(found: "Difference") -> "Iterator[str]":
    yield f"### {escape(_heading(found))}"
    if found.empty:
        yield escape(_same(found))
        return
    if found.claims:
        rows = []
        for each in found.claims:
            said = _said(each)
            cells = (said.get(what, NOTHING) for what in ("verdict", "estimate", "certainty"))
            rows.append((each.name, *cells, "; ".join(each.why) or _claim(each)))
        yield table(("Hypothesis", "Verdict", "Estimate, 95 % interval", "Certainty", "Why it changed"), rows)
    if found.answers:
        yield table(("Question", "Answer"), [(_ask(each), _answer(each)) for each in found.answers])
    if found.values is None:
        yield escape(_UNKNOWN)
    elif found.values:
        summary = f"{say_count(len(found.values), 'value')} of the study"
        lines = [(each.where, each.was or NOTHING, each.now or NOTHING) for each in found.values]
        yield f"<details><summary>{summary}</summary>"
        yield table(("Where", "Was", "Is"), lines)
        yield "</details>"


def to_json(found: "Difference") -> str:
    """Return it for programs; `values` is null where the studies are not known."""
    return json.dumps(_document(found), indent=1, allow_nan=False) + "\n"


def _document(found: "Difference") -> dict[str, Any]:
    def plain(held: "ClaimRead | Answered | None") -> dict[str, Any] | None:
        return held.model_dump(mode="json") if held else None

    return {
        "old": found.names[0],
        "new": found.names[1],
        "claims": [
            {
                "hypothesis": each.name,
                "change": _kind(each),
                "old": plain(each.was),
                "new": plain(each.now),
                "why": each.why,
            }
            for each in found.claims
        ],
        "questions": [
            {"name": each.name, "change": _kind(each), "old": plain(each.was), "new": plain(each.now)}
            for each in found.answers
        ],
        "values": None if found.values is None else [asdict(each) for each in found.values],
    }


FORMATS: "Mapping[str, Callable[[Difference], str]]" = {"text": to_text, "markdown": to_markdown, "json": to_json}
"""By the name that the command line has for it."""


def _heading(found: "Difference") -> str:
    before, after = found.names
    return f"{before}{_TO}{after}" if before != after else f"{after}: what differs"


def _same(found: "Difference") -> str:
    return _NOTHING.format("" if found.values is None else ", and so is every value of the study")


def _kind(change: "ClaimChange | AnswerChange") -> str:
    return "added" if change.was is None else "removed" if change.now is None else "changed"


def _claim(change: "ClaimChange") -> str:
    """Say what became of a claim, and what it says; both texts where they differ."""
    texts = [each.claim for each in (change.was, change.now) if each]
    return f"{_kind(change)}. {_TO.join(dict.fromkeys(texts))}"


def _said(change: "ClaimChange") -> dict[str, str]:
    """Return what is told of a claim, old and new: the verdict always, the rest where there is some."""
    told = {
        "verdict": _verdict,
        "estimate": _estimate,
        "certainty": lambda claim: claim.trust.said if claim.trust else NOTHING,
        "status": lambda claim: claim.status,
    }
    return {what: _both(say, change) for what, say in told.items()}


def _both(say: "Callable[[ClaimRead], str]", change: "ClaimChange") -> str:
    return _TO.join(dict.fromkeys(say(each) for each in (change.was, change.now) if each))


def _verdict(claim: "ClaimRead") -> str:
    return f"{say_name(claim.verdict)}{f' ({say_name(claim.reason)})' if claim.reason else ''}"


def _estimate(claim: "ClaimRead") -> str:
    """Return estimate and 95 % interval; of a composite claim those of its parts, at the level that decides."""
    if claim.parts and claim.estimate is not None:
        told = (_number(part.estimate, part.interval, part.unit) for part in claim.parts)
        return f"{'; '.join(told)} (parts, intervals that decide)"
    return _number(claim.estimate, claim.interval, claim.evidence.unit)


def _number(estimate: float | None, interval: tuple[float | None, float | None] | None, unit: str) -> str:
    if estimate is None:
        return NOTHING
    low, high = interval or (None, None)
    span = f" {say_span((low, high), unit)}" if low is not None and high is not None else ""
    return f"{say_effect(estimate, unit)}{span}"


def _ask(change: "AnswerChange") -> str:
    return _TO.join(dict.fromkeys(each.ask for each in (change.was, change.now) if each))


def _answer(change: "AnswerChange") -> str:
    told = [
        f"{say_name(each.answer)}{f' ({each.trust.said})' if each.trust else ''}"
        for each in (change.was, change.now)
        if each
    ]
    said = _TO.join(dict.fromkeys(told))
    return said if change.was and change.now else f"{said}, {_kind(change)}"
