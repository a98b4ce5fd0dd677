"""`bnreport plan`: every run, how far it is, and why it is needed."""

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from bnreport.cli import _options as options
from bnreport.cli._terminal import say, show
from bnreport.formatting import say_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console, ConsoleOptions, RenderableType

    from bnreport.judge.power import Power
    from bnreport.results import Results
    from bnreport.runs.status import Status

STATES = {
    "stored": ("●", "stored"),
    "bundled": ("◆", "in the bundle beside the report"),
    "resume": ("◐", "to resume"),
    "missing": ("○", "missing"),
    "later": ("·", "for a later look"),
}
"""How far a run is: as a symbol, and in words."""
_TENS, _GAP = 10, 2


def command(
    spec: options.Spec,
    *,
    profile: options.Profile = None,
    overrides: options.Set = None,
    store: options.StoreDir = options.STORE,
    data: options.DataDir = options.DATA,
    reports: options.ReportsDir = options.REPORTS,
    as_json: options.Json = False,
    bundle: options.Bundle = True,
    quiet: options.Quiet = False,
) -> None:
    """List the runs of a study: how far each is and why it is needed; the time left; which margins can be resolved."""
    from bnreport.cli._power import lines, summary, warnings
    from bnreport.judge.power import powers
    from bnreport.runs.folders import Folders
    from bnreport.runs.status import gather, published

    folders = Folders(store, data, reports)
    file = options.load(spec, profile, overrides, folders, quiet=quiet)
    found = options.find(file, folders, bundle=bundle, quiet=True)  # each line says it
    power = powers(file.study, gather(found))
    if as_json:
        _write_json(found, power)
        return
    show(*tables(found))
    for paragraph in (
        [f"{_counts(found)} {_time_left(found, published(file, folders) if bundle else None)}"],
        [*_needs(found)],
        [*lines(power)],
    ):
        if paragraph:
            say("\n".join([*paragraph, ""]), sys.stdout)
    if not quiet:
        unknown = summary(power, instead="or plan again once three seeds are stored")
        for line in filter(None, [*warnings(power), unknown]):
            options.tell(line)


class Arms(NamedTuple):
    """The arms of an experiment, and of each a symbol for every seed; below its name where there is no room beside."""

    experiment: str
    seeds: "Mapping[str, str]"

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[RenderableType]":
        """Yield a heading and the rows."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        yield Text(self.experiment, "bold")
        table = Table.grid(padding=(0, _GAP, 0, 0))
        table.add_column(no_wrap=True)
        room = options.max_width - max(map(len, self.seeds)) - _GAP
        for arm, seeds in self.seeds.items():
            tens = Text(" ".join(seeds[start : start + _TENS] for start in range(0, len(seeds), _TENS)))
            if room < _TENS:
                yield from (Text(arm), Padding(tens, (0, 0, 0, _GAP)))
            else:
                table.add_row(Text(arm), tens)
        yield table
        yield Text()


def tables(found: "tuple[Status, ...]") -> "list[Arms]":
    """Arrange the runs by experiment and arm, those that tune arms first."""
    arms: dict[str, dict[str, str]] = {}
    for each in found:
        for arm in each.run.arms:
            rows = arms.setdefault(f"{arm.experiment}{', tuning' * each.run.tuning}", {})
            rows[arm] = rows.get(arm, "") + STATES[_state(each)][0]
    return list(map(Arms, arms, arms.values()))


def _counts(found: "tuple[Status, ...]") -> str:
    """Say how many runs there are of each state, and what its symbol is."""
    counts = Counter(map(_state, found))
    always = {"stored", "resume", "missing"}
    said = [
        f"{sign} {counts[name]} {words}" for name, (sign, words) in STATES.items() if counts[name] or name in always
    ]
    return f"{say_count(len(found), 'run')}: {', '.join(said)}."


def _needs(found: "tuple[Status, ...]") -> "Iterator[str]":
    """Say of each arm which hypotheses read it; arms that are one training are named together."""
    needs = {each.run.arms: each.run for each in found}
    for arms, run in needs.items():
        unread = "it tunes an arm" if run.tuning else "shown in the learning curves"
        by = f"needed by {', '.join(run.needed_by)}" if run.needed_by else f"no hypothesis; {unread}"
        yield f"{' = '.join(arms)}: {by}"


def _state(status: "Status") -> str:
    """Return a run's state; `later` if it is trained only should its hypotheses be undecided at the first look."""
    return "later" if status.state == "missing" and status.run.look else status.state


def _write_json(found: "tuple[Status, ...]", power: "tuple[Power, ...]") -> None:
    from bnreport.cli._power import plain

    rows = [
        {
            "key": each.run.key,
            "arms": each.run.arms,
            "index": each.run.index,
            "look": each.run.look,
            "seed": each.run.seed,
            "state": _state(each),
            "tuning": each.run.tuning,
            "needed_by": each.run.needed_by,
            "seconds": each.result.seconds if each.result else None,
        }
        for each in found
    ]
    sys.stdout.write(json.dumps({"runs": rows, "power": [plain(each) for each in power]}, indent=1) + "\n")


def _time_left(found: "tuple[Status, ...]", published: "Results | None") -> str:
    """Estimate the work left from stored and published runs, as `bnreport status` does: seconds of one worker."""
    from bnreport.runs.cost import cost_of, seconds_by_arm

    todo = [each.run.arms[0] for each in found if _state(each) in {"missing", "resume"}]
    cost = cost_of(todo, seconds_by_arm(found, published))
    if not todo:
        return "Nothing to train."
    if cost.unknown == cost.runs:
        return "Time unknown: no run of these arms, or of their experiments, is stored or published yet."
    rest = f", {cost.unknown} runs of unknown length" if cost.unknown else ""
    return f"About {cost.seconds / 3600:.2f} worker-hours left{rest}."
