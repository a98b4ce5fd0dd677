"""The answer to a question in the words of a person: yes or no, how surely, and what was found.

A question is asked so that its claims, if they hold, say yes (`bnreport.study.questions`). The words for certainty are
GRADE's: a verdict of high certainty is stated, one of moderate certainty is `probably` so, one of low `perhaps`.

Source: Santesso et al. (2020), Journal of Clinical Epidemiology 119, 126-135 (how to state findings by certainty).
"""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bnreport.formatting import capitalize
from bnreport.judge.effect_in_words import say_effect_in_words, say_parts_in_words
from bnreport.judge.explanation import less_than_it_seems
from bnreport.judge.failed_seeds import count_trained
from bnreport.judge.validity import say_reason, untested
from bnreport.judge.wording import effects_of, parts_of, say_n

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bnreport.judge.certainty import Level
    from bnreport.judge.parts import PartEffect
    from bnreport.judge.questions import Answered
    from bnreport.judge.trust import Trust
    from bnreport.judge.verdicts import Verdict

YES: "Mapping[Level, str]" = {
    "high": "Yes",
    "moderate": "Probably",
    "low": "Perhaps",
    "very low": "Perhaps, on little evidence",
}
NO: "Mapping[Level, str]" = {
    "high": "No",
    "moderate": "Probably not",
    "low": "Perhaps not",
    "very low": "Perhaps not, on little evidence",
}
NOT_ALL: "Mapping[Level, str]" = {
    "high": "Not all of it",
    "moderate": "Probably not all of it",
    "low": "Perhaps not all of it",
    "very low": "Perhaps not all of it, on little evidence",
}
"""Where several claims must hold, and some do."""
HEDGES: "Mapping[Level, str]" = {
    "high": "",
    "moderate": "probably ",
    "low": "perhaps ",
    "very low": "on little evidence perhaps ",
}
"""Before what is said in half a sentence."""
NOT_SETTLED, NOT_TESTED, IN_PART, NOT_RUN = "Not settled", "Not tested here", "Not tested in full", "Not run yet"
NO_VERDICT = "Exploratory"
"""Claims that were changed after results answer nothing; what they show is told."""
_SOME, _ALL = (f"{how} of these differences are less than the margin: they count as none." for how in ("Some", "All"))
_FEW = 2
"""Parts that hold beside others that do not, which are told one by one even to who has a minute."""
_WAITING = "What has run speaks for it; runs that it needs too are missing."


class AnswerInWords(NamedTuple):
    """What is said to who asked."""

    word: str
    """`Yes`, `Probably not`, `Not settled`, ..."""
    sentences: tuple[str, ...]
    """What was found, whole sentences; of an answer that is no, what speaks against it alone."""
    brief: tuple[str, ...] = ()
    """The same for who has a minute, where it is long: of many parts that hold beside others, how many."""

    def __str__(self) -> str:
        """Say both."""
        return " ".join([f"{self.word}.", *self.sentences])


class _Words(NamedTuple):
    """How claims are told."""

    say: "Callable[[Verdict, str], str]"
    where: "Mapping[str, str]"

    def start(self, verdict: "Verdict", text: str) -> str:
        """Return what a claim shows as a sentence starts, with the network where others are told of beside it."""
        where = self.where.get(verdict.hypothesis)
        return capitalize(f"in {where}, {text}" if where else text)


def say_answer(
    answered: "Answered",
    verdicts: "Sequence[Verdict]",
    trust: "Trust | None",
    say: "Callable[[Verdict, str], str]",
    where: "Mapping[str, str] | None" = None,
) -> AnswerInWords:
    """Answer a question.

    Args:
        answered: the question, and what its claims make of it.
        verdicts: of the claims that decide it, as far as they are known.
        trust: how far to trust the answer; None where there is none.
        say: turns what a claim's kind wrote into what people read.
        where: of claims beside others about other networks, in what they were trained.
    """
    words = _Words(say, where or {})
    if answered.answer == "exploratory":
        return AnswerInWords(NO_VERDICT, _sentences(verdicts, words))
    if answered.answer == "refuted" and trust:
        return _refuted(answered, verdicts, trust.level, words)
    if answered.answer == "supported" and trust:
        return AnswerInWords(YES[trust.level], _sentences(verdicts, words))
    undecided = [each for each in verdicts if each.verdict not in {"supported", "not_run"}]
    holds = _holds([each for each in verdicts if each.verdict == "supported"], words)
    if not undecided:
        return AnswerInWords(NOT_SETTLED, (_WAITING,)) if holds else AnswerInWords(NOT_RUN, ())
    if all(untested(each.reason) for each in undecided):
        reasons = dict.fromkeys(say_reason(each.reason).partition(":")[0] for each in undecided)
        return AnswerInWords(IN_PART if holds else NOT_TESTED, (*(f"{capitalize(why)}." for why in reasons), *holds))
    return AnswerInWords(NOT_SETTLED, (*_sentences(undecided, words), *_so_far(undecided), *holds))


