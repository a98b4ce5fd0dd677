"""All figures of a report, drawn on every core: it is most of what a report costs."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING
from warnings import catch_warnings

from bnreport.figures import Picture, picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bnreport.report.figure import ReportFigure


def draw_figures(figures: "Iterable[ReportFigure]", places: "Mapping[str, int] | None" = None) -> dict[str, Picture]:
    """Return the drawings by the figures' names.

    Processes are forked for it; where that cannot be, or not safely beside other threads, or where one was killed,
    perhaps for want of memory, this one draws figure by figure, to the same bytes.

    Args:
        figures: no two of a name.
        places: of arms among all of the report, which give them their colours; see
            `bnreport.report.figure_plan.place_arms`.

    Raises:
        ValueError: two figures share a name.
    """
    waiting = [*figures]
    names = [each.name for each in waiting]
    if len({*names}) < len(names):
        raise ValueError(f"figures share a name: {sorted(name for name in names if names.count(name) > 1)}")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores > 1 and "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1:
        try:
            return dict(zip(names, _draw_in_parallel(waiting, places, cores), strict=True))
        except BrokenProcessPool:
            pass
    return dict(zip(names, (_draw(each, places) for each in waiting), strict=True))


def _draw_in_parallel(
    figures: "Sequence[ReportFigure]", places: "Mapping[str, int] | None", cores: int
) -> list[Picture]:
    pool = ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), initializer=_leave_interrupts)
    try:
        with catch_warnings(action="ignore", category=DeprecationWarning):  # NumPy's threads idle, and survive a fork
            # backwards: a page ends in its largest figures, and none of them should be left for one core alone
            begun = [pool.submit(_draw, figure, places) for figure in reversed(figures)]
        return [each.result() for each in reversed(begun)]
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    """Leave Ctrl-C, which a terminal sends to all processes, to the one that waits for the drawings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _draw(figure: "ReportFigure", places: "Mapping[str, int] | None") -> Picture:
    """Draw a figure, or say which one went wrong: an error from another process has come far."""
    try:
        return picture(figure.kind, figure.table, places)
    except Exception as error:
        error.add_note(f"The figure was {figure.name}, of kind {figure.kind}.")
        raise
