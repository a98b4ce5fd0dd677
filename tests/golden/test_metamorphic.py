"""What must not change a verdict or a page, and what must turn an effect round."""

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bnreport.formatting import say_effect, say_span
from bnreport.judge.wording import parts_of
from bnreport.results import Results
from tests.hypotheses.kinds import KINDS

if TYPE_CHECKING:
    from bnreport.judge.verdicts import Verdict

Golden = Any  # what conftest.py makes
Options = dict[str, Any]


def _options(golden: Golden) -> dict[str, Options]:
    return {
        verdict.verdict: dict(golden.study.hypotheses[verdict.hypothesis].test.options) for verdict in golden.verdicts
    }


def _cards(page: str) -> list[str]:
    """Return the board's rows and the cards."""
    found = re.findall(r'<tr id="verdict-.*?</tr>|<article class="card".*?</article>', page, re.DOTALL)
    assert len(found) == 6
    return found


def _facts(verdict: "Verdict") -> tuple[object, ...]:
    """Return all that a verdict decides and rests on, but its words."""
    return (
        verdict.verdict, verdict.reason, verdict.estimate, verdict.interval, verdict.verdict_interval, verdict.level,
        verdict.p, verdict.p_holm, verdict.n_run, verdict.n_analysed, verdict.mde,
    )  # fmt: skip


def test_the_other_side_mirrors_the_effect(golden: Golden) -> None:
    """Seen from the other arm an effect turns round, and its interval with it; on the page too."""
    change, mirror = KINDS[golden.kind].MIRROR
    turned = {answer: change(options) for answer, options in _options(golden).items()}
    for was, now in zip(golden.verdicts, golden.judge(golden.results, golden.of(turned)), strict=True):
        assert now.estimate == pytest.approx(mirror(was.estimate))
        assert now.interval == pytest.approx(sorted(map(mirror, was.interval)), rel=1e-4)
    alone = golden.of({"supported": turned["supported"]})
    unit, page = golden.verdicts[0].evidence.unit, golden.draw(golden.results, alone)
    said = say_effect(mirror(golden.effects[0]), unit)
    [verdict] = golden.judge(golden.results, alone)
    for part in parts_of(verdict):
        assert f"{say_effect(part.estimate, part.unit)} {say_span(part.interval, part.unit)}" in unescape(page)
    if golden.kind != "all_of":
        assert f'<span class="thin">{said} [' in page
        assert re.search(rf'alt="\w+: effect {re.escape(said)}, ', page)


def test_order_of_runs_changes_nothing_on_the_page(golden: Golden) -> None:
    """Runs that come with the last arm and the last seed first make the same page, byte for byte."""
    turned = Results({arm: dict(reversed(runs.items())) for arm, runs in reversed(golden.results.runs.items())})
    assert golden.draw(turned) == golden.page


def test_a_seed_beyond_the_last_look_changes_no_verdict(golden: Golden) -> None:
    """A seventh seed on which every arm does the opposite is in no row of the board and in no card."""
    more = golden.beyond()
    assert list(map(_facts, golden.judge(more))) == list(map(_facts, golden.verdicts))
    assert _cards(golden.draw(more)) == _cards(golden.page)


def _medians(options: Any) -> Any:  # noqa: ANN401  (YAML)
    """Ask for the median over layers of every metric."""
    if isinstance(options, dict):
        return {name: _medians(value) for name, value in options.items()}
    if isinstance(options, list | tuple):
        return [_medians(value) for value in options]
    return f"{options}.median" if options in {"accuracy", "loss"} else options


@pytest.mark.parametrize("copies", [2, 3])
def test_copies_of_layers_change_no_verdict(golden: Golden, copies: int) -> None:
    """Layers are no replicates: with each of them there twice, counts of layers and medians over them stay."""
    study = golden.of({answer: _medians(options) for answer, options in _options(golden).items()})
    once, copied = (golden.judge(golden.layered(number), study) for number in (1, copies))
    assert list(map(_facts, copied)) == list(map(_facts, once))
    assert [each.estimate for each in once] == pytest.approx(golden.effects, abs=1e-7)
