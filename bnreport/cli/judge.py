"""`bnreport judge`: the verdict table, from what is stored."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bnreport.cli import _options as options
from bnreport.cli._output import finite
from bnreport.formatting import NOTHING, say_list, say_name, say_p

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bnreport.judge.certainty import Certainty
    from bnreport.judge.trust import Trust
    from bnreport.judge.verdicts import Verdict
    from bnreport.report.facts import Facts


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """Judge every hypothesis of a study from the stored runs; train nothing."""
    from bnreport.judge.registration_words import say_overrides
    from bnreport.judge.verdicts import judge
    from bnreport.report.facts import Facts
    from bnreport.runs.anchors import anchored
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather

    folders = Folders(store, data, reports)
    file = anchored(options.load(spec, profile, overrides, folders, quiet=quiet), folders, ask=False)
    results = gather(options.find(file, folders, bundle=bundle, quiet=quiet))
    if not quiet:
        options.tell_registration(file, results)
        options.tell_tuning(file, results)
    facts = Facts(file, results, judge(file.study, results, scale=file.scale, registration=file.registration))
    if as_json:
        sys.stdout.write(json.dumps(document(facts), indent=1) + "\n")
        return
    if changed := say_overrides(file.overrides, file.registration):
        sys.stdout.write(f"{changed}\n")
    sys.stdout.write(table(facts.verdicts, facts.trusts))
    sys.stdout.writelines(f"{line}\n" for line in answers(facts))


def document(facts: "Facts") -> dict[str, Any]:
    """Return what `--json` writes: the study, its registration, answers, verdicts, and what tuned its arms."""
    from bnreport.cli._tuning import plain as plain_tuning

    file, held = facts.file, facts.registered
    return {
        "study": file.study.study,
        "profile": file.profile,
        "overrides": [*file.overrides],
        "locked": file.registration is not None,
        "registration": facts.registration._asdict(),
        "families": [{"name": each.name, "claims": [*each.members], "lost": each.lost} for each in held.families],
        "lost": [each._asdict() for each in held.lost],
        "questions": [*_questions(facts)],
        "verdicts": [
            plain(verdict, facts.rated.get(verdict.hypothesis), facts.trusts.get(verdict.hypothesis))
            for verdict in facts.verdicts
        ],
        "tuning": [plain_tuning(each) for each in facts.tuning],
    }


def answers(facts: "Facts") -> "Iterator[str]":
    """Yield a line for each question: what it asks, its answer, how sure that is, and the claims that decide it."""
    for name, question in zip(facts.study.questions, _questions(facts), strict=True):
        trust = question["trust"]
        sure = f" ({trust['said']})" if trust else ""
        yield f"{name}: {question['ask']} {say_name(question['answer'])}{sure}, by {say_list(question['decided_by'])}"


def _questions(facts: "Facts") -> "Iterator[dict[str, Any]]":
    from bnreport.judge.questions import answer_questions
    from bnreport.judge.trust import trust_in

    found = answer_questions(facts.study, facts.verdicts)
    for name, each in zip(facts.study.questions, found, strict=True):
        yield {
            "name": name,
            "ask": each.question.ask,
            "answer": each.answer,
            "decided_by": [*each.question.decided_by],
            "trust": _plain_trust(trust_in(each, facts.verdicts, facts.trusts)),
        }


def _plain_trust(trust: "Trust | None") -> dict[str, Any] | None:
    return trust and {
        "certainty": trust.level,
        "fragile": trust.fragile,
        "depends_on_one_seed": [*trust.seeds],
        "said": str(trust),
    }


def table(verdicts: "tuple[Verdict, ...]", trusts: "Mapping[str, Trust]") -> str:
    """Return a line per hypothesis: name, verdict, reason, registration, certainty, p and corrected p, sentence."""
    from bnreport.judge.registration_words import say_status

    rows = [
        (
            verdict.hypothesis,
            verdict.verdict,
            verdict.reason or NOTHING,
            say_status(verdict.registration.word, primary=verdict.primary),
            str(trusts.get(verdict.hypothesis, NOTHING)),
            f"p {say_p(verdict.p)}, corrected {say_p(verdict.p_holm)}{_bar(verdict)}",
            verdict.detail,
        )
        for verdict in verdicts
    ]
    widths = [max(map(len, column)) for column in [*zip(*rows, strict=True)][:-1]]
    return "".join(
        "  ".join([*(f"{cell:{width}}" for cell, width in zip(row, widths, strict=False)), row[-1]]) + "\n"
        for row in rows
    )


def _bar(verdict: "Verdict") -> str:
    """Say what the corrected p is held against."""
    return "" if verdict.alpha is None else f" against {verdict.alpha:g}"


def plain(verdict: "Verdict", certainty: "Certainty | None", trust: "Trust | None") -> dict[str, Any]:
    """Return a verdict as JSON values; numbers that are not finite become null."""
    from bnreport.judge.certainty import DIRECTNESS
    from bnreport.judge.wording import parts_of

    row = asdict(verdict)
    row["evidence"] = {name: row["evidence"][name] for name in ("unit", "effect", "seeds", "effects", "detail")}
    row["parts"] = [part._asdict() for part in parts_of(verdict)]
    row["registration"] = verdict.registration._asdict()
    row["certainty"] = certainty and {
        "level": certainty.level,
        "lowered": [{"by": lost.said, "why": lost.why} for lost in certainty.downgrades],
    }
    row["trust"] = _plain_trust(trust)
    row["directness"] = DIRECTNESS[verdict.scale]
    cleaned: dict[str, Any] = finite(row)
    return cleaned
