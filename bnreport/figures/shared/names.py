"""Names of arms and of effects where room is short."""

from itertools import takewhile
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "\N{HORIZONTAL ELLIPSIS}"
_FEWEST = 4
"""Words that are worth a line of their own."""


def wrapped(name: str, most: int) -> str:
    """Break a long name between its factors, or else its words."""
    for joint in ("/", "_"):
        if max(map(len, name.split("\n"))) > most:
            name = fill(
                name.replace(joint, f" {joint}"), most, break_on_hyphens=False, break_long_words=joint == "_"
            ).replace(f" {joint}", joint)
    return name


def in_common(effects: "Sequence[str]") -> tuple[str, list[str]]:
    """Return what effects share, `drift in ... (final)`, and what each has of its own, `layer 5: a - b`.

    Effects are called as `bnreport.hypotheses` calls them, the number and how it was read before a colon, then the
    arms. Where they share less than a few words, nothing is taken from them.
    """
    heads, arms = zip(*((head, arm) for head, _, arm in (effect.partition(": ") for effect in effects)), strict=True)
    if len(effects) == 1 or not all(arms):
        return "", [*effects]
    if len({*heads}) == 1:
        return heads[0], [*arms]
    words = [head.split() for head in heads]
    first = max(_alike(words) - 1, 0)  # the last one too, so that what follows is no bare number
    last = min(_alike([each[::-1] for each in words]), min(map(len, words)) - first - 1)
    if first + last < _FEWEST:
        return "", [*effects]
    shared = words[0]
    title = " ".join([*shared[:first], _GAP, *shared[len(shared) - last :]])
    own = (" ".join(each[first : len(each) - last]).rstrip(",") for each in words)
    return title, [f"{name}: {arm}" for name, arm in zip(own, arms, strict=True)]


def _alike(words: "Sequence[Sequence[str]]") -> int:
    """Return how many words all start with."""
    return len([*takewhile(lambda each: len({*each}) == 1, zip(*words, strict=False))])
