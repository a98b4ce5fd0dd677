"""Names of arms and of effects where room is short."""

import re
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_READ = re.compile(r"([^:]+?)(?: in (layer \S+))? \(([^()]*)\): (.+)")
"""The number, its layer, how it was read, and the arms."""


def wrapped(name: str, most: int) -> str:
    """Break a long name between its factors, or else its words."""
    for joint in ("/", "_"):
        if max(map(len, name.split("\n"))) > most:
            name = fill(
                name.replace(joint, f" {joint}"), most, break_on_hyphens=False, break_long_words=joint == "_"
            ).replace(f" {joint}", joint)
    return name


def in_common(effects: "Sequence[str]") -> tuple[str, list[str]]:
    """Return what effects share, `drift (final)`, and what each has of its own, `layer 5: a - b`.

    Effects are called as `bnreport.hypotheses` calls them: the number, perhaps of a layer, and in brackets how it was
    read; then, behind a colon, the arms. Where they are not read alike, nothing is taken from them.
    """
    read = [_READ.fullmatch(effect) for effect in effects]
    found = [each.groups() for each in read if each]
    if len(effects) == 1 or len(found) < len(effects) or len({how for _, _, how, _ in found}) > 1:
        return "", [*effects]
    names, how = {name for name, *_ in found}, found[0][2]
    if len(names) > 1:
        return how, [f"{name}{f' in {layer}' if layer else ''}: {arms}" for name, layer, _, arms in found]
    layers = {layer for _, layer, *_ in found}
    shared = f" in {found[0][1]}" if len(layers) == 1 and found[0][1] else ""
    title = f"{found[0][0]}{shared} ({how})"
    return title, [arms if len(layers) == 1 else f"{layer or 'all layers'}: {arms}" for _, layer, _, arms in found]
