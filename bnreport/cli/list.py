"""`bnreport list`: what a study can choose from."""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from bnreport.cli._terminal import say
from bnreport.errors import BnreportError, unknown
from bnreport.files import KINDS

if TYPE_CHECKING:
    from bnreport.registry import Plugin, Registry


def command(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[KIND]",
            help=f"One of: {', '.join(KINDS)}.",
            show_default=False,
            autocompletion=lambda: list(KINDS),
        ),
    ] = None,
) -> None:
    """List the plug-ins of a kind: name, what it computes, options with their defaults, source."""
    if kind is None:
        say("\n".join(KINDS), sys.stdout)
        return
    if kind not in KINDS:
        raise BnreportError(unknown("kind", kind, KINDS))
    registry: Registry = import_module(f"bnreport.{kind}").registry
    say("\n".join(describe(registry[name]) for name in registry.names).rstrip("\n"), sys.stdout)


def describe(plugin: "Plugin") -> str:
    """Return a plug-in's paragraph."""
    options = ", ".join(
        name if field.is_required() else f"{name}={field.default}"
        for name, field in plugin.options.model_fields.items()
    )
    lines = [f"{plugin.name}: {plugin.summary}"]
    if options:
        lines.append(f"    options: {options}")
    if plugin.source:
        lines.append(f"    source: {plugin.source}")
    return "\n".join(lines) + "\n"
