"""One way to change a value by its dotted path: profiles, arms, grids and `--set` all use it."""

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from bnreport.errors import unknown
from bnreport.study.recipe import PLUGIN_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTED = {*PLUGIN_FIELDS, "seeds", "analysis", "probes", "grid", "set"}


class UnknownPathError(LookupError):
    """A dotted path that leads nowhere; the message says which part, and what there is instead."""


def ordered(changes: "Mapping[str, Any]") -> "list[tuple[str, Any]]":
    """Sort changes so that the order of the file does not matter: the longer path wins, then the one with fewer `*`."""
    return sorted(changes.items(), key=lambda change: (change[0].count("."), -change[0].count("*"), change[0]))


def override(data: dict[str, Any], path: str, value: object) -> list[tuple[str, ...]]:
    """Set `path` in the nested mapping to `value`, in place, and return the paths that were set.

    `*` stands for every name at its place. Under a plug-in field the plug-in's own name may be left out:
    `optimizer.lr` reaches `{optimizer: {sgd: {lr: 0.1}}}`. The last part may be new (an option left at its default);
    the parts before it must be there, or have a default. What follows an arm's `set` or an experiment's `grid` is one
    name, itself a path: `experiments.e.arms.a.set.optimizer.lr`.

    Raises:
        UnknownPathError: a part is not there.
    """
    return _set(data, (), path.split("."), value)


def _set(node: Any, done: tuple[str, ...], parts: list[str], value: object) -> list[tuple[str, ...]]:  # noqa: ANN401
    name, rest = parts[0], parts[1:]
    if not isinstance(node, dict):
        raise UnknownPathError(f"{'.'.join(done)} holds a value, not names: {name!r} leads nowhere.")
    if not name:
        raise UnknownPathError("a part of the path is empty.")
    if name == "*":
        return [found for key in list(node) for found in _set(node, done, [key, *rest], value)]
    if rest and _holds_paths((*done, name)):
        rest = [_spelt(rest, node.get(name))]
    if not rest:
        node[name] = deepcopy(value)
        return [(*done, name)]
    if name not in node and name not in DEFAULTED:
        raise UnknownPathError(unknown(f"name under {'.'.join(done) or 'the study'}", name, node))
    child = node.get(name, {})
    if _chooses((*done, name)):
        child = _open(child)
        if isinstance(child, dict) and len(child) == 1 and rest[0] not in child:
            rest = [next(iter(child)), *rest]
    found = _set(child, (*done, name), rest, value)
    node[name] = child
    return found


def _chooses(where: tuple[str, ...]) -> bool:
    """Say whether a plug-in is chosen there: in a recipe, or in an arm, which may itself be called like a field."""
    return where[-1] in PLUGIN_FIELDS and (len(where) == 1 or where[-2] == "recipe" or where[-3:-2] == ("arms",))


def _holds_paths(where: tuple[str, ...]) -> bool:
    """Say whether dotted paths are the names there: an arm's `set`, an experiment's `grid`."""
    if where[:1] != ("experiments",):
        return False
    return where[2:] == ("grid",) or (where[2:3] == ("arms",) and where[4:] == ("set",))


def _spelt(parts: list[str], held: object) -> str:
    """Join a path, or return one held that differs in naming the plug-in: both reach one value, and it would win."""
    if isinstance(held, dict) and len(parts) > 1 and parts[0] in PLUGIN_FIELDS:
        for path in held:
            first, *after = path.split(".")
            if [first, *after[1:]] == parts:
                return str(path)
    return ".".join(parts)


def _open(choice: object) -> object:
    """Turn `sgd` and `{sgd: null}` into `{sgd: {}}`, so that options can be set."""
    if isinstance(choice, str):
        return {choice: {}}
    if isinstance(choice, dict):
        return {name: {} if options is None else options for name, options in choice.items()}
    return choice
