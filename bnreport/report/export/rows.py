"""The claims as rows of a table that people read, the same in every format."""

from typing import TYPE_CHECKING

from bnreport.formatting import NOTHING, say_name, say_p
from bnreport.judge.wording import BADGES, say_n
from bnreport.report.export.words import say_effect_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bnreport.report.facts import Facts

HEADINGS = ("No.", "Claim", "Verdict", "Certainty", "What was found", "n", "p, corrected", "Paper")


def rows(facts: "Facts") -> "Iterator[tuple[str, ...]]":
    """Yield a row a claim, in the study's order."""
    for verdict in facts.verdicts:
        hypothesis, trust = facts.study.hypotheses[verdict.hypothesis], facts.trusts.get(verdict.hypothesis)
        paper = hypothesis.paper
        yield (
            str(facts.numbers[verdict.hypothesis]),
            hypothesis.claim,
            BADGES[verdict.verdict].word,
            str(trust) if trust else NOTHING,
            say_effect_of(facts, verdict) or NOTHING,
            say_n(verdict, of=True),
            say_p(verdict.p_holm),
            f"{paper.says}: {say_name(verdict.agreement)}" if paper else NOTHING,
        )
