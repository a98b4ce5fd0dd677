"""Registration in words: of a study as a whole, and of what its command line changed."""

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, get_args

from bnreport.formatting import say_count, say_list, say_name
from bnreport.judge.registration_status import INCOMPLETE, UNREGISTERED, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bnreport.judge.registered import Registered
    from bnreport.study.families import Family
    from bnreport.study.registration import Registration
    from bnreport.study.schema import Study


EXPLORATORY = "declared exploratory"


class InWords(NamedTuple):
    """What a study's verdicts may be called."""

    word: str
    """The status of all claims, or `of several kinds`."""
    why: str
    """Whole sentences."""
    corrected: str
    """How many primary claims are corrected for together, those included that can no longer be run: by family."""


def say_registration(held: "Registered", registration: "Registration | None") -> InWords:
    """Say when a study was locked, how many claims have which status, and which were lost."""
    corrected = say_families(held.families)
    if registration is None:
        return InWords(*UNREGISTERED, corrected)
    if {*held.statuses.values()} == {INCOMPLETE}:
        return InWords(*INCOMPLETE, corrected)
    first, *_, last = (registration.entries[0], *registration.entries)
    amended = f", amended by a lock at {last.locked_at}" if len(registration.entries) > 1 else ""
    counts = Counter(status.word for status in held.statuses.values())
    kinds = Counter(
        say_status(status.word, primary=held.study.hypotheses[name].primary) for name, status in held.statuses.items()
    )
    said = [f"{kinds[word]} {word}" for word in [*map(say_name, get_args(Status)), EXPLORATORY] if kinds[word]]
    word = say_name(next(iter(counts))) if len(counts) == 1 else "of several kinds"
    sentences = [f"Locked at {first.locked_at}{amended}; of its claims {say_list(said)}."]
    for entry in held.late:
        nothing = f"That it is of {entry.locked_at} nothing shows"
        sentences.append(f"{nothing}: its first commit is of {entry.committed_at}, after runs began.")
    if held.lost:
        claims = say_list([f"“{each.claim.rstrip('.')}”" for each in held.lost])
        one = "cannot be run as it was" if len(held.lost) == 1 else "cannot be run as they were"
        sentences.append(f"No longer judged, and counted with p = 1: {claims}, which {one} locked.")
    return InWords(word, " ".join(sentences), corrected)


def say_status(word: Status, *, primary: bool) -> str:
    """Say what a claim may be called: one that the study declares exploratory is not confirmatory, locked or not."""
    return EXPLORATORY if word == "confirmatory" and not primary else say_name(word)


def say_overrides(overrides: "Iterable[str]", registration: "Registration | None") -> str:
    """Say what the command line changed of a locked study; empty if it changed nothing, or there is no lock."""
    changed = [f"--set {each}" for each in overrides]
    if not changed or registration is None:
        return ""
    return f"Not the study as it was locked: {say_list(changed)}."


def say_seeds(judged: "Study", asked: "Study", registration: "Registration | None") -> str:
    """Say which seeds are judged, where more were added after the lock; empty otherwise.

    Args:
        judged: the study as its lock lets it be judged.
        asked: as loaded.
        registration: its lock, with the seeds that the file asks for.
    """
    if registration is None:
        return ""
    more = {name: registration.asked.get(name, asked.looks_of(name))[-1] for name in asked.experiments}
    kept = {judged.looks_of(name)[-1] for name, seeds in more.items() if seeds > judged.looks_of(name)[-1]}
    if not kept:
        return ""
    seeds = " or ".join(map(str, sorted(kept)))
    return f"Seeds were added after the lock: only the {seeds} seeds registered are judged."


def say_families(found: "tuple[Family, ...]") -> str:
    """Say how many claims are corrected for together, by family where there are several."""
    if len(found) < 2:  # noqa: PLR2004  (one family needs no name)
        return say_count(sum(family.size for family in found), "claim")
    sizes = say_list([f"{family.size} in {family.name or 'the main one'}" for family in found])
    return f"each family of claims by itself ({sizes}), with the whole error rate for each"