def _refuted(answered: "Answered", verdicts: "Sequence[Verdict]", level: "Level", words: "_Words") -> AnswerInWords:
    """Say what speaks against it; where other parts do not, what holds and that the rest is open."""
    fails, holds = ([each for each in verdicts if each.verdict == kind] for kind in ("refuted", "supported"))
    apart = [_parts_beside(each) for each in fails]
    held = [*_sentences(holds, words), *_of_parts(fails, [parts for parts, _ in apart], words)]
    if not held:
        return AnswerInWords(NO[level], _sentences(fails, words))
    told = f"What fails: {' '.join(_sentences(fails, words))}"
    rest = len(fails) + len(holds) < len(answered.question.decided_by) or any(more for _, more in apart)
    open_ = ("The rest is open.",) if rest else ()
    count = sum(len(parts) for parts, _ in apart) + sum(max(1, len(parts_of(each))) for each in holds)
    brief = (told, f"{count} other parts of the question hold.", *open_) if count > _FEW else ()
    return AnswerInWords(NOT_ALL[level], (told, f"What holds: {' '.join(held)}", *open_), brief)


def _parts_beside(verdict: "Verdict") -> "tuple[list[PartEffect], bool]":
    """Return the parts of a refuted claim that hold all the same, and whether others are open."""
    shown = [(part, part.interval) for part in parts_of(verdict) if part.interval is not None]
    holds = [part for part, interval in shown if part.region.holds(interval)]
    fails = [part for part, interval in shown if part.region.excludes(interval)]
    return holds, len(holds) + len(fails) < len(parts_of(verdict))


def _of_parts(verdicts: "Sequence[Verdict]", parts: "Sequence[Sequence[PartEffect]]", words: "_Words") -> list[str]:
    told = (
        (each, held, say_parts_in_words(held, partial(words.say, each)))
        for each, held in zip(verdicts, parts, strict=True)
    )
    return [f"{words.start(each, text)}.{_less(held)}" for each, held, text in told if text]


def _holds(verdicts: "Sequence[Verdict]", words: "_Words") -> tuple[str, ...]:
    """Say which claims hold where others do not."""
    said = " ".join(_sentences(verdicts, words))
    return (f"What holds: {said}",) if said else ()


def _so_far(verdicts: "Sequence[Verdict]") -> tuple[str, ...]:
    """Say how many seeds there are where more are to come."""
    waiting = [say_n(each, of=True) for each in verdicts if each.n_run < each.n_planned]
    return tuple(f"{n}{'' if n.endswith(')') else ' seeds'} so far." for n in dict.fromkeys(waiting))


def _sentences(verdicts: "Sequence[Verdict]", words: "_Words") -> tuple[str, ...]:
    told = ((each, say_effect_in_words(each, partial(words.say, each))) for each in verdicts)
    said = (f"{words.start(each, text)}.{_mixed(each)}{_diverged(each, words)}" for each, text in told if text)
    return tuple(dict.fromkeys(said))


def _diverged(verdict: "Verdict", words: "_Words") -> str:
    """Say of a mean which of its runs diverged: it is the mean of those that trained and of failures."""
    lost = {each.arm: each for each in count_trained(verdict.evidence) if 0 < each.diverged < each.runs}
    return "".join(
        f" {each.diverged} of {each.runs} runs of {words.say(verdict, arm)} diverged." for arm, each in lost.items()
    )


def _mixed(verdict: "Verdict") -> str:
    """Say of a verdict that says less than it seems to what it means: worse within the margin, better by too little."""
    if verdict.verdict_interval is None or (parts_of(verdict) and verdict.verdict != "supported"):
        return ""
    return _less(effects_of(verdict))


def _less(parts: "Sequence[PartEffect]") -> str:
    """Say of what was decided which differences are smaller than their margins."""
    shown = [(part, part.interval) for part in parts if part.interval is not None]
    said = [text for part, interval in shown for text in less_than_it_seems(interval, part.region, part.null)]
    if not said:
        return ""
    return f" {said[0]}" if len(parts) == 1 else f" {_SOME if len(said) < len(parts) else _ALL}"
