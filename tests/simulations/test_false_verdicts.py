"""How often a verdict is false when the truth lies at the margin, for every kind of hypothesis, through `judge`.

Each replicate is a study as the product sees it: runs, the kind's factory, Holm, interval and claim region.

- `pytest -m slow tests/simulations`: all of it, compared with the table in docs/false_verdicts.md, digit by digit.
- `REWRITE_TABLE=1 pytest -m slow tests/simulations`: writes that table, after a change that should move it.
- The ordinary tests: what no other of them simulates. The kinds have a test of their own each in tests/hypotheses
  (test_false_verdicts_at_the_margin, ..._at_the_threshold), but for interaction and the ratio scale.
"""

import os
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pytest

from bnreport.judge.verdicts import judge
from bnreport.study.schema import Hypothesis, Seeds, Study
from tests.simulations.scenarios import SCENARIOS

DOCS = Path(__file__).parents[2] / "docs" / "false_verdicts.md"
START, END = "<!-- written by the slow test -->\n\n", "\n\n<!-- end -->"
SEED = 20_261_121
CASES = [
    (name, n) for name, scenario in SCENARIOS.items() for n in ([scenario.looks[-1]] if scenario.looks else [3, 5, 10])
]


class Rates(NamedTuple):
    """Shares of the studies with a false verdict."""

    support: float
    """Some claim is supported."""
    refute: float
    """Some claim is refuted."""
    either: float


@cache
def simulate(name: str, n: int, replicates: int) -> Rates:
    """Draw studies of n seeds, judge them and count false verdicts: all of them are, the truth being at the margin."""
    scenario = SCENARIOS[name]
    claims = [{"claim": "c", "test": test, "why_this_margin": "w"} for test in scenario.tests]
    study = Study.model_construct(
        seeds=Seeds(looks=scenario.looks or (n,), alpha=scenario.alpha),
        experiments={},
        windows=scenario.windows,
        hypotheses={f"h{i}": Hypothesis.model_validate(claim) for i, claim in enumerate(claims)},
    )
    rng = np.random.default_rng([SEED, crc32(name.encode()), n])
    found = [
        {verdict.verdict for verdict in judge(study, scenario.draw(rng, n), scale="paper")} for _ in range(replicates)
    ]
    sides = [["supported" in answers, "refuted" in answers] for answers in found]
    return Rates(*np.mean([[*side, any(side)] for side in sides], axis=0).tolist())


def error(rate: float, replicates: int) -> float:
    """Return the standard error of a simulated rate."""
    return sqrt(rate * (1 - rate) / replicates)


def promises(name: str) -> Rates:
    """Return the nominal rates: of each false verdict for one claim, of any for a study of several."""
    return Rates(1, 1, 0.05) if len(SCENARIOS[name].tests) > 1 else Rates(0.025, 0.025, 0.05)


def check(name: str, rates: Rates, replicates: int) -> None:
    """Hold the rates against what is promised, within 4 standard errors; `about` may be a point off besides."""
    scenario = SCENARIOS[name]
    both = scenario.support if scenario.support == scenario.refute else "at most"
    for promise, rate, nominal in zip((scenario.support, scenario.refute, both), rates, promises(name), strict=True):
        if promise == "none" or nominal == 1:
            continue
        tolerance = 4 * error(nominal, replicates) + (0.01 if promise == "about" else 0)
        assert rate < nominal + tolerance, (name, rates)
        assert rate > nominal - tolerance or promise == "at most", (name, rates)


def said(name: str) -> str:
    """Say what is promised."""
    scenario = SCENARIOS[name]
    if scenario.support == "none":
        return "nothing"
    each = {"nominal": "2.5", "about": "about 2.5", "at most": "at most 2.5"}
    return "5 in all" if len(scenario.tests) > 1 else f"{each[scenario.support]} / {each[scenario.refute]}"


def line(name: str, n: int) -> str:
    """Return a row of the table."""
    nominal = 0.05 if len(SCENARIOS[name].tests) > 1 else 0.025
    replicates = SCENARIOS[name].replicates
    percent = [f"{100 * rate:.2f}" for rate in (*simulate(name, n, replicates), error(nominal, replicates))]
    seeds = " and ".join(map(str, SCENARIOS[name].looks or (n,)))
    return f"| {' | '.join([name, seeds, said(name), *percent[:3], str(replicates), percent[3]])} |"


HEADER = (
    "| claims | n | promised % | false support % | false refutation % | either % | replicates | standard error % |\n"
    "|---|---|---|---|---|---|---|---|"
)


def documented() -> tuple[str, str, str]:
    """Return the docs before the table, the table and the rest."""
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(START)
    table, _, after = rest.partition(END)
    return before, table, after


@pytest.mark.slow
@pytest.mark.parametrize(("name", "n"), CASES)
def test_false_verdicts(name: str, n: int) -> None:
    """Every kind keeps what it promises at the margin."""
    replicates = SCENARIOS[name].replicates
    check(name, simulate(name, n, replicates), replicates)


@pytest.mark.slow
def test_the_docs_show_what_is_computed() -> None:
    """The same seed gives the same table, digit by digit."""
    table = "\n".join([HEADER, *(line(name, n) for name, n in CASES)])
    before, written, after = documented()
    if os.environ.get("REWRITE_TABLE"):
        DOCS.write_text(f"{before}{START}{table}{END}{after}", encoding="utf-8")
        return
    assert written == table


def test_the_docs_keep_the_promises() -> None:
    """The table has a row for each case, and each number in it is within what is promised."""
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in documented()[1].splitlines()[2:]]
    assert [row[0] for row in rows] == [name for name, _ in CASES]
    for name, _, promised, *rates, replicates, _ in rows:
        assert promised == said(name)
        check(name, Rates(*(float(rate) / 100 for rate in rates)), int(replicates))


@pytest.mark.parametrize("name", ["interaction", "superiority, ratio scale"])
def test_false_verdicts_in_short(name: str) -> None:
    """The rates over three, five and ten seeds together are nominal."""
    replicates = 500
    rates = np.mean([simulate(name, n, replicates) for n in (3, 5, 10)], axis=0)
    check(name, Rates(*rates.tolist()), 3 * replicates)


@pytest.mark.parametrize(("name", "n"), [("8 claims, one baseline, Holm", 5), ("8 claims, looks at 5 and 10", 10)])
def test_whole_study_error_in_short(name: str, n: int) -> None:
    """A study of eight claims at their margins has a false verdict as rarely as one claim."""
    check(name, simulate(name, n, 250), 250)
