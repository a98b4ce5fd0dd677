"""All figures of a report, drawn on every core: it is most of what a report costs."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING
from warnings import catch_warnings

from bnreport.figures import Picture, pictures
from bnreport.report.kept_drawings import keep_drawings, path_of, read_drawings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bnreport.figures import Place
    from bnreport.report.figure import ReportFigure


def draw_figures(
    figures: "Iterable[ReportFigure]", places: "Mapping[str, Place] | None" = None, store: "Path | None" = None
) -> dict[str, tuple[Picture, ...]]:
    """Return the drawings of every panel by the figures' names.

    Args:
        figures: no two of a name.
        places: of arms among all of the report, which give them their colours; see
            `bnreport.report.figure_plan.place_arms`.
        store: where drawings are kept, and read the next time; None to draw all of them, and keep none.

    Raises:
        ValueError: two figures share a name.
    """
    waiting = [*figures]
    names = [each.name for each in waiting]
    if len({*names}) < len(names):
        raise ValueError(f"figures share a name: {sorted(name for name in names if names.count(name) > 1)}")
    paths = {each.name: path_of(each, places, store) for each in waiting} if store else {}
    found = {name: held for name, path in paths.items() if (held := read_drawings(path))}
    drawn = _draw_all([each for each in waiting if each.name not in found], places)
    for name in paths.keys() - found.keys():
        keep_drawings(paths[name], drawn[name])
    return {name: found[name] if name in found else drawn[name] for name in names}


def _draw_all(
    figures: "Sequence[ReportFigure]", places: "Mapping[str, Place] | None"
) -> dict[str, tuple[Picture, ...]]:
    """Draw figures in processes of their own.

    Processes are forked for it; where that cannot be, or not safely beside other threads, or where one was killed,
    perhaps for want of memory, this one draws figure by figure, to the same bytes.
    """
    names = [each.name for each in figures]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    forked = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if cores > 1 and len(figures) > 1 and forked:
        try:
            return dict(zip(names, _draw_in_parallel(figures, places, cores), strict=True))
        except BrokenProcessPool:
            pass
    return dict(zip(names, (_draw(each, places) for each in figures), strict=True))


def _draw_in_parallel(
    figures: "Sequence[ReportFigure]", places: "Mapping[str, Place] | None", cores: int
) -> list[tuple[Picture, ...]]:
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


def _draw(figure: "ReportFigure", places: "Mapping[str, Place] | None") -> tuple[Picture, ...]:
    """Draw a figure, or say which one went wrong: an error from another process has come far."""
    try:
        return pictures(figure.kind, figure.table, places)
    except Exception as error:
        error.add_note(f"The figure was {figure.name}, of kind {figure.kind}.")
        raise
