"""What people read: broken at words as wide as the terminal is; in a pipe or a file lines as long as they are."""

import sys
from textwrap import fill
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_ENDLESS = 1_000_000
"""Columns of what is no terminal."""


def show(*shown: "RenderableType") -> None:
    """Write to stdout, in colours where people see them: not in a pipe, nor under NO_COLOR."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _ENDLESS
    sys.stdout.write(rendered(console, *shown))


def rendered(console: "Console", *shown: "RenderableType") -> str:
    """Return what a console shows, without the blanks at the ends of lines."""
    with console.capture() as held:
        for each in shown:
            console.print(each)
    return "\n".join(line.rstrip(" ") for line in held.get().split("\n"))


def say(text: str, stream: TextIO) -> None:
    """Write lines; one that is broken goes on set in, and a word too long for it, such as a path, stays whole."""
    if stream.isatty():
        from rich.console import Console

        width = Console(file=stream).width
        text = "\n".join(broken(line, width) for line in text.split("\n"))
    stream.write(f"{text}\n")


def broken(line: str, width: int) -> str:
    """Break a line at blanks alone."""
    indent = " " * (len(line) - len(line.lstrip(" ")) + 2)
    return fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
