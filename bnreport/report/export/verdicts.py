"""`verdicts.json`: everything that a study's runs say, for programs; `bnreport judge --json` prints the same."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bnreport.judge.certainty import DIRECTNESS
from bnreport.judge.registration_words import say_status
from bnreport.judge.wording import parts_of
from bnreport.report.export.words import say_effect_of
from bnreport.results.numbers import finite
from bnreport.study.schema import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.judge.certainty import Certainty
    from bnreport.judge.trust import Trust
    from bnreport.judge.tuning import TunedArm
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts

NAME = "verdicts.json"


def export(facts: "Facts") -> dict[str, bytes]:
    """Return the document as a file."""
    return {NAME: to_json(facts).encode()}


def to_json(facts: "Facts") -> str:
    """Return the document as text."""
    return json.dumps(document(facts), indent=1, allow_nan=False) + "\n"


def document(facts: "Facts") -> dict[str, Any]:
    """Return the study, its registration, answers and verdicts, and what tuned its arms, as JSON values."""
    file, held, source = facts.file, facts.registered, facts.study.source
    return {
        "study": file.study.study,
        "profile": file.profile,
        "title": facts.study.title,
        "source": source and {"paper": source.paper, "url": source.url},
        "scales": sorted({verdict.scale for verdict in facts.verdicts}, key=SCALES.index),
        "finished_at": facts.finished_at,
        "overrides": [*file.overrides],
        "locked": file.registration is not None,
        "registration": facts.registration._asdict(),
        "families": [{"name": each.name, "claims": [*each.members], "lost": each.lost} for each in held.families],
        "lost": [each._asdict() for each in held.lost],
        "questions": [*questions(facts)],
        "verdicts": [
            _claim(facts, verdict)
            | plain(verdict, facts.rated.get(verdict.hypothesis), facts.trusts.get(verdict.hypothesis))
            for verdict in facts.verdicts
        ],
        "tuning": [plain_tuning(each) for each in facts.tuning],
    }


def questions(facts: "Facts") -> "Iterator[dict[str, Any]]":
    """Yield each question with its answer in words and the claims that decide it, as JSON values."""
    for each in facts.answers:
        yield {
            "name": each.name,
            "ask": each.question.ask,
            "answer": each.answer,
            "word": each.words.word,
            "said": [*each.words.sentences],
            "decided_by": [*each.question.decided_by],
            "trust": _trust(each.trust),
        }


def _claim(facts: "Facts", verdict: "Verdict") -> dict[str, Any]:
    """Return what the study says of a claim, and what it is called on the page."""
    hypothesis = facts.study.hypotheses[verdict.hypothesis]
    paper = hypothesis.paper
    return {
        "number": facts.numbers[verdict.hypothesis],
        "hypothesis": verdict.hypothesis,
        "claim": hypothesis.claim,
        "question": hypothesis.question,
        "kind": hypothesis.test.name,
        "margin": hypothesis.test.options.get("margin"),
        "paper": paper and {"says": paper.says, "where": paper.where, "value": paper.value},
        "status": say_status(verdict.registration.word, primary=verdict.primary),
        "said": say_effect_of(facts, verdict),
    }


def plain(verdict: "Verdict", certainty: "Certainty | None", trust: "Trust | None") -> dict[str, Any]:
    """Return a verdict as JSON values; numbers that are not finite become null."""
    row = asdict(verdict)
    row["evidence"] = {name: row["evidence"][name] for name in ("unit", "effect", "seeds", "effects", "detail")}
    row["parts"] = [part._asdict() for part in parts_of(verdict)]
    row["registration"] = verdict.registration._asdict()
    row["certainty"] = certainty and {
        "level": certainty.level,
        "lowered": [{"by": lost.said, "why": lost.why} for lost in certainty.downgrades],
    }
    row["trust"] = _trust(trust)
    row["directness"] = DIRECTNESS[verdict.scale]
    cleaned: dict[str, Any] = finite(row)
    return cleaned


def _trust(trust: "Trust | None") -> dict[str, Any] | None:
    return trust and {
        "certainty": trust.level,
        "fragile": trust.fragile,
        "depends_on_one_seed": [*trust.seeds],
        "said": str(trust),
    }


def plain_tuning(tuned: "TunedArm") -> dict[str, Any]:
    """Return what was tried for an arm, what the rule selects and what the arm has, as JSON values."""
    cleaned: dict[str, Any] = finite(
        {
            "arm": tuned.arm,
            "vary": tuned.tuning.vary,
            "seeds": tuned.tuning.seeds,
            "select": {**tuned.tuning.select.model_dump(), "better": tuned.better},
            "tried": [
                {"value": each.value, "numbers": [*each.numbers], "mean": each.mean, "diverged": each.diverged}
                for each in tuned.tried
            ],
            "missing": tuned.missing,
            "selected": tuned.selected.value if tuned.selected else None,
            "has": tuned.held.value,
            "by_rule": tuned.by_rule,
        }
    )
    return cleaned
