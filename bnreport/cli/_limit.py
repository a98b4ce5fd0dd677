"""A limit on the time that training may take."""

import re
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECONDS = {"s": 1, "m": 60, "h": 3600}


def _seconds(text: str) -> float:
    """Read a length of time, as `90s`, `8m` or `1.5h`."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", text)
    if not found or not float(found[1]):
        raise typer.BadParameter(f"must be a number above 0 with its unit, s, m or h, as in 90s or 8m. Got {text!r}.")
    return float(found[1]) * _SECONDS[found[2]]


Limit = Annotated[
    float | None,
    typer.Option(
        "--for",
        parser=_seconds,
        metavar="TIME",
        help="Stop training after so long, as 90s, 8m or 1h, and go on next time.",
        show_default=False,
    ),
]


class TimeUp(Exception):  # noqa: N818  (how training ends)
    """The time is over; workers have saved what they were at."""


@contextmanager
def limited(seconds: float | None) -> "Iterator[None]":
    """Raise `TimeUp` in the block after so many seconds, as Ctrl-C would raise its own."""

    def end(_number: int, _frame: object) -> NoReturn:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds or 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
